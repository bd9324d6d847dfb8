"""Siti, who works abroad, and Wati, her mother, in the village of the stories."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse

from rembuk.people import journeys, residents
from rembuk.people.models import JourneyStep, Resident
from rembuk.people.residents import ResidentFacts
from rembuk.villages.tests.stories import World

TODAY = date(2026, 5, 20)
NOW = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
# Province 99 does not exist; a woman born on 15 January 1990.
SITIS_NIK = "9901015501900001"


def resident(world: World, name: str, *, at: datetime = NOW, **facts: Any) -> Resident:
    """Record somebody in the village."""
    return residents.register(
        village=world.here, facts=ResidentFacts(name=name, **facts), by=world.by_adi, at=at
    )


def siti(world: World, **facts: Any) -> Resident:
    """Siti Aminah, called Yuni."""
    told = {
        "nickname": "Yuni", "sex": "P", "birth_date": date(1990, 1, 15), "hamlet": "Dusun Satu",
        "neighborhood_unit": "003", "community_unit": "001", "phone": "+6281234567890",
        "national_id": SITIS_NIK,
    }  # fmt: skip
    return resident(world, "Siti Aminah", **(told | facts))


def wati(world: World, **facts: Any) -> Resident:
    """Wati, Siti's mother."""
    return resident(world, "Wati", sex="P", neighborhood_unit="003", **facts)


def step(world: World, who: Resident, kind: str, on: date, **told: Any) -> JourneyStep:
    """Record one step; a departure goes to Hong Kong."""
    if kind in {"DEPARTURE", "LEAVING_AGAIN"}:
        told.setdefault("country", "HK")
    return journeys.add_step(
        resident=who, kind=kind, on=on, by=world.by_adi, at=NOW, today=TODAY, **told
    )


def address(world: World, name: str, *args: Any) -> str:
    """Return the address of a page of this room in the village."""
    return reverse(f"people:{name}", args=[world.here.slug, *args])


def text_of(response: Any) -> str:
    """Return the text of a page."""
    return str(response.content.decode())
