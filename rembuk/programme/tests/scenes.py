"""Where the stories of this room start."""

from __future__ import annotations

from datetime import UTC, date, datetime

from rembuk.programme import pillars
from rembuk.programme.models import Pillar, ProgrammeTemplate
from rembuk.villages.tests import stories

AT = datetime(2021, 3, 4, 5, 6, tzinfo=UTC)
ON = date(2021, 3, 4)


def world() -> stories.World:
    """Both villages; the first runs Desmigratif since 2020."""
    made = stories.world()
    template = ProgrammeTemplate.objects.get(code="desmigratif")
    since = date(2020, 1, 1)
    pillars.start(village=made.here, template=template, since=since, by=made.by_adi, at=AT)
    return made


def pillar(code: str) -> Pillar:
    """Find a pillar or theme by its code."""
    return Pillar.objects.get(code=code)


def pillars_here(world: stories.World, *, on: date = ON) -> list[Pillar]:
    """The pillars and themes that the first village works on."""
    return pillars.pillars_of(pillars.running_in(world.here, on=on))
