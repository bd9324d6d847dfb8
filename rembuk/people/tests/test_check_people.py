"""`rembuk check_people` finds a status that no journey explains, and mends it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from rembuk.people import checks
from rembuk.people.models import Household, JourneyStep, Resident, Status
from rembuk.people.tests.scenes import NOW, siti, step


@pytest.fixture
def who(world) -> Resident:
    yuni = siti(world)
    step(world, yuni, "DEPARTURE", date(2024, 1, 1), contract_months=24)
    return yuni


WRONG = [
    {"status": "returned_migrant"},
    {"country": "TW"},
    {"plan": "STAY"},
    {"contract_ends_on": None},
    {"search_text": ""},
]


@pytest.mark.parametrize("changes", WRONG)
def test_a_difference_is_found_and_mended(world, who, changes, capsys):
    Resident.objects.filter(pk=who.pk).update(**changes)
    with pytest.raises(SystemExit) as stopped:
        call_command("check_people")
    assert stopped.value.code == 1
    told = capsys.readouterr().out
    assert str(who.pk) in told
    assert "Siti" not in told
    call_command("check_people", mend=True)
    call_command("check_people")
    assert Resident.objects.get(pk=who.pk).status == Status.WORKER


def test_a_step_that_remembers_wrongly_is_mended(world, who):
    JourneyStep.objects.update(status_after="")
    assert len(list(checks.differences(world.here))) == 1
    assert checks.mend(world.here) == []
    assert not list(checks.differences(world.here))


def test_a_household_is_found_by_its_heads_name(world):
    Household.objects.create(village=world.here, head_name="Karto", created_at=NOW)
    assert checks.mend(world.here) == []
    assert Household.objects.get().search_text == " karto"


def test_a_broken_journey_is_told_and_left_to_people(world, who):
    JourneyStep.objects.create(
        village=world.here, resident=who, kind="DEPARTURE", on=date(2025, 1, 1), recorded_at=NOW,
        country="HK",
    )  # fmt: skip
    (left,) = checks.mend(world.here)
    assert "2025-01-01" in str(left)


def test_all_is_well(world, who, capsys):
    call_command("check_people")
    assert "Every status" in capsys.readouterr().out
