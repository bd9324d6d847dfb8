"""What the books say about one person: read out to her, and its words emptied when she asks.

Sums, days and numbers stay, and the chain stays whole: it holds a commitment to the words only
(docs/ledger.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import QuerySet

from rembuk.ledger.models import Entry, Pending
from rembuk.villages.models import Village


@dataclass(frozen=True)
class About:
    """A line of a group's book that names a person, or what was asked of a second person.

    That has no number; it is `waiting`, or was not booked in the end.
    """

    on: date
    group: str
    number: int | None
    amount_rp: int
    party: str
    memo: str
    waiting: bool


def lines(village: Village, residents: Sequence[int]) -> list[About]:
    """Return all that the books of a village say about a person, the earliest first."""
    return sorted(
        chain(_written(village, residents), _asked(village, residents)),
        key=lambda one: (one.on, one.number or 0),
    )


def count(village: Village, residents: Sequence[int]) -> int:
    """Return how many lines name a person, whether their words are there or not."""
    written = Entry.objects.of(village).filter(resident_id__in=residents)
    return written.count() + _asked_about(village, residents).count()


def erase(village: Village, residents: Sequence[int]) -> None:
    """Empty the words of every line about a person, with the salt of their commitment."""
    for rows in (Entry, Pending):
        found = rows.objects.of(village).filter(resident_id__in=residents)
        found.update(salt="", memo="", party="")


def _written(village: Village, residents: Sequence[int]) -> list[About]:
    found = Entry.objects.of(village).filter(resident_id__in=residents)
    return [
        About(
            on=entry.value_on,
            group=entry.book.group.name,
            number=entry.sequence,
            amount_rp=max(move.amount_rp for move in entry.movements.all()),
            party=entry.party,
            memo=entry.memo,
            waiting=False,
        )
        for entry in found.select_related("book__group").prefetch_related("movements")
    ]


def _asked(village: Village, residents: Sequence[int]) -> list[About]:
    return [
        About(
            on=date.fromisoformat(asked.asked["on"]),
            group=asked.book.group.name,
            number=None,
            amount_rp=max(int(move[2]) for move in asked.asked["moves"]),
            party=asked.party,
            memo=asked.memo,
            waiting=not hasattr(asked, "resolution"),
        )
        for asked in _asked_about(village, residents).select_related("book__group", "resolution")
    ]


def _asked_about(village: Village, residents: Sequence[int]) -> QuerySet[Pending]:
    """What was asked and not booked: an entry says it otherwise."""
    found = Pending.objects.of(village).filter(resident_id__in=residents)
    return found.filter(resolution__entry__isnull=True)
