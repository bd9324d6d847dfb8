"""Money of an order: what the treasurer is told to expect, and what her book says came.

Who takes the order writes nothing into the purse. An order is paid when the treasurer has booked
all that it costs, not before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.advances import Advance, grown
from rembuk.cash.expected import Settled, State
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.cash.sums import left_told
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village
from rembuk.workshop import stages
from rembuk.workshop.models import Order, OrderLine, OrderStep, Payment, Stage
from rembuk.workshop.stages import Standing

SOURCE = "workshop.order"
GONE = (State.WITHDRAWN, State.TAKEN_BACK)
# The step that brings money, and the kinds of money that go when it is taken back.
BROUGHT_BY = {
    Stage.ORDERED: (Payment.Kind.DOWN,),
    Stage.DELIVERED: (Payment.Kind.PART, Payment.Kind.REST),
    Stage.CANCELLED: (Payment.Kind.BACK,),
}


@dataclass(frozen=True)
class Sums:
    """What an order costs and what became of it, in whole rupiah: the same for every reader."""

    total_rp: int | None  # None while a price is missing
    booked_rp: int  # the treasurer's book has it, less what was paid back
    waiting_rp: int  # said to have come, and not in her book yet

    @property
    def left_rp(self) -> int | None:
        """What nobody is told to expect yet; None while a price is missing."""
        if self.total_rp is None:
            return None
        return max(self.total_rp - self.booked_rp - self.waiting_rp, 0)

    @property
    def given_rp(self) -> int:
        """What the customer gave, as far as anybody said."""
        return self.booked_rp + self.waiting_rp

    @property
    def is_paid(self) -> bool:
        """Has the treasurer booked all that it costs?"""
        return self.total_rp is not None and self.booked_rp >= self.total_rp


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
    order: Order, kind: Payment.Kind, *, amount_rp: int, by: Actor, at: datetime, today: date,
    step: OrderStep | None = None,
) -> Payment:  # fmt: skip
    """Tell the treasurer to expect money of an order, which is in our turn; it came with `step`.

    Errors: Refused for more than is left to pay, and as cash.expected.expect.
    """
    left = sums_of(order).left_rp
    if left is None or amount_rp > left:
        raise Refused(_("That is more than is left to pay. Write a smaller sum."))
    return _expect(order, kind, amount_rp=amount_rp, by=by, at=at, today=today, step=step)


def ask_part(
    order: Order, *, amount_rp: int, by: Actor, at: datetime, today: date,
    step: OrderStep | None = None,
) -> Payment:  # fmt: skip
    """Tell the treasurer to expect a part of what is left, or all of it. Errors: as ask."""
    is_all = amount_rp == sums_of(order).left_rp
    kind = Payment.Kind.REST if is_all else Payment.Kind.PART
    return ask(order, kind, amount_rp=amount_rp, by=by, at=at, today=today, step=step)


def pay_back(
    order: Order, step: OrderStep, *, amount_rp: int, by: Actor, at: datetime, today: date
) -> Payment:
    """Ask the treasurer to pay back what was booked of an order that is called off; she decides.

    Errors: Refused for more than she has recorded of it.
    """
    if amount_rp > booked_rp(of(order)):
        raise Refused(_("That is more than the customer has paid. Write a smaller sum."))
    kind = Payment.Kind.BACK
    return _expect(order, kind, amount_rp=amount_rp, by=by, at=at, today=today, step=step)


def of(order: Order) -> list[Told]:
    """Return every payment of an order with what became of it, the first first; two queries."""
    return told_of(order.village, [order.pk]).get(order.pk, [])


def told_of(village: Village, ids: Iterable[int]) -> dict[int, list[Told]]:
    """Return the payments of orders by the order's key; two queries for a whole page."""
    mine = Payment.objects.of(village).filter(order__in=list(ids))
    rows = list(mine.select_related("expected").order_by("pk"))
    became = expected.settled(village, [row.expected_id for row in rows])
    found: dict[int, list[Told]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(Told(row, became[row.expected_id]))
    return found


def booked_rp(told: Iterable[Told]) -> int:
    """Return how much of it the treasurer's book has, less what was paid back; whole rupiah."""
    return sum(one.sum_rp for one in told if one.settled.is_booked)


def sums(total_rp: int | None, told: Iterable[Told]) -> Sums:
    """Add up the payments of an order that costs `total_rp`."""
    counting = [one for one in told if one.counts]
    booked = booked_rp(counting)
    return Sums(total_rp, booked, sum(one.sum_rp for one in counting) - booked)


def advances(group: Group, *, since: date, until: date) -> int:
    """Say how much more is held for orders in work at the end of some days (cash/advances.py)."""
    if group.trade not in stages.TRADES:
        return 0
    steps = OrderStep.objects.filter(
        order=OuterRef("order"), kind__in=stages.OVER, withdrawn_at__isnull=True
    )
    rows = (
        Payment.objects.of(group.village).filter(order__group=group).exclude(kind=Payment.Kind.BACK)
    )
    rows = rows.annotate(over_on=Subquery(steps.values("on")[:1]))
    rows = rows.filter(Q(over_on__isnull=True) | Q(over_on__gte=since))
    told = {
        pk: (rp, over_on)
        for pk, rp, over_on in rows.values_list("expected", "amount_rp", "over_on")
    }
    booked = expected.booked_on(group.village, told) if told else {}
    held = (Advance(told[pk][0], on, told[pk][1]) for pk, on in booked.items())
    return grown(held, since=since, until=until)


def left_words(told: Sums) -> str:
    """Say what is left to pay, and what of the money given is not in the book yet."""
    return left_told(told.left_rp or 0, told.waiting_rp)


def sums_of(order: Order) -> Sums:
    """Add up the payments of an order; three queries."""
    return sums(stages.total_rp(order), of(order))


@dataclass(frozen=True)
class Owed:
    """An order that was handed over, and is not paid as far as anybody was told."""

    one: Standing
    sums: Sums
    handed_on: date


def unpaid(group: Group) -> list[Owed]:
    """Return what is handed over and for which money is left that nobody expects; four queries."""
    gone = Q(expected__dropped_at__isnull=False)
    gone |= Q(expected__entry__taken_back_by__isnull=False)
    gone |= Q(expected__asked__resolution__entry__taken_back_by__isnull=False)
    asked = Payment.objects.of(group.village).filter(order=OuterRef("pk")).exclude(gone)
    lines = OrderLine.objects.of(group.village).filter(order=OuterRef("pk"), withdrawn_at=None)
    cost = lines.values("order").annotate(rp=Sum(F("quantity") * F("price_rp"))).values("rp")
    known = asked.values("order").annotate(rp=Sum("amount_rp")).values("rp")
    rows = stages.orders_of(group).filter(stage=Stage.DELIVERED)
    step = OrderStep.objects.filter(order=OuterRef("pk"), kind=Stage.DELIVERED, withdrawn_at=None)
    rows = rows.annotate(
        cost_rp=Subquery(cost), known_rp=Coalesce(Subquery(known), 0),
        handed_on=Subquery(step.values("on")[:1]),
    )  # fmt: skip
    found = stages.with_lines(rows.filter(cost_rp__gt=F("known_rp")).order_by("number"))
    told = told_of(group.village, [one.order.pk for one in found]) if found else {}
    return [
        Owed(one, sums(one.total_rp, told.get(one.order.pk, [])), vars(one.order)["handed_on"])
        for one in found
    ]


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
    kinds = BROUGHT_BY.get(Stage(step.kind), ())
    for one in of(order):
        if one.payment.kind not in kinds or not _came_with(one.payment, step) or not one.counts:
            continue
        why = _("The step of the order was taken back.")
        expected.drop(one.payment.expected, why=why, by=by, at=at)
    dropped = Payment.objects.of(order.village).filter(order=order, dropped_with=step)
    for payment in dropped.order_by("pk"):
        again, sum_rp = Payment.Kind(payment.kind), payment.amount_rp
        expected_again = ask(order, again, amount_rp=sum_rp, by=by, at=at, today=today)
        expected_again.brought_by = payment.brought_by
        expected_again.save(update_fields=["brought_by"])


def _came_with(payment: Payment, step: OrderStep) -> bool:
    """Did money come with a step? Before that was kept, both have the moment of one press."""
    if payment.brought_by_id is not None:
        return payment.brought_by_id == step.pk
    return payment.expected.made_at == step.recorded_at


def _expect(
    order: Order, kind: Payment.Kind, *, amount_rp: int, by: Actor, at: datetime, today: date,
    step: OrderStep | None,
) -> Payment:  # fmt: skip
    memo = _("Order no. %(number)s: %(kind)s") % {"number": order.number, "kind": kind.label}
    customer = order.customer
    back = kind == Payment.Kind.BACK
    money = Money(
        Way.OUT if back else Way.IN, customer.name, "refund" if back else "sale", amount_rp,
        today, memo=memo, resident_id=customer.resident_id,
    )  # fmt: skip
    one = expected.expect(group=order.group, money=money, source=SOURCE, by=by, at=at, today=today)
    return Payment.objects.create(
        village=order.village, order=order, kind=kind, amount_rp=amount_rp, expected=one,
        brought_by=step,
    )  # fmt: skip
