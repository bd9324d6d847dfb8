"""Nobody is unexplained: stocks of two days and the flows between them agree, whatever happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.lib.errors import Refused
from rembuk.people import checks, counting, journeys
from rembuk.people.models import JourneyStep, Status
from rembuk.people.tests.scenes import NOW, TODAY, resident, siti, step, wati

FIRST = date(2018, 1, 1)
DAYS = (TODAY - FIRST).days
KINDS = st.sampled_from([kind.value for kind in JourneyStep.Kind])
DAY = st.integers(0, DAYS).map(lambda days: FIRST + timedelta(days=days))
PRECISION = st.sampled_from(["DAY", "DAY", "MONTH", "YEAR"])
REPORTED = st.sampled_from(["", "prospective_migrant", "migrant_worker", "returned_migrant"])
STEP = st.tuples(KINDS, DAY, PRECISION, REPORTED)
PERSON = st.tuples(DAY, st.lists(STEP, max_size=8), st.sets(st.integers(0, 7), max_size=3))


@contextmanager
def undone() -> Iterator[None]:
    """Take back what an example wrote: hypothesis runs many in one test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def live(world, number, recorded_on, steps, withdrawn) -> None:
    """Let somebody live through what the rules allow of these steps."""
    at = datetime.combine(recorded_on, NOW.timetz())
    who = resident(world, f"Warga {number}", at=at)
    for place, (kind, on, precision, reported) in enumerate(steps):
        told = {"reported_status": reported} if kind == "STATUS_REPORT" else {}
        try:
            made = step(world, who, kind, on, precision=precision, **told)
            if place in withdrawn:
                journeys.withdraw_step(step=made, reason="keliru", by=world.by_adi, at=NOW)
        except Refused:
            continue


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(PERSON, max_size=5), days=st.tuples(DAY, DAY))
def test_nobody_is_unexplained_whatever_happened(world, people, days):
    after, until = sorted(days)
    with undone():
        for number, (recorded_on, steps, withdrawn) in enumerate(people):
            live(world, number, recorded_on, steps, withdrawn)
        assert journeys.unexplained(world.here, after=after, until=until) == 0
        assert not list(checks.differences(world.here))
        for day in (after, until, TODAY):
            then = counting.standing_then(world.here, day)
            one_by_one = Counter(journeys.status_on(who, day) for who in then)
            stocks = journeys.stocks(world.here, day)
            assert {status: n for status, n in stocks.items() if n} == one_by_one
        assert sum(journeys.stocks(world.here, TODAY).values()) == len(people)


def test_each_flow_names_the_people_behind_it(world):
    yuni, mother = siti(world), wati(world)
    step(world, yuni, "DEPARTURE", date(2024, 1, 10))
    step(world, mother, "DEPARTURE", date(2024, 6, 1))
    step(world, mother, "HOMECOMING", date(2025, 6, 1))
    span = {"after": date(2023, 12, 31), "until": date(2024, 12, 31)}
    (flow,) = journeys.flows(world.here, **span)
    assert (flow.kind, flow.before, flow.after, flow.people) == (
        "DEPARTURE", None, Status.WORKER, 2,
    )  # fmt: skip
    assert sorted(counting.movers(world.here, flow, **span)) == sorted([yuni.pk, mother.pk])


def test_a_person_recorded_before_the_first_step_came_in_as_a_resident(world):
    who = wati(world, at=datetime(2020, 1, 1, tzinfo=UTC))
    step(world, who, "DEPARTURE", date(2021, 1, 1))
    flows = journeys.flows(world.here, after=date(2019, 12, 31), until=TODAY)
    assert [(f.kind, f.before, f.after) for f in flows] == [
        ("", None, ""),
        ("DEPARTURE", "", "migrant_worker"),
    ]


@pytest.mark.parametrize(
    ("at", "day", "known"),
    [
        # 17.00 UTC is midnight in western Indonesia: the village's day counts, not London's.
        (datetime(2020, 5, 1, 16, 59, tzinfo=UTC), date(2020, 5, 1), 1),
        (datetime(2020, 5, 1, 17, 0, tzinfo=UTC), date(2020, 5, 1), 0),
        (datetime(2020, 5, 1, 17, 0, tzinfo=UTC), date(2020, 5, 2), 1),
    ],
)
def test_a_day_ends_at_midnight_in_the_village(world, at, day, known):
    wati(world, at=at)
    assert sum(journeys.stocks(world.here, day).values()) == known


def test_a_wrong_cache_is_seen_as_unexplained(world):
    """The proof can fail: a status that no step explains leaves a person over."""
    who = siti(world)
    step(world, who, "DEPARTURE", date(2024, 1, 10))
    step(world, who, "HOMECOMING", date(2025, 1, 10))
    first = JourneyStep.objects.get(kind="DEPARTURE")
    JourneyStep.objects.filter(pk=first.pk).update(status_after="")
    assert list(checks.differences(world.here))


HOME_AGAIN = [
    # steps of a person after coming home, and is she home after work abroad?
    ((), True),
    (("REGISTRATION",), True),
    (("INTENTION",), True),
    (("MOVED_AWAY", "RECORDED"), True),
    (("LEAVING_AGAIN",), False),
    (("REGISTRATION", "DEPARTURE"), False),
    (("MOVED_AWAY",), False),
    (("DIED",), False),
]


@pytest.mark.parametrize(("later", "expected"), HOME_AGAIN)
def test_who_has_been_abroad_counts_as_home_again_whatever_she_prepares(world, later, expected):
    yuni = siti(world)
    step(world, wati(world), "REGISTRATION", date(2025, 2, 1))  # never abroad
    step(world, yuni, "DEPARTURE", date(2024, 1, 10))
    step(world, yuni, "HOMECOMING", date(2025, 1, 10))
    for place, kind in enumerate(later):
        step(world, yuni, kind, date(2025, 2, 1 + place))
    home = set(counting.home_again(world.here, TODAY).values_list("pk", flat=True))
    assert home == ({yuni.pk} if expected else set())
    lines = counting.reconcile(world.here, after=FIRST, until=TODAY)
    assert sum(line.home_again for line in lines) == len(home)
    assert not counting.home_again(world.here, date(2024, 6, 1)).exists(), "abroad on that day"
    assert counting.home_again(world.here, date(2025, 1, 10)).count() == 1


def test_another_village_counts_its_own(world):
    step(world, siti(world), "DEPARTURE", date(2024, 1, 10))
    assert sum(journeys.stocks(world.there, TODAY).values()) == 0
    assert journeys.flows(world.there, after=FIRST, until=TODAY) == []
