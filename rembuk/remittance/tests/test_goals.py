"""What arrives is all in goals or can be withdrawn."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.wrong_inputs import Wrong
from rembuk.remittance.goals import split, split_with_caps
from rembuk.remittance.rupiah import Quote, converted

SUMS = st.integers(0, 10**10)


@st.composite
def parts(draw):
    """Parts that make exactly 1."""
    weights = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=7).filter(any))
    return [Fraction(weight, sum(weights)) for weight in weights]


@given(SUMS, parts(), st.data())
def test_all_of_a_sum_is_in_goals_or_can_be_withdrawn(net, shares, data):
    need = st.none() | SUMS.map(Fraction)
    needs = data.draw(st.lists(need, min_size=len(shares), max_size=len(shares)))
    found = split_with_caps(Fraction(net), shares, needs=needs)
    assert sum(found.goals) + found.overflow == net
    assert found.overflow >= 0
    for goal, share, wanted in zip(found.goals, shares, needs, strict=True):
        assert goal < net * share + 1
        assert wanted is None or goal <= wanted


@given(SUMS, parts())
def test_without_caps_each_goal_is_within_a_rupiah_of_its_part(net, shares):
    goals = split(Fraction(net), shares)
    assert sum(goals) == net
    for goal, share in zip(goals, shares, strict=True):
        assert abs(goal - net * share) < 1


def test_parts_that_are_not_the_whole_are_said():
    with pytest.raises(Wrong, match="100") as wrong:
        split(Fraction(10), [Fraction(1, 2), Fraction(1, 3)])
    assert wrong.value.code == "shares_not_one"


@given(SUMS, st.integers(1, 10**6), st.sampled_from([1, 100]), st.integers(0, 5000))
def test_a_quote_per_hundred_is_the_quote_per_one(amount, rate, unit, fee):
    quotes = Quote(Fraction(rate), Fraction(unit)), Quote(Fraction(rate, unit))
    whole, one = (
        converted(Fraction(amount), quote, fee_foreign=Fraction(0), fee_rp=Fraction(fee),
                  mode="half_up")
        for quote in quotes
    )  # fmt: skip
    assert whole == one
    if one.net_rp >= 0:  # less than nothing is rounded away from it, as any sum
        assert one.gross_rp - one.net_rp == fee
    if amount:
        implied = quotes[0].implied_by(one.exact_rp, amount=Fraction(amount))
        assert implied == rate
