"""Foreign money in rupiah: at a quoted rate, and as the bank credited it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import rounded


@dataclass(frozen=True)
class Quote:
    """Rupiah for so many units of a currency: yen are quoted for a hundred."""

    rate: Fraction
    unit: Fraction = Fraction(1)

    def of(self, amount: Fraction) -> Fraction:
        """Return an amount in rupiah, exactly."""
        return amount * self.rate / self.unit

    def implied_by(self, credited_rp: Fraction, *, amount: Fraction) -> Fraction:
        """Return the rate at which a bank must have changed an amount."""
        return credited_rp * self.unit / amount


@dataclass(frozen=True)
class Converted:
    """What an amount comes to: a fee abroad is taken before it is changed, one here afterwards."""

    foreign: Fraction
    exact_rp: Fraction
    gross_rp: Fraction
    net_rp: Fraction


def converted(
    amount: Fraction, quote: Quote, *, fee_foreign: Fraction, fee_rp: Fraction, mode: str
) -> Converted:
    """Change an amount into whole rupiah, each sum rounded once from the exact one."""
    foreign = amount - fee_foreign
    exact = quote.of(foreign)
    return Converted(foreign, exact, rounded(exact, mode=mode), rounded(exact - fee_rp, mode=mode))
