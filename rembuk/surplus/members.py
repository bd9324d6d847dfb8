"""The members' part of a surplus: a pool by what each put in, another by what each used.

A million members are shared out in a few seconds: whole numbers wherever figures are whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.money import split_by_weight, whole_parts

MONTHS = 12
Figure = int | Fraction


@dataclass(frozen=True)
class MemberRounding:
    """How a share becomes money: `multiple` is the smallest sum that is paid.

    `largest_remainder` gives all whole multiples of the pool away, `floor` takes each share down.
    """

    mode: str = "largest_remainder"
    multiple: Figure = 1


def pool_shares(
    pool: Figure, bases: Sequence[Figure], *, names: Sequence[str], rounding: MemberRounding
) -> list[Figure]:
    """Return each member's part of a pool, in the order of the members.

    Of equal remainders the lower name comes first. A pool over bases that sum to 0 pays nobody.
    """
    if not any(bases):
        return [0] * len(bases)
    multiple = plain(rounding.multiple)
    units = Fraction(pool) / multiple
    if rounding.mode == "floor":
        parts = whole_parts(bases)
        over = units.denominator * sum(parts)
        return [units.numerator * part // over * multiple for part in parts]
    shares = split_by_weight(units.numerator // units.denominator, bases, names=names)
    return list(shares) if multiple == 1 else [share * multiple for share in shares]


def mean_of_months(month_ends: Sequence[Figure]) -> Fraction:
    """Return the mean of twelve month ends, those of nought too: who came late has less."""
    assert len(month_ends) == MONTHS
    return Fraction(sum(month_ends)) / MONTHS


def plain(figure: Figure) -> Figure:
    """Return a whole number as one: it counts ten times as fast."""
    return figure.numerator if figure.denominator == 1 else figure


def exact_part(shu: Fraction, percentage: Fraction, *, own: Fraction, of_all: Fraction) -> Fraction:
    """Return one member's exact part of a pool; nothing where nobody has a base."""
    return shu * percentage * own / of_all if of_all else Fraction(0)
