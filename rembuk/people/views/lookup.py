"""Reading what the pages of this room are about."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from rembuk.people import residents
from rembuk.people.models import Household, JourneyStep, Resident
from rembuk.villages.access import VillageRequest


def resident_of(request: VillageRequest, resident_id: int) -> Resident:
    """Return a resident of this village, or 404; merged and erased records are not shown."""
    people = residents.known(request.village).select_related("household")
    return get_object_or_404(people, pk=resident_id)


def household_of(request: VillageRequest, household_id: int) -> Household:
    """Return a household of this village, or 404."""
    households = Household.objects.of(request.village).select_related("head")
    return get_object_or_404(households, pk=household_id)


def step_of(request: VillageRequest, step_id: int) -> JourneyStep:
    """Return a step of somebody of this village, or 404."""
    steps = JourneyStep.objects.of(request.village).select_related("resident")
    return get_object_or_404(steps, pk=step_id, resident__in=residents.known(request.village))
