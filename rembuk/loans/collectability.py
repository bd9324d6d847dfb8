"""How well a loan is being paid back: four classes by months of arrears and by its own rhythm.

Bounds as in Permen KUKM 14/2009; a weekly loan and a seasonal one reach a class at other ages, so
no single table of days fits them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from rembuk.lib.dates import months_later


class Class(StrEnum):
    """The four classes of a cooperative, best first."""

    CURRENT = "lancar"
    SUBSTANDARD = "kurang_lancar"
    DOUBTFUL = "diragukan"
    BAD = "macet"


BEST_FIRST = list(Class)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Up to how many months of arrears a class goes, that month with it: principal, interest."""

    current: tuple[int, int]
    substandard: tuple[int, int]


_SHORT = Bounds((1, 1), (2, 3))
_MONTHS = Bounds((3, 3), (6, 6))
_LONG = Bounds((6, 3), (12, 6))
BOUNDS = {
    "daily": _SHORT, "weekly": _SHORT, "biweekly": _SHORT,
    "monthly": _MONTHS, "bimonthly": _MONTHS, "quarterly": _MONTHS,
    "half_yearly": _LONG, "yearly": _LONG,
}  # fmt: skip
# All of it at once, at the harvest: nothing is late before that day, nothing is well after it.
AT_ONCE = Bounds((0, 0), (3, 3))
DOUBTFUL_MONTHS = 21  # unsolved for so long, a doubtful loan is a bad one
COLLATERAL_IF_RESCUABLE = Fraction(3, 4)
COLLATERAL_OTHERWISE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Arrears:
    """How far behind a loan is, and what would still save it."""

    principal_months: Fraction
    interest_months: Fraction
    rescuable: bool = False
    collateral_to_debt: Fraction = Fraction(0)
    doubtful_months: Fraction = Fraction(0)


def classify(arrears: Arrears, *, bounds: Bounds) -> Class:
    """Return the class of a loan whose rhythm has these bounds; the worse of both decides."""
    if _within(arrears, bounds.current):
        return Class.CURRENT
    if _within(arrears, bounds.substandard):
        return Class.SUBSTANDARD
    enough = COLLATERAL_IF_RESCUABLE if arrears.rescuable else COLLATERAL_OTHERWISE
    covered = arrears.collateral_to_debt >= enough
    return Class.DOUBTFUL if covered and arrears.doubtful_months < DOUBTFUL_MONTHS else Class.BAD


def after_restructuring(before: Class, *, paid_on_time: int, probation: int) -> Class:
    """Return the class after so many instalments on time: one better for each full probation."""
    return BEST_FIRST[max(0, BEST_FIRST.index(before) - paid_on_time // probation)]


def months_late(due_on: date, *, on: date) -> Fraction:
    """Return the months since a due day, a part of a month by its own days; 0 until that day.

    The same day of the third month after it is exactly 3: a bound that is included.
    """
    if on <= due_on:
        return Fraction(0)
    whole = (on.year - due_on.year) * 12 + on.month - due_on.month
    whole -= months_later(due_on, whole) > on
    since, until = months_later(due_on, whole), months_later(due_on, whole + 1)
    return whole + Fraction((on - since).days, (until - since).days)


@dataclass(frozen=True, slots=True)
class Ages:
    """A class by days past due, both ends included; no `most` is no end."""

    name: str
    least: int
    most: int | None = None


def days_past_due(oldest_unpaid_due: date, *, on: date) -> int:
    """Return how many days the oldest unpaid instalment is late; 0 before it is due."""
    return max(0, (on - oldest_unpaid_due).days)


def class_by_age(days: int, *, classes: Sequence[Ages]) -> str | None:
    """Return the first class that a number of days falls into, or None."""
    return next(
        (one.name for one in classes
         if one.least <= days and (one.most is None or days <= one.most)),
        None,
    )  # fmt: skip


def _within(arrears: Arrears, bounds: tuple[int, int]) -> bool:
    principal, interest = bounds
    return arrears.principal_months <= principal and arrears.interest_months <= interest
