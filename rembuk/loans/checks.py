"""What provisions (I22) and written-off loans (I23) promise, worked out again from the book."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.ledger import reading
from rembuk.ledger.checks import Finding
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.lib.dates import month_end
from rembuk.loans import claims, provisions
from rembuk.loans.classes import ALLOWANCE
from rembuk.loans.models import ProvisionRun
from rembuk.loans.writing_off import NOTED
from rembuk.savings.monthly import State


def findings(book: Book, after: date | None = None) -> Iterator[Finding]:
    """Return the months whose provision is not what classes and rates give, or not as booked.

    Only of months that end later than `after`, where one is given: the rest was proven before.
    And whether 9101 holds what is owed of loans off the books: four queries.
    """
    for one in provisions.all_of(book.group):
        if one.state != State.DONE or (after is not None and month_end(one.run.month) <= after):
            continue
        if _booked_rp(book, one.run) == one.run.change_rp and provisions.is_as_worked_out(
            book, one.run
        ):
            continue
        month = words.month_of_year(one.run.month, language=get_language() or "id")
        yield Finding("I22", _("The provision for loans of %(month)s is not as it was booked.")
                      % {"month": month})  # fmt: skip
    noted_rp = reading.held_now(book, [NOTED]).get(NOTED, 0)
    if noted_rp != claims.owed_rp(book.group):
        yield Finding(
            "I23", _("Account 9101 does not hold what is still owed of loans off the books.")
        )


def _booked_rp(book: Book, run: ProvisionRun) -> int:
    """Return what the entry of a run moved: above 0 into the allowance, below 0 out of it."""
    entry = run.checked.entry
    if entry is None:
        return 0
    spans = [(entry.sequence, entry.sequence)]
    into, out_of = (
        reading.moved_by(book, kind=provisions.KIND, spans=spans, debits=[code])
        for code in (provisions.COST, ALLOWANCE)
    )
    return into - out_of
