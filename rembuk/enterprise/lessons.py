"""Small lessons on selling online: what, why, one thing to try now, one question with its answer.

In our own words, from what small sellers commonly do; no law and no fee stands in them, because
those change (shop/rates.py has fees with their day). Everybody may read them. How far a member is
stands in her group, for herself and for who leads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.accounts.models import User
from rembuk.enterprise import members
from rembuk.enterprise.lesson_texts import LESSONS, Lesson
from rembuk.enterprise.models import LessonDone, Membership
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

NOT_YET = gettext_lazy("Not quite. Read it once more, and choose again.")


@dataclass(frozen=True)
class Step:
    """One lesson, and the day on which a member answered its question; None: not yet."""

    lesson: Lesson
    done_on: date | None


@dataclass(frozen=True)
class Learner:
    """A member, and how many lessons she has done."""

    membership: Membership
    done: int


def by_code(code: str) -> Lesson | None:
    """Return the lesson of a code; None where there is none."""
    return next((one for one in LESSONS if one.code == code), None)


def membership_of(group: Group, user: User) -> Membership | None:
    """Return the membership under which somebody learns in a group today; one query."""
    mine = members.of(group).filter(resident__user=user, left_on__isnull=True)
    return mine.order_by("pk").first()


@transaction.atomic
def answer(
    *, membership: Membership, lesson: Lesson, chosen: str, by: Actor, at: datetime, today: date
) -> LessonDone:
    """Answer the question of a lesson; answered rightly, the lesson is done.

    Only she herself answers. A second right answer changes nothing. Errors: Refused for a wrong
    answer, and for who is no member any more.
    """
    membership.take_turn()
    assert membership.resident is not None
    assert by.user is not None
    assert membership.resident.user_id == by.user.pk
    if membership.left_on is not None:
        raise Refused(_("Only members learn here. The lessons themselves are open to everybody."))
    if chosen != lesson.right:
        raise Refused(str(NOT_YET))
    # The trail says nothing of it: offices read the trail, and this is hers.
    done, _new = LessonDone.objects.get_or_create(
        village=membership.village, membership=membership, lesson=lesson.code,
        defaults={"done_on": today, "recorded_at": at},
    )  # fmt: skip
    return done


def steps_of(membership: Membership | None) -> list[Step]:
    """Return every lesson in its order, with the day on which a member did it; one query."""
    done: dict[str, date] = {}
    if membership is not None:
        done = dict(_of([membership]).values_list("lesson", "done_on"))
    return [Step(one, done.get(one.code)) for one in LESSONS]


def learners(group: Group, *, on: date) -> list[Learner]:
    """Return the members of a day, and how many lessons each has done, by name; two queries."""
    now = members.standing(group, on=on).now
    known = {one.code for one in LESSONS}
    done: dict[int, int] = {}
    for pk, code in _of(now).values_list("membership_id", "lesson"):
        done[pk] = done.get(pk, 0) + (code in known)
    return [Learner(one, done.get(one.pk, 0)) for one in now]


def _of(memberships: Sequence[Membership]) -> QuerySet[LessonDone]:
    if not memberships:
        return LessonDone.objects.none()
    there = LessonDone.objects.of(memberships[0].village)
    return there.filter(membership__in=memberships).order_by("pk")
