"""The two villages, the browser of the tailors' chair, and tailors whom the village knows."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps


@pytest.fixture
def world(db):
    from rembuk.villages.tests import stories

    return stories.world()


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
def tailors(world):
    """Siti (who can sign in, abroad), Wati and Tari sew; Yanti left a week ago."""
    from datetime import timedelta

    from rembuk.people import residents
    from rembuk.people.residents import ResidentFacts
    from rembuk.villages.tests import stories
    from rembuk.villages.tests.stories import NOW, TODAY

    membership, made = apps.get_model("enterprise", "Membership"), {}
    for name in ("Siti Aminah", "Tari", "Wati", "Yanti"):
        facts = ResidentFacts(name=name)
        one = residents.register(village=world.here, facts=facts, by=world.by_adi, at=NOW)
        gone = name == "Yanti"
        membership.objects.create(
            village=world.here, group=world.tailors, name=name, resident=one,
            joined_on=date(2024, 1, 1), left_on=TODAY - timedelta(days=7) if gone else None,
            left_why=membership._meta.get_field("left_why").choices[0][0] if gone else "",
        )  # fmt: skip
        made[name.partition(" ")[0]] = one
    for name in ("Siti", "Yanti"):
        made[name].user = stories.user(name.lower(), name)
        made[name].save(update_fields=["user"])
    return made
