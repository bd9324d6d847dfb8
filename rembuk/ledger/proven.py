"""What the closing of a month proved, kept as one hash: the next closing begins there.

Whoever closes a month has the book worked out anew. Its state at the end of that month, the sums
of all accounts and the head of the chain, is hashed as a seal hashes it, and stays with the
closing, which nothing changes any more. As long as what is kept of that month end still has this
hash, it is what was proven, and only what came after it has to be walked through again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from rembuk.ledger import chain, checkpoints
from rembuk.ledger.checkpoints import Kept, Mark
from rembuk.ledger.guards import GENESIS
from rembuk.ledger.models import Book, Entry, PeriodEvent
from rembuk.ledger.models.periods import State
from rembuk.lib.dates import month_end


@dataclass(frozen=True)
class Proven:
    """The last closed month as it was proven: its last day, the last entry there was then.

    `sums` is all that accounts were debited and credited up to that day, by their ids; `mark` is
    where they are kept, None where nothing had moved.
    """

    until: date
    sequence: int
    sums: Mapping[int, tuple[int, int]]
    mark: Mark | None


def last(book: Book) -> Proven | None:
    """Return what the closing of the last closed month proved.

    None where no month is closed, where the book was not proven then, and where what is kept of
    that month end, or the head of its last entry, is not what was proven.
    """
    closings = PeriodEvent.objects.of(book.village).filter(
        period__book=book, period__state__in=[State.CLOSED, State.SEALED], state=State.CLOSED
    )
    entries = Entry.objects.of(book.village).filter(book=book, sequence=OuterRef("sequence"))
    told = closings.order_by("-period__first", "-pk").values_list(
        "period__first", "sequence", "proof", Subquery(entries.values("head"))
    )
    first, sequence, proof_then, head = told.first() or (date.min, None, "", None)
    if sequence is None or not proof_then:
        return None
    until = month_end(first)
    kept = checkpoints.kept(book, until=until)
    if _hash(book, kept, Head(until, sequence, head or GENESIS)) != proof_then:
        return None
    mark = Mark(until, max(one.sequence for one in kept)) if kept else None
    sums = {one.account: (one.debit_rp, one.credit_rp) for one in kept}
    return Proven(until, sequence, sums, mark)


def proof(book: Book, *, until: date, sequence: int) -> str:
    """Return the hash of a month end: the sums kept of it, and the head of an entry."""
    kept = checkpoints.kept(book, until=until)
    return _hash(book, kept, Head(until, sequence, head_of(book, sequence)))


def head_of(book: Book, sequence: int) -> str:
    """Return the head of an entry; what the first one follows where there is none."""
    entries = Entry.objects.of(book.village).filter(book=book, sequence=sequence)
    return entries.values_list("head", flat=True).first() or GENESIS


class Head(NamedTuple):
    """A month end, and the last entry that was there: its number and its head."""

    until: date
    sequence: int
    head: str


def _hash(book: Book, kept: Sequence[Kept], end: Head) -> str:
    sums = ((one.code, one.debit_rp, one.credit_rp) for one in kept)
    return chain.digest(
        book=book.pk, until=end.until, sequence=end.sequence, head=end.head, sums=sums
    )
