"""A year with a loss: the reserve bears it by the members' decision; the rest is carried."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.ledger import posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed
from rembuk.lib.errors import Refused
from rembuk.surplus import dividing, losses, yearly
from rembuk.surplus.models import LossCover
from rembuk.surplus.tests.acts import agreed_rule, computed, resolution_of
from rembuk.surplus.tests.scenes import CASH, YEAR
from rembuk.surplus.tests.test_yearbook import printed
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

LOSS_RP = 400_000


@pytest.fixture
def lost(lived):
    """The year lost 400,000, and 250,000 stand in the reserve."""
    lived.booked("5202", CASH, 1_100_000 + LOSS_RP, date(YEAR, 12, 31))
    lived.booked("3301", "3201", 250_000, date(YEAR, 12, 31))
    agreed_rule(lived)
    lived.close()
    return lived


@pytest.fixture
def decision(lost):
    return resolution_of(lost.coop.group, lost.coop.by_chair)


def covered(lost, decision, *, number="05/RAT/2026", on=TODAY, year=YEAR):
    return losses.cover(
        book=lost.book, year=year, resolution=decision, number=number, on=on,
        signed=lost.signed(), today=TODAY,
    )  # fmt: skip


def uncovered(lost, cover, why="Keliru"):
    signed = Signed(by=lost.coop.by_chair, at=NOW, request_id=uuid4())
    return losses.take_back(cover=cover, book=lost.book, why=why, signed=signed, today=TODAY)


def own(lost):
    told = yearly.position_of(lost.book, yearly.year_of(lost.book, TODAY.year, today=TODAY))
    assert told.balanced
    return {one.code: one.amount_rp for one in told.owes if one.code and one.amount_rp}


def test_the_reserve_bears_what_it_can_and_the_rest_is_carried(lost, decision):
    """3301 held -250,000 of the reserve's beginning and the loss of 400,000."""
    before = own(lost)["3301"]
    cover = covered(lost, decision)
    assert (cover.loss_rp, cover.covered_rp, cover.carried_rp) == (LOSS_RP, 250_000, 150_000)
    assert losses.reserve_of(lost.book) == 0
    assert own(lost)["3301"] == before + 250_000
    assert cover.entry.memo == "Rugi 2025, keputusan 05/RAT/2026"
    with pytest.raises(Refused, match="sudah ditutup"):
        covered(lost, decision)
    with pytest.raises(Refused, match="Rugi tidak dibagi"):
        computed(lost)


def test_a_reserve_larger_than_the_loss_keeps_the_rest(lost, decision):
    lost.booked("3301", "3201", 350_000, TODAY)
    cover = covered(lost, decision)
    assert (cover.covered_rp, cover.carried_rp) == (LOSS_RP, 0)
    assert losses.reserve_of(lost.book) == 200_000


def test_what_is_taken_back_can_be_decided_anew(lost, decision):
    cover = covered(lost, decision)
    with pytest.raises(Refused, match="alasannya"):
        uncovered(lost, cover, why=" ")
    uncovered(lost, cover)
    assert losses.of_year(lost.coop.group, YEAR) is None
    assert losses.reserve_of(lost.book) == 250_000
    with pytest.raises(Refused):
        uncovered(lost, cover)
    assert covered(lost, decision, number="06/RAT/2026").covered_rp == 250_000


def test_only_a_closed_year_with_a_loss_and_a_decision_of_ones_own(lost, decision):
    foreign = resolution_of(lost.coop.world.tailors, lost.coop.by_chair)
    for wrong, says in (
        ({"number": " "}, "nomor keputusan"),
        ({"year": TODAY.year}, "Tutup dulu semua bulan"),
        ({"on": date(YEAR, 12, 31)}, "Desember 2025"),
    ):
        with pytest.raises(Refused, match=says):
            covered(lost, decision, **wrong)
    with pytest.raises(Refused, match="koperasi ini"):
        covered(lost, foreign)
    lost.booked("3201", "3301", 250_000, TODAY)
    with pytest.raises(Refused, match="Cadangan kosong"):
        covered(lost, decision)
    assert not LossCover.objects.exists()


def test_a_surplus_is_not_covered(closed):
    decision = resolution_of(closed.coop.group, closed.coop.by_chair)
    with pytest.raises(Refused, match="tanpa rugi"):
        covered(closed, decision)
    assert dividing.of_year(closed.coop.group, YEAR) is None


