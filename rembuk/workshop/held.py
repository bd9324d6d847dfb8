"""What groups hold about a person who ordered from them.

Registered as a holding (villages/holdings.py). Name, number and what was noted go; what was
ordered, for how much, stays, because the money of the group rests on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.people.held import ERASED_NAME
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village
from rembuk.web.templatetags.rembuk import plain_day
from rembuk.workshop.models import Customer, Measurement, Order

ORDERS_KEPT = Kept(
    code="order",
    what=gettext_lazy("Orders, on a record without a name"),
    why=gettext_lazy("The money of the group rests on what was ordered and paid."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every order of a person."""
    orders = _orders(village, ids).select_related("group", "customer").prefetch_related("lines")
    rows = tuple(_row(one) for one in orders)
    return [
        Section(
            _("Orders"),
            rows,
            goes=_("Orders: the name, the phone number, the note and the measures"),
        )
    ]


def _row(order: Order) -> tuple[tuple[str, str], ...]:
    things = [f"{line.quantity} {line}" for line in order.lines.all()]
    facts = (
        (_("Group"), order.group.name),
        (_("Order"), _("No. %(number)s") % {"number": order.number}),
        (_("Day"), plain_day(order.begun_on)),
        (_("What"), ", ".join(things)),
        (_("Note"), order.note),
    )
    return tuple((label, value) for label, value in facts if value)


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty name and number, notes, and who it was; measures of a body go whole."""
    _orders(village, ids).update(note="")
    Measurement.objects.of(village).filter(customer__resident__in=ids).delete()
    _customers(village, ids).update(resident=None, name=ERASED_NAME, phone="")


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many orders stay, without a name."""
    return {ORDERS_KEPT.code: _orders(village, ids).count()}


def _customers(village: Village, ids: Sequence[int]) -> QuerySet[Customer]:
    return Customer.objects.of(village).filter(resident__in=ids)


def _orders(village: Village, ids: Sequence[int]) -> QuerySet[Order]:
    mine = Order.objects.of(village).filter(customer__resident__in=ids)
    return mine.order_by("begun_on", "pk")


HOLDING = Holding(order=56, told=told, erase=erase, staying=staying, kept=(ORDERS_KEPT,))
