"""How many people stood where on a day, and who moved between two days.

Stocks come from the last step of each person up to a day, flows from the steps in between: two
different readings of the same rows, so that reconciling them can fail, and must come out at zero.
A person counts from the day of the first step or of being recorded, whichever is earlier, and
for ever after: those who died or moved away stand in a status of their own.

A status is one at a time: a returned worker who registers again is counted as prospective. Who has
been abroad and is home, whatever the status, is counted beside the statuses: see home_again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from rembuk.people.models import JourneyStep, Resident, Status
from rembuk.people.remembered import until_next_write
from rembuk.people.standing import ABROAD, HOME
from rembuk.villages.models import Village

# Being recorded comes first, then the steps as a journey has them.
IN_ORDER = {kind: place for place, kind in enumerate(["", *JourneyStep.Kind.values])}


Move = tuple[str, str | None, str]  # kind of step, status before, status reached
# Status: people, how many of them were erased since, and how many are home from work abroad.
Stocks = Mapping[Any, tuple[int, int, int]]


@dataclass(frozen=True)
class Flow:
    """People who went from one status to another by one kind of step; '' is being recorded."""

    kind: str
    before: str | None  # None: not known to the village before
    after: str
    people: int = 0


@dataclass(frozen=True)
class Line:
    """One status in the reconciliation: what was there, came in, went out and is there."""

    status: Status
    opening: int
    came: int
    went: int
    closing: int
    erased: int = 0  # how many of `closing` have had their data erased since: no list names them
    home_again: int = 0  # how many of `closing` have been abroad and are home

    @property
    def unexplained(self) -> int:
        """People that the flows do not explain: always zero, or the books are wrong."""
        return self.closing - (self.opening + self.came - self.went)


def standing_then(village: Village, on: date) -> QuerySet[Any]:
    """Return the residents known on a day with `status_then`, the status at its end."""
    known = Q(created_at__lt=_midnight_after(village, on)) | Q(last_status__isnull=False)
    met = _with_last_status(village, on).filter(known)
    status = Coalesce("last_status", Value(""), output_field=CharField())
    people: QuerySet[Any] = met.annotate(status_then=status)
    return people


def stocks(village: Village, on: date) -> dict[Status, int]:
    """Return how many people stood in each status at the end of a day; one query."""
    return {status: people for status, (people, *_of_them) in _stocks(village, on).items()}


def home_again(village: Village, on: date) -> QuerySet[Any]:
    """Return, of standing_then, who has been abroad and is home at the end of a day.

    Returned workers, and those of them who prepare to leave again or are residents once more;
    "purna" in the wide sense. Those who died or moved away are not home.
    """
    home = standing_then(village, on).filter(status_then__in=HOME)
    return home.filter(_been_abroad(village, on))


def steps_between(village: Village, *, after: date, until: date) -> QuerySet[Any]:
    """Return the steps of the days after one day up to another, with `before`: the status so far.

    `before` is None where no step stood before.
    """
    earlier = _own(village).filter(resident=OuterRef("resident"))
    so_far = earlier.filter(
        Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lt=OuterRef("pk"))
    ).order_by("-on", "-pk")
    steps = _counted(village).filter(on__gt=after, on__lte=until)
    return steps.annotate(before=Subquery(so_far.values("status_after")[:1])).order_by("on", "pk")


def recorded_between(village: Village, *, after: date, until: date) -> QuerySet[Any]:
    """Return the residents recorded in those days, with `first_on`, the day of the first step."""
    first = _own(village).filter(resident=OuterRef("pk")).order_by("on", "pk")
    met = _people(village).filter(
        created_at__gte=_midnight_after(village, after),
        created_at__lt=_midnight_after(village, until),
    )
    first_on = Subquery(first.values("on")[:1])
    return met.annotate(first_on=first_on).order_by("created_at", "pk")


def flows(village: Village, *, after: date, until: date) -> list[Flow]:
    """Return who moved how in the days after `after` up to and including `until`.

    Steps that leave the status as it was (an extension abroad) are in it too, from a status to
    itself.
    """
    recorded = recorded_between(village, after=after, until=until).order_by()
    steps = steps_between(village, after=after, until=until).order_by()
    counted = _read(
        village,
        recorded.values_list(*OF_RECORDING).annotate(people=Count("pk")),
        steps.values_list(*OF_STEP).annotate(people=Count("pk")),
    )
    found: Counter[Move] = Counter()
    for move, people in counted:
        found[move] += people
    return sorted(
        (Flow(kind, before, reached, people) for (kind, before, reached), people in found.items()),
        key=lambda flow: (IN_ORDER[flow.kind], flow.before or "", flow.after),
    )


def movers(village: Village, flow: Flow, *, after: date, until: date) -> list[int]:
    """Return the resident ids behind one flow, one for each step; counted again after a write."""
    wanted = (flow.kind, flow.before, flow.after)
    key = f"{flow.kind}-{flow.before}-{flow.after}"
    steps = Q(kind=flow.kind, status_after=flow.after)

    def find() -> list[int]:
        moves = _moves(village, steps, recorded=not flow.kind, after=after, until=until)
        return [who for move, who in moves if move == wanted]

    ids: list[int] = until_next_write(village, f"movers.{key}.{after}.{until}", work=find)
    return ids


def crossers(
    village: Village, status: Status, *, came: bool, after: date, until: date
) -> list[int]:
    """Return the resident ids behind what came into a status, or went out of it.

    Like `movers`, found again after a write.
    """
    steps = Q(status_after=status) if came else ~Q(status_after=status)
    recorded = came and status == Status.NONE  # where everybody begins

    def find() -> list[int]:
        moves = _moves(village, steps, recorded=recorded, after=after, until=until)
        return [
            who
            for (_kind, before, reached), who in moves
            if before != reached and (reached if came else before) == status
        ]

    key = f"crossers.{status.value}.{came}.{after}.{until}"
    ids: list[int] = until_next_write(village, key, work=find)
    return ids


def account(village: Village, *, after: date, until: date) -> tuple[list[Line], list[Flow]]:
    """Set the stocks of two days against the flows between them, status by status."""
    opening, closing = _stocks(village, after), _stocks(village, until)
    moved = flows(village, after=after, until=until)
    return _lines(opening, closing, moved), moved


def account_shown(village: Village, *, after: date, until: date) -> tuple[list[Line], list[Flow]]:
    """Return the same account; for a page that is opened often, counted again after a write."""

    def count() -> tuple[Stocks, Stocks, list[tuple[Any, ...]]]:
        counted = [_stocks(village, day) for day in (after, until)]
        opening, closing = ({s.value: n for s, n in found.items()} for found in counted)
        return opening, closing, [astuple(f) for f in flows(village, after=after, until=until)]

    opening, closing, told = until_next_write(village, f"home_again.{after}.{until}", work=count)
    moved = [Flow(*flow) for flow in told]
    return _lines(opening, closing, moved), moved


def _lines(opening: Stocks, closing: Stocks, moved: list[Flow]) -> list[Line]:
    came: Counter[str] = Counter()
    went: Counter[str] = Counter()
    for flow in moved:
        if flow.before == flow.after:
            continue  # an extension abroad: something happened, nobody moved
        came[flow.after] += flow.people
        if flow.before is not None:
            went[flow.before] += flow.people
    return [
        Line(status, opening[status][0], came[status], went[status], *closing[status])
        for status in Status
    ]


def reconcile(village: Village, *, after: date, until: date) -> list[Line]:
    """Return the lines of the account alone."""
    return account(village, after=after, until=until)[0]


def unexplained(village: Village, *, after: date, until: date) -> int:
    """Return how many people the flows between two days do not explain: zero."""
    return sum(abs(line.unexplained) for line in reconcile(village, after=after, until=until))


# --- inside --------------------------------------------------------------------------------------


def _stocks(village: Village, on: date) -> dict[Status, tuple[int, int, int]]:
    """Return the people of each status at the end of a day: all, erased since, home again.

    The erased stay in stocks and flows, which would not add up otherwise.
    """
    # The same people as in standing_then, but each one's last step is looked up only once.
    known = Case(When(created_at__lt=_midnight_after(village, on), then=True), default=False)
    been = Case(When(_been_abroad(village, on), then=True), default=False)
    people = _with_last_status(village, on).annotate(known=known, been=been)
    gone = Count("pk", filter=Q(erased_at__isnull=False))
    counted = people.order_by().values_list("last_status", "known", "been")
    found: Counter[str] = Counter()
    erased: Counter[str] = Counter()
    again: Counter[str] = Counter()
    for status, was_known, been, n, n_gone in counted.annotate(n=Count("pk"), n_gone=gone):
        if was_known or status is not None:
            found[status or ""] += n
            erased[status or ""] += n_gone
            again[status or ""] += n if been and (status or "") in HOME else 0
    return {status: (found[status], erased[status], again[status]) for status in Status}


def _people(village: Village) -> QuerySet[Resident]:
    """Everybody once; who was erased still counts, without a name."""
    return Resident.objects.of(village).filter(merged_into__isnull=True)


def _counted(village: Village) -> QuerySet[JourneyStep]:
    return JourneyStep.objects.of(village).filter(
        withdrawn_at__isnull=True, resident__merged_into__isnull=True
    )


def _been_abroad(village: Village, on: date) -> Q:
    """Has somebody been abroad until a day, or was she reported as back from there?"""
    # Looked up once for all: a question for each person takes seconds for some thousands.
    steps = _own(village).filter(on__lte=on, status_after__in=[*ABROAD, Status.RETURNED])
    return Q(pk__in=steps.values("resident"))


def _midnight_after(village: Village, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=village.zone)


def _own(village: Village) -> QuerySet[JourneyStep]:
    """Return the steps that count, for looking up those of one resident at a time."""
    return JourneyStep.objects.of(village).filter(withdrawn_at__isnull=True)


def _with_last_status(village: Village, on: date) -> QuerySet[Any]:
    last = _own(village).filter(resident=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    return _people(village).annotate(last_status=Subquery(last.values("status_after")[:1]))


def _moves(
    village: Village, only: Q, *, recorded: bool, after: date, until: date
) -> Iterator[tuple[Move, int]]:
    """Yield changes of status with who it was: being recorded, if asked for, then the steps."""
    met = recorded_between(village, after=after, until=until)
    steps = steps_between(village, after=after, until=until).filter(only)
    return _read(
        village,
        met.values_list(*OF_RECORDING, "pk") if recorded else (),
        steps.values_list(*OF_STEP, "resident_id"),
    )


OF_RECORDING = ("created_at", "first_on")
OF_STEP = ("kind", "before", "status_after", "on", "resident__created_at")


def _read(
    village: Village, recorded: Iterable[Any], steps: Iterable[Any]
) -> Iterator[tuple[Move, int]]:
    """Read rows of OF_RECORDING and OF_STEP as moves, each with what else its row holds."""

    @cache
    def day_of(moment: datetime) -> date:
        return moment.astimezone(village.zone).date()

    for created_at, first_on, told in recorded:
        if first_on is None or day_of(created_at) < first_on:
            yield ("", None, ""), told
    for kind, before, reached, on, created_at, told in steps:
        met = before is None and day_of(created_at) < on
        yield (kind, "" if met else before, reached), told
