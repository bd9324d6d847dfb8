"""`rembuk calc` on loans: charges, payments, ceilings (also in plans.py and risks.py)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import amount, count, listed, one_of, rounding_mode, share, whole
from rembuk.lib.wrong_inputs import bad_value
from rembuk.loans import allocation, asked, ceilings, charges, murabahah, plans, risks
from rembuk.loans.told import figure

ZERO = Fraction(0)


def _rounding(inputs: Inputs) -> charges.Rounding:
    return charges.Rounding(
        inputs.get("currency_quantum", asked.principal, Fraction(1)),
        inputs.get("rounding", rounding_mode, "half_up"),
    )


def loan_charges(inputs: Inputs) -> Told:
    """Tell the fees of a flat loan by what they are taken of."""
    inputs.get("method", one_of("flat"))
    inputs.get("frequency", asked.rhythm)
    rounding, periods = _rounding(inputs), inputs.get("periods", asked.rows)
    rate = inputs.get("annual_rate", share) * inputs.get("day_count", asked.part_of_year)
    fee_part = inputs.get("instalment_fee_pct_of_principal_plus_interest", share, None)
    late = inputs.get("late_fee_pct_options", Inputs, Inputs({}))
    row = charges.FlatRow.of(
        inputs.get("principal", asked.principal), periods=periods, rate=rate, rounding=rounding
    )
    told = {
        "instalment_principal": figure(row.principal),
        "instalment_interest": figure(row.interest),
    }
    if fee_part is not None:
        fee = rounding.of(fee_part * row.both)
        told |= {"instalment_fee": figure(fee), "total_instalment_fees": figure(fee * periods)}
    bases = {"of_principal": row.principal, "of_principal_plus_interest": row.both}
    for name, base in bases.items():
        if (part := late.get(name, share, None)) is not None:
            told[f"late_fee_{name}"] = figure(rounding.of(part * base))
    return told


def loan_penalty(inputs: Inputs) -> Told:
    """Tell fines by the day, or interest on interest that came late."""
    by_interest = any(name in inputs for name in ("penalty_base", "penalty_annual_rate"))
    if by_interest and "instalment_overdue" not in inputs:
        return _late_interest(inputs)
    overdue, rounding = inputs.get("instalment_overdue", amount), _rounding(inputs)
    rule = charges.FineRule(
        per_day=inputs.get("fine_per_day", share),
        grace_days=inputs.get("grace_days", count),
        cap=inputs.get("fine_cap_pct_of_instalment", share, None),
    )
    days = inputs.get("days_late", listed(whole))
    cap = charges.fine_cap(overdue, rule, rounding=rounding)
    found = charges.fines(overdue, rule, days_late=days, rounding=rounding)
    return {"cap": cap if cap is None else figure(cap), "fine": [figure(one) for one in found]}


def _late_interest(inputs: Inputs) -> Told:
    rounding, basis = _rounding(inputs), inputs.get("day_count", asked.actual_days)
    inputs.get("penalty_base", one_of("overdue_interest"))
    lent, rate = inputs.get("principal", asked.principal), inputs.get("annual_rate", share)
    days, late = inputs.get("days", count), inputs.get("penalty_days", count)
    fined_at = inputs.get("penalty_annual_rate", share)
    interest = rounding.of(charges.by_days(lent, rate, days=days, basis=basis))
    fine = rounding.of(charges.by_days(interest, fined_at, days=late, basis=basis))
    return {"accrued_interest": figure(interest), "penalty": figure(fine)}


def _number(value: Any, field: str) -> int | str:
    if type(value) is int or isinstance(value, str):
        return value
    raise bad_value(field, "nomor angsuran")


def loan_payment_allocation(inputs: Inputs) -> Told:
    """Tell where the money of a payment goes."""
    parts = inputs.get("order", listed(one_of(*allocation.PARTS)))
    if sorted(parts) != sorted(allocation.PARTS):
        raise bad_value("order", "fine, interest dan principal, masing-masing sekali")
    inputs.get("within", one_of("instalment_first"))
    payment = inputs.get("payment", amount)
    due = [
        (one.get("no", _number), {part: one.get(part, amount) for part in allocation.PARTS})
        for one in inputs.get("due", listed(Inputs))
    ]
    found = allocation.allocate(payment, [owed for _no, owed in due], order=parts)
    return {
        "allocation": [
            {"no": no, **{part: figure(paid) for part, paid in row.items()}}
            for (no, _owed), row in zip(due, found.rows, strict=True)
        ],
        "unallocated": figure(found.left),
        "oldest_unpaid": None if found.oldest_unpaid is None else due[found.oldest_unpaid][0],
    }


def _yearly(value: Any, field: str) -> Fraction:
    if not isinstance(value, dict):
        return share(value, field)
    given = Inputs(value, field)
    times = ceilings.MONTHS if given.get("per", one_of("month", "year")) == "month" else 1
    return given.get("rate", share) * times


def rate_limit(inputs: Inputs) -> Told:
    """Say which rates stay within the ceilings."""
    limits = inputs.get("limits", Inputs, Inputs({}))
    asks: Callable[[Any, str], list[Fraction]] = listed(_yearly)
    return {
        "savings_allowed": ceilings.allowed(
            inputs.get("savings_rates", asks),
            ceiling=limits.get("savings", share, ceilings.SAVINGS_A_YEAR),
        ),
        "loan_allowed": ceilings.allowed(
            inputs.get("loan_rates", asks),
            ceiling=limits.get("loan", share, ceilings.LOAN_A_YEAR),
        ),
    }


def related_party_limit(inputs: Inputs) -> Told:
    """Say whether a loan to somebody close still fits under the ceiling for all of them."""
    outstanding = inputs.get("related_outstanding_principal", listed(Inputs))
    found = ceilings.close_people(
        inputs.get("modal_sendiri", amount),
        [one.get("amount", amount) for one in outstanding],
        new=inputs.get("new_loan_request", Inputs).get("amount", amount),
        part=inputs.get("limit_pct", share),
    )
    return {
        "limit": figure(found.limit),
        "after": figure(found.after),
        "allowed": found.allowed,
        "allowed_if_one_rupiah_more": found.allowed_if_one_more,
    }


def murabahah_of(inputs: Inputs) -> Told:
    """Tell a sale with margin, and what settles it early."""
    sale = murabahah.Sale(
        cost=inputs.get("cost", amount), margin=inputs.get("margin", amount),
        down_payment=inputs.get("down_payment", amount),
        instalments=inputs.get("instalments", asked.rows),
    )  # fmt: skip
    if sale.financed < 0:
        raise bad_value("down_payment", "uang muka yang tidak melebihi harga jual")
    told = {
        "selling_price": figure(sale.price),
        "financed": figure(sale.financed),
        "instalment": figure(sale.instalment),
        "margin_per_instalment": figure(sale.margin_each),
    }
    paid = inputs.get("early_settlement_after", count, None)
    if paid is None:
        return told
    if paid > sale.instalments:
        raise bad_value("early_settlement_after", "paling banyak jumlah angsuran")
    part = inputs.get("muqasah_pct_of_remaining_margin", share, ZERO)
    left = murabahah.settle(sale, paid=paid, rebate_part=part)
    return told | {
        "outstanding_after": figure(left.outstanding),
        "remaining_margin": figure(left.margin),
        "muqasah": figure(left.rebate),
        "payoff": figure(left.payoff),
    }


KINDS: dict[str, Formula] = {
    "loan_schedule": plans.loan_schedule,
    "loan_schedule_totals": plans.loan_schedule_totals,
    "effective_rate": plans.effective_rate,
    "loan_payoff": plans.loan_payoff,
    "loan_restructure": plans.loan_restructure,
    "loan_charges": loan_charges,
    "loan_penalty": loan_penalty,
    "loan_payment_allocation": loan_payment_allocation,
    "days_past_due": risks.days_past_due,
    "collectability": risks.collectability_of,
    "provision": risks.provision,
    "risk_of_bad_loans": risks.risk_of_bad_loans,
    "write_off": risks.write_off,
    "restructure_class": risks.restructure_class,
    "rate_limit": rate_limit,
    "related_party_limit": related_party_limit,
    "murabahah": murabahah_of,
}
