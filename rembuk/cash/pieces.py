"""What notes and coins are worth."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeVar

Figure = TypeVar("Figure", int, Fraction)


def worth(pieces: Iterable[tuple[Figure, int]]) -> Figure | int:
    """Add up notes and coins: what one is worth, and how many there are."""
    return sum(face * number for face, number in pieces)
