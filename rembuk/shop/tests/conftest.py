"""The two villages, and the browser of the tailors' chair."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    """Sumber Rejo and Karang Indah with their people."""
    from rembuk.villages.models import Group
    from rembuk.villages.tests import stories

    world = stories.world()
    world.tailors.trade = Group.Trade.SEWING
    world.tailors.save(update_fields=["trade"])
    return world


@pytest.fixture
def lastri(world, client):
    """Sign the chair in and get her browser."""
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    user = stories.user("lastri", "Lastri Handayani")
    stories.appoint(user, Office.GROUP_CHAIR, group=world.tailors)
    client.force_login(user)
    return client


@pytest.fixture
def chair(world):
    """Lastri, who leads the tailors, as she acts."""
    from rembuk.villages.actors import Actor
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    user = stories.user("lastri", "Lastri Handayani")
    stories.appoint(user, Office.GROUP_CHAIR, group=world.tailors)
    return Actor(user=user, office=Office.GROUP_CHAIR)


@pytest.fixture
def treasurer(world):
    """Rina, who keeps their purse, as she acts."""
    from rembuk.villages.actors import Actor
    from rembuk.villages.permissions import Office

    return Actor(user=world.rina, office=Office.TREASURER)
