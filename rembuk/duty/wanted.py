"""What a roster must hold, before anybody is placed on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Pair = tuple[int, int]


@dataclass(frozen=True)
class AtMost:
    """Nobody has more than `duties` in any `days` days that follow each other."""

    duties: int
    days: int


@dataclass(frozen=True)
class Wanted:
    """What a roster must hold; days are counted from 0, members by their place in the list."""

    members: int
    needed: Sequence[int]
    absent: Mapping[int, Collection[int]] = field(default_factory=dict)
    weights: Sequence[Fraction] = ()
    carried_over: Sequence[Fraction] = ()
    at_most: AtMost | None = None
    apart: Sequence[Pair] = ()  # never on one day
    together: Sequence[Pair] = ()  # on the same days
    # Days before the first on which a member had duty, as -1, -2, ...: the limit counts them too.
    earlier: Mapping[int, Collection[int]] = field(default_factory=dict)

    @property
    def people(self) -> range:
        """Every member."""
        return range(self.members)

    @property
    def days(self) -> range:
        """Every day of the roster."""
        return range(len(self.needed))

    def there(self, day: int) -> list[int]:
        """Return who is available on a day."""
        return [one for one in self.people if day not in self.absent.get(one, ())]


def unfillable(wanted: Wanted) -> list[int]:
    """Return the days on which fewer people are available than are needed."""
    return [day for day in wanted.days if len(wanted.there(day)) < wanted.needed[day]]
