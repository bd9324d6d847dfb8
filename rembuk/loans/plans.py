"""`rembuk calc` on schedules: the plan, its key figures, its cost, settling early, and changes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from rembuk.lib.calculation import Inputs, Told
from rembuk.lib.figures import (
    above_nought,
    amount,
    at_least,
    count,
    day,
    listed,
    share,
    text,
    whole,
)
from rembuk.lib.rounding import as_text
from rembuk.lib.wrong_inputs import bad_value
from rembuk.loans import asked, effective, restructuring, settling
from rembuk.loans.schedule import exact_level, plan
from rembuk.loans.told import CENTS, Telling

PLACES = 6
PERIODS_A_YEAR_MAX = 366


def loan_schedule(inputs: Inputs) -> Told:
    """Tell every row of a loan."""
    terms, calendar = asked.terms(inputs)
    found, telling = plan(terms), Telling(terms)
    days = [day.isoformat() for day in calendar.rows(len(found.principal))]
    level = None if found.level is None else as_text(exact_level(terms), CENTS)
    told = telling.rows(found) | telling.totals(found)
    told |= {"row_count": len(found.principal), "unrounded_instalment": level}
    return told | {"due_dates": days} if days else told


def loan_schedule_totals(inputs: Inputs) -> Told:
    """Tell the key figures of a loan, and the rows asked for."""
    wanted = inputs.get("report_rows", listed(above_nought(whole)), [])
    terms, _calendar = asked.terms(inputs)
    found, telling = plan(terms), Telling(terms)
    if any(row > len(found.principal) for row in wanted):
        raise bad_value("report_rows", "nomor angsuran yang ada di jadwal")
    usual = found.instalment[0] if found.level is None else found.level
    grace = telling.instalment(found.instalment[0]) if terms.grace else None
    return telling.totals(found) | {
        "instalment": telling.instalment(usual),
        "grace_instalment": grace,
        "last_instalment": telling.instalment(found.instalment[-1]),
        "row_count": len(found.principal),
        "rows": {
            str(row): {
                "principal": telling.amount(found.principal[row - 1]),
                "interest": telling.amount(found.interest[row - 1]),
                "instalment": telling.instalment(found.instalment[row - 1]),
                "balance": telling.amount(found.balance[row - 1]),
            }
            for row in wanted
        },
    }


def effective_rate(inputs: Inputs) -> Told:
    """Tell what each loan really costs."""
    a_year = inputs.get("periods_per_year", above_nought(share), Fraction(12))
    if a_year > PERIODS_A_YEAR_MAX:
        raise bad_value("periods_per_year", "paling banyak 366")
    loans = [
        (one.get("ref", text), one.get("disbursed", asked.principal),
         one.get("instalments", listed(amount)))
        for one in inputs.get("loans", listed(Inputs))
    ]  # fmt: skip
    if len({ref for ref, *_rest in loans}) < len(loans):
        raise bad_value("ref", "nama yang berbeda-beda")
    told = {}
    for ref, disbursed, instalments in loans:
        found = effective.effective_rate(disbursed, instalments, periods_per_year=a_year)
        told[ref] = {
            "monthly_irr": as_text(found.period, PLACES),
            "nominal_annual": as_text(found.nominal_year, PLACES),
            "effective_annual": as_text(found.effective_year, PLACES),
        }
    return told


def loan_payoff(inputs: Inputs) -> Told:
    """Tell what settles a loan inside a period."""
    paid, on = inputs.get("instalments_paid", count), inputs.get("payoff_date", day)
    inputs.get("disbursed", day)
    terms, calendar, part = asked.terms_at(inputs, "annual_rate")
    found, telling = plan(terms), Telling(terms)
    rate = inputs.get("annual_rate", share) * part
    left = settling.pay_off(found, terms=terms, calendar=calendar, rate=rate, paid_rows=paid, on=on)
    usual = found.instalment[0] if found.level is None else found.level
    return {
        "instalment": telling.instalment(usual),
        "balance_after_paid": telling.amount(left.balance),
        "accrued_interest": telling.amount(left.accrued),
        "payoff_amount": telling.amount(left.amount),
        "schedule_total_interest": telling.amount(found.total_interest),
        "schedule_last_instalment": telling.instalment(found.instalment[-1]),
    }


def loan_restructure(inputs: Inputs) -> Told:
    """Tell a loan before and after a new rate or more money."""
    terms, _calendar, part = asked.terms_at(inputs, "annual_rate_old")
    old = inputs.get("annual_rate_old", share)
    change = restructuring.Change(
        row=inputs.get("change_from_period", at_least(2, whole)),
        rate=inputs.get("annual_rate_new", share, old) * part,
        topup=inputs.get("topup", amount, Fraction(0)),
    )
    before, after = restructuring.restructure(terms, change)
    telling = Telling(terms)
    told: dict[str, Any] = {
        name: telling.rows(rows) | telling.totals(rows)
        for name, rows in (("before", before), ("after", after))
    }
    whole_ = sum(before.instalment) + sum(after.instalment)
    return told | {"total_payable": telling.amount(whole_)}
