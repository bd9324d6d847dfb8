"""A month's run of anything: worked out, looked through by another person, then booked.

What interest has in common with the runs of rooms above: how far one is, and who may go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash import days
from rembuk.ledger.months import state_of
from rembuk.ledger.reading import Book
from rembuk.lib.dates import month_end
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.savings.models.runs import MonthRun
from rembuk.villages.actors import Actor


class State(TextChoices):
    """How far a run is."""

    WAITS = "WAITS", gettext_lazy("Waits for the second person")
    BOOKING = "BOOKING", gettext_lazy("Being booked")
    DONE = "DONE", gettext_lazy("All of it is booked")
    DROPPED = "DROPPED", gettext_lazy("Not booked")


UNDECIDED = frozenset({State.WAITS, State.BOOKING})


class Standing(Protocol):
    """A run with how far it is."""

    @property
    def run(self) -> MonthRun:
        """Which."""

    @property
    def state(self) -> State:
        """How far."""


def state_of_run(run: MonthRun, *, is_booked: bool) -> State:
    """Return how far a run is; `is_booked` says whether the book has all of it."""
    if getattr(run, "dropped", None) is not None:
        return State.DROPPED
    if getattr(run, "checked", None) is None:
        return State.WAITS
    return State.DONE if is_booked else State.BOOKING


def last_done(found: Sequence[Standing]) -> date | None:
    """Return the newest month that is booked."""
    return max((one.run.month for one in found if one.state == State.DONE), default=None)


def attempt_at(month: date, found: Sequence[Standing]) -> int:
    """Return the number of the next attempt at a month."""
    return 1 + sum(one.run.month == month for one in found)


def require_begin(
    book: Book, month: date, *, found: Sequence[Standing], due: date | None, today: date
) -> None:
    """Refuse to work out a month that is not over, not the next, or closed, or its last day.

    Errors: Refused.
    """
    last = month_end(month)
    if last >= today:
        raise Refused(_("The month is not over yet. Come back on the first day after it."))
    if any(one.state in UNDECIDED for one in found):
        raise Refused(_("Another month is not booked yet. Finish that one first."))
    if month != due:
        raise Refused(_("The months are booked one after another. Begin with the earliest."))
    if not state_of(book, last).takes_entries:
        raise Refused(_("The books of that month are closed. Ask the chair to open it again."))
    days.check_open(book, last)


def require_check(run: MonthRun, *, by: Actor, state: State) -> None:
    """Refuse who worked a run out, and one that is decided. Errors: Refused."""
    assert by.user is not None, "a person checks"
    if by.user.pk == run.maker_id:
        raise Refused(_("You worked this out. Somebody else has to look through it."))
    if state != State.WAITS:
        raise Refused(_("This was decided already. Open the page again."))


def changed_since() -> Refused:
    """Tell that a run worked out again would come to something else."""
    return Refused(
        _("Something was recorded in that month since. Do not book this: work it out anew.")
    )


def require_reason(why: str, *, droppable: bool) -> str:
    """Return why a run is dropped. Errors: Refused without a reason, and once it is booked."""
    said = clean_text(why)[0]
    if not said:
        raise Refused(_("Write why it is not booked."))
    if not droppable:
        raise Refused(_("This was decided already. Open the page again."))
    return said
