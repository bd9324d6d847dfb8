"""Sizes: the card of a person, a row of numbers, and a list of children that is pasted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Product
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.workshop import orders, stages
from rembuk.workshop.models import PARTS, Customer, Measurement, Order, OrderLine, Pupil
from rembuk.workshop.models.sizes import LEAST_MM, MOST_MM

GRID = ("S", "M", "L", "XL", "XXL", "XXXL")
PUPILS_MOST = 500
SHORT_LETTERS = 27  # of a first name; with a space, a letter and a dot it is 30
SIZE = re.compile(r"[A-Z0-9/]{1,6}")


@dataclass(frozen=True)
class Child:
    """One line of a class list: first name with one letter, and the size."""

    short_name: str
    size: str


@dataclass(frozen=True)
class Thing:
    """What is made in all these sizes, and what one costs in whole rupiah."""

    what: str
    price_rp: int | None = None
    product: Product | None = None


def read_class(text: str) -> list[Child]:
    """Read a pasted list, one child a line: the name, then the size, apart by a blank or a comma.

    Errors: Refused naming the first line that cannot be read, and for an empty or endless list.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = clean_text(re.sub(r"[;,\t|]", " ", line))[0].split()
        if not words:
            continue
        size = words[-1].upper()
        if len(words) < 2 or not SIZE.fullmatch(size):
            raise Refused(
                _("Line %(number)s: write the name and then the size, such as: Ani M")
                % {"number": number}
            )
        found.append(Child(shortened(words[:-1]), size))
    if not 1 <= len(found) <= PUPILS_MOST:
        raise Refused(_("Write one child a line: from 1 to 500 children."))
    return found


def shortened(words: Sequence[str]) -> str:
    """Return a child's first name and the first letter of the next: no more is kept."""
    first = words[0][:SHORT_LETTERS]
    return f"{first} {words[1][0].upper()}." if len(words) > 1 else first


@transaction.atomic
def add_class(
    *,
    order: Order,
    thing: Thing,
    class_name: str,
    children: Sequence[Child],
    by: Actor,
    at: datetime,
) -> list[OrderLine]:
    """Put a class into an order: each child with her size, and a line for each size.

    Errors: Refused without the name of the class, and as add_sizes.
    """
    told = clean_text(class_name)[0]
    if not told:
        raise Refused(_("Write which class it is."))
    counts = Counter(child.size for child in children)
    lines = add_sizes(order=order, thing=thing, counts=counts, by=by, at=at)
    what = lines[0].what
    Pupil.objects.bulk_create(
        Pupil(
            village=order.village, order=order, class_name=told[:30], short_name=child.short_name,
            what=what, size=child.size,
        )
        for child in children
    )  # fmt: skip
    return lines


@transaction.atomic
def add_sizes(
    *, order: Order, thing: Thing, counts: Mapping[str, int], by: Actor, at: datetime
) -> list[OrderLine]:
    """Put so many of each size into an order, the small sizes first.

    Errors: Refused for an order that is over, without a number, or without a price once ordered.
    """
    order.take_turn()
    stage = stages.stage_of(order)
    if stage in stages.OVER:
        raise Refused(_("This order is over. Take a new one."))
    wanted = [(size, n) for size, n in sorted(counts.items(), key=_by_size) if n]
    if not wanted:
        raise Refused(_("Write how many of at least one size."))
    lines = [
        orders.write(order, orders.Line(thing.what, n, thing.price_rp, size, thing.product))
        for size, n in wanted
    ]
    if stage in stages.WORK and stages.total_rp(order) is None:
        raise Refused(_("Write the price of one."))
    audit.record(
        village=order.village, verb="workshop.sizes_added", subject=order,
        subject_name=str(order.number), by=by, at=at,
        changes=[("sizes", None, ", ".join(f"{size} {n}" for size, n in wanted))],
    )  # fmt: skip
    return lines


@transaction.atomic
def forget_names(*, order: Order, by: Actor, at: datetime) -> int:
    """Empty the names of the children of an order; the sizes stay. Returns how many there were."""
    count = pupils(order).exclude(short_name="").update(short_name="")
    if count:
        audit.record(
            village=order.village, verb="workshop.names_forgotten", subject=order,
            subject_name=str(order.number), by=by, at=at,
        )  # fmt: skip
    return count


def pupils(order: Order) -> QuerySet[Pupil]:
    """Return the children of an order, class by class, in the order of the list."""
    return Pupil.objects.of(order.village).filter(order=order).order_by("class_name", "pk")


def children(order: Order) -> tuple[int, int]:
    """Return how many children an order is for, and how many still have their name here."""
    named = Count("pk", filter=~Q(short_name=""))
    told = pupils(order).aggregate(children=Count("pk"), named=named)
    return told["children"], told["named"]


@transaction.atomic
def measure(
    *,
    customer: Customer,
    person: str,
    parts_mm: Mapping[str, int | None],
    by: Actor,
    at: datetime,
    today: date,
) -> Measurement:
    """Write down the measurements of a person in millimetres; older ones stay.

    Errors: Refused without a person or any measure, and for one that no body has.
    """
    told = clean_text(person)[0][:60]
    if not told:
        raise Refused(_("Write who was measured."))
    given = {part: mm for part, mm in parts_mm.items() if mm is not None}
    assert set(given) <= set(PARTS)
    if not given:
        raise Refused(_("Write at least one measure."))
    if not all(LEAST_MM <= mm <= MOST_MM for mm in given.values()):
        raise Refused(_("Write measures in centimetres, from 5 to 250."))
    return Measurement.objects.create(
        village=customer.village, customer=customer, person=told, on=today, recorded_at=at,
        recorded_by=by.user, **{f"{part}_mm": mm for part, mm in given.items()},
    )  # fmt: skip


def cards(customer: Customer) -> dict[str, list[Measurement]]:
    """Return the measurements of a customer's people, the newest of each first."""
    rows = Measurement.objects.of(customer.village).filter(customer=customer)
    found: dict[str, list[Measurement]] = {}
    for row in rows.order_by("person", "-on", "-pk"):
        found.setdefault(row.person, []).append(row)
    return found


def _by_size(counted: tuple[str, int]) -> tuple[int, int, str]:
    size, _count = counted
    if size in GRID:
        return (1, GRID.index(size), size)
    return (0, int(size), size) if size.isdecimal() else (2, 0, size)
