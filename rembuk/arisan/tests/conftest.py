"""The tailors with a chair and a treasurer, who begin an arisan."""

from __future__ import annotations

import pytest


@pytest.fixture
def cast(db):
    """Pak Karto leads the tailors, Rina keeps their money, Adi helps."""
    from django.utils import timezone

    from rembuk.villages.actors import Actor
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories
    from rembuk.villages.tests.cast import Cast

    world = stories.world()
    karto = stories.user("karto", "Karto Wiyono")
    stories.appoint(karto, Office.GROUP_CHAIR, group=world.tailors)
    return Cast(
        world.tailors, world.by_adi, Actor(karto, Office.GROUP_CHAIR),
        Actor(world.rina, Office.TREASURER), timezone.now(), timezone.localdate(),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def in_english():
    """Rules are told in the words of the code; pages choose their own language."""
    from django.utils import translation

    with translation.override("en"):
        yield
