"""How a herd may grow from today, and what became of it since its first day, beside the range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from rembuk.herd import charts, own_rates, projecting
from rembuk.herd.charts import Picture
from rembuk.herd.numbers import Numbers
from rembuk.herd.own_rates import Basis, Told
from rembuk.herd.projecting import Band, Herd
from rembuk.lib import words
from rembuk.lib.dates import months_later
from rembuk.villages.models import Group

MONTHS, TABLE_STEP, LABELS = 36, 6, 4
LETTERS = 3  # of a month's name below the picture
USUAL_TARGET = 40  # what the studied village's nineteen became
YEAR_MONTHS = 12
KEPT_DAYS = 365  # a book without a line for so long is not kept any more


@dataclass(frozen=True)
class Line:
    """One row of the table below the picture."""

    on: date
    band: Band


@dataclass(frozen=True)
class Past:
    """The herd since its first day: the range it might have had beside what became of it."""

    began_on: date
    first: int
    band: Band
    here: int
    sold: int

    @property
    def grown(self) -> int:
        """Who is here and who was sold: what the range is to be laid beside."""
        return self.here + self.sold


@dataclass(frozen=True)
class Growth:
    """What the page tells."""

    herd: Herd
    start_on: date  # today, or the last day of a book that nobody keeps any more
    target: int
    early_on: date | None  # the first month in which a lucky herd has so many
    likely_on: date | None  # and a middling one
    last: Band
    until: date
    lines: Sequence[Line]
    picture: Picture
    basis: Basis
    past: Past | None


def of(group: Group, numbers: Numbers, *, on: date, target: int | None = None) -> Growth | None:
    """Return how a herd may grow from a day; None for an empty pen. Two queries."""
    book = own_rates.read(group, on=on)
    if book.last_on and (on - book.last_on).days > KEPT_DAYS:
        on = book.last_on
    herd = own_rates.herd_on(book, numbers, on=on)
    if not herd.total:
        return None
    basis = own_rates.of(book, numbers, on=on)
    bands = projecting.project(herd, basis.rates, months=MONTHS)
    aim = target or (USUAL_TARGET if herd.total < USUAL_TARGET else herd.total * 2)
    early, likely = projecting.reached(bands, aim)
    first = on.replace(day=1)  # months are told, not days
    ticks = [months_later(first, MONTHS * n // (LABELS - 1)) for n in range(LABELS)]
    labels = [_short_month(day) for day in ticks]
    return Growth(
        herd=herd,
        start_on=on,
        target=aim,
        early_on=months_later(first, early) if early is not None else None,
        likely_on=months_later(first, likely) if likely is not None else None,
        last=bands[-1],
        until=months_later(first, MONTHS),
        lines=[
            Line(months_later(first, band.month), band)
            for band in bands if not band.month % TABLE_STEP
        ],
        picture=charts.picture(bands, target=aim, labels=labels),
        basis=basis,
        past=_past(book, numbers, basis, on=on),
    )  # fmt: skip


def _short_month(day: date) -> str:
    name = words.month_name(day.month, language=get_language() or "id")
    return f"{name[:LETTERS]} {day.year}"


def _past(book: Told, numbers: Numbers, basis: Basis, *, on: date) -> Past | None:
    """Play the herd from its first day; None where it has been kept for less than a year."""
    began_on = book.began_on
    assert began_on, "goats are there, so one came"
    months = (on.year - began_on.year) * YEAR_MONTHS + on.month - began_on.month
    if months < YEAR_MONTHS:
        return None
    first = own_rates.herd_on(book, numbers, on=began_on)
    band = projecting.project(first, basis.rates, months=months)[-1]
    here = own_rates.herd_on(book, numbers, on=on).total
    return Past(began_on, first.total, band, here, book.sold())
