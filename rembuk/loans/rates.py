"""What one row charges: whole numbers over one common denominator, so that nothing is lost.

A yearly rate becomes a rate of a row by a fixed part of the year ("30/360" each month, "7/364" each
week) or by the days that have really gone by (ACT/365F, ACT/360).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, repeat
from typing import Protocol

from rembuk.loans.duedates import Calendar

ACTUAL = {"ACT/365F": 365, "ACT/360": 360}


class Rates(Protocol):
    """The rates of all rows, each a numerator over `one`."""

    @property
    def one(self) -> int:
        """The denominator of every row's rate."""

    @property
    def even(self) -> int | None:
        """The numerator of every row, or None where rows differ."""

    def each(self, rows: int) -> Iterator[int]:
        """Give the numerators of rows 1 to `rows`."""


@dataclass(frozen=True, slots=True)
class Even:
    """The same rate in every row."""

    even: int
    one: int

    @classmethod
    def of(cls, rate: Fraction) -> Even:
        """Return the rates of a loan that charges `rate` each period."""
        return cls(rate.numerator, rate.denominator)

    def each(self, rows: int) -> Iterator[int]:
        """Give the same numerator for each row."""
        return repeat(self.even, rows)


@dataclass(frozen=True, slots=True)
class OddFirst:
    """A first period that is longer or shorter than the others."""

    first: int
    later: int
    one: int
    even: None = None

    @classmethod
    def of(cls, rate: Fraction, *, days: int, of_days: int) -> OddFirst:
        """Return rates whose first row charges `days` out of a full period of `of_days`."""
        assert of_days > 0
        return cls(rate.numerator * days, rate.numerator * of_days, rate.denominator * of_days)

    def each(self, rows: int) -> Iterator[int]:
        """Give the numerators of rows 1 to `rows`."""
        return chain(repeat(self.first, min(rows, 1)), repeat(self.later, max(rows - 1, 0)))


@dataclass(frozen=True, slots=True)
class ByDays:
    """A yearly rate by the days that have gone by, over 365 or 360 of them."""

    yearly: int
    one: int
    calendar: Calendar
    even: None = None

    @classmethod
    def of(cls, yearly: Fraction, *, basis: int, calendar: Calendar) -> ByDays:
        """Return the rates of a loan that is paid out and due on the days of `calendar`."""
        return cls(yearly.numerator, yearly.denominator * basis, calendar)

    def each(self, rows: int) -> Iterator[int]:
        """Give the numerators of rows 1 to `rows`."""
        return (self.yearly * days for days in self.calendar.each_length(rows))
