"""Every piece is somewhere, and none is promised or sold twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.enterprise import products
from rembuk.enterprise.products import Facts
from rembuk.lib.errors import Refused
from rembuk.shop import stock
from rembuk.shop.models import Movement, Promise, Reason
from rembuk.shop.stock import Noted

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)
LATER = TODAY + timedelta(days=7)


@pytest.fixture
def keset(world):
    return stock.item_of(product(world))


def product(world, name="Keset bundar"):
    facts = Facts(name, price_rp=15_000, to_order=False)
    return products.add(group=world.tailors, facts=facts, by=world.by_adi, at=NOW)


def noted(world, on=TODAY):
    return Noted(world.by_adi, NOW, on)


def made(world, item, pieces=10):
    return stock.come(item=item, reason=Reason.MADE, pieces=pieces, noted=noted(world))


def sold(world, item, pieces, reason=Reason.SOLD, today=TODAY):
    return stock.go(item=item, reason=reason, pieces=pieces, noted=noted(world, today), today=today)


def promised(world, item, pieces, until=LATER):
    return stock.promise(
        item=item, pieces=pieces, keep_until=until, whom="Bu Wati", by=world.by_adi, at=NOW,
        today=TODAY,
    )  # fmt: skip


def told(item, today=TODAY):
    one = stock.level(item, today=today)
    return (one.shelf, one.promised, one.available)


def test_what_is_promised_is_sold_to_nobody_else(world, keset):
    made(world, keset)
    kept = promised(world, keset, 7)
    assert told(keset) == (10, 7, 3)
    with pytest.raises(Refused, match="7 disimpan untuk orang lain"):
        sold(world, keset, 4)
    with pytest.raises(Refused):
        promised(world, keset, 4)
    sold(world, keset, 3)
    stock.hand_over(promise=kept, noted=noted(world), today=TODAY)
    assert told(keset) == (0, 0, 0)
    with pytest.raises(Refused, match="tidak lagi disimpan"):
        stock.hand_over(promise=kept, noted=noted(world), today=TODAY)
    kept.refresh_from_db()
    assert (kept.whom, kept.sold) == ("", True)


def test_a_promise_ends_with_its_day_or_when_it_is_released(world, keset):
    made(world, keset)
    kept = promised(world, keset, 6)
    promised(world, keset, 4, until=TODAY)
    assert told(keset) == (10, 10, 0)
    assert told(keset, TODAY + timedelta(days=1)) == (10, 6, 4)
    stock.release(promise=kept, by=world.by_adi, at=NOW)
    stock.release(promise=kept, by=world.by_adi, at=NOW)
    assert told(keset) == (10, 4, 6)


def test_what_is_spoilt_is_told_also_where_it_was_promised(world, keset):
    made(world, keset)
    promised(world, keset, 8)
    sold(world, keset, 5, Reason.DAMAGED)
    one = stock.level(keset, today=TODAY)
    assert (one.shelf, one.available, one.short) == (5, 0, 3)


def test_a_count_puts_it_right_and_says_so(world, keset):
    made(world, keset)
    assert stock.count(item=keset, found=10, noted=noted(world)) is None
    assert stock.count(item=keset, found=8, noted=noted(world)).reason == Reason.MISSING
    assert stock.count(item=keset, found=11, noted=noted(world)).reason == Reason.FOUND
    assert told(keset)[0] == 11
    for wrong in (-1, stock.PIECES_MAX + 1):
        with pytest.raises(Refused):
            stock.count(item=keset, found=wrong, noted=noted(world))


def test_sizes_are_kept_apart_and_written_one_way(world, keset):
    large = stock.item_of(keset.product, " xl ")
    made(world, large, 2)
    with pytest.raises(Refused, match="Hanya 0"):
        sold(world, keset, 1)
    assert told(stock.item_of(keset.product, "XL"))[0] == 2
    assert stock.available(world.here, [keset.product], today=TODAY)[keset.product.pk] == 2


@pytest.mark.parametrize("pieces", [0, -1, stock.PIECES_MAX + 1])
def test_no_number_of_pieces_is_refused(world, keset, pieces):
    with pytest.raises(Refused):
        made(world, keset, pieces)
    with pytest.raises(Refused):
        promised(world, keset, pieces)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["make", "sell", "spoil", "promise", "hand over", "release", "count"]),
        st.integers(1, 6),
        st.integers(0, 9),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_no_order_of_acts_sells_a_piece_twice(world, keset, acts):
    with transaction.atomic():
        _live_through(world, keset, acts)
        transaction.set_rollback(True)


def _live_through(world, item, acts):
    shelf, kept = 0, {}
    for act, pieces, day in acts:
        today = TODAY + timedelta(days=day)
        promised_now = sum(p for p, until in kept.values() if until >= today)
        free = shelf - promised_now
        try:
            if act == "make":
                made(world, item, pieces)
                shelf += pieces
            elif act in {"sell", "spoil"}:
                reason = Reason.SOLD if act == "sell" else Reason.DAMAGED
                sold(world, item, pieces, reason, today)
                assert pieces <= (free if act == "sell" else shelf)
                shelf -= pieces
            elif act == "promise":
                one = stock.promise(
                    item=item, pieces=pieces, keep_until=today, whom="", by=world.by_adi, at=NOW,
                    today=today,
                )  # fmt: skip
                assert pieces <= free
                kept[one] = (pieces, today)
            elif act == "count":
                stock.count(item=item, found=pieces, noted=noted(world))
                shelf = pieces
            elif kept:
                one = min(kept, key=lambda row: row.pk)
                if act == "release":
                    stock.release(promise=one, by=world.by_adi, at=NOW)
                else:
                    stock.hand_over(promise=one, noted=noted(world, today), today=today)
                    shelf -= kept[one][0]
                del kept[one]
        except Refused:
            assert act not in {"make", "count"}
        assert stock.level(item, today=today).shelf == shelf >= 0


BROKEN = [
    ({"shelf": -1}, "shop_movement_goes_the_way_of_its_reason"),
    ({"reason": Reason.SOLD}, "shop_movement_goes_the_way_of_its_reason"),
    ({"at_stall": 3}, "shop_movement_(goes_the_way_of_its_reason|names_its_stall)"),
    ({"reason": Reason.GIVEN, "shelf": -2, "at_stall": 2}, "shop_movement_names_its_stall"),
    ({"reason": Reason.SOLD, "shelf": -11}, "shop_movement_shelf_holds_no_less"),
]


@pytest.mark.parametrize(("wrong", "rule"), BROKEN)
def test_the_database_refuses_what_cannot_be(world, keset, wrong, rule):
    row = made(world, keset)
    told = {"product": keset.product, "reason": Reason.MADE, "shelf": 1, "on": TODAY, "at": NOW}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Movement.objects.create(village=world.here, **{**told, **wrong})
    for attack in (
        "UPDATE shop_movement SET shelf = 99 WHERE id = %s",
        "DELETE FROM shop_movement WHERE id = %s",
    ):
        with (
            pytest.raises(IntegrityError, match="shop_movement_append_only"),
            transaction.atomic(), connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.execute(attack, [row.pk])


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [({"pieces": 0}, "shop_promise_is_of_something"),
     ({"ended_at": NOW}, "shop_promise_ended_names_nobody"),
     ({"sold": True}, "shop_promise_ended_names_nobody")],
)  # fmt: skip
def test_the_database_refuses_a_promise_that_cannot_be(world, keset, wrong, rule):
    made(world, keset)
    one = promised(world, keset, 2)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Promise.objects.filter(pk=one.pk).update(**wrong)
