"""What everybody carries, counted in whole parts, and how near each other loads can come.

A load is what somebody carried over plus the weight of each day she has duty. The loads add up to
what is known beforehand, whoever has which day; and each moves from what was carried over by whole
steps only. Both together say how far apart they stay at least, before anybody is placed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from rembuk.duty.wanted import Wanted


def loads_of(wanted: Wanted, duties: Sequence[Sequence[int]]) -> list[Fraction]:
    """Return what each member carries with these duties."""
    loads = [_or(wanted.carried_over, one, 0) for one in wanted.people]
    for day, people in enumerate(duties):
        for one in people:
            loads[one] += _or(wanted.weights, day, 1)
    return loads


def _or(values: Sequence[Fraction], place: int, default: int) -> Fraction:
    return Fraction(values[place]) if values else Fraction(default)


class Whole:
    """The weights and the loads carried over in whole numbers, as small as can be.

    `nearest` are the lowest and the highest load where they are as near each other as can be.
    """

    def __init__(self, wanted: Wanted) -> None:
        weights = [_or(wanted.weights, day, 1) for day in wanted.days]
        carried = [_or(wanted.carried_over, one, 0) for one in wanted.people]
        lowest = min(carried)  # only what lies between the loads matters
        above = [load - lowest for load in carried]
        unit = lcm(*(number.denominator for number in [*weights, *above]))
        whole = [int(number * unit) for number in [*weights, *above]]
        size = gcd(*whole) or 1
        self._one = Fraction(size, unit)
        self.weights = [number // size for number in whole[: len(weights)]]
        self.carried = [number // size for number in whole[len(weights) :]]
        needed = zip(self.weights, wanted.needed, strict=True)
        self.total = sum(self.carried) + sum(weight * people for weight, people in needed)
        step = gcd(*self.weights)
        self.nearest = nearest(self.carried, step=step, total=self.total)
        self.alike = _alike(wanted, self.carried)

    @property
    def least_spread(self) -> int:
        """Return how far apart the loads stay at least, whoever has which day."""
        lowest, highest = self.nearest
        return highest - lowest

    @property
    def days_by_weight(self) -> dict[int, list[int]]:
        """Return the days that weigh the same, counted from 0."""
        found: dict[int, list[int]] = defaultdict(list)
        for day, weight in enumerate(self.weights):
            found[weight].append(day)
        return found

    @property
    def range(self) -> tuple[int, int]:
        """Return between which numbers every load lies."""
        return min(self.carried), max(self.carried) + sum(self.weights)

    def told(self, spread: int) -> Fraction:
        """Return a spread in whole parts as people count it."""
        return spread * self._one


def nearest(carried: Sequence[int], *, step: int, total: int) -> tuple[int, int]:
    """Return the lowest and the highest load where they are as near each other as can be.

    Loads move by whole steps from what was carried, and add up to `total`. Where they are nearer
    than a step, they lie next to each other among all that could be. Begin with the rests of what
    was carried: each time the lowest goes up by a step, the sum does too. So exactly one such row
    has the wanted sum, each load is settled, and nothing is nearer. Without a step nothing moves.
    """
    if step == 0:
        return min(carried), max(carried)
    rests = sorted(load % step for load in carried)
    rounds, raised = divmod((total - sum(rests)) // step, len(rests))
    lowest = rests[raised] + rounds * step
    highest = rests[raised - 1] + (rounds + (raised > 0)) * step
    return lowest, highest


def _alike(wanted: Wanted, carried: Sequence[int]) -> list[list[int]]:
    """Return the groups of members who might change places without anybody noticing."""
    groups: dict[tuple[int, frozenset[int], frozenset[int]], list[int]] = defaultdict(list)
    paired = {one for pair in (*wanted.apart, *wanted.together) for one in pair}
    for one, load in enumerate(carried):
        if one in paired:
            continue
        away, before = wanted.absent.get(one, ()), wanted.earlier.get(one, ())
        groups[load, frozenset(away), frozenset(before)].append(one)
    return list(groups.values())
