"""Interest is exact until its end; a tax never falls when interest grows by less than its cliff."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.dates import months_later
from rembuk.savings import interest
from rembuk.savings.arisan import Arisan, Missed
from rembuk.savings.deposits import TermDeposit
from rembuk.savings.interest import Rates, Run, Tier
from rembuk.savings.mudharabah import income_share
from rembuk.savings.tax import InterestTax

SUMS = st.integers(0, 10**9).map(Fraction)
RUNS = st.lists(st.builds(Run, SUMS, st.integers(1, 60)), min_size=1, max_size=8)
PARTS = st.fractions(0, 1, max_denominator=1000)
YEAR = 365


@st.composite
def rates(draw, *, sliced=None):
    """Tiers from 0 up whose rates rise."""
    floors = sorted(draw(st.sets(st.integers(1, 10**9), max_size=4)))
    rising = sorted(draw(st.lists(PARTS, min_size=len(floors) + 1, max_size=len(floors) + 1)))
    tiers = [Tier(Fraction(low), rate) for low, rate in zip([0, *floors], rising, strict=True)]
    return Rates(tiers, sliced=draw(st.booleans()) if sliced is None else sliced)


@given(RUNS, PARTS)
def test_at_one_rate_the_mean_earns_what_its_days_earn(runs, rate):
    flat = Rates([Tier(Fraction(0), rate)])
    by_day = sum(interest.of_runs(runs, rates=flat, year_days=YEAR))
    days = interest.days_of(runs)
    mean = interest.daily_sum(runs) / days
    assert by_day == interest.of_balance(mean, days, rates=flat, year_days=YEAR)
    lowest = min(run.balance for run in runs)
    assert interest.of_balance(lowest, days, rates=flat, year_days=YEAR) <= by_day


@given(RUNS, rates())
def test_a_run_earns_what_its_days_earn_one_by_one(runs, of):
    days = [Run(run.balance, 1) for run in runs for _day in range(run.days)]
    assert sum(interest.of_runs(runs, rates=of, year_days=YEAR)) == sum(
        interest.of_runs(days, rates=of, year_days=YEAR)
    )


@given(SUMS, rates(sliced=True))
def test_slices_earn_at_most_the_highest_rate_on_all(balance, of):
    assert of.yearly(balance) <= Rates(of.tiers).yearly(balance)
    assert of.yearly(balance) <= of.yearly(balance + 1)


@given(st.dictionaries(st.dates(date(2024, 1, 1), date(2024, 12, 31)), SUMS, min_size=1),
       st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(0, 90))  # fmt: skip
def test_every_day_of_a_period_has_the_last_balance_before_its_end(balances, first, days):
    last = first + timedelta(days=days)
    if min(balances) > first:
        return
    runs = interest.runs_of(balances, first=first, last=last)
    by_day = [run.balance for run in runs for _day in range(run.days)]
    for number, balance in enumerate(by_day):
        day = first + timedelta(days=number)
        assert balance == balances[max(on for on in balances if on <= day)]
    assert len(by_day) == days + 1


@given(SUMS, st.integers(0, 10**6), PARTS)
def test_tax_is_nothing_up_to_the_threshold_and_of_the_whole_above_it(earned, threshold, rate):
    rule = InterestTax(Fraction(threshold), rate)
    tax = rule.on(earned)
    if earned <= threshold:
        assert tax == 0
    else:
        assert tax <= earned * rate < tax + 1


@given(SUMS, PARTS, st.integers(1, 40), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.data())
def test_a_deposit_pays_each_month_and_never_more_than_its_time(principal, rate, months, on, data):
    deposit = TermDeposit(principal, rate, months, on)
    dates = deposit.interest_dates()
    assert dates == sorted(set(dates))
    assert dates[-1] == months_later(on, months)
    day = data.draw(st.dates(on, dates[-1]))
    assert 0 <= deposit.paid_by(day) <= deposit.paid_by(dates[-1]) == months * deposit.monthly_rp


@given(SUMS, st.integers(1, 10**9), PARTS, PARTS, st.sampled_from(["half_up", "floor", "ceil"]))
def test_shared_income_is_somebodys(income, pool, part, nisbah, mode):
    balance = int(pool * part)
    found = income_share(income, balance=Fraction(balance), pool=Fraction(pool), nisbah=nisbah,
                         mode=mode)  # fmt: skip
    assert found.member + found.cooperative == found.earned <= income
    assert 0 <= found.member <= found.earned


@given(st.integers(2, 30), st.integers(1, 10**6), st.integers(0, 10**4), st.data())
def test_what_winners_miss_is_what_members_owe(members, contribution, admin, data):
    pot = Arisan(members, Fraction(contribution), Fraction(admin))
    absences = st.builds(Missed, st.integers(1, members), st.sampled_from(["Ira", "Uci", "Lela"]))
    missed = data.draw(st.lists(absences, unique=True, max_size=9))
    winners = pot.winners(missed)
    short = sum(pot.winner_full - taken for taken in winners.values())
    assert short == sum(pot.owed(missed).values()) == len(missed) * contribution
