"""What a group agreed: others rest on it, such as a sale of goats or a rule of sharing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from rembuk.forum import meetings
from rembuk.forum.meetings import Somebody
from rembuk.forum.models import Dissent, Meeting, Resolution
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


@dataclass(frozen=True)
class Against:
    """Somebody who did not agree, and why if she said so."""

    who: Somebody
    why: str = ""


@transaction.atomic
def agree(
    *, meeting: Meeting, text: str, against: Sequence[Against] = (), by: Actor, at: datetime
) -> Resolution:
    """Record what a meeting agreed.

    Errors: Refused without words, and for a meeting that was taken back.
    """
    meeting.take_turn()
    said = clean_text(text)[0]
    if not said:
        raise Refused(_("Write what was agreed."))
    if not meeting.is_in_force:
        raise Refused(_("This meeting was taken back. Record the meeting that was held."))
    last = meeting.resolutions.aggregate(last=Max("number"))["last"] or 0
    resolution = Resolution.objects.create(
        village=meeting.village, meeting=meeting, number=last + 1, text=said, recorded_at=at,
        recorded_by=by.user,
    )  # fmt: skip
    for one in against:
        Dissent.objects.create(
            village=meeting.village, resolution=resolution, name=one.who.name,
            resident_id=one.who.resident_id, why=clean_text(one.why)[0],
        )  # fmt: skip
    audit.record(village=meeting.village, verb="forum.agreed", subject=resolution, by=by, at=at)
    return resolution


@transaction.atomic
def take_back(*, resolution: Resolution, why: str, by: Actor, at: datetime) -> Resolution:
    """Take a decision back: it was agreed otherwise, or a later meeting ended it.

    What rested on it stays as it was. Errors: Refused without a reason, and if it was before.
    """
    resolution.take_turn()
    if not resolution.is_in_force:
        raise Refused(_("This was taken back already. Nothing more is needed."))
    meetings.mark_taken_back(resolution, why=why, by=by, at=at)
    audit.record(
        village=resolution.village, verb="forum.decision_back", subject=resolution, by=by, at=at
    )
    return resolution


def must_hold(resolution: Resolution, *, group: Group) -> None:
    """Refuse what would rest on a decision that was taken back, or on one of another group."""
    if not of(group).filter(pk=resolution.pk).exists():
        raise Refused(_("Choose the decision of the meeting."))


def of(group: Group) -> QuerySet[Resolution]:
    """Return what a group agreed and did not take back, the newest first."""
    return every(group).filter(taken_back_at__isnull=True)


def every(group: Group) -> QuerySet[Resolution]:
    """Return what a group ever agreed, also what it took back, the newest first.

    Forms read any of them, so that one sent twice is known again; the rule refuses.
    """
    mine = Resolution.objects.of(group.village).filter(meeting__group=group)
    newest_first = ("-meeting__held_on", "-meeting_id", "number", "pk")
    return mine.select_related("meeting__group").order_by(*newest_first)
