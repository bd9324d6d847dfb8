"""What the tables refuse by themselves, whoever writes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rembuk.people import households
from rembuk.people.households import HouseholdFacts
from rembuk.people.models import Household, HouseholdDuty, JourneyStep, NationalId, Resident
from rembuk.people.tests.scenes import NOW, siti, step, wati

RESIDENT = [
    ({"name": ""}, "people_resident_has_a_name"),
    ({"phone": "0812"}, "people_resident_phone_international"),
    ({"neighborhood_unit": "3"}, "people_resident_rt_three_digits"),
    ({"community_unit": "1"}, "people_resident_rw_three_digits"),
    ({"sex": "X"}, "people_resident_sex_known"),
]
STEP = [
    ({"on": date(1969, 12, 31)}, "people_journeystep_not_before_1970"),
    ({"withdrawn_at": NOW}, "people_journeystep_withdrawn_with_reason"),
    ({"withdrawn_reason": "keliru"}, "people_journeystep_withdrawn_with_reason"),
    ({"reported_status": "migrant_worker"}, "people_journeystep_only_reports_carry_status"),
    ({"plan": "STAY"}, "people_journeystep_a_plan_says_which"),
    ({"kind": "PLAN", "plan": "MAYBE"}, "people_journeystep_a_plan_says_which"),
    ({"kind": "LEAVE", "contract_months": 12}, "people_journeystep_only_contracts_run_for_months"),
]


def refused(rows, changes, name) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**changes)


@pytest.mark.parametrize(("changes", "name"), RESIDENT)
def test_residents(world, changes, name):
    siti(world)
    refused(Resident.objects.all(), changes, name)


def test_a_resident_is_not_merged_into_herself(world):
    who = siti(world)
    changes = {"merged_into": who}
    refused(Resident.objects.all(), changes, "people_resident_not_merged_into_self")


@pytest.mark.parametrize(("changes", "name"), STEP)
def test_steps(world, changes, name):
    step(world, siti(world), "DEPARTURE", date(2024, 1, 1))
    refused(JourneyStep.objects.all(), changes, name)


def test_one_nik_in_a_village(world):
    siti(world)
    wati(world, national_id="9901015501900002")
    one = NationalId.objects.first()
    changes = {"fingerprint": one.fingerprint}
    with pytest.raises(IntegrityError), transaction.atomic():
        NationalId.objects.update(**changes)


def test_households_and_duties(world):
    mother = wati(world)
    facts = HouseholdFacts(head=mother)
    home = households.open_household(village=world.here, facts=facts, by=world.by_adi, at=NOW)
    refused(
        Household.objects.all(),
        {"number_sealed": "x"},
        "people_household_number_sealed_and_findable",
    )
    households.give_duty(
        household=home, resident=mother, duty="RECEIVES_MONEY", since=date(2024, 1, 1),
        by=world.by_adi, at=NOW,
    )  # fmt: skip
    refused(
        HouseholdDuty.objects.all(),
        {"until": date(2023, 1, 1)},
        "people_householdduty_ends_after_start",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdDuty.objects.create(
            village=world.here, household=home, resident=mother, duty="RECEIVES_MONEY",
            since=date(2025, 1, 1),
        )  # fmt: skip


def test_a_step_never_belongs_to_another_village(world):
    who = siti(world)
    with pytest.raises(IntegrityError, match="same_village"), transaction.atomic():
        JourneyStep.objects.create(
            village=world.there, resident=who, kind="DIED", on=date(2024, 1, 1), recorded_at=NOW
        )
