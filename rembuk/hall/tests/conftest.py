"""The two villages, signed-in people, and an operator."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    """Sumber Rejo and Karang Indah with their people."""
    from rembuk.villages.tests import stories

    return stories.world()


@pytest.fixture
def tari(world):
    """The operator."""
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    user = stories.user("tari", "Tari Operator")
    stories.appoint(user, Office.OPERATOR)
    return user


@pytest.fixture
def signed_in(client):
    """Sign somebody in and get the browser back."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
