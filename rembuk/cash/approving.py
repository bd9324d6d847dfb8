"""Money out that waits: approved, refused or taken back, by whom it may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from django.db import transaction

from rembuk.cash import booking, days, differences, telling
from rembuk.cash.models import RefusalRead
from rembuk.cash.purposes import EXPLAINED, Way
from rembuk.cash.sums import sum_told
from rembuk.ledger import chart, pending
from rembuk.ledger.posting import REVERSAL
from rembuk.ledger.reading import Entry, Pending
from rembuk.villages.actors import Actor


class Teller(Protocol):
    """Tells people of an entry that a second person approved."""

    def __call__(self, entry: Entry, *, by: Actor, at: datetime) -> None: ...


# What rooms above refuse of a second person, such as the borrower of a loan.
_checks: list[Callable[[Pending, Actor], None]] = []
# What rooms above tell once it is booked, such as a transfer whose owner is known now.
_tellers: list[Teller] = []


def also_check(check: Callable[[Pending, Actor], None]) -> None:
    """Register who may not be the second person; it raises Refused (apps.py of a room above)."""
    _checks.append(check)


def also_tell(teller: Teller) -> None:
    """Register who is told of an approved entry; it passes over what is not its own (apps.py)."""
    _tellers.append(teller)


def amount_of(asked: Pending) -> int:
    """Return how much is asked for, in whole rupiah: of the cash, where any of it moves."""
    moves = pending.plan_of(asked).moves
    of_cash = [move.amount_rp for move in moves if chart.CASH in (move.debit, move.credit)]
    return sum(of_cash or (move.amount_rp for move in moves))


def is_out(asked: Pending) -> bool:
    """Say whether money leaves the group: it is paid, or what came in is taken back."""
    took = pending.plan_of(asked).moves[0].credit == chart.CASH
    return asked.kind == Way.OUT or (asked.kind == REVERSAL and took)


@transaction.atomic
def approve(*, asked: Pending, asked_hash: str, by: Actor, at: datetime, today: date) -> Entry:
    """Approve what was shown under `asked_hash`.

    Errors: Refused for a day that was closed meanwhile, and for more of a difference than is
    still open; for whom a room above refuses; and as ledger.pending.approve.
    """
    for check in _checks:
        check(asked, by)
    plan = pending.plan_of(asked)
    days.check_open(asked.book, plan.on)
    if plan.kind == EXPLAINED:
        differences.check_open_still(asked.book, plan)
    entry = pending.approve(asked, asked_hash=asked_hash, by=by, at=at, today=today)
    _tell(asked, "cash.approved", by=by, at=at)
    telling.tell(entry, by=by, at=at)
    for teller in _tellers:
        teller(entry, by=by, at=at)
    return entry


@transaction.atomic
def refuse(*, asked: Pending, reason: str, by: Actor, at: datetime) -> None:
    """Refuse it, or withdraw one's own. Errors: as ledger.pending.refuse."""
    done = pending.refuse(asked, reason=reason, by=by, at=at)
    verb = "cash.withdrawn" if done.outcome == done.Outcome.WITHDRAWN else "cash.refused"
    _tell(asked, verb, by=by, at=at)


def read(asked: Pending, *, at: datetime) -> None:
    """Note that who asked has opened what was refused; nothing for what was not, or was before."""
    resolution = getattr(asked, "resolution", None)
    if resolution is not None and resolution.outcome == resolution.Outcome.REFUSED:
        village = asked.book.village
        row = {"village": village, "at": at}
        RefusalRead.objects.of(village).get_or_create(pending=asked, defaults=row)


def unread(refused: Sequence[Pending]) -> list[Pending]:
    """Return those of one village's refused requests that who asked has not opened since."""
    if not refused:
        return []
    rows = RefusalRead.objects.of(refused[0].village).filter(pending__in=refused)
    known = set(rows.values_list("pending", flat=True))
    return [asked for asked in refused if asked.pk not in known]


def _tell(asked: Pending, verb: str, *, by: Actor, at: datetime) -> None:
    changes = [("amount", None, sum_told(amount_of(asked)))]
    booking.tell(
        asked.book, verb, about=asked, by=by, at=at, changes=changes, resident_id=asked.resident_id
    )
