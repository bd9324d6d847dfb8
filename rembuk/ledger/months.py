"""The months of a book: open, being closed, closed, sealed; each step a row with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.ledger import checkpoints, ends, proven
from rembuk.ledger.models import Book, Movement, Period, PeriodEvent
from rembuk.ledger.models.periods import State
from rembuk.lib import dates, words
from rembuk.lib.errors import Refused
from rembuk.lib.ids import id_after
from rembuk.villages.actors import Actor

REASON_LENGTH_MIN = 5


@dataclass(frozen=True)
class MonthState:
    """How far a month of a book is."""

    state: State

    @property
    def takes_entries(self) -> bool:
        """Whether entries may still count for a day of it."""
        return self.state in {State.OPEN, State.CLOSING}


def state_of(book: Book, day: date) -> MonthState:
    """Return the state of the month a day lies in; a month nobody closed is open."""
    found = Period.objects.of(book.village).filter(book=book, first=day.replace(day=1))
    return MonthState(State(found.values_list("state", flat=True).first() or State.OPEN))


@dataclass(frozen=True)
class Step:
    """A month changed its state: to which, who did it, when, and why where a reason is asked."""

    state: State
    by_id: int | None
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Month:
    """A month of a book that is no longer simply open; `digest` is its seal's, "" without one."""

    first: date
    state: State
    period: Period
    steps: Sequence[Step]
    digest: str

    @property
    def is_closing(self) -> bool:
        """Whether somebody asked to close it and it still takes entries."""
        return self.state == State.CLOSING

    @property
    def is_closed(self) -> bool:
        """Whether nothing lands in it any more."""
        return self.state in {State.CLOSED, State.SEALED}

    @property
    def is_sealed(self) -> bool:
        """Whether it can no longer be opened again."""
        return self.state == State.SEALED

    @property
    def begun_by_id(self) -> int | None:
        """Who began to close it last."""
        begun = [step.by_id for step in self.steps if step.state == State.CLOSING]
        return begun[-1] if begun else None


def standings(
    book: Book, *, from_last_closed: bool = False, with_steps: bool = True
) -> dict[date, Month]:
    """Return every month of a book that somebody began to close, by its first day: two queries.

    Or only the last closed one and those after it: all that another closing has to do with. Without
    the steps, who did what and when, it is one query.
    """
    found = Period.objects.of(book.village).filter(book=book).select_related("seal")
    if from_last_closed:
        last = _closed(book).order_by("-first").values("first")[:1]
        found = found.filter(first__gte=Coalesce(Subquery(last), date.min))
    if with_steps:
        steps = PeriodEvent.objects.select_related("by").order_by("pk")
        found = found.prefetch_related(Prefetch("events", queryset=steps))
    told = {}
    for period in found.order_by("first"):
        period.book = book
        seal = getattr(period, "seal", None)
        told[period.first] = Month(
            first=period.first,
            state=State(period.state),
            period=period,
            steps=[_told(event) for event in period.events.all()] if with_steps else [],
            digest=seal.digest if seal else "",
        )
    return told


def closed(book: Book) -> set[date]:
    """Return the first days of the months of a book that are closed: one query."""
    return set(_closed(book).values_list("first", flat=True))


def _told(event: PeriodEvent) -> Step:
    name = event.by.name if event.by else ""
    return Step(State(event.state), event.by_id, name, event.at, event.reason)


@transaction.atomic
def begin_closing(
    *, book: Book, first: date, by: Actor, at: datetime, today: date, along: Sequence[date] = ()
) -> Period:
    """Begin to close a month: it still takes entries, and everybody sees that it is being closed.

    `along` are earlier months that are asked for with it. Errors: Refused for a month that is not
    over, and one that is closed already.
    """
    assert first.day == 1
    book.take_turn()
    if today < dates.next_month(first):
        raise Refused(_("This month is not over yet. Close it when it has ended."))
    months = [*along, first]
    rows = Period.objects.of(book.village).filter(book=book, first__in=months)
    there = {period.first: period for period in rows}
    for month, period in there.items():
        if State(period.state) in {State.CLOSED, State.SEALED}:
            raise Refused(_("%(month)s is closed already.") % {"month": _said(month)})
    new = [month for month in months if month not in there]
    made = Period.objects.bulk_create(
        Period(village=book.village, book=book, first=month, state=State.OPEN) for month in new
    )
    there |= {period.first: period for period in made}
    _step_all(book, [there[month] for month in months], State.CLOSING, by=by, at=at)
    return there[first]


