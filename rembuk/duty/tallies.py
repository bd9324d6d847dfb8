"""How many duties of each weight everybody should have, before anybody is placed on a day.

Which day is whose is left out, so this is a small question that is answered at once, even for forty
people and two months. No roster is more even than its answer; and mostly people can be placed so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from rembuk.duty.loads import Whole
from rembuk.duty.solving import Answer, HasDuty, Work, near, rules, spread
from rembuk.duty.wanted import Wanted

# Of the solver's own measure, a second or two. Who can be placed by a tally is so at once, mostly.
WORK_MAX, PLACING_MAX = 1.0, 0.3

Tally = Mapping[tuple[int, int], Any]  # member and weight -> how many days


@dataclass(frozen=True)
class Tallied:
    """Who has how many duties of each weight, and how far apart the loads stay at least.

    `tally` is none where none was found that is so even. `is_nearest` says whether the loads may be
    where nothing is nearer; else that is proved impossible.
    """

    tally: Tally | None
    least: int
    is_nearest: bool


def tallied(wanted: Wanted, whole: Whole, *, work: Work) -> Tallied | None:
    """Return the most even tally; none where there is none at all, so that no roster fits.

    Errors: Stopped.
    """
    model, tally, loads = _counted(wanted, whole)
    near(model, whole, loads=loads)
    answer = work.solve(model, max_deterministic_time=WORK_MAX)
    if not answer.is_impossible:
        found = _found(answer, tally) if answer.is_found else None
        return Tallied(found, whole.least_spread, is_nearest=True)
    model, tally, loads = _counted(wanted, whole)
    between = spread(model, whole, loads=loads, least=whole.least_spread + 1)
    model.minimize(between)
    answer = work.solve(model, max_deterministic_time=WORK_MAX)
    if answer.is_impossible:
        return None
    found = _found(answer, tally) if answer.is_proved else None
    least = max(ceil(answer.solver.best_objective_bound), whole.least_spread + 1)
    return Tallied(found, least, is_nearest=False)


def _found(answer: Answer, tally: Tally) -> Tally:
    return {whose: answer.solver.value(many) for whose, many in tally.items()}


def _counted(wanted: Wanted, whole: Whole) -> tuple[Any, Tally, list[Any]]:
    """Tell the solver what a tally must keep; return with it how many days, and the loads."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- two seconds, for rosters only

    model = cp_model.CpModel()
    tally: dict[tuple[int, int], Any] = {}
    weights = whole.days_by_weight
    for one in wanted.people:
        for weight, days in weights.items():
            tally[one, weight] = model.new_int_var(0, _most(wanted, one, days=days), "")
        own = sum(tally[one, weight] for weight in weights)
        model.add(own <= _most(wanted, one, days=wanted.days))
    for weight, days in weights.items():
        everybody = sum(tally[one, weight] for one in wanted.people)
        model.add(everybody == sum(wanted.needed[day] for day in days))
        for one, other in wanted.together:
            model.add(tally[one, weight] == tally[other, weight])
    loads = [
        whole.carried[one] + sum(weight * tally[one, weight] for weight in weights)
        for one in wanted.people
    ]
    return model, tally, loads


def _most(wanted: Wanted, one: int, *, days: Collection[int]) -> int:
    """Return how many of these days, in their order, somebody could have duty at most.

    Taking each day that the limit leaves, the first ones first, takes as many as there can be.
    """
    free = [day for day in days if day not in wanted.absent.get(one, ())]
    if wanted.at_most is None:
        return len(free)
    limit, taken = wanted.at_most, sorted(wanted.earlier.get(one, ()))
    had = len(taken)
    for day in free:
        if sum(day - before < limit.days for before in taken) < limit.duties:
            taken.append(day)
    return len(taken) - had


def placed(wanted: Wanted, whole: Whole, *, tally: Tally, work: Work) -> tuple[Answer, HasDuty]:
    """Place everybody on as many days of each weight as the tally says. Errors: Stopped."""
    model, has_duty = rules(wanted)
    for (one, weight), many in tally.items():
        own = (has_duty.get((one, day), 0) for day in whole.days_by_weight[weight])
        model.add(sum(own) == many)
    return work.solve(model, max_deterministic_time=PLACING_MAX), has_duty
