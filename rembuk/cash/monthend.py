"""The end of a month: what is done before a purse closes it, in order, as rooms register it.

Rooms above know runs that this room does not: interest, tax, provision. Each registers what it must
know (`facts`, expressions of one query for all rooms) and what it makes of it (`tell`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.ledger.months import Month
from rembuk.lib.dates import month_end
from rembuk.lib.errors import Refused
from rembuk.villages.models import Group, Village
from rembuk.villages.permissions import Permission


class State(TextChoices):
    """How far one step is."""

    NOTHING = "NOTHING", gettext_lazy("Nothing to do")
    LATER = "LATER", gettext_lazy("Comes later")
    TO_DO = "TO_DO", gettext_lazy("To do")
    HALF = "HALF", gettext_lazy("Half done")
    WAITS = "WAITS", gettext_lazy("Waits for another person")
    DONE = "DONE", gettext_lazy("Done")


UNDONE = frozenset({State.TO_DO, State.HALF, State.WAITS})


@dataclass(frozen=True)
class Step:
    """One step of a month's end: how far it is, what stands in its way, and the way to it.

    The address takes village, group and `more`, and ends in `query`. Where `presses`, the button
    does it at once; else it opens a page. `permission` says whose button it is. `done` of `total`
    for what takes long. While a step that `blocks` is not done, nobody asks to close the month.
    """

    label: Promise | str
    state: State
    says: str = ""
    url_name: str = ""
    more: tuple[Any, ...] = ()
    button: str = ""
    presses: bool = False
    permission: Permission = Permission.RECORD_CASH
    done: int = 0
    total: int = 0
    blocks: bool = False
    query: str = ""


@dataclass(frozen=True)
class Asked:
    """Whose month it is, which one, and up to which month and which day that book is closed."""

    group: Group
    first: date
    today: date
    closed: date | None = None
    days_closed: date | None = None

    @property
    def last(self) -> date:
        """The last day of the month."""
        return month_end(self.first)

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.today > self.last


@dataclass(frozen=True)
class Source:
    """What one room does at a month's end; `name` begins the names of its facts."""

    name: str
    order: int
    facts: Callable[[Asked], Mapping[str, Any]]
    tell: Callable[[Asked, Mapping[str, Any]], Iterable[Step]]


def shut(asked: Asked, label: Promise | str) -> Step | None:
    """Return the step of a run whose last day is closed: it books on that day; None while open."""
    if asked.days_closed is None or asked.days_closed < asked.last:
        return None
    says = _("The cash of its last day is closed. Ask the chair to open that day again.")
    return Step(
        label, State.TO_DO, says, "cash:days", (), _("See the days"),
        permission=Permission.SEE_CASH, blocks=True,
    )  # fmt: skip


_sources: list[Source] = []


def add(source: Source) -> None:
    """Register what a room does at a month's end (its apps.py)."""
    _sources.append(source)


def of_rooms(asked: Asked) -> list[Step]:
    """Return the steps of all rooms for a month, in order: one query."""
    sources = sorted(_sources, key=lambda one: (one.order, one.name))
    wanted = {
        f"{one.name}_{name}": fact
        for one in sources
        for name, fact in one.facts(asked).items()
    }  # fmt: skip
    if not wanted:
        return []
    found = Village.objects.filter(pk=asked.group.village_id).values(**wanted).get()
    return [step for one in sources for step in one.tell(asked, _of(one, found))]


def _of(source: Source, found: Mapping[str, Any]) -> dict[str, Any]:
    begins = f"{source.name}_"
    return {
        name.removeprefix(begins): value
        for name, value in found.items()
        if name.startswith(begins)
    }  # fmt: skip


def last_closed(standings: Mapping[date, Month]) -> date | None:
    """Return the newest closed month among those of a book."""
    return max((one.first for one in standings.values() if one.is_closed), default=None)


def first_left(steps: Iterable[Step]) -> Step | None:
    """Return the first step that blocks the closing and is not done."""
    return next((one for one in steps if one.blocks and one.state in UNDONE), None)


def require_done(asked: Asked) -> None:
    """Refuse to close a month while a room's step that blocks it is not done. Errors: Refused."""
    if left := first_left(of_rooms(asked)):
        raise Refused(
            _("%(step)s is not done yet. Open 'Close the month' and begin there.")
            % {"step": left.label}
        )
