"""What `rembuk calc` answers about loans: cases told from outside, edges, and what it refuses."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.calculation import answer
from rembuk.lib.wrong_inputs import Wrong
from rembuk.loans.calc import KINDS

CASES = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))
LOAN = {
    "principal": "1200000", "annual_rate": "0.18", "day_count": "30/360", "periods": 6,
    "frequency": "monthly", "method": "annuity", "disbursed": "2025-01-31",
}  # fmt: skip


def calc(kind, given):
    there = {name: one for name, one in given.items() if one is not None}
    return json.loads(json.dumps(answer(KINDS[kind], there)))


def plain(told):
    """Figures by their worth, so that "5" and 5 and "5.00" are the same."""
    if isinstance(told, dict):
        return {name: plain(one) for name, one in told.items()}
    if isinstance(told, list):
        return [plain(one) for one in told]
    try:
        return Fraction(told)
    except (TypeError, ValueError):
        return told


@pytest.mark.parametrize("case", CASES, ids=[one["what"] for one in CASES])
def test_cases_told_from_outside(case):
    told, wanted = plain(calc(case["kind"], case["inputs"])), plain(case["output"])
    assert {name: told[name] for name in wanted} == wanted


# What changes in the loan above -> some of what comes out.
EDGES = [
    ({"periods": 1}, {"principal": ["1200000"], "interest": ["18000"], "instalment": ["1218000"]}),
    ({"annual_rate": "0"}, {"instalment": ["200000"] * 6, "total_interest": "0"}),
    ({"annual_rate": "0", "day_count": "ACT/360"}, {"unrounded_instalment": "200000"}),
    ({"rate_per_period": "0.02"}, {"unrounded_instalment": "214230.97"}),
    ({"rate_per_period": "1/3", "periods": 2}, {"interest": ["400000", "228571"]}),
    ({"frequency": "weekly", "day_count": "7/364"}, {"due_dates": [
        "2025-02-07", "2025-02-14", "2025-02-21", "2025-02-28", "2025-03-07", "2025-03-14"]}),
    ({"annual_rate": None, "rate_per_month": "0.02", "weeks_per_month": "4",
      "frequency": "weekly", "method": "flat", "periods": 3}, {"interest": ["6000"] * 3}),
    ({"day_count": "ACT/365F", "method": "declining_equal_principal", "periods": 2,
      "disbursed": "2024-01-31"}, {"interest": ["17162", "9173"]}),
    ({"day_count": "ACT/360", "first_due": "2025-02-10", "periods": 2,
      "method": "declining_equal_principal"}, {"interest": ["6000", "8400"]}),
    ({"first_period": "prorate_actual", "first_due": "2025-03-15", "periods": 2,
      "method": "declining_equal_principal"}, {"interest": ["27643", "9000"],
      "due_dates": ["2025-03-15", "2025-04-15"]}),
    ({"fixed_instalment": "500000", "periods": None}, {"row_count": 3,
      "instalment": ["500000", "500000", "232202"], "unrounded_instalment": "500000"}),
    ({"fixed_instalment": "1218000"}, {"row_count": 1, "balance": ["0"]}),
    ({"instalment_multiple": "1000", "instalment_rounding": "floor"}, {
      "instalment": ["210000"] * 5 + ["213926"]}),
    ({"instalment_rounding": "none", "periods": 2}, {"unrounded_instalment": "613533.5",
      "instalment": ["613533.5", "613533.5"], "principal": ["595533", "604467"]}),
    ({"method": "flat", "principal": "100000", "periods": 3, "annual_rate": "0.1"}, {
      "interest": ["833", "833", "834"], "principal": ["33334", "33334", "33332"]}),
    ({"method": "flat", "principal": "100", "periods": 7, "instalment_multiple": "30"}, {
      "row_count": 4, "principal": ["28", "28", "28", "16"]}),
    ({"method": "declining_equal_principal", "principal": "1000", "periods": 3,
      "currency_quantum": "100"}, {"principal": ["300", "300", "400"]}),
    ({"grace_principal_periods": 2, "interest_payment_deferred_periods": 2, "periods": 4}, {
      "interest": ["0", "0", "54000", "9067"], "principal": ["0", "0", "595533", "604467"]}),
    ({"grace_principal_periods": 2, "interest_payment_deferred_periods": 1, "periods": 4,
      "method": "flat"}, {"interest": ["0", "36000", "18000", "18000"]}),
    ({"interest_rounding": "none", "periods": 2, "principal": "1000"}, {
      "instalment": ["511", "511.56"], "interest": ["15", "8"], "total_payable": "1023"}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "wanted"), EDGES)
def test_edges_of_a_schedule(change, wanted):
    told = plain(calc("loan_schedule", LOAN | change))
    assert {name: told[name] for name in wanted} == plain(wanted)


# A kind, what goes in -> the code, and the field it names.
REFUSED = [
    ("loan_schedule", LOAN | {"principal": "0"}, "bad_value", "principal"),
    ("loan_schedule", LOAN | {"periods": 0}, "bad_value", "periods"),
    ("loan_schedule", LOAN | {"periods": None}, "missing_field", "periods"),
    ("loan_schedule", LOAN | {"periods": 10**6}, "bad_value", "periods"),
    ("loan_schedule", LOAN | {"periods": 2000, "interest_rounding": "none"}, "bad_value",
     "periods"),
    ("loan_schedule", LOAN | {"method": "balloon"}, "bad_value", "method"),
    ("loan_schedule", LOAN | {"frequency": "every_0_days"}, "bad_value", "frequency"),
    ("loan_schedule", LOAN | {"day_count": "30/0"}, "bad_value", "day_count"),
    ("loan_schedule", LOAN | {"day_count": None}, "missing_field", "day_count"),
    ("loan_schedule", LOAN | {"annual_rate": None}, "missing_field", "annual_rate"),
    ("loan_schedule", LOAN | {"annual_rate": "-0.1"}, "bad_value", "annual_rate"),
    ("loan_schedule", LOAN | {"annual_rate": None, "rate_per_month": "0.01"}, "missing_field",
     "weeks_per_month"),
    ("loan_schedule", LOAN | {"day_count": "ACT/360", "disbursed": None}, "missing_field",
     "disbursed"),
    ("loan_schedule", LOAN | {"day_count": "ACT/360", "method": "flat"}, "bad_value", "day_count"),
    ("loan_schedule", LOAN | {"first_due": "2025-01-30"}, "bad_value", "first_due"),
    ("loan_schedule", LOAN | {"disbursed": "2025-02-30"}, "bad_value", "disbursed"),
    ("loan_schedule", LOAN | {"first_period": "prorate_actual"}, "missing_field", "first_due"),
    ("loan_schedule", LOAN | {"first_period": "prorate_actual", "day_count": "ACT/360"},
     "bad_value", "first_period"),
    ("loan_schedule", LOAN | {"grace_principal_periods": 6}, "bad_value",
     "grace_principal_periods"),
    ("loan_schedule", LOAN | {"interest_payment_deferred_periods": 1}, "bad_value",
     "interest_payment_deferred_periods"),
    ("loan_schedule", LOAN | {"deferred_interest_capitalised": True}, "bad_value",
     "deferred_interest_capitalised"),
    ("loan_schedule", LOAN | {"final_instalment": "balloon"}, "bad_value", "final_instalment"),
    ("loan_schedule", LOAN | {"rounding": "none"}, "bad_value", "rounding"),
    ("loan_schedule", LOAN | {"fixed_instalment": "18000"}, "instalment_too_small", None),
    ("loan_schedule", LOAN | {"method": "declining_equal_principal", "periods": None,
     "fixed_instalment": "500000"}, "missing_field", "periods"),
    ("loan_schedule_totals", LOAN | {"report_rows": [7]}, "bad_value", "report_rows"),
    ("loan_schedule_totals", LOAN | {"report_rows": [0]}, "bad_value", "report_rows"),
    ("effective_rate", {"loans": [{"ref": "A", "disbursed": "10", "instalments": ["4", "5"]}]},
     "not_repaid", None),
    ("effective_rate", {"loans": [{"ref": "A", "disbursed": "10", "instalments": []}]},
     "not_repaid", None),
    ("loan_payoff", LOAN | {"instalments_paid": 2, "payoff_date": "2025-03-30"}, "bad_value",
     "payoff_date"),
    ("loan_payoff", LOAN | {"instalments_paid": 2, "payoff_date": "2025-05-01"},
     "overdue_instalments", None),
    ("loan_payoff", LOAN | {"instalments_paid": 7, "payoff_date": "2025-09-01"}, "bad_value",
     "instalments_paid"),
    ("loan_payoff", LOAN | {"instalments_paid": 1, "payoff_date": "2025-03-01",
     "day_count": "ACT/360"}, "bad_value", "day_count"),
    ("loan_restructure", LOAN | {"annual_rate_old": "0.18", "change_from_period": 1}, "bad_value",
     "change_from_period"),
    ("loan_restructure", LOAN | {"annual_rate_old": "0.18", "change_from_period": 7}, "bad_value",
     "change_from_period"),
    ("loan_restructure", LOAN | {"annual_rate_old": "0.18", "change_from_period": 3,
     "method": "flat", "topup": "1"}, "bad_value", "topup"),
    ("loan_restructure", LOAN | {"change_from_period": 3}, "missing_field", "annual_rate_old"),
    ("loan_charges", LOAN, "bad_value", "method"),
    ("loan_penalty", {}, "missing_field", "instalment_overdue"),
    ("loan_penalty", {"penalty_base": "principal", "day_count": "ACT/360"}, "bad_value",
     "penalty_base"),
    ("loan_payment_allocation", {"order": ["fine", "fine", "principal"]}, "bad_value", "order"),
    ("provision", {"outstanding": {"lancar": "5"}, "rates": {}, "existing_allowance": "0"},
     "bad_value", "rates"),
    ("risk_of_bad_loans", {"outstanding": {"macet": "1"}, "weights": {}, "allowance": "0"},
     "missing_field", "lancar"),
    ("write_off", {"allowance_before": "9", "loan_principal": "10", "write_off": {
     "principal": "10", "interest": "0"}, "accrued_interest_recognised": "0"},
     "allowance_too_small", None),
    ("write_off", {"allowance_before": "90", "loan_principal": "10", "write_off": {
     "principal": "11", "interest": "0"}, "accrued_interest_recognised": "0"}, "bad_value",
     "principal"),
    ("murabahah", {"cost": "10", "margin": "1", "down_payment": "12", "instalments": 2},
     "bad_value", "down_payment"),
    ("murabahah", {"cost": "10", "margin": "1", "down_payment": "1", "instalments": 2,
     "early_settlement_after": 3}, "bad_value", "early_settlement_after"),
    ("rate_limit", {"savings_rates": [], "loan_rates": [{"rate": "0.02", "per": "week"}]},
     "bad_value", "per"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "code", "field"), REFUSED)
def test_what_has_no_answer_is_a_code_and_names_the_field(kind, given, code, field):
    with pytest.raises(Wrong) as wrong:
        calc(kind, given)
    assert (wrong.value.code, wrong.value.more.get("field")) == (code, field)


# A kind, what goes in -> some of what comes out.
OTHERS = [
    ("loan_schedule_totals", LOAN | {"method": "declining_equal_principal",
     "report_rows": [6, 1]}, {"instalment": "218000", "grace_instalment": None,
     "last_instalment": "203000", "row_count": 6}),
    ("loan_schedule_totals", LOAN | {"grace_principal_periods": 3}, {"grace_instalment": "18000",
     "instalment": "412060", "rows": {}}),
    ("loan_schedule_totals", LOAN | {"method": "flat", "instalment_multiple": "500",
     "instalment_rounding": "ceil"}, {"instalment": "218000", "last_instalment": "218000"}),
    ("effective_rate", {"loans": [{"ref": "0", "disbursed": "900", "instalments": [
     "300", "300", "300"]}]}, {"0": {"monthly_irr": "0", "nominal_annual": "0",
     "effective_annual": "0"}}),
    ("effective_rate", {"loans": [{"ref": "seed", "disbursed": "1000000", "instalments": [
     "110000"] * 10}]}, {"seed": {"monthly_irr": "0.017715", "nominal_annual": "0.212585",
     "effective_annual": "0.234572"}}),
    ("effective_rate", {"periods_per_year": 1, "loans": [{"ref": "q", "disbursed": "1000",
     "instalments": ["0", "1000002"]}]}, {"q": {"monthly_irr": "30.622808"}}),
    ("effective_rate", {"periods_per_year": 52, "loans": [{"ref": "w", "disbursed": "500000",
     "instalments": ["0"] * 4 + ["110000"] * 5}]}, {"w": {"monthly_irr": "0.013736"}}),
    ("loan_payoff", LOAN | {"instalments_paid": 0, "payoff_date": "2025-01-31"}, {
     "balance_after_paid": "1200000", "accrued_interest": "0", "payoff_amount": "1200000"}),
    ("loan_payoff", LOAN | {"instalments_paid": 0, "payoff_date": "2025-02-28"}, {
     "accrued_interest": "18000"}),
    ("loan_payoff", LOAN | {"instalments_paid": 6, "payoff_date": "2026-02-28"}, {
     "balance_after_paid": "0", "payoff_amount": "0"}),
    ("loan_payoff", LOAN | {"instalments_paid": 2, "payoff_date": "2025-04-10",
     "method": "declining_equal_principal", "rounding": "ceil"}, {"instalment": "218000",
     "balance_after_paid": "800000", "accrued_interest": "4000"}),
    ("loan_restructure", LOAN | {"annual_rate_old": "0.24", "annual_rate_new": "0.12",
     "method": "flat", "change_from_period": 5}, {"total_payable": "1320000"}),
    ("loan_restructure", LOAN | {"annual_rate_old": "0.18", "topup": "300000",
     "change_from_period": 6, "method": "declining_equal_principal"}, {
     "total_payable": "1567500"}),
    ("loan_restructure", LOAN | {"annual_rate_old": "0.18", "change_from_period": 3,
     "grace_principal_periods": 4}, {"total_payable": "1299067"}),
    ("loan_charges", LOAN | {"method": "flat", "periods": 7, "annual_rate": "0.2",
     "late_fee_pct_options": {"of_principal_plus_interest": "0.01"}}, {
     "instalment_principal": "171429", "instalment_interest": "20000",
     "late_fee_of_principal_plus_interest": "1914"}),
    ("loan_penalty", {"instalment_overdue": "100000", "fine_per_day": "0.001", "grace_days": 0,
     "days_late": [-3, 0, 1, 365]}, {"cap": None, "fine": ["0", "0", "100", "36500"]}),
    ("loan_payment_allocation", {"order": ["fine", "interest", "principal"], "payment": "100",
     "within": "instalment_first", "due": [{"no": "A1", "fine": 0, "interest": 10,
     "principal": 20}]}, {"unallocated": "70", "oldest_unpaid": None, "allocation": [
     {"no": "A1", "fine": "0", "interest": "10", "principal": "20"}]}),
    ("loan_payment_allocation", {"order": ["principal", "interest", "fine"], "payment": "0",
     "within": "instalment_first", "due": []}, {"allocation": [], "oldest_unpaid": None}),
    ("collectability", {"instalment_period": "weekly", "loans": [
     {"principal_arrears_months": p, "interest_arrears_months": i}
     for p, i in [("1", "1"), ("1.01", "0"), ("2", "3"), ("2", "3.1"), ("2.5", "0")]]},
     {"classes": ["lancar", "kurang_lancar", "kurang_lancar", "macet", "macet"]}),
    ("collectability", {"instalment_period": "yearly", "loans": [
     {"principal_arrears_months": p, "interest_arrears_months": i}
     for p, i in [("6", "3"), ("6", "3.5"), ("12", "6"), ("0", "7")]]},
     {"classes": ["lancar", "kurang_lancar", "kurang_lancar", "macet"]}),
    ("collectability", {"instalment_period": "monthly", "loans": [
     {"principal_arrears_months": "9", "interest_arrears_months": "0", "still_rescuable": r,
      "collateral_to_debt": c, "months_classified_doubtful": d} for r, c, d in
     [(True, "0.75", 20), (True, "0.75", 21), (False, "0.99", 0), (False, "1", 0)]]},
     {"classes": ["diragukan", "macet", "macet", "diragukan"]}),
    ("provision", {"classes": [{"name": "KL", "outstanding": "900", "eligible_collateral": "1000",
     "rate": "0.15"}, {"name": "L", "outstanding": "950", "rate": "0.01"}],
     "no_collateral_classes": ["L"], "rounding": "half_even"}, {"required": ["0", "10"],
     "total": "10"}),
    ("provision", {"buckets": [{"days": "0-30", "outstanding": "250", "loss_rate": "0.01"},
     {"days": ">90", "outstanding": "350", "loss_rate": "1/3"}]}, {"ckpn": ["3", "117"],
     "total": "120"}),
    ("provision", {"outstanding": {}, "rates": {}, "existing_allowance": "5"}, {
     "required_total": "0", "to_book": "-5", "ppap_to_ppapwd": None}),
    ("risk_of_bad_loans", {"outstanding": {"lancar": 0}, "weights": {}, "allowance": 3}, {
     "risk": "0", "risk_to_loans": None, "npl_to_loans": None, "allowance_to_risk": None}),
    ("write_off", {"allowance_before": "9", "loan_principal": "10", "write_off": {
     "principal": "4", "interest": "1"}, "accrued_interest_recognised": "1",
     "later_recovery": "7"}, {"loan_balance_after": "6", "off_balance_claim_after_recovery": "0",
     "recovery_income": "7"}),
    ("murabahah", {"cost": "1000", "margin": "100", "down_payment": "0", "instalments": 3,
     "early_settlement_after": 3}, {"instalment": "367", "outstanding_after": "0",
     "remaining_margin": "0", "muqasah": "0", "payoff": "0"}),
    ("rate_limit", {"savings_rates": [{"rate": "0.0075", "per": "month"}, {"rate": "0.09",
     "per": "year"}, "0.0900001"], "loan_rates": [{"rate": "0.02", "per": "month"}, "0.21"],
     "limits": {"loan": "0.2"}}, {"savings_allowed": [True, True, False],
     "loan_allowed": [False, False]}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "wanted"), OTHERS)
def test_other_figures(kind, given, wanted):
    told = plain(calc(kind, given))
    for name, one in plain(wanted).items():
        found = told[name]
        assert ({k: found[k] for k in one} if isinstance(one, dict) else found) == one


MONEY = st.integers(0, 10**9)


@given(MONEY, st.lists(st.tuples(MONEY, MONEY, MONEY), max_size=6), st.permutations(
    ["fine", "interest", "principal"]))  # fmt: skip
def test_a_payment_goes_somewhere_to_the_rupiah_and_the_oldest_first(payment, due, order):
    rows = [{"no": n, "fine": f, "interest": i, "principal": p} for n, (f, i, p) in enumerate(due)]
    asked = {"order": order, "within": "instalment_first", "payment": payment, "due": rows}
    told = calc("loan_payment_allocation", asked)
    parts = [[int(row[part]) for part in order] for row in told["allocation"]]
    assert sum(map(sum, parts)) + int(told["unallocated"]) == payment
    owed = [row[part] for row in rows for part in order]
    got = [one for row in parts for one in row]
    open_from = next((n for n, one in enumerate(owed) if got[n] < one), len(owed))
    assert not any(got[open_from + 1 :])
    assert told["oldest_unpaid"] == (open_from // 3 if open_from < len(owed) else None)


@given(st.integers(1, 10**9), st.lists(st.integers(0, 10**8), min_size=1, max_size=24))
def test_what_a_loan_costs_solves_its_own_equation(disbursed, instalments):
    if sum(instalments) < disbursed:
        return
    told = calc("effective_rate", {"loans": [
        {"ref": "x", "disbursed": disbursed, "instalments": instalments}]})["x"]  # fmt: skip
    # Between the two rates that would still be told so, what is paid back is worth the loan.
    low, high = (1 + Fraction(told["monthly_irr"]) + Fraction(sign, 2 * 10**6) for sign in (-1, 1))
    worths = [sum(one / m**k for k, one in enumerate(instalments, 1)) for m in (low, high)]
    assert worths[1] <= disbursed <= worths[0]


@given(st.integers(1, 11), st.integers(0, 28))
def test_settling_never_costs_more_than_paying_on(paid, days):
    loan = LOAN | {"periods": 12, "disbursed": "2025-01-05"}
    plan = calc("loan_schedule", loan)
    on = date.fromisoformat(plan["due_dates"][paid - 1]) + timedelta(days=days)
    asked = {"instalments_paid": paid, "payoff_date": on.isoformat()}
    told = calc("loan_payoff", loan | asked)
    still = sum(int(one) for one in plan["instalment"][paid:])
    assert int(plan["balance"][paid - 1]) <= int(told["payoff_amount"]) <= still
