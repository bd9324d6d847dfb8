"""Savings that share in income, in parts agreed beforehand; never a fixed rate on a balance."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import rounded


@dataclass(frozen=True)
class IncomeShare:
    """What a balance earned, and who has which part of it (whole rupiah)."""

    earned: Fraction
    member: Fraction

    @property
    def cooperative(self) -> Fraction:
        """The part of the cooperative: what the member does not get."""
        return self.earned - self.member


def income_share(
    income: Fraction, *, balance: Fraction, pool: Fraction, nisbah: Fraction, mode: str
) -> IncomeShare:
    """Divide the income of a balance, which is a part of the pool, by the member's nisbah."""
    exact = income * balance / pool
    return IncomeShare(rounded(exact, mode=mode), rounded(exact * nisbah, mode=mode))
