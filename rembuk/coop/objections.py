"""What people object: heard without a name unless they wish otherwise, answered for all to read.

Need to know: everybody reads how often what was said, and the answers. The words themselves, and a
name that somebody gave, are for those who answer. What a study published stands with its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from rembuk.coop.models import Objection, ObjectionAnswer
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

Kind = Objection.Kind


@dataclass(frozen=True)
class Voice:
    """What was said; `resident` only if she wishes her name to be known to who answers."""

    kind: str
    said: str
    resident: Resident | None = None
    source: str = ""


@transaction.atomic
def tell(*, group: Group, voice: Voice, by: Actor | None, at: datetime, on: date) -> Objection:
    """Write down an objection. `by` is None for who speaks for herself without her name.

    Errors: Refused without words, and for a group that is no cooperative or has ended.
    """
    said = clean_text(voice.said)[0]
    if not said:
        raise Refused(_("Write what speaks against it."))
    if group.kind != Group.Kind.COOPERATIVE or group.ended_on is not None:
        raise Refused(_("Nobody works on a cooperative here any more. Tell the facilitator."))
    made = Objection.objects.create(
        village=group.village, group=group, kind=Kind(voice.kind), said=said,
        resident=voice.resident, source=clean_text(voice.source)[0], on=on,
        by=by.user if by else None,
    )  # fmt: skip
    if by is not None:  # the trail tells moments, and a moment could be compared with a visit
        audit.record(
            village=group.village, verb="coop.objection_told", subject=group, by=by, at=at,
            changes=[("coop_objection", None, made.kind)],
        )  # fmt: skip
    return made


@transaction.atomic
def answer(
    *, objection: Objection, said: str, done: str, by: Actor, at: datetime
) -> ObjectionAnswer:
    """Answer an objection for everybody to read; more answers may follow.

    Errors: Refused without words.
    """
    words, acted = clean_text(said)[0], clean_text(done)[0]
    if not words:
        raise Refused(_("Write the answer."))
    assert by.user is not None, "a person answers"
    made = ObjectionAnswer.objects.create(
        village=objection.village, objection=objection, said=words, done=acted, by=by.user, at=at
    )
    audit.record(
        village=objection.village, verb="coop.objection_answered", subject=objection.group, by=by,
        at=at, changes=[("coop_objection", None, objection.kind)],
    )  # fmt: skip
    return made


def of(group: Group) -> QuerySet[Objection]:
    """Return all objections with their answers, the newest first."""
    answers = ObjectionAnswer.objects.of(group.village).select_related("by").order_by("-at", "-pk")
    rows = Objection.objects.of(group.village).filter(group=group).select_related("resident")
    return rows.prefetch_related(Prefetch("answers", answers)).order_by("-on", "-pk")


def waiting(group: Group) -> QuerySet[Objection]:
    """Return those without any answer."""
    return Objection.objects.of(group.village).filter(group=group, answers__isnull=True)


def counted(group: Group) -> list[tuple[str, int, int]]:
    """Return of each kind that was heard: its label, how often, and how many have an answer."""
    rows = Objection.objects.of(group.village).filter(group=group).order_by()
    found = {
        row["kind"]: (row["said"], row["answered"])
        for row in rows.values("kind").annotate(
            said=Count("pk", distinct=True),
            answered=Count("answers__objection", distinct=True),
        )
    }
    return [(str(kind.label), *found[kind]) for kind in Kind if kind in found]
