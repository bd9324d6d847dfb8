"""What the tests of this room share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from rembuk.villages.tests.stories import World


@pytest.fixture
def world(db: None) -> World:
    from rembuk.villages.tests import stories

    return stories.world()


@pytest.fixture
def adi(client: Client, world: World) -> Client:
    """Adi, facilitator here, signed in."""
    client.force_login(world.adi)
    return client


@pytest.fixture
def english() -> Iterator[None]:
    """Rules refuse in English here: these tests are about the rule, not about its translation."""
    from django.utils import translation

    with translation.override("en"):
        yield
