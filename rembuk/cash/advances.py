"""Money a group holds for what it has not handed over: it came in, and is not earned yet.

A down payment may have to go back. Rooms that take one say here how much more of it was held at
the end of some days than before them; dividing leaves that out, and counts it once it is earned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from rembuk.villages.models import Group

Teller = Callable[..., int]  # (group, since=, until=): whole rupiah
_tellers: list[Teller] = []


class Advance(NamedTuple):
    """One sum: in the purse since a day, and earned or given back on another, if it was."""

    amount_rp: int
    booked_on: date
    over_on: date | None

    def is_held(self, day: date) -> bool:
        """Is it in the purse on a day, and not earned?"""
        return self.booked_on <= day and (self.over_on is None or self.over_on > day)


def add(teller: Teller) -> None:
    """Register a room that takes down payments."""
    _tellers.append(teller)


def grown_rp(group: Group, *, since: date, until: date) -> int:
    """Return how much more is held at the end of some days than before them; below 0 where less."""
    return sum(teller(group, since=since, until=until) for teller in _tellers)


def grown(advances: Iterable[Advance], *, since: date, until: date) -> int:
    """Return the same of some sums, in whole rupiah."""
    before = since - timedelta(days=1)
    return sum(one.amount_rp * (one.is_held(until) - one.is_held(before)) for one in advances)
