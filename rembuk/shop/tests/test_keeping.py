"""An order keeps pieces from the shelf: sold with it, free without it, promised to nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.enterprise import products
from rembuk.enterprise.products import Facts
from rembuk.lib.errors import Refused
from rembuk.shop import keeping, selling, stock
from rembuk.shop.models import Promise, Reason
from rembuk.shop.stock import Noted
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import orders, stages
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import Stage
from rembuk.workshop.orders import Line, Terms

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)


@pytest.fixture
def keset(world):
    """Ten doormats on the shelf."""
    facts = Facts("Keset bundar", price_rp=15_000, to_order=False)
    item = stock.item_of(products.add(group=world.tailors, facts=facts, by=world.by_adi, at=NOW))
    noted = Noted(world.by_adi, NOW, TODAY)
    stock.come(item=item, reason=Reason.MADE, pieces=10, noted=noted)
    return item


@pytest.fixture
def order(world, keset):
    """The school asks for eight."""
    return orders.take(
        group=world.tailors, customer=Buyer("SDN 1"), terms=Terms(TODAY + timedelta(days=9)),
        lines=[Line("", 8, product=keset.product)], **said(world),
    )  # fmt: skip


def said(world):
    return {"by": world.by_adi, "at": NOW, "today": TODAY}


def kept(world, order, pieces):
    return keeping.keep(line=order.lines.get(), pieces=pieces, **said(world))


def told(item, today=TODAY):
    one = stock.level(item, today=today)
    return (one.shelf, one.promised, one.available)


def test_what_an_order_keeps_is_sold_with_it(world, keset, order):
    kept(world, order, 6)
    assert told(keset) == (10, 6, 4)
    assert told(keset, TODAY + timedelta(days=90)) == (10, 6, 4)  # late, and kept all the same
    with pytest.raises(Refused, match="6 disimpan"):
        selling.sell(
            item=keset, pieces=5, paid_rp=None, noted=Noted(world.by_adi, NOW, TODAY), today=TODAY
        )
    orders.move(order=order, to=Stage.DELIVERED, **said(world))
    assert told(keset) == (4, 0, 4)
    sale = Promise.objects.get().sale
    assert (sale.reason, sale.expected) == (Reason.SOLD, None)  # the order is paid as a whole
    with pytest.raises(Refused, match="bersama pesanan"):
        selling.take_back(movement=sale, why="Keliru", noted=Noted(world.by_adi, NOW, TODAY))


def test_a_delivery_that_is_taken_back_keeps_them_again(world, keset, order):
    kept(world, order, 6)
    step = orders.move(order=order, to=Stage.DELIVERED, **said(world))
    orders.take_back(step=step, by=world.by_adi, at=NOW)
    assert told(keset) == (10, 6, 4)
    orders.move(order=order, to=Stage.DELIVERED, **said(world))
    assert told(keset) == (4, 0, 4)


def test_called_off_they_are_free_again(world, keset, order):
    kept(world, order, 6)
    orders.call_off(order=order, why="Batal", **said(world))
    assert told(keset) == (10, 0, 10)
    with pytest.raises(Refused, match="sudah selesai"):
        kept(world, order, 1)


def test_what_a_calling_off_let_go_is_kept_again_as_far_as_it_is_there(world, keset, order):
    kept(world, order, 8)
    kept(world, order, 6)
    step = orders.call_off(order=order, why="Keliru", **said(world))
    assert orders.take_back(step=step, by=world.by_adi, at=NOW).gone == 0
    assert told(keset) == (10, 6, 4)
    step = orders.call_off(order=order, why="Keliru lagi", **said(world))
    noted = Noted(world.by_adi, NOW, TODAY)
    stock.go(item=keset, reason=Reason.SOLD, pieces=7, noted=noted, today=TODAY)
    assert orders.take_back(step=step, by=world.by_adi, at=NOW).gone == 3
    assert told(keset) == (3, 3, 0)


def test_the_chair_is_told_how_many_are_gone(lastri, world, keset, order):
    kept(world, order, 6)
    step = orders.call_off(order=order, why="Keliru", **said(world))
    noted = Noted(world.by_adi, NOW, TODAY)
    stock.go(item=keset, reason=Reason.SOLD, pieces=10, noted=noted, today=TODAY)
    at = [world.here.slug, world.tailors.pk, order.pk, step.pk]
    back = reverse("workshop:take_back_step", args=at)
    page = lastri.post(back, {"request_id": uuid4()}, follow=True).content.decode()
    assert "6 buah yang disimpan untuknya sudah tidak ada" in page
    assert told(keset) == (0, 0, 0)


def test_more_or_fewer_are_kept_instead(world, keset, order):
    kept(world, order, 6)
    kept(world, order, 8)
    assert told(keset) == (10, 8, 2)
    for too_many in (9, -1):
        with pytest.raises(Refused, match="8"):
            kept(world, order, too_many)
    assert kept(world, order, 0) is None
    assert told(keset) == (10, 0, 10)


def test_an_order_is_not_handed_over_with_pieces_that_are_gone(world, keset, order):
    kept(world, order, 6)
    noted = Noted(world.by_adi, NOW, TODAY)
    stock.go(item=keset, reason=Reason.DAMAGED, pieces=7, noted=noted, today=TODAY)
    with pytest.raises(Refused, match="Hanya 3"), transaction.atomic():
        orders.move(order=order, to=Stage.DELIVERED, **said(world))
    assert stages.stage_of(order) == Stage.ORDERED
    assert Promise.objects.get().ended_at is None


def test_a_kept_piece_is_not_fetched_by_somebody_else(world, keset, order):
    one = kept(world, order, 2)
    with pytest.raises(Refused, match="untuk pesanan"):
        selling.hand_over(promise=one, noted=Noted(world.by_adi, NOW, TODAY), today=TODAY)


def test_the_database_keeps_once_for_a_line(world, keset, order):
    one = kept(world, order, 2)
    twin = Promise(
        village=world.here, product=one.product, pieces=1, keep_until=TODAY, at=NOW, line=one.line
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    step = orders.call_off(order=order, why="Batal", **said(world))
    rule = "shop_promise_dropped_and_not_sold"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Promise.objects.filter(pk=one.pk).update(sold=True)
    assert Promise.objects.get().dropped_with == step
    rule = "shop_promise_sold_by_its_sale"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Promise.objects.filter(pk=one.pk).update(sale=keset.product.movements.get())


def test_the_chair_keeps_pieces_from_the_order(lastri, world, keset):
    taken = orders.take(
        group=world.tailors, customer=Buyer("SDN 1"), lines=[Line("", 8, product=keset.product)],
        terms=Terms(timezone.localdate()), by=world.by_adi, at=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    at = [world.here.slug, world.tailors.pk]
    page = reverse("workshop:order", args=[*at, taken.pk])
    url = reverse("shop:keep_for_order", args=[*at, taken.lines.get().pk])
    with few_queries():
        answer = lastri.get(page)
    assert url in answer.content.decode()
    assert "Paling banyak 8" in lastri.get(url).content.decode()
    wrong = lastri.post(url, {"request_id": uuid4(), "pieces": 9})
    assert wrong.status_code == 422
    assert 'value="9"' in wrong.content.decode()
    answer = lastri.post(url, {"request_id": uuid4(), "pieces": 7}, follow=True)
    assert "7 dari 8 disimpan dari rak" in answer.content.decode()
    shelf = lastri.get(reverse("shop:stock", args=at)).content.decode()
    assert "Untuk pesanan no. 1" in shelf
    assert reverse("shop:hand_over", args=[*at, Promise.objects.get().pk]) not in shelf
