"""Final tax on members' interest: a threshold, and from there on the whole sum (PP 15/2009)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import rounded


@dataclass(frozen=True)
class InterestTax:
    """The rule of a year: one rupiah above the threshold, and all of the interest is taxed."""

    threshold: Fraction
    rate_above: Fraction
    mode: str = "floor"

    def on(self, interest: Fraction) -> Fraction:
        """Return the tax on a member's interest of one month, in whole rupiah."""
        if interest <= self.threshold:
            return Fraction(0)
        return rounded(interest * self.rate_above, mode=self.mode)
