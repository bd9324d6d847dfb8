"""Interest of one period on savings: exact until the end, rounded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from rembuk.lib.wrong_inputs import bad_value

LOWEST, AVERAGE, DAILY = "lowest_balance", "average_balance", "daily_balance"
SLICE = "slice"


@dataclass(frozen=True)
class Run:
    """A balance that stood for so many days."""

    balance: Fraction
    days: int


@dataclass(frozen=True)
class Tier:
    """From this balance on, this rate a year."""

    balance: Fraction
    annual_rate: Fraction


@dataclass(frozen=True)
class Rates:
    """Tiers from a balance of 0 up; each slice at its own rate, or all at that of the highest."""

    tiers: Sequence[Tier]
    sliced: bool = False

    def yearly(self, balance: Fraction) -> Fraction:
        """Return what a balance earns in a whole year, exactly."""
        reached = [tier for tier in self.tiers if tier.balance <= balance]
        if not self.sliced:
            return balance * reached[-1].annual_rate
        ends = [*(tier.balance for tier in reached[1:]), balance]
        return sum(
            ((end - tier.balance) * tier.annual_rate
             for tier, end in zip(reached, ends, strict=True)),
            Fraction(0),
        )  # fmt: skip


def runs_of(balances: Mapping[date, Fraction], *, first: date, last: date) -> list[Run]:
    """Return the balances of a period, both days counted; a balance holds from the end of its day.

    Errors: Wrong `bad_value` where no balance is known on the first day.
    """
    known = sorted(balances)
    before = [day for day in known if day <= first]
    if not before:
        raise bad_value("balances_from", f"saldo pada atau sebelum {first}")
    changes = [first, *(day for day in known if first < day <= last)]
    standing = [balances[before[-1]], *(balances[day] for day in changes[1:])]
    ends = [*changes[1:], date.fromordinal(last.toordinal() + 1)]
    return [
        Run(balance, (end - begin).days)
        for balance, begin, end in zip(standing, changes, ends, strict=True)
    ]


def days_of(runs: Sequence[Run]) -> int:
    """Count the days."""
    return sum(run.days for run in runs)


def daily_sum(runs: Sequence[Run]) -> Fraction:
    """Add up the balance of every day."""
    return sum((run.balance * run.days for run in runs), Fraction(0))


def of_runs(runs: Sequence[Run], *, rates: Rates, year_days: int) -> list[Fraction]:
    """Return what each run earns, day by day, exactly."""
    return [rates.yearly(run.balance) * run.days / year_days for run in runs]


def of_balance(balance: Fraction, days: int, *, rates: Rates, year_days: int) -> Fraction:
    """Return what one balance earns in so many days, exactly."""
    return rates.yearly(balance) * days / year_days


def basis(runs: Sequence[Run], *, method: str) -> Fraction:
    """Return the balance that the rate is taken of: the lowest of the days, or their mean."""
    if method == LOWEST:
        return min(run.balance for run in runs)
    return daily_sum(runs) / days_of(runs)


def of_period(runs: Sequence[Run], *, method: str, rates: Rates, year_days: int) -> Fraction:
    """Return what the runs of a period earn by one of the three methods, exactly."""
    if method == DAILY:
        return sum(of_runs(runs, rates=rates, year_days=year_days), Fraction(0))
    balance = basis(runs, method=method)
    return of_balance(balance, days_of(runs), rates=rates, year_days=year_days)


def is_ascending(tiers: Sequence[Tier]) -> bool:
    """Say whether tiers begin at 0 and rise."""
    return (
        bool(tiers)
        and tiers[0].balance == 0
        and all(low.balance < high.balance for low, high in pairwise(tiers))
    )
