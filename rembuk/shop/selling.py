"""Sold from the shelf: the treasurer is told what it brings, and one mistake is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.lines import Money
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.shop import stock
from rembuk.shop.models import Movement, Promise, Reason
from rembuk.shop.stock import Item, Noted

SOURCE = "shop.sale"
NOTE_LETTERS_MAX = 200


@transaction.atomic
def sell(*, item: Item, pieces: int, paid_rp: int | None, noted: Noted, today: date) -> Movement:
    """Sell pieces from the shelf for a sum in whole rupiah: the treasurer is told to expect it.

    None is the product's price for each; 0 is nothing, as where a bill was made for it before.
    Errors: Refused without a price, and for more pieces than are free.
    """
    price = item.product.price_rp
    if paid_rp is None and price is None:
        raise Refused(_("Write how much was paid, 0 for nothing: no price is written down."))
    sum_rp = pieces * (price or 0) if paid_rp is None else paid_rp
    money = _expect(item, pieces, sum_rp, noted=noted, today=today)
    return stock.go(
        item=item, reason=Reason.SOLD, pieces=pieces, noted=noted, today=today, money=money
    )


@transaction.atomic
def hand_over(*, promise: Promise, noted: Noted, today: date) -> Movement:
    """Sell what is kept for somebody, at the product's price where it has one.

    Errors: as stock.hand_over; and Refused where it is kept for an order, which is paid as a whole.
    """
    if promise.line_id is not None:
        raise Refused(_("This is kept for an order. Hand the order over: it is sold with it."))
    item = Item(promise.product, promise.size)
    sum_rp = promise.pieces * (promise.product.price_rp or 0)
    money = _expect(item, promise.pieces, sum_rp, noted=noted, today=today, party=promise.whom)
    return stock.hand_over(promise=promise, noted=noted, today=today, money=money)


@transaction.atomic
def take_back(*, movement: Movement, why: str, noted: Noted) -> Movement:
    """Take back one movement that was recorded by mistake; what it brought is expected no longer.

    Errors: Refused without a reason, where the treasurer has recorded its money, where it was sold
    with an order, and as stock.undo.
    """
    said = clean_text(why)[0][:NOTE_LETTERS_MAX]
    if not said:
        raise Refused(_("Write why it is taken back."))
    made = stock.undo(movement=movement, noted=replace(noted, note=said))
    if Promise.objects.of(movement.village).filter(sale=movement, line__isnull=False).exists():
        raise Refused(_("This was sold with an order. Take back the order's last step instead."))
    if movement.expected is not None:
        expected.drop(movement.expected, why=said, by=noted.by, at=noted.at)
    return made


def _expect(
    item: Item, pieces: int, sum_rp: int, *, noted: Noted, today: date, party: str = ""
) -> ExpectedMoney | None:
    if not sum_rp:
        return None
    money = Money(
        Way.IN, party or _("A buyer"), "sale", sum_rp, noted.on,
        memo=_("From the shelf: %(pieces)s of %(name)s") % {"pieces": pieces, "name": str(item)},
    )  # fmt: skip
    return expected.expect(
        group=item.product.group, money=money, source=SOURCE, by=noted.by, at=noted.at, today=today
    )
