"""A cooperative with a book, for the tests of years."""

from __future__ import annotations

import pytest


@pytest.fixture
def lived(db):
    """Koperasi Sumber Rejo with a book of 2025 and three members."""
    from rembuk.surplus.tests import scenes

    return scenes.lived()


@pytest.fixture
def closed(lived):
    """The year with all months closed, and the parts written down."""
    from rembuk.surplus.tests import acts

    lived.close()
    acts.agreed_rule(lived)
    return lived


@pytest.fixture
def coop(db):
    """Koperasi Sumber Rejo without a book."""
    from rembuk.coop.tests import scenes
    from rembuk.villages.tests import stories

    return scenes.coop(stories.world())
