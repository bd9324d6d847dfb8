"""Meetings are recorded by who was there and what it was about; taken back only with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from rembuk.forum.models import Attendance, Meeting, Resolution, TakenBack
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Known


@dataclass(frozen=True)
class Somebody:
    """A person by her name, and by her record where there is one."""

    name: str
    resident_id: int | None = None


@dataclass(frozen=True)
class Facts:
    """What is told of a meeting; `held_on` is any day of what `held_precision` covers."""

    held_on: date
    about: str
    present: Sequence[Somebody] = ()
    place: str = ""
    held_precision: str = Known.DAY


@transaction.atomic
def record(
    *,
    group: Group,
    facts: Facts,
    by: Actor,
    at: datetime,
    today: date,
    synthetic: bool = False,
) -> Meeting:
    """Record that a group met.

    Errors: Refused for a day to come or before the group began, without a word what it was about,
    and where nobody was there (nobody is known of an invented one).
    """
    about = clean_text(facts.about)[0]
    if not about:
        raise Refused(_("Write in a few words what the meeting was about."))
    if facts.held_on > today:
        raise Refused(_("Choose today or an earlier day."))
    begun = group.started_on if group.started_precision == Known.DAY else None
    if begun and facts.held_precision == Known.DAY and facts.held_on < begun:
        raise Refused(_("The group began later than this day. Choose a later one."))
    if not facts.present and not synthetic:
        raise Refused(_("Choose who was there, or write their names."))
    meeting = Meeting.objects.create(
        village=group.village, group=group, held_on=facts.held_on,
        held_precision=facts.held_precision, about=about, place=clean_text(facts.place)[0],
        recorded_at=at, recorded_by=by.user, synthetic=synthetic,
    )  # fmt: skip
    for one in facts.present:
        Attendance.objects.create(
            village=group.village, meeting=meeting, name=one.name, resident_id=one.resident_id
        )
    audit.record(village=group.village, verb="forum.met", subject=meeting, by=by, at=at)
    return meeting


@transaction.atomic
def take_back(*, meeting: Meeting, why: str, by: Actor, at: datetime) -> Meeting:
    """Take a meeting back: it never was, or was recorded twice.

    Errors: Refused without a reason, and while a decision of it is in force.
    """
    meeting.take_turn()
    if meeting.taken_back_at is not None:
        raise Refused(_("This was taken back already. Nothing more is needed."))
    if meeting.resolutions.filter(taken_back_at__isnull=True).exists():
        raise Refused(_("Take its decisions back first: what was agreed rests on the meeting."))
    mark_taken_back(meeting, why=why, by=by, at=at)
    audit.record(village=meeting.village, verb="forum.meeting_back", subject=meeting, by=by, at=at)
    return meeting


def mark_taken_back(one: TakenBack, *, why: str, by: Actor, at: datetime) -> None:
    """Write when, by whom and why something was taken back. Errors: Refused without a reason."""
    said = clean_text(why)[0]
    if not said:
        raise Refused(_("Write why this is taken back."))
    one.taken_back_at, one.taken_back_by, one.taken_back_why = at, by.user, said
    one.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])


def present_at(meeting: Meeting) -> QuerySet[Attendance]:
    """Return who was there, by name; what was taken back is left out."""
    rows = Attendance.objects.of(meeting.village).filter(
        meeting=meeting, taken_back_at__isnull=True
    )
    return rows.order_by("name", "pk")


def of(group: Group) -> QuerySet[Meeting]:
    """Return the meetings of a group with what they agreed, the newest first."""
    agreed = Resolution.objects.of(group.village).order_by("number", "pk")
    mine = Meeting.objects.of(group.village).filter(group=group)
    return mine.prefetch_related(Prefetch("resolutions", agreed)).order_by("-held_on", "-pk")
