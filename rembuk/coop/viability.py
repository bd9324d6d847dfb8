"""Can it carry itself? Three years from stated assumptions, each as a range, never as one line.

Pure and exact: fractions throughout, whole rupiah only where a page shows them. A year: first some
leave, each with an equal part of what is there, and some join with pokok; then all bring wajib for
twelve months, as far as they pay. A part of the average money is lent; loans bring their charge and
lose the bad ones; costs are paid.
The model is ours; it is for talking together, and no bank's forecast.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import rupiah

YEARS, MONTHS, WHOLE = 3, 12, 100
Range = tuple[int, int, int]  # with caution, in the middle, if it goes well


@dataclass(frozen=True)
class Assumptions:
    """What the people think: sums in whole rupiah, shares in percent of a year.

    A range runs from least to most: of who joins and pays on time most is best, of who leaves and
    of bad loans least is best.
    """

    members: int
    joining: Range
    leaving: Range
    pokok_rp: int
    wajib_rp: int
    paying: Range
    lent: int
    charge: int
    bad: Range
    cost_rp: int  # each month

    def scenario(self, place: int) -> Scenario:
        """Return one of the three: 0 with caution, 1 in the middle, 2 if it goes well."""
        other = 2 - place
        return Scenario(
            self, self.joining[place], self.leaving[other], Fraction(self.paying[place], WHOLE),
            Fraction(self.bad[other], WHOLE),
        )  # fmt: skip


@dataclass(frozen=True)
class Scenario:
    """The assumptions with one choice of each range."""

    given: Assumptions
    joining: int
    leaving: int
    paying: Fraction
    bad: Fraction


@dataclass(frozen=True)
class Year:
    """The end of a year, exact; `money` is what members brought, with what was gained or lost."""

    number: int
    members: int
    brought: Fraction
    taken: Fraction
    loans: Fraction
    charge: Fraction
    bad: Fraction
    cost: Fraction
    money: Fraction

    @property
    def surplus(self) -> Fraction:
        """What is left of the year; below zero it was a loss."""
        return self.charge - self.bad - self.cost


def years(one: Scenario) -> Iterator[Year]:
    """Tell the three years of a scenario."""
    given, members = one.given, one.given.members
    money = Fraction(members * given.pokok_rp)
    for number in range(1, YEARS + 1):
        leaving = min(one.leaving, members)
        taken = max(money, Fraction(0)) * leaving / members if members else Fraction(0)
        members += one.joining - leaving
        pokok = one.joining * given.pokok_rp
        dues = members * given.wajib_rp * MONTHS * one.paying
        average = max(money - taken + pokok + dues / 2, Fraction(0))
        loans = average * given.lent / WHOLE
        charge, bad = loans * given.charge / WHOLE, loans * one.bad
        cost = Fraction(given.cost_rp * MONTHS)
        money += pokok + dues - taken + charge - bad - cost
        yield Year(number, members, pokok + dues, taken, loans, charge, bad, cost, money)


@dataclass(frozen=True)
class Shown:
    """One figure of a year in the three scenarios, in people or whole rupiah."""

    year: int
    low: int
    mid: int
    high: int


@dataclass(frozen=True)
class Outcome:
    """All that a page shows; each list has a row for every year."""

    members: list[Shown]
    money_rp: list[Shown]
    loans_rp: list[Shown]
    surplus_rp: list[Shown]

    @property
    def runs_out(self) -> bool:
        """Whether the money is gone in the scenario of caution."""
        return any(one.low < 0 for one in self.money_rp)

    @property
    def carries_itself(self) -> list[bool]:
        """Whether the last year has no loss, in each scenario."""
        last = self.surplus_rp[-1]
        return [last.low >= 0, last.mid >= 0, last.high >= 0]


def told(given: Assumptions) -> Outcome:
    """Work out the three scenarios."""
    every = list(zip(*(list(years(given.scenario(place))) for place in range(3)), strict=True))
    return Outcome(
        [Shown(three[0].number, *(year.members for year in three)) for three in every],
        [Shown(three[0].number, *(rupiah(year.money) for year in three)) for three in every],
        [Shown(three[0].number, *(rupiah(year.loans) for year in three)) for three in every],
        [Shown(three[0].number, *(rupiah(year.surplus) for year in three)) for three in every],
    )


# --- the picture: a band with its middle, in whole units of its own ---

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 320, 200, 12, 12, 16, 28


@dataclass(frozen=True)
class Band:
    """Points of a drawing of WIDTH by HEIGHT: the band between low and high, and its middle."""

    area: str
    middle: str
    zero: int  # where nothing lies
    marks: list[tuple[int, int]]  # where each year stands, and its number
    width: int = WIDTH
    height: int = HEIGHT


def band(start_rp: int, found: list[Shown]) -> Band:
    """Draw how the money may develop, from the day of the beginning on."""
    rows = [Shown(0, start_rp, start_rp, start_rp), *found]
    top = max([0, *(one.high for one in rows), *(one.low for one in rows)])
    low = min([0, *(one.low for one in rows)])
    span = max(top - low, 1)

    def across(year: int) -> int:
        return LEFT + (WIDTH - LEFT - RIGHT) * year // (len(rows) - 1)

    def down(sum_rp: int) -> int:
        return TOP + (HEIGHT - TOP - BOTTOM) * (top - sum_rp) // span

    upper = [f"{across(one.year)},{down(one.high)}" for one in rows]
    lower = [f"{across(one.year)},{down(one.low)}" for one in reversed(rows)]
    middle = [f"{across(one.year)},{down(one.mid)}" for one in rows]
    marks = [(across(one.year), one.year) for one in rows]
    return Band(" ".join([*upper, *lower]), " ".join(middle), down(0), marks)
