"""How much a cooperative may ask and give, and how much may go to people close to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rembuk.lib.rounding import rounded

# Permenkop UKM 8/2023 articles 26 and 27, from 2023; the ceiling itself is allowed.
SAVINGS_A_YEAR = Fraction(9, 100)
LOAN_A_YEAR = Fraction(24, 100)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A ceiling as people are told it: percent a year, where it is written, as of which day."""

    percent: Fraction
    source: str
    as_of: date


def read_told(setting: str) -> Told:
    """Read "24 | where it is written | 2024-05-08". Errors: ValueError for anything else."""
    percent, source, as_of = (part.strip() for part in setting.split("|"))
    return Told(Fraction(percent), source, date.fromisoformat(as_of))


def allowed(rates_a_year: Iterable[Fraction], *, ceiling: Fraction) -> list[bool]:
    """Say of each yearly rate whether it stays within the ceiling."""
    return [rate <= ceiling for rate in rates_a_year]


@dataclass(frozen=True, slots=True)
class Close:
    """Loans to people close to the cooperative, with a new one, beside what they may come to."""

    limit: int
    after: Fraction

    @property
    def allowed(self) -> bool:
        """May the new loan be given?"""
        return self.after <= self.limit

    @property
    def allowed_if_one_more(self) -> bool:
        """And if it were one rupiah more?"""
        return self.after + 1 <= self.limit


def close_people(
    own_capital: Fraction, outstanding: Iterable[Fraction], *, new: Fraction, part: Fraction
) -> Close:
    """Put all loans to close people together beside a part of the cooperative's own capital."""
    limit = int(rounded(own_capital * part, mode="floor"))
    return Close(limit, sum(outstanding, Fraction(0)) + new)
