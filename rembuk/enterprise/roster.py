"""A duty roster that is provably fair: nobody can be given a more even one.

Everybody carries a load: what she carried over, plus the weight of each day she has duty. The
spread is the largest load less the smallest. The solver (CP-SAT of OR-Tools) proves that no roster
has a smaller one; it works alone and with one seed, so the same question has the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SEED = 1
COUNTED_MAX = 2**45
WORK_MAX = 1.0  # of the solver's own measure, a second or two


@dataclass(frozen=True)
class AtMost:
    """Nobody has more than `duties` in any `days` days that follow each other."""

    duties: int
    days: int


@dataclass(frozen=True)
class Wanted:
    """What a roster must hold; days are counted from 0, members by their place in the list."""

    members: int
    needed: Sequence[int]
    absent: Mapping[int, Collection[int]] = field(default_factory=dict)
    weights: Sequence[Fraction] = ()
    carried_over: Sequence[Fraction] = ()
    at_most: AtMost | None = None

    @property
    def days(self) -> range:
        """Every day of the roster."""
        return range(len(self.needed))

    def there(self, day: int) -> list[int]:
        """Return who is available on a day."""
        return [one for one in range(self.members) if day not in self.absent.get(one, ())]


@dataclass(frozen=True)
class Roster:
    """Who has duty on each day, what each carries then, and the proved smallest spread."""

    duties: list[list[int]]
    loads: list[Fraction]
    spread: Fraction


def unfillable(wanted: Wanted) -> list[int]:
    """Return the days on which fewer people are available than are needed."""
    return [day for day in wanted.days if len(wanted.there(day)) < wanted.needed[day]]


def is_countable(wanted: Wanted) -> bool:
    """Say whether the loads, in whole parts, are within what the solver counts."""
    whole = _Scaled(wanted)
    return max(map(abs, whole.carried)) + sum(whole.weights) < COUNTED_MAX


def fairest(wanted: Wanted, *, seconds_max: float | None = None) -> Roster | None:
    """Return a roster of the smallest possible spread; None where no roster fits at all.

    The loads must be countable. Errors: TimeoutError where that is not proved within `seconds_max`.
    """
    if unfillable(wanted):
        return None
    whole = _Scaled(wanted)
    duties = _solved(wanted, whole, even=True, seconds_max=seconds_max)
    duties = duties or _solved(wanted, whole, even=False, seconds_max=seconds_max)
    if duties is None:
        return None
    loads = loads_of(wanted, duties)
    return Roster(duties, loads, max(loads) - min(loads))


def _solved(
    wanted: Wanted, whole: _Scaled, *, even: bool, seconds_max: float | None
) -> list[list[int]] | None:
    """Ask the solver: for loads next to their mean, or for the smallest spread there is.

    The first is mostly there and found sooner: nothing is nearer than the two whole numbers around
    the mean, so it needs no further proof. It is given up after a fixed amount of work.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- two seconds, for rosters only

    model = cp_model.CpModel()
    has_duty = {
        (one, day): model.new_bool_var("") for day in wanted.days for one in wanted.there(day)
    }
    for day in wanted.days:
        model.add(sum(has_duty[one, day] for one in wanted.there(day)) == wanted.needed[day])
    for window in _windows(wanted, has_duty):
        model.add(sum(window) <= wanted.at_most.duties)  # type: ignore[union-attr]  # windows of it
    spread = _spread(model, whole, has_duty)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    if even:
        model.add(spread <= whole.least_spread)
        solver.parameters.max_deterministic_time = WORK_MAX
    else:
        solver.parameters.linearization_level = (
            2  # relaxes more: a proof that nothing is better needs the sums
        )
        model.minimize(spread)
    if seconds_max is not None:
        solver.parameters.max_time_in_seconds = seconds_max
    state = solver.solve(model)
    if state == cp_model.INFEASIBLE or (even and state == cp_model.UNKNOWN):
        return None
    if state != cp_model.OPTIMAL:
        raise TimeoutError
    return [
        [one for one in wanted.there(day) if solver.value(has_duty[one, day])]
        for day in wanted.days
    ]


