"""The sums of a health form: questions answered with yes, weighted parts, weighted capital."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rembuk.supervision.ratios import Scored


@dataclass(frozen=True)
class Questions:
    """A group of yes/no questions, and how many were answered with yes."""

    name: str
    asked: int
    points_per_yes: Fraction
    yes: int

    @property
    def points(self) -> Fraction:
        """What the answers are worth."""
        return self.points_per_yes * self.yes


def ratio_score(scores: Sequence[Scored]) -> Fraction:
    """Add up the exact scores of ratios."""
    return sum((one.score or Fraction(0) for one in scores), Fraction(0))


def weighted(parts: Mapping[str, Fraction], weights: Mapping[str, Fraction]) -> Fraction:
    """Return the weighted sum of parts; both have the same names."""
    return sum((part * weights[name] for name, part in parts.items()), Fraction(0))


def weighted_capital(components: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Return capital weighted by how surely it stays: each sum by its weight, exactly."""
    return sum((value * weight for value, weight in components), Fraction(0))
