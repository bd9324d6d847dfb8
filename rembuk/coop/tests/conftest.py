"""Sumber Rejo with a cooperative, its officers, and browsers for them."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    """Sumber Rejo and Karang Indah with their people."""
    from rembuk.villages.tests import stories

    return stories.world()


@pytest.fixture
def coop(world):
    """Koperasi Sumber Rejo with its chair, treasurer and supervisor."""
    from rembuk.coop.tests import scenes

    return scenes.coop(world)


@pytest.fixture
def opened(client):
    """Sign somebody in and get her browser."""

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in
