"""Who is there: written on the sheet by the secretary, by the code in the hall, or online.

Only who is a member on the day of the meeting counts; the code hangs in the hall, so who types it
was there. What was written by mistake is taken back with a reason and stays visible.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import sheets
from rembuk.forum import meetings
from rembuk.forum.models import Attendance, Meeting, Plan
from rembuk.lib.errors import Refused
from rembuk.people import merging
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor

How = Attendance.How


@transaction.atomic
def open_meeting(*, plan: Plan, by: Actor, at: datetime, today: date) -> Meeting:
    """Open a meeting that was called; from now on people are written down.

    Errors: Refused before its day, if it was called off, and if it is open already.
    """
    plan.take_turn()
    if not plan.is_in_force:
        raise Refused(_("This meeting was called off. Call another one."))
    if today < plan.meets_on:
        raise Refused(_("The meeting opens on its day."))
    plan.__dict__.pop("opened", None)  # what was read before this turn is old
    if plan.opened is not None:
        raise Refused(_("The meeting is open already. Open the page again."))
    del plan.opened
    meeting = Meeting.objects.create(
        village=plan.village, group=plan.group, plan=plan, held_on=plan.meets_on,
        about=plan.about, place=plan.place, recorded_at=at, recorded_by=by.user,
    )  # fmt: skip
    audit.record(village=plan.village, verb="forum.met", subject=meeting, by=by, at=at)
    return meeting


def held_on(plan: Plan) -> date | None:
    """Return the day a meeting was held; None while it was not opened."""
    return plan.opened.held_on if plan.opened else None


@transaction.atomic
def write_down(*, meeting: Meeting, keys: Collection[str], by: Actor, at: datetime) -> int:
    """Write members down who are there, by their keys; returns how many are new.

    Errors: Refused for a meeting that was taken back, and without a member.
    """
    meeting.take_turn()
    _check_stands(meeting)
    there = _there(meeting)
    people = [one for one in members_of(meeting) if one.key in keys and not _is(one, there)]
    if not people and not keys:
        raise Refused(_("Mark who is there."))
    for one in people:
        _write(meeting, one, how=How.SHEET, at=at)
    return len(people)


@transaction.atomic
def come(
    *, meeting: Meeting, who: Resident, how: str, code: str = "", at: datetime, today: date
) -> Attendance:  # fmt: skip
    """Say oneself that one is there: with the code of the hall, or online.

    Errors: Refused on another day, for a wrong code, for who is no member on that day, and if she
    is written down already.
    """
    meeting.take_turn()
    _check_stands(meeting)
    if today != meeting.held_on:
        raise Refused(_("This is possible on the day of the meeting only. Tell the secretary."))
    plan = meeting.plan
    if how == How.CODE and (plan is None or _plain(code) != plan.code):
        raise Refused(_("Look at the code in the hall once more, or ask the secretary."))
    ids = set(merging.ids_of(who))
    mine = [one for one in members_of(meeting) if one.resident_id in ids]
    if not mine:
        raise Refused(
            _("Only members of today are counted: who applied or has left is a welcome guest.")
        )
    if _is(mine[0], _there(meeting)):
        raise Refused(_("You are written down already. Nothing more is needed."))
    return _write(meeting, mine[0], how=How(how), at=at)


@transaction.atomic
def take_part(*, meeting: Meeting, key: str, at: datetime) -> None:
    """Write a member down as online who takes part from afar, unless she is written down.

    Errors: Refused for a meeting that was taken back.
    """
    meeting.take_turn()
    _check_stands(meeting)
    there = _there(meeting)
    for one in members_of(meeting):
        if one.key == key and not _is(one, there):
            _write(meeting, one, how=How.ONLINE, at=at)


@transaction.atomic
def take_back(*, attendance: Attendance, why: str, by: Actor, at: datetime) -> None:
    """Take back that somebody was there. Errors: Refused without a reason, and if it was before."""
    attendance.take_turn()
    if not attendance.is_in_force:
        raise Refused(_("This was taken back already. Nothing more is needed."))
    meetings.mark_taken_back(attendance, why=why, by=by, at=at)
    audit.record(
        village=attendance.village, verb="forum.attendance_back", subject=attendance.meeting,
        by=by, at=at,
    )  # fmt: skip


def members_of(meeting: Meeting) -> list[sheets.Member]:
    """Return who has a vote in a meeting: the members of its day, by the order of their room."""
    return list(sheets.members_of(meeting.group, on=meeting.held_on).people)


def absent(meeting: Meeting) -> list[sheets.Member]:
    """Return the members who are not written down."""
    there = _there(meeting)
    return [one for one in members_of(meeting) if not _is(one, there)]


def is_there(meeting: Meeting, who: Resident) -> bool:
    """Say whether somebody is written down."""
    here = meetings.present_at(meeting)
    return here.filter(resident__in=merging.ids_of(who)).exists()


def _there(meeting: Meeting) -> tuple[set[str], set[int]]:
    """Return the keys and the residents of those who are written down."""
    rows = list(meetings.present_at(meeting))
    residents = {one.resident_id for one in rows if one.resident_id}
    return {one.member_key for one in rows} - {""}, residents


def _is(one: sheets.Member, there: tuple[set[str], set[int]]) -> bool:
    keys, residents = there
    return one.key in keys or one.resident_id in residents


def _write(meeting: Meeting, one: sheets.Member, *, how: str, at: datetime) -> Attendance:
    return Attendance.objects.create(
        village=meeting.village, meeting=meeting, name=one.name[:100], how=how, came_at=at,
        member_key=one.key, resident_id=one.resident_id,
    )  # fmt: skip


def _check_stands(meeting: Meeting) -> None:
    if not meeting.is_in_force:
        raise Refused(_("This meeting was taken back. Record the meeting that was held."))


def _plain(code: str) -> str:
    return "".join(code.split()).upper()
