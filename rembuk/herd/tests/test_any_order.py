"""Late, corrected and taken back in any order: the same book (hypothesis, on the real tables)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.herd import births, events, standing, stock, stockbook
from rembuk.herd.births import Litter
from rembuk.herd.events import Told
from rembuk.herd.models import Event, Kind, Sex
from rembuk.herd.tests.pens import SIGNED, TODAY, came
from rembuk.villages.models import Group

BEGAN = date(2026, 1, 1)
days = st.integers(0, 300)
ends = st.sampled_from([Kind.DIED, Kind.SLAUGHTERED, Kind.CULLED, Kind.GIVEN, Kind.LOST])
# One goat: sex, day it came, its litters (day, females, males), how it ends and what becomes of
# that note: it stands, is corrected to another day and kind, is taken back, or is told anew after.
lives = st.tuples(
    st.sampled_from([Sex.FEMALE, Sex.MALE]),
    st.integers(0, 30),
    st.lists(st.tuples(st.integers(40, 200), st.integers(0, 2), st.integers(0, 2)), max_size=1),
    st.none() | st.tuples(ends, st.integers(210, 300)),
    st.sampled_from(["stands", "corrected", "taken back", "told anew"]),
)
groups = count(1)


def told(kind, day):
    cause = "DISEASE" if kind == Kind.DIED else ""
    return Told(kind, BEGAN + timedelta(days=day), cause=cause)


def steps_of(goat, tag, group):
    """Yield what is written of one goat, each step after the one before it."""
    sex, came_on, litters, end, fate = goat
    animal = came(group, tag, sex=sex, on=BEGAN + timedelta(days=came_on))
    yield
    for day, females, males in litters if sex == Sex.FEMALE else []:
        if females + males:
            litter = Litter(BEGAN + timedelta(days=day), females, males)
            births.record(dam=animal, litter=litter, signed=SIGNED)
            yield
    if end is None:
        return
    row = events.record(animal=animal, told=told(*end), signed=SIGNED)
    yield
    if fate == "corrected":
        events.correct(event=row, told=told(Kind.DIED, end[1] - 5), signed=SIGNED)
    elif fate in {"taken back", "told anew"}:
        events.take_back(event=row, why="Tertukar", signed=SIGNED)
    yield
    if fate == "told anew":
        events.record(animal=animal, told=told(Kind.LOST, end[1] + 5), signed=SIGNED)
        yield


def written(goats, village, order):
    """Write the same lives in one order or another; return the group."""
    name = f"Kambing {next(groups)}"
    group = Group.objects.create(village=village, kind="BUSINESS", trade="GOATS", name=name)
    going = [steps_of(goat, f"K{n}", group) for n, goat in enumerate(goats)]
    while going:
        one = order.choice(going)
        if next(one, "over") == "over":
            going.remove(one)
    return group


def expected(goats, day):
    """Return how many of each sex there must be, without any book."""
    found = {"F": 0, "M": 0}
    for sex, came_on, litters, end, fate in goats:
        if sex == Sex.FEMALE:
            for born, females, males in litters:
                found["F"] += females * (born <= day)
                found["M"] += males * (born <= day)
        gone = {"stands": 0, "corrected": -5, "told anew": 5}.get(fate)
        left = end is not None and gone is not None and end[1] + gone <= day
        found[sex] += (came_on <= day) and not left
    return found


@pytest.mark.slow
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(goats=st.lists(lives, min_size=1, max_size=4), seeds=st.tuples(days, days))
def test_any_order_gives_the_same_book(world, goats, seeds):
    one, other = (written(goats, world.here, Random(seed)) for seed in seeds)
    for day in (0, 35, 120, 207, 250, 310):
        on = BEGAN + timedelta(days=day)
        numbers = {sex: n for sex, n in expected(goats, day).items() if n}
        for group in (one, other):
            found = {sex: n for sex, n in stockbook.on(group, day=on).items() if n}
            assert found == numbers
    first, second = (stockbook.book(group, since=None, until=TODAY) for group in (one, other))
    assert first == second
    rows = standing.events(one, list(stockbook.TYPE_OF)).values_list("kind", "animal__sex")
    pure = stock.stock({}, [stock.Event(stockbook.TYPE_OF[kind], 1, sex=sex) for kind, sex in rows])
    assert sum(pure.closing.values()) == first.total
    assert Event.objects.of(world.here).count() >= len(goats) * 2
