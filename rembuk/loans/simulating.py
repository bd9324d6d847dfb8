"""A loan somebody thinks about: its schedule, what it costs, and how anybody recomputes it.

The page reads its loan through the very inputs that it prints for `rembuk calc`, so that the two
cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rembuk.lib.calculation import Inputs
from rembuk.lib.rounding import as_text
from rembuk.loans import asked, effective
from rembuk.loans.schedule import Method, Money, Plan, plan

MONTHS = 12
MONTH, YEAR = "month", "year"


@dataclass(frozen=True, slots=True)
class Idea:
    """A loan as somebody imagines it: rupiah, months, and a rate in percent, a month or a year."""

    principal_rp: int
    months: int
    method: Method
    percent: str
    per: str
    grace: int = 0
    multiple_rp: int = 1

    @property
    def yearly_percent(self) -> Fraction:
        """The rate as it is named, for a year: twelve times that of a month."""
        return Fraction(self.percent) * (MONTHS if self.per == MONTH else 1)

    def inputs(self) -> dict[str, Any]:
        """Write the loan as `rembuk calc loan_schedule` reads it."""
        of_one = as_text(Fraction(self.percent) / 100)
        rate = (
            {"rate_per_period": of_one}
            if self.per == MONTH
            else {"annual_rate": of_one, "day_count": "30/360"}
        )
        told = {
            "principal": str(self.principal_rp), "periods": self.months, "frequency": "monthly",
            "method": str(self.method), **rate,
        }  # fmt: skip
        if self.grace:
            told["grace_principal_periods"] = self.grace
        if self.multiple_rp > 1 and self.method is not Method.DECLINING:
            told |= {"instalment_multiple": str(self.multiple_rp), "instalment_rounding": "ceil"}
        return told


@dataclass(frozen=True, slots=True)
class Simulated:
    """What comes of it; the yearly rate is what the loan really costs, interest on interest in."""

    plan: Plan
    yearly: Fraction

    @property
    def usual(self) -> Money:
        """What a usual month pays; where it differs from month to month, the first that repays."""
        if self.plan.level is not None and len(self.plan.instalment) > 1:
            return self.plan.level
        return next(
            both for both, paid in zip(self.plan.instalment, self.plan.principal, strict=True)
            if paid
        )  # fmt: skip


def simulate(idea: Idea) -> Simulated:
    """Work out a loan.

    Errors: Wrong, as `rembuk calc` says it.
    """
    terms, _days = asked.terms(Inputs(idea.inputs()))
    found = plan(terms)
    cost = effective.effective_rate(
        Fraction(idea.principal_rp),
        [Fraction(one) for one in found.instalment],
        periods_per_year=Fraction(MONTHS),
    )
    return Simulated(found, cost.effective_year)


def cost_inputs(idea: Idea, simulated: Simulated) -> dict[str, Any]:
    """Write what `rembuk calc effective_rate` needs to find the same yearly rate."""
    paid = [str(one) for one in simulated.plan.instalment]
    return {"loans": [{"ref": "1", "disbursed": str(idea.principal_rp), "instalments": paid}]}
