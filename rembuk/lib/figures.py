"""Figures as `rembuk calc` reads them: not a digit is lost, nothing is guessed (docs/calc.md)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from rembuk.lib.wrong_inputs import Wrong, bad_value

Read = TypeVar("Read")
DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
FRACTION = re.compile(r"(-?\d+)/(\d+)", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DIGITS_MAX = 200  # longer figures count nothing on earth


def decimal(value: Any, field: str) -> Fraction:
    """Read a `dec`: an integer, or text such as "-12.50"; a JSON fraction may have lost digits."""
    if type(value) is int:
        return Fraction(value)
    if isinstance(value, str) and len(value) <= DIGITS_MAX and DECIMAL.fullmatch(value):
        return Fraction(value)
    raise bad_value(field, 'bilangan sebagai teks, misalnya "12500.50"')


def fraction(value: Any, field: str) -> Fraction:
    """Read a `frac`: a `dec`, or text such as "7/3"."""
    short = isinstance(value, str) and len(value) <= DIGITS_MAX
    found = FRACTION.fullmatch(value) if short else None
    if found is None:
        return decimal(value, field)
    if int(found[2]) == 0:
        raise bad_value(field, "pecahan yang penyebutnya bukan nol")
    return Fraction(int(found[1]), int(found[2]))


def measure(value: Any, field: str) -> Fraction:
    """Read a `num`, a measurement: a `dec`, or a JSON number by its decimal text."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < DIGITS_MAX:
        return Fraction(value)
    return decimal(value, field)


def whole(value: Any, field: str) -> int:
    """Read a whole number, as JSON or as text of digits."""
    try:
        read = decimal(value, field)
    except Wrong:
        read = Fraction(1, 2)
    if read.denominator != 1:
        raise bad_value(field, "bilangan bulat, misalnya 12")
    return int(read)


def or_none(read: Callable[[Any, str], Read]) -> Callable[[Any, str], Read | None]:
    """Return what reads a field that must be there and may say null."""
    return lambda value, field: None if value is None else read(value, field)


def day(value: Any, field: str) -> date:
    """Read a day: "2026-11-22"."""
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise bad_value(field, 'tanggal yang ada, misalnya "2026-11-22"')


def text(value: Any, field: str) -> str:
    """Read text as it is, with its leading zeros."""
    if isinstance(value, str):
        return value
    raise bad_value(field, "teks di antara tanda kutip")


def flag(value: Any, field: str) -> bool:
    """Read true or false."""
    if isinstance(value, bool):
        return value
    raise bad_value(field, "true atau false")


def one_of(*options: str) -> Callable[[Any, str], str]:
    """Return what reads one of some words."""

    def read(value: Any, field: str) -> str:
        if isinstance(value, str) and value in options:
            return value
        raise bad_value(field, f"salah satu dari: {', '.join(options)}")

    return read


def at_least(least: int, read: Callable[[Any, str], Read]) -> Callable[[Any, str], Read]:
    """Return what reads a number that is not below `least`."""
    wanted = f"bilangan yang tidak kurang dari {least}"
    return _only(read, lambda number: number >= least, wanted=wanted)


def above_nought(read: Callable[[Any, str], Read]) -> Callable[[Any, str], Read]:
    """Return what reads a number above 0."""
    return _only(read, lambda number: number > 0, wanted="bilangan di atas 0")


def _only(
    read: Callable[[Any, str], Read], fits: Callable[[Any], bool], *, wanted: str
) -> Callable[[Any, str], Read]:
    def checked(value: Any, field: str) -> Read:
        found = read(value, field)
        if not fits(found):
            raise bad_value(field, wanted)
        return found

    return checked


def listed(read: Callable[[Any, str], Read]) -> Callable[[Any, str], list[Read]]:
    """Return what reads a list of such values."""

    def each(value: Any, field: str) -> list[Read]:
        if not isinstance(value, list):
            raise bad_value(field, "daftar di antara [ dan ]")
        return [read(one, field) for one in value]

    return each


def named(read: Callable[[Any, str], Read]) -> Callable[[Any, str], dict[str, Read]]:
    """Return what reads an object whose values are such values, whatever their names."""

    def each(value: Any, field: str) -> dict[str, Read]:
        if not isinstance(value, dict):
            raise bad_value(field, "objek di antara { dan }")
        return {name: read(one, field) for name, one in value.items()}

    return each


amount = at_least(0, decimal)
count = at_least(0, whole)
share = at_least(0, fraction)
rounding_mode = one_of("half_up", "half_even", "floor", "ceil")
