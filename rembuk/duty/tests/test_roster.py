"""Duties: nobody can find a more even roster, compared with trying every one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.duty.loads import Whole, loads_of, nearest
from rembuk.duty.relaxing import Rule, why_not
from rembuk.duty.roster import fairest
from rembuk.duty.solving import Stopped
from rembuk.duty.wanted import AtMost, Wanted, unfillable


@st.composite
def small(draw):
    members, days = draw(st.integers(2, 4)), draw(st.integers(1, 5))
    off = st.sets(st.integers(0, days - 1), max_size=days - 1)
    return Wanted(
        members=members,
        needed=draw(st.lists(st.integers(0, 2), min_size=days, max_size=days)),
        absent={one: draw(off) for one in range(members)},
        weights=draw(st.just([]) | st.lists(st.fractions(0, 3, max_denominator=2),
                                            min_size=days, max_size=days)),
        carried_over=draw(st.lists(st.fractions(0, 4, max_denominator=2),
                                   min_size=members, max_size=members)),
        at_most=draw(st.none() | st.builds(AtMost, st.integers(1, 2), st.integers(1, 4))),
        apart=draw(st.sampled_from([[], [], [(0, 1)]])),
        together=draw(st.sampled_from([[], [], [(members - 1, 0)]])),
    )  # fmt: skip


def allowed(wanted, duties):
    for people in duties:
        if any({one, other} <= set(people) for one, other in wanted.apart):
            return False
        if any((one in people) != (other in people) for one, other in wanted.together):
            return False
    if wanted.at_most is None:
        return True
    length = min(wanted.at_most.days, len(wanted.needed))
    stretches = [duties[first : first + length] for first in range(len(duties) - length + 1)]
    return all(
        sum(one in people for people in stretch) <= wanted.at_most.duties
        for stretch in stretches
        for one in range(wanted.members)
    )


def every_roster(wanted):
    days = [list(combinations(wanted.there(day), wanted.needed[day])) for day in wanted.days]
    return (duties for duties in product(*days) if allowed(wanted, duties))


@pytest.mark.slow
@settings(max_examples=60)
@given(small())
def test_no_roster_is_more_even(wanted):
    spreads = [
        max(loads) - min(loads) for loads in (loads_of(wanted, d) for d in every_roster(wanted))
    ]
    found = fairest(wanted)
    assert (found and found.spread) == min(spreads, default=None)
    if found:
        assert allowed(wanted, found.duties)
        for day, people in enumerate(found.duties):
            assert len(set(people)) == wanted.needed[day]
            assert set(people) <= set(wanted.there(day))
        assert fairest(wanted) == found


@given(st.data())
def test_no_loads_are_nearer_each_other_than_those_told(data):
    carried = data.draw(st.lists(st.integers(0, 9), min_size=1, max_size=4))
    steps, step = data.draw(st.integers(0, 6)), data.draw(st.integers(0, 5))
    rows = [
        [load + step * many for load, many in zip(carried, row, strict=True)]
        for row in product(range(-4, 12), repeat=len(carried))
        if sum(row) == steps
    ]
    lowest, highest = nearest(carried, step=step, total=sum(carried) + steps * step)
    assert highest - lowest == min(max(row) - min(row) for row in rows)
    assert (lowest, highest) in {(min(row), max(row)) for row in rows}


def test_the_limit_counts_the_days_before():
    wanted = Wanted(2, [1] * 4, at_most=AtMost(1, 2), earlier={0: [-1]})
    found = fairest(wanted)
    assert found
    assert found.duties == [[1], [0], [1], [0]]


def test_a_limit_longer_than_any_roster_counts_the_days_there_are():
    wanted = Wanted(2, [1] * 3, at_most=AtMost(2, 10**40), earlier={0: [-1]})
    assert [len(duties_of(wanted, one)) for one in (0, 1)] == [1, 2]


def duties_of(wanted, one):
    return [day for day, people in enumerate(fairest(wanted).duties) if one in people]


def test_who_carried_more_before_has_less_now():
    found = fairest(Wanted(2, [1] * 4, carried_over=[Fraction(3), Fraction(0)]))
    assert found
    assert sorted(found.loads) == [3, 4]


def test_days_that_nobody_can_fill_are_named():
    wanted = Wanted(3, [1, 3, 2], {0: {1, 2}, 1: {2}})
    assert unfillable(wanted) == [1, 2]
    assert fairest(wanted) is None


def test_a_rule_may_leave_no_roster_though_every_day_could_be_filled():
    wanted = Wanted(2, [2, 2], at_most=AtMost(1, 2))
    assert unfillable(wanted) == []
    assert fairest(wanted) is None


def test_ninety_days_of_twenty_people_are_proved():
    absent = {one: {day for day in range(90) if (day * 7 + one * 13) % 11 < 3} for one in range(20)}
    carried = [Fraction(one % 5) for one in range(20)]
    found = fairest(Wanted(20, [2] * 90, absent, carried_over=carried))
    assert found
    assert found.spread == 0


def crowd(*, away, weights, carried=(), at_most=None):
    """Return forty people, sixty-two days and four a day."""
    chance = Random(3)
    absent = {one: set(chance.sample(range(62), away)) for one in range(40)}
    days = [Fraction(weights[chance.random() < 2 / 7]) for _day in range(62)]
    carries = [Fraction(chance.choice(carried)) for _one in range(40)] if carried else ()
    return Wanted(40, [4] * 62, absent, weights=days, carried_over=carries, at_most=at_most)


CROWDS = [
    crowd(away=10, weights=(2, 3)),
    crowd(away=10, weights=(1, Fraction(3, 2)), at_most=AtMost(2, 7)),
    crowd(away=25, weights=(1, 2), carried=[Fraction(n, 100) for n in range(600)]),
    crowd(away=20, weights=(3, 7), carried=range(12), at_most=AtMost(2, 7)),
]


@pytest.mark.parametrize("wanted", CROWDS)
def test_forty_people_and_two_months_of_heavy_and_light_days_are_proved(wanted):
    found = fairest(wanted)
    assert allowed(wanted, found.duties)
    assert [len(set(people)) for people in found.duties] == wanted.needed
    whole = Whole(wanted)
    assert found.spread == whole.told(whole.least_spread)


def test_somebody_may_stop_the_work_and_is_told_how_far_it_is():
    chance = [Fraction(one * 7 % 13, 4) for one in range(16)]
    off = {one: {day for day in range(60) if (day * 5 + one * 3) % 7 < 3} for one in range(16)}
    weights = [Fraction(2 + day % 5, 3) for day in range(60)]
    told = []

    def not_on(known):
        told.append(known.least)
        return False

    hard = Wanted(16, [3] * 60, off, weights=weights, carried_over=chance, at_most=AtMost(2, 9))
    with pytest.raises(Stopped):
        fairest(hard, goes_on=not_on)
    assert told
    assert fairest(Wanted(2, [1] * 4), goes_on=not_on)  # over before anybody could look


# What does not fit -> the first day that stops it, and what would help alone.
STUCK = [
    (Wanted(3, [1, 3, 2], {0: {1, 2}, 1: {2}}), 1, [Rule.PRESENCE, Rule.NEEDED]),
    (Wanted(4, [2] * 14, at_most=AtMost(2, 7)), 4, [Rule.AT_MOST, Rule.NEEDED]),
    (Wanted(2, [1, 2], apart=[(0, 1)]), 1, [Rule.APART, Rule.NEEDED]),
    (Wanted(3, [1, 1], {2: {1}}, together=[(0, 1)]), 1, [Rule.TOGETHER, Rule.PRESENCE]),
    (Wanted(3, [3, 3], apart=[(0, 1)], at_most=AtMost(1, 2)), 0, [Rule.SEVERAL]),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "day", "rules"), STUCK)
def test_why_no_roster_fits_and_what_would_help(wanted, day, rules):
    assert fairest(wanted) is None
    found = why_not(wanted)
    assert found.day == day
    assert [way.rule for way in found.ways_out] == rules


def test_the_limit_is_raised_no_further_than_needed():
    wanted = Wanted(3, [1] * 9, at_most=AtMost(1, 4))
    [way] = why_not(wanted).ways_out
    assert way.at_most == AtMost(2, 4)
    assert fairest(replace(wanted, at_most=way.at_most))
