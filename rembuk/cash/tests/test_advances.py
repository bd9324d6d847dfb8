"""Down payments: in the purse, and earned only when what they are for is handed over."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rembuk.cash.advances import Advance, grown

BEGAN = date(2026, 1, 1)
days = st.integers(0, 60).map(lambda n: BEGAN + timedelta(days=n))
sums = st.lists(st.builds(Advance, st.integers(1, 10**9), days, st.none() | days), max_size=8)


def test_it_is_held_from_its_day_until_it_is_earned():
    one = Advance(250_000, BEGAN + timedelta(days=3), BEGAN + timedelta(days=10))
    told = [
        grown([one], since=BEGAN + timedelta(days=first), until=BEGAN + timedelta(days=last))
        for first, last in ((0, 2), (0, 3), (3, 9), (4, 9), (4, 10), (10, 20), (0, 20), (11, 20))
    ]
    assert told == [0, 250_000, 250_000, 0, -250_000, -250_000, 0, 0]


@given(sums, st.lists(st.integers(0, 70), min_size=1, max_size=5, unique=True))
def test_however_days_are_cut_nothing_is_left_out_or_counted_twice(advances, cuts):
    ends = [BEGAN + timedelta(days=n) for n in sorted(cuts)]
    begins = [BEGAN, *(day + timedelta(days=1) for day in ends[:-1])]
    parts = sum(
        grown(advances, since=first, until=last) for first, last in zip(begins, ends, strict=True)
    )
    assert parts == grown(advances, since=BEGAN, until=ends[-1])
