"""Where a book ends: the number and the head of its last entry, and its last receipt."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rembuk.ledger.guards import GENESIS
from rembuk.ledger.models import Book, Entry


class End(NamedTuple):
    """The last entry of a book; 0 and sixty-four zeros while there is none."""

    sequence: int
    head: str


def last(book: Book) -> End:
    """Return where a book ends."""
    entries = Entry.objects.of(book.village).filter(book=book)
    newest = entries.order_by("-sequence").values_list("sequence", "head").first()
    return End(*newest) if newest else End(0, GENESIS)


def known_at(book: Book, at: datetime, *, now: datetime) -> int:
    """Return the number of the last entry that was known at a moment; 0 if there was none.

    It is the one before the first that was recorded later, so what was said of a moment stays true
    if the clock is set back after it. An entry recorded later than `now` tells nothing: the clock
    was ahead.
    """
    later = Entry.objects.of(book.village).filter(book=book, recorded_at__gt=at)
    later = later.filter(recorded_at__lte=now).order_by("sequence")
    first = later.values_list("sequence", flat=True).first()
    return last(book).sequence if first is None else first - 1


def last_receipt(book: Book) -> int:
    """Return the number of the last receipt of a book; 0 without any."""
    numbered = Entry.objects.of(book.village).filter(book=book, receipt_no__isnull=False)
    return numbered.order_by("-receipt_no").values_list("receipt_no", flat=True).first() or 0
