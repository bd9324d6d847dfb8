"""How many people stood where on a day, and who moved between two days.

Stocks come from the last step of each person up to a day, flows from the steps in between: two
different readings of the same rows, so that reconciling them can fail, and must come out at zero.
A person counts from the day of the first step or of being recorded, whichever is earlier, and
for ever after: those who died or moved away stand in a status of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Count, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from rembuk.people.models import JourneyStep, Resident, Status
from rembuk.villages.models import Village

# Being recorded comes first, then the steps as a journey has them.
IN_ORDER = {kind: place for place, kind in enumerate(["", *JourneyStep.Kind.values])}


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

    @property
    def unexplained(self) -> int:
        """People that the flows do not explain: always zero, or the books are wrong."""
        return self.closing - (self.opening + self.came - self.went)


def standing_then(village: Village, on: date) -> QuerySet[Any]:
    """Return the residents known on a day with `status_then`, the status at its end."""
    last = _counted(village).filter(resident=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    people = _people(village).annotate(last_status=Subquery(last.values("status_after")[:1]))
    met = people.filter(
        Q(created_at__lt=_midnight_after(village, on)) | Q(last_status__isnull=False)
    )
    status = Coalesce("last_status", Value(""), output_field=CharField())
    return met.annotate(status_then=status)


def stocks(village: Village, on: date) -> dict[Status, int]:
    """Return how many people stood in each status at the end of a day; one query."""
    counted = standing_then(village, on).order_by().values("status_then").annotate(n=Count("pk"))
    found = {row["status_then"]: row["n"] for row in counted}
    return {status: found.get(status, 0) for status in Status}


def steps_between(village: Village, *, after: date, until: date) -> QuerySet[Any]:
    """Return the steps of the days after one day up to another, with `before`: the status so far.

    `before` is None where no step stood before.
    """
    earlier = _counted(village).filter(resident=OuterRef("resident"))
    so_far = earlier.filter(
        Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lt=OuterRef("pk"))
    ).order_by("-on", "-pk")
    steps = _counted(village).filter(on__gt=after, on__lte=until)
    return steps.annotate(before=Subquery(so_far.values("status_after")[:1])).order_by("on", "pk")


def recorded_between(village: Village, *, after: date, until: date) -> QuerySet[Any]:
    """Return the residents recorded in those days, with `first_on`, the day of the first step."""
    counts = Q(steps__withdrawn_at__isnull=True)
    met = _people(village).filter(
        created_at__gte=_midnight_after(village, after),
        created_at__lt=_midnight_after(village, until),
    )
    return met.annotate(first_on=Min("steps__on", filter=counts)).order_by("created_at", "pk")


def flows(village: Village, *, after: date, until: date) -> list[Flow]:
    """Return who moved how in the days after `after` up to and including `until`.

    Steps that leave the status as it was (an extension abroad) are in it too, from a status to
    itself.
    """
    found: Counter[tuple[str, str | None, str]] = Counter()
    found.update(move for move, _who in _moves(village, after=after, until=until))
    return sorted(
        (Flow(kind, before, reached, people) for (kind, before, reached), people in found.items()),
        key=lambda flow: (IN_ORDER[flow.kind], flow.before or "", flow.after),
    )


def movers(village: Village, flow: Flow, *, after: date, until: date) -> list[int]:
    """Return the resident ids behind one flow, one for each step."""
    wanted = (flow.kind, flow.before, flow.after)
    return [who for move, who in _moves(village, after=after, until=until) if move == wanted]


def crossers(
    village: Village, status: Status, *, came: bool, after: date, until: date
) -> list[int]:
    """Return the resident ids behind what came into a status, or went out of it."""
    return [
        who
        for (_kind, before, reached), who in _moves(village, after=after, until=until)
        if before != reached and (reached if came else before) == status
    ]


def account(village: Village, *, after: date, until: date) -> tuple[list[Line], list[Flow]]:
    """Set the stocks of two days against the flows between them, status by status."""
    opening, closing = stocks(village, after), stocks(village, until)
    moved = flows(village, after=after, until=until)
    came: Counter[str] = Counter()
    went: Counter[str] = Counter()
    for flow in moved:
        if flow.before == flow.after:
            continue  # an extension abroad: something happened, nobody moved
        came[flow.after] += flow.people
        if flow.before is not None:
            went[flow.before] += flow.people
    lines = [
        Line(status, opening[status], came[status], went[status], closing[status])
        for status in Status
    ]
    return lines, moved


def reconcile(village: Village, *, after: date, until: date) -> list[Line]:
    """Return the lines of the account alone."""
    return account(village, after=after, until=until)[0]


def unexplained(village: Village, *, after: date, until: date) -> int:
    """Return how many people the flows between two days do not explain: zero."""
    return sum(abs(line.unexplained) for line in reconcile(village, after=after, until=until))


# --- inside --------------------------------------------------------------------------------------


def _people(village: Village) -> QuerySet[Resident]:
    """Everybody once; who was erased still counts, without a name."""
    return Resident.objects.of(village).filter(merged_into__isnull=True)


def _counted(village: Village) -> QuerySet[JourneyStep]:
    return JourneyStep.objects.of(village).filter(
        withdrawn_at__isnull=True, resident__merged_into__isnull=True
    )


def _midnight_after(village: Village, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=village.zone)


def _moves(
    village: Village, *, after: date, until: date
) -> Iterator[tuple[tuple[str, str | None, str], int]]:
    """Yield each change of status with who it was: being recorded first, then the steps."""
    for resident in recorded_between(village, after=after, until=until):
        met_on = resident.created_at.astimezone(village.zone).date()
        if resident.first_on is None or met_on < resident.first_on:
            yield ("", None, ""), resident.pk
    steps = steps_between(village, after=after, until=until).values_list(
        "kind", "before", "status_after", "on", "resident_id", "resident__created_at"
    )
    for kind, before, reached, on, who, created_at in steps:
        met = created_at.astimezone(village.zone).date() < on
        yield (kind, "" if before is None and met else before, reached), who
