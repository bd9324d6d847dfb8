"""Which rows of a file are one family.

A family-card number says it. Without one only the name of the head is left, and two families of
a village may well have heads of one name. So rows are one family if they follow one another, or
live in the same RT; else they are kept apart, which a person can see and mend: two families that
were joined by mistake could not be told apart any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rembuk.lib.names import name_key
from rembuk.people.importing.report import ACCEPTED, Row

_PLACE = ("hamlet", "neighborhood_unit", "community_unit")
_HEAD_LETTERS = 2  # a tick or a number in this column names nobody

Place = tuple[str, ...]


@dataclass(eq=False, slots=True)
class Family:
    """Rows that belong together; the first row names number, head and place."""

    head: str
    rows: list[Row] = field(default_factory=list)
    has_number: bool = False
    has_its_head: bool = False

    @property
    def first(self) -> Row:
        """Return the row that speaks for the family."""
        return self.rows[0]

    def take(self, row: Row, *, is_head: bool) -> None:
        """Add a row of the file."""
        self.rows.append(row)
        self.has_its_head = self.has_its_head or is_head


class _Sorting:
    """Walks down the rows; rows that wait stand between others like any row."""

    def __init__(self) -> None:
        self.families: list[Family] = []
        self.by_number: dict[str, Family] = {}
        self.by_place: dict[tuple[str, Place], Family] = {}
        self.above: Family | None = None
        self.row_above: Row | None = None

    def sort(self, row: Row) -> None:
        head = name_key(row.values["household_head"] or "")
        head = head if len(head) >= _HEAD_LETTERS else ""
        number = row.values["household_number"]
        family = None
        if row.outcome == ACCEPTED and (head or number):
            is_head = bool(head) and name_key(row.values["name"] or "") == head
            family = self.family_of(row, head=head, is_head=is_head)
            family.take(row, is_head=is_head)
        elif self.is_next(row, head=head):
            family = self.above  # a row that waits does not cut a family in two
        self.above, self.row_above = family, row

    def family_of(self, row: Row, *, head: str, is_head: bool) -> Family:
        number = row.values["household_number"]
        if number:
            if number not in self.by_number:
                self.by_number[number] = self.begin(head, has_number=True)
            return self.by_number[number]
        above = self.above if self.is_next(row, head=head) else None
        if above is not None and not (is_head and above.has_its_head):
            return above
        place = tuple((row.values[name] or "").casefold() for name in _PLACE)
        if row.values["neighborhood_unit"] is None:
            return self.begin(head)
        known = self.by_place.get((head, place))
        if known is None or (is_head and known.has_its_head):
            known = self.by_place[head, place] = self.begin(head)
        return known

    def is_next(self, row: Row, *, head: str) -> bool:
        """Tell whether a row goes on with the family of the row above it."""
        above = self.row_above
        return (
            self.above is not None
            and above is not None
            and bool(head)
            and above.table is row.table
            and self.above.head == head
            and _place_fits(above, row)
        )

    def begin(self, head: str, *, has_number: bool = False) -> Family:
        self.families.append(Family(head, has_number=has_number))
        return self.families[-1]


def _place_fits(first: Row, second: Row) -> bool:
    """Tell whether no part of two addresses contradicts the other."""
    pairs = [(first.values[name], second.values[name]) for name in _PLACE]
    return all(a is None or b is None or a.casefold() == b.casefold() for a, b in pairs)


def families(rows: Iterable[Row]) -> list[Family]:
    """Return the families of the rows that are taken, in the order of the file."""
    sorting = _Sorting()
    for row in rows:
        sorting.sort(row)
    return sorting.families


def kept_apart(found: Iterable[Family]) -> list[list[Row]]:
    """Return the first rows of families whose heads share a name and that may be one.

    Told to the person who stores the file. Two families with numbers of their own are two.
    """
    alike: dict[str, list[Family]] = {}
    for family in found:
        if family.head:
            alike.setdefault(family.head, []).append(family)
    return [
        [family.first for family in same]
        for same in alike.values()
        if len(same) > 1 and not all(family.has_number for family in same)
    ]
