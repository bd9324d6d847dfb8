"""A private word about shares and duties: told to whom she chose, answered, closed by herself.

Nobody else learns that there is one: it is in no list, count or export of others, and the trail
keeps neither who told it nor what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.people.models import Resident
from rembuk.shares.models import Concern, ConcernNote
from rembuk.villages import audit
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, OfficeTerm, Village
from rembuk.villages.permissions import Office

# Which field says that an office was chosen.
CHOSEN: dict[str, str] = {
    Office.GROUP_CHAIR: "to_chair",
    Office.FACILITATOR: "to_facilitator",
    Office.VILLAGE_HEAD: "to_village_head",
}


@dataclass(frozen=True)
class Told:
    """What somebody tells, about what, and to whom."""

    about: str
    text: str
    to_chair: bool = False
    to_facilitator: bool = False
    to_village_head: bool = False


@transaction.atomic
def tell(*, group: Group, told: Told, by: Actor, at: datetime) -> Concern:
    """Keep a private word. Errors: Refused without words, and when nobody is chosen."""
    assert by.user is not None, "a person tells it"
    if not told.text.strip():
        raise Refused(_("Write what weighs on your mind."))
    if not (told.to_chair or told.to_facilitator or told.to_village_head):
        raise Refused(_("Choose who may read it."))
    who = Resident.objects.of(group.village).filter(user=by.user).first()
    concern = Concern.objects.create(
        village=group.village, group=group, told_by=by.user, resident=who,
        about=Concern.About(told.about), text=told.text.strip(), to_chair=told.to_chair,
        to_facilitator=told.to_facilitator, to_village_head=told.to_village_head, told_at=at,
    )  # fmt: skip
    _keep("concern_told", concern, at=at)
    return concern


@transaction.atomic
def answer(*, concern: Concern, text: str, by: Actor, at: datetime) -> ConcernNote:
    """Add an answer, or a note of a talk. Errors: Refused without words, and once it is closed."""
    assert by.user is not None, "a person answers"
    concern.take_turn()
    if concern.closed_at is not None:
        raise Refused(_("This is closed. Who told it can tell something new."))
    if not text.strip():
        raise Refused(_("Write the answer."))
    note = ConcernNote.objects.create(
        village=concern.village, concern=concern, text=text.strip(), by=by.user, at=at
    )
    _keep("concern_answered", concern, at=at)
    return note


@transaction.atomic
def close(*, concern: Concern, by: Actor, at: datetime) -> Concern:
    """Close it: only who told it does. Errors: Refused if it is closed."""
    assert by.user is not None
    assert by.user.pk == concern.told_by_id, "her own, the view looks at that"
    concern.take_turn()
    if concern.closed_at is not None:
        raise Refused(_("This is closed already. Nothing more is needed."))
    concern.closed_at = at
    concern.save(update_fields=["closed_at"])
    _keep("concern_closed", concern, at=at)
    return concern


def readable(village: Village, *, term: OfficeTerm, user: User) -> QuerySet[Concern]:
    """Return what somebody may read: her own, and what was told to the office she acts in."""
    mine = Q(told_by=user)
    field = CHOSEN.get(term.office)
    if field:
        told = Q(**{field: True})
        mine |= told & Q(group=term.group_id) if term.group_id else told
    rows = Concern.objects.of(village).filter(mine)
    return rows.select_related("group", "told_by").order_by("-told_at", "-pk")


def unanswered(village: Village, *, term: OfficeTerm, user: User) -> QuerySet[Concern]:
    """Return what was told to this office, is open, and has no answer."""
    if term.office not in CHOSEN:
        return Concern.objects.none()
    rows = readable(village, term=term, user=user).filter(closed_at=None, notes=None)
    return rows.exclude(told_by=user)


def answered(village: Village, *, user: User) -> QuerySet[Concern]:
    """Return what somebody told, is open, and of which the last word is not hers."""
    last = ConcernNote.objects.filter(concern=OuterRef("pk")).order_by("-at", "-pk")
    rows = Concern.objects.of(village).filter(told_by=user, closed_at=None)
    rows = rows.annotate(last_by=Subquery(last.values("by")[:1])).select_related("group")
    return rows.filter(last_by__isnull=False).exclude(last_by=user.pk).order_by("pk")


def _keep(what: str, concern: Concern, *, at: datetime) -> None:
    # Not who: the trail is read by others than those she chose.
    audit.record(village=concern.village, verb=f"shares.{what}", subject=concern, by=REMBUK, at=at)
