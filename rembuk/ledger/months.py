"""The months of a book: open, being closed, closed, sealed; each step a row with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.ledger import checkpoints, ends
from rembuk.ledger.models import Book, Movement, Period, PeriodEvent
from rembuk.ledger.models.periods import State
from rembuk.lib import dates, words
from rembuk.lib.errors import Refused
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


def standings(book: Book) -> dict[date, Month]:
    """Return every month of a book that somebody began to close, by its first day: two queries."""
    found = Period.objects.of(book.village).filter(book=book).select_related("seal")
    steps = PeriodEvent.objects.select_related("by").order_by("pk")
    told = {}
    for period in found.order_by("first").prefetch_related(Prefetch("events", queryset=steps)):
        period.book = book
        seal = getattr(period, "seal", None)
        told[period.first] = Month(
            first=period.first,
            state=State(period.state),
            period=period,
            steps=[_told(event) for event in period.events.all()],
            digest=seal.digest if seal else "",
        )
    return told


def _told(event: PeriodEvent) -> Step:
    name = event.by.name if event.by else ""
    return Step(State(event.state), event.by_id, name, event.at, event.reason)


@transaction.atomic
def begin_closing(*, book: Book, first: date, by: Actor, at: datetime, today: date) -> Period:
    """Begin to close a month: it still takes entries, and everybody sees that it is being closed.

    Errors: Refused for a month that is not over, and one that is closed already.
    """
    assert first.day == 1
    book.take_turn()
    if today < dates.next_month(first):
        raise Refused(_("This month is not over yet. Close it when it has ended."))
    if not state_of(book, first).takes_entries:
        raise Refused(_("%(month)s is closed already.") % {"month": _said(first)})
    period, _made = Period.objects.get_or_create(
        village=book.village, book=book, first=first, defaults={"state": State.OPEN}
    )
    step(period, State.CLOSING, by=by, at=at)
    return period


@transaction.atomic
def close(*, period: Period, by: Actor, at: datetime) -> Period:
    """Close a month that is being closed: nothing lands in it from now on, its end is kept.

    Errors: Refused for a month that nobody began to close, and before an earlier one with entries.
    """
    _take_turn(period)
    if period.state != State.CLOSING:
        raise Refused(_("Begin to close %(month)s first.") % {"month": _said(period.first)})
    if earlier := _open_before(period):
        raise Refused(
            _("Months are closed in order. Close %(month)s first.") % {"month": _said(earlier)}
        )
    step(period, State.CLOSED, by=by, at=at)
    checkpoints.take(period.book, until=dates.month_end(period.first))
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


def _take_turn(period: Period) -> None:
    """Wait for whoever is writing into the book: what she writes is in the month, or refused."""
    period.book.take_turn()
    period.refresh_from_db(fields=["state"])


def _closed(book: Book) -> QuerySet[Period]:
    closed = [State.CLOSED, State.SEALED]
    return Period.objects.of(book.village).filter(book=book, state__in=closed)


def _open_before(period: Period) -> date | None:
    """Return the earliest open month with entries before a month; None without one."""
    shut = set(_closed(period.book).values_list("first", flat=True))
    rows = Movement.objects.of(period.village).filter(book=period.book, value_on__lt=period.first)
    days = rows.order_by("value_on").values_list("value_on", flat=True)
    day = days.first()
    while day is not None and day.replace(day=1) in shut:
        day = days.filter(value_on__gte=dates.next_month(day)).first()
    return day.replace(day=1) if day else None


def step(period: Period, state: State, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Change the state of a month whose book is locked, and keep who did it and where it stood."""
    period.state = state
    period.save(update_fields=["state"])
    PeriodEvent.objects.create(
        pk=period.events.next_id(), village=period.village, period=period, state=state,
        by=by.user, at=at, reason=reason, sequence=ends.last(period.book).sequence,
    )  # fmt: skip


def _said(first: date) -> str:
    return words.month_of_year(first, language=get_language() or "id")
