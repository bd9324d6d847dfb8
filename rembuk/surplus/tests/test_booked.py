"""What the members decided on a surplus, in the book: after the decision, once, and taken back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from rembuk.ledger import posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.models import Entry
from rembuk.ledger.posting import Plan
from rembuk.lib.errors import Refused
from rembuk.surplus import booked, dividing, yearly
from rembuk.surplus.dividing import State
from rembuk.surplus.models import Booking
from rembuk.surplus.tests.acts import (
    agreed_upon,
    checked,
    computed,
    decided,
    ended,
    resolution_of,
    was_booked,
)
from rembuk.surplus.tests.scenes import CASH, YEAR
from rembuk.villages.tests.stories import NOW, TODAY

FUNDS = {
    "3201": 540_000, "2105.4": 40_000, "2105.5": 40_000, "2105.1": 40_000, "2105.2": 20_000,
    "2105.3": 20_000,
}  # fmt: skip


@pytest.fixture
def division(closed):
    return agreed_upon(closed)


def held(lived, codes):
    return {code: reading.held_now(lived.book, [code]).get(code, 0) for code in codes}


def owed(lived, division):
    codes = [one.member.account("2110") for one in dividing.shares_of(division)]
    return reading.held_now(lived.book, codes)


def test_only_what_the_members_decided_is_booked(closed):
    coop = closed.coop
    division = computed(closed)
    with pytest.raises(Refused, match="tidak ditunggu"):
        was_booked(closed, division)
    checked(closed, division)
    with pytest.raises(Refused, match="tidak ditunggu"):
        was_booked(closed, division)
    decided(closed, division, resolution_of(coop.group, coop.by_chair))
    with pytest.raises(Refused, match="Desember 2025"):
        was_booked(closed, division, on=date(YEAR, 12, 31))
    entry = was_booked(closed, division).entry
    assert held(closed, FUNDS) == FUNDS
    shares = {one.member.account("2110"): one.total_rp for one in dividing.shares_of(division)}
    assert owed(closed, division) == {code: rp for code, rp in shares.items() if rp}
    assert sum(shares.values()) + sum(FUNDS.values()) == division.shu_rp
    assert entry.memo == "SHU 2025, keputusan 03/RAT/2026"
    with pytest.raises(Refused, match="tidak ditunggu"):
        was_booked(closed, division)
    assert Entry.objects.filter(kind=booked.KIND).count() == 1


def test_what_a_year_left_stands_with_earlier_years_until_it_is_booked(closed, division):
    """31 December 2025: 1,100,000 of this year. 2026: of past years, then of funds and members."""

    def own(year):
        told = yearly.position_of(closed.book, yearly.year_of(closed.book, year, today=TODAY))
        assert told.balanced
        return {one.code: one.amount_rp for one in told.owes if one.code and one.amount_rp}

    before = own(TODAY.year)
    assert before["3301"] == division.shu_rp
    was_booked(closed, division)
    after = own(TODAY.year)
    assert "3301" not in after
    assert after["2110"] == 400_000
    assert {code: after[code] for code in FUNDS} == FUNDS
    assert own(YEAR)["3302"] == division.shu_rp


def test_taken_back_before_anybody_was_paid(closed, division):
    was_booked(closed, division)
    with pytest.raises(Refused, match="alasannya"):
        ended(closed, division, why=" ")
    ended(closed, division, why="Angka Ratna keliru")
    assert set(held(closed, FUNDS).values()) == {0}
    assert set(owed(closed, division).values()) == {0}
    assert dividing.of_year(closed.coop.group, YEAR) is None
    with pytest.raises(Refused, match="sudah dibatalkan"):
        ended(closed, division, why="sekali lagi")
    again = agreed_upon(closed)
    was_booked(closed, again)
    assert held(closed, FUNDS) == FUNDS


def test_the_database_lets_only_a_decision_be_booked(closed):
    coop = closed.coop
    plan = Plan(kind=booked.KIND, on=TODAY, moves=[Move("3301", "3201", 5)], receipt=False)
    entry = posting.post(closed.book, plan, signed=closed.signed(), today=TODAY)
    sale = closed.booked(CASH, "4201", 7, TODAY)
    division = computed(closed)
    told = {"village": division.village, "division": division, "at": NOW, "by": coop.treasurer}

    def refused(rule, entry):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Booking.objects.create(entry=entry, **told)

    refused("surplus_booking_after_the_decision", entry)
    checked(closed, division)
    decided(closed, division, resolution_of(coop.group, coop.by_chair))
    refused("surplus_booking_in_the_book_of_the_cooperative", sale)
    Booking.objects.create(entry=entry, **told)
    for statement in ("DELETE FROM surplus_booking", "UPDATE surplus_booking SET at = at"):
        with (
            pytest.raises(IntegrityError, match="surplus_booking_append_only"),
            transaction.atomic(), connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.execute(statement)


def test_the_button_books_once(closed, division, client):
    coop = closed.coop
    here = reverse("surplus:shu", args=[closed.book.village.slug, coop.group.pk])
    client.force_login(coop.chair)
    assert "Bukukan keputusan" not in client.get(here).text
    client.force_login(coop.treasurer)
    assert "Bukukan keputusan" in client.get(here).text
    sent = {"request_id": str(uuid4())}
    for _again in range(2):
        client.post(f"{here}{division.pk}/book/", sent)
    assert Booking.objects.count() == 1
    page = client.get(here).text
    assert "Dibukukan, menunggu dibayar" in page
    assert "Bukukan keputusan" not in page
    assert dividing.of_year(coop.group, YEAR).state == State.BOOKED
