"""Telling a herd in few words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from rembuk.herd import animals, births, events
from rembuk.herd.animals import Coming, Facts
from rembuk.herd.births import Litter
from rembuk.herd.events import Signed, Told
from rembuk.herd.models import Animal, Event, Kind, Sex
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Group

TODAY = date(2026, 11, 20)
SIGNED = Signed(by=REMBUK, at=datetime(2026, 11, 20, 3, 0, tzinfo=UTC), today=TODAY)
BEGAN = date(2024, 1, 10)


def signed(on: date) -> Signed:
    """Sign on a day, or later: pages live on the day of the clock."""
    return replace(SIGNED, today=max(TODAY, on))


def came(
    group: Group, tag: str, *, sex: str = Sex.FEMALE, on: date = BEGAN, kind: str = Kind.GRANTED,
    **facts: Any,
) -> Animal:  # fmt: skip
    """A goat comes."""
    told = Facts(sex=sex, tag=tag, **facts)
    return animals.add(group=group, facts=told, coming=Coming(kind, on), signed=signed(on))


def happened(animal: Animal, kind: str, on: date, **told: Any) -> Event:
    """Something happens to it; who dies, dies of disease."""
    if kind == Kind.DIED:
        told.setdefault("cause", "DISEASE")
    return events.record(animal=animal, told=Told(kind, on, **told), signed=signed(on))


def kidded(dam: Animal, on: date, females: int = 1, **litter: Any) -> list[Animal]:
    """A doe kids."""
    return births.record(dam=dam, litter=Litter(on, females, **litter), signed=signed(on))
