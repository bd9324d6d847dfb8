"""What is due before and after a meeting: who owes what by which day. Done and late are derived.

The days of an annual meeting follow the usual calendar of cooperatives: books closed 90 days
before, the supervisors' report 60, materials for everybody 30, invitations as the rules say, a
reminder 7, minutes and the list of payments 7 days after. Every member reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Min
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.forum import meetings, notice
from rembuk.forum.models import Invitation, Plan, TaskDone
from rembuk.forum.notice import Notice
from rembuk.ledger import books, months
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit, groups
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office

CHAIRS = frozenset({Office.GROUP_CHAIR, Office.BOARD})
MONTHS = 12


class State(StrEnum):
    """How far a task is on a day."""

    DONE = "done"
    DONE_LATE = "done_late"
    LATE = "late"
    SOON = "soon"
    WAITS = "waits"


SOON_DAYS = 7


@dataclass(frozen=True)
class Task:
    """One thing that is due; `days` after the meeting, below zero before it.

    `offices` owe it: the first of them that somebody holds is named.
    """

    code: str
    days: int
    label: Promise
    offices: Sequence[Office]
    marked: bool = True  # somebody says that it is done; else Rembuk sees it by itself


@dataclass(frozen=True)
class Line:
    """A task of one meeting on one day."""

    task: Task
    due_on: date
    who: str
    done_on: date | None
    state: State
    mark: TaskDone | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day is over and it is not done."""
        return self.state == State.LATE


_BOARD = (Office.GROUP_CHAIR, Office.BOARD)
ANNUAL: tuple[Task, ...] = (
    Task("books", -90, gettext_lazy("Close the books of the year"), (Office.TREASURER,)),
    Task(
        "oversight", -60, gettext_lazy("Report of the supervisory board"),
        (Office.SUPERVISORY_BOARD,),
    ),
    Task(
        "materials", -30, gettext_lazy("Materials for every member, online and printed"), _BOARD
    ),
)  # fmt: skip
EVERY: tuple[Task, ...] = (
    Task("reminder", -7, gettext_lazy("Remind everybody"), (Office.GROUP_OFFICER, *_BOARD)),
    Task("meeting", 0, gettext_lazy("The meeting itself"), _BOARD, marked=False),
    Task(
        "minutes", 7, gettext_lazy("Minutes and list of payments open to every member"),
        (Office.GROUP_OFFICER, *_BOARD),
    ),
)  # fmt: skip

# Rooms and later pages that see by themselves that a task is done: (plan) -> the day, or None.
Seen = Callable[[Plan], date | None]
_seen: dict[str, Seen] = {}


def see(code: str, seen: Seen) -> None:
    """Register what sees that a task is done."""
    _seen[code] = seen


def tasks_of(plan: Plan, asked: Notice | None = None) -> list[Task]:
    """Return what is due for a meeting, the earliest first; `asked` where it was read already."""
    days = (asked or notice.of_plan(plan)).days
    invite = Task(
        "invitations", -days, gettext_lazy("Invitations to every member"),
        (Office.GROUP_OFFICER, *_BOARD), marked=False,
    )  # fmt: skip
    annual = ANNUAL if plan.kind == Plan.Kind.ANNUAL and plan.second_of_id is None else ()
    return sorted((*annual, invite, *EVERY), key=lambda task: task.days)


def lines_of(
    plan: Plan,
    *,
    today: date,
    asked: Notice | None = None,
    invited: Sequence[Invitation] | None = None,
) -> list[Line]:
    """Return the calendar of a meeting on a day; `asked`, `invited` where read already."""
    marks = {
        one.task: one
        for one in TaskDone.objects.of(plan.village)
        .filter(plan=plan, taken_back_at__isnull=True)
        .select_related("recorded_by")
    }
    holders: dict[str, str] = {}
    for term in groups.officers_of(plan.group, on=today):
        holders.setdefault(term.office, f"{term.user.name} ({term.get_office_display()})")
    found = []
    for task in tasks_of(plan, asked):
        mark = marks.get(task.code)
        done_on = mark.done_on if mark else seen_on(plan, task, today=today, invited=invited)
        due_on = plan.meets_on + timedelta(days=task.days)
        who = next((holders[one] for one in task.offices if one in holders), "")
        state = _state(due_on, done_on, today=today)
        found.append(Line(task, due_on, who or _nobody(task), done_on, state, mark))
    return found


