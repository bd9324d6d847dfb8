"""Where what a group sells goes: into the village, beyond it, or nobody knows.

Counted in whole rupiah as agreed, from orders that were handed over, pieces sold from the shelf and
visits to stalls. Nobody asks the buyers of a stall: they count as living where the stall stands. A
stall of which nobody said so is among the unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from rembuk.shop.models import Movement, Reason, Stall, Visit
from rembuk.villages.models import Group
from rembuk.web.parts import percent_of
from rembuk.workshop import stages
from rembuk.workshop.models import Customer, Order, OrderStep, Place, Stage

LOOKED_BACK_DAYS = 365


@dataclass(frozen=True)
class Sales:
    """What was sold in a year, in whole rupiah, by where the buyer lives."""

    since: date
    until: date
    here_rp: int = 0
    away_rp: int = 0
    unknown_rp: int = 0
    at_stalls_rp: int = 0  # of all of it: counted by where the stall stands

    @property
    def known_rp(self) -> int:
        """What was sold to buyers of whom it is known where they live."""
        return self.here_rp + self.away_rp

    @property
    def all_rp(self) -> int:
        """All of it."""
        return self.known_rp + self.unknown_rp

    @property
    def away_percent(self) -> int | None:
        """The part that went beyond the village, of what is known; None where nothing is."""
        return percent_of(self.away_rp, self.known_rp) if self.known_rp else None


def sold(group: Group, *, until: date) -> Sales:
    """Return what a group sold in the year until a day, by where its buyers live; four queries."""
    since = until - timedelta(days=LOOKED_BACK_DAYS - 1)
    found = dict.fromkeys(("", *Place.values), 0)
    for place, sum_rp in (*_orders(group, since, until), *_from_shelf(group, since, until)):
        found[place] += sum_rp
    at_stalls = _at_stalls(group, since, until)
    for place, sum_rp in at_stalls.items():
        found[place] += sum_rp
    return Sales(
        since, until, found[Place.HERE], found[Place.AWAY], found[""], sum(at_stalls.values())
    )


def _at_stalls(group: Group, since: date, until: date) -> dict[str, int]:
    visits = Visit.objects.of(group.village).filter(stall__group=group, on__range=(since, until))
    sums = visits.values_list("stall__side").annotate(sum_rp=Sum("due_rp")).order_by("stall__side")
    return {side: sum_rp for side, sum_rp in sums if sum_rp}


def unknown_stalls(group: Group, *, until: date) -> QuerySet[Stall]:
    """Return the stalls that sold within the year and of which nobody said where they stand."""
    since = until - timedelta(days=LOOKED_BACK_DAYS - 1)
    there = Stall.objects.of(group.village).filter(group=group, side="")
    return there.filter(visits__on__gte=since).distinct().order_by("name", "pk")


def unknown_customers(group: Group, *, until: date) -> QuerySet[Customer]:
    """Return who ordered within the year and of whom nobody said where she lives, by name."""
    since = until - timedelta(days=LOOKED_BACK_DAYS - 1)
    there = Customer.objects.of(group.village).filter(group=group, place="", resident=None)
    return there.filter(orders__begun_on__gte=since).distinct().order_by("name", "pk")


def _orders(group: Group, since: date, until: date) -> Iterable[tuple[str, int]]:
    handed_over = OrderStep.objects.of(group.village).filter(
        order__group=group, kind=Stage.DELIVERED, withdrawn_at__isnull=True,
        on__range=(since, until),
    )  # fmt: skip
    orders = list(handed_over.values_list("order_id", flat=True))
    lines = stages.delivered_lines(group, orders).select_related("order__customer")
    for line in lines:
        yield place_of(line.order), line.total_rp or 0


def place_of(order: Order) -> str:
    """Say where who ordered lives: as it was said, and a resident lives here."""
    customer = order.customer
    return customer.place or (Place.HERE if customer.resident_id else "")


def _from_shelf(group: Group, since: date, until: date) -> Iterable[tuple[str, int]]:
    """What was sold for itself; what was sold with an order is paid with it."""
    mine = Movement.objects.of(group.village).filter(
        product__group=group, reason=Reason.SOLD, on__range=(since, until),
        taken_back_by__isnull=True, expected__isnull=False,
    )  # fmt: skip
    for place, sum_rp in mine.order_by("pk").values_list("buyer_place", "expected__amount_rp"):
        yield place, sum_rp or 0
