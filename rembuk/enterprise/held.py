"""What groups hold about one person: when she joined and left, and why.

Registered as a holding (villages/holdings.py). Who it was and what was noted goes; the days and the
kind of reason stay, because the group counts its members.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.enterprise import trainings
from rembuk.enterprise.lesson_texts import LESSONS
from rembuk.enterprise.models import Attendance, Keeping, LessonDone, Membership, OwnBusiness, Skill
from rembuk.people.held import ERASED_NAME
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village
from rembuk.web.templatetags.rembuk import partial_date

MEMBERSHIPS_KEPT = Kept(
    code="membership",
    what=gettext_lazy("Days of joining and leaving a group, on a record without a name"),
    why=gettext_lazy("The group must be able to say how many members it had."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every membership of a person, and what she kept for a group."""
    rows = tuple(_row(one) for one in _of(village, ids).select_related("group"))
    kept = _keepings(village, ids).select_related("thing").order_by("since", "pk")
    return [
        Section(_("Groups"), rows, goes=_("Groups: the name and what was noted on leaving")),
        Section(_("Things kept for a group"), tuple(_kept(one) for one in kept)),
        Section(_("Trainings"), _learned(village, ids), goes=""),
        Section(_("What she can do"), _skills(village, ids)),
        Section(_("Small lessons"), _lessons(village, ids)),
        Section(_("Own businesses"), _businesses(village, ids)),
    ]


def _kept(one: Keeping) -> tuple[tuple[str, str], ...]:
    until = partial_date(one.until) if one.until else ""
    facts = (
        (_("Thing"), one.thing.name), (_("Since"), partial_date(one.since)), (_("Until"), until),
    )  # fmt: skip
    return tuple((label, value) for label, value in facts if value)


def _row(one: Membership) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Group"), one.group.name),
        (_("Name"), one.name),
        (_("Member since"), partial_date(one.joined_on, one.joined_precision)),
        (_("Left on"), partial_date(one.left_on, one.left_precision) if one.left_on else ""),
        (_("Why"), str(one.get_left_why_display()) if one.left_why else ""),
        (_("Note"), one.left_note),
    )
    return tuple((label, value) for label, value in facts if value)


def _learned(village: Village, ids: Sequence[int]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Trainings a person came to; her attendance stays on a membership without a name."""
    came = Attendance.objects.of(village).filter(membership__resident__in=ids)
    came = came.filter(training__mistaken_why="").select_related("training")
    return tuple(
        (
            (_("Training"), trainings.name_of(one.training)),
            (_("When"), partial_date(one.training.held_on, one.training.held_precision)),
        )
        for one in came.order_by("training__held_on", "pk")
    )


def _skills(village: Village, ids: Sequence[int]) -> tuple[tuple[tuple[str, str], ...], ...]:
    known = Skill.objects.of(village).filter(membership__resident__in=ids, ended_on=None)
    return tuple(((_("Skill"), one.name),) for one in known.order_by("name", "pk"))


def _lessons(village: Village, ids: Sequence[int]) -> tuple[tuple[tuple[str, str], ...], ...]:
    titles = {one.code: str(one.title) for one in LESSONS}
    done = LessonDone.objects.of(village).filter(membership__resident__in=ids)
    return tuple(
        ((_("Lesson"), titles.get(one.lesson, one.lesson)), (_("When"), partial_date(one.done_on)))
        for one in done.order_by("done_on", "pk")
    )


def _businesses(village: Village, ids: Sequence[int]) -> tuple[tuple[tuple[str, str], ...], ...]:
    own = OwnBusiness.objects.of(village).filter(resident__in=ids)
    return tuple(
        ((_("Name"), one.name), (_("What does it do?"), one.does))
        for one in own.order_by("name", "pk")
    )


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty name and note, and who it was."""
    _keepings(village, ids).update(name=ERASED_NAME)
    Skill.objects.of(village).filter(membership__resident__in=ids).delete()
    LessonDone.objects.of(village).filter(membership__resident__in=ids).delete()
    OwnBusiness.objects.of(village).filter(resident__in=ids).update(
        resident=None, name=ERASED_NAME, channel="", witness="", agreed_on=None
    )
    _of(village, ids).update(resident=None, name=ERASED_NAME, left_note="")


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many memberships stay, without a name."""
    return {MEMBERSHIPS_KEPT.code: _of(village, ids).count()}


def _of(village: Village, ids: Sequence[int]) -> QuerySet[Membership]:
    return Membership.objects.of(village).filter(resident__in=ids).order_by("joined_on", "pk")


def _keepings(village: Village, ids: Sequence[int]) -> QuerySet[Keeping]:
    return Keeping.objects.of(village).filter(keeper__resident__in=ids)


HOLDING = Holding(order=55, told=told, erase=erase, staying=staying, kept=(MEMBERSHIPS_KEPT,))
