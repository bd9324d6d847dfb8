"""Sewing minutes and pieces: how much can be made, how long it takes, and what is paid for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import HUNDRED, rounded
from rembuk.lib.wrong_inputs import bad_value

MINUTES = 60


@dataclass(frozen=True)
class Crew:
    """Who sews, how long a day, and which part of the standard minutes they reach, in percent."""

    members: int
    hours_per_day: Fraction
    efficiency_percent: Fraction

    @property
    def minutes_a_day(self) -> Fraction:
        """The minutes all of them sit at the machines on one day."""
        return self.members * self.hours_per_day * MINUTES


def effective_minutes(crew: Crew, days: int) -> Fraction:
    """Return the standard minutes that get done in so many days, exactly."""
    return crew.minutes_a_day * days * crew.efficiency_percent / HUNDRED


def pieces(crew: Crew, days: int, *, standard_minutes: Fraction) -> int:
    """Return how many pieces of so many standard minutes get done."""
    done = effective_minutes(crew, days) / standard_minutes
    return done.numerator // done.denominator


def real_minutes(crew: Crew, standard_minutes: Fraction) -> Fraction:
    """Return the minutes at the machines that work of so many standard minutes takes, exactly."""
    return standard_minutes * HUNDRED / crew.efficiency_percent


def working_days(crew: Crew, standard_minutes: Fraction) -> int:
    """Return the days such work takes, the last one counted whole."""
    return int(rounded(real_minutes(crew, standard_minutes) / crew.minutes_a_day, mode="ceil"))


@dataclass(frozen=True)
class Sewn:
    """Pieces somebody did of one operation; the rejected ones among them are not paid."""

    member: str
    operation: str
    pieces: int
    rejected: int = 0


def pay(rates_rp: Mapping[str, Fraction], work: Iterable[Sewn]) -> dict[str, Fraction]:
    """Return what each member earned, in the order in which they appear.

    Errors: Wrong `bad_value` for an operation without a rate, or more rejected than done.
    """
    earned: dict[str, Fraction] = {}
    for sewn in work:
        if sewn.operation not in rates_rp:
            raise bad_value("op", "pekerjaan yang ada upahnya di rate_per_piece")
        if sewn.rejected > sewn.pieces:
            raise bad_value("rejected", "paling banyak jumlah yang dikerjakan")
        paid = (sewn.pieces - sewn.rejected) * rates_rp[sewn.operation]
        earned[sewn.member] = earned.get(sewn.member, Fraction(0)) + paid
    return earned
