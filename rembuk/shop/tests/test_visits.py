"""Goods at a stall: counted, settled, owed; and two phones at one stall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from rembuk.cash import expected
from rembuk.enterprise import products
from rembuk.enterprise.products import Facts
from rembuk.lib.errors import Refused
from rembuk.shop import slips, stalls, stock, visits
from rembuk.shop.models import Charge, Movement, Reason, Visit, VisitLine
from rembuk.shop.slips import Size
from rembuk.shop.stalls import Agreed
from rembuk.shop.stock import Noted
from rembuk.shop.visits import Row, Sheet

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)
TEN = Agreed(Decimal(10), missing=Charge.NET, damaged=Charge.NOTHING)


@pytest.fixture
def keset(world):
    """Thirty doormats on the shelf."""
    facts = Facts("Keset bundar", price_rp=15_000, to_order=False)
    product = products.add(group=world.tailors, facts=facts, by=world.by_adi, at=NOW)
    item = stock.item_of(product)
    noted = Noted(world.by_adi, NOW, TODAY)
    stock.come(item=item, reason=Reason.MADE, pieces=30, noted=noted)
    return item


@pytest.fixture
def warung(world):
    return stalls.begin(
        group=world.tailors, facts=stalls.Facts("Warung Bu Tini", phone="+6281234567890"),
        agreed=TEN, by=world.by_adi, at=NOW, today=TODAY,
    )  # fmt: skip


def settle(world, stall, *rows, seen, on=TODAY, today=TODAY):
    sheet = Sheet(stall, rows, seen, on)
    return visits.settle(sheet, by=world.by_adi, at=NOW, today=today)


def row(item, **counted):
    return Row(item, None, **counted)


def where(item, stall):
    there = stock.at_stall(stall).get(item.key, 0)
    return (stock.level(item, today=TODAY).shelf, there)


def test_a_stall_is_filled_counted_and_owes(world, keset, warung):
    first = settle(world, warung, row(keset, delivered=20), seen=0)
    assert (first.due_rp, first.expected, where(keset, warung)) == (0, None, (10, 20))
    # 12 stay, 5 were sold, 1 comes back, 1 is spoilt: 1 is missing. (5 + 1) x 15,000 less 10 %.
    counted = row(keset, stays=12, sold=5, returned=1, damaged=1, delivered=3)
    second = settle(world, warung, counted, seen=1)
    line = visits.lines_of(second).get()
    assert (line.was, line.missing, line.gross_rp, line.commission_rp) == (20, 1, 75_000, 7_500)
    assert second.due_rp == line.due_rp == 81_000
    assert where(keset, warung) == (8, 15)
    money = expected.settled_one(second.expected)
    assert (second.expected.party, second.expected.amount_rp) == ("Warung Bu Tini", 81_000)
    assert money.state == expected.State.WAITS
    [standing] = stalls.standings(world.here, [warung])
    assert (standing.pieces, standing.owed_rp, standing.visits) == (15, 81_000, 2)
    expected.withdraw(one=second.expected, why="Sudah dihitung", by=world.by_adi, at=NOW)
    assert stalls.standings(world.here, [warung])[0].owed_rp == 0


def test_all_that_is_gone_was_sold_where_nothing_else_is_written(world, keset, warung):
    settle(world, warung, row(keset, delivered=20), seen=0)
    visit = settle(world, warung, row(keset, stays=8, returned=2), seen=1)
    line = visits.lines_of(visit).get()
    assert (line.sold, line.missing, visit.due_rp) == (10, 0, 135_000)


def test_what_nobody_counted_stays_where_it_is(world, keset, warung):
    settle(world, warung, row(keset, delivered=5), seen=0)
    settle(world, warung, row(keset, delivered=2), seen=1)
    assert where(keset, warung) == (23, 7)
    settle(world, warung, row(keset, sold=1), seen=2)
    assert where(keset, warung) == (23, 6)


def test_two_phones_at_one_stall_and_nothing_is_lost(world, keset, warung):
    settle(world, warung, row(keset, delivered=20), seen=0)
    one = settle(world, warung, row(keset, stays=15), seen=1)
    before = Movement.objects.count()
    with pytest.raises(visits.Overtaken, match="Adi Saputra"):
        settle(world, warung, row(keset, stays=14), seen=1)
    assert Movement.objects.count() == before
    again = settle(world, warung, row(keset, stays=14), seen=one.number)
    assert [v.due_rp for v in visits.of_stall(warung)] == [13_500, 67_500, 0]
    assert again.number == 3


REFUSED = [
    ({"stays": 15, "sold": 7}, "2 potong lebih banyak"),
    ({"returned": 21}, "1 potong lebih banyak"),
    ({"stays": 20, "delivered": 11}, "Hanya 10"),
    ({}, "sedikitnya satu angka"),
]


@pytest.mark.parametrize(("counted", "says"), REFUSED)
def test_what_cannot_have_been_counted_is_told(world, keset, warung, counted, says):
    settle(world, warung, row(keset, delivered=20), seen=0)
    with pytest.raises(Refused, match=says):
        settle(world, warung, row(keset, **counted), seen=1)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("on", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_visit_is_neither_to_come_nor_before_the_last(world, keset, warung, on):
    settle(world, warung, row(keset, delivered=20), seen=0)
    with pytest.raises(Refused):
        settle(world, warung, row(keset, stays=20), seen=1, on=on)


def test_without_a_price_one_is_asked_for(world, keset, warung):
    products.change(product=keset.product, facts=Facts("Keset bundar"), by=world.by_adi, at=NOW)
    with pytest.raises(Refused, match="tulis harga"):
        settle(world, warung, row(keset, delivered=2), seen=0)
    settle(world, warung, Row(keset, 14_000, delivered=2), seen=0)
    assert visits.last_prices(warung) == {keset.key: 14_000}


def test_a_new_agreement_changes_no_visit_of_before(world, keset, warung):
    settle(world, warung, row(keset, delivered=20), seen=0)
    old = settle(world, warung, row(keset, stays=19), seen=1)
    later = TODAY + timedelta(days=10)
    told = {"by": world.by_adi, "at": NOW, "today": later}
    stalls.agree(stall=warung, agreed=Agreed(Decimal("12.5")), **told)
    new = settle(world, warung, row(keset, stays=18), seen=2, on=later, today=later)
    old.refresh_from_db()
    assert (old.due_rp, new.due_rp) == (13_500, 13_125)
    assert stalls.percent_told(new.terms) == "12,5"


def test_a_stall_ends_when_nothing_lies_there(world, keset, warung):
    settle(world, warung, row(keset, delivered=2), seen=0)
    told = {"stall": warung, "by": world.by_adi, "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match="Masih ada barang"):
        stalls.end(**told)
    settle(world, warung, row(keset, stays=0, returned=2), seen=1)
    stalls.end(**told)
    with pytest.raises(Refused, match="sudah selesai"):
        settle(world, warung, row(keset, delivered=1), seen=2)
    assert not stalls.of_group(world.tailors)


def test_slip_and_message_tell_the_same(world, keset, warung):
    settle(world, warung, row(keset, delivered=20), seen=0)
    visit = settle(world, warung, row(keset, stays=15), seen=1)
    message = slips.message(visit)
    assert "Rp67.500 (enam puluh tujuh ribu lima ratus rupiah)" in message
    assert "Rp" not in message[:60]
    assert len(message) <= 550
    assert slips.share_address(visit).startswith("https://wa.me/6281234567890?text=")
    for size in Size:
        made = slips.printed(visit, size=size)
        assert made.startswith(b"%PDF")
        assert len(made) <= 60_000
        assert made == slips.printed(visit, size=size)


BROKEN = [
    (VisitLine, "sold = sold + 1", "append_only"),
    (Visit, "due_rp = 0", "append_only"),
]


@pytest.mark.parametrize(("table", "change", "rule"), BROKEN)
def test_what_was_settled_is_not_changed(world, keset, warung, table, change, rule):
    settle(world, warung, row(keset, delivered=20), seen=0)
    settle(world, warung, row(keset, stays=15), seen=1)
    statement = f"UPDATE {table._meta.db_table} SET {change}"
    with (
        pytest.raises(IntegrityError, match=rule), transaction.atomic(),
        connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(statement)


def test_the_database_itself_refuses_a_stall_below_nothing_and_a_visit_twice(world, keset, warung):
    visit = settle(world, warung, row(keset, delivered=2), seen=0)
    told = {"village": world.here, "product": keset.product, "on": TODAY, "at": NOW}
    with (
        pytest.raises(IntegrityError, match="shop_movement_stall_holds_no_less"),
        transaction.atomic(),
    ):
        Movement.objects.create(
            reason=Reason.STALL_SOLD, shelf=0, at_stall=-3, stall=warung, **told
        )
    same = {"stall": warung, "terms": visit.terms, "on": TODAY, "at": NOW, "due_rp": 0}
    with (
        pytest.raises(IntegrityError, match=r"settled_once|shop_visit.stall_id"),
        transaction.atomic(),
    ):
        Visit.objects.create(village=world.here, number=1, **same)
    with pytest.raises(IntegrityError, match="shop_visit_money_is_expected"), transaction.atomic():
        Visit.objects.create(village=world.here, number=2, **{**same, "due_rp": 5})
    broken = {"visit": visit, "product": keset.product, "size": "L", "price_rp": 100, "was": 3,
              "stays": 1, "sold": 1, "returned": 0, "damaged": 0, "missing": 0, "delivered": 0,
              "gross_rp": 100, "commission_rp": 0, "due_rp": 100}  # fmt: skip
    with (
        pytest.raises(IntegrityError, match="shop_visitline_every_piece_is_somewhere"),
        transaction.atomic(),
    ):
        VisitLine.objects.create(village=world.here, **broken)
