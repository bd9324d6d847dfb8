"""What members' work, duty and capital count: rooms tell it here, each for its own kind.

A room that counts something fills the registry in `apps.py`; where no room does, the group types
the numbers with the reason, as it would correct them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from rembuk.shares.belonging import Member
from rembuk.shares.models import Weighing
from rembuk.villages.models import Group


class Counted(Protocol):
    """What a room counts of each member in a period: pieces, turns done, rupiah put in."""

    def __call__(
        self, group: Group, *, since: date, until: date
    ) -> Mapping[int, Fraction] | Mapping[int, int]:
        """Return it by membership id; who is not in it counts nought."""
        ...


Weights = dict[Weighing, dict[int, Fraction]]

_sources: dict[Weighing, Counted] = {}


def fill(kind: Weighing, counted: Counted) -> None:
    """Register who counts one kind."""
    _sources[kind] = counted


def counted(
    group: Group,
    people: Sequence[Member],
    *,
    since: date,
    until: date,
    kinds: Iterable[Weighing] = tuple(Weighing),
) -> Weights:
    """Return what each person counts by each kind that a room counts, by her membership."""
    found: Weights = {}
    for kind, source in _sources.items():
        if kind not in kinds:
            continue
        told = source(group, since=since, until=until)
        found[kind] = {
            one.membership.pk: sum((Fraction(told.get(pk, 0)) for pk in one.ids), Fraction(0))
            for one in people
        }
    return found
