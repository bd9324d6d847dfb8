"""How far orders are, derived from their steps; and which step may follow which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from rembuk.villages.models import Group
from rembuk.workshop.models import Order, OrderLine, OrderStep, Stage

ASKED = (Stage.ENQUIRY, Stage.OFFER)
# What lies between ordering and handing over: of a group that sews, and of every other one.
SEWN = (Stage.CUTTING, Stage.SEWING, Stage.FINISHING, Stage.FITTING)
MADE = (Stage.MAKING, Stage.READY)
WORK = (Stage.ORDERED, *SEWN, *MADE)
OVER = (Stage.DELIVERED, Stage.CANCELLED)
OWED = (*WORK, Stage.DELIVERED)  # the customer may pay
SOON_DAYS = 3
# Groups that are offered the order book: who keeps goats has bookings instead (herd).
TRADES = frozenset({Group.Trade.SEWING, Group.Trade.OTHER})

# What may follow. Work goes back and forth: after a fitting something is sewn again.
AFTER: dict[Stage, tuple[Stage, ...]] = {
    Stage.ENQUIRY: (Stage.OFFER, Stage.ORDERED, Stage.CANCELLED),
    Stage.OFFER: (Stage.OFFER, Stage.ORDERED, Stage.CANCELLED),  # another price, another day
    **{
        stage: (*(other for other in WORK[1:] if other != stage), *OVER)
        for stage in WORK
    },
    Stage.DELIVERED: (),
    Stage.CANCELLED: (),
}  # fmt: skip
# What usually comes next, for the one large button; what a group does not know is handed over.
USUAL_SEWN: dict[Stage, Stage] = {
    Stage.ENQUIRY: Stage.ORDERED,
    Stage.OFFER: Stage.ORDERED,
    Stage.ORDERED: Stage.CUTTING,
    Stage.CUTTING: Stage.SEWING,
    Stage.SEWING: Stage.FINISHING,
}
USUAL_MADE: dict[Stage, Stage] = {
    Stage.ENQUIRY: Stage.ORDERED,
    Stage.OFFER: Stage.ORDERED,
    Stage.ORDERED: Stage.MAKING,
    Stage.MAKING: Stage.READY,
}


@dataclass(frozen=True)
class Standing:
    """One order as it stands: its lines, its steps from the first on, and how far it is."""

    order: Order
    stage: Stage
    lines: Sequence[OrderLine]
    steps: Sequence[OrderStep] = field(default=())

    @property
    def last(self) -> OrderStep:
        """The step that decides how far it is."""
        return next(step for step in reversed(self.steps) if step.withdrawn_at is None)

    @cached_property
    def total_rp(self) -> int | None:
        """What all lines cost in whole rupiah; None while one of them has no price."""
        sums = [line.total_rp for line in self.lines]
        return None if None in sums else sum(one for one in sums if one is not None)

    @property
    def pieces(self) -> int:
        """How many pieces there are in all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def word(self) -> str:
        """How far it is, as people read it."""
        return str(self.stage.label)

    @property
    def in_work(self) -> bool:
        """Is it ordered, and not handed over yet?"""
        return self.stage in WORK

    @property
    def asked_only(self) -> bool:
        """Is it only asked for, or offered?"""
        return self.stage in ASKED

    def is_late(self, today: date) -> bool:
        """Was it promised for a day before today, and is still in work?"""
        ready_on = self.order.ready_on
        return self.in_work and ready_on is not None and ready_on < today

    def days_left(self, today: date) -> int | None:
        """How many days are left until it is promised; below zero when late."""
        return (self.order.ready_on - today).days if self.order.ready_on else None

    @property
    def may_follow(self) -> tuple[Stage, ...]:
        """The steps that may come next."""
        return AFTER[self.stage]

    @property
    def usually_next(self) -> Stage | None:
        """The step that usually comes next in this group; None where the order is over."""
        usual = USUAL_SEWN if sews(self.order.group) else USUAL_MADE
        return None if self.stage in OVER else usual.get(self.stage, Stage.DELIVERED)

    @property
    def steps_of_group(self) -> tuple[Stage, ...]:
        """The steps that this group knows and that may follow."""
        apart = MADE if sews(self.order.group) else SEWN
        return tuple(one for one in self.may_follow if one not in apart)


def sews(group: Group) -> bool:
    """Say whether a group cuts, sews and fits; every other one makes what is ordered."""
    return group.trade == Group.Trade.SEWING


def kept(order: Order) -> QuerySet[OrderStep]:
    """The steps of an order that count, the latest first."""
    steps = OrderStep.objects.of(order.village).filter(order=order, withdrawn_at__isnull=True)
    return steps.order_by("-on", "-pk")