def loads_of(wanted: Wanted, duties: Sequence[Sequence[int]]) -> list[Fraction]:
    """Return what each member carries with these duties."""
    loads = [Fraction(_or(wanted.carried_over, one, 0)) for one in range(wanted.members)]
    for day, people in enumerate(duties):
        for one in people:
            loads[one] += _or(wanted.weights, day, 1)
    return loads


def _or(values: Sequence[Fraction], place: int, default: int) -> Fraction:
    return Fraction(values[place]) if values else Fraction(default)


class _Scaled:
    """The same in whole numbers, which the solver counts in, as small as can be.

    `least_spread` is what no roster goes below: loads add up to what is known beforehand, so they
    are all at their mean or there are at least the two whole numbers around it; and each keeps what
    it was carried over from, but for whole steps of the weights.
    """

    def __init__(self, wanted: Wanted) -> None:
        weights = [_or(wanted.weights, day, 1) for day in wanted.days]
        carried = [_or(wanted.carried_over, one, 0) for one in range(wanted.members)]
        lowest = min(carried)  # only what lies between the loads matters
        above = [load - lowest for load in carried]
        unit = lcm(*(number.denominator for number in [*weights, *above]))
        whole = [int(number * unit) for number in [*weights, *above]]
        size = gcd(*whole) or 1
        self.weights = [number // size for number in whole[: len(weights)]]
        self.carried = [number // size for number in whole[len(weights) :]]
        needed = zip(self.weights, wanted.needed, strict=True)
        self.total = sum(self.carried) + sum(weight * people for weight, people in needed)
        uneven = int(self.total % wanted.members > 0)
        self.least_spread = max(uneven, _apart(self.carried, step=gcd(*self.weights)))
        self.alike = _alike(wanted, self.carried)


def _apart(carried: Sequence[int], *, step: int) -> int:
    """Return how far apart loads stay at least that only move by whole steps."""
    if step == 0:
        return max(carried) - min(carried)
    rests = sorted({load % step for load in carried})
    around = [*rests, rests[0] + step]
    return step - max(after - before for before, after in pairwise(around))


def _alike(wanted: Wanted, carried: Sequence[int]) -> list[list[int]]:
    """Return the groups of members who might change places without anybody noticing."""
    groups: dict[tuple[int, frozenset[int]], list[int]] = defaultdict(list)
    for one, load in enumerate(carried):
        groups[load, frozenset(wanted.absent.get(one, ()))].append(one)
    return list(groups.values())


def _windows(
    wanted: Wanted, has_duty: Mapping[tuple[int, int], Any]
) -> Iterator[list[cp_model.IntVar]]:
    """Yield each member's duties in every stretch of days that has its own limit."""
    if wanted.at_most is None:
        return
    length = min(wanted.at_most.days, len(wanted.needed))
    for one in range(wanted.members):
        for first in range(len(wanted.needed) - length + 1):
            stretch = (has_duty.get((one, day)) for day in range(first, first + length))
            window = [duty for duty in stretch if duty is not None]
            if len(window) > wanted.at_most.duties:
                yield window


def _spread(
    model: cp_model.CpModel, whole: _Scaled, has_duty: Mapping[tuple[int, int], Any]
) -> Any:
    """Bound every load from below and above, and return the room between."""
    members = len(whole.carried)
    low, high = min(whole.carried), max(whole.carried) + sum(whole.weights)
    lowest, highest = model.new_int_var(low, high, ""), model.new_int_var(low, high, "")
    loads = []
    for one in range(members):
        own = [whole.weights[day] * duty for (who, day), duty in has_duty.items() if who == one]
        loads.append(whole.carried[one] + sum(own))
        model.add(loads[one] >= lowest)
        model.add(loads[one] <= highest)
    for group in whole.alike:  # the solver need not try each of them in each place
        for one, other in pairwise(group):
            model.add(loads[one] >= loads[other])
    # The loads add up to what is known beforehand: the mean lies between the two.
    model.add(highest * members >= whole.total)
    model.add(lowest * members <= whole.total)
    spread = model.new_int_var(0, high - low, "")
    model.add(spread == highest - lowest)
    model.add(spread >= whole.least_spread)
    return spread
