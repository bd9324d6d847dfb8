"""A licensed cooperative with a product and members who may borrow."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    """Sumber Rejo and Karang Indah with their people."""
    from rembuk.villages.tests import stories

    return stories.world()


@pytest.fixture
def lender(world):
    """Koperasi Sumber Rejo, licensed, with money, a product, a committee, and members."""
    from rembuk.loans.tests import scenes

    return scenes.lender(world)
