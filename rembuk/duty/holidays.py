"""Official holidays of Indonesia: as decreed, or as a room above knows a feast before its decree.

Decreed days come from the library `holidays`. What it only estimates is left out: a room that keeps
the feasts tells them here, also what a village read itself, so that a feast has one day everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.villages.models import Village

# How the library names what the registry tells, and what it only estimates, by language.
LANGUAGES = {"id": "id", "en": "en_US"}
ESTIMATED = ("(perkiraan)", "(estimated)")
FEASTS = frozenset({
    "Hari Raya Idul Fitri", "Hari kedua dari Hari Raya Idul Fitri", "Hari Raya Idul Adha",
    "Eid al-Fitr", "Eid al-Fitr Second Day", "Eid al-Adha",
})  # fmt: skip


@dataclass(frozen=True)
class Holiday:
    """A day and what it is; an estimate may still move."""

    on: date
    name: str
    is_estimate: bool = False

    def __str__(self) -> str:
        return _("%(name)s (estimated)") % {"name": self.name} if self.is_estimate else self.name


class Teller(Protocol):
    """Who knows feasts: returns those on the days from first to last."""

    def __call__(self, village: Village, *, first: date, last: date) -> Iterable[Holiday]: ...


_tellers: list[Teller] = []


def tell_feasts(teller: Teller) -> None:
    """Register who knows the feasts that the library would estimate."""
    _tellers.append(teller)


def between(village: Village, *, first: date, last: date) -> dict[date, Holiday]:
    """Return the holidays from first to last by day; as many queries as there are feasts told."""
    found = {
        on: Holiday(on, name)
        for year in range(first.year, last.year + 1)
        for on, name in _decreed(year, LANGUAGES.get(get_language() or "id", "id"))
        if first <= on <= last
    }
    for teller in _tellers:
        for one in teller(village, first=first, last=last):
            found.setdefault(one.on, one)
    return found


@cache
def _decreed(year: int, language: str) -> list[tuple[date, str]]:
    from holidays.countries.indonesia import Indonesia  # noqa: PLC0415 -- slow, and seldom used

    told = Indonesia(years=year, language=language).items()
    return [(on, ", ".join(kept)) for on, names in told if (kept := list(_kept(names)))]


def _kept(names: str) -> Iterator[str]:
    for name in names.split("; "):
        if not name.endswith(ESTIMATED) and not (_tellers and name in FEASTS):
            yield name
