"""Settings, the public page, groups, and a form that was sent before."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rembuk.hall import noticeboard
from rembuk.hall.noticeboard import Count, Notice
from rembuk.villages.models import AuditEntry, Group, OfficeTerm, Village
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import SINCE

SETTINGS = {
    "name": "Sumber Rejo",
    "time_zone": "Asia/Jakarta",
    "help_name": "Adi Saputra",
    "help_phone": "0812-3456-7890",
}


def settings_url(world):
    return reverse("hall:change_settings", args=[world.here.slug])


def test_help_stands_on_every_page_without_a_query_of_its_own(world, signed_in):
    client, url = signed_in(world.budi), reverse("hall:hall", args=[world.here.slug])
    with CaptureQueriesContext(connection) as before:
        assert "Adi Saputra" not in client.get(url).content.decode()
    client.post(settings_url(world), {"request_id": uuid4(), **SETTINGS})
    client.get(url)  # the first page after a sending shows its message
    with CaptureQueriesContext(connection) as after:
        page = client.get(url).content.decode()
    assert "WhatsApp Adi Saputra" in page
    assert "0812-3456-7890" in page
    assert "https://wa.me/6281234567890" in page
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "nama desa"),
        ({"help_phone": "12"}, "0812-3456-7890"),
        ({"help_name": ""}, "Tulis nama orang"),
        ({"time_zone": "Asia/Tokyo"}, "Desa memakai waktu apa?"),
    ],
)
def test_settings_that_cannot_be_are_said_beside_the_form(world, signed_in, wrong, says):
    client = signed_in(world.budi)
    answer = client.post(settings_url(world), {"request_id": uuid4(), **SETTINGS, **wrong})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Village.objects.get(pk=world.here.pk).help_name == ""


def test_a_form_sent_before_with_other_content_keeps_what_was_typed(world, signed_in):
    client, key = signed_in(world.budi), uuid4()
    assert client.post(settings_url(world), {"request_id": key, **SETTINGS}).status_code == 302
    assert client.post(settings_url(world), {"request_id": key, **SETTINGS}).status_code == 302
    other = {**SETTINGS, "help_name": "Rina Lestari"}
    answer = client.post(settings_url(world), {"request_id": key, **other})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "sudah pernah dikirim dengan isi lain" in page
    assert 'value="Rina Lestari"' in page
    assert Village.objects.get(pk=world.here.pk).help_name == "Adi Saputra"
    assert AuditEntry.objects.filter(verb="village.settings_changed").count() == 1


def test_privacy_is_changed_apart_and_leaves_the_rest(world, signed_in):
    client = signed_in(world.budi)
    client.post(settings_url(world), {"request_id": uuid4(), **SETTINGS})
    url = reverse("hall:change_privacy", args=[world.here.slug])
    client.post(url, {"request_id": uuid4(), "controller_name": "Pemerintah Desa"})
    village = Village.objects.get(pk=world.here.pk)
    assert (village.controller_name, village.help_name) == ("Pemerintah Desa", "Adi Saputra")


def test_the_facilitator_reads_settings_and_changes_none(world, signed_in):
    client = signed_in(world.adi)
    page = client.get(reverse("hall:settings", args=[world.here.slug]))
    assert page.status_code == 200
    assert "Ubah" not in page.content.decode()
    assert client.get(settings_url(world)).status_code == 403


def test_what_nobody_filled_in_says_who_fills_it_in(world, signed_in):
    url = reverse("hall:settings", args=[world.here.slug])
    page = signed_in(world.adi).get(url).content.decode()
    assert page.count("Belum diisi. Kepala desa mengisinya.") == 4
    assert "—" not in page


# --- the public page -------------------------------------------------------------------------


@pytest.fixture
def notices():
    """A notice board of this test's own."""
    before = list(noticeboard._sources)
    noticeboard._sources.clear()
    yield noticeboard
    noticeboard._sources[:] = before


def test_everybody_reads_the_public_page_and_small_counts_stay_away(world, client, notices):
    counts = [Count("Di luar negeri", 5), Count("Sudah pulang", 4)]
    notices.add_notices(lambda village, on: [Notice(f"Angka {village.name}", counts=counts)])
    notices.add_notices(lambda village, on: [Notice("Kosong", counts=[Count("Sedikit", 1)])])
    page = client.get(reverse("hall:village", args=[world.here.slug])).content.decode()
    door = f'href="{reverse("account_login")}"'
    assert door in page
    client.force_login(world.budi)
    assert door not in client.get(reverse("hall:village", args=[world.here.slug])).content.decode()
    assert "Angka Sumber Rejo" in page
    assert "Di luar negeri" in page
    assert "Sudah pulang" not in page
    assert "Kosong" not in page
    for person in (world.adi, world.rina, world.budi):
        assert person.name not in page


def test_a_village_that_is_not_there_has_no_page(world, client):
    assert client.get("/desa/tepi-kali/tidak-ada/").status_code == 404


# --- groups ----------------------------------------------------------------------------------


