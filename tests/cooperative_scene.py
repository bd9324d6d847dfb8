"""One of everything that a cooperative keeps, in a group of its own with officers of its own.

A room of the cooperative tells it in `tests/scene.py`, as those of businesses do; in its addresses
`group_id` means the cooperative, which the key "<room>:/group_id" says.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.utils import timezone

from rembuk.accounts.models import User
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village
from rembuk.villages.permissions import SCOPE_OF, Office, Scope
from rembuk.villages.tests import stories
from rembuk.villages.tests.cast import Cast

ROOMS = ("coop", "savings", "loans", "remittance", "surplus", "supervision")


def officers_of(village: Village, *, tag: str) -> dict[Office, User]:
    """Open a cooperative with somebody in every office of it."""
    group = Group.objects.create(
        village=village, kind=Group.Kind.COOPERATIVE, name=f"Koperasi {village.name}"
    )
    found = {}
    for office in (one for one, scope in SCOPE_OF.items() if scope == Scope.GROUP):
        found[office] = stories.user(f"coop.{office.lower()}.{tag}", f"{office} {tag}")
        stories.appoint(found[office], office, group=group)
    return found


def fill(officers: dict[Office, User], *, facilitator: Actor) -> dict[str, Any]:
    """Record one of everything, room by room, the lower ones first."""
    chair = officers[Office.GROUP_CHAIR]
    group = Group.objects.select_related("village").get(office_terms__user=chair)
    cast = Cast(
        group=group, facilitator=facilitator,
        chair=Actor(user=chair, office=Office.GROUP_CHAIR),
        treasurer=Actor(user=officers[Office.TREASURER], office=Office.TREASURER),
        at=timezone.now(), today=timezone.localdate(),
    )  # fmt: skip
    ids: dict[str, Any] = {}
    for room in ROOMS:
        told = import_module(f"rembuk.{room}.tests.scene").fill(cast)
        assert not ids.keys() & told.keys(), f"{room} names what another room names"
        ids |= told | {f"{room}:/group_id": group.pk}
    return ids
