"""Fees by what they are taken of, fines by the day, and interest on interest that came late.

A fine never enters what another fine is taken of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import rounded


@dataclass(frozen=True, slots=True)
class Rounding:
    """To which multiple of rupiah, and how."""

    quantum: Fraction = Fraction(1)
    mode: str = "half_up"

    def of(self, exact: Fraction) -> Fraction:
        """Round an amount."""
        return rounded(exact, to=self.quantum, mode=self.mode)


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One instalment of a flat loan: its principal and its interest."""

    principal: Fraction
    interest: Fraction

    @classmethod
    def of(cls, loan: Fraction, *, periods: int, rate: Fraction, rounding: Rounding) -> FlatRow:
        """Return a usual row of a loan at `rate` a period."""
        return cls(rounding.of(loan / periods), rounding.of(loan * rate))

    @property
    def both(self) -> Fraction:
        """What is paid without fees."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class FineRule:
    """A part of what is overdue for each day after some days of grace, up to a part of it."""

    per_day: Fraction
    grace_days: int
    cap: Fraction | None = None


def fine_cap(overdue: Fraction, rule: FineRule, *, rounding: Rounding) -> Fraction | None:
    """Return the most that a fine may come to."""
    return None if rule.cap is None else rounding.of(overdue * rule.cap)


def fines(
    overdue: Fraction, rule: FineRule, *, days_late: Sequence[int], rounding: Rounding
) -> list[Fraction]:
    """Return the fine after each number of days, rounded once."""
    cap = fine_cap(overdue, rule, rounding=rounding)
    told = [
        rounding.of(overdue * rule.per_day * max(0, days - rule.grace_days)) for days in days_late
    ]
    return told if cap is None else [min(cap, fine) for fine in told]


def by_days(amount: Fraction, rate: Fraction, *, days: int, basis: int) -> Fraction:
    """Return simple interest at a yearly rate for days of a year of `basis`, not rounded."""
    return amount * rate * days / basis
