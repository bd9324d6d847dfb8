"""How a herd may grow if nothing is sold: a range, not a line.

A thousand herds are played month by month with one seed, so the same book gives the same picture.
What is not known exactly, such as how many kids die, is drawn for each herd from its range; the
luck of each month, who bears and who dies, is drawn anew. A buck for the does is taken for granted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

RUNS, SEED = 1000, 19_40
LOW, MIDDLE, HIGH = 10, 50, 90  # of a hundred herds
YEAR_MONTHS = 12


@dataclass(frozen=True)
class Span:
    """A number that lies between two others."""

    low: float
    high: float


@dataclass(frozen=True)
class Rates:
    """How goats bear and die: kids in a litter, months between two, parts of one."""

    litter: Span
    interval_months: Span
    kid_loss: Span
    grown_loss_a_year: Span
    first_kidding_months: int
    weaned_months: int  # from when on a kid is as likely to stay as a grown goat


@dataclass(frozen=True)
class Herd:
    """Who is there: ages of females in months where they are young yet, grown does, and males."""

    young_females: tuple[int, ...]
    does: int
    males: int

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.young_females) + self.does + self.males


@dataclass(frozen=True)
class Band:
    """How many goats there may be at the end of a month: 10, 50 and 90 of 100 herds below."""

    month: int
    low: int
    middle: int
    high: int


def project(herd: Herd, rates: Rates, *, months: int) -> list[Band]:
    """Play the herds and return their range month by month; month 0 is today."""
    return list(_bands(herd, rates, months))


@lru_cache(maxsize=64)  # one seed: the same herd is not played again for each who looks
def _bands(herd: Herd, rates: Rates, months: int) -> tuple[Band, ...]:
    from numpy import percentile  # noqa: PLC0415 -- a tenth of a second, for this page only

    bands = [Band(0, herd.total, herd.total, herd.total)]
    for month, totals in enumerate(_played(herd, rates, months), start=1):
        low, middle, high = (round(float(one)) for one in percentile(totals, (LOW, MIDDLE, HIGH)))
        bands.append(Band(month, low, middle, high))
    return tuple(bands)


def reached(bands: Sequence[Band], target: int) -> tuple[int | None, int | None]:
    """Return the first months in which a lucky and a middling herd have so many goats."""
    early = next((band.month for band in bands if band.high >= target), None)
    likely = next((band.month for band in bands if band.middle >= target), None)
    return early, likely


def _played(herd: Herd, rates: Rates, months: int) -> list[Any]:
    from numpy import clip, full, minimum, zeros  # noqa: PLC0415 -- as above
    from numpy.random import default_rng  # noqa: PLC0415 -- as above

    luck = default_rng(SEED)
    litter, interval, kid_loss, grown_loss = (
        luck.uniform(span.low, span.high, RUNS)
        for span in (
            rates.litter, rates.interval_months, rates.kid_loss, rates.grown_loss_a_year,
        )
    )  # fmt: skip
    weaned = rates.weaned_months
    kid_stays = (1 - clip(kid_loss, 0, 1)) ** (1 / weaned)
    stays = (1 - clip(grown_loss, 0, 1)) ** (1 / YEAR_MONTHS)
    bears = minimum(1 / interval, 1.0)
    grown_at = max(rates.first_kidding_months, weaned + 1)
    young = zeros((grown_at, RUNS), dtype=int)  # females by age in months
    for age in herd.young_females:
        young[min(age, grown_at - 1)] += 1
    does, males = full(RUNS, herd.does), full(RUNS, herd.males)
    little_males = zeros((weaned, RUNS), dtype=int)
    totals = []
    for _month in range(months):
        litters = luck.binomial(does, bears)
        born = litters + luck.binomial(litters, clip(litter - 1, 0, 1))
        born += luck.binomial(litters, clip(litter - 2, 0, 1))
        females = luck.binomial(born, 0.5)
        young = luck.binomial(young, [kid_stays] * weaned
                              + [stays] * (grown_at - weaned))  # fmt: skip
        little_males = luck.binomial(little_males, kid_stays)
        does = luck.binomial(does, stays) + young[-1]
        males = luck.binomial(males, stays) + little_males[-1]
        young[1:] = young[:-1].copy()
        little_males[1:] = little_males[:-1].copy()
        young[0], little_males[0] = females, born - females
        totals.append(does + males + young.sum(axis=0) + little_males.sum(axis=0))
    return totals
