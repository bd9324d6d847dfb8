"""The herd by its books: what there was, what came and went, what there must be, by sex."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rembuk.herd import standing, stock
from rembuk.herd.models import COMING, LEAVING, Kind
from rembuk.villages.models import Group

# How each kind stands in the books (stock.py).
TYPE_OF = {
    Kind.BORN: "births",
    Kind.BOUGHT: "purchases",
    Kind.GRANTED: "grants",
    Kind.HERE: "transfers_in",
    Kind.EXCHANGED: "transfers_in",
    Kind.CAME: "transfers_in",
    Kind.DIED: "deaths",
    Kind.SOLD: "sales",
    Kind.SLAUGHTERED: "transfers_out",
    Kind.SHARED: "transfers_out",
    Kind.LOST: "lost",
    Kind.SWAPPED: "transfers_out",
    Kind.CULLED: "transfers_out",
    Kind.GIVEN: "transfers_out",
}
Moved = tuple[str, str, date]  # kind, sex, day


@dataclass(frozen=True)
class Line:
    """One row of the book: how many of each sex, in the order of `Book.sexes`."""

    kind: Kind
    comes: bool
    numbers: list[int]

    @property
    def total(self) -> int:
        """All sexes together."""
        return sum(self.numbers)


@dataclass(frozen=True)
class Book:
    """A herd from one day to another; every number by sex, in the order of `sexes`."""

    sexes: list[str]
    opening: list[int]
    lines: list[Line]
    closing: list[int]
    stillborn: int

    @property
    def total(self) -> int:
        """How many goats there must be at the end."""
        return sum(self.closing)

    @property
    def opening_total(self) -> int:
        """How many there were at the beginning."""
        return sum(self.opening)


def moved(group: Group) -> list[Moved]:
    """Return everything that came and went, as it stands; one query."""
    rows = standing.events(group, (*COMING, *LEAVING))
    return list(rows.values_list("kind", "animal__sex", "happened_on"))


def on(group: Group, *, day: date) -> dict[str, int]:
    """Return how many of each sex there must be at the end of a day."""
    return _sums(row for row in moved(group) if row[2] <= day)


def book(group: Group, *, since: date | None, until: date) -> Book:
    """Return the book of a herd from a day to another, both included; two queries."""
    rows = [row for row in moved(group) if row[2] <= until]
    before = _sums(row for row in rows if since and row[2] < since)
    inside = [row for row in rows if not since or row[2] >= since]
    events = [stock.Event(TYPE_OF[Kind(kind)], 1, sex=sex) for kind, sex, _on in inside]
    closing = stock.stock(before, events).closing
    sexes = [sex for sex in stock.SEXES if sex != "U" or any(row[1] == "U" for row in rows)]
    counted = Counter((kind, sex) for kind, sex, _on in inside)
    lines = [
        Line(Kind(kind), kind in COMING, [counted[kind, sex] for sex in sexes])
        for kind in (*COMING, *LEAVING)
        if any(counted[kind, sex] for sex in sexes)
    ]
    dead = standing.events(group, (Kind.KIDDED,)).filter(stillborn__gt=0, happened_on__lte=until)
    dead = dead.filter(happened_on__gte=since) if since else dead
    return Book(
        sexes=sexes,
        opening=[before.get(sex, 0) for sex in sexes],
        lines=lines,
        closing=[closing.get(sex, 0) for sex in sexes],
        stillborn=sum(dead.values_list("stillborn", flat=True)),
    )


def _sums(rows: Iterable[Moved]) -> dict[str, int]:
    found = stock.stock(
        {}, [stock.Event(TYPE_OF[Kind(kind)], 1, sex=sex) for kind, sex, _on in rows]
    )
    return found.closing
