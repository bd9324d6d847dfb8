"""Counts that may be read by people who must not learn about persons.

A count below FEWEST is masked. One masked count among several whose total is shown would be the
total less the others, so further counts are hidden until no masked one can be derived:

- the order in which counts are hidden is fixed, not by size: else being hidden would tell that a
  count is the smallest;
- after hiding, everything a reader can work out (the total, what is shown, "below five", "five or
  more") must leave every masked count anything from 0 to 4;
- where that cannot be had, the total is hidden too.

Above villages nothing is added back: a region's number is the sum of what its villages show
(rollup.py), so no sum over villages can be turned against one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

FEWEST = 5


class Mask(Enum):
    """Why a count is not shown."""

    FEW = "few"  # it is below FEWEST
    HIDDEN = "hidden"  # it would give a masked one away
    NOTHING = "nothing"  # nobody is counted here at all: nothing is recorded yet


Shown = int | Mask


@dataclass(frozen=True)
class Row:
    """The parts of one whole, and the whole, as they may be read."""

    parts: Mapping[str, Shown]
    total: Shown


def unmasked(counts: Mapping[str, int]) -> Row:
    """Counts of things that are not people, as they are."""
    return Row(parts=dict(counts), total=sum(counts.values()))


def masked(counts: Mapping[str, int]) -> Row:
    """Mask the parts of a whole. Their order is the order in which they are hidden."""
    total = sum(counts.values())
    if total == 0:
        return Row(parts=dict.fromkeys(counts, Mask.NOTHING), total=Mask.NOTHING)
    few = [part for part, number in counts.items() if number < FEWEST]
    others = [part for part in counts if part not in few]
    if not few:
        return Row(parts=dict(counts), total=total)
    for enough in range(len(others) + 1):
        hidden = others[:enough]
        left = sum(counts[part] for part in (*few, *hidden))
        if total >= FEWEST and _nothing_given_away(left, few=len(few), hidden=enough):
            return Row(parts=_told(counts, few, hidden), total=total)
    alone = Mask.FEW if total < FEWEST else Mask.HIDDEN
    return Row(parts=_told(counts, few, others), total=alone)


def _nothing_given_away(left: int, *, few: int, hidden: int) -> bool:
    """Can each masked count be anything from 0 to 4, given that they and the hidden make `left`?

    The others make up what one of them does not: `few - 1` counts of 0 to 4, and `hidden` counts
    of 5 or more, without an upper end.
    """
    least_of_others = FEWEST * hidden
    most_of_others = (FEWEST - 1) * (few - 1)
    if left - (FEWEST - 1) < least_of_others:
        return False  # it could not be 4
    return bool(hidden) or left <= most_of_others  # it could be 0


def _told(counts: Mapping[str, int], few: list[str], hidden: list[str]) -> dict[str, Shown]:
    masks: dict[str, Shown] = dict.fromkeys(few, Mask.FEW)
    return {
        part: masks.get(part, Mask.HIDDEN if part in hidden else counts[part]) for part in counts
    }
