"""What counts and closed days promise, worked out again from the movements (I14, I15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import counting
from rembuk.cash.models import CashCount, DayClose
from rembuk.ledger import chart, reading
from rembuk.ledger.checks import Finding
from rembuk.ledger.reading import Book
from rembuk.lib import words


def findings(book: Book) -> Iterator[Finding]:
    """Return what is not as promised: a count that lies, a day that does not follow the last."""
    yield from _counts(book)
    yield from _closes(book)


def _counts(book: Book) -> Iterator[Finding]:
    """I15: what the book said is what was counted and the difference booked."""
    rows = CashCount.objects.of(book.village).filter(book=book).order_by("value_on", "pk")
    for count in rows.select_related("entry", "pending__resolution__entry"):
        parts = sum(face * number for face, number in count.pieces.items()) + count.other_rp
        said = reading.balance_of(book, chart.CASH, on=count.value_on, known=count.known)
        whole = count.counted_rp == parts == count.expected_rp + count.difference_rp
        if not whole or said != count.expected_rp or not _booked(book, count):
            yield Finding(
                "I15",
                _("The count of %(day)s is not what the book and the box said.") % _on(count),
            )


def _booked(book: Book, count: CashCount) -> bool:
    entry = counting.entry_of(count)
    if entry is None:  # no difference, or it waits, or the chair refused it
        return (count.difference_rp != 0) == (count.pending_id is not None)
    plan = counting.plan_of(count.value_on, count.difference_rp, reason=count.reason)
    (move,) = plan.moves
    (booked,) = entry.movements.select_related("debit", "credit")
    found = (entry.book_id, entry.value_on, booked.debit.code, booked.credit.code, booked.amount_rp)
    return found == (book.pk, count.value_on, move.debit, move.credit, move.amount_rp)


def _closes(book: Book) -> Iterator[Finding]:
    """I14: opening and movements are closing, and closing is the next opening."""
    before: DayClose | None = None
    rows = DayClose.objects.of(book.village).filter(book=book, opening__isnull=True)
    for close in rows.select_related("count").order_by("value_on", "pk"):
        since = before.value_on + timedelta(days=1) if before else book.begins_on
        opening = before.closing_rp if before else 0
        moved = reading.moved_between(book, since=close.since_on, until=close.value_on)
        held = reading.balance_of(book, chart.CASH, on=close.value_on)
        follows = (close.since_on, close.opening_rp) == (since, opening)
        agrees = (moved.in_rp, moved.out_rp) == (close.in_rp, close.out_rp)
        if not (follows and agrees and held == close.closing_rp == close.count.counted_rp):
            yield Finding("I14", _("The closed day %(day)s is not what it was.") % _on(close))
        before = close


def _on(row: CashCount | DayClose) -> dict[str, str]:
    return {"day": words.plain_day(row.value_on, language=get_language() or "id")}
