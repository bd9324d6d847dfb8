"""A duty roster that is provably fair: nobody can be given a more even one.

Everybody carries a load: what she carried over, plus the weight of each day she has duty. The
spread is the largest load less the smallest. The solver (CP-SAT of OR-Tools) proves that no roster
has a smaller one, and the same question has the same answer.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rembuk.duty.loads import Whole, loads_of
from rembuk.duty.solving import Answer, GoesOn, HasDuty, Work, near, rules, spread
from rembuk.duty.tallies import Tallied, placed, tallied
from rembuk.duty.wanted import Wanted, unfillable

COUNTED_MAX = 2**45
# Seeking a spread that nothing is below, each time given up after so much work: quickly, then in
# two ways by turns.
EVEN: tuple[dict[str, Any], ...] = (
    {"max_deterministic_time": 1.0},
    {"max_deterministic_time": 8.0, "num_workers": 2, "interleave_search": True},
)
# A proof that nothing is better needs the sums, so it relaxes more.
BEST: dict[str, Any] = {"linearization_level": 2}


@dataclass(frozen=True)
class Roster:
    """Who has duty on each day, what each carries then, and the proved smallest spread."""

    duties: list[list[int]]
    loads: list[Fraction]
    spread: Fraction


def is_countable(wanted: Wanted) -> bool:
    """Say whether the loads, in whole parts, are within what the solver counts."""
    whole = Whole(wanted)
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
    ends_at = None if seconds_max is None else time.monotonic() + seconds_max
    duties = _duties(wanted, Whole(wanted), work=Work(ends_at, goes_on))
    if duties is None:
        return None
    loads = loads_of(wanted, duties)
    return Roster(duties, loads, max(loads) - min(loads))


def fits(wanted: Wanted, *, seconds_max: float) -> bool:
    """Say whether there is any roster at all, however uneven; no when it is not found in time."""
    if unfillable(wanted):
        return False
    model, _has_duty = rules(wanted)
    return Work(time.monotonic() + seconds_max).solve(model).is_found


def _duties(wanted: Wanted, whole: Whole, *, work: Work) -> list[list[int]] | None:
    """Settle first how many days everybody has, then which: mostly that is the answer.

    Where nobody can be placed so, the solver seeks a roster that is as even, and last the most even
    one that there is. Errors: TimeoutError, Stopped.
    """
    first = tallied(wanted, whole, work=work)
    if first is None:
        return None
    least = first.least
    work.known.least = whole.told(least)
    if first.tally:
        answer, has_duty = placed(wanted, whole, tally=first.tally, work=work)
        if answer.is_found:
            return answer.duties(wanted, has_duty)
    for how in EVEN:
        answer, has_duty = _even(wanted, whole, first=first, work=work, how=how)
        if answer.is_found:
            return answer.duties(wanted, has_duty)
        if answer.is_impossible:
            least += 1
            break
    return _best(wanted, whole, least=least, work=work)


def _even(
    wanted: Wanted, whole: Whole, *, first: Tallied, work: Work, how: dict[str, Any]
) -> tuple[Answer, HasDuty]:
    """Seek loads as near each other as any tally's: nothing is below, so it needs no more proof."""
    model, has_duty = rules(wanted)
    loads = _loads(whole, has_duty)
    if first.is_nearest:
        near(model, whole, loads=loads)
    else:
        model.add(spread(model, whole, loads=loads, least=first.least) == first.least)
    return work.solve(model, **how), has_duty


def _best(wanted: Wanted, whole: Whole, *, least: int, work: Work) -> list[list[int]] | None:
    """Seek the most even roster there is, and prove it. Errors: TimeoutError, Stopped."""
    model, has_duty = rules(wanted)
    model.minimize(spread(model, whole, loads=_loads(whole, has_duty), least=least))
    answer = work.solve(model, whole=whole, **BEST)
    if answer.is_proved:
        return answer.duties(wanted, has_duty)
    if answer.is_impossible:
        return None
    raise TimeoutError


def _loads(whole: Whole, has_duty: HasDuty) -> list[Any]:
    own = [[load] for load in whole.carried]
    for (one, day), duty in has_duty.items():
        own[one].append(whole.weights[day] * duty)
    return [sum(parts) for parts in own]
