"""Sums are read as people type them, and shared out to the last rupiah."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.money import (
    MOST_RP,
    Doubtful,
    Unreadable,
    read_rupiah,
    split_by_weight,
    split_evenly,
)
from rembuk.lib.words import grouped

SUMS = st.integers(min_value=0, max_value=MOST_RP)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1250000", 1_250_000), ("1.250.000", 1_250_000), ("Rp 1.250.000,00", 1_250_000),
        ("1,25jt", 1_250_000), ("50rb", 50_000), ("50 ribu", 50_000), ("rp50.000,-", 50_000),
        ("1.5 jt", 1_500_000), ("2 juta", 2_000_000), ("1,5 miliar", 1_500_000_000),
        ("2.000", 2_000), ("1,234,567", 1_234_567), ("50 000", 50_000), (" 0 ", 0),
        ("IDR 75.000", 75_000), ("1,250jt", 1_250_000), ("7", 7), ("10k", 10_000),
        ("1,250.00", 1_250), ("50,00", 50), ("1250000.00", 1_250_000), ("1 250.00", 1_250),
        ("0.00", 0),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_people_type_it(typed, meant):
    assert read_rupiah(typed) == meant


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1.25", (1, 1_250_000)), ("1,25", (1, 1_250_000)), ("2.5", (2, 2_500_000)),
        ("1.250 juta", (1_250_000, 1_250_000_000)),
        ("50.00", (50, 50_000)), ("500.00", (500, 500_000)), ("Rp 1.250.00", (1_250, 1_250_000)),
        ("1,250,00", (1_250, 1_250_000)),
    ],
)  # fmt: skip
def test_a_doubtful_sum_is_refused_with_both_readings(typed, readings):
    with pytest.raises(Doubtful) as told:
        read_rupiah(typed)
    assert told.value.readings == readings


@pytest.mark.parametrize(
    "typed",
    ["", "Rp", "-5", "½", "1e5", "12.34.567", "1.250.000.50", "lima ribu", "1,2345678jt", "5 ton",
     "0,5", "٣", "1000000000000001", "1.000,50", "--", "1 0", "9" * 5000],
)  # fmt: skip
def test_what_is_no_sum_of_whole_rupiah_is_refused(typed):
    with pytest.raises((Doubtful, Unreadable)):
        read_rupiah(typed)


@given(SUMS)
def test_every_sum_is_read_back_as_it_is_shown(amount):
    assert read_rupiah(f"Rp{grouped(amount, language='id')}") == amount
    assert read_rupiah(str(amount)) == amount


@given(st.integers(0, MOST_RP), st.integers(1, 400))
def test_equal_shares_and_the_remainder_are_the_whole_sum(amount, people):
    share, rest = split_evenly(amount, people)
    assert share * people + rest == amount
    assert 0 <= rest < people


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1).filter(any))
def test_weighted_shares_sum_exactly_and_each_is_within_a_rupiah(amount, weights):
    shares = split_by_weight(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(amount) * weight / sum(weights)) < 1


@given(
    st.integers(0, 10**9),
    st.lists(st.fractions(0, 9, max_denominator=12), min_size=1, max_size=12).filter(any),
    st.randoms(),
)
def test_with_names_nobodys_place_in_the_list_counts(amount, weights, chance):
    names = [f"{n:02}" for n in range(len(weights))]
    people = list(zip(names, weights, strict=True))
    told = dict(zip(names, split_by_weight(amount, weights, names=names), strict=True))
    chance.shuffle(people)
    mixed = [name for name, _weight in people]
    again = split_by_weight(amount, [weight for _name, weight in people], names=mixed)
    assert dict(zip(mixed, again, strict=True)) == told


def test_of_equal_parts_the_lower_name_has_the_odd_rupiah():
    assert split_by_weight(4, [1, 1, 1], names=["9", "10", "2"]) == [1, 2, 1]
    assert split_by_weight(4, [1, 1, 1]) == [2, 1, 1]
