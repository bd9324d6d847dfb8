"""An operator looks in: read-only, without NIK, every page told to the village."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from rembuk.villages.models import AuditEntry, OperatorVisit, Village
from rembuk.villages.permissions import Permission

REASON = "Memeriksa laporan halaman yang tidak terbuka"


@pytest.fixture
def visiting(world, tari, signed_in):
    """A browser of an operator whose visit has begun."""
    client = signed_in(tari)
    url = reverse("operator:village", args=[world.here.pk])
    answer = client.post(url, {"request_id": uuid4(), "reason": REASON, "minutes": 15})
    assert answer.url == reverse("web:today", args=[world.here.slug])
    return client


def test_without_a_visit_the_village_does_not_exist(world, tari, signed_in):
    client = signed_in(tari)
    assert client.get(reverse("web:today", args=[world.here.slug])).status_code == 404


def test_a_visit_opens_pages_and_each_is_shown_to_the_village(world, visiting, client):
    groups = reverse("hall:groups", args=[world.here.slug])
    assert visiting.get(groups).status_code == 200
    assert visiting.get(groups + "?q=Siti").status_code == 200
    assert visiting.get(reverse("people:residents", args=[world.here.slug])).status_code == 200
    assert visiting.get(reverse("web:today", args=[world.there.slug])).status_code == 404
    head = type(client)()
    head.force_login(world.budi)
    today = head.get(reverse("web:today", args=[world.here.slug])).content.decode()
    assert "Operator melihat data desa" in today
    assert REASON in today
    visit = OperatorVisit.objects.get()
    page = head.get(reverse("hall:visit", args=[world.here.slug, visit.pk])).content.decode()
    assert page.count(groups) == 2
    pages = page.partition("Halaman yang dibuka")[2]
    assert pages.count(">Kelompok</p>") == 2, "the village reads words, not only addresses"
    assert pages.count(">Warga</p>") == 1
    assert "Siti" not in page, "what was looked for is not written down"
    trail = head.get(reverse("people:history", args=[world.here.slug])).content.decode()
    assert f"membuka halaman Kelompok ({groups})" in trail


def test_a_visit_has_a_way_in_and_a_way_out_on_every_page(world, visiting):
    visit, slug = OperatorVisit.objects.get(), world.here.slug
    today = visiting.get(reverse("web:today", args=[slug])).content.decode()
    hall = visiting.get(reverse("hall:hall", args=[slug])).content.decode()
    for page in (today, hall):
        assert "Kunjungan sampai " in page
        assert reverse("operator:end_visit", args=[visit.pk]) in page
        for place in ("people:residents", "programme:pillars"):
            assert f'href="{reverse(place, args=[slug])}"' in page
        assert reverse("web:record", args=[slug]) not in page
    assert "Tidak ada yang perlu" not in today
    assert reverse("hall:groups", args=[slug]) in hall


def test_a_visit_changes_nothing_and_sees_no_nik(world, visiting):
    for name in ("change_settings", "start_group", "appoint", "appoint_new"):
        url = reverse(f"hall:{name}", args=[world.here.slug])
        assert visiting.get(url).status_code == 403, name
        assert visiting.post(url, {"request_id": uuid4()}).status_code == 403, name
    # A page that may be looked at still takes no sending.
    assert visiting.post(reverse("hall:groups", args=[world.here.slug])).status_code == 403
    from rembuk.villages.access import VISITOR

    changing = {
        Permission.SEE_NATIONAL_ID, Permission.RECORD_PEOPLE, Permission.EXPORT_PEOPLE,
        Permission.HANDLE_DATA_RIGHTS, Permission.SEND_MESSAGES, Permission.CHANGE_VILLAGE,
    }  # fmt: skip
    assert not VISITOR & changing


def test_ending_a_visit_closes_the_door(world, visiting):
    visit = OperatorVisit.objects.get()
    visiting.post(reverse("operator:end_visit", args=[visit.pk]))
    assert visiting.get(reverse("web:today", args=[world.here.slug])).status_code == 404
    assert visiting.post(reverse("operator:end_visit", args=[visit.pk])).status_code == 302


def test_only_ones_own_visit_is_ended(world, visiting, client):
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    other = stories.user("joko", "Joko")
    stories.appoint(other, Office.OPERATOR)
    client.force_login(other)
    visit = OperatorVisit.objects.get()
    assert client.post(reverse("operator:end_visit", args=[visit.pk])).status_code == 404


@pytest.mark.parametrize(
    "typed", [{"reason": "cek"}, {"minutes": 61}, {"minutes": ""}, {"reason": ""}]
)
def test_a_visit_without_sense_is_refused(world, tari, signed_in, typed):
    url = reverse("operator:village", args=[world.here.pk])
    told = {"request_id": uuid4(), "reason": REASON, "minutes": 15, **typed}
    assert signed_in(tari).post(url, told).status_code == 422
    assert not OperatorVisit.objects.exists()


def test_an_operator_opens_a_village_once(world, tari, signed_in):
    client, key = signed_in(tari), uuid4()
    url = reverse("operator:found")
    told = {"request_id": key, "code": "99.02.01.2001", "name": "Muara Baru", "time_zone": ""}
    first = client.post(url, told)
    village = Village.objects.get(name="Muara Baru")
    assert first.url == reverse("operator:village", args=[village.pk])
    assert client.post(url, told).url == first.url
    again = client.post(url, {**told, "request_id": uuid4()})
    assert again.status_code == 422
    assert "Muara Baru" in again.content.decode()
    assert client.post(url, {**told, "code": "99.01", "request_id": uuid4()}).status_code == 422
    assert AuditEntry.objects.of(village).filter(verb="village.founded").count() == 1


def test_an_operator_acting_goes_home_to_the_villages(world, tari, signed_in):
    assert signed_in(tari).get(reverse("web:home")).url == reverse("operator:villages")
