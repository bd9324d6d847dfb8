"""Arisan: everybody puts in each round, one takes the pot; who missed owes the group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Missed:
    """A member did not put in, in one round."""

    round: int
    member: str


@dataclass(frozen=True)
class Arisan:
    """A pot of so many members (rupiah)."""

    members: int
    contribution: Fraction
    admin: Fraction = Fraction(0)

    @property
    def pot_full(self) -> Fraction:
        """What lies in the pot when everybody put in."""
        return self.members * self.contribution

    @property
    def winner_full(self) -> Fraction:
        """What the winner of a full round takes home."""
        return self.pot_full - self.admin

    def winners(self, missed: Sequence[Missed]) -> dict[int, Fraction]:
        """Return what the winner takes in each round in which somebody missed."""
        counts = Counter(one.round for one in missed)
        return {
            number: self.winner_full - counts[number] * self.contribution
            for number in sorted(counts)
        }

    def owed(self, missed: Sequence[Missed]) -> dict[str, Fraction]:
        """Return what each member who missed owes the group."""
        counts = Counter(one.member for one in missed)
        return {member: count * self.contribution for member, count in counts.items()}
