"""A herd of two does and a buck in Sumber Rejo, and the browser of its chair."""

from __future__ import annotations

import pytest


@pytest.fixture
def world(db):
    """Sumber Rejo and Karang Indah with their people."""
    from rembuk.villages.tests import stories

    return stories.world()


@pytest.fixture
def goats(world):
    """The group that keeps goats."""
    from rembuk.villages.models import Group

    return Group.objects.create(
        village=world.here, kind=Group.Kind.BUSINESS, trade=Group.Trade.GOATS, name="Kambing Maju"
    )


@pytest.fixture
def karto(world, goats, client):
    """Sign the chair of the goats in and get his browser."""
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    user = stories.user("karto", "Karto Wiryo")
    stories.appoint(user, Office.GROUP_CHAIR, group=goats)
    client.force_login(user)
    return client
