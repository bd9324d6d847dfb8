"""How a group's own goats bear and die, where its book is long enough; else the numbers in use.

From the last three years. Each rate is the group's own as soon as it rests on enough of them, and
is a range all the same: four times of five the true rate of such goats lies within.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import mean, stdev

from rembuk.herd import standing
from rembuk.herd.models import COMING, LEAVING, Animal, Kind, Measure, Sex
from rembuk.herd.numbers import Numbers
from rembuk.herd.pen import months as months_old
from rembuk.herd.projecting import Herd, Rates, Span
from rembuk.villages.models import Group

LOOKED_BACK_DAYS = 3 * 365
YEAR_DAYS, MONTH_DAYS = 365.25, 30.4375
LITTERS_LEAST, KIDS_LEAST, YEARS_LEAST = 10, 20, 20
SPREAD = 1.2816  # four fifths of a bell lie within so many standard errors
PERCENT = 100


@dataclass(frozen=True)
class Basis:
    """The rates of a herd, and which of them are its own: on how many things each rests."""

    rates: Rates
    litters: int
    kids: int
    grown_years: float

    @property
    def own_litter(self) -> bool:
        """Are litters and the time between them the group's own?"""
        return self.litters >= LITTERS_LEAST

    @property
    def own_kid_loss(self) -> bool:
        """Is the loss of kids the group's own?"""
        return self.kids >= KIDS_LEAST

    @property
    def own_grown_loss(self) -> bool:
        """Is the loss of grown goats the group's own?"""
        return self.grown_years >= YEARS_LEAST


@dataclass
class _Life:
    """What the book tells of one goat: days only."""

    sex: str
    born_on: date | None
    came_on: date | None = None
    left_on: date | None = None
    died: bool = False
    sold: bool = False
    born_here: bool = False


@dataclass(frozen=True)
class Told:
    """What a herd book tells of its goats until a day, and every litter with its kids alive."""

    lives: list[_Life]
    litters: list[tuple[date, int]]

    @property
    def last_on(self) -> date | None:
        """The last day on which a goat came, bore or left."""
        days = [day for one in self.lives for day in (one.came_on, one.left_on) if day]
        return max([*days, *(day for day, _size in self.litters)], default=None)

    @property
    def began_on(self) -> date | None:
        """The day the first goat came."""
        return min((one.came_on for one in self.lives if one.came_on), default=None)

    def sold(self) -> int:
        """How many goats were sold."""
        return sum(one.sold for one in self.lives)


def of(book: Told, numbers: Numbers, *, on: date) -> Basis:
    """Return the rates to go by on a day."""
    lives, litters = book.lives, book.litters
    since = on - timedelta(days=LOOKED_BACK_DAYS)
    sizes = [size for kidded_on, size in litters if kidded_on > since]
    grown_months = int(numbers[Measure.FIRST_KIDDING])
    grown_days = grown_months * MONTH_DAYS
    does = _years(lives, since=since, on=on, from_days=grown_days, only=Sex.FEMALE)
    days = numbers.weaning_days
    weaned = [
        one for one in lives
        if one.born_here and one.born_on and since < one.born_on <= on - timedelta(days)
    ]  # fmt: skip
    lost = sum(_died_within(one, days) for one in weaned)
    years = _years(lives, since=since, on=on, from_days=days)
    dead = sum(
        one.died and one.left_on is not None and since < one.left_on and not _died_within(one, days)
        for one in lives
    )
    basis = Basis(_settings(numbers), len(sizes), len(weaned), years)
    rates = basis.rates
    return Basis(
        Rates(
            litter=_litter(sizes) if basis.own_litter else rates.litter,
            interval_months=(
                _interval(len(sizes), does) if basis.own_litter else rates.interval_months
            ),
            kid_loss=_part(lost, len(weaned)) if basis.own_kid_loss else rates.kid_loss,
            grown_loss_a_year=(
                _part(dead, years) if basis.own_grown_loss else rates.grown_loss_a_year
            ),
            first_kidding_months=grown_months,
            weaned_months=rates.weaned_months,
        ),
        basis.litters, basis.kids, basis.grown_years,
    )  # fmt: skip


