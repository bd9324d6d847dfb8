"""Which rows stand: what was corrected or taken back counts no more.

Everything the room tells is read from here, so the order in which things were written down, late,
corrected or taken back, decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from rembuk.herd.models import COMING, LEAVING, Animal, Event, Kind
from rembuk.villages.models import Group, Known

Dated = tuple[date, str]  # a day, and how exactly it is known


def events(group: Group, kinds: Collection[str] = ()) -> QuerySet[Event]:
    """Return what stands in a group's herd, oldest first."""
    rows = Event.objects.of(group.village).filter(group=group, corrected_by__isnull=True)
    rows = rows.filter(kind__in=kinds) if kinds else rows.exclude(kind=Kind.TAKEN_BACK)
    return rows.order_by("happened_on", "pk")


def events_of(animal: Animal) -> list[Event]:
    """Return what stands of one goat, oldest first."""
    return list(events(animal.group).filter(animal=animal))


def coming(rows: Iterable[Event]) -> Event | None:
    """Return how a goat came, among its rows."""
    return next((row for row in rows if row.kind in COMING), None)


def leaving(rows: Iterable[Event]) -> Event | None:
    """Return how a goat left, among its rows."""
    return next((row for row in rows if row.kind in LEAVING), None)


def defects(rows: Sequence[Event]) -> list[Event]:
    """Return how each defect that is not over was seen, among rows oldest first."""
    found: dict[tuple[int, str], Event] = {}
    for row in rows:
        if row.kind == Kind.DEFECT:
            found.setdefault((row.animal_id, row.defect), row)
        elif row.kind == Kind.MENDED:
            found.pop((row.animal_id, row.defect), None)
    return list(found.values())


def defects_in(group: Group, *, on: date) -> dict[int, list[Event]]:
    """Return the defects that are not over on a day, by the goat's id; one query."""
    rows = events(group, (Kind.DEFECT, Kind.MENDED)).filter(happened_on__lte=on)
    found: dict[int, list[Event]] = {}
    for row in defects(list(rows)):
        found.setdefault(row.animal_id, []).append(row)
    return found


def is_before(one: Dated, other: Dated) -> bool:
    """Say whether a day is surely before another, as exactly as both are known.

    A month reaches to its last day, a year too; what lasted on a day already may be any age.
    """
    (on, precision), (later, later_precision) = one, other
    if later_precision == Known.KNOWN_BY:
        return False
    if Known.YEAR in {precision, later_precision}:
        return on.year < later.year
    if Known.MONTH in {precision, later_precision}:
        return (on.year, on.month) < (later.year, later.month)
    return on < later


def last_kidded(group: Group, *, on: date) -> dict[int, date]:
    """Return when each doe of a group kidded last, by her id; one query."""
    rows = events(group, (Kind.KIDDED,)).filter(happened_on__lte=on)
    return dict(rows.values_list("animal", "happened_on"))  # the last one stays
