"""What the stories of this room start with."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    """Both villages; the first runs Desmigratif since 2020."""
    from rembuk.programme.tests import scenes

    return scenes.world()
