"""What district and ministry officers see, and above all what they do not."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.accounts.models import User
from rembuk.enterprise import paths
from rembuk.enterprise.models import Milestone
from rembuk.people.models import Resident
from rembuk.programme.models import ProgrammeTemplate, VillageProgramme
from rembuk.reporting import columns, exports, indicators
from rembuk.reporting.urls import urlpatterns
from rembuk.villages.models import Group, Region, Village
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import SINCE

PLAIN = ["overview", "villages", "indicators", "download", "download_csv", "download_xlsx"]


def opened(client, user):
    client.force_login(user)
    return client


def text(client, name, *args, query=""):
    response = client.get(reverse(f"reporting:{name}", args=args) + query)
    assert response.status_code == 200, name
    return response.content.decode(errors="replace")


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("who", ["district", "ministry"])
def test_pages_open_with_few_queries(region, client, name, who):
    browser = opened(client, getattr(region, who))
    if (who, name) == ("ministry", "overview"):
        assert browser.get(reverse("reporting:overview")).url == reverse("reporting:comparison")
        name = "comparison"
    with few_queries():
        text(browser, name)


def test_a_district_officer_sees_her_region_and_no_other(region, client):
    browser = opened(client, region.district)
    page = text(browser, "villages")
    assert "Sumber Rejo" in page
    assert "Muara Baru" not in page
    assert browser.get(reverse("reporting:profile", args=["9902012001"])).status_code == 404
    assert browser.get(reverse("reporting:profile", args=["9901"])).status_code == 404
    assert "Muara Baru" not in text(browser, "download_csv")
    assert browser.get(reverse("reporting:comparison")).status_code == 404
    for indicator in ("residents", "quiet_days"):
        assert "Muara Baru" not in text(browser, "indicator", indicator)


def test_what_needs_the_officer_stands_first(region, client):
    page = text(opened(client, region.district), "overview")
    assert "1 desa diam lebih dari 14 hari" in page
    assert "21 hari tanpa catatan" in page
    assert "1 dari 2 desa mencatat sesuatu dalam 14 hari terakhir." in page


def test_the_ministry_compares_regencies_of_what_may_be_shown(region, client):
    browser = opened(client, region.ministry)
    page = text(browser, "comparison", query="?indicator=residents")
    assert "Kabupaten 9901" in page
    assert "18%" in page  # 19 of 106 in the two villages
    assert "1 belum ada data" in page
    assert "21" in text(browser, "comparison", query="?indicator=quiet_days")
    assert "Regency" not in text(browser, "comparison", query="?indicator=nonsense")


def test_a_small_count_is_said_to_be_small(region, client):
    page = text(opened(client, region.district), "profile", region.world.there.region_id)
    assert "kurang dari 5" in page
    assert ">3<" not in page


def test_where_every_part_is_small_a_sentence_says_the_total(region, client):
    Group.objects.of(region.world.here).update(kind="LEARNING_HOUSE", trade="")
    for number in range(7):
        group = Group.objects.create(
            village=region.world.here, kind="BUSINESS", trade="OTHER", name=f"Kelompok {number}"
        )
        if number < 3:
            told = {"by": region.world.by_adi, "at": timezone.now()}
            today = timezone.localdate()
            paths.reach(
                group=group,
                milestone=next(iter(Milestone)),
                on=today,
                evidence="Dilihat",
                today=today,
                **told,
            )
    page = text(opened(client, region.district), "indicator", "groups_by_stage")
    assert f"{region.world.here.name}: semuanya 7. Pembagiannya tidak ditampilkan" in page


def test_a_number_leads_to_where_it_comes_from(region, client):
    browser = opened(client, region.district)
    page = text(browser, "profile", region.world.here.region_id)
    for link in re.findall(r'href="(/region/indicators/[^"]+)"', page):
        told = browser.get(link).content.decode()
        assert "Yang dihitung" in told
        assert "Sumber Rejo" in told


def test_the_download_says_what_each_number_means_and_hides_what_pages_hide(region, client):
    lines = list(
        csv.DictReader(io.StringIO(text(opened(client, region.ministry), "download_csv")[1:]))
    )
    assert {line["level"] for line in lines} == {"village", "regency"}
    assert all(line["definition"] and line["numerator"] for line in lines)
    here = {line["part"]: line for line in lines if line["village"] == "Sumber Rejo"}
    assert (here["migrant_worker"]["number"], here["migrant_worker"]["percent"]) == ("12", "19")
    assert (here["prospective_migrant"]["number"], here["prospective_migrant"]["why_empty"]) == (
        "",
        "few",
    )
    small = [line for line in lines if line["indicator"] in {"residents", "households_with_worker"}]
    assert not [line for line in small if line["number"] and int(line["number"]) < 5]


def test_a_village_named_like_a_formula_does_not_run(region, client):
    Village.objects.filter(pk=region.world.here.pk).update(name='=HYPERLINK("http://x","y")')
    page = text(opened(client, region.ministry), "download_csv")
    assert "'=HYPERLINK" in page
    assert not re.search(r'(^|,)"?=', page, re.M)


@pytest.mark.parametrize("who", ["adi", "budi", "rina", "dewi"])
def test_village_offices_have_nothing_to_look_for_above(region, client, who):
    browser = opened(client, getattr(region.world, who))
    for name in PLAIN:
        assert browser.get(reverse(f"reporting:{name}")).status_code == 404


def test_everybody_reads_which_programmes_run_and_two_counts(region, client):
    template = ProgrammeTemplate.objects.get(code="desmigratif")
    VillageProgramme.objects.create(
        village=region.world.here, template=template, since=SINCE, started_at=timezone.now()
    )
    page = client.get(reverse("hall:village", args=[region.world.here.slug])).content.decode()
    assert str(template) in page
    assert "Desa dalam angka" in page
    numbers = re.findall(r'class="number-value">([^<]+)<', page)
    assert numbers == ["12", "8"]
    there = client.get(reverse("hall:village", args=[region.world.there.slug])).content.decode()
    assert str(template) not in there
    assert re.findall(r'class="number-value">([^<]+)<', there) == ["7"], "three households are few"


# --- nobody is reachable -----------------------------------------------------------------------


def secrets():
    """Everything in the villages that tells a person: names, nicknames, phones, accounts."""
    found = set()
    for resident in Resident.objects.all():
        found |= {resident.name, resident.nickname, resident.phone, resident.phone[3:]}
    for user in User.objects.filter(office_terms__village__isnull=False):
        found |= {user.name, user.username + "@", user.phone or ""}
    return {secret for secret in found if len(secret) > 4}


def follow(client, start):
    """Open every page that can be reached from the first, and return their texts by address."""
    seen, waiting = {}, [start]
    while waiting:
        url = waiting.pop()
        if url in seen or url.startswith(("/account/", "/language/")):
            continue
        response = client.get(url)
        seen[url] = b"".join(response) if response.streaming else response.content
        found = re.findall(rb'href="([^"#]+)"', seen[url])
        base = url.partition("?")[0]
        for link in (raw.decode().replace("&amp;", "&") for raw in found):
            target = base + link if link.startswith("?") else link
            if target.startswith("/") and not target.startswith("//"):
                waiting.append(target)
    return seen


@pytest.mark.parametrize("who", ["district", "ministry"])
def test_no_personal_field_is_reachable_from_above(region, client, who):
    browser = opened(client, getattr(region, who))
    seen = follow(browser, reverse("reporting:villages"))
    for name in ("profile",):  # also those no link leads to
        for code in Region.objects.values_list("pk", flat=True):
            url = reverse(f"reporting:{name}", args=[code])
            seen[url] = browser.get(url).content
    assert len(seen) > len(urlpatterns), "the crawl got somewhere"
    wanted = secrets()
    assert len(wanted) > 200
    for url, page in seen.items():
        page_text = page.decode(errors="replace")
        leaked = [secret for secret in wanted if secret in page_text]
        assert not leaked, f"{url} shows {leaked}"


def test_every_column_of_the_download_is_told_in_indonesian(region, client):
    page = text(opened(client, region.district), "download")
    assert set(columns.MEANINGS) == set(exports.EXPORT_COLUMNS["indicators"])
    for code in columns.MEANINGS:
        assert f'<dt class="code">{code}</dt>' in page
    assert "jumlah desa yang belum punya data" in page


def test_a_phone_shows_each_village_as_a_card_that_names_its_numbers(region, client):
    page = text(opened(client, region.district), "villages")
    assert 'class="table as-cards"' in page
    for indicator in indicators.all_indicators():
        assert f'data-label="{indicator.parts[indicator.main]}"' in page
