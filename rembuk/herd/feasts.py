"""The coming feasts: proclaimed where they are, else computed and called an estimate.

A village that reads another day, in the news or from its own leaders, records it with its source;
its row takes the place of ours. Days proclaimed come from the library `holidays` (seasons.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from importlib.metadata import version

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.duty.holidays import Holiday
from rembuk.herd import seasons
from rembuk.herd.events import Signed
from rembuk.herd.models import Feast, FeastDay
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.models import Village

OFFICIAL_DAYS = {Feast.FITRI: 2, Feast.ADHA: 1}  # how long each is an official holiday
APART_DAYS = 3  # official and computed days were never further apart than one (2019-2026)
CALENDAR = gettext_lazy("Umm al-Qura calendar, computed")


class Basis(StrEnum):
    """Where a day comes from."""

    PROCLAIMED = "PROCLAIMED"
    ESTIMATE = "ESTIMATE"
    VILLAGE = "VILLAGE"


@dataclass(frozen=True)
class Coming:
    """One feast to come."""

    feast: Feast
    hijri_year: int
    on: date
    basis: Basis
    source: str

    @property
    def is_estimate(self) -> bool:
        """May the day still move?"""
        return self.basis == Basis.ESTIMATE

    def days_left(self, today: date) -> int:
        """How many days from a day until the feast."""
        return (self.on - today).days


def coming(village: Village, feast: str, *, on: date) -> Coming:
    """Return the next time of a feast, today included; at most one query."""
    return next(one for one in _known(village, Feast(feast), on) if one.on >= on)


def computed(feast: str, *, on: date) -> Coming:
    """Return the next time of a feast without what a village recorded; asks no database."""
    return next(one for one in _ours(Feast(feast), on) if one.on >= on)


def holidays(village: Village, *, first: date, last: date) -> Iterator[Holiday]:
    """Return the feasts from first to last as official holidays; one query for each feast."""
    for feast, days in OFFICIAL_DAYS.items():
        for one in _known(village, feast, first - timedelta(days=days)):
            if one.on > last:
                break
            for on in (one.on + timedelta(days=n) for n in range(days)):
                if first <= on <= last:
                    yield Holiday(on, str(feast.label), one.is_estimate)


@transaction.atomic
def record(*, village: Village, feast: str, on: date, source: str, signed: Signed) -> FeastDay:
    """Record the day of the coming feast as somebody read it.

    Errors: Refused without a source, and for a day far from what the calendar says.
    """
    told = clean_text(source)[0]
    if not told:
        raise Refused(_("Write where you read it: the page and the day."))
    near = [
        one for one in _ours(Feast(feast), on - timedelta(days=APART_DAYS))
        if abs((one.on - on).days) <= APART_DAYS
    ]  # fmt: skip
    if not near:
        raise Refused(_("That is far from the day in the calendar. Check day, month and year."))
    row = FeastDay.objects.create(
        village=village, feast=Feast(feast), hijri_year=near[0].hijri_year, on=on, source=told,
        recorded_by=signed.by.user, recorded_at=signed.at,
    )  # fmt: skip
    audit.record(
        village=village, verb="herd.feast_recorded", subject=row, by=signed.by, at=signed.at,
        changes=[("happened_on", None, on.isoformat())],
    )  # fmt: skip
    return row


def _known(village: Village, feast: Feast, on: date) -> Iterator[Coming]:
    rows = FeastDay.objects.of(village).filter(feast=feast).order_by("pk")
    own = {row.hijri_year: row for row in rows}
    # One more before: a village may have moved a feast from yesterday to today.
    for one in _ours(feast, on - timedelta(days=APART_DAYS)):
        row = own.get(one.hijri_year)
        yield Coming(feast, one.hijri_year, row.on, Basis.VILLAGE, row.source) if row else one


def _ours(feast: Feast, since: date) -> Iterator[Coming]:
    """Every time of a feast from a day on, by what comes with Rembuk."""
    for year in range(max(since.year, seasons.FIRST_YEAR), seasons.LAST_YEAR):
        for computed_day in seasons.feasts(feast, year=year):
            official = _proclaimed(feast, near=computed_day.on)
            basis = Basis.PROCLAIMED if official else Basis.ESTIMATE
            on = official or computed_day.on
            if on >= since:
                source = _decree(on.year) if official else str(CALENDAR)
                yield Coming(feast, computed_day.hijri_year, on, basis, source)


def _decree(year: int) -> str:
    told = {"year": year, "version": version("holidays")}
    return (
        _("Joint decree of three ministers on public holidays in %(year)s,"
          " as the library holidays %(version)s has it") % told
    )  # fmt: skip


def _proclaimed(feast: Feast, *, near: date) -> date | None:
    apart = timedelta(days=APART_DAYS)
    years = {(near - apart).year, (near + apart).year}
    days = [day for year in sorted(years) for day in seasons.proclaimed(feast, year=year)]
    return next((day for day in days if abs(day - near) <= apart), None)
