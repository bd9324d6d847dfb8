"""Whom a message can be for: circles of people of a village, and how each is reached.

The people room fills this in its apps.py; messaging asks here, because neighbours do not enter
each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rembuk.villages.models import Village


@dataclass(frozen=True)
class Circle:
    """People who have something in common: `key` is "all", "status:...", "hamlet:..."."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Addressee:
    """One person who can be told something.

    `phone` is international or empty; `may_message` says whether she agreed to be contacted by
    message; `country` is where she is (ISO 3166 alpha-2), empty at home.
    """

    resident_id: int
    name: str
    phone: str
    may_message: bool
    country: str
    place: str
    nickname: str = ""

    @property
    def told_name(self) -> str:
        """The full name with the nickname beside it: Siti Aminah (Yuni)."""
        same = not self.nickname or self.nickname == self.name
        return self.name if same else f"{self.name[:70]} ({self.nickname[:27]})"


CirclesOf = Callable[[Village, date], list[Circle]]
PeopleIn = Callable[[Village, str, date], list[Addressee]]
Called = Callable[[str], str]


@dataclass(frozen=True)
class _Source:
    circles_of: CirclesOf
    people_in: PeopleIn
    called: Called


_sources: list[_Source] = []


def fill(*, circles_of: CirclesOf, people_in: PeopleIn, called: Called) -> None:
    """Register who knows the people of a village; `called(key)` is "" for a key of others."""
    _sources.append(_Source(circles_of, people_in, called))


def circles_of(village: Village, *, on: date) -> list[Circle]:
    """The circles a message can be for on a day, the largest ("all") first."""
    return [circle for source in _sources for circle in source.circles_of(village, on)]


def people_in(village: Village, key: str, *, on: date) -> list[Addressee]:
    """The people of a circle by name; empty for a circle nobody knows.

    "one:<resident id>" is a circle of a single person.
    """
    return [one for source in _sources for one in source.people_in(village, key, on)]


def called(key: str) -> str:
    """What a circle is called in the reader's language, also one that is empty by now; or ""."""
    return next((name for source in _sources if (name := source.called(key))), "")
