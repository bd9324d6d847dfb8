"""Goals: what a member saves for, how much is there, how much is missing, until when.

With a licence a goal has an account in the cooperative. Without one it is only noted: the money
stands in her own account elsewhere, and the cooperative holds nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from rembuk.coop import members
from rembuk.coop.models import Member
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.savings.models import Aim, Goal, GoalEnd, GoalNote, SavingsAccount
from rembuk.savings.models.products import MOST_RP
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

MONTHS = 12


@dataclass(frozen=True)
class Wanted:
    """What somebody saves for, in whole rupiah, and until when, if she said so."""

    name: str
    target_rp: int
    wanted_on: date | None = None


@dataclass(frozen=True)
class Progress:
    """How far a goal is on a day."""

    goal: Goal
    aim: Aim
    saved_rp: int
    on: date

    @property
    def left_rp(self) -> int:
        """What is still missing."""
        return max(self.aim.target_rp - self.saved_rp, 0)

    @property
    def months_left(self) -> int | None:
        """How many months are left, the running one counted; None without a day to come."""
        wanted = self.aim.wanted_on
        if wanted is None or wanted < self.on:
            return None
        return (wanted.year - self.on.year) * MONTHS + wanted.month - self.on.month + 1

    @property
    def each_month_rp(self) -> int | None:
        """What to put aside each month to be in time, rounded up."""
        return -(-self.left_rp // self.months_left) if self.months_left else None


@transaction.atomic
def set_goal(
    *, member: Member, wanted: Wanted, by: Actor, at: datetime, today: date,
    account: SavingsAccount | None = None, where: str = "",
) -> Goal:  # fmt: skip
    """Begin a goal: with an account of hers in the cooperative, or noted over her own elsewhere.

    Errors: Refused without a name, a sum, a day to come, or a place; for who is no member.
    """
    member.take_turn()
    place = clean_text(where)[0]
    if account is None:
        members.require_member(member, on=today)
        if not place:
            raise Refused(_("Write where the money is, for example: own account at the bank."))
    made = Goal.objects.create(
        village=member.village, member=member, account=account,
        where="" if account else place, by=by.user, at=at,
    )  # fmt: skip
    aim(goal=made, wanted=wanted, by=by, at=at, today=today)
    return made


@transaction.atomic
def aim(*, goal: Goal, wanted: Wanted, by: Actor, at: datetime, today: date) -> Aim:
    """Write down what a goal is from now on; earlier words stay.

    Errors: Refused without a name, a sum or a day to come.
    """
    name = clean_text(wanted.name)[0]
    if not name:
        raise Refused(_("Write what the money is for."))
    if not 1 <= wanted.target_rp <= MOST_RP:
        raise Refused(_("Write how much money it takes."))
    if wanted.wanted_on is not None and wanted.wanted_on <= today:
        raise Refused(_("Choose a day to come, or leave it empty."))
    made = Aim.objects.create(
        village=goal.village, goal=goal, name=name, target_rp=wanted.target_rp,
        wanted_on=wanted.wanted_on, by=by.user, at=at,
    )  # fmt: skip
    member = goal.member
    audit.record(
        village=goal.village, verb="savings.goal_set", subject=goal, subject_name=member.name,
        resident_id=member.resident_id, by=by, at=at,
    )  # fmt: skip
    return made


@transaction.atomic
def note(*, goal: Goal, saved_rp: int, on: date, by: Actor, at: datetime, today: date) -> GoalNote:
    """Note what is put aside for a goal elsewhere, as she tells it.

    Errors: Refused for a goal with an account in the cooperative, for a day to come, and if she
    saves for it no longer.
    """
    goal.take_turn()
    if goal.account_id is not None:
        raise Refused(_("This goal has an account: its book says what is there."))
    if on > today:
        raise Refused(_("Choose today or an earlier day."))
    if not 0 <= saved_rp <= MOST_RP:
        raise Refused(_("Write how much is put aside, 0 or more."))
    _check_lasts(goal)
    assert by.user is not None, "a person tells it"
    return GoalNote.objects.create(
        village=goal.village, goal=goal, on=on, saved_rp=saved_rp, by=by.user, at=at
    )


@transaction.atomic
def end(*, goal: Goal, by: Actor, at: datetime, today: date) -> GoalEnd:
    """Save for it no longer. Errors: Refused for a goal with an account, and if it ended."""
    goal.take_turn()
    if goal.account_id is not None:
        raise Refused(_("This goal has an account: its book says what is there."))
    _check_lasts(goal)
    assert by.user is not None, "a person says so"
    return GoalEnd.objects.create(village=goal.village, goal=goal, on=today, by=by.user, at=at)


def _check_lasts(goal: Goal) -> None:
    if GoalEnd.objects.of(goal.village).filter(goal=goal).exists():
        raise Refused(_("This goal is ended. Begin a new one."))


def of(member: Member) -> QuerySet[Goal]:
    """Return the goals somebody saves for, the oldest first, each with its aims and notes."""
    said = GoalNote.objects.of(member.village).order_by("-on", "-pk")
    rows = _with_aims(member.village).filter(member=member, end__isnull=True)
    return rows.prefetch_related(Prefetch("notes", queryset=said, to_attr="noted"))


def of_account(account: SavingsAccount) -> list[Goal]:
    """Return the goal of an account in the cooperative, with its aims; none where it has none."""
    rows = Aim.objects.of(account.village).filter(goal__account=account).select_related("goal")
    aims = list(rows.order_by("-pk"))
    for one in aims[:1]:
        one.goal.told = aims  # type: ignore[attr-defined]  # as the Prefetch of `of`
    return [one.goal for one in aims[:1]]


def with_account(member: Member) -> list[Goal]:
    """Return a member's goals that have accounts in the cooperative, with their aims."""
    return list(_with_aims(member.village).filter(member=member, account__isnull=False))


def _with_aims(village: Village) -> QuerySet[Goal]:
    newest = Prefetch("aims", queryset=Aim.objects.of(village).order_by("-pk"), to_attr="told")
    return Goal.objects.of(village).prefetch_related(newest).order_by("pk")


def progress(
    found: Sequence[Goal], *, held: dict[int, int] | None = None, on: date
) -> list[Progress]:
    """Return how far goals of `of` are; `held` is what accounts hold, by their ids."""
    told = []
    for goal in found:
        aims: list[Aim] = goal.told  # type: ignore[attr-defined]  # Prefetch of `of`
        if goal.account_id is not None:
            saved_rp = (held or {}).get(goal.account_id, 0)
        else:
            notes: list[GoalNote] = goal.noted  # type: ignore[attr-defined]  # Prefetch of `of`
            saved_rp = next((one.saved_rp for one in notes if one.on <= on), 0)
        told.append(Progress(goal, aims[0], saved_rp, on))
    return told
