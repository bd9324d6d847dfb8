"""What is left to close in a purse, for 'Hari ini': few questions, each along an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rembuk.cash import days
from rembuk.cash import months as our_months
from rembuk.ledger import books, months, reading
from rembuk.ledger.reading import Book
from rembuk.villages.models import Village


@dataclass(frozen=True)
class LeftOpen:
    """The last day before today with lines that nobody closed; without one, the month to close."""

    day: date | None
    month: date | None


def left_open(village: Village, group_id: int, *, today: date) -> LeftOpen | None:
    """Return what the treasurer has to close; None for a group without a purse."""
    book = books.book_in(village, group_id)
    if book is None:
        return None
    after = days.closed_until(book)
    _first, day = reading.days_moved(book, since=today, after=after, before=today)
    if day:
        return LeftOpen(day, None)
    standings = months.standings(book, from_last_closed=True)
    month = our_months.next_to_close(book, standings, today=today)
    asked = month in standings and standings[month].is_closing if month else False
    return LeftOpen(None, None if asked else month)


def months_asked(village: Village, group_id: int) -> list[tuple[Book, date]]:
    """Return the month of a group that waits for the chair, if there is one: the last asked for."""
    book = books.book_in(village, group_id)
    if book is None:
        return []
    standings = months.standings(book, from_last_closed=True)
    closing = [month.first for month in standings.values() if month.is_closing]
    return [(book, max(closing))] if closing else []
