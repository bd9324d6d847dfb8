"""Closing the months of a purse: the treasurer asks, the chair confirms, a reason opens again.

Months close in order, and a month only when its last day with lines is closed, nothing waits for
a second person, and the book proves itself. Months without a line close along with the next
one that has some. A sealed month stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import booking, days, monthend
from rembuk.ledger import chart, checks, reading, sealing, writing
from rembuk.ledger import months as ledger_months
from rembuk.ledger.months import Month
from rembuk.ledger.reading import Book, Moved
from rembuk.lib import words
from rembuk.lib.dates import month_end, next_month
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor

BOXES = (chart.CASH, chart.BANK, chart.DIFFERENCE)
SHORT_CODE = 8  # letters of a seal that are read aloud and compared


@dataclass(frozen=True)
class Readiness:
    """What stands in the way of closing a month.

    `day_to_close` is the last day with lines that is not closed yet; `waiting` counts what waits
    for a second person; `is_next` says whether it is the earliest open month with lines. Up to
    `closed_until` its days are closed: "all" of them, "some", or none, as `days_closed` says.
    """

    first: date
    closed_until: date | None
    over: bool
    day_to_close: date | None
    waiting: int
    is_next: bool

    @property
    def days_closed(self) -> str:
        """How many of its days take no more lines: "all", "some", or none: ""."""
        if self.closed_until is None or self.closed_until < self.first:
            return ""
        return "all" if self.closed_until >= month_end(self.first) else "some"

    @property
    def ready(self) -> bool:
        """Whether the treasurer may ask for it to be closed."""
        return self.over and self.day_to_close is None and not self.waiting and self.is_next


@dataclass(frozen=True)
class Box:
    """What an account held when a month began, what moved, and what it held at the end, in Rp."""

    code: str
    opening_rp: int
    moved: Moved

    @property
    def closing_rp(self) -> int:
        """Opening and movements are the closing (I14)."""
        return self.opening_rp + self.moved.in_rp - self.moved.out_rp


def next_to_close(book: Book, standings: dict[date, Month], *, today: date) -> date | None:
    """Return the first day of the earliest month with lines that is over and not closed."""
    since, before = _open_since(book, standings), today.replace(day=1)
    first, _last = reading.days_moved(book, since=since, after=None, before=before)
    return first.replace(day=1) if first else None


def readiness(book: Book, first: date, *, standings: dict[date, Month], today: date) -> Readiness:
    """Look at what has to be done before a month is closed."""
    closed_until, last = days.closed_until(book), month_end(first)
    earliest, day_to_close = reading.days_moved(
        book, since=_open_since(book, standings), after=closed_until, before=next_month(first)
    )
    return Readiness(
        first=first,
        closed_until=closed_until,
        over=today > last,
        day_to_close=day_to_close,
        waiting=len(days.waiting_up_to(book, last)),
        is_next=earliest is not None and earliest.replace(day=1) == first,
    )


def boxes_of(book: Book, first: date) -> list[Box]:
    """Return opening, movements and closing of cash, bank and difference in a month."""
    found = reading.changes_of(book, BOXES, since=first, until=month_end(first))
    return [Box(code, found[code].opening_rp, found[code].moved) for code in BOXES]


@transaction.atomic
def propose(*, book: Book, first: date, by: Actor, at: datetime, today: date) -> None:
    """Ask for a month to be closed: it still takes lines until somebody else confirms.

    Errors: Refused out of order, while something stands in the way, and while the book does not
    prove itself.
    """
    writing.lock(book)
    standings = ledger_months.standings(book, from_last_closed=True)
    if first in standings and standings[first].is_closing:
        raise Refused(_("The chair was asked already. Wait for that."))
    _check(book, first, standings=standings, today=today)
    asked = monthend.Asked(book.group, first, today, monthend.last_closed(standings))
    monthend.require_done(asked)
    along = [
        month
        for month in _before(book, standings, first)
        if month not in standings or not standings[month].is_closing
    ]
    ledger_months.begin_closing(book=book, first=first, by=by, at=at, today=today, along=along)
    _tell("cash.month_asked", book, first, by=by, at=at)


@transaction.atomic
def confirm(*, book: Book, first: date, by: Actor, at: datetime, today: date) -> None:
    """Close a month that somebody else asked to close: nothing lands in it from now on.

    Errors: Refused by the one who asked, and as propose.
    """
    writing.lock(book)
    standings = ledger_months.standings(book, from_last_closed=True)
    month = standings.get(first)
    if month is None or not month.is_closing:
        raise Refused(_("Nobody asks to close this month now. Open the list of months again."))
    if by.user is None or by.user.pk == month.begun_by_id:
        raise Refused(_("Who asked to close the month cannot confirm it. Ask another officer."))
    _check(book, first, standings=standings, today=today)
    along = [standings[earlier].period for earlier in _before(book, standings, first)]
    ledger_months.close(period=month.period, by=by, at=at, along=along, is_proven=True)
    _tell("cash.month_closed", book, first, by=by, at=at)


@transaction.atomic
def open_again(*, book: Book, first: date, reason: str, by: Actor, at: datetime) -> None:
    """Open the last closed month again, or send back one that waits, with a reason.

    Errors: Refused for another month than the last one, for a sealed one, and without a reason.
    """
    writing.lock(book)
    standings = ledger_months.standings(book)
    month = standings.get(first)
    if month is None or any(m.is_closed for m in standings.values() if m.first > first):
        raise Refused(_("Only the month closed last can be opened again. Look at the list."))
    was_closed = month.is_closed
    ledger_months.open_again(period=month.period, reason=reason, by=by, at=at)
    verb = "cash.month_opened_again" if was_closed else "cash.month_sent_back"
    _tell(verb, book, first, by=by, at=at, reason=reason.strip())


@transaction.atomic
def seal(*, book: Book, first: date, by: Actor, at: datetime) -> None:
    """Seal a closed month for good, and the closed ones before it.

    Errors: Refused while the month is open, and when it is sealed already.
    """
    writing.lock(book)
    standings = ledger_months.standings(book)
    if first not in standings or not standings[first].is_closed:
        raise Refused(_("Close the month first, then seal it."))
    for month in standings.values():
        earlier = month.first < first and month.is_closed and not month.is_sealed
        if earlier or month.first == first:
            sealing.seal(period=month.period, by=by, at=at)
    _tell("cash.month_sealed", book, first, by=by, at=at)


def short_code(month: Month) -> str:
    """Return the first letters of a seal, in groups of four: 3F0A 91C2; "" without a seal."""
    code = month.digest[:SHORT_CODE].upper()
    return f"{code[:4]} {code[4:]}".strip()


def _open_since(book: Book, standings: dict[date, Month]) -> date:
    """Return the first day after the last closed month; the book's first day without one."""
    closed = [month.first for month in standings.values() if month.is_closed]
    return next_month(max(closed)) if closed else book.begins_on