def herd_on(book: Told, numbers: Numbers, *, on: date) -> Herd:
    """Return who is there at the end of a day, by what counts for growing."""
    here = [
        one for one in book.lives
        if one.came_on and one.came_on <= on and (one.left_on is None or one.left_on > on)
    ]  # fmt: skip
    grown = int(numbers[Measure.FIRST_KIDDING])
    young: list[int] = []
    does = 0
    for one in here:
        age = months_old(one.born_on, on)
        if one.sex != Sex.MALE:
            young += [age] if age is not None and age < grown else []
            does += age is None or age >= grown
    males = sum(one.sex == Sex.MALE for one in here)
    return Herd(tuple(young), does, males)


def _settings(numbers: Numbers) -> Rates:
    def span(low: Measure, high: Measure, per: int = 1) -> Span:
        return Span(float(numbers[low]) / per, float(numbers[high]) / per)

    return Rates(
        litter=span(Measure.LITTER_LOW, Measure.LITTER_HIGH),
        interval_months=span(Measure.INTERVAL_LOW, Measure.INTERVAL_HIGH),
        kid_loss=span(Measure.KID_LOSS_LOW, Measure.KID_LOSS_HIGH, PERCENT),
        grown_loss_a_year=span(Measure.GROWN_LOSS_LOW, Measure.GROWN_LOSS_HIGH, PERCENT),
        first_kidding_months=int(numbers[Measure.FIRST_KIDDING]),
        weaned_months=_weaned_months(numbers),
    )


def _weaned_months(numbers: Numbers) -> int:
    """Return the age of weaning in whole months, one at least."""
    return max(1, round(numbers.weaning_days / MONTH_DAYS))


def read(group: Group, *, on: date) -> Told:
    """Return every goat that came until a day, and every litter; two queries."""
    animals = Animal.objects.of(group.village).filter(group=group)
    found = {pk: _Life(sex, born) for pk, sex, born in animals.values_list("pk", "sex", "born_on")}
    rows = standing.events(group, (*COMING, *LEAVING, Kind.KIDDED)).filter(happened_on__lte=on)
    kidded: dict[int, date] = {}
    sizes: dict[int, int] = {}
    for pk, animal, kind, day, litter in rows.values_list(
        "pk", "animal", "kind", "happened_on", "litter"
    ):
        one = found[animal]
        if kind == Kind.KIDDED:
            kidded[pk] = day
        elif kind in COMING:
            one.came_on, one.born_here = day, kind == Kind.BORN
            if litter:
                sizes[litter] = sizes.get(litter, 0) + 1
        else:
            one.left_on, one.died, one.sold = day, kind == Kind.DIED, kind == Kind.SOLD
    litters = [(day, sizes[pk]) for pk, day in kidded.items() if sizes.get(pk)]
    return Told([one for one in found.values() if one.came_on], litters)


def _years(
    lives: Iterable[_Life], *, since: date, on: date, from_days: float, only: str = ""
) -> float:
    """Return the years that goats beyond an age spent in the pen between two days, together."""
    days = 0
    for one in lives:
        if (only and one.sex != only) or one.came_on is None:
            continue
        grown_on = one.born_on + timedelta(from_days) if one.born_on else since
        began, ended = max(since, one.came_on, grown_on), min(on, one.left_on or on)
        days += max(0, (ended - began).days)
    return days / YEAR_DAYS


def _died_within(one: _Life, days: int) -> bool:
    return bool(
        one.died and one.left_on and one.born_on and (one.left_on - one.born_on).days <= days
    )


def _litter(sizes: list[int]) -> Span:
    apart = SPREAD * stdev(sizes) / sqrt(len(sizes))
    return Span(max(1.0, mean(sizes) - apart), mean(sizes) + apart)


def _interval(litters: int, doe_years: float) -> Span:
    """Months between two kiddings of a doe; none is told of below what carrying takes."""
    months = max(doe_years, 0.1) * 12 / litters
    apart = SPREAD * months / sqrt(litters)
    return Span(max(6.0, months - apart), max(6.0, months + apart))


def _part(found: int, of_all: float) -> Span:
    """Return the range of a part, counted as one more and one less than seen at the edges."""
    part = (found + 1) / (of_all + 2)
    apart = SPREAD * sqrt(part * (1 - part) / (of_all + 2)) if part < 1 else 0.0
    return Span(max(0.0, part - apart), min(1.0, part + apart))
