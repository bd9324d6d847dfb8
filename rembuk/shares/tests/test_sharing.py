"""Shares: nothing is lost, nobody gets a unit more than her part calls for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.wrong_inputs import Wrong
from rembuk.shares import sharing

WEIGHTS = st.lists(st.fractions(0, 50, max_denominator=12), min_size=1, max_size=30)


@given(st.integers(0, 10**12), WEIGHTS, st.sampled_from([1, 100, 500, 1000]))
def test_all_of_a_sum_is_somewhere(amount_rp, weights, unit_rp):
    if not any(weights):
        return
    found = sharing.share_out(amount_rp, weights, unit_rp=unit_rp)
    assert found.sum == amount_rp
    assert 0 <= found.group_cash < unit_rp
    whole = amount_rp - found.group_cash
    for share, weight in zip(found.each, weights, strict=True):
        assert share % unit_rp == 0
        assert abs(share - whole * weight / sum(weights)) < unit_rp


@given(st.integers(0, 10**12), WEIGHTS, st.sampled_from([1, 100, 500, 1000]))
def test_or_every_share_goes_down_and_who_weighs_the_same_gets_the_same(amount_rp, weights, unit):
    if not any(weights):
        return
    found = sharing.share_down(amount_rp, weights, unit_rp=unit)
    assert found.sum == amount_rp
    assert 0 <= found.group_cash < unit * len(weights)
    got = dict(zip(weights, found.each, strict=True))
    assert [got[weight] for weight in weights] == found.each
    for share, weight in zip(found.each, weights, strict=True):
        assert 0 <= amount_rp * weight / sum(weights) - share < unit


@given(st.integers(0, 10**9), st.integers(1, 40))
def test_equal_weights_differ_by_a_rupiah_at_most_and_the_earlier_has_it(amount_rp, members):
    each = sharing.share_out(amount_rp, [Fraction(1)] * members).each
    assert max(each) - min(each) <= 1
    assert each == sorted(each, reverse=True)


@pytest.mark.parametrize(
    ("amount_rp", "weights", "code"),
    [(-1, [1], "loss_not_distributed"), (5, [0, 0], "no_weights"), (5, [], "no_weights")],
)
def test_a_loss_and_a_share_of_nothing_are_said(amount_rp, weights, code):
    with pytest.raises(Wrong) as wrong:
        sharing.share_out(amount_rp, [Fraction(weight) for weight in weights])
    assert wrong.value.code == code


def test_a_part_of_a_loss_is_said_too():
    with pytest.raises(Wrong, match="Rugi"):
        sharing.parts_first(-5, [Fraction(10)])