def _check(book: Book, first: date, *, standings: dict[date, Month], today: date) -> None:
    found = readiness(book, first, standings=standings, today=today)
    if not found.over:
        raise Refused(_("This month is not over yet. Close it when it has ended."))
    if not found.is_next:
        raise Refused(_("Months are closed in order. Open the list of months, and begin there."))
    if found.waiting:
        raise Refused(_("Something still waits for a second person. Close the month after that."))
    if found.day_to_close:
        day = words.plain_day(found.day_to_close, language=get_language() or "id")
        raise Refused(_("Count the cash and close %(day)s first.") % {"day": day})
    wrong = checks.check_since_closing(book)
    if wrong:
        raise Refused(
            _("The book does not prove itself: %(finding)s Show this to the village office.")
            % {"finding": wrong[0].says}
        )


def _before(book: Book, standings: dict[date, Month], first: date) -> list[date]:
    """Return the open months before one, without a line: they close along with it."""
    month, found = _open_since(book, standings).replace(day=1), []
    while month < first:
        found.append(month)
        month = next_month(month)
    return found


def _tell(
    verb: str, book: Book, first: date, *, by: Actor, at: datetime, reason: str = ""
) -> None:  # fmt: skip
    changes = [("month", None, f"{first:%Y-%m}")]
    if reason:
        changes.append(("reason", None, reason))
    booking.tell(book, verb, about=book, by=by, at=at, changes=changes)
