"""What meetings hold about one person: that she was invited, was there, and did not agree.

Registered as a holding (villages/holdings.py). Her name and her words go; that somebody was there,
and that somebody did not agree, stays: what a group decided rests on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.forum.models import Attendance, Dissent, Invitation, Voted
from rembuk.lib import words
from rembuk.people.held import ERASED_NAME
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village

MEETINGS_KEPT = Kept(
    code="meetings",
    what=gettext_lazy("That somebody was at a meeting or did not agree, without a name"),
    why=gettext_lazy("What a group decided together must stay to be seen."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every meeting she was at, and every decision she did not agree to."""
    there = Attendance.objects.of(village).filter(resident__in=ids).select_related("meeting")
    against = Dissent.objects.of(village).filter(resident__in=ids)
    rows = [
        (
            (_("On"), _day(one.meeting.held_on)),
            (_("Was at a meeting"), one.meeting.about),
            (_("Name"), one.name),
        )
        for one in there.order_by("meeting__held_on", "pk")
    ]
    rows += [
        (
            (_("On"), _day(one.resolution.agreed_on)),
            (_("Did not agree to"), one.resolution.text),
            (_("Why"), one.why),
        )
        for one in against.select_related("resolution__meeting").order_by("pk")
    ]
    asked = Invitation.objects.of(village).filter(resident__in=ids).select_related("plan")
    rows += [
        (
            (_("On"), _day(one.plan.meets_on)),
            (_("Was invited to a meeting"), one.plan.about),
            (_("Name"), one.name),
        )
        for one in asked.order_by("plan__meets_on", "pk")
    ]
    voted = Voted.objects.of(village).filter(resident__in=ids).select_related("motion__meeting")
    rows += [
        (
            (_("On"), _day(one.motion.meeting.held_on)),
            (_("Voted on"), one.motion.text),
            (_("Name"), one.name),
        )
        for one in voted.order_by("at", "pk")
    ]
    return [Section(_("Meetings"), tuple(rows), goes=_("Meetings: her name and what she said"))]


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty her name and her words, and who it was."""
    for kind in (Attendance, Invitation, Voted):
        rows = kind.objects.of(village).filter(resident__in=ids)
        rows.update(name=ERASED_NAME, resident=None)
    against = Dissent.objects.of(village).filter(resident__in=ids)
    against.update(name=ERASED_NAME, why="", resident=None)


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many rows stay, without a name."""
    rows = (Attendance, Dissent, Invitation, Voted)
    return {
        MEETINGS_KEPT.code: sum(
            kind.objects.of(village).filter(resident__in=ids).count() for kind in rows
        )
    }


def _day(on: date) -> str:
    return words.plain_day(on, language=get_language() or "id")


HOLDING = Holding(order=56, told=told, erase=erase, staying=staying, kept=(MEETINGS_KEPT,))
