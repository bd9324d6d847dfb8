"""Pieces on the shelf that are kept for an order: sold when it is handed over, free without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import BigIntegerField, F, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.shop import stock
from rembuk.shop.models import Movement, Promise
from rembuk.shop.stock import Item, Noted, item_of
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village
from rembuk.workshop import stages
from rembuk.workshop.models import Order, OrderLine, OrderStep, Stage
from rembuk.workshop.shelf import OnShelf


@transaction.atomic
def keep(*, line: OrderLine, pieces: int, by: Actor, at: datetime, today: date) -> Promise | None:
    """Keep so many pieces for a line of an order instead of what is kept now; 0 keeps none.

    Errors: Refused where the order is over, for more than the line asks for, or than are free.
    """
    order = line.order
    order.take_turn()
    if stages.stage_of(order) in stages.OVER or line.withdrawn_at is not None:
        raise Refused(_("This order is over: nothing is kept for it."))
    if not 0 <= pieces <= line.quantity:
        raise Refused(_("The order asks for %(count)s. Write no more.") % {"count": line.quantity})
    item = item_of_line(line, order.village)
    item.product.take_turn()
    for one in _open(order).filter(line=line):
        stock.release(promise=one, by=by, at=at)
    if not pieces:
        return None
    return stock.promise(
        item=item, pieces=pieces, keep_until=max(today, order.ready_on or today), whom="",
        line=line, by=by, at=at, today=today,
    )  # fmt: skip


def item_of_line(line: OrderLine, village: Village) -> Item:
    """Return what a line asks for as it lies on the shelf."""
    assert line.product is not None
    line.product.village = village
    return item_of(line.product, line.size)


def held(village: Village, lines: Iterable[OrderLine], *, today: date) -> dict[int, OnShelf]:
    """Return what is kept for lines and what more could be, by the line's key; one query."""
    items = {line.pk: (line, item_of_line(line, village)) for line in lines}
    pks = [item.product.pk for _line, item in items.values()]
    moves = Movement.objects.of(village).filter(product__in=pks).order_by()
    there = moves.values("product_id", "size").annotate(
        free=Sum("shelf"), for_line=Value(0, output_field=BigIntegerField())
    )
    kept = stock.open_promises(village, today=today).filter(product__in=pks).order_by()
    rows = there.values_list("product_id", "size", "free", "for_line").union(
        kept.values_list("product_id", "size", -F("pieces"), "line_id"), all=True
    )
    free: Counter[stock.Kept] = Counter()
    of_line: Counter[int] = Counter()
    for pk, size, pieces, line_id in rows:
        free[pk, size] += pieces
        of_line[line_id or 0] -= pieces
    return {
        pk: OnShelf(of_line[pk], max(0, min(free[item.key], line.quantity - of_line[pk])))
        for pk, (line, item) in items.items()
    }


def moved(order: Order, step: OrderStep, *, by: Actor, at: datetime, today: date) -> None:
    """Sell with an order what is kept for it; let it go with one that is called off."""
    if step.kind == Stage.DELIVERED:
        note = _("Order no. %(number)s") % {"number": order.number}
        for one in _open(order):
            stock.hand_over(promise=one, noted=Noted(by, at, today, note), today=today)
    elif step.kind == Stage.CANCELLED:
        for one in _open(order):
            stock.release(promise=one, by=by, at=at)
            one.dropped_with = step
            one.save(update_fields=["dropped_with"])


def taken_back(order: Order, step: OrderStep, *, by: Actor, at: datetime, today: date) -> int:
    """Keep again what a step that is taken back had sold or let go.

    What was sold lies on the shelf again. Of what was let go, others may have taken some: return
    how many pieces.
    """
    gone = 0
    if step.kind == Stage.DELIVERED:
        sold = _of(order).filter(sale__isnull=False, sale__taken_back_by__isnull=True)
        note = _("Order no. %(number)s: handing over taken back") % {"number": order.number}
        for one in sold.select_related("sale"):
            assert one.sale is not None
            one.sale.product = one.product
            stock.undo(movement=one.sale, noted=Noted(by, at, today, note))
            _keep_again(one, one.pieces, by=by, at=at, today=today)
    elif step.kind == Stage.CANCELLED:
        for one in _of(order).filter(dropped_with=step):
            one.product.take_turn()
            free = stock.level(Item(one.product, one.size), today=today).available
            gone += one.pieces - min(free, one.pieces)
            _keep_again(one, min(free, one.pieces), by=by, at=at, today=today)
    return gone


def _keep_again(one: Promise, pieces: int, *, by: Actor, at: datetime, today: date) -> None:
    if pieces and one.line is not None:
        until = max(today, one.line.order.ready_on or today)
        stock.promise(
            item=Item(one.product, one.size), pieces=pieces, whom="", line=one.line,
            keep_until=until, by=by, at=at, today=today,
        )  # fmt: skip


def _open(order: Order) -> QuerySet[Promise]:
    return _of(order).filter(ended_at__isnull=True)


def _of(order: Order) -> QuerySet[Promise]:
    """Return all that was ever kept for an order, in one order: nobody waits for each other."""
    mine = Promise.objects.of(order.village).filter(line__order=order)
    return mine.select_related("product__village", "line__order").order_by(
        "product_id", "size", "pk"
    )
