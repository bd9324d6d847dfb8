"""What a month's interest promises, worked out again from the book (I12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.ledger import reading
from rembuk.ledger.checks import Finding
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.savings import earning, runs
from rembuk.savings.accounts import INTEREST
from rembuk.savings.models import RunBatch
from rembuk.savings.monthly import State


def findings(book: Book, after: date | None = None) -> Iterator[Finding]:
    """Return the months whose interest is not what balances and promises say, or not as booked.

    Only of months that end later than `after`, where one is given: the rest was proven before.
    """
    for one in runs.all_of(book.group):
        last = earning.last_day(one.run.month)
        if one.state != State.DONE or (after is not None and last <= after):
            continue
        if runs.is_as_worked_out(book, one.run) and _booked_rp(book, one) == one.interest_rp:
            continue
        month = words.month_of_year(one.run.month, language=get_language() or "id")
        yield Finding("I12", _("The savings interest of %(month)s is not as it was booked.")
                      % {"month": month})  # fmt: skip


def _booked_rp(book: Book, one: runs.Standing) -> int:
    """Add up what the entries of a run moved from the costs into accounts."""
    batches = RunBatch.objects.of(book.village).filter(run=one.run).order_by("number")
    spans = [(batch.first_entry, batch.last_entry) for batch in batches]
    return reading.moved_by(
        book, kind=INTEREST, spans=spans, debits=sorted(set(runs.COSTS.values()))
    )
