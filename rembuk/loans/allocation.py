"""Where the money of a payment goes: the oldest instalment is filled whole before the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

PARTS = ("fine", "interest", "principal")


@dataclass(frozen=True, slots=True)
class Allocated:
    """What each due instalment gets of each part, oldest first, and what nothing was due for.

    `oldest_unpaid` is the place of the first instalment that is not paid whole, None if all are.
    """

    rows: list[dict[str, Fraction]]
    left: Fraction
    oldest_unpaid: int | None


def allocate(
    payment: Fraction, due: Sequence[Mapping[str, Fraction]], *, order: Sequence[str] = PARTS
) -> Allocated:
    """Share a payment over what is due; what is left is kept for her, never taken as principal."""
    assert sorted(order) == sorted(PARTS)
    left, oldest = payment, None
    rows = []
    for place, owed in enumerate(due):
        got = {}
        for part in order:
            got[part] = min(left, owed[part])
            left -= got[part]
        rows.append(got)
        if oldest is None and any(got[part] < owed[part] for part in order):
            oldest = place
    return Allocated(rows, left, oldest)
