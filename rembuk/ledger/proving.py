"""Whether one stored entry is still what its head was made of, without the rest of the book.

Changed past the guards, a row keeps the head it had: only who works it out again finds that.
"""

from __future__ import annotations

import hmac

from rembuk.ledger import chain, export
from rembuk.ledger.models import Entry, Movement


def is_as_sealed(entry: Entry) -> bool:
    """Say whether sums, accounts, day, number, people and words give the entry's head.

    Words that were erased on request cannot be compared; their commitment still is.
    """
    movements = Movement.objects.of(entry.village).filter(entry=entry)
    moves = list(movements.select_related("debit", "credit").order_by("position"))
    beside = {(move.book_id, move.sequence, move.value_on) for move in moves}
    if beside != {(entry.book_id, entry.sequence, entry.value_on)}:
        return False  # what stands beside each sum, so that pages read it in one go
    head = chain.head(export.facts_of(entry, moves))
    return hmac.compare_digest(head, entry.head) and _words_are_as_sealed(entry)


def _words_are_as_sealed(entry: Entry) -> bool:
    if not entry.salt:
        return not (entry.memo or entry.party)
    told = chain.commitment(
        salt=entry.salt, memo=entry.memo, party=entry.party, resident_id=entry.resident_id
    )
    return hmac.compare_digest(told, entry.commitment)
