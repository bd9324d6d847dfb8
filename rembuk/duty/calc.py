"""The duty roster."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from rembuk.duty import roster
from rembuk.duty.wanted import AtMost, Wanted, unfillable
from rembuk.lib.calculation import REQUIRED, Formula, Inputs, Told
from rembuk.lib.figures import above_nought, at_least, count, listed, measure, named, text, whole
from rembuk.lib.rounding import as_number
from rembuk.lib.wrong_inputs import Wrong, bad_value

Value = TypeVar("Value")
PROOF_SECONDS_MAX = 60
weight = at_least(0, measure)  # one that ends, so that a load can be told


def roster_fairness(inputs: Inputs) -> Told:
    """Give a roster of the smallest possible spread, or the days that cannot be filled."""
    members = inputs.get("members", listed(text))
    if not members or len(set(members)) < len(members):
        raise bad_value("members", "paling sedikit satu nama, semuanya berbeda")
    wanted = _wanted(inputs, members)
    if not roster.is_countable(wanted):
        raise bad_value("load_carried_over", "beban dan bobot yang wajar, dengan sedikit desimal")
    try:
        found = roster.fairest(wanted, seconds_max=PROOF_SECONDS_MAX)
    except TimeoutError:
        raise Wrong(
            "not_proved",
            f"Belum terbukti paling adil dalam {PROOF_SECONDS_MAX} detik. Bulatkan bobot dan beban,"
            " atau bagi jadwalnya menjadi dua.",
        ) from None
    if found is None:
        return {"feasible": False, "problem_days": [day + 1 for day in unfillable(wanted)]}
    return {
        "feasible": True,
        "best_possible_spread_max_minus_min": as_number(found.spread),
        "roster": [[members[one] for one in people] for people in found.duties],
        "loads": {members[one]: as_number(load) for one, load in enumerate(found.loads)},
    }


def _wanted(inputs: Inputs, members: list[str]) -> Wanted:
    days = inputs.get("days", above_nought(whole))
    needed = inputs.get("people_needed", listed(count))
    if len(needed) != days:
        raise bad_value("people_needed", f"satu bilangan untuk setiap hari, {days} semuanya")
    weights = inputs.get("day_weights", listed(weight), [])
    if weights and len(weights) != days:
        raise bad_value("day_weights", f"satu bobot untuk setiap hari, {days} semuanya")
    absent = _of_members(inputs, "unavailable_days_1based", listed(whole), members=members)
    carried = _of_members(inputs, "load_carried_over", measure, members=members, default={})
    limit = inputs.get("at_most", _at_most, None)
    return Wanted(
        members=len(members),
        needed=needed,
        absent={one: {day - 1 for day in off} for one, off in absent.items()},
        weights=weights,
        carried_over=[carried.get(one, Fraction(0)) for one in range(len(members))],
        at_most=limit,
    )


def _at_most(value: object, field: str) -> AtMost:
    given = Inputs(value, field)
    return AtMost(given.get("duties", count), given.get("in_consecutive_days", above_nought(whole)))


def _of_members(
    inputs: Inputs,
    field: str,
    read: Callable[[Any, str], Value],
    *,
    members: list[str],
    default: Any = REQUIRED,
) -> dict[int, Value]:
    """Read what is said of members, by their places. Errors: Wrong, also for another name."""
    given = inputs.get(field, named(read), default)
    places = {name: place for place, name in enumerate(members)}
    for name in given:
        if name not in places:
            raise bad_value(field, f"nama yang ada di members, bukan {name}")
    return {places[name]: value for name, value in given.items()}


KINDS: dict[str, Formula] = {"roster_fairness": roster_fairness}
