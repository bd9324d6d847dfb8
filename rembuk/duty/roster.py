"""A duty roster that is provably fair: nobody can be given a more even one.

Everybody carries a load: what she carried over, plus the weight of each day she has duty. The
spread is the largest load less the smallest. The solver (CP-SAT of OR-Tools) proves that no roster
has a smaller one; it works alone and with one seed, so the same question has the same answer.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
LOOK_SECONDS = 0.4

Pair = tuple[int, int]


class Stopped(Exception):
    """Somebody stopped the work before the proof."""


@dataclass
class SoFar:
    """What is known while the proof is under way: the best spread found, and the least possible."""

    best: Fraction | None = None
    least: Fraction = Fraction(0)


# Asked a few times a second while the proof is under way: may it go on?
GoesOn = Callable[[SoFar], bool]


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
    apart: Sequence[Pair] = ()  # never on one day
    together: Sequence[Pair] = ()  # on the same days
    # Days before the first on which a member had duty, as -1, -2, ...: the limit counts them too.
    earlier: Mapping[int, Collection[int]] = field(default_factory=dict)

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


def fairest(
    wanted: Wanted, *, seconds_max: float | None = None, goes_on: GoesOn | None = None
) -> Roster | None:
    """Return a roster of the smallest possible spread; None where no roster fits at all.

    The loads must be countable. Errors: TimeoutError where that is not proved within `seconds_max`;
    Stopped where `goes_on` says no.
    """
    if unfillable(wanted):
        return None
    whole = _Scaled(wanted)
    how = _How(seconds_max, goes_on)
    duties = _solved(wanted, whole, even=True, how=how)
    duties = duties or _solved(wanted, whole, even=False, how=how)
    if duties is None:
        return None
    loads = loads_of(wanted, duties)
    return Roster(duties, loads, max(loads) - min(loads))


def fits(wanted: Wanted, *, seconds_max: float) -> bool:
    """Say whether there is any roster at all, however uneven; no when it is not found in time."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- two seconds, for rosters only

    if unfillable(wanted):
        return False
    model, _has_duty = _rules(wanted)
    solver = _solver()
    solver.parameters.max_time_in_seconds = seconds_max
    return solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(frozen=True)
class _How:
    """How long the work may take, and who may stop it."""

    seconds_max: float | None
    goes_on: GoesOn | None


def _solver() -> cp_model.CpSolver:
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- two seconds, for rosters only

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    return solver


def _rules(wanted: Wanted) -> tuple[cp_model.CpModel, dict[tuple[int, int], Any]]:
    """Tell the solver what a roster must keep; return also who may have duty when."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- two seconds, for rosters only

    model = cp_model.CpModel()
    has_duty = {
        (one, day): model.new_bool_var("") for day in wanted.days for one in wanted.there(day)
    }
    for day in wanted.days:
        model.add(sum(has_duty[one, day] for one in wanted.there(day)) == wanted.needed[day])
        for one, other in wanted.apart:
            model.add(has_duty.get((one, day), 0) + has_duty.get((other, day), 0) <= 1)
        for one, other in wanted.together:
            model.add(has_duty.get((one, day), 0) == has_duty.get((other, day), 0))
    for window, most in _windows(wanted, has_duty):
        model.add(sum(window) <= most)
    return model, has_duty


def _solved(
    wanted: Wanted, whole: _Scaled, *, even: bool, how: _How
) -> list[list[int]] | None:  # fmt: skip
    """Ask the solver: for loads next to their mean, or for the smallest spread there is.

    The first is mostly there and found sooner: nothing is nearer than the two whole numbers around
    the mean, so it needs no further proof. It is given up after a fixed amount of work.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- two seconds, for rosters only

    model, has_duty = _rules(wanted)
    spread = _spread(model, whole, has_duty)
    solver = _solver()
    if even:
        model.add(spread <= whole.least_spread)
        solver.parameters.max_deterministic_time = WORK_MAX
    else:
        solver.parameters.linearization_level = (
            2  # relaxes more: a proof that nothing is better needs the sums
        )
        model.minimize(spread)
    if how.seconds_max is not None:
        solver.parameters.max_time_in_seconds = how.seconds_max
    state = _watched(solver, model, whole=whole, goes_on=how.goes_on)
    if state == cp_model.INFEASIBLE or (even and state == cp_model.UNKNOWN):
        return None
    if state != cp_model.OPTIMAL:
        raise TimeoutError
    return [
        [one for one in wanted.there(day) if solver.value(has_duty[one, day])]
        for day in wanted.days
    ]


def _watched(
    solver: cp_model.CpSolver, model: cp_model.CpModel, *, whole: _Scaled, goes_on: GoesOn | None
) -> Any:
    """Let the solver work, and somebody look in meanwhile. Errors: Stopped."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- two seconds, for rosters only

    if goes_on is None:
        return solver.solve(model)
    known = SoFar(least=whole.told(whole.least_spread))
    asked, over = goes_on, threading.Event()
    stopped = False

    class Found(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            known.best = whole.told(int(self.objective_value))

    def nearer(bound: float) -> None:
        known.least = max(known.least, whole.told(int(bound)))

    def look() -> None:
        nonlocal stopped
        while not over.wait(LOOK_SECONDS):
            if stopped := stopped or not asked(known):
                solver.stop_search()

    solver.best_bound_callback = nearer
    with _beside(look, over=over):
        state = solver.solve(model, Found() if model.has_objective() else None)
    if stopped:
        raise Stopped
    return state


@contextmanager
def _beside(work: Callable[[], None], *, over: threading.Event) -> Iterator[None]:
    """Do `work` in a thread of its own for as long as the block lasts."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


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
        self._one = Fraction(size, unit)
        self.weights = [number // size for number in whole[: len(weights)]]
        self.carried = [number // size for number in whole[len(weights) :]]
        needed = zip(self.weights, wanted.needed, strict=True)
        self.total = sum(self.carried) + sum(weight * people for weight, people in needed)
        uneven = int(self.total % wanted.members > 0)
        self.least_spread = max(uneven, _apart(self.carried, step=gcd(*self.weights)))
        self.alike = _alike(wanted, self.carried)

    def told(self, spread: int) -> Fraction:
        """Return a spread of the solver as people count it."""
        return spread * self._one


def _apart(carried: Sequence[int], *, step: int) -> int:
    """Return how far apart loads stay at least that only move by whole steps."""
    if step == 0:
        return max(carried) - min(carried)
    rests = sorted({load % step for load in carried})
    around = [*rests, rests[0] + step]
    return step - max(after - before for before, after in pairwise(around))


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


def _windows(
    wanted: Wanted, has_duty: Mapping[tuple[int, int], Any]
) -> Iterator[tuple[list[cp_model.IntVar], int]]:
    """Yield each member's duties in every stretch of days that has its limit, and how many.

    Days on which nobody can have had duty are left out, however long somebody says a stretch is.
    """
    if wanted.at_most is None:
        return
    length, last = wanted.at_most.days, len(wanted.needed)
    for one in range(wanted.members):
        before = wanted.earlier.get(one, ())
        begins = max(1 - length, min(before)) if before else 0
        for first in range(begins, max(last - length, 0) + 1):
            days = range(first, min(first + length, last))
            stretch = (has_duty.get((one, day)) for day in days)
            window = [duty for duty in stretch if duty is not None]
            had = sum(first <= day < 0 for day in before)
            most = max(wanted.at_most.duties - had, 0)
            if len(window) > most:
                yield window, most


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