def seen_on(
    plan: Plan, task: Task, *, today: date, invited: Sequence[Invitation] | None = None
) -> date | None:
    """Return the day on which Rembuk saw a task done by itself; None if it did not."""
    if task.days >= 0 and plan.meets_on > today:
        return None
    if task.code == "invitations":
        return _invited_on(plan, invited)
    if task.code == "books":
        return _books_closed_on(plan)
    return _seen[task.code](plan) if task.code in _seen else None


def may_mark(task: Task, by: Actor) -> bool:
    """Say whether somebody in this office may say that a task is done."""
    return task.marked and (by.office in task.offices or by.office in CHAIRS)


@transaction.atomic
def mark(
    *, plan: Plan, code: str, done_on: date, note: str, by: Actor, at: datetime, today: date
) -> TaskDone:
    """Say that a task was done on a day.

    Errors: Refused for a day to come, for an office that does not owe it, and if it was said.
    """
    plan.take_turn()
    task = next(one for one in tasks_of(plan) if one.code == code and one.marked)
    if not may_mark(task, by):
        raise Refused(_("Whoever owes this says that it is done, or the chair."))
    if done_on > today:
        raise Refused(_("Choose today or an earlier day."))
    done = TaskDone.objects.of(plan.village).filter(plan=plan, task=code)
    if done.filter(taken_back_at__isnull=True).exists():
        raise Refused(_("This is marked as done already. Open the page again."))
    made = TaskDone.objects.create(
        village=plan.village, plan=plan, task=code, done_on=done_on, note=clean_text(note)[0],
        recorded_at=at, recorded_by=by.user,
    )  # fmt: skip
    audit.record(village=plan.village, verb="forum.task_done", subject=plan, by=by, at=at,
                 changes=[("forum_task", None, code)])  # fmt: skip
    return made


@transaction.atomic
def take_back(*, done: TaskDone, why: str, by: Actor, at: datetime) -> None:
    """Take a mark back. Errors: Refused without a reason, and if it was before."""
    done.take_turn()
    if not done.is_in_force:
        raise Refused(_("This was taken back already. Nothing more is needed."))
    meetings.mark_taken_back(done, why=why, by=by, at=at)


def _state(due_on: date, done_on: date | None, *, today: date) -> State:
    if done_on is not None:
        return State.DONE if done_on <= due_on else State.DONE_LATE
    if due_on < today:
        return State.LATE
    return State.SOON if due_on <= today + timedelta(days=SOON_DAYS) else State.WAITS


def _nobody(task: Task) -> str:
    return _("nobody holds this office: %(office)s") % {"office": task.offices[0].label}


def _invited_on(plan: Plan, invited: Sequence[Invitation] | None) -> date | None:
    if invited is None:
        sent = Invitation.objects.of(plan.village).filter(plan=plan)
        first: datetime | None = sent.aggregate(first=Min("invited_at"))["first"]
    else:
        first = min((one.invited_at for one in invited), default=None)
    return first.astimezone(plan.village.zone).date() if first else None


def _books_closed_on(plan: Plan) -> date | None:
    """Return the day on which December of the year was closed in the group's book."""
    book = books.book_of(plan.group)
    if book is None or plan.year is None:
        return None
    month = months.standings(book).get(date(plan.year, MONTHS, 1))
    if month is None or not month.is_closed:
        return None
    last = max(step.at for step in month.steps)
    return last.astimezone(plan.village.zone).date()
