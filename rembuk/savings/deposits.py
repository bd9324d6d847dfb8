"""Deposits for a time: what they grow to, and what breaking one early costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rembuk.lib.dates import months_later
from rembuk.lib.rounding import rounded

MONTHS = 12
PERIODS_A_YEAR = {"monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}


def compounded(
    principal: Fraction, *, annual_rate: Fraction, months: int, periods_a_year: int
) -> Fraction:
    """Return what a deposit has grown to, exactly; months are whole periods of compounding."""
    periods, rest = divmod(months * periods_a_year, MONTHS)
    assert rest == 0
    grown: Fraction = (1 + annual_rate / periods_a_year) ** periods
    return principal * grown


@dataclass(frozen=True)
class TermDeposit:
    """A deposit for so many months whose interest is paid out each month (whole rupiah)."""

    principal: Fraction
    annual_rate: Fraction
    months: int
    placed: date

    @property
    def monthly_rp(self) -> Fraction:
        """Interest of one month, to the whole rupiah."""
        return rounded(self.principal * self.annual_rate / MONTHS)

    def interest_dates(self) -> list[date]:
        """Return the days on which interest is paid, counted from the day it was placed."""
        return [months_later(self.placed, n) for n in range(1, self.months + 1)]

    def paid_by(self, day: date) -> Fraction:
        """Return the interest paid on or before a day: a running month earns nothing."""
        return self.monthly_rp * sum(due <= day for due in self.interest_dates())

    def penalty(self, part: Fraction) -> Fraction:
        """Return what breaking it costs: a part of the principal."""
        return rounded(self.principal * part)
