"""What rooms show on the village's public page, without this room knowing them.

A room registers a source in its apps.py. Nothing personal belongs here: counts below
FEWEST are not shown at all (people who read a notice could tell who is meant).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from rembuk.villages.models import Village

FEWEST = 5


@dataclass(frozen=True)
class Count:
    """How many there are of something, for everybody to read."""

    label: str
    number: int


@dataclass(frozen=True)
class Notice:
    """One part of the public page: a title, sentences, counts."""

    title: str
    lines: Sequence[str] = ()
    counts: Sequence[Count] = field(default=())
    order: int = 50


Source = Callable[[Village, date], Iterable[Notice]]
_sources: list[Source] = []


def add_notices(source: Source) -> None:
    """Register a function that returns the notices of a room for a village on a day."""
    _sources.append(source)


def notices_for(village: Village, *, on: date) -> list[Notice]:
    """All notices that have something to say, without counts that are too small."""
    told = []
    for source in _sources:
        for notice in source(village, on):
            counts = [count for count in notice.counts if count.number >= FEWEST]
            if counts or notice.lines:
                told.append(Notice(notice.title, notice.lines, counts, notice.order))
    return sorted(told, key=lambda notice: (notice.order, notice.title))
