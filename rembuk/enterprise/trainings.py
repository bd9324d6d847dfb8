"""What a group learned: who came, whether it is used months later, and what is missing for that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Attendance, FollowUp, InUse, Membership, Training
from rembuk.enterprise.models.trainings import FOLLOWED_AFTER
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.audit import Change
from rembuk.villages.models import Group, Known, Village

GIVEN_UP_DAYS = 365  # what nobody asked a year after the training is no longer asked


@dataclass(frozen=True)
class Facts:
    """What is told of a training."""

    what: str
    held_on: date
    held_precision: str = Known.DAY
    proposed_by: str = ""
    paid_by: str = ""
    given_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """Whether what was learned is used, `after_days` after the training."""

    after_days: int
    in_use: str
    on: date
    note: str = ""
    precision: str = Known.DAY


@dataclass(frozen=True)
class Due:
    """A question that is due: of which training, after how many days, since which day."""

    training: Training
    after_days: int
    on: date


@transaction.atomic
def record(
    *, group: Group, facts: Facts, came: Iterable[Membership] = (), by: Actor, at: datetime,
    today: date,
) -> Training:  # fmt: skip
    """Record a training and who came.

    Errors: Refused without words, and for a day to come.
    """
    what, note = clean_text(facts.what)[0], clean_text(facts.note)[0]
    if not what and not note:
        raise Refused(_("Write what was learned."))
    if facts.held_on > today:
        raise Refused(_("Choose today or an earlier day."))
    told = {n: clean_text(getattr(facts, n))[0] for n in ("proposed_by", "paid_by", "given_by")}
    training = Training.objects.create(
        village=group.village, group=group, what=what, note=note, held_on=facts.held_on,
        held_precision=facts.held_precision, **told,
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(village=group.village, training=training, membership=one) for one in came
    )
    tell("recorded", training, by=by, at=at)
    return training


@transaction.atomic
def take_back(*, training: Training, why: str, by: Actor, at: datetime) -> Training:
    """Take back a training recorded by mistake; it stays in the trail.

    Errors: Refused without a reason, and if it was taken back before.
    """
    training.take_turn()
    said = clean_text(why)[0]
    if training.mistaken_why:
        raise Refused(_("It is taken back already. Open the page again."))
    if not said:
        raise Refused(_("Write why it is taken back."))
    training.mistaken_why = said
    training.save(update_fields=["mistaken_why"])
    tell("taken_back", training, by=by, at=at, changes=[("reason", None, said)])
    return training


@transaction.atomic
def answer(*, training: Training, answer: Answer, by: Actor, at: datetime, today: date) -> FollowUp:
    """Record whether what was learned is used. Told again, the last word counts.

    Errors: Refused for a day to come or before the training, and for another reason without words.
    """
    training.take_turn()
    note = clean_text(answer.note)[0]
    if answer.on > today:
        raise Refused(_("Choose today or an earlier day."))
    if answer.on < training.held_on:
        raise Refused(_("The training was later than this day. Choose a later one."))
    if answer.in_use == InUse.OTHER and not note:
        raise Refused(_("Write the reason in a few words."))
    made = FollowUp.objects.create(
        village=training.village, training=training, after_days=answer.after_days,
        answered_on=answer.on, precision=answer.precision, in_use=InUse(answer.in_use), note=note,
        by=by.user,
    )  # fmt: skip
    tell("followed", training, by=by, at=at, changes=[("in_use", None, made.in_use)])
    return made


# --- read ----------------------------------------------------------------------------------------


def of(group: Group) -> QuerySet[Training]:
    """Return a group's trainings, the newest first, with who came and what was answered."""
    return _told(group.village).filter(group=group).order_by("-held_on", "-pk")


def learned_by(membership: Membership) -> list[Training]:
    """Return the trainings that a member came to, the newest first."""
    came = Training.objects.of(membership.village).filter(
        mistaken_why="", attendances__membership=membership
    )
    return list(came.order_by("-held_on", "-pk"))


def _told(village: Village) -> QuerySet[Training]:
    answers = FollowUp.objects.order_by("after_days", "pk")
    came = Attendance.objects.select_related("membership").order_by("membership__name", "pk")
    mine = Training.objects.of(village).filter(mistaken_why="").select_related("group")
    return mine.prefetch_related(
        Prefetch("follow_ups", queryset=answers, to_attr="answers"),
        Prefetch("attendances", queryset=came, to_attr="came"),
    )


def last_answers(training: Training) -> list[FollowUp]:
    """Return the last word on each question of a training of `of`, the earliest question first."""
    told: Sequence[FollowUp] = getattr(training, "answers", [])
    return list({one.after_days: one for one in told}.values())


def due(training: Training, *, on: date) -> Due | None:
    """Return the question that is due for a training of `of`: the latest whose day has come.

    An earlier one that nobody asked is answered along with it; a year later none is asked.
    """
    if on > training.held_on + timedelta(days=GIVEN_UP_DAYS):
        return None
    come = [days for days in FOLLOWED_AFTER if training.held_on + timedelta(days=days) <= on]
    answered = max((one.after_days for one in last_answers(training)), default=0)
    if not come or answered >= come[-1]:
        return None
    return Due(training, come[-1], training.held_on + timedelta(days=come[-1]))


def all_due(village: Village, group_id: int, *, on: date) -> list[Due]:
    """Return the questions that are due in a group, the longest overdue first."""
    known = recent(village, group_id, on=on).order_by("held_on", "pk")
    return [found for training in known if (found := due(training, on=on))]


def recent(village: Village, group_id: int, *, on: date) -> QuerySet[Training]:
    """Return the trainings of a group of which anybody may still be asked."""
    since = on - timedelta(days=GIVEN_UP_DAYS)
    return _told(village).filter(group=group_id, held_on__gte=since)


def name_of(training: Training) -> str:
    """Say what a training was about; where the source lost the word, say so."""
    return training.what or _("(not readable)")


def tell(
    what: str, training: Training, *, by: Actor, at: datetime, changes: Sequence[Change] = ()
) -> None:
    """Write a line into the trail about a training."""
    audit.record(
        village=training.village, verb=f"enterprise.training_{what}", subject=training,
        subject_name=training.what or "…", by=by, at=at, changes=changes,
    )  # fmt: skip
