"""What the law asks of a founding; every limit is an input, and itself enough."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Thresholds:
    """Founders, first capital in rupiah, and the largest part of it that one member may bring."""

    founders: int
    capital_rp: Fraction
    member_share: Fraction

    def enough_founders(self, number: int) -> bool:
        """Say whether so many may found."""
        return number >= self.founders

    def enough_capital(self, total_rp: Fraction, *, largest_rp: Fraction) -> bool:
        """Say whether the first capital is enough and in enough hands."""
        return total_rp >= self.capital_rp and largest_rp <= self.member_share * total_rp
