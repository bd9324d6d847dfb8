"""A sum split among goals, to the whole rupiah; a goal that has enough takes no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import by_largest_remainder
from rembuk.lib.wrong_inputs import Wrong


@dataclass(frozen=True)
class Capped:
    """What each goal gets, and what none of them needed: it can be withdrawn."""

    goals: list[Fraction]
    overflow: Fraction


def split(net_rp: Fraction, parts: Sequence[Fraction]) -> list[int]:
    """Split the whole rupiah of a sum by parts that make exactly 1.

    Errors: Wrong `shares_not_one`.
    """
    refuse_not_one(parts)
    return by_largest_remainder(net_rp.numerator // net_rp.denominator, parts)


def refuse_not_one(parts: Sequence[Fraction]) -> None:
    """Refuse parts that do not make exactly 1. Errors: Wrong `shares_not_one`."""
    if sum(parts) != 1:
        raise Wrong("shares_not_one", "Ubah pembagiannya: semua tujuan harus berjumlah tepat 100%.")


def split_with_caps(
    net_rp: Fraction, parts: Sequence[Fraction], *, needs: Sequence[Fraction | None]
) -> Capped:
    """Split a sum, then cut each goal off at what it still needs (None: there is no end to it).

    Errors: Wrong `shares_not_one`.
    """
    shares = map(Fraction, split(net_rp, parts))
    goals = [
        part if need is None else min(part, need) for part, need in zip(shares, needs, strict=True)
    ]
    return Capped(goals, net_rp - sum(goals))
