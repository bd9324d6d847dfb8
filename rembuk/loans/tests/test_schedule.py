"""Schedules: nothing of a loan is lost, and the quick way ends where the slow one on paper does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rembuk.lib.wrong_inputs import Wrong
from rembuk.loans.duedates import MONTHLY, WEEKLY, Calendar, Rhythm
from rembuk.loans.rates import ByDays, Even, OddFirst
from rembuk.loans.schedule import Method, Terms, evened, near, plan
from rembuk.loans.tests import by_hand

MODES = ("half_up", "half_even", "floor", "ceil")
QUANTA = [Fraction(1), Fraction(100), Fraction(1, 100), Fraction(1, 2)]
AMOUNTS = st.one_of(
    st.integers(1, 10**10).map(Fraction), st.fractions(1, 10**6, max_denominator=100)
)
RATES = st.fractions(0, Fraction(1, 4), max_denominator=10_000)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def rates_of(draw):
    """Even rates, an odd first period, or by the days that have gone by."""
    rate = draw(RATES)
    match draw(st.sampled_from(["even", "odd", "days"])):
        case "odd":
            return OddFirst.of(rate, days=draw(st.integers(0, 70)), of_days=31)
        case "days":
            rhythm = draw(st.sampled_from([MONTHLY, WEEKLY, Rhythm(days=14), Rhythm(months=3)]))
            days = Calendar(rhythm, draw(DAYS))
            return ByDays.of(rate * 4, basis=draw(st.sampled_from([360, 365])), calendar=days)
        case _:
            return Even.of(rate)


@st.composite
def loans(draw):
    """Any loan that can be asked for."""
    rows = draw(st.integers(1, 18))
    grace = draw(st.integers(0, rows - 1))
    rates = draw(rates_of())
    method = draw(st.sampled_from(Method))
    assume(method is not Method.FLAT or rates.even is not None)
    principal = draw(AMOUNTS)
    return Terms(
        principal=principal, method=method, rates=rates, periods=rows,
        quantum=draw(st.sampled_from(QUANTA)), rounding=draw(st.sampled_from(MODES)),
        exact=draw(st.booleans()), multiple=draw(st.sampled_from([*QUANTA, Fraction(1000)])),
        level_rounding=draw(st.sampled_from([*MODES, "none"])),
        fixed=draw(st.one_of(st.none(), st.just(principal / draw(st.integers(1, 30))))),
        grace=grace, deferred=draw(st.integers(0, grace)),
    )  # fmt: skip


def on_paper(terms):
    fixed = None if terms.method is Method.DECLINING else terms.fixed
    return by_hand.rows(
        principal=terms.principal, method=str(terms.method), fixed=fixed,
        rates=[Fraction(one, terms.rates.one) for one in terms.rates.each(terms.periods)],
        quantum=terms.quantum, mode=terms.rounding, exact=terms.exact, grace=terms.grace,
        multiple=terms.multiple, level_mode=terms.level_rounding, deferred=terms.deferred,
    )  # fmt: skip


ROUNDED_UP_TOO_OFTEN = Terms(
    principal=Fraction(18), method=Method.FLAT, rates=Even(even=1, one=4), periods=12,
    quantum=Fraction(1), rounding="half_up", exact=False, multiple=Fraction(1),
    level_rounding="half_up", fixed=None, grace=0, deferred=0, carried=0,
)  # fmt: skip


def test_a_loan_asks_in_no_row_for_less_than_nothing():
    found = plan(ROUNDED_UP_TOO_OFTEN)
    asked = evened(found)
    assert (found.interest[-2:], asked.interest[-3:]) == ([5, -1], [5, 4, 0])
    assert asked.total_interest == found.total_interest == 54
    assert asked.instalment == [1 + 5] * 10 + [1 + 4, 7]
    assert evened(asked) == asked


@given(loans())
@example(ROUNDED_UP_TOO_OFTEN)
def test_the_schedule_is_the_one_worked_out_on_paper(terms):
    told = on_paper(terms)
    if told is None:
        with pytest.raises(Wrong) as wrong:
            plan(terms)
        assert wrong.value.code == "instalment_too_small"
        return
    found = plan(terms)
    assert list(zip(found.principal, found.interest, found.balance, strict=True)) == told
    assert found.instalment == [paid + interest for paid, interest, _left in told]


@given(loans())
def test_all_of_a_loan_is_paid_back_and_nothing_is_left(terms):
    try:
        found = plan(terms)
    except Wrong:
        return
    assert found.total_principal == terms.principal
    assert found.balance[-1] == 0
    if terms.method is not Method.FLAT:  # there the last row balances what rounding took before
        assert min(found.interest) >= 0
    assert all(after <= before for before, after in pairwise(found.balance))
    assert found.principal[: terms.grace] == [0] * terms.grace
    if terms.method is not Method.DECLINING and not terms.deferred:
        usual = found.instalment[terms.grace : -1]
        assert usual == [found.level] * len(usual)


@given(loans())
def test_putting_interest_off_neither_adds_nor_loses_any(terms):
    try:
        off, at_once = plan(terms), plan(terms._replace(deferred=0))
    except Wrong:
        return
    assert (off.total_interest, off.principal) == (at_once.total_interest, at_once.principal)
    assert off.interest[: terms.deferred] == [0] * terms.deferred


@given(st.integers(10**4, 10**10), RATES.filter(bool), st.integers(1, 60))
def test_an_annuity_costs_less_than_flat_at_the_same_rate(principal, rate, rows):
    annuity = plan(
        Terms(principal, Method.ANNUITY, Even.of(rate), rows, exact=True, level_rounding="none")
    )
    flat = plan(
        Terms(principal, Method.FLAT, Even.of(rate), rows, exact=True, level_rounding="none")
    )
    assert annuity.total_interest <= flat.total_interest


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.sampled_from(MODES))
def test_whole_numbers_round_as_fractions_do(above, below, mode):
    assert near(above, below, mode=mode) == by_hand.rounded(Fraction(above, below), mode=mode)


@pytest.mark.parametrize(
    ("disbursed", "rhythm", "first_due", "days"),
    [
        (date(2025, 1, 31), MONTHLY, None, ["2025-02-28", "2025-03-31", "2025-04-30"]),
        (date(2023, 11, 30), MONTHLY, None, ["2023-12-30", "2024-01-30", "2024-02-29"]),
        (date(2025, 12, 30), WEEKLY, None, ["2026-01-06", "2026-01-13", "2026-01-20"]),
        (date(2025, 8, 31), Rhythm(months=3), None, ["2025-11-30", "2026-02-28", "2026-05-31"]),
        (date(2025, 1, 3), MONTHLY, date(2025, 1, 31), ["2025-01-31", "2025-02-28", "2025-03-31"]),
        (None, Rhythm(days=14), date(2025, 2, 20), ["2025-02-20", "2025-03-06", "2025-03-20"]),
        (None, MONTHLY, None, []),
    ],
)
def test_due_days_never_drift(disbursed, rhythm, first_due, days):
    found = Calendar(rhythm, disbursed, first_due).rows(3)
    assert [day.isoformat() for day in found] == days


def test_a_schedule_beyond_the_calendar_says_so():
    with pytest.raises(Wrong, match="10000"):
        Calendar(Rhythm(months=12), date(2025, 1, 1)).rows(9000)


def test_an_instalment_she_chose_may_end_the_loan_sooner():
    found = plan(Terms(1_000_000, Method.FLAT, Even.of(Fraction(1, 100)), None, fixed=260_000))
    assert found.instalment == [260_000, 260_000, 260_000, 260_000]
    assert found.principal == [250_000] * 4


@pytest.mark.parametrize(
    ("method", "fixed"),
    [
        (Method.FLAT, 9_000), (Method.FLAT, 10_000), (Method.FLAT, 10_001),
        (Method.ANNUITY, 9_000), (Method.ANNUITY, 10_000),
    ],
)  # fmt: skip
def test_an_instalment_that_never_pays_it_back_is_refused(method, fixed):
    with pytest.raises(Wrong, match="Naikkan"):
        plan(Terms(1_000_000, method, Even.of(Fraction(1, 100)), None, fixed=fixed))
