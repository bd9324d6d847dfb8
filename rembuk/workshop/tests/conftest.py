"""The two villages, the tailors' purse, and the browser of their chair."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    """Sumber Rejo and Karang Indah with their people; the tailors sew."""
    from rembuk.villages.tests import stories

    made = stories.world()
    made.tailors.trade = "SEWING"
    made.tailors.save()
    return made


@pytest.fixture
def chair(world):
    """Lastri, who leads the tailors."""
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    user = stories.user("lastri", "Lastri Handayani")
    stories.appoint(user, Office.GROUP_CHAIR, group=world.tailors)
    return user


@pytest.fixture
def lastri(chair, client):
    """Sign the chair in and get her browser."""
    client.force_login(chair)
    return client
