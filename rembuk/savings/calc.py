"""Interest, deposits, tax, shared income and the arisan."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import (
    above_nought,
    amount,
    at_least,
    day,
    flag,
    listed,
    one_of,
    rounding_mode,
    share,
    text,
    whole,
)
from rembuk.lib.rounding import as_exact, as_text, rounded
from rembuk.lib.wrong_inputs import bad_value
from rembuk.savings import interest
from rembuk.savings.arisan import Arisan, Missed
from rembuk.savings.deposits import MONTHS, PERIODS_A_YEAR, TermDeposit, compounded
from rembuk.savings.interest import AVERAGE, DAILY, LOWEST, Rates, Run, Tier
from rembuk.savings.mudharabah import income_share
from rembuk.savings.tax import InterestTax

MONTHS_MAX = 1200  # a hundred years
COMMON_YEAR, LEAP_YEAR = 365, 366
PLACES = 12


def savings_interest(inputs: Inputs) -> Told:
    """Tell the interest of one period."""
    runs, rates, year_days = _runs(inputs), _rates(inputs), _year_days(inputs)
    method = inputs.get("method", one_of(LOWEST, AVERAGE, DAILY))
    quantum = inputs.get("quantum", above_nought(amount), Fraction(1, 100))
    mode = inputs.get("rounding", rounding_mode, "half_up")
    each = inputs.get("round_each", one_of("total", "run"), "total") == "run"
    tax_rate = inputs.get("tax_rate", share, Fraction(0))
    fee = inputs.get("monthly_fee", amount, Fraction(0))
    near = partial(rounded, to=quantum, mode=mode)
    earned = near(interest.of_period(runs, method=method, rates=rates, year_days=year_days))
    told: Told = {}
    if method == DAILY:
        exact = interest.of_runs(runs, rates=rates, year_days=year_days)
        earned = near(sum(map(near, exact), Fraction(0))) if each else earned
        first = interest.of_balance(runs[0].balance, 1, rates=rates, year_days=year_days)
        told = {"sum_of_daily_balances": as_exact(interest.daily_sum(runs))}
        if "runs" in inputs:
            told["runs"] = [as_exact(near(one)) for one in exact]
        told["first_day"] = as_exact(near(first))
    else:
        balance = interest.basis(runs, method=method)
        told = {method: as_exact(balance) if method == LOWEST else as_text(balance, 2)}
    tax = near(earned * tax_rate)
    return told | {
        "interest": as_exact(earned),
        "tax": as_exact(tax),
        "closing_balance": as_exact(runs[-1].balance + earned - tax - fee),
    }


def _runs(inputs: Inputs) -> list[Run]:
    if "balances_from" in inputs:
        balances = inputs.get("balances_from", _by_day)
        first, last = inputs.get("period", _period)
        return interest.runs_of(balances, first=first, last=last)
    if "runs" in inputs:
        runs = [_run(one) for one in inputs.get("runs", listed(Inputs))]
        if not runs:
            raise bad_value("runs", "paling sedikit satu saldo dengan jumlah harinya")
        return runs
    return [_run(inputs)]


def _run(given: Inputs) -> Run:
    return Run(given.get("balance", amount), given.get("days", above_nought(whole)))


def _by_day(value: Any, field: str) -> dict[date, Fraction]:
    return {day(on, field): amount(one, field) for on, one in Inputs(value, field).given.items()}


def _period(value: Any, field: str) -> tuple[date, date]:
    days = listed(day)(value, field)
    if len(days) != 2 or days[0] > days[1]:
        raise bad_value(field, "dua tanggal: hari pertama dan hari terakhir")
    return days[0], days[1]


def _rates(inputs: Inputs) -> Rates:
    if inputs.given.get("tiers") is None:
        return Rates([Tier(Fraction(0), inputs.get("annual_rate", share))])
    tiers = [
        Tier(one.get("from", amount), one.get("annual_rate", share))
        for one in inputs.get("tiers", listed(Inputs))
    ]
    if not interest.is_ascending(tiers):
        raise bad_value("tiers", "tingkat saldo mulai dari 0, makin besar")
    rule = inputs.get("tier_rule", one_of("whole_balance", interest.SLICE))
    return Rates(tiers, sliced=rule == interest.SLICE)


def _year_days(inputs: Inputs) -> int:
    told = inputs.get("days_in_year", lambda value, _field: value, COMMON_YEAR)
    if told == "actual":
        first, _last = inputs.get("period", _period)
        return LEAP_YEAR if isleap(first.year) else COMMON_YEAR
    for known in (COMMON_YEAR, 360, LEAP_YEAR):
        if told == str(known) or (type(told) is int and told == known):
            return known
    raise bad_value("days_in_year", "salah satu dari: 365, 360, 366, actual")


def deposit_compound(inputs: Inputs) -> Told:
    """Tell what deposits grow to."""
    return {"maturity": [_grown(one) for one in inputs.get("deposits", listed(Inputs))]}


def _grown(given: Inputs) -> str:
    principal, rate = given.get("principal", amount), given.get("annual_rate", share)
    months = given.get("months", _months(0))
    periods = PERIODS_A_YEAR[given.get("compounding", one_of(*PERIODS_A_YEAR))]
    if months * periods % MONTHS:
        raise bad_value("months", f"kelipatan {MONTHS // periods} bulan")
    grown = compounded(principal, annual_rate=rate, months=months, periods_a_year=periods)
    return as_text(grown, PLACES)


def term_deposit(inputs: Inputs) -> Told:
    """Tell a term deposit's interest, and what breaking it early gives."""
    deposit = TermDeposit(
        principal=inputs.get("principal", amount),
        annual_rate=inputs.get("annual_rate", share),
        months=inputs.get("months", _months(1)),
        placed=inputs.get("placed", day),
    )
    inputs.get("interest_paid", one_of("monthly"))
    broken = inputs.get("early_withdrawal", day, None)
    penalty = deposit.penalty(inputs.get("early_rule", _penalty, Fraction(0)))
    dates = deposit.interest_dates()
    told = {
        "monthly_interest": as_exact(deposit.monthly_rp),
        "interest_dates": [due.isoformat() for due in dates],
        "full_term_interest": as_exact(deposit.months * deposit.monthly_rp),
    }
    if broken is None:
        return told
    if not deposit.placed <= broken <= dates[-1]:
        raise bad_value("early_withdrawal", f"tanggal dari {deposit.placed} sampai {dates[-1]}")
    return told | {
        "early_interest_paid": as_exact(deposit.paid_by(broken)),
        "early_penalty": as_exact(penalty),
        "early_payout": as_exact(deposit.principal - penalty),
    }


