"""Minutes, days and pay of sewing: what is said of paper can be counted again."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.wrong_inputs import Wrong
from rembuk.workshop import sewing
from rembuk.workshop.sewing import Crew, Sewn

MELATI = Crew(members=10, hours_per_day=Fraction(4), efficiency_percent=Fraction(50))
CREWS = st.builds(
    Crew,
    members=st.integers(1, 40),
    hours_per_day=st.fractions(Fraction(1, 4), 24, max_denominator=4),
    efficiency_percent=st.integers(1, 100).map(Fraction),
)
WORK = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["potong", "jahit"]), st.integers(1, 50)),
    max_size=9,
)
RATES = {"potong": Fraction(1_500), "jahit": Fraction(8_000)}


def test_ten_tailors_with_half_a_day_each():
    assert MELATI.minutes_a_day == 2_400
    assert sewing.effective_minutes(MELATI, 6) == 7_200
    assert sewing.pieces(MELATI, 6, standard_minutes=Fraction(36)) == 200
    assert sewing.real_minutes(MELATI, Fraction(36)) == 72
    assert sewing.working_days(MELATI, Fraction(7_200)) == 6
    assert sewing.working_days(MELATI, Fraction(7_201)) == 7  # a minute more is another day


@given(crew=CREWS, minutes=st.integers(1, 100_000).map(Fraction))
def test_the_days_are_enough_and_one_fewer_is_not(crew, minutes):
    days = sewing.working_days(crew, minutes)
    assert sewing.effective_minutes(crew, days) >= minutes
    assert sewing.effective_minutes(crew, days - 1) < minutes


@given(crew=CREWS, days=st.integers(0, 60), each=st.integers(1, 500).map(Fraction))
def test_no_piece_is_promised_that_there_is_no_time_for(crew, days, each):
    made = sewing.pieces(crew, days, standard_minutes=each)
    assert made * each <= sewing.effective_minutes(crew, days) < (made + 1) * each


@given(rows=WORK)
def test_each_piece_is_paid_to_who_did_it_and_to_nobody_else(rows):
    done = [Sewn(who, what, pieces, rejected=pieces // 3) for who, what, pieces in rows]
    paid = sewing.pay(RATES, done)
    assert set(paid) == {one.member for one in done}
    assert sum(paid.values()) == sum(
        (one.pieces - one.rejected) * RATES[one.operation] for one in done
    )


@pytest.mark.parametrize(
    "wrong", [Sewn("A", "bordir", 1), Sewn("A", "jahit", 2, rejected=3)], ids=["no rate", "more"]
)
def test_what_cannot_be_paid_is_told(wrong):
    with pytest.raises(Wrong) as told:
        sewing.pay(RATES, [wrong])
    assert told.value.code == "bad_value"
