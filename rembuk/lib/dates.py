"""Dates as people write them in registries, and where a month ends.

Day comes before month; nothing is guessed.

Source: the calculation contract, kind `spreadsheet_cleaning`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

# A spreadsheet counts days from here (1900 system); plausible serials of a birth or a journey.
SERIAL_EPOCH = date(1899, 12, 30)
SERIALS = range(4000, 80_001)
LONE_YEARS = range(1970, 2100)

_NAMES = """januari january jan|februari february pebruari feb|maret march mar|april apr|
mei may|juni june jun|juli july jul|agustus august agu agt aug|september sep|
oktober october okt oct|november nopember nov nop|desember december des dec"""
MONTHS = {
    name: number
    for number, names in enumerate(_NAMES.replace("\n", "").split("|"), start=1)
    for name in names.split()
}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[\s/-]+([a-z]+)\.?[\s/-]+(\d{4}|\d{2})", re.ASCII)
_BARE = re.compile(r"\d{4,5}", re.ASCII)
_YEAR = re.compile(r"(?:tahun\s+|thn?\.?\s*)?(\d{4})", re.ASCII)
_ISO_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})", re.ASCII)
_NUMERIC_MONTH = re.compile(r"(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})", re.ASCII)
_NAMED_MONTH = re.compile(r"(?P<month>[a-z]+)\.?[\s/-]+(?P<year>\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day: what is known of when something happened."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        """Return "day", "month" or "year"."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    def first_day(self) -> date:
        """Return the earliest day this can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part))
        return "-".join(parts)


def read_date(text: str, *, today: date) -> date | None:
    """Read a whole date, or return None if it is unreadable or impossible.

    ISO; d/m/y, d-m-y, d.m.y; day month-name year; a spreadsheet's serial number. A two-digit
    year is 20yy if that is not after `today`, else 19yy. Dates after `today` are returned: the
    caller knows whether they can be.
    """
    text = text.strip().lower()
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), day=int(match[3]))
    if match := _NUMERIC.fullmatch(text):
        return _in_century(int(match[1]), int(match[3]), year=match[4], today=today)
    if (match := _NAMED.fullmatch(text)) and match[2] in MONTHS:
        return _in_century(int(match[1]), MONTHS[match[2]], year=match[3], today=today)
    if _BARE.fullmatch(text):
        return date_of_serial(int(text))
    return None


def date_of_serial(serial: int) -> date | None:
    """Return the day a spreadsheet's serial number stands for, if it is a plausible one."""
    return SERIAL_EPOCH + timedelta(days=serial) if serial in SERIALS else None


def read_partial(text: str, *, today: date) -> PartialDate | None:
    """Read a day, a month of a year or a lone year 1970-2099; None if it is unreadable."""
    text = text.strip().lower()
    if match := _YEAR.fullmatch(text):
        year = int(match[1])
        return PartialDate(year) if year in LONE_YEARS else None
    for form, year_at, month_at in (
        (_ISO_MONTH, 1, 2),
        (_NUMERIC_MONTH, 2, 1),
        (_NAMED_MONTH, 2, 1),
    ):
        if match := form.fullmatch(text):
            return _month(int(match[year_at]), match[month_at])
    day = read_date(text, today=today)
    return PartialDate(day.year, day.month, day.day) if day else None


def parse_partial(stored: str) -> PartialDate:
    """Return the partial date that was written as YYYY, YYYY-MM or YYYY-MM-DD.

    Errors: ValueError if the text is none of these or no such day exists.
    """
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", stored):
        raise ValueError(stored)
    partial = PartialDate(*(int(part) for part in stored.split("-")))
    partial.first_day()
    return partial


def next_month(day: date) -> date:
    """Return the first day of the month after a day's own."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return next_month(day) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """Return the same day number so many months on, or the last day of a shorter month.

    Counted from the first day itself, never from one that was cut: 31 January, 28 February,
    31 March. Errors: ValueError beyond the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month(year: int, month: str) -> PartialDate | None:
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    return PartialDate(year, number) if number in range(1, 13) and year in LONE_YEARS else None


def _in_century(day: int, month: int, *, year: str, today: date) -> date | None:
    if len(year) == 4:
        return _day(int(year), month, day=day)
    recent = _day(2000 + int(year), month, day=day)
    return recent if recent and recent <= today else _day(1900 + int(year), month, day=day)


def _day(year: int, month: int, *, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def years_between(born: date, on: date) -> int:
    """Return how many whole years somebody born on a day is old on another."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