@transaction.atomic
def close(
    *,
    period: Period,
    by: Actor,
    at: datetime,
    along: Sequence[Period] = (),
    is_proven: bool = False,
) -> Period:
    """Close a month that is being closed: nothing lands in it from now on, its end is kept.

    `along` are earlier months in which nothing was written. `is_proven` says that whoever holds
    the book's lock has just proved it: the next closing may begin here, unless an earlier month
    is open still. Errors: Refused for a month that nobody began to close, and before an earlier
    one with entries.
    """
    book = period.book
    _take_turn(period, *along)
    for one in (*along, period):
        if one.state != State.CLOSING:
            raise Refused(_("Begin to close %(month)s first.") % {"month": _said(one.first)})
    left_open = _left_open(period)
    if earlier := _first_with_entries(book, left_open):
        raise Refused(
            _("Months are closed in order. Close %(month)s first.") % {"month": _said(earlier)}
        )
    until, proof = dates.month_end(period.first), ""
    mark = checkpoints.latest(book, before=until) if is_proven else None
    checkpoints.take(book, until=until, mark=mark)
    if is_proven and set(left_open) == {one.first for one in along}:
        proof = proven.proof(book, until=until, sequence=ends.last(book).sequence)
    _step_all(book, [*along, period], State.CLOSED, by=by, at=at, proof=proof)
    return period


@transaction.atomic
def open_again(*, period: Period, reason: str, by: Actor, at: datetime) -> Period:
    """Open a closed month again, with a reason that stays on record.

    Errors: Refused without a reason, for a month that is sealed or not closed, and for a closed one
    before another that is closed.
    """
    _take_turn(period)
    if period.state == State.SEALED:
        raise Refused(
            _("%(month)s is sealed and stays as it is. Correct it in a month that is open.")
            % {"month": _said(period.first)}
        )
    if period.state == State.OPEN:
        raise Refused(_("%(month)s is open already.") % {"month": _said(period.first)})
    if period.state == State.CLOSED and _closed(period.book).filter(first__gt=period.first):
        raise Refused(_("Only the month closed last can be opened again."))
    if len(reason.strip()) < REASON_LENGTH_MIN:
        raise Refused(_("Write why the month is opened again."))
    step(period, State.OPEN, by=by, at=at, reason=reason.strip())
    return period


def _take_turn(period: Period, *more: Period) -> None:
    """Wait for whoever is writing into the book: what she writes is in the month, or refused."""
    period.book.take_turn()
    rows = Period.objects.of(period.village).filter(pk__in=[period.pk, *(one.pk for one in more)])
    states = dict(rows.values_list("pk", "state"))
    for one in (period, *more):
        one.state = states[one.pk]


def _closed(book: Book) -> QuerySet[Period]:
    closed = [State.CLOSED, State.SEALED]
    return Period.objects.of(book.village).filter(book=book, state__in=closed)


def _left_open(period: Period) -> list[date]:
    """Return the months of a book before this one that are not closed, the earliest first."""
    shut = set(_closed(period.book).values_list("first", flat=True))
    month, found = period.book.begins_on.replace(day=1), []
    while month < period.first:
        if month not in shut:
            found.append(month)
        month = dates.next_month(month)
    return found


def _first_with_entries(book: Book, months: Sequence[date]) -> date | None:
    """Return the earliest of some months in which something was written; None without one."""
    rows = Movement.objects.of(book.village).filter(book=book).order_by("value_on")
    left = list(months)
    while left:
        days = rows.filter(value_on__gte=left[0], value_on__lt=dates.next_month(left[-1]))
        day = days.values_list("value_on", flat=True).first()
        if day is None or day.replace(day=1) in left:
            return day.replace(day=1) if day else None
        left = [first for first in left if first > day]
    return None


def step(period: Period, state: State, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Change the state of a month whose book is locked, and keep who did it and where it stood."""
    _step_all(period.book, [period], state, by=by, at=at, reason=reason)


def _step_all(
    book: Book,
    periods: Sequence[Period],
    state: State,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    proof: str = "",
) -> None:
    """Change the state of months at once; `proof` is kept with the last of them."""
    rows = Period.objects.of(book.village).filter(pk__in=[period.pk for period in periods])
    rows.update(state=state)
    sequence = ends.last(book).sequence
    earlier = PeriodEvent.objects.of(book.village).filter(period__in=periods)
    pk, events = earlier.next_id(), []
    for period in periods:
        period.state = state
        events.append(
            PeriodEvent(
                pk=pk, village=book.village, period=period, state=state, by=by.user, at=at,
                reason=reason, sequence=sequence, proof=proof if period is periods[-1] else "",
            )
        )  # fmt: skip
        pk = id_after(pk)
    PeriodEvent.objects.bulk_create(events)


def _said(first: date) -> str:
    return words.month_of_year(first, language=get_language() or "id")
