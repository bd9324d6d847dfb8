"""What the solver (CP-SAT of OR-Tools) is told of a roster, and somebody looking in while it works.

It takes one seed and stops after so much work of its own measure: the same question has the same
answer on every machine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rembuk.duty.loads import Whole
from rembuk.duty.wanted import Wanted

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SEED = 1
LOOK_SECONDS = 0.4

# Who may have duty on which day, as the solver decides it.
HasDuty = Mapping[tuple[int, int], Any]


class Stopped(Exception):
    """Somebody stopped the work before the proof."""


@dataclass
class SoFar:
    """What is known while the proof is under way: the best spread found, and the least possible."""

    best: Fraction | None = None
    least: Fraction = Fraction(0)


# Asked a few times a second while the proof is under way: may it go on?
GoesOn = Callable[[SoFar], bool]


@dataclass
class Work:
    """One question to the solver: until when it may work, who may stop it, and what it knows."""

    ends_at: float | None = None  # of time.monotonic()
    goes_on: GoesOn | None = None
    known: SoFar = field(default_factory=SoFar)

    def solve(self, model: cp_model.CpModel, *, whole: Whole | None = None, **how: Any) -> Answer:
        """Let the solver work on it; `how` are its own settings, `whole` tells what it finds.

        Errors: Stopped.
        """
        from ortools.sat.python import cp_model  # noqa: PLC0415 -- two seconds, for rosters only

        solver = cp_model.CpSolver()
        settings = {"num_workers": 1, "random_seed": SEED, **how}
        if self.ends_at is not None:
            settings["max_time_in_seconds"] = max(self.ends_at - time.monotonic(), 0)
        for name, value in settings.items():
            setattr(solver.parameters, name, value)
        if self.goes_on is None:
            return Answer(solver, solver.solve(model))
        with self._looked_in(solver) as stopped:
            state = solver.solve(model, self._hears(solver, whole) if whole else None)
        if stopped.is_set():
            raise Stopped
        return Answer(solver, state)

    def _hears(self, solver: cp_model.CpSolver, whole: Whole) -> Any:
        """Take down what the solver finds on its way."""
        from ortools.sat.python import cp_model  # noqa: PLC0415 -- two seconds, for rosters only

        known = self.known

        class Found(cp_model.CpSolverSolutionCallback):
            def on_solution_callback(self) -> None:
                known.best = whole.told(int(self.objective_value))

        def nearer(bound: float) -> None:
            known.least = max(known.least, whole.told(int(bound)))

        solver.best_bound_callback = nearer
        return Found()

    @contextmanager
    def _looked_in(self, solver: cp_model.CpSolver) -> Iterator[threading.Event]:
        """Ask, beside the solver, whether it may go on; say whether it was stopped."""
        assert self.goes_on
        asked, over, stopped = self.goes_on, threading.Event(), threading.Event()

        def look() -> None:
            while not over.wait(LOOK_SECONDS):
                if stopped.is_set() or not asked(self.known):
                    stopped.set()
                    solver.stop_search()  # again, should it not have begun

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        try:
            yield stopped
        finally:
            over.set()
            thread.join()


@dataclass(frozen=True)
class Answer:
    """What the solver says: proved, found, or that there is nothing."""

    solver: cp_model.CpSolver
    state: Any

    @property
    def is_proved(self) -> bool:
        """Is nothing better, or was nothing better asked for?"""
        return self.solver.status_name(self.state) == "OPTIMAL"

    @property
    def is_found(self) -> bool:
        """Is there one, be it the best or not?"""
        return self.solver.status_name(self.state) in ("OPTIMAL", "FEASIBLE")

    @property
    def is_impossible(self) -> bool:
        """Is it proved that there is none?"""
        return self.solver.status_name(self.state) == "INFEASIBLE"

    def duties(self, wanted: Wanted, has_duty: HasDuty) -> list[list[int]]:
        """Return who has duty on each day."""
        return [
            [one for one in wanted.there(day) if self.solver.value(has_duty[one, day])]
            for day in wanted.days
        ]


def rules(wanted: Wanted) -> tuple[cp_model.CpModel, HasDuty]:
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


def _windows(wanted: Wanted, has_duty: HasDuty) -> Iterator[tuple[list[Any], int]]:
    """Yield each member's duties in every stretch of days that has its limit, and how many.

    Days on which nobody can have had duty are left out, however long somebody says a stretch is.
    """
    if wanted.at_most is None:
        return
    length, last = wanted.at_most.days, len(wanted.needed)
    for one in wanted.people:
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


def near(model: cp_model.CpModel, whole: Whole, *, loads: Sequence[Any]) -> None:
    """Want every load where nothing is nearer."""
    lowest, highest = whole.nearest
    for load in loads:
        model.add(load >= lowest)
        model.add(load <= highest)
    _ordered(model, whole, loads)


def spread(model: cp_model.CpModel, whole: Whole, *, loads: Sequence[Any], least: int) -> Any:
    """Bound every load from below and above, and return the room between, at least `least`."""
    low, high = whole.range
    lowest, highest = model.new_int_var(low, high, ""), model.new_int_var(low, high, "")
    for load in loads:
        model.add(load >= lowest)
        model.add(load <= highest)
    _ordered(model, whole, loads)
    # The loads add up to what is known beforehand: the mean lies between the two.
    model.add(highest * len(loads) >= whole.total)
    model.add(lowest * len(loads) <= whole.total)
    between = model.new_int_var(least, max(high - low, least), "")
    model.add(between == highest - lowest)
    return between


def _ordered(model: cp_model.CpModel, whole: Whole, loads: Sequence[Any]) -> None:
    """Put members who might change places in order: the solver need not try each in each place."""
    for group in whole.alike:
        for one, other in pairwise(group):
            model.add(loads[one] >= loads[other])
