"""The register of members and the licence, as officers see them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from rembuk.cash import purse
from rembuk.coop.models import Licence, Member, Trusted
from rembuk.coop.views import members as pages
from rembuk.ledger.posting import Signed
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY


def address(coop, name, *more):
    return reverse(f"coop:{name}", args=[coop.group.village.slug, coop.group.pk, *more])


def text(response):
    return response.content.decode()


def typed(**more):
    return {"request_id": uuid4(), "on_which": "today", **more}


def test_somebody_applies_is_admitted_and_names_an_heir(coop, opened):
    chair = opened(coop.chair)
    assert "Belum ada anggota" in text(chair.get(address(coop, "members")))
    unknown = chair.post(address(coop, "apply"), typed(name="Siti Aminah"))
    assert unknown.status_code == 422
    assert "data warga" in text(unknown)
    siti = coop.resident("Siti Aminah")
    asked = chair.post(address(coop, "apply"), typed(name="Siti Aminah"))
    assert asked.status_code == 422
    page = chair.post(
        address(coop, "apply"), typed(name="Siti Aminah", resident_id=siti.pk), follow=True
    )
    assert "000013" in text(page)
    member = Member.objects.get()
    wrong = chair.post(address(coop, "new_step", member.pk), typed(kind="LEFT"))
    assert "Tulis alasannya" in text(wrong)
    page = chair.post(address(coop, "new_step", member.pk), typed(kind="ADMITTED"), follow=True)
    assert "Aktif" in text(page)
    form = typed(name="Dimas", relation="anak", phone="0812 3456 7890")
    page = chair.post(address(coop, "name_heir", member.pk), form, follow=True)
    assert "Dimas (anak)" in text(page)
    assert Trusted.objects.get().phone == "+6281234567890"


def test_a_licence_waits_for_the_supervisor(coop, opened):
    chair = opened(coop.chair)
    form = typed(number="SP-1", authority="OSS")
    form |= {"issued_on_day": 2, "issued_on_month": 3, "issued_on_year": 2026}
    page = text(chair.post(address(coop, "enter_licence"), form, follow=True))
    assert "Menunggu pengawas" in page
    assert "Catat" in page
    licence = Licence.objects.get()
    confirm = address(coop, "confirm_licence", licence.pk)
    assert chair.post(confirm, {"request_id": uuid4()}).status_code == 403
    page = text(opened(coop.supervisor).post(confirm, {"request_id": uuid4()}, follow=True))
    assert "Simpan: izin SP-1" in page


def test_a_business_group_has_no_register_here(coop, opened):
    place = [coop.group.village.slug, coop.world.tailors.pk]
    adi = opened(coop.world.adi)
    assert adi.get(reverse("coop:members", args=place)).status_code == 404
    group = text(adi.get(reverse("hall:group", args=[place[0], coop.group.pk])))
    assert address(coop, "members") in group
    assert reverse("enterprise:members", args=[place[0], coop.group.pk]) not in group


def test_the_page_asks_few_questions(coop, opened):
    for number in range(20):
        coop.member(f"Anggota {number}")
    chair = opened(coop.chair)
    with few_queries():
        page = text(chair.get(address(coop, "members")))
    assert "Anggota 19" in page
    one = Member.objects.order_by("pk")[0]
    with few_queries():
        chair.get(address(coop, "member", one.pk))
    assert "Anggota 7" in text(chair.get(address(coop, "members") + "?q=anggota+7"))
    assert "Tidak ada yang ditemukan" in text(chair.get(address(coop, "members") + "?state=LEFT"))


@pytest.mark.parametrize("kind", ["register_pdf", "register_xlsx"])
def test_the_register_is_taken_along_and_the_trail_says_so(coop, opened, kind):
    from rembuk.villages.models import AuditEntry

    coop.member("Siti Aminah")
    assert opened(coop.chair).get(address(coop, kind)).status_code == 200
    assert AuditEntry.objects.filter(verb="coop.register_taken").count() == 1


def test_an_ordinary_member_reads_the_register_and_nobodys_heirs(coop, opened):
    siti = coop.member("Siti Aminah")
    user = stories.user("wati", "Wati Ningsih")
    stories.appoint(user, Office.GROUP_MEMBER, group=coop.group)
    client = opened(user)
    page = text(client.get(address(coop, "members")))
    assert "Siti Aminah" in page
    assert address(coop, "member", siti.pk) not in page
    assert "Ahli waris" not in text(client.get(address(coop, "member", siti.pk)))
    assert client.get(address(coop, "register_pdf")).status_code == 403


def test_the_next_page_looks_for_the_same_words(coop, opened, monkeypatch):
    monkeypatch.setattr(pages, "A_PAGE", 1)
    for number in (1, 2):
        coop.member(f"Anggota {number}")
    page = text(opened(coop.chair).get(address(coop, "members") + "?q=anggota+%26"))
    assert "?q=anggota+%26&amp;page=2" in page


def test_taking_a_step_back_is_no_consent_withdrawn(coop, opened):
    siti = coop.member("Siti Aminah")
    page = text(opened(coop.chair).get(address(coop, "member", siti.pk)))
    assert "Batalkan langkah ini" in page
    assert "Tarik izin" not in page


def test_nine_people_are_said_with_their_source(coop, opened):
    purse.open_purse(
        group=coop.group, beginning=purse.Beginning(TODAY, 0, 500_000),
        signed=Signed(by=coop.by_chair, at=NOW, request_id=uuid4()), today=TODAY,
    )  # fmt: skip
    for name in ("members", "round"):
        page = text(opened(coop.treasurer).get(address(coop, name)))
        assert "(UU 6/2023; tanyakan ke Dinas" in page
