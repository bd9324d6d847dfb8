"""Reading what the pages of this room are about."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from rembuk.people import residents
from rembuk.people.models import Household, JourneyStep, Resident
from rembuk.villages.access import VillageRequest
from rembuk.villages.models import VillageRow


def resident_of(request: VillageRequest, resident_id: int) -> Resident:
    """Return a resident of this village, or 404; merged and erased records are not shown."""
    people = residents.known(request.village).select_related("household", "national_id")
    who = get_object_or_404(people, pk=resident_id)
    _know(request, who, who.household)
    return who


def household_of(request: VillageRequest, household_id: int) -> Household:
    """Return a household of this village, or 404."""
    households = Household.objects.of(request.village).select_related("head")
    home = get_object_or_404(households, pk=household_id)
    _know(request, home)
    return home


def step_of(request: VillageRequest, step_id: int) -> JourneyStep:
    """Return a step of somebody of this village, or 404."""
    steps = JourneyStep.objects.of(request.village).select_related("resident")
    step = get_object_or_404(steps, pk=step_id, resident__in=residents.known(request.village))
    _know(request, step, step.resident)
    return step


def _know(request: VillageRequest, *rows: VillageRow | None) -> None:
    """Tell rows the village they were read in, so that nobody asks for it again."""
    for row in rows:
        if row is not None:
            row.village = request.village
