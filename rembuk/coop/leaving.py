"""What somebody who leaves gets back: what is hers, less what she owes; never less than nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Settlement:
    """What a leaving member has, and what is taken off (rupiah)."""

    gross: Fraction
    deductions: Fraction

    @property
    def refund(self) -> Fraction:
        """What she takes home."""
        return max(Fraction(0), self.gross - self.deductions)

    @property
    def still_owed(self) -> Fraction:
        """What she still owes."""
        return max(Fraction(0), self.deductions - self.gross)


def settled(*, has: Iterable[Fraction], owes: Iterable[Fraction]) -> Settlement:
    """Set savings with their interest against loan, interest, fine, fee and loss (rupiah)."""
    return Settlement(sum(has, Fraction(0)), sum(owes, Fraction(0)))
