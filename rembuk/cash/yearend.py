"""The end of a year, step by step: its months, what rooms above add, and at last the seal.

Rooms above know what a year brings besides: the surplus and the members' meeting. Each registers
its steps (`add`); they look like those of a month (monthend.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import months
from rembuk.cash.monthend import UNDONE, State, Step
from rembuk.ledger.months import Month
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.lib.dates import next_month
from rembuk.villages.permissions import Permission

DECEMBER = 12


@dataclass(frozen=True)
class Asked:
    """Whose year it is, which one, and what became of the months of that book (ledger.months)."""

    book: Book
    year: int
    standings: dict[date, Month]
    today: date

    @property
    def last(self) -> date:
        """The last day of the year."""
        return date(self.year, DECEMBER, 31)

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.today > self.last

    @property
    def months(self) -> list[date]:
        """The first days of its months, from the one in which the book begins."""
        month, found = max(date(self.year, 1, 1), self.book.begins_on.replace(day=1)), []
        while month <= self.last:
            found.append(month)
            month = next_month(month)
        return found

    @property
    def left_open(self) -> list[date]:
        """Its months that still take lines."""
        shut = {first for first, month in self.standings.items() if month.is_closed}
        return [first for first in self.months if first not in shut]


# What a room tells: its steps, each with its place among those of all rooms.
Tell = Callable[[Asked], Iterable[tuple[int, Step]]]
_tells: list[Tell] = []


def add(tell: Tell) -> None:
    """Register what a room does at a year's end (its apps.py)."""
    _tells.append(tell)


def steps_of(asked: Asked) -> list[Step]:
    """Return all steps of a year, in order."""
    told = sorted((one for tell in _tells for one in tell(asked)), key=itemgetter(0))
    before = [_months(asked), *(step for _place, step in told)]
    return [*before, _seal(asked, before)]


def year_to_close(book: Book, standings: dict[date, Month], *, today: date) -> int:
    """Return the first year of a book that is over and not sealed, else the running one."""
    for year in range(book.begins_on.year, today.year):
        december = standings.get(date(year, DECEMBER, 1))
        if december is None or not december.is_sealed:
            return year
    return today.year


def _months(asked: Asked) -> Step:
    label, total, left = _("Close all months"), len(asked.months), asked.left_open
    if not left:
        return Step(
            label, State.DONE, "", "cash:months", (), _("See all months"),
            permission=Permission.SEE_CASH,
        )  # fmt: skip
    upcoming = months.next_to_close(asked.book, asked.standings, today=asked.today)
    if upcoming is None:
        says = _("A month without a line closes along with the next one that has some.")
        return Step(label, State.LATER, says)
    month = words.month_of_year(upcoming, language=get_language() or "id")
    state = State.HALF if len(left) < total else State.TO_DO
    return Step(
        label, state, _("Next: %(month)s.") % {"month": month}, "cash:begin_month_end", (),
        _("Close the month"), permission=Permission.SEE_CASH, done=total - len(left), total=total,
        blocks=True,
    )  # fmt: skip


def _seal(asked: Asked, before: Iterable[Step]) -> Step:
    label, december = _("Seal the year"), date(asked.year, DECEMBER, 1)
    month = asked.standings.get(december)
    if month is not None and month.is_sealed:
        says = _("Sealed for good. Code of the seal: %(code)s") % {"code": months.short_code(month)}
        return Step(
            label, State.DONE, says, "cash:month", (december,), _("See it"),
            permission=Permission.SEE_CASH,
        )  # fmt: skip
    left = next((one for one in before if one.state in UNDONE | {State.LATER}), None)
    if left is not None:
        return Step(label, State.LATER, _("First: %(step)s.") % {"step": left.label})
    return Step(
        label, State.TO_DO, _("The members have heard the numbers: now nobody opens them again."),
        "cash:month", (december,), _("Look and seal"), permission=Permission.APPROVE_CASH,
    )  # fmt: skip
