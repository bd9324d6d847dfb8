"""A loan of a product, worked out: one schedule for who thinks about it, signs it and pays it.

What goes in are the inputs of `rembuk calc loan_schedule`, so that anybody recomputes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from rembuk.lib.calculation import Inputs
from rembuk.lib.rounding import as_text, rounded, rupiah
from rembuk.loans import asked, effective
from rembuk.loans.duedates import Calendar
from rembuk.loans.models import Application, Loan, Product
from rembuk.loans.schedule import Method, Money, Plan, Terms, evened, plan

MONTHS, WEEKS, TENTHS = 12, 52, 1000
Rhythm = Product.Rhythm


@dataclass(frozen=True)
class Changed:
    """What a new schedule says instead of the product: the rate, and periods without principal."""

    percent_year: Decimal
    grace: int = 0


@dataclass(frozen=True)
class Deal:
    """So much of a product, paid back in so many periods, from a day on."""

    product: Product
    principal_rp: int
    periods: int  # instalments; of a harvest loan the months until it
    on: date
    changed: Changed | None = None  # of a loan that is scheduled anew

    @property
    def fee_rp(self) -> int:
        """What is kept for the paper work, half a rupiah up; nothing for a new schedule."""
        if self.changed is not None:
            return 0
        return rupiah(Fraction(self.principal_rp * self.product.fee_tenths, TENTHS))

    @property
    def paid_out_rp(self) -> int:
        """What she takes home."""
        return self.principal_rp - self.fee_rp

    @property
    def percent_year(self) -> Decimal:
        """The named rate of a year, in percent."""
        return self.product.percent_year if self.changed is None else self.changed.percent_year

    def inputs(self) -> dict[str, Any]:
        """Write it as `rembuk calc loan_schedule` reads it."""
        product, harvest = self.product, self.product.rhythm == Rhythm.HARVEST
        weekly = product.rhythm == Rhythm.WEEKLY
        told: dict[str, Any] = {
            "principal": str(self.principal_rp),
            "periods": 1 if harvest else self.periods,
            "frequency": f"every_{self.periods}_months" if harvest else
            "weekly" if weekly else "monthly",
            "method": product.method,
            "annual_rate": as_text(Fraction(self.percent_year) / 100),
            "day_count": f"{30 * self.periods}/360" if harvest else
            "7/364" if weekly else "30/360",
            "disbursed": self.on.isoformat(),
        }  # fmt: skip
        if product.multiple_rp > 1 and product.method != Method.DECLINING:
            rounds = {"instalment_multiple": str(product.multiple_rp)}
            told |= {**rounds, "instalment_rounding": "ceil"}
        if self.changed is not None and self.changed.grace:
            told["grace_principal_periods"] = self.changed.grace
        return told

    @property
    def in_a_year(self) -> Fraction:
        """How many of its periods make a year."""
        match self.product.rhythm:
            case Rhythm.WEEKLY:
                return Fraction(WEEKS)
            case Rhythm.HARVEST:
                return Fraction(MONTHS, self.periods)
        return Fraction(MONTHS)


@dataclass(frozen=True)
class Row:
    """One instalment: when it is due and of what it is made, in whole rupiah."""

    number: int
    due_on: date
    principal_rp: int
    interest_rp: int
    left_rp: int
    carried_rp: int = 0  # of the charge: what waited when a new schedule was agreed

    @property
    def amount_rp(self) -> int:
        """Both together."""
        return self.principal_rp + self.interest_rp


@dataclass(frozen=True)
class Worked:
    """What comes of a deal."""

    deal: Deal
    terms: Terms
    calendar: Calendar
    plan: Plan
    rows: list[Row]

    @cached_property
    def yearly(self) -> Fraction:
        """What it really costs in a year, its fee with it; worked out when it is asked for."""
        return effective.effective_rate(
            Fraction(self.deal.paid_out_rp), [Fraction(one) for one in self.plan.instalment],
            periods_per_year=self.deal.in_a_year,
        ).effective_year  # fmt: skip

    @property
    def interest_rp(self) -> int:
        """The whole charge."""
        return sum(row.interest_rp for row in self.rows)

    @property
    def total_rp(self) -> int:
        """All that is paid back."""
        return sum(row.amount_rp for row in self.rows)

    @property
    def cost_rp(self) -> int:
        """What the loan costs: charge and fee."""
        return self.interest_rp + self.deal.fee_rp

    @property
    def really_above(self) -> bool:
        """Whether what it really costs is above the ceiling that the named rate keeps."""
        return self.yearly * 100 > Fraction(self.deal.product.ceiling_percent)

    @property
    def largest_rp(self) -> int:
        """The largest instalment."""
        return max(row.amount_rp for row in self.rows)

    @property
    def a_month_rp(self) -> int:
        """What it takes from the household in a month, up to the rupiah."""
        whole = self.largest_rp * self.deal.in_a_year / MONTHS
        return int(rounded(Fraction(whole), mode="ceil"))


def worked_out(deal: Deal) -> Worked:
    """Work out a deal.

    Errors: Wrong, as `rembuk calc` says it.
    """
    terms, calendar = asked.terms(Inputs(deal.inputs()))
    found = evened(plan(terms))
    days = calendar.rows(len(found.principal))
    return Worked(deal, terms, calendar, found, list(_rows(found, days)))


def _rows(found: Plan, days: list[date]) -> Any:
    columns = zip(days, found.principal, found.interest, found.balance, strict=True)
    for number, (due_on, principal, interest, left) in enumerate(columns, start=1):
        yield Row(number, due_on, _whole(principal), _whole(interest), _whole(left))


def _whole(amount: Money) -> int:
    assert amount.denominator == 1, "a schedule rounds to the rupiah"
    return int(amount)


def asked_for(application: Application, *, on: date) -> Deal:
    """Return the deal of an application if it were paid out on a day."""
    return Deal(application.product, application.principal_rp, application.periods, on)


def of_loan(loan: Loan) -> Deal:
    """Return the deal of a loan as it was paid out."""
    return asked_for(loan.application, on=loan.on)


def calc_line(deal: Deal) -> str:
    """Write the command by which anybody recomputes the schedule."""
    return f"echo '{json.dumps(deal.inputs())}' | rembuk calc loan_schedule"
