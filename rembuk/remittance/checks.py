"""What transfers promise, worked out again: 2106 holds what nobody is known for (I21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _

from rembuk.ledger import reading
from rembuk.ledger.checks import Finding
from rembuk.ledger.reading import Book
from rembuk.remittance import identifying
from rembuk.remittance.models import Credit
from rembuk.remittance.statements import UNKNOWN


def findings(book: Book, after: date | None = None) -> Iterator[Finding]:
    """Return a sum of 2106 that is not what its list says; also what was proven up to `after`."""
    if not Credit.objects.of(book.village).filter(group=book.group_id).exists():
        return
    listed = identifying.rows_of(book.group).order_by().aggregate(sum=Sum("row__amount_rp"))["sum"]
    if reading.balance_of(book, UNKNOWN) != (listed or 0):
        yield Finding("I21", _("The transfers nobody is known for are not what the book says."))
