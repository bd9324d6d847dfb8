"""Two regencies with villages, residents in them, and the officers who look from above."""

from __future__ import annotations

import pytest


@pytest.fixture
def region(db):
    """What the tests of this room look at: see scene.py."""
    from rembuk.reporting.tests import scene

    return scene.build()