def _penalty(value: Any, field: str) -> Fraction:
    given = Inputs(value, field)
    if not given.get("lose_running_month", flag, True):
        raise bad_value("lose_running_month", "true: bulan yang berjalan tidak berbunga")
    return given.get("penalty_pct_of_principal", share, Fraction(0))


def _months(least: int) -> Any:
    def read(value: Any, field: str) -> int:
        months = at_least(least, whole)(value, field)
        if months > MONTHS_MAX:
            raise bad_value(field, f"paling banyak {MONTHS_MAX} bulan")
        return months

    return read


def interest_tax(inputs: Inputs) -> Told:
    """Tell the tax on interest, of several members or of one member's accounts together."""
    rule = InterestTax(
        inputs.get("threshold", amount),
        inputs.get("rate_above", share),
        inputs.get("rounding", rounding_mode, "floor"),
    )
    if "accounts" in inputs:
        inputs.get("aggregate", one_of("member_month"))
        accounts = inputs.get("accounts", listed(Inputs))
        each = [(one.get("no", text), one.get("interest", amount)) for one in accounts]
        total = sum((earned for _no, earned in each), Fraction(0))
        apart = sum((rule.on(earned) for _no, earned in each), Fraction(0))
        return {
            "total_interest": as_exact(total),
            "tax": as_exact(rule.on(total)),
            "tax_if_per_account": as_exact(apart),
        }
    members = inputs.get("monthly_interest_per_member", listed(amount))
    inputs.get("base", one_of("whole_amount"))
    taxes = [rule.on(earned) for earned in members]
    net = [earned - tax for earned, tax in zip(members, taxes, strict=True)]
    return {"tax": _listed(taxes), "net": _listed(net)}


def mudharabah(inputs: Inputs) -> Told:
    """Tell what a balance earned, and the parts of the member and of the cooperative."""
    nisbah = inputs.get("nisbah_member", share)
    if nisbah + inputs.get("nisbah_koperasi", share) != 1:
        raise bad_value("nisbah_koperasi", "bagian yang bersama nisbah_member tepat 1")
    pool = inputs.get("average_pool", above_nought(amount))
    balance = inputs.get("member_average_balance", amount)
    if balance > pool:
        raise bad_value("member_average_balance", "saldo yang tidak lebih besar dari average_pool")
    found = income_share(
        inputs.get("distributable_income", amount), balance=balance, pool=pool, nisbah=nisbah,
        mode=inputs.get("rounding", rounding_mode, "half_up"),
    )  # fmt: skip
    return {
        "member_income_share": as_exact(found.earned),
        "member_bagi_hasil": as_exact(found.member),
        "koperasi_share": as_exact(found.cooperative),
    }


def arisan(inputs: Inputs) -> Told:
    """Tell what the winners of an arisan take, and who owes it what."""
    pot = Arisan(
        inputs.get("members", above_nought(whole)),
        inputs.get("contribution", amount),
        inputs.get("admin_per_round", amount, Fraction(0)),
    )
    missed = inputs.get("missed", listed(_missed), [])
    if len(set(missed)) < len(missed):
        raise bad_value("missed", "setiap anggota paling banyak sekali dalam satu putaran")
    at_end = pot.winner_full - pot.members * pot.contribution
    return {
        "pot_full": as_exact(pot.pot_full),
        "winner_receives_full": as_exact(pot.winner_full),
        "winner_receives_by_round": {
            str(number): as_exact(taken) for number, taken in pot.winners(missed).items()
        },
        "receivables": {member: as_exact(owed) for member, owed in pot.owed(missed).items()},
        "net_per_member_at_end_if_all_pay": as_exact(at_end),
    }


def _missed(value: Any, field: str) -> Missed:
    given = Inputs(value, field)
    return Missed(given.get("round", above_nought(whole)), given.get("member", text))


def _listed(sums: Sequence[Fraction]) -> list[str]:
    return [as_exact(one) for one in sums]


KINDS: dict[str, Formula] = {
    "savings_interest": savings_interest,
    "deposit_compound": deposit_compound,
    "term_deposit": term_deposit,
    "interest_tax": interest_tax,
    "mudharabah": mudharabah,
    "arisan": arisan,
}
