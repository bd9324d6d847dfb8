"""What a marketplace leaves, and the lowest price for it, compared with trying every price."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rembuk.shop import fees
from rembuk.shop.fees import Fees

PERCENT = st.fractions(0, 45, max_denominator=8)
FEES = st.builds(Fees, PERCENT, PERCENT, st.none() | st.integers(0, 60), st.integers(0, 40))


@given(st.integers(0, 300), FEES)
def test_no_lower_price_leaves_as_much(net_rp, asked):
    price = fees.lowest_price(net_rp, asked)
    assert fees.keep(price, asked).net_rp >= net_rp
    assert all(fees.keep(lower, asked).net_rp < net_rp for lower in range(price))


def test_a_commission_next_to_all_of_it_is_found_at_once():
    asked = Fees(Fraction("99.99999"))
    price = fees.lowest_price(41_000, asked)
    assert fees.keep(price, asked).net_rp >= 41_000 > fees.keep(price - 1, asked).net_rp


def test_a_capped_percentage_above_all_that_is_left_still_has_a_price():
    asked = Fees(Fraction(10), Fraction(95), extra_cap_rp=500)
    price = fees.lowest_price(1000, asked)
    assert fees.keep(price, asked).net_rp >= 1000 > fees.keep(price - 1, asked).net_rp


@given(st.integers(0, 10**9), FEES)
def test_price_is_what_one_keeps_and_what_is_taken(base_rp, asked):
    kept = fees.keep(base_rp, asked)
    assert kept.net_rp + kept.fee_rp == base_rp
