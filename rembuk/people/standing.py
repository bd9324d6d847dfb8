"""Where a journey leaves somebody: the one table of which step follows what.

Pure rules over steps: nothing is read or written here; journeys.py keeps the steps.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.people.models import JourneyStep, Plan, Status

Kind = JourneyStep.Kind
Precision = JourneyStep.Precision
ABROAD = frozenset({Status.WORKER, Status.ON_LEAVE})
HOME = frozenset({Status.NONE, Status.PROSPECTIVE, Status.RETURNED})
LIVING = HOME | ABROAD
GONE = frozenset({Status.DECEASED, Status.MOVED_AWAY})
# What may be reported without dates: dying and moving away have steps of their own.
REPORTABLE = tuple(status for status in Status if status not in GONE)
FROM_EXACT_TO_ROUGH: list[str] = [Precision.DAY, Precision.MONTH, Precision.YEAR]
# A contract may run with these; the others carry no months.
WITH_CONTRACT = frozenset({Kind.DEPARTURE, Kind.EXTENSION, Kind.LEAVING_AGAIN})


class Step(Protocol):
    """What the rules need to know of a step; rows and drafts both have it."""

    kind: str
    on: date
    precision: str
    country: str
    contract_months: int | None
    reported_status: str
    plan: str


@dataclass(frozen=True)
class Standing:
    """Where somebody stands after some steps."""

    status: Status = Status.NONE
    country: str = ""  # of the last work abroad, or of the one that is wished for
    since: date | None = None
    been_abroad: bool = False
    plan: str = ""  # of a returned worker: a Plan, or "" while nobody asked
    contract_ends_on: date | None = None
    contract_ends_precision: str = Precision.DAY  # no finer than the steps it follows from


AT_FIRST = Standing()


class Impossible(Exception):
    """A step cannot follow what was before it; `reason` is a whole sentence."""

    def __init__(self, step: Step, reason: Promise | str) -> None:
        super().__init__(str(reason))
        self.step = step
        self.reason = reason


DIED_BEFORE = _("This person died before that day. Check the date, or withdraw 'Died' first.")
MOVED_BEFORE = _("This person moved away before that day. Record 'Recorded in the village' first.")
IS_ABROAD = _("This person is abroad on that day. Record 'Came home' first, or check the date.")
NOT_ABROAD = _("This person is not abroad on that day. Record 'Departed' first, or check the date.")
ON_LEAVE_ALREADY = _("This person is home on leave on that day. Choose another step or day.")
NEVER_LEFT = _("No work abroad stands before that day. Choose 'Departed' instead.")

NEVER_BACK = _("No homecoming stands before that day. Record 'Came home' first, or check the date.")

# What stands in the way -> the step that is missing before it.
_MISSING = (
    (MOVED_BEFORE, Kind.RECORDED), (IS_ABROAD, Kind.HOMECOMING), (NOT_ABROAD, Kind.DEPARTURE),
    (NEVER_LEFT, Kind.DEPARTURE), (NEVER_BACK, Kind.HOMECOMING),
)  # fmt: skip


def missing_step(refusal: str) -> JourneyStep.Kind | None:
    """Return the step that a refusal asks to record first, if it asks for one."""
    return next((kind for reason, kind in _MISSING if str(reason) == refusal), None)


NOT_YET_ABROAD = frozenset({Status.NONE, Status.PROSPECTIVE})
# Each kind with the statuses it may follow and the status after it. RECORDED, INTENTION, PLAN
# and STATUS_REPORT depend on more than that: see _status.
FOLLOWS: dict[str, tuple[frozenset[Status], Status]] = {
    Kind.RECORDED: (LIVING | {Status.MOVED_AWAY}, Status.NONE),
    Kind.INTENTION: (HOME, Status.PROSPECTIVE),
    Kind.REGISTRATION: (HOME, Status.PROSPECTIVE),
    Kind.AGREEMENT: (HOME, Status.PROSPECTIVE),
    Kind.DEPARTURE: (HOME | {Status.ON_LEAVE}, Status.WORKER),
    Kind.LEAVING_AGAIN: (HOME | {Status.ON_LEAVE}, Status.WORKER),
    Kind.EXTENSION: (ABROAD, Status.WORKER),
    Kind.LEAVE: (frozenset({Status.WORKER}), Status.ON_LEAVE),
    Kind.HOMECOMING: (ABROAD, Status.RETURNED),
    Kind.PLAN: (HOME, Status.RETURNED),
    Kind.STATUS_REPORT: (LIVING, Status.NONE),
    Kind.MOVED_AWAY: (LIVING, Status.MOVED_AWAY),
    Kind.DIED: (LIVING | {Status.MOVED_AWAY}, Status.DECEASED),
}

# What a page offers next, likeliest first and seven at most; a step of an earlier day may be
# any other.
WAYS_OUT = (Kind.STATUS_REPORT, Kind.MOVED_AWAY, Kind.DIED)
NEXT: dict[str, tuple[JourneyStep.Kind, ...]] = {
    Status.NONE: (Kind.INTENTION, Kind.REGISTRATION, Kind.AGREEMENT, Kind.DEPARTURE, *WAYS_OUT),
    Status.PROSPECTIVE: (Kind.DEPARTURE, Kind.REGISTRATION, Kind.AGREEMENT, *WAYS_OUT),
    Status.WORKER: (Kind.HOMECOMING, Kind.EXTENSION, Kind.LEAVE, *WAYS_OUT),
    Status.ON_LEAVE: (Kind.LEAVING_AGAIN, Kind.EXTENSION, Kind.HOMECOMING, *WAYS_OUT),
    Status.RETURNED: (
        Kind.PLAN, Kind.REGISTRATION, Kind.AGREEMENT, Kind.LEAVING_AGAIN, *WAYS_OUT
    ),
    Status.MOVED_AWAY: (Kind.RECORDED, Kind.DIED),
    Status.DECEASED: (),
}  # fmt: skip


def after(before: Standing, step: Step) -> Standing:
    """Return where a step leaves somebody who stood at `before`. Errors: Impossible."""
    if before.status not in FOLLOWS[step.kind][0]:
        raise Impossible(step, _reason(before))
    if step.kind == Kind.LEAVING_AGAIN and not before.been_abroad:
        raise Impossible(step, NEVER_LEFT)
    if step.kind == Kind.PLAN and not before.been_abroad:
        raise Impossible(step, NEVER_BACK)
    status = _status(before, step)
    ends_on = _contract_end(before, step) if status in ABROAD else None
    return Standing(
        status=status,
        country=step.country if status == Status.NONE else step.country or before.country,
        since=before.since if before.since and status == before.status else step.on,
        been_abroad=before.been_abroad or status in ABROAD or status == Status.RETURNED,
        plan=_plan(before, step) if status == Status.RETURNED else "",
        contract_ends_on=ends_on,
        contract_ends_precision=_end_precision(before, step, ends_on),
    )


def follow(steps: Sequence[Step]) -> list[Standing]:
    """Return where each step leaves somebody, in the order given. Errors: Impossible."""
    standings: list[Standing] = []
    for place, step in enumerate(steps):
        before = standings[-1] if standings else AT_FIRST
        overtaken = _overtaken(step, by=steps[:place])
        standings.append(before if overtaken else after(before, step))
    return standings


def _overtaken(report: Step, *, by: Sequence[Step]) -> bool:
    """Has news that was written down later, of an earlier departure, made this report old?

    Somebody is noted as wanting to leave; the next day we hear that she left a week ago. Rows
    carry time-ordered ids; drafts have none, and what a table tells is told at once.
    """
    if report.kind != Kind.STATUS_REPORT or report.reported_status not in NOT_YET_ABROAD:
        return False
    written = getattr(report, "pk", 0)
    leaving = (step for step in by if step.kind in {Kind.DEPARTURE, Kind.LEAVING_AGAIN})
    return any(getattr(step, "pk", 0) > written for step in leaving)


def _status(before: Standing, step: Step) -> Status:
    if step.kind == Kind.STATUS_REPORT:
        return Status(step.reported_status)
    if step.kind == Kind.RECORDED and before.status != Status.MOVED_AWAY:
        return before.status  # the village only learnt of somebody it may know more about
    if step.kind == Kind.INTENTION and before.status == Status.RETURNED:
        return Status.RETURNED
    if step.kind == Kind.PLAN and step.plan == Plan.LEAVE_AGAIN:
        return before.status if before.status == Status.PROSPECTIVE else Status.RETURNED
    if step.kind == Kind.EXTENSION:
        return before.status  # who extends while home on leave has not left yet
    return FOLLOWS[step.kind][1]


def _plan(before: Standing, step: Step) -> str:
    """Return what a returned worker plans: as told last, or that a wish to leave says it."""
    if step.kind == Kind.PLAN:
        return step.plan
    if step.kind == Kind.INTENTION:
        return Plan.LEAVE_AGAIN
    return before.plan if step.kind == Kind.RECORDED else ""


def _reason(before: Standing) -> Promise | str:
    """Say why nothing of the kind can follow `before`, which the step may not."""
    return {
        Status.DECEASED: DIED_BEFORE,
        Status.MOVED_AWAY: MOVED_BEFORE,
        Status.WORKER: IS_ABROAD,
        Status.ON_LEAVE: ON_LEAVE_ALREADY,
    }.get(before.status, NOT_ABROAD)


def _contract_end(before: Standing, step: Step) -> date | None:
    """Return when the running contract ends, as far as the steps tell."""
    if step.kind not in WITH_CONTRACT:
        return before.contract_ends_on
    if step.contract_months:
        running = before.contract_ends_on if step.kind == Kind.EXTENSION else None
        return months_after(max(running or step.on, step.on), step.contract_months)
    # Back from leave without a word of a new contract, the old one goes on.
    back = step.kind == Kind.LEAVING_AGAIN and before.status == Status.ON_LEAVE
    return before.contract_ends_on if back else None


def _end_precision(before: Standing, step: Step, ends_on: date | None) -> str:
    """Return how exactly the end of the running contract is known: as the roughest step behind."""
    if ends_on is None:
        return Precision.DAY
    if step.kind not in WITH_CONTRACT or not step.contract_months:
        return before.contract_ends_precision
    behind = [step.precision]
    if step.kind == Kind.EXTENSION and before.contract_ends_on:
        behind.append(before.contract_ends_precision)
    return max(behind, key=FROM_EXACT_TO_ROUGH.index)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