def test_a_group_begins_and_ends_on_the_pages(world, signed_in):
    client, slug = signed_in(world.budi), world.here.slug
    url = reverse("hall:start_group", args=[slug])
    typed = {"kind": "BUSINESS", "name": "Kambing Barokah", "activity": "Ternak kambing"}
    answer = client.post(url, {"request_id": uuid4(), **typed})
    goats = Group.objects.get(name="Kambing Barokah")
    assert answer.url == reverse("hall:group", args=[slug, goats.pk])
    twice = client.post(url, {"request_id": uuid4(), **typed})
    assert twice.status_code == 422
    url = reverse("hall:end_group", args=[slug, world.tailors.pk])
    client.post(url, {"request_id": uuid4(), "ended_on_which": "today", "reason": "Anggota pindah"})
    page = client.get(reverse("hall:group", args=[slug, world.tailors.pk])).content.decode()
    assert "Anggota pindah" in page
    assert "Rina Lestari" not in page, "her office ended with the group"


def test_a_group_told_late_what_it_lives_on_gets_its_pages(world, signed_in):
    client, args = signed_in(world.budi), [world.here.slug, world.tailors.pk]
    Group.objects.filter(pk=world.tailors.pk).update(trade="")
    url = reverse("hall:change_group", args=args)
    assert url in client.get(reverse("hall:group", args=args)).content.decode()
    typed = {"name": "Jahit Melati", "activity": "Menjahit keset", "trade": ""}
    answer = client.post(url, {"request_id": uuid4(), **typed})
    assert answer.status_code == 422
    assert "Pilih" in answer.content.decode()
    page = client.post(url, {"request_id": uuid4(), **typed, "trade": "SEWING"}, follow=True)
    assert "Menjahit keset" in page.content.decode()
    world.tailors.refresh_from_db()
    assert world.tailors.trade == "SEWING"
    assert signed_in(world.rina).get(url).status_code == 403


def test_a_group_shows_all_its_officers(world, signed_in):
    for number, office in enumerate((Office.GROUP_CHAIR, Office.BOOKKEEPER, Office.GROUP_OFFICER)):
        person = stories.user(f"pengurus{number}", f"Pengurus Nomor {number}")
        stories.appoint(person, office, group=world.tailors)
    client = signed_in(world.budi)
    page = client.get(reverse("hall:groups", args=[world.here.slug])).content.decode()
    for name in ("Rina Lestari", "Pengurus Nomor 0", "Pengurus Nomor 1", "Pengurus Nomor 2"):
        assert name in page


def test_an_act_as_switch_changes_what_may_be_done(world, signed_in):
    term = stories.appoint(world.adi, Office.GROUP_CHAIR, group=world.tailors)
    client, slug = signed_in(world.adi), world.here.slug
    url = reverse("hall:settings", args=[slug])
    assert client.get(url).status_code == 200
    switched = client.post(reverse("web:act_as", args=[term.pk]), follow=True)
    assert switched.redirect_chain[-1][0] == reverse("web:today", args=[slug])
    refused = client.get(url)
    assert refused.status_code == 403
    assert "Pendamping" in refused.content.decode(), "it says which office may"
    facilitator = OfficeTerm.objects.get(user=world.adi, office="FACILITATOR")
    client.post(reverse("web:act_as", args=[facilitator.pk]))
    assert client.get(url).status_code == 200


def test_nobody_acts_as_somebody_else_or_in_an_office_that_is_over(world, signed_in):
    client = signed_in(world.adi)
    budi = OfficeTerm.objects.get(user=world.budi)
    assert client.post(reverse("web:act_as", args=[budi.pk])).status_code == 404
    over = OfficeTerm.objects.create(
        user=world.adi, office="VILLAGE_STAFF", village=world.here, since=SINCE, until=SINCE
    )
    assert client.post(reverse("web:act_as", args=[over.pk])).status_code == 404
    assert client.get(reverse("web:act_as", args=[over.pk])).status_code == 405


def test_settings_opened_before_another_change_do_not_write_over_it(world, signed_in):
    client = signed_in(world.budi)
    page = client.get(settings_url(world)).content.decode()
    opened = re.search(r'name="as_read" value="(\w+)"', page)[1]
    newer = {**SETTINGS, "help_name": "Wati"}
    first = client.post(settings_url(world), {"request_id": uuid4(), **newer, "as_read": opened})
    assert first.status_code == 302
    answer = client.post(
        settings_url(world), {"request_id": uuid4(), **SETTINGS, "as_read": opened}
    )
    assert answer.status_code == 422
    assert "Wati" in answer.content.decode()
    world.here.refresh_from_db()
    assert world.here.help_name == "Wati"


def headings(page):
    return re.findall(r"<h2>([^<]+)</h2>", page.partition("<main")[2])


def test_the_many_places_of_a_group_stand_under_headings(world, signed_in):
    chair = stories.user("lastri", "Lastri Handayani")
    stories.appoint(chair, Office.GROUP_CHAIR, group=world.tailors)
    Group.objects.filter(pk=world.tailors.pk).update(trade="SEWING")
    url = reverse("hall:group", args=[world.here.slug, world.tailors.pk])
    page = signed_in(chair).get(url).content.decode()
    told = ["Pekerjaan", "Jualan", "Uang", "Orang dan rapat"]
    assert headings(page)[:4] == told
    places = [page.index(f">{word}<") for word in ("Pesanan", "Toko", "Kas kelompok", "Anggota")]
    assert places == sorted(places)
    Group.objects.filter(pk=world.tailors.pk).update(kind="COOPERATIVE", trade="")
    page = signed_in(chair).get(url).content.decode()
    assert headings(page)[0] == "Uang"
