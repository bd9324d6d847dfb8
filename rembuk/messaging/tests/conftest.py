"""What the tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rembuk.villages.tests.stories import World


@pytest.fixture
def world(db: None) -> World:
    from rembuk.villages.tests import stories

    return stories.world()
