"""Where the computer's clock was set back: the numbers of a book are in order, its moments not."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from rembuk.ledger.models import Book, Entry

# Who asked first may be written second: a page takes its moment before it waits for the book.
ONE_AFTER_ANOTHER = timedelta(minutes=5)


def doubt(book: Book) -> str:
    """Say which entry was the last that a clock set back gave a moment; "" if there is none."""
    entries = Entry.objects.of(book.village).filter(book=book)
    before = entries.filter(sequence=OuterRef("sequence") - 1).values("recorded_at")
    back = entries.annotate(before=Subquery(before)).filter(before__gt=F("recorded_at"))
    found = back.order_by("-sequence").values_list("sequence", "before", "recorded_at")
    for number, earlier, at in found.iterator():
        if earlier - at > ONE_AFTER_ANOTHER:
            return _(
                "Entry %(number)s bears an earlier time than the one before it: the computer's"
                " clock went back. The book is in order. Look whether the clock is right."
            ) % {"number": number}
    return ""
