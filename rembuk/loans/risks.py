"""`rembuk calc` on loans that are not paid well: age, class, allowance, risk, writing off."""

from __future__ import annotations

from fractions import Fraction

from rembuk.lib.calculation import Inputs, Told
from rembuk.lib.figures import (
    above_nought,
    amount,
    count,
    day,
    flag,
    listed,
    named,
    one_of,
    rounding_mode,
    share,
    text,
    whole,
)
from rembuk.lib.rounding import as_text
from rembuk.lib.wrong_inputs import SAYS, Wrong, bad_value
from rembuk.loans import collectability
from rembuk.loans import provisioning as setting_aside
from rembuk.loans.told import figure

ZERO = Fraction(0)


def days_past_due(inputs: Inputs) -> Told:
    """Tell how old the oldest unpaid instalment is on each day."""
    oldest, days = inputs.get("oldest_unpaid_due", day), inputs.get("as_of", listed(day))
    ages = [
        collectability.Ages(
            one.get("name", text), one.get("min", whole), one.get("max", whole, None)
        )
        for one in inputs.get("classes", listed(Inputs))
    ]
    above = inputs.get("non_performing_above_days", whole)
    late = [collectability.days_past_due(oldest, on=on) for on in days]
    return {
        "rows": [
            {
                "as_of": on.isoformat(),
                "days_past_due": one,
                "klass": collectability.class_by_age(one, classes=ages),
                "non_performing": one > above,
            }
            for on, one in zip(days, late, strict=True)
        ]
    }


def collectability_of(inputs: Inputs) -> Told:
    """Tell the class of each loan."""
    period = inputs.get("instalment_period", one_of(*collectability.BOUNDS))
    loans = [
        collectability.Arrears(
            principal_months=one.get("principal_arrears_months", amount),
            interest_months=one.get("interest_arrears_months", amount),
            rescuable=one.get("still_rescuable", flag, False),
            collateral_to_debt=one.get("collateral_to_debt", share, ZERO),
            doubtful_months=one.get("months_classified_doubtful", amount, ZERO),
        )
        for one in inputs.get("loans", listed(Inputs))
    ]
    bounds = collectability.BOUNDS[period]
    return {"classes": [str(collectability.classify(one, bounds=bounds)) for one in loans]}


def restructure_class(inputs: Inputs) -> Told:
    """Tell how slowly a class gets better after restructuring."""
    before = collectability.Class(inputs.get("before", one_of(*collectability.Class)))
    paid = inputs.get("instalments_paid_on_time", listed(count))
    probation = inputs.get("probation_instalments", above_nought(whole), 3)
    return {
        "classes": [
            str(collectability.after_restructuring(before, paid_on_time=one, probation=probation))
            for one in paid
        ]
    }


def provision(inputs: Inputs) -> Told:
    """Tell what is to be set aside: by class, after collateral, or by experience."""
    mode = inputs.get("rounding", rounding_mode, "half_up")
    if "buckets" in inputs and "outstanding" not in inputs:
        told = [
            (one.get("outstanding", amount), one.get("loss_rate", share))
            for one in inputs.get("buckets", listed(Inputs))
        ]
        return _rows_and_total("ckpn", setting_aside.to_set_aside(told, mode=mode))
    if "classes" in inputs and "outstanding" not in inputs:
        told = _uncovered(inputs)
        return _rows_and_total("required", setting_aside.to_set_aside(told, mode=mode))
    outstanding = inputs.get("outstanding", named(amount))
    rates, existing = inputs.get("rates", named(share)), inputs.get("existing_allowance", amount)
    if missing := [name for name in outstanding if name not in rates]:
        raise bad_value("rates", f"juga persentase untuk {missing[0]}")
    rows = [(left, rates[name]) for name, left in outstanding.items()]
    found = setting_aside.to_set_aside(rows, mode=mode)
    total = sum(found, ZERO)
    return {
        "required": dict(zip(outstanding, map(figure, found), strict=True)),
        "required_total": figure(total),
        "to_book": figure(total - existing),
        "ppap_to_ppapwd": as_text(existing / total, 4) if total else None,
    }


def _uncovered(inputs: Inputs) -> list[tuple[Fraction, Fraction]]:
    bare = inputs.get("no_collateral_classes", listed(text), [])
    told = []
    for one in inputs.get("classes", listed(Inputs)):
        left, rate = one.get("outstanding", amount), one.get("rate", share)
        if one.get("name", text) not in bare:
            left = setting_aside.uncovered(left, one.get("eligible_collateral", amount))
        told.append((left, rate))
    return told


def _rows_and_total(name: str, found: list[Fraction]) -> Told:
    return {name: [figure(one) for one in found], "total": figure(sum(found, ZERO))}


def risk_of_bad_loans(inputs: Inputs) -> Told:
    """Tell the weighted risk of bad loans beside the plain share."""
    outstanding = inputs.get("outstanding", named(amount))
    if setting_aside.GOOD not in outstanding:
        says = SAYS["missing_field"].format(field=setting_aside.GOOD)
        raise Wrong("missing_field", says, field=setting_aside.GOOD)
    found = setting_aside.risk_of_bad_loans(
        outstanding,
        weights=inputs.get("weights", named(share)),
        allowance=inputs.get("allowance", amount),
    )
    ratios = {
        name: None if (exact := getattr(found, name)) is None else as_text(exact, 6)
        for name in ("risk_to_loans", "npl_to_loans", "allowance_to_risk")
    }
    return {"risk": figure(found.risk), **ratios}


def write_off(inputs: Inputs) -> Told:
    """Tell what stands after a loan was written off, and after some of it came back."""
    off = inputs.get("write_off", Inputs)
    inputs.get("accrued_interest_recognised", amount)
    found = setting_aside.write_off(
        allowance=inputs.get("allowance_before", amount),
        loan=inputs.get("loan_principal", amount),
        principal=off.get("principal", amount),
        interest=off.get("interest", amount),
        recovered=inputs.get("later_recovery", amount, ZERO),
    )
    return {
        "allowance_after": figure(found.allowance_after),
        "interest_income_reversed": figure(found.interest_reversed),
        "loan_balance_after": figure(found.loan_after),
        "off_balance_claim_after_recovery": figure(found.claim_after),
        "recovery_income": figure(found.recovered),
    }
