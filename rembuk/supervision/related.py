"""Loans to officers and their family, beside the tenth of own capital that they may be (K06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rembuk.coop.models import Member
from rembuk.ledger import reading
from rembuk.ledger.reading import Book
from rembuk.loans import close


@dataclass(frozen=True)
class Found:
    """Who is close and owes how much, all of it, and what it may be at most (rupiah)."""

    loans: Sequence[tuple[Member, int]]
    lent_rp: int
    limit_rp: int

    @property
    def is_above(self) -> bool:
        """Whether it is more than it may be."""
        return self.lent_rp > self.limit_rp


def look(book: Book, *, on: date) -> Found:
    """Return the principal that is out to who is close now, and the limit now."""
    lent = close.lent(book, on=on)
    own = (*close.MEMBERS_CAPITAL, *close.OTHER_CAPITAL)
    capital_rp = sum(reading.held_under(book, own).values())
    limit = Fraction(max(capital_rp, 0)) * close.PART
    return Found(lent, sum(sum_rp for _one, sum_rp in lent), int(limit))
