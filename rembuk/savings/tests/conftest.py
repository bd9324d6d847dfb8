"""A licensed cooperative in Sumber Rejo, and browsers for its people."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    """Sumber Rejo and Karang Indah with their people."""
    from rembuk.villages.tests import stories

    return stories.world()


@pytest.fixture
def kept(world):
    """Koperasi Sumber Rejo with a licence and an open book."""
    from rembuk.savings.tests import scenes

    return scenes.savings(world)


@pytest.fixture
def opened(client):
    """Sign somebody in and get her browser."""

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in
