"""Bands: the first one a value falls into. Limits say themselves whether they belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

CUTS = 3


@dataclass(frozen=True)
class Band:
    """Values below `limit`, or up to it; None: all that are left."""

    limit: Fraction | None
    inclusive: bool
    points: Fraction

    def holds(self, value: Fraction) -> bool:
        """Say whether a value lies within."""
        if self.limit is None:
            return True
        return value <= self.limit if self.inclusive else value < self.limit


@dataclass(frozen=True)
class Word:
    """What a score from `least` on is called; None: whatever is left."""

    least: Fraction | None
    name: str


def points_of(value: Fraction, bands: Sequence[Band]) -> Fraction | None:
    """Return the points of the first band that holds a value; None if none does."""
    return next((band.points for band in bands if band.holds(value)), None)


def word_for(score: Fraction, words: Sequence[Word]) -> str | None:
    """Return what a score is called: the first word whose least it reaches."""
    found = (word.name for word in words if word.least is None or score >= word.least)
    return next(found, None)


def score_of_four(value: Fraction, cuts: Sequence[Fraction], *, higher_is_better: bool) -> int:
    """Score 1 to 4 by three cuts; a value on a cut lies above it."""
    assert len(cuts) == CUTS
    passed = sum(value >= cut for cut in cuts)
    return 1 + passed if higher_is_better else 1 + CUTS - passed
