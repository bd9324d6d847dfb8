"""The goat keepers of Sumber Rejo, four of them, with a chair and members who can sign in."""

from __future__ import annotations

import pytest


@pytest.fixture
def herd(db):
    """The goat group with its agreement, as the facilitator told it."""
    from rembuk.duty.tests import scenes

    return scenes.herd()
