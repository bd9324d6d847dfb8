"""Who leaves gets what is hers, or still owes; never both."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rembuk.coop.leaving import settled
from rembuk.coop.thresholds import Thresholds

SUMS = st.lists(st.integers(0, 10**9).map(Fraction), max_size=6)


@given(SUMS, SUMS)
def test_a_settlement_adds_up(has, owes):
    found = settled(has=has, owes=owes)
    assert found.refund - found.still_owed == sum(has) - sum(owes)
    assert min(found.refund, found.still_owed) == 0


@given(st.integers(1, 10**9), st.fractions(0, 1, max_denominator=20))
def test_a_limit_itself_is_enough(total, part):
    limits = Thresholds(9, Fraction(total), part)
    assert limits.enough_capital(Fraction(total), largest_rp=total * part)
    assert not limits.enough_capital(Fraction(total), largest_rp=total * part + 1)
    assert not limits.enough_capital(Fraction(total - 1), largest_rp=Fraction(0))
    assert limits.enough_founders(9)
    assert not limits.enough_founders(8)
