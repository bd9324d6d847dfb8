"""From an idea to a legal cooperative: how far it is, what comes next, who owes it how long.

Nothing of this is stored: it follows from the marks up to a day (ADR 8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.coop import checklist, founders, minimums, pledges, seen
from rembuk.coop.checklist import MEETING_HELD, OPTIONAL, Stage, Step
from rembuk.coop.models import Minimum, PathDuty, PathMark, Pledge, RouteChoice
from rembuk.coop.pledges import Count
from rembuk.forum.models import Resolution
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

State = PathMark.State
QUIET = timedelta(days=minimums.LEAST_DAYS)  # before this, nobody is stuck


@dataclass(frozen=True)
class Mark:
    """What is told of one step."""

    step: str
    state: str
    on: date
    note: str = ""
    signed: Sequence[Resident] = ()  # of the founding meeting


@dataclass(frozen=True)
class Line:
    """One step on a day: its mark, who owes it, and whether Rembuk itself sees that it is done."""

    step: Step
    mark: PathMark | None
    duty: PathDuty | None
    seen: bool = False

    @property
    def is_through(self) -> bool:
        """Whether it holds nobody up any more."""
        return self.seen or (self.mark is not None and self.mark.state != State.OPEN)

    @property
    def is_spared(self) -> bool:
        """Whether it was found not to be needed here."""
        return not self.seen and self.mark is not None and self.mark.state == State.SPARED


@dataclass(frozen=True)
class Part:
    """One stage with its steps."""

    stage: Stage
    lines: Sequence[Line]

    @property
    def is_reached(self) -> bool:
        """Whether all its steps are through."""
        return all(line.is_through for line in self.lines)

    @property
    def is_optional(self) -> bool:
        """Whether people go on without it."""
        return self.stage in OPTIONAL

    @property
    def through(self) -> int:
        """How many of its steps are through."""
        return sum(line.is_through for line in self.lines)


@dataclass(frozen=True)
class Path:
    """How far a group is on a day."""

    parts: Sequence[Part]
    route: RouteChoice | None
    moved_on: date | None
    on: date
    marks: Sequence[PathMark]
    count: Count
    promises: Mapping[int, Pledge]
    stuck_days: int
    is_founded: bool

    @property
    def has_begun(self) -> bool:
        """Whether anything was ever marked."""
        return bool(self.marks)

    @property
    def history(self) -> list[tuple[str, PathMark]]:
        """Each mark with the words of its step, the newest first."""
        return [(str(checklist.BY_CODE[mark.step].label), mark) for mark in self.marks]

    @property
    def stage(self) -> Stage | None:
        """The last stage reached without a gap; what is optional leaves none."""
        found = None
        for part in self.parts:
            if part.is_reached:
                found = part.stage
            elif not part.is_optional:
                break
        return found

    @property
    def current(self) -> Part | None:
        """The stage people work on; None once all is done."""
        return next(
            (part for part in self.parts if not part.is_reached and not part.is_optional), None
        )

    @property
    def next(self) -> Line | None:
        """The step that comes next."""
        part = self.current
        return next((line for line in part.lines if not line.is_through), None) if part else None

    @property
    def is_stuck(self) -> bool:
        """Whether everybody has to be told that nothing moves."""
        return self.quiet_days >= self.stuck_days

    @property
    def quiet_days(self) -> int:
        """For how many days nothing moved; 0 before it began and once all is done."""
        waits = self.moved_on is not None and self.current is not None
        return (self.on - self.moved_on).days if waits and self.moved_on else 0

    @property
    def owed_days(self) -> int | None:
        """For how many days somebody owes the next step; None if nobody was named."""
        line = self.next
        return (self.on - line.duty.since).days if line and line.duty else None


def read(group: Group, *, on: date) -> Path:
    """Tell how far a group is on a day, in at most eight queries."""
    marks = list(reversed(marks_of(group).filter(on__lte=on)))
    owed = PathDuty.objects.of(group.village).filter(group=group, since__lte=on)
    duties = {duty.step: duty for duty in owed.order_by("since", "at", "pk")}
    last = {mark.step: mark for mark in marks}
    chosen, rules = route_of(group, on=on), minimums.rules_on(group.village, on)
    route, standing = chosen.route if chosen else "", pledges.standing(group)
    count = pledges.counted(standing, route=route, founders=rules[Minimum.Key.FOUNDERS].value)
    through = {step for step, mark in last.items() if mark.state != State.OPEN}
    known = seen.Known(group, on, bool(chosen), count, through) if marks else None
    lines = [
        _line(step, last.get(step.code), duties.get(step.code), known=known)
        for step in checklist.steps_on(route)
    ]
    parts = [
        Part(stage, mine)
        for stage in Stage
        if (mine := [line for line in lines if line.step.stage == stage])
    ]
    days = [mark.on for mark in marks] + ([chosen.on] if chosen else [])
    return Path(
        parts, chosen, max(days, default=None), on, tuple(reversed(marks)), count=count,
        promises=standing, stuck_days=rules[Minimum.Key.STUCK].value,
        is_founded=MEETING_HELD in last and last[MEETING_HELD].state == State.DONE,
    )  # fmt: skip


def _line(
    step: Step, mark: PathMark | None, duty: PathDuty | None, *, known: seen.Known | None
) -> Line:
    line = Line(step, mark, duty)
    if known is None or line.is_through or step.code not in seen.SEEN:
        return line
    return Line(step, mark, duty, seen=seen.SEEN[step.code](known))


def marks_of(group: Group) -> QuerySet[PathMark]:
    """Return all that was marked, the newest first."""
    rows = PathMark.objects.of(group.village).filter(group=group)
    return rows.select_related("by").order_by("-on", "-at", "-pk")


def route_of(group: Group, *, on: date) -> RouteChoice | None:
    """Return the route that holds on a day."""
    return routes_of(group).filter(on__lte=on).first()


def routes_of(group: Group) -> QuerySet[RouteChoice]:
    """Return every choice of a route, the newest first."""
    rows = RouteChoice.objects.of(group.village).filter(group=group)
    return rows.select_related("resolution__meeting", "by").order_by("-on", "-at", "-pk")


@transaction.atomic
def mark(*, group: Group, told: Mark, by: Actor, at: datetime, today: date) -> PathMark:
    """Write down what became of a step.

    Errors: Refused for a group that is no cooperative or has ended, for a day to come or before
    its last mark, for what stands so already, before the stages in front of it are through,
    without a reason where it is not done, and for a founding that too few adults signed (K01).
    """
    _check_group(group)
    step, note = checklist.BY_CODE[told.step], clean_text(told.note)[0]
    if told.on > today:
        raise Refused(_("Choose today or an earlier day."))
    path = read(group, on=today)
    line = next((one for part in path.parts for one in part.lines if one.step == step), None)
    if line is None:
        raise Refused(_("This step is not on the route that was chosen. Open the page again."))
    if line.mark and told.on < line.mark.on:
        raise Refused(_("This step was marked on a later day. Choose that day or a later one."))
    if told.state == (line.mark.state if line.mark else State.OPEN):
        raise Refused(_("It stands so already. Nothing more is needed."))
    if told.state != State.DONE and not note:
        raise Refused(_("Write why, in a few words."))
    if told.state == State.DONE:
        _check_order(path, step)
    founding = told.state == State.DONE and step.code == MEETING_HELD
    people = founders.require_enough(group, told.signed, on=told.on) if founding else None
    made = PathMark.objects.create(
        village=group.village, group=group, step=step.code, state=State(told.state), on=told.on,
        note=note, people=people, by=by.user, at=at,
    )  # fmt: skip
    if founding:
        founders.write(made, told.signed)
    _tell("marked", group, step, by=by, at=at, more=[("coop_marked", None, made.state)])
    return made


def _check_group(group: Group) -> None:
    group.take_turn()
    if group.kind != Group.Kind.COOPERATIVE:
        raise Refused(_("The way to a cooperative is walked in a group of that kind."))
    if group.ended_on is not None:
        raise Refused(_("%(group)s has ended already.") % {"group": group.name})


def _check_order(path: Path, step: Step) -> None:
    for part in path.parts:
        if part.stage == step.stage:
            return
        if not part.is_reached and not part.is_optional:
            raise Refused(
                _("First finish the stage before it: %(stage)s.") % {"stage": part.stage.label}
            )


@transaction.atomic
def owe(
    *,
    group: Group,
    step: str,
    name: str,
    resident: Resident | None,
    by: Actor,
    at: datetime,
    today: date,
) -> PathDuty:
    """Write down who owes a step from today on. Errors: Refused without a name."""
    _check_group(group)
    called = resident.name if resident else clean_text(name)[0]
    if not called:
        raise Refused(_("Write who does it."))
    made = PathDuty.objects.create(
        village=group.village, group=group, step=checklist.BY_CODE[step].code, name=called,
        resident=resident, since=today, by=by.user, at=at,
    )  # fmt: skip
    _tell("owed", group, checklist.BY_CODE[step], by=by, at=at)
    return made


@dataclass(frozen=True)
class Chosen:
    """A route as the people chose it."""

    route: str
    reason: str
    on: date
    resolution: Resolution | None = None


@transaction.atomic
def choose_route(
    *, group: Group, chosen: Chosen, by: Actor, at: datetime, today: date
) -> RouteChoice:
    """Write down the route that was chosen; what was chosen before stays in the history.

    Errors: Refused without a reason, for the route that holds, and for a day to come or before the
    last choice.
    """
    _check_group(group)
    reason, last = clean_text(chosen.reason)[0], routes_of(group).first()
    if not reason:
        raise Refused(_("Write why this route was chosen."))
    if chosen.on > today:
        raise Refused(_("Choose today or an earlier day."))
    if last and last.route == chosen.route:
        raise Refused(_("This route holds already. Choose another one, or leave it as it is."))
    if last and chosen.on < last.on:
        raise Refused(_("The last choice was on a later day. Choose that day or a later one."))
    assert chosen.resolution is None or chosen.resolution.group_id == group.pk
    made = RouteChoice.objects.create(
        village=group.village, group=group, route=RouteChoice.Route(chosen.route), reason=reason,
        on=chosen.on, resolution=chosen.resolution, by=by.user, at=at,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="coop.route_chosen", subject=group, by=by, at=at,
        changes=[("coop_route", None, made.route)],
    )  # fmt: skip
    return made


def quiet(groups: QuerySet[Group], *, on: date) -> QuerySet[Group]:
    """Keep the groups whose path has begun, is not at its end, and did not move of late."""
    marks = PathMark.objects.filter(group=OuterRef("pk"), on__lte=on).order_by()
    routes = RouteChoice.objects.filter(group=OuterRef("pk"), on__gt=on - QUIET).order_by()
    return groups.filter(
        Q(Exists(marks)), ~Exists(marks.filter(on__gt=on - QUIET)), ~Exists(routes),
        ~Exists(marks.filter(step="nik", state=State.DONE)),
        kind=Group.Kind.COOPERATIVE, ended_on__isnull=True,
    ).order_by("name", "pk")  # fmt: skip


def _tell(
    what: str,
    group: Group,
    step: Step,
    *,
    by: Actor,
    at: datetime,
    more: Sequence[tuple[str, None, str]] = (),
) -> None:
    audit.record(
        village=group.village, verb=f"coop.path_{what}", subject=group, by=by, at=at,
        changes=[("coop_path", None, step.code), *more],
    )  # fmt: skip
