"""What the daily tidying removes or lets go in each village; every room says its own part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rembuk.villages import tenancy
from rembuk.villages.models import Village


@dataclass(frozen=True)
class Part:
    """One thing that has its time: what it is called in the command's report, and the work."""

    what: str
    work: Callable[[Village, datetime], int]


_parts: list[Part] = []


def add(part: Part) -> None:
    """Let `work(village, at)` run once a day in each village; it returns how many it was."""
    _parts.append(part)


def tidy(*, at: datetime) -> dict[str, int]:
    """Do every room's part in every village; returns how many, by what they are."""
    counted = {part.what: 0 for part in _parts}
    for village in Village.objects.order_by("pk"):
        with tenancy.inside(village):
            for part in _parts:
                counted[part.what] += part.work(village, at)
    return counted
