"""A new link for who cannot sign in any more: who gives it, and whose account it never opens."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rembuk.accounts import links
from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.villages import ways_in
from rembuk.villages.actors import Actor
from rembuk.villages.models import AuditEntry, OfficeTerm
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 3, 1, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def scene(db):
    """The two villages; everybody has signed in before."""
    world = stories.world()
    stories.appoint(stories.user("tari", "Tari Operator"), Office.OPERATOR)
    User.objects.update(last_login=NOW)
    return world


def by(username, office):
    return Actor(user=User.objects.get(username=username), office=office)


def term_of(user, **only):
    return OfficeTerm.objects.select_related("user", "village").get(user=user, **only)


def give(term, who, *, at=LATER):
    return ways_in.give(term=term, by=who, at=at, today=TODAY)


def test_pak_budi_makes_rina_a_new_link_that_ends_the_old_one(scene):
    head = Actor(user=scene.budi, office=Office.VILLAGE_HEAD)
    old, _kind = give(term_of(scene.rina), head, at=NOW)
    new, kind = give(term_of(scene.rina), head)
    assert kind == ways_in.Kind.NEW
    assert links.find(old, at=LATER) is None
    assert links.find(new, at=LATER)
    told = AuditEntry.objects.filter(verb="office.link_renewed", by=scene.budi)
    assert told.count() == 2
    assert links.given_to(scene.rina).first().issued_by == scene.budi


def test_the_operator_makes_one_for_the_head_and_for_nobody_below(scene):
    operator = by("tari", Office.OPERATOR)
    assert give(term_of(scene.budi), operator)[1] == ways_in.Kind.NEW
    with pytest.raises(Refused):
        give(term_of(scene.rina), operator)


def test_a_head_of_old_is_a_villager_to_the_operator(scene):
    OfficeTerm.objects.filter(user=scene.budi).update(until=stories.SINCE, ended_at=NOW,
                                                      ended_reason="Pindah")  # fmt: skip
    with pytest.raises(Refused):
        give(term_of(scene.budi), by("tari", Office.OPERATOR))


@pytest.mark.parametrize("office", [Office.GROUP_CHAIR, Office.FACILITATOR, Office.TREASURER])
def test_no_lower_office_makes_one(scene, office):
    with pytest.raises(Refused):
        give(term_of(scene.rina), Actor(user=scene.adi, office=office))


def test_an_account_that_reaches_further_is_refused(scene):
    head = Actor(user=scene.budi, office=Office.VILLAGE_HEAD)
    tari = User.objects.get(username="tari")
    for guest in (tari, scene.dewi):
        stories.appoint(guest, Office.VILLAGE_STAFF, village=scene.here)
        with pytest.raises(Refused, match="lebih dari desa ini"):
            give(term_of(guest, village=scene.here), head)
    stories.appoint(scene.budi, Office.VILLAGE_STAFF, village=scene.here)
    with pytest.raises(Refused):
        give(term_of(scene.budi, office=Office.VILLAGE_STAFF), head)
    assert not links.given_to(tari).exists()
    assert not AuditEntry.objects.filter(verb__startswith="office.link").exists()


def test_a_closed_account_gets_none(scene):
    User.objects.filter(pk=scene.rina.pk).update(is_active=False)
    with pytest.raises(Refused):
        give(term_of(scene.rina), Actor(user=scene.budi, office=Office.VILLAGE_HEAD))
