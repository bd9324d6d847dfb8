"""Pak Budi appoints, a newcomer comes in, an office ends."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.accounts.models import User
from rembuk.hall import posts
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry, Group, OfficeTerm
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories


def day(on, name="since"):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def sent(form, name, on):
    """The three inputs of a day, under the names the page gives them."""
    names = [widget["name"] for widget in form[name].subwidgets[0].data["subwidgets"]]
    return dict(zip(names, (on.day, on.month, on.year), strict=True))


def post(client, url, *, on=None, day_field="since", **typed):
    """Send the form of a page as a browser would: its key, its days, what was typed."""
    form = client.get(url).context["form"]
    days = sent(form, day_field, on) if on else {}
    return client.post(url, {"request_id": uuid4(), **days, **typed})


def today():
    return timezone.localdate()


def test_pak_budi_appoints_a_newcomer_who_comes_in_by_the_slip(world, signed_in, client):
    head = signed_in(world.budi)
    slug = world.here.slug
    url = reverse("hall:appoint_new", args=[slug])
    answer = post(
        head, url, on=today(), name="Wati Ningsih", phone="0812-0000-0009",
        post=f"FACILITATOR:{world.here.pk}", decree="SK 12/2026",
    )  # fmt: skip
    wati = User.objects.get(username="wati.ningsih")
    term = OfficeTerm.objects.get(user=wati)
    assert answer.url == reverse("hall:term", args=[slug, term.pk])
    assert (wati.phone, term.office, term.decree) == ("+6281200000009", "FACILITATOR", "SK 12/2026")

    page = head.get(answer.url)
    assert "Wati Ningsih sudah diangkat." in page.content.decode()
    slip = head.post(reverse("hall:first_link", args=[slug, term.pk]))
    link = re.search(r"http://testserver(/account/link/[^\"<\s]+)", slip.content.decode())
    assert link is not None
    newcomer = type(client)()
    used = newcomer.get(link[1], follow=True)
    assert "Wati Ningsih" in used.content.decode()
    choose = newcomer.post(used.request["PATH_INFO"], {"shared": ""})
    assert newcomer.session["_auth_user_id"] == str(wati.pk)
    newcomer.get(choose.url)
    first = newcomer.get(reverse("web:today", args=[slug])).content.decode()
    assert "Pilih kata sandi" in first, "the slip said: choose your password there"

    wati.refresh_from_db()
    page = head.get(reverse("hall:term", args=[slug, term.pk])).content.decode()
    assert "Buat tautan baru" in page, "who has been in may still lose her way"


def test_somebody_known_becomes_treasurer_of_another_group(world, signed_in):
    head, slug = signed_in(world.budi), world.here.slug
    who = head.get(reverse("hall:appoint", args=[slug])).content.decode()
    assert "Adi Saputra" in who
    assert "Dewi Kartika" not in who, "people of other villages are not listed"
    url = reverse("hall:appoint_known", args=[slug, posts.sign(world.adi)])
    post(head, url, on=today(), post=f"BOOKKEEPER:{world.tailors.pk}")
    assert OfficeTerm.objects.filter(user=world.adi, office=Office.BOOKKEEPER).exists()


@pytest.mark.parametrize(
    ("known", "typed", "kept", "written"),
    [
        ("rough", {"year": "2019"}, (date(2019, 1, 1), "YEAR"), "sejak 2019"),
        ("rough", {"year": "2019", "month": "8"}, (date(2019, 8, 1), "MONTH"),
         "sejak Agustus 2019"),
        ("by", {"on": date(2019, 12, 9)}, (date(2019, 12, 9), "KNOWN_BY"),
         "sejak sebelum 9 Desember 2019"),
    ],
)  # fmt: skip
def test_an_office_begins_as_exactly_as_people_know(world, signed_in, known, typed, kept, written):
    head = signed_in(world.budi)
    new = reverse("hall:appoint_new", args=[world.here.slug])
    facilitator = f"FACILITATOR:{world.here.pk}"
    answer = post(head, f"{new}?known={known}", name="Wati", post=facilitator, **typed)
    term = OfficeTerm.objects.get(user__name="Wati")
    assert (term.since, term.since_precision) == kept
    assert written in head.get(answer.url).content.decode()
    entry = AuditEntry.objects.of(world.here).get(verb="office.appointed", subject_name="Wati")
    told = audit.sentence(entry)
    assert not any(exact in told for exact in ("1 Januari", "1 Agustus", "9 Desember"))


def test_a_group_begins_in_a_year(world, signed_in):
    head = signed_in(world.budi)
    url = reverse("hall:start_group", args=[world.here.slug])
    page = head.get(url).content.decode()
    assert "?known=rough" in page
    answer = post(head, f"{url}?known=rough", kind="BUSINESS", name="Anyam Lestari", year="2017")
    group = Group.objects.of(world.here).get(name="Anyam Lestari")
    assert (group.started_on, group.started_precision) == (date(2017, 1, 1), "YEAR")
    assert "Sejak 2017" in head.get(answer.url).content.decode()
    again = post(head, f"{url}?known=rough", kind="BUSINESS", name="Anyam Baru", year="17")
    assert again.status_code == 422
    assert "Tulis tahun" in again.content.decode()


def test_a_pair_that_must_not_meet_is_said_beside_the_form(world, signed_in):
    head = signed_in(world.budi)
    url = reverse("hall:appoint_known", args=[world.here.slug, posts.sign(world.rina)])
    answer = post(head, url, on=today(), post=f"BOOKKEEPER:{world.tailors.pk}", decree="SK 7")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Rina Lestari menjabat Bendahara di Jahit Melati" in page
    assert 'value="SK 7"' in page, "what was typed stays"


@pytest.mark.parametrize("typed", ["dewi", "0812-0000-0005"])
def test_somebody_of_another_village_is_found_only_by_her_exact_name_or_number(
    world, signed_in, typed
):
    world.dewi.phone = "+6281200000005"
    world.dewi.save()
    head = signed_in(world.budi)
    url = reverse("hall:appoint", args=[world.here.slug])
    found = head.post(url, {"q": typed})
    assert found.status_code == 302
    assert "Dewi Kartika" in head.get(found.url).content.decode()
    missing = head.post(url, {"q": "dew"})
    assert missing.status_code == 422
    assert "Periksa lagi" in missing.content.decode()


@pytest.mark.parametrize("token", ["12", "12:forged", "a:b", "99999999999999999999"])
def test_an_address_made_up_names_nobody(world, signed_in, token):
    url = reverse("hall:appoint_known", args=[world.here.slug, token])
    assert signed_in(world.budi).get(url).status_code == 404


@pytest.mark.parametrize(
    "post_key",
    ["VILLAGE_HEAD:{here}", "OPERATOR", "FACILITATOR:{there}", "TREASURER:{weavers}", ""],
)
def test_a_post_that_is_not_offered_is_not_given(world, signed_in, post_key):
    key = post_key.format(here=world.here.pk, there=world.there.pk, weavers=world.weavers_there.pk)
    url = reverse("hall:appoint_known", args=[world.here.slug, posts.sign(world.adi)])
    before = OfficeTerm.objects.count()
    assert post(signed_in(world.budi), url, on=today(), post=key).status_code == 422
    assert OfficeTerm.objects.count() == before


def test_nobody_else_appoints(world, signed_in):
    for person in (world.adi, world.rina):
        client = signed_in(person)
        for name in ("appoint", "appoint_new"):
            url = reverse(f"hall:{name}", args=[world.here.slug])
            assert client.post(url, {"request_id": uuid4()}).status_code == 403


def test_an_office_ends_at_once(world, signed_in, client):
    term = OfficeTerm.objects.get(user=world.adi)
    head = signed_in(world.budi)
    url = reverse("hall:end_term", args=[world.here.slug, term.pk])
    post(head, url, on=today(), day_field="until", reason="Pindah ke kota")
    adi = type(client)()
    adi.force_login(world.adi)
    assert adi.get(reverse("web:today", args=[world.here.slug])).status_code == 404
    page = head.get(reverse("hall:term", args=[world.here.slug, term.pk])).content.decode()
    assert "Pindah ke kota" in page
    assert "Akhiri jabatan ini" not in page


def test_the_village_head_does_not_end_himself_through_the_page(world, signed_in):
    term = OfficeTerm.objects.get(user=world.budi)
    head = signed_in(world.budi)
    page = head.get(reverse("hall:term", args=[world.here.slug, term.pk])).content.decode()
    assert "Akhiri jabatan ini" not in page
    url = reverse("hall:end_term", args=[world.here.slug, term.pk])
    assert post(head, url, on=today(), day_field="until", reason="Lelah").status_code == 422


def test_a_link_is_never_given_for_somebody_elses_account(world, tari, signed_in):
    """Pak Budi appoints the operator, then asks for a link: it would make him operator."""
    tari.set_unusable_password()
    tari.save()
    term = stories.appoint(tari, Office.VILLAGE_STAFF, village=world.here)
    head = signed_in(world.budi)
    answer = head.post(reverse("hall:first_link", args=[world.here.slug, term.pk]), follow=True)
    assert "/account/link/" not in answer.content.decode()
    assert not tari.sign_in_links.exists()


def test_the_operator_appoints_a_head_and_a_district_officer(world, tari, signed_in):
    operator = signed_in(tari)
    OfficeTerm.objects.filter(user=world.budi).update(until=stories.SINCE)
    url = reverse("operator:appoint_head_new", args=[world.here.pk])
    post(operator, url, on=today(), name="Wati Ningsih", post=f"VILLAGE_HEAD:{world.here.pk}")
    term = OfficeTerm.objects.get(user__username="wati.ningsih")
    assert term.village == world.here
    slip = operator.post(reverse("operator:first_link", args=[term.pk]))
    assert "/account/link/" in slip.content.decode()
    regency = world.here.region.parent.parent
    url = reverse("operator:appoint_above_known", args=[regency.pk, posts.sign(world.dewi)])
    post(operator, url, on=today(), post=f"DISTRICT_OFFICER:{regency.pk}")
    assert OfficeTerm.objects.get(user=world.dewi, office=Office.DISTRICT_OFFICER).region == regency


def test_user_names_are_made_from_names(world):
    from rembuk.villages.newcomers import free_username

    stories.user("wati.ningsih", "Wati")
    stories.user("Wati.Ningsih2", "Wati")
    assert free_username("Wati Ningsih") == "wati.ningsih3"
    assert free_username("Dwi Éka  Putri") == "dwi.eka.putri"
    assert free_username("3 Sum") == "warga.3.sum"
    assert free_username("漢字") == "warga"
    assert len(free_username("Panjang " * 30)) <= 60


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        ("BUSINESS", {"GROUP_CHAIR", "GROUP_OFFICER", "TREASURER", "BOOKKEEPER",
                      "SUPERVISORY_BOARD", "GROUP_MEMBER"}),
        ("COOPERATIVE", {"GROUP_CHAIR", "GROUP_OFFICER", "TREASURER", "BOOKKEEPER",
                         "SUPERVISORY_BOARD", "BOARD", "LOAN_COMMITTEE"}),
        ("LEARNING_HOUSE", {"GROUP_CHAIR", "GROUP_OFFICER", "TREASURER"}),
    ],
)  # fmt: skip
def test_a_group_is_offered_the_offices_it_has(world, kind, offered):
    group = Group(pk=world.tailors.pk, village=world.here, kind=kind, name="Cerah")
    head = OfficeTerm(office=Office.VILLAGE_HEAD)
    _in_the_village, (_name, choices) = posts.posts_of(head, village=world.here, groups=[group])
    assert {str(post.office) for post in choices} == offered


def test_no_loan_committee_for_tailors_on_the_page_and_by_hand(world, signed_in):
    head = signed_in(world.budi)
    url = reverse("hall:appoint_new", args=[world.here.slug])
    key = f"LOAN_COMMITTEE:{world.tailors.pk}"
    assert key not in head.get(url).content.decode()
    answer = post(head, url, on=today(), name="Wati Ningsih", post=key)
    assert answer.status_code == 422


@pytest.fixture
def chair(world):
    lastri = stories.user("lastri", "Lastri Handayani")
    stories.appoint(lastri, Office.GROUP_CHAIR, group=world.tailors)
    return lastri


def test_the_chair_lets_a_member_in_and_out_of_her_own_group(world, chair, signed_in):
    lastri, slug = signed_in(chair), world.here.slug
    member = f"GROUP_MEMBER:{world.tailors.pk}"
    page = lastri.get(reverse("hall:appoint_new", args=[slug])).content.decode()
    assert member in page
    assert "TREASURER:" not in page
    answer = post(
        lastri, reverse("hall:appoint_new", args=[slug]), on=today(), name="Wati", post=member
    )
    term = OfficeTerm.objects.get(user__name="Wati")
    assert (term.group, term.appointed_by) == (world.tailors, chair)
    page = lastri.get(answer.url).content.decode()
    assert reverse("hall:end_term", args=[slug, term.pk]) in page
    link = reverse("hall:first_link", args=[slug, term.pk])
    assert link not in page, "the link opens all that is added to the account: the head gives it"
    assert "/account/link/" not in lastri.post(link, follow=True).content.decode()
    assert link in signed_in(world.budi).get(answer.url).content.decode()
    lastri = signed_in(chair)
    url = reverse("hall:end_term", args=[slug, term.pk])
    post(lastri, url, on=today(), day_field="until", reason="Pindah ke kota")
    term.refresh_from_db()
    assert term.ended_reason == "Pindah ke kota"


@pytest.mark.parametrize(("kind", "led"), [("BUSINESS", True), ("LEARNING_HOUSE", False)])
def test_only_a_chair_who_appoints_anybody_is_led_there(world, chair, signed_in, kind, led):
    Group.objects.filter(pk=world.tailors.pk).update(kind=kind)
    lastri, slug = signed_in(chair), world.here.slug
    for page in ("web:record", "hall:offices"):
        shown = lastri.get(reverse(page, args=[slug])).content.decode()
        assert (reverse("hall:appoint", args=[slug]) in shown) is led


def test_the_chair_reads_and_ends_no_office_of_others(world, chair, signed_in):
    goats = Group.objects.create(village=world.here, kind="BUSINESS", name="Kambing Makmur")
    theirs = stories.appoint(stories.user("wati", "Wati"), Office.GROUP_MEMBER, group=goats)
    lastri, slug = signed_in(chair), world.here.slug
    page = lastri.get(reverse("hall:offices", args=[slug])).content.decode()
    assert "Rina Lestari" in page
    assert "Wati" not in page
    for name in ("hall:term", "hall:end_term"):
        assert lastri.get(reverse(name, args=[slug, theirs.pk])).status_code == 404
    treasurer = OfficeTerm.objects.get(user=world.rina)
    url = reverse("hall:end_term", args=[slug, treasurer.pk])
    assert post(lastri, url, on=today(), day_field="until", reason="x").status_code == 422
    treasurer.refresh_from_db()
    assert treasurer.until is None


def test_the_chair_of_a_cooperative_is_told_who_appoints(world, signed_in):
    coop = Group.objects.create(village=world.here, kind="COOPERATIVE", name="Koperasi")
    sari = stories.user("sari", "Sari")
    stories.appoint(sari, Office.GROUP_CHAIR, group=coop)
    answer = signed_in(sari).get(reverse("hall:appoint", args=[world.here.slug]))
    assert (answer.status_code, "kepala desa" in answer.content.decode()) == (403, True)
