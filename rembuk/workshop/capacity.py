"""When can it be ready? Minutes of the queue through what the group sews in a day.

How long a thing takes is learned from the group's own records: the median of minutes a piece, work
by work. Before there are any, somebody's estimate counts and says so; without one there is no date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median
from typing import Any, Protocol

from django.db import transaction
from django.db.models import F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from rembuk.enterprise import members
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.workshop import sewing, stages
from rembuk.workshop.models import Estimate, Order, Pace, Stage, WorkOutput

LOOKED_BACK = 400  # records from which a group learns
NEARLY_DONE = (Stage.FINISHING, Stage.FITTING, Stage.READY)
WEEK = 7


class Thing(Protocol):
    """A line of an order, written down already or about to be."""

    @property
    def what(self) -> str:
        """What it is called."""

    @property
    def quantity(self) -> int:
        """How many pieces."""


@dataclass(frozen=True)
class Takes:
    """How many minutes one piece takes; from so many own records, 0 for an estimate."""

    what: str
    minutes: Fraction
    records: int = 0
    by_operation: tuple[tuple[int, Fraction], ...] = ()


@dataclass(frozen=True)
class Waiting:
    """An order in the queue, and the minutes of work that are left in it."""

    order: Order
    minutes: Fraction

    def is_late(self, today: date) -> bool:
        """Was it promised for a day before today?"""
        return self.order.ready_on is not None and self.order.ready_on < today


@dataclass(frozen=True)
class Counted:
    """The suggested day with all that it was counted from; `ready_on` None where something lacks.

    `missing` names things of which nobody knows how long they take.
    """

    ready_on: date | None
    queue: Sequence[Waiting] = ()
    minutes: Fraction = Fraction(0)
    crew: sewing.Crew | None = None
    pace: Pace | None = None
    takes: Sequence[Takes] = ()
    missing: Sequence[str] = ()
    days: int = 0
    late: int = 0  # orders of the queue whose promised day is over: they come first

    @property
    def queue_minutes(self) -> Fraction:
        """The minutes of work that stand before this order."""
        return sum((one.minutes for one in self.queue), Fraction(0))

    @property
    def guessed(self) -> bool:
        """Does it rest on an estimate?"""
        return any(not one.records for one in self.takes)


@transaction.atomic
def agree(
    *,
    group: Group,
    minutes_a_day: int,
    days_a_week: int,
    efficiency_percent: int,
    by: Actor,
    at: datetime,
    today: date,
) -> Pace:
    """Agree from today on how long a member sews a day, and which part of it at the machine.

    Errors: Refused for more than a day, a week or the whole time holds.
    """
    within = 1 <= minutes_a_day <= 24 * 60 and 1 <= days_a_week <= WEEK
    if not within or not 1 <= efficiency_percent <= 100:
        raise Refused(_("Write hours up to 24, days up to 7 and a part from 1 to 100 percent."))
    pace = Pace.objects.create(
        village=group.village, group=group, since=today, minutes_a_day=minutes_a_day,
        days_a_week=days_a_week, efficiency_percent=efficiency_percent, recorded_at=at,
        recorded_by=by.user,
    )  # fmt: skip
    audit.record(
        village=group.village,
        verb="workshop.pace_agreed",
        subject=group,
        by=by,
        at=at,
        changes=[("minutes_a_day", None, minutes_a_day), ("efficiency", None, efficiency_percent)],
    )
    return pace


@transaction.atomic
def estimate(*, group: Group, what: str, minutes: int, by: Actor, at: datetime) -> Estimate:
    """Write down how long a thing takes as somebody guesses. Errors: Refused below a minute."""
    told = clean_text(what)[0]
    if not told or not 1 <= minutes <= 24 * 60:
        raise Refused(_("Write what it is, and from 1 to 1,440 minutes for one piece."))
    row = Estimate.objects.create(
        village=group.village, group=group, what=told, minutes=minutes, recorded_at=at,
        recorded_by=by.user,
    )  # fmt: skip
    audit.record(
        village=group.village,
        verb="workshop.estimated",
        subject=group,
        by=by,
        at=at,
        changes=[("what", None, told), ("estimated_minutes", None, minutes)],
    )
    return row


def pace_on(group: Group, day: date) -> Any:
    """Return the Pace of a day with its `sewers`; None before one was agreed; one query."""
    agreed = Pace.objects.of(group.village).filter(group=group, since__lte=day)
    counted = agreed.annotate(sewers=Coalesce(members.number_on(group, day), 0))
    return counted.order_by("-since", "-pk").first()


def known(group: Group) -> dict[str, Takes]:
    """Return how long each thing takes, by its name in small letters; two queries."""
    guessed = Estimate.objects.of(group.village).filter(group=group).order_by("pk")
    found = {one.what.casefold(): Takes(one.what, Fraction(one.minutes)) for one in guessed}
    found.update(_learned(group))
    return found


def _learned(group: Group) -> dict[str, Takes]:
    """Learn from records with minutes, of orders that hold one kind of thing."""
    logs = WorkOutput.objects.of(group.village).filter(
        group=group, minutes__isnull=False, order__isnull=False, withdrawn_at__isnull=True
    )
    counts = Q(order__lines__withdrawn_at__isnull=True)
    named = logs.annotate(
        what=Min("order__lines__what", filter=counts), last=Max("order__lines__what", filter=counts)
    ).filter(what=F("last"))
    newest = named.order_by("-on", "-pk")[:LOOKED_BACK]
    seen: dict[str, dict[int, list[Fraction]]] = {}
    spelt: dict[str, str] = {}  # as it was written last
    for what, operation, minutes, pieces in newest.values_list(
        "what", "operation", "minutes", "pieces"
    ):
        each = Fraction(minutes or 0, pieces)
        spelt.setdefault(what.casefold(), what)
        seen.setdefault(what.casefold(), {}).setdefault(operation, []).append(each)
    return {key: _takes(spelt[key], work) for key, work in seen.items()}


def _takes(what: str, work: Mapping[int, list[Fraction]]) -> Takes:
    each = tuple((operation, Fraction(median(times))) for operation, times in work.items())
    records = sum(len(times) for times in work.values())
    return Takes(what, sum((minutes for _op, minutes in each), Fraction(0)), records, each)


def suggest(
    group: Group,
    things: Sequence[Thing],
    *,
    today: date,
    takes: Mapping[str, Takes] | None = None,
    pace: Any = None,
) -> Counted:
    """Count when things can be ready after all that stands in the queue.

    `takes` are the minutes of `known`, and `pace` is `pace_on` today, where somebody read them.
    """
    takes = known(group) if takes is None else takes
    pace = pace or pace_on(group, today)
    used = {one.what.casefold(): one.what for one in things}
    missing = [what for key, what in used.items() if key not in takes]
    queue = waiting(group, takes)
    crew = sewing.Crew(
        members=pace.sewers, hours_per_day=Fraction(pace.minutes_a_day, 60),
        efficiency_percent=Fraction(pace.efficiency_percent),
    ) if pace else None  # fmt: skip
    minutes = sum(
        (one.quantity * takes[one.what.casefold()].minutes
         for one in things if one.what.casefold() in takes),
        Fraction(0),
    )  # fmt: skip
    told = Counted(
        None, queue, minutes, crew, pace, [takes[key] for key in used if key in takes], missing,
        late=sum(one.is_late(today) for one in queue),
    )  # fmt: skip
    if missing or crew is None or pace is None or not pace.sewers:
        return told
    days = max(sewing.working_days(crew, told.queue_minutes + minutes), 1)
    ready_on = _after(today, days, days_a_week=pace.days_a_week)
    return replace(told, ready_on=ready_on, days=days)


def waiting(group: Group, takes: Mapping[str, Takes]) -> list[Waiting]:
    """Return what is in work with the minutes left in it; what is nearly done counts as done."""
    rows = list(_with_good_pieces(group))
    good = {(row.order_id, row.operation): row.good or 0 for row in rows}
    open_ = stages.by_order({row.pk: row for row in rows}.values())
    found = []
    for one in open_:
        if one.stage in NEARLY_DONE:
            continue
        minutes = Fraction(0)
        for line in one.lines:
            if told := takes.get(line.what.casefold()):
                minutes += line.quantity * told.minutes
        each = {op: m for line in one.lines for op, m in _of(takes, line.what)}
        done = sum((good.get((one.order.pk, op), 0) * m for op, m in each.items()), Fraction(0))
        found.append(Waiting(one.order, max(minutes - done, Fraction(0))))
    return [one for one in found if one.minutes]


def _of(takes: Mapping[str, Takes], what: str) -> tuple[tuple[int, Fraction], ...]:
    told = takes.get(what.casefold())
    return told.by_operation if told else ()


def _with_good_pieces(group: Group) -> QuerySet[Any]:
    """Return each line in work once for each `operation` of its order, with its `good` pieces."""
    done = F("order__outputs__pieces") - F("order__outputs__rejected")
    counts = Q(order__outputs__withdrawn_at__isnull=True)
    lines = stages.lines_in_work(group).annotate(operation=F("order__outputs__operation"))
    told: QuerySet[Any] = lines.annotate(good=Sum(done, filter=counts))
    return told


def _after(today: date, days: int, *, days_a_week: int) -> date:
    """Return the last of so many working days after today; weeks begin on Monday."""
    weeks, rest = divmod(days - 1, days_a_week)
    day = today + timedelta(days=weeks * WEEK)
    for _each in range(rest + 1):
        day += timedelta(days=1)
        while day.weekday() >= days_a_week:
            day += timedelta(days=1)
    return day
