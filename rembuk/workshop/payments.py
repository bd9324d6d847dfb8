"""Money of an order: what the treasurer is told to expect, and what her book says came.

Who takes the order writes nothing into the purse. An order is paid when the treasurer has booked
all that it costs, not before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.expected import Settled, State
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village
from rembuk.workshop import stages
from rembuk.workshop.models import Order, OrderStep, Payment, Stage

SOURCE = "workshop.order"
GONE = (State.WITHDRAWN, State.TAKEN_BACK)
# The step that brings money, and the kind of money that goes when it is taken back.
BROUGHT_BY = {
    Stage.ORDERED: Payment.Kind.DOWN,
    Stage.DELIVERED: Payment.Kind.REST,
    Stage.CANCELLED: Payment.Kind.BACK,
}


@dataclass(frozen=True)
class Told:
    """One payment, and what became of it."""

    payment: Payment
    settled: Settled

    @property
    def counts(self) -> bool:
        """Is it expected or booked, and not gone again?"""
        return self.settled.state not in GONE

    @property
    def sum_rp(self) -> int:
        """Whole rupiah from the customer; below zero for what goes back to her."""
        is_back = self.payment.kind == Payment.Kind.BACK
        return -self.payment.amount_rp if is_back else self.payment.amount_rp


def ask(
    order: Order, kind: Payment.Kind, *, amount_rp: int, by: Actor, at: datetime, today: date
) -> Payment:
    """Tell the treasurer to expect money of an order, which is in our turn.

    Errors: Refused for more than is left to pay, and as cash.expected.expect.
    """
    left = left_rp(order)
    if left is None or amount_rp > left:
        raise Refused(_("That is more than is left to pay. Write a smaller sum."))
    return _expect(order, kind, amount_rp=amount_rp, by=by, at=at, today=today)


def pay_back(order: Order, *, amount_rp: int, by: Actor, at: datetime, today: date) -> Payment:
    """Ask the treasurer to pay back what was booked of an order that is called off; she decides.

    Errors: Refused for more than she has recorded of it.
    """
    if amount_rp > booked_rp(of(order)):
        raise Refused(_("That is more than the customer has paid. Write a smaller sum."))
    return _expect(order, Payment.Kind.BACK, amount_rp=amount_rp, by=by, at=at, today=today)


def of(order: Order) -> list[Told]:
    """Return every payment of an order with what became of it, the first first; two queries."""
    return told_of(order.village, [order.pk]).get(order.pk, [])


def told_of(village: Village, ids: Iterable[int]) -> dict[int, list[Told]]:
    """Return the payments of orders by the order's key; two queries for a whole page."""
    rows = list(Payment.objects.of(village).filter(order__in=list(ids)).order_by("pk"))
    became = expected.settled(village, [row.expected_id for row in rows])
    found: dict[int, list[Told]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(Told(row, became[row.expected_id]))
    return found


def booked_rp(told: Iterable[Told]) -> int:
    """Return how much of it the treasurer's book has, less what was paid back; whole rupiah."""
    return sum(one.sum_rp for one in told if one.settled.is_booked)


def left_rp(order: Order) -> int | None:
    """Return what nobody is told to expect yet, in whole rupiah; None while a price is missing."""
    total = stages.total_rp(order)
    if total is None:
        return None
    return total - sum(one.sum_rp for one in of(order) if one.counts)


def drop_waiting(order: Order, step: OrderStep, *, by: Actor, at: datetime) -> None:
    """Let nobody expect what the treasurer has not booked: a step calls the order off."""
    for one in of(order):
        if one.settled.state == State.WAITS:
            expected.withdraw(one=one.payment.expected, why=step.note, by=by, at=at)
            one.payment.dropped_with = step
            one.payment.save(update_fields=["dropped_with"])


def take_back(order: Order, step: OrderStep, *, by: Actor, at: datetime, today: date) -> None:
    """Expect no longer what came with a step that is taken back, and again what it dropped.

    Errors: Refused if the treasurer has recorded what came with it: her line goes first.
    """
    kind = BROUGHT_BY.get(Stage(step.kind))
    for one in of(order):
        if one.payment.kind != kind or not one.counts:
            continue
        if one.settled.state != State.WAITS:
            raise Refused(
                _("The treasurer has recorded the money of this step. Ask her to take it back.")
            )
        why = _("The step of the order was taken back.")
        expected.withdraw(one=one.payment.expected, why=why, by=by, at=at)
    dropped = Payment.objects.of(order.village).filter(order=order, dropped_with=step)
    for payment in dropped.order_by("pk"):
        again, sum_rp = Payment.Kind(payment.kind), payment.amount_rp
        ask(order, again, amount_rp=sum_rp, by=by, at=at, today=today)


def _expect(
    order: Order, kind: Payment.Kind, *, amount_rp: int, by: Actor, at: datetime, today: date
) -> Payment:
    memo = _("Order no. %(number)s: %(kind)s") % {"number": order.number, "kind": kind.label}
    customer = order.customer
    back = kind == Payment.Kind.BACK
    money = Money(
        Way.OUT if back else Way.IN, customer.name, "refund" if back else "sale", amount_rp,
        today, memo=memo, resident_id=customer.resident_id,
    )  # fmt: skip
    one = expected.expect(group=order.group, money=money, source=SOURCE, by=by, at=at, today=today)
    return Payment.objects.create(
        village=order.village, order=order, kind=kind, amount_rp=amount_rp, expected=one
    )
