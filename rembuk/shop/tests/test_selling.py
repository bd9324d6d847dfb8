"""Sold from the shelf for money that Rina is told of, and taken back when it was a mistake."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.cash import expected, purse
from rembuk.cash.expected import State
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.enterprise import products
from rembuk.enterprise.products import Facts
from rembuk.ledger.posting import Signed
from rembuk.lib.errors import Refused
from rembuk.shop import selling, stock
from rembuk.shop.models import Movement, Reason
from rembuk.shop.stock import Noted
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests.counting import few_queries

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)


@pytest.fixture
def keset(world):
    """Ten doormats on the shelf, at Rp15,000."""
    facts = Facts("Keset bundar", price_rp=15_000, to_order=False)
    item = stock.item_of(products.add(group=world.tailors, facts=facts, by=world.by_adi, at=NOW))
    stock.come(item=item, reason=Reason.MADE, pieces=10, noted=noted(world))
    return item


def noted(world):
    return Noted(world.by_adi, NOW, TODAY)


def sold(world, item, pieces=3, paid_rp=None):
    return selling.sell(item=item, pieces=pieces, paid_rp=paid_rp, noted=noted(world), today=TODAY)


def left(item):
    return stock.level(item, today=TODAY).shelf


@pytest.mark.parametrize(("paid_rp", "told"), [(None, [45_000]), (40_000, [40_000]), (0, [])])
def test_the_treasurer_is_told_what_a_sale_brings(world, keset, paid_rp, told):
    sold(world, keset, paid_rp=paid_rp)
    assert left(keset) == 7
    waits = expected.waiting(world.here, [world.tailors.pk])
    assert [one.amount_rp for one in waits] == told


def test_a_sale_without_a_price_asks_for_the_sum(world, keset):
    keset.product.price_rp = None
    with pytest.raises(Refused, match="0 bila tidak dibayar"):
        sold(world, keset)
    assert sold(world, keset, paid_rp=20_000).expected.amount_rp == 20_000


def test_what_is_kept_for_somebody_brings_money_when_it_is_fetched(world, keset):
    kept = stock.promise(
        item=keset, pieces=2, keep_until=TODAY, whom="Bu Wati", by=world.by_adi, at=NOW, today=TODAY
    )
    made = selling.hand_over(promise=kept, noted=noted(world), today=TODAY)
    assert (made.expected.amount_rp, made.expected.party) == (30_000, "Bu Wati")
    kept.refresh_from_db()
    assert (kept.sale, kept.whom) == (made, "")


def test_a_mistake_is_taken_back_and_both_rows_stay(world, keset):
    wrong = sold(world, keset)
    with pytest.raises(Refused, match="mengapa dibatalkan"):
        selling.take_back(movement=wrong, why="  ", noted=noted(world))
    back = selling.take_back(movement=wrong, why="Salah tekan", noted=noted(world))
    assert (back.shelf, back.takes_back, back.note) == (3, wrong, "Salah tekan")
    assert left(keset) == 10
    assert expected.settled_one(wrong.expected).state == State.WITHDRAWN
    for again in (wrong, back):
        with pytest.raises(Refused):
            selling.take_back(movement=again, why="Sekali lagi", noted=noted(world))
    assert stock.history(keset.product).first() == back


def test_what_was_made_is_not_taken_back_once_it_is_sold(world, keset):
    made = Movement.objects.get()
    sold(world, keset, pieces=4)
    with pytest.raises(Refused, match="Hanya 6"):
        selling.take_back(movement=made, why="Salah hitung", noted=noted(world))
    assert left(keset) == 6


def test_money_that_is_booked_is_taken_back_by_the_treasurer_first(world, keset):
    rina = Actor(user=world.rina, office=Office.TREASURER)
    signed = Signed(by=rina, at=NOW, request_id=uuid4())
    beginning = purse.Beginning(date(2026, 1, 1), 0, 5_000_000)
    book = purse.open_purse(group=world.tailors, beginning=beginning, signed=signed, today=TODAY)
    wrong = sold(world, keset)
    signed = Signed(by=rina, at=NOW, request_id=uuid4())
    expected.book(one=wrong.expected, book=book, on=TODAY, signed=signed, today=TODAY)
    with pytest.raises(Refused, match="Bendahara sudah mencatat"):
        selling.take_back(movement=wrong, why="Salah tekan", noted=noted(world))
    assert left(keset) == 7


BROKEN = [
    ({"shelf": 2}, "shop_movement_takes_back_all_of_it"),
    ({"size": "XL"}, "shop_movement_takes_back_all_of_it"),
    ({"note": ""}, "shop_movement_taken_back_with_a_reason"),
    ({"takes_back": None}, "shop_movement_taken_back_with_a_reason"),
    ({"reason": Reason.FOUND}, "shop_movement_taken_back_with_a_reason"),
]


@pytest.mark.parametrize(("wrong", "rule"), BROKEN)
def test_the_database_takes_back_whole_once_and_with_a_reason(world, keset, wrong, rule):
    sale = sold(world, keset)
    told = {
        "product": keset.product, "reason": Reason.TAKEN_BACK, "shelf": 3, "on": TODAY, "at": NOW,
        "note": "Salah", "takes_back": sale,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Movement.objects.create(village=world.here, **{**told, **wrong})
    Movement.objects.create(village=world.here, **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(village=world.here, **told)


def test_only_a_sale_brings_money(world, keset):
    money = Money(Way.IN, "Bu Wati", "sale", 9_000, TODAY)
    told = {"by": world.by_adi, "at": NOW, "today": TODAY}
    waits = expected.expect(group=world.tailors, money=money, source="shop.sale", **told)
    rule = "shop_movement_only_a_sale_brings_money"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Movement.objects.create(
            village=world.here, product=keset.product, reason=Reason.MADE, shelf=1, on=TODAY,
            at=NOW, expected=waits,
        )  # fmt: skip


def test_the_chair_sells_and_takes_back_on_the_page(lastri, world, keset):
    def address(name, *more):
        return reverse(f"shop:{name}", args=[world.here.slug, world.tailors.pk, *more])

    typed = {"request_id": uuid4(), "what": "SOLD", "product": keset.product.pk, "pieces": 2}
    answer = lastri.post(address("move"), {**typed, "paid_rp": "25rb"}, follow=True)
    assert "Rp25.000: bendahara" in answer.content.decode()
    row = Movement.objects.get(reason=Reason.SOLD)
    page = lastri.get(address("product_stock", keset.product.pk)).content.decode()
    assert address("take_back", row.pk) in page
    url = address("take_back", row.pk)
    assert lastri.post(url, {"request_id": uuid4(), "why": ""}).status_code == 422
    answer = lastri.post(url, {"request_id": uuid4(), "why": "Salah tekan"}, follow=True)
    page = answer.content.decode()
    assert "Salah tekan" in page
    assert address("take_back", row.pk) not in page
    assert left(keset) == 10
    with few_queries():
        lastri.get(address("product_stock", keset.product.pk))
