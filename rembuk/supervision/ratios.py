"""Ratios and what they score: points by bands or by a scale, times a weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import HUNDRED
from rembuk.lib.wrong_inputs import Wrong, bad_value
from rembuk.supervision.bands import Band, points_of


@dataclass(frozen=True)
class Scale:
    """So many points for each percent, up to a cap, never below 0."""

    per_percent: Fraction
    cap: Fraction

    def points_of(self, percent: Fraction) -> Fraction:
        """Return the points of a percentage, exactly."""
        return max(Fraction(0), min(self.cap, self.per_percent * percent))


@dataclass(frozen=True)
class Ratio:
    """A ratio of a health form, and how it is scored if it is."""

    name: str
    numerator: Fraction
    denominator: Fraction
    bands: Sequence[Band] | None = None
    scale: Scale | None = None
    weight: Fraction | None = None


@dataclass(frozen=True)
class Scored:
    """A ratio in percent with its points and its part of the score, all exact."""

    ratio: Ratio
    percent: Fraction
    points: Fraction | None

    @property
    def score(self) -> Fraction | None:
        """The points by weight; None without either."""
        if self.points is None or self.ratio.weight is None:
            return None
        return self.points * self.ratio.weight / HUNDRED


def scored(ratio: Ratio) -> Scored:
    """Score one ratio by its exact percentage.

    Errors: Wrong `zero_denominator` with the `name`; `bad_value` where no band holds it.
    """
    if ratio.denominator == 0:
        raise Wrong(
            "zero_denominator",
            f"Periksa {ratio.name}: pembaginya nol, jadi rasionya tidak dapat dihitung.",
            name=ratio.name,
        )
    percent = ratio.numerator * HUNDRED / ratio.denominator
    if ratio.bands is None:
        return Scored(ratio, percent, ratio.scale.points_of(percent) if ratio.scale else None)
    points = points_of(percent, ratio.bands)
    if points is None:
        raise bad_value("bands", f"jenjang yang juga memuat {ratio.name}, misalnya dengan max null")
    return Scored(ratio, percent, points)
