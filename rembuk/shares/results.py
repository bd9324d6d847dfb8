"""What a period left in a group's cash: income less costs, account by account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rembuk.cash import advances, purposes
from rembuk.ledger import books, chart, reading
from rembuk.ledger.reading import Book
from rembuk.shares.models import Sharing, Step
from rembuk.villages.models import Group

INCOME, COSTS = "INCOME", "EXPENSE"


@dataclass(frozen=True)
class Item:
    """One account of the period: what it brought, or below nought what it cost."""

    name: str
    amount_rp: int


@dataclass(frozen=True)
class Result:
    """What came in, what it cost, and what is left."""

    since: date
    until: date
    items: list[Item]

    @property
    def income_rp(self) -> int:
        """All income."""
        return sum(one.amount_rp for one in self.items if one.amount_rp > 0)

    @property
    def costs_rp(self) -> int:
        """All costs, above nought."""
        return -sum(one.amount_rp for one in self.items if one.amount_rp < 0)

    @property
    def left_rp(self) -> int:
        """Income less costs; below nought for a loss."""
        return sum(one.amount_rp for one in self.items)


def of(group: Group, *, since: date, until: date) -> Result | None:
    """Return the result of a period; None for a group without a purse. Four queries.

    Members' contributions, grants, loans and tools are neither income nor costs; a down payment is
    income once what it was for is handed over.
    """
    book = books.book_of(group)
    if book is None:
        return None
    items = _accounts(book, since=since, until=until)
    if held_rp := advances.grown_rp(group, since=since, until=until):
        items.append(Item(_advances(held_rp), -held_rp))
    return Result(since, until, items)


def _advances(held_rp: int) -> str:
    if held_rp > 0:
        return _("Down payments for what is not handed over yet")
    return _("Down payments of earlier days, handed over now")


def _accounts(book: Book, *, since: date, until: date) -> list[Item]:
    lines = [one for one in chart.charts()[book.chart] if one.kind in {INCOME, COSTS}]
    moved = reading.changes_of(book, [one.code for one in lines], since=since, until=until)
    items = []
    for line in lines:
        if line.code in moved and not line.is_control:
            told = moved[line.code].moved
            name = purposes.told(came=line.kind == INCOME, account=line.code, name=line.name)
            items.append(Item(name, told.out_rp - told.in_rp))
    return [one for one in items if one.amount_rp]


def next_period(group: Group, *, today: date) -> tuple[date, date]:
    """Return the days that nothing was divided of yet, up to today."""
    done = Sharing.objects.of(group.village).filter(group=group)
    last = done.exclude(steps__kind=Step.Kind.ENDED).order_by("-until", "-pk").first()
    if last is not None:
        return min(last.until + timedelta(days=1), today), today
    book = books.book_of(group)
    first = book.begins_on if book else group.started_on or today
    return min(first, today), today
