"""Are enough people here? The fraction is what the group's own rules say, never ours."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Quorum:
    """A part of all who have a vote; `strict`: more than that part, not just as many."""

    fraction: Fraction
    strict: bool

    def minimum(self, members: int) -> int:
        """Return the smallest number of people that is enough."""
        exact = self.fraction * members
        down = exact.numerator // exact.denominator
        return down + 1 if self.strict or exact.denominator != 1 else down

    def reached(self, present: int, *, members: int) -> bool:
        """Say whether so many are enough."""
        return present >= self.minimum(members)
