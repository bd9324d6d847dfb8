"""The days a herd is kept for: kidding, and the feasts before which goats are sold.

Computed feasts follow the Umm al-Qura calendar (library hijridate). Indonesia's own days are
proclaimed each year by the Minister of Religious Affairs after the isbat session and stand in the
decree on public holidays; they come from the library holidays, and are never computed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from hijridate import Gregorian, Hijri

FITRI, ADHA = "idul_fitri", "idul_adha"
FEASTS = {FITRI: (10, 1), ADHA: (12, 10)}  # Hijri month and day
CALLED = {FITRI: "1 Syawal", ADHA: "10 Dzulhijjah"}
ENGLISH = {FITRI: "Eid al-Fitr", ADHA: "Eid al-Adha"}
ESTIMATED = "(estimated)"
# What the Umm al-Qura tables of the library hold whole.
FIRST_YEAR, LAST_YEAR, LAST_HIJRI_YEAR = 1925, 2076, 1500
# Years an animal must have completed for qurban, by kind.
YEARS_OLD = {"kambing": 1, "domba": 1, "sapi": 2}


@dataclass(frozen=True)
class Due:
    """When a doe is due, and the days from and until which to watch at night."""

    on: date
    since: date
    until: date


def due(mated_on: date, *, mean_days: int, window_days: tuple[int, int]) -> Due:
    """Return the due day; the day of mating is day 0."""
    since, until = window_days
    return Due(*(mated_on + timedelta(days=days) for days in (mean_days, since, until)))


@dataclass(frozen=True)
class Feast:
    """A feast as the Umm al-Qura calendar has it."""

    on: date
    hijri_year: int
    called: str  # "1 Syawal 1452"


def feasts(feast: str, *, year: int) -> list[Feast]:
    """Return when a feast falls in a Gregorian year: once, or twice where the first is early."""
    assert FIRST_YEAR <= year <= LAST_YEAR
    month, day = FEASTS[feast]
    first = Gregorian(year, 1, 1).to_hijri().year
    found = []
    for hijri_year in range(first, min(first + 2, LAST_HIJRI_YEAR) + 1):
        on = Hijri(hijri_year, month, day).to_gregorian()
        if on.year == year:
            told = date(on.year, on.month, on.day)
            found.append(Feast(told, hijri_year, f"{CALLED[feast]} {hijri_year}"))
    return found


def proclaimed(feast: str, *, year: int) -> list[date]:
    """Return Indonesia's own days of a feast in a year; none where nothing is proclaimed yet."""
    name = ENGLISH[feast]
    return sorted(
        on
        for on, told in _holidays(year)
        if any(part == name for part in told.split("; ")) and ESTIMATED not in told
    )


@cache
def _holidays(year: int) -> list[tuple[date, str]]:
    from holidays.countries.indonesia import Indonesia  # noqa: PLC0415 -- slow, and seldom used

    return list(Indonesia(years=year, language="en_US").items())


@dataclass(frozen=True)
class OldEnough:
    """Whether an animal has the age for qurban, by each of the two calendars."""

    gregorian: bool
    hijri: bool

    @property
    def both(self) -> bool:
        """The answer nobody can doubt."""
        return self.gregorian and self.hijri


def old_enough(species: str, *, born_on: date, feast_on: date) -> OldEnough:
    """Say whether an animal has completed its years on the feast.

    Who was born on 29 February has his birthday on 1 March of a common year.
    """
    years = YEARS_OLD[species]
    birthday = _years_on(born_on, years)
    born, feast = (Gregorian.fromdate(on).to_hijri() for on in (born_on, feast_on))
    by_hijri = (born.year + years, born.month, born.day) <= (feast.year, feast.month, feast.day)
    return OldEnough(birthday <= feast_on, by_hijri)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