@given(st.integers(1, 10**12), st.integers(-(10**12), 10**12))
def test_covered_and_carried_are_the_loss_and_no_reserve_falls_below_nought(loss_rp, reserve_rp):
    carried = losses.carried(loss_rp, reserve_rp)
    assert 0 <= carried <= loss_rp
    assert loss_rp - carried == min(loss_rp, max(reserve_rp, 0))


def test_the_database_refuses_what_no_decision_says(lost, decision):
    coop = lost.coop
    foreign = resolution_of(coop.world.tailors, coop.by_chair)

    def entry_of(amount_rp):
        move = Move("3201", "3301", amount_rp)
        plan = Plan(kind=losses.KIND, on=TODAY, moves=[move], receipt=False)
        return posting.post(lost.book, plan, signed=lost.signed(), today=TODAY)

    entry, little, much = entry_of(250_000), entry_of(100_000), entry_of(500_000)
    sale = lost.booked(CASH, "4201", 7, TODAY)
    told = {
        "village": lost.book.village, "group": coop.group, "year": YEAR, "loss_rp": LOSS_RP,
        "reserve_before_rp": 250_000, "covered_rp": 250_000, "resolution": decision,
        "number": "1", "entry": entry, "at": NOW, "by": coop.treasurer,
    }  # fmt: skip
    for rule, wrong in (
        ("within_loss_and_reserve", {"loss_rp": 500_000, "covered_rp": 500_000, "entry": much}),
        ("as_far_as_it_goes", {"covered_rp": 100_000, "entry": little}),
        ("decided_with_a_number", {"number": ""}),
        ("as_the_book_says", {"entry": sale}),
        ("as_the_book_says", {"reserve_before_rp": 300_000, "covered_rp": 300_000}),
        ("decided_by_its_own_members", {"resolution": foreign}),
    ):
        with pytest.raises(IntegrityError, match=f"surplus_losscover_{rule}"), transaction.atomic():
            LossCover.objects.create(**(told | wrong))
    LossCover.objects.create(**told)
    again = entry_of(250_000)
    with pytest.raises(IntegrityError, match="surplus_losscover_once_a_year"), transaction.atomic():
        LossCover.objects.create(**(told | {"entry": again}))
    for statement in ("DELETE FROM surplus_losscover", "UPDATE surplus_losscover SET loss_rp = 1"):
        with (
            pytest.raises(IntegrityError, match="surplus_losscover_append_only"),
            transaction.atomic(), connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.execute(statement)


def test_the_page_says_what_is_carried_before_and_after(lost, decision, client):
    coop = lost.coop
    here = reverse("surplus:shu", args=[lost.book.village.slug, coop.group.pk])
    client.force_login(coop.treasurer)
    with few_queries():
        before = client.get(here).text
    assert "Rp150.000" in before
    address = reverse("surplus:cover_loss", args=[lost.book.village.slug, coop.group.pk])
    assert f'href="{address}?year={YEAR}"' in before
    sent = {"request_id": str(uuid4()), "resolution": decision.pk, "number": ""}
    assert client.post(f"{address}?year={YEAR}", sent).status_code == 422
    for _again in range(2):
        said = client.post(f"{address}?year={YEAR}", sent | {"number": "05/RAT/2026"})
        assert said.status_code == 302
    assert "05/RAT/2026" in client.get(here).text
    assert LossCover.objects.count() == 1
    back = reverse("surplus:take_back_cover", args=[lost.book.village.slug, coop.group.pk])
    assert client.get(f"{back}?year={YEAR}").status_code == 403
    client.force_login(coop.chair)
    client.post(f"{back}?year={YEAR}", {"request_id": str(uuid4()), "why": "Keliru"})
    assert losses.of_year(coop.group, YEAR) is None
    assert reading.held_now(lost.book, ["3201"]) == {"3201": 250_000}


def test_the_meetings_book_tells_what_bears_the_loss(lost, decision):
    before = printed(lost)
    assert "Yang menanggungnya belum dibukukan" in before
    assert "SHU tahun ini belum dihitung" not in before, "a loss is not computed into parts"
    cover = covered(lost, decision)
    told = printed(lost)
    assert f"Rugi {YEAR}, keputusan 05/RAT/2026" in told
    assert f"Dibawa ke tahun berikut Rp{LOSS_RP - 250_000:,}".replace(",", ".") in told
    uncovered(lost, cover)
    assert "Yang menanggungnya belum dibukukan" in printed(lost)