def stage_of(order: Order) -> Stage:
    """Return how far an order is; one query."""
    return Stage(kept(order).values_list("kind", flat=True)[0])


def total_rp(order: Order) -> int | None:
    """Return what an order costs in whole rupiah; None while a price is missing; one query."""
    sums = [line.total_rp for line in lines_of(order)]
    return None if None in sums else sum(one for one in sums if one is not None)


def lines_of(order: Order) -> QuerySet[OrderLine]:
    """Return the lines of an order that count, in their order."""
    lines = OrderLine.objects.of(order.village).filter(order=order, withdrawn_at__isnull=True)
    return lines.select_related("product").order_by("pk")


def orders_of(group: Group) -> QuerySet[Any]:
    """Every order of a group with its `stage`, in no order yet."""
    mine = Order.objects.of(group.village).filter(group=group)
    return mine.annotate(stage=_last_of("pk")).select_related("customer")


def delivered_lines(group: Group, orders: Iterable[int]) -> QuerySet[Any]:
    """Return the lines that count of those orders that are handed over; one query."""
    lines = OrderLine.objects.of(group.village).filter(
        order__group=group, order__in=list(orders), withdrawn_at__isnull=True
    )
    return lines.annotate(stage=_last_of("order")).filter(stage=Stage.DELIVERED).order_by("pk")


def _last_of(order: str) -> Subquery:
    """The kind of the last step of an order that a query names by a field of its own."""
    steps = OrderStep.objects.filter(order=OuterRef(order), withdrawn_at__isnull=True)
    return Subquery(steps.order_by("-on", "-pk").values("kind")[:1])


def now_of(group: Group, order_id: int) -> Standing | None:
    """Say how an order of a group stands, without its steps; None where it is none; two queries."""
    found = with_lines(orders_of(group).filter(pk=order_id))
    for one in found:
        one.order.group, one.order.village = group, group.village
    return found[0] if found else None


def with_lines(orders: QuerySet[Any]) -> list[Standing]:
    """Say of orders from `orders_of` how they stand, without their steps; two queries."""
    lines = OrderLine.objects.filter(withdrawn_at__isnull=True).order_by("pk")
    found = orders.prefetch_related(Prefetch("lines", queryset=lines, to_attr="kept_lines"))
    return [Standing(order, Stage(order.stage), order.kept_lines) for order in found]


def standing(order: Order) -> Standing:
    """Say how one order stands, with every step, also those taken back; two queries."""
    steps = list(
        OrderStep.objects.of(order.village).filter(order=order).select_related("recorded_by")
        .order_by("on", "pk")
    )  # fmt: skip
    last = next(step for step in reversed(steps) if step.withdrawn_at is None)
    return Standing(order, Stage(last.kind), list(lines_of(order)), steps)


@dataclass(frozen=True)
class Book:
    """The open orders of a group: in work by the promised day, and what is only asked for."""

    in_work: list[Standing]
    asked: list[Standing]


def book(group: Group) -> Book:
    """Return the open orders, what is promised first first; what has no day comes last."""
    found = with_lines(orders_of(group).exclude(stage__in=OVER).order_by("ready_on", "number"))
    found.sort(key=lambda one: (one.order.ready_on or date.max, one.order.number))
    return Book(
        in_work=[one for one in found if one.in_work],
        asked=[one for one in found if one.asked_only],
    )


def lines_in_work(group: Group) -> QuerySet[Any]:
    """Return the lines of orders in work with their order and its `stage`, in their order."""
    lines = OrderLine.objects.of(group.village).filter(
        order__group=group, withdrawn_at__isnull=True
    )
    open_ = lines.annotate(stage=_last_of("order")).filter(stage__in=WORK)
    return open_.select_related("order__customer").order_by("pk")


def by_order(lines: Iterable[Any]) -> list[Standing]:
    """Say how the orders of `lines_in_work` stand, what is promised first first."""
    found: dict[int, list[Any]] = {}
    for line in lines:
        found.setdefault(line.order_id, []).append(line)
    told = [Standing(of[0].order, Stage(of[0].stage), of) for of in found.values()]
    return sorted(told, key=lambda one: (one.order.ready_on or date.max, one.order.number))


def due(group: Group, *, until: date) -> list[Standing]:
    """Return what is in work and promised until a day, the earliest first; two queries."""
    near = orders_of(group).filter(stage__in=WORK, ready_on__lte=until)
    return with_lines(near.order_by("ready_on", "number"))


def over(group: Group) -> QuerySet[Any]:
    """Every order that is handed over or called off, the newest first."""
    return orders_of(group).filter(stage__in=OVER).order_by("-number")
