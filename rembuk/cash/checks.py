"""What counts and closed days promise, worked out again from the movements (I14, I15)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import counting
from rembuk.cash.models import CashCount, DayClose
from rembuk.ledger import chart, reading
from rembuk.ledger.checks import Finding
from rembuk.ledger.reading import Book
from rembuk.lib import words

ONE_DAY = timedelta(days=1)


def findings(book: Book, after: date | None = None) -> Iterator[Finding]:
    """Return what is not as promised: a count that lies, a day that does not follow the last.

    Only of days later than `after`, where one is given: the rest was proven before.
    """
    yield from _counts(book, after)
    yield from _closes(book, after)


def _counts(book: Book, after: date | None) -> Iterator[Finding]:
    """I15: what the book said is what was counted and the difference booked."""
    rows = CashCount.objects.of(book.village).filter(book=book).order_by("value_on", "pk")
    rows = rows.filter(value_on__gt=after) if after else rows
    for count in rows:
        parts = sum(face * number for face, number in count.pieces.items()) + count.other_rp
        said = reading.held_on(book, chart.CASH, on=count.value_on, known=count.known)
        whole = count.counted_rp == parts == count.expected_rp + count.difference_rp
        if not whole or said != count.expected_rp or not _booked(book, count):
            yield Finding(
                "I15",
                _("The count of %(day)s is not what the book and the box said.") % _on(count),
            )


def _booked(book: Book, count: CashCount) -> bool:
    has_one = count.difference_rp or count.entry_id
    entry = counting.entry_of(count) if has_one else None
    if entry is None:  # no difference, or it waits, or the chair refused it
        return (count.difference_rp != 0) == (count.pending_id is not None)
    plan = counting.plan_of(count.value_on, count.difference_rp, reason=count.reason)
    (move,) = plan.moves
    (booked,) = entry.movements.select_related("debit", "credit")
    found = (entry.book_id, entry.value_on, booked.debit.code, booked.credit.code, booked.amount_rp)
    return found == (book.pk, count.value_on, move.debit, move.credit, move.amount_rp)


def _closes(book: Book, after: date | None) -> Iterator[Finding]:
    """I14: opening and movements are closing, and closing is the next opening."""
    standing = DayClose.objects.of(book.village).filter(book=book, opening__isnull=True)
    rows = standing.annotate(counted_rp=F("count__counted_rp")).order_by("value_on", "pk")
    if after:
        last = standing.filter(value_on__lte=after).order_by("-value_on").values("value_on")[:1]
        rows = rows.filter(value_on__gte=Coalesce(Subquery(last), book.begins_on))
    closes = deque(rows)
    before = closes.popleft() if after and closes and closes[0].value_on <= after else None
    held = before.closing_rp if before else 0
    days = reading.days_of(book, chart.CASH, after=before.value_on if before else None)
    left = deque(days if closes else ())
    for close in closes:
        since = before.value_on + ONE_DAY if before else book.begins_on
        opening = before.closing_rp if before else 0
        came = went = 0
        while left and left[0][0] <= close.value_on:
            _day, came_rp, went_rp = left.popleft()
            came, went = came + came_rp, went + went_rp
        held += came - went
        follows = (close.since_on, close.opening_rp) == (since, opening)
        agrees = (came, went) == (close.in_rp, close.out_rp)
        if not (follows and agrees and held == close.closing_rp == close.counted_rp):
            yield Finding("I14", _("The closed day %(day)s is not what it was.") % _on(close))
        before = close


def _on(row: CashCount | DayClose) -> dict[str, str]:
    return {"day": words.plain_day(row.value_on, language=get_language() or "id")}
