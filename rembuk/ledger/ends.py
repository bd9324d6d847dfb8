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


def last(book: Book, *, at: datetime | None = None) -> End:
    """Return where a book ends, or ended at a moment: the last entry recorded up to it."""
    entries = Entry.objects.of(book.village).filter(book=book)
    if at is not None:
        entries = entries.filter(recorded_at__lte=at)
    newest = entries.order_by("-sequence").values_list("sequence", "head").first()
    return End(*newest) if newest else End(0, GENESIS)


def last_receipt(book: Book) -> int:
    """Return the number of the last receipt of a book; 0 without any."""
    numbered = Entry.objects.of(book.village).filter(book=book, receipt_no__isnull=False)
    return numbered.order_by("-receipt_no").values_list("receipt_no", flat=True).first() or 0
