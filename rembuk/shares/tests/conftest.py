"""The two villages, three tailors with a purse and a rule, and the browsers of their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

TODAY = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 3, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)


@dataclass
class Tailors:
    """A group that divides: who runs it, who keeps its money, who belongs to it."""

    world: Any
    chair: Any
    treasurer: Any
    ids: dict[str, int]

    @property
    def group(self):
        return self.world.tailors


@pytest.fixture
def world(db):
    """Sumber Rejo and Karang Indah with their people."""
    from rembuk.villages.tests import stories

    return stories.world()


@pytest.fixture
def tailors(world):
    """Lastri is chair, Rina keeps the purse; Siti, Sri and Wati belong to it, Wati signs in."""
    from rembuk.enterprise import members
    from rembuk.enterprise.members import Joining
    from rembuk.people import residents
    from rembuk.people.models import Resident
    from rembuk.people.residents import ResidentFacts
    from rembuk.villages.actors import Actor
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    lastri, wati = stories.user("lastri", "Lastri Handayani"), stories.user("wati", "Wati")
    stories.appoint(lastri, Office.GROUP_CHAIR, group=world.tailors)
    stories.appoint(wati, Office.GROUP_MEMBER, group=world.tailors)
    who = residents.register(
        village=world.here, facts=ResidentFacts(name="Wati"), by=world.by_adi, at=NOW
    )
    Resident.objects.filter(pk=who.pk).update(user=wati)
    ids = {
        name: members.join(
            group=world.tailors,
            joining=Joining(SINCE, name=name, resident=who if name == "Wati" else None),
            by=world.by_adi, at=NOW, today=TODAY,
        ).pk
        for name in ("Siti", "Sri", "Wati")
    }  # fmt: skip
    return Tailors(
        world, Actor(lastri, Office.GROUP_CHAIR), Actor(world.rina, Office.TREASURER), ids
    )


@pytest.fixture
def purse(tailors):
    """The tailors' cash box with three million in it, and no income yet."""
    from rembuk.cash import purse
    from rembuk.ledger.posting import Signed

    signed = Signed(by=tailors.chair, at=NOW, request_id=uuid4())
    beginning = purse.Beginning(SINCE, 3_000_000, 2_000_000)
    return purse.open_purse(group=tailors.group, beginning=beginning, signed=signed, today=TODAY)


@pytest.fixture
def decision(tailors):
    """What the members agreed on the first day."""
    from rembuk.forum import meetings, resolutions
    from rembuk.forum.meetings import Facts, Somebody

    facts = Facts(SINCE, "Bagi hasil", present=[Somebody("Siti")])
    held = meetings.record(group=tailors.group, facts=facts, by=tailors.chair, at=NOW, today=TODAY)
    return resolutions.agree(meeting=held, text="Hasil dibagi bersama", by=tailors.chair, at=NOW)


@pytest.fixture
def later(tailors):
    """What the members agreed about a sharing, once its days were over."""
    from rembuk.forum import meetings, resolutions
    from rembuk.forum.meetings import Facts, Somebody

    facts = Facts(TODAY, "Pembagian", present=[Somebody("Siti")])
    held = meetings.record(group=tailors.group, facts=facts, by=tailors.chair, at=NOW, today=TODAY)
    return resolutions.agree(meeting=held, text="Setuju dibagi", by=tailors.chair, at=NOW)


@pytest.fixture
def browser_of(tailors):
    """Sign somebody in by her username and get her browser."""
    from django.test import Client

    from rembuk.accounts.models import User

    def opened(username):
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return opened
