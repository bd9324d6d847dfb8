"""What was left of each goat that was sold: its price less what it is known to have cost.

Only what is written down counts. What it cost to buy, its medicine and its part of the feed that
the group's cash paid stand beside the price; where nothing was written, that cost is not known, and
is called so instead of nought. Forage that members cut themselves is no money and not in it.

Feed is shared out by days: all that the cash paid for feed until today, by the days each goat was
in the pen since the cash was opened, so that the parts add up to the whole rupiah.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from rembuk.cash import expected
from rembuk.herd import standing
from rembuk.herd.models import COMING, LEAVING, Animal, Event, Kind
from rembuk.ledger import books, chart, reading
from rembuk.ledger.reading import Book
from rembuk.lib.money import split_by_weight
from rembuk.villages.models import Group

FREE = (Kind.BORN, Kind.GRANTED, Kind.EXCHANGED)  # nothing was paid for it
OPENING = date(1950, 1, 1)


@dataclass(frozen=True)
class Margin:
    """One goat that was sold: whole rupiah; None where there is no evidence."""

    animal: Animal
    sold_on: date
    price_rp: int
    is_paid: bool  # its money stands in the group's cash
    bought_rp: int | None
    medicine_rp: int | None
    feed_rp: int | None

    @property
    def costs(self) -> tuple[int | None, int | None, int | None]:
        """To buy, medicine, feed."""
        return self.bought_rp, self.medicine_rp, self.feed_rp

    @property
    def left_rp(self) -> int:
        """The price less every cost that is known; below nought where it cost more."""
        return self.price_rp - sum(cost for cost in self.costs if cost is not None)

    @property
    def is_whole(self) -> bool:
        """Is every cost of it known?"""
        return None not in self.costs


@dataclass(frozen=True)
class Margins:
    """Every goat sold, the last first, and what that rests on."""

    sold: Sequence[Margin]
    feed_rp: int | None  # all that the cash paid for feed; None where no line tells of any

    @property
    def whole(self) -> list[Margin]:
        """Those of which every cost is known."""
        return [one for one in self.sold if one.is_whole]

    @property
    def mean_rp(self) -> int | None:
        """What was left of each on average, rounded down, of those with every cost known."""
        return sum(one.left_rp for one in self.whole) // len(self.whole) if self.whole else None


def of(group: Group, *, on: date) -> Margins:
    """Return what was left of every goat sold until a day; at most five queries."""
    rows = list(_rows(group, on))
    sold = [row for row in rows if row.kind == Kind.SOLD]
    paid = expected.settled(group.village, [row.sale.expected_id for row in sold if row.sale])
    bought = {row.animal_id: _bought(row) for row in rows if row.kind in COMING}
    treated: dict[int, list[int | None]] = defaultdict(list)
    for row in rows:
        if row.kind == Kind.TREATED:
            treated[row.animal_id].append(row.price_rp)
    book = books.book_of(group) if sold else None
    feed_rp = _feed_rp(book, on) if book else None
    parts = _shared(feed_rp, rows, since=book.begins_on, on=on) if book and feed_rp else {}
    found = [
        Margin(
            row.animal, row.happened_on, row.price_rp or 0,
            bool(row.sale and paid[row.sale.expected_id].is_booked),
            bought.get(row.animal_id), _medicine(treated[row.animal_id]),
            parts.get(row.animal_id),
        )
        for row in sold
    ]  # fmt: skip
    return Margins(sorted(found, key=lambda one: (one.sold_on, one.animal.pk), reverse=True),
                   feed_rp)  # fmt: skip


def _rows(group: Group, on: date) -> QuerySet[Event]:
    rows = standing.events(group, (*COMING, *LEAVING, Kind.TREATED)).filter(happened_on__lte=on)
    return rows.select_related("animal", "sale")


def _bought(row: Event) -> int | None:
    """What it cost to come; of one who was there before the book nobody knows."""
    return 0 if row.kind in FREE else row.price_rp


def _medicine(prices: Iterable[int | None]) -> int | None:
    known = list(prices)
    return None if None in known else sum(price for price in known if price)


def _feed_rp(book: Book, on: date) -> int | None:
    found = reading.changes_of(book, [chart.MATERIALS], since=OPENING, until=on)
    moved = found[chart.MATERIALS].moved if chart.MATERIALS in found else None
    return (moved.in_rp - moved.out_rp) or None if moved else None


def _shared(
    feed_rp: int, rows: Iterable[Event], *, since: date, on: date
) -> Mapping[int, int]:  # fmt: skip
    """Share the feed by the days of each goat in the pen between two days."""
    came: dict[int, date] = {}
    left: dict[int, date] = {}
    for row in rows:
        if row.kind in COMING:
            came[row.animal_id] = row.happened_on
        elif row.kind in LEAVING:
            left[row.animal_id] = row.happened_on
    who = sorted(came)
    days = [max(0, (left.get(pk, on) - max(came[pk], since)).days + 1) for pk in who]
    if not any(days):
        return {}
    return dict(zip(who, split_by_weight(feed_rp, days), strict=True))
