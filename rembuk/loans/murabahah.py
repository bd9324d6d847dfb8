"""A sale with a margin that is known from the first day, paid in equal instalments."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import rounded


@dataclass(frozen=True, slots=True)
class Sale:
    """What was sold: its cost, the margin, what was paid at once, and in how many instalments."""

    cost: Fraction
    margin: Fraction
    down_payment: Fraction
    instalments: int

    @property
    def price(self) -> Fraction:
        """The selling price."""
        return self.cost + self.margin

    @property
    def financed(self) -> Fraction:
        """What is paid in instalments."""
        return self.price - self.down_payment

    @property
    def instalment(self) -> Fraction:
        """What one instalment is."""
        return rounded(self.financed / self.instalments)

    @property
    def margin_each(self) -> Fraction:
        """How much margin stands in one instalment."""
        return rounded(self.margin / self.instalments)


@dataclass(frozen=True, slots=True)
class Settled:
    """What settles a sale early; the rebate (muqasah) is given, never owed."""

    outstanding: Fraction
    margin: Fraction
    rebate: Fraction

    @property
    def payoff(self) -> Fraction:
        """What settles it."""
        return self.outstanding - self.rebate


def settle(sale: Sale, *, paid: int, rebate_part: Fraction) -> Settled:
    """Return what is left after `paid` instalments, less a part of the margin still in it."""
    assert 0 <= paid <= sale.instalments
    if paid == sale.instalments:
        return Settled(Fraction(0), Fraction(0), Fraction(0))
    margin = sale.margin - paid * sale.margin_each
    return Settled(sale.financed - paid * sale.instalment, margin, rounded(margin * rebate_part))
