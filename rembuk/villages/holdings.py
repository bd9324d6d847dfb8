"""What all rooms hold about one person: told to her, and erased when she asks.

A room registers a Holding in its apps.py. So the people room can show, export and erase what
neighbours keep, without entering them (UU 27/2022 arts 7, 8 and 13).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from rembuk.villages.models import Village

Ids = Sequence[int]  # of one person: her record and those merged into it


@dataclass(frozen=True)
class Section:
    """One kind of thing held: a title, and rows of (label, value) as the person reads them.

    `goes` is what an erasure takes of it: everything, unless it says less; "" for nothing.
    """

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]
    goes: str | None = None


@dataclass(frozen=True)
class Kept:
    """Something an erasure leaves, why, and the source of that duty."""

    code: str
    what: Promise | str
    why: Promise | str
    source: Promise | str


@dataclass(frozen=True)
class Holding:
    """What one room holds about persons.

    `told(village, ids)` gives sections for the export; `erase(village, ids, at)` empties or
    removes what need not stay; `staying(village, ids)` counts what must stay, by code of `kept`.
    """

    order: int
    told: Callable[[Village, Ids], list[Section]]
    erase: Callable[[Village, Ids, datetime], None]
    staying: Callable[[Village, Ids], dict[str, int]] = lambda _village, _ids: {}
    kept: tuple[Kept, ...] = ()


_holdings: list[Holding] = []


def hold(holding: Holding) -> None:
    """Register what a room holds."""
    _holdings.append(holding)
    _holdings.sort(key=lambda one: one.order)


def count() -> int:
    """Return how many rooms said what they hold."""
    return len(_holdings)


def sections(village: Village, ids: Ids) -> list[Section]:
    """Everything held about a person, room by room, without empty sections."""
    found = [section for one in _holdings for section in one.told(village, ids)]
    return [section for section in found if section.rows]


def erase(*, village: Village, ids: Ids, at: datetime) -> None:
    """Let every room erase what it holds about a person."""
    for one in _holdings:
        one.erase(village, ids, at)


def staying(village: Village, ids: Ids) -> list[tuple[Kept, int]]:
    """What an erasure would leave, with how many rows of each."""
    found: list[tuple[Kept, int]] = []
    for one in _holdings:
        counts = one.staying(village, ids)
        found += [(kept, counts[kept.code]) for kept in one.kept if counts.get(kept.code)]
    return found


def kept_words(code: str) -> Kept:
    """What a code of something kept stands for. A code once stored is never taken away."""
    return next(kept for one in _holdings for kept in one.kept if kept.code == code)
