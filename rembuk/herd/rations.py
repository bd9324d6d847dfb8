"""The feed a herd needs today, and what each brings who has a turn to fetch it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rembuk.duty import records
from rembuk.herd import feeding, numbers, pen, weights
from rembuk.herd.feeding import Feed
from rembuk.herd.models import Measure
from rembuk.herd.numbers import Number
from rembuk.herd.pen import AgeClass
from rembuk.lib.rounding import HUNDRED, by_largest_remainder, rounded
from rembuk.villages.models import Group


@dataclass(frozen=True)
class Line:
    """The goats of one age class: how many, how heavy together, and what they eat."""

    age_class: AgeClass
    goats: int
    kg: Fraction
    forage_kg: Fraction


@dataclass(frozen=True)
class Shown:
    """The same in whole tenths of a kilogram that add up to what all of them come to."""

    line: Line
    kg: Fraction
    forage_kg: Fraction


@dataclass(frozen=True)
class Ration:
    """What a herd eats on a day."""

    lines: Sequence[Line]
    feed: Feed
    carriers: Sequence[str]  # who has a turn today
    heads: int  # between how many the forage is divided
    weighed: int
    assumed: int  # taken to weigh what others of their class weigh
    unknown: int  # of whose class nobody was weighed lately: not counted
    forage: Number
    concentrate: Number

    @property
    def shown(self) -> list[Shown]:
        """The classes as a table shows them: who adds the column up comes to its foot."""
        kgs = _tenths([line.kg for line in self.lines], self.feed.live_weight_kg)
        forage = _tenths([line.forage_kg for line in self.lines], self.feed.forage_kg)
        return [Shown(*row) for row in zip(self.lines, kgs, forage, strict=True)]

    @property
    def each_kg(self) -> Fraction:
        """What each brings, in kilograms."""
        return self.feed.forage_kg_per_carrier


def _tenths(parts: Sequence[Fraction], whole: Fraction) -> list[Fraction]:
    told = by_largest_remainder(int(rounded(whole * 10)), parts)
    return [Fraction(tenths, 10) for tenths in told]


def of(group: Group, *, on: date, carriers: int | None = None) -> Ration:
    """Return what the goats of a group need on a day; five queries.

    The forage is divided between those who have a turn, else between `carriers`, else by one. A
    goat nobody weighed for three months counts as heavy as the others of its class.
    """
    held = numbers.of(group.village, on=on)
    known = weights.last(group, held, on=on)
    recent: dict[AgeClass, list[Fraction]] = defaultdict(list)
    missing: dict[AgeClass, int] = defaultdict(int)
    for head in pen.heads(group, on=on, keepers=False):
        weight = known.get(head.animal.pk)
        if weight is None or weight.is_old(on):
            missing[head.age_class] += 1
        else:
            recent[head.age_class].append(Fraction(weight.kg))
    names = [turn.holder.name for turn in records.turns_of(group).filter(on=on)]
    heads = len(names) or carriers or 1
    share = Fraction(held[Measure.FORAGE]) / HUNDRED
    counted = {
        one: (len(kgs) + missing[one], sum(kgs, start=Fraction(0)) / len(kgs))
        for one, kgs in recent.items()
    }
    return Ration(
        lines=[
            Line(one, goats, goats * mean, goats * mean * share)
            for one in AgeClass
            for goats, mean in [counted.get(one, (0, Fraction(0)))]
            if goats
        ],
        feed=feeding.of_herd(
            counted.values(), forage_percent=Fraction(held[Measure.FORAGE]),
            concentrate_percent=Fraction(held[Measure.CONCENTRATE]), carriers=heads,
        ),
        carriers=names,
        heads=heads,
        weighed=sum(len(kgs) for kgs in recent.values()),
        assumed=sum(n for one, n in missing.items() if one in recent),
        unknown=sum(n for one, n in missing.items() if one not in recent),
        forage=held.by_measure[Measure.FORAGE],
        concentrate=held.by_measure[Measure.CONCENTRATE],
    )  # fmt: skip
