"""Exact fractions, rounded only where a rule says so, and told in full (docs/calc.md)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rembuk.lib.money import split_by_weight

HUNDRED = 100  # what a percent is a part of


def rounded(exact: Fraction, *, to: Fraction | int = 1, mode: str = "half_up") -> Fraction:
    """Return the multiple of `to` near `exact`: R(x, q, mode) of the contract.

    `half_up` sends a half away from zero, `half_even` to the even one, `floor` and `ceil` down
    and up.
    """
    parts = exact / to
    low = parts.numerator // parts.denominator
    rest = parts - low
    if mode == "floor" or rest == 0:
        return Fraction(low) * to
    if mode == "ceil":
        return Fraction(low + 1) * to
    half = Fraction(1, 2)
    up = rest > half or (rest == half and (parts > 0 if mode == "half_up" else low % 2 == 1))
    return Fraction(low + up) * to


def rupiah(exact: Fraction) -> int:
    """Round to the whole rupiah, a half away from zero."""
    return int(rounded(exact))


def as_text(exact: Fraction | int, places: int | None = None) -> str:
    """Write a number in full, without exponent, groups or trailing zeros.

    `places` rounds half up to so many decimals; without it the number must end.
    """
    if places is not None:
        exact = rounded(Fraction(exact), to=Fraction(1, 10**places))
    exact = Fraction(exact)
    width = _decimals(exact)
    assert width is not None, "a number without end is told with `places`"
    digits = str(abs(exact.numerator * 10**width // exact.denominator)).rjust(width + 1, "0")
    sign = "-" if exact < 0 else ""
    return f"{sign}{digits[:-width]}.{digits[-width:]}" if width else f"{sign}{digits}"


def as_exact(exact: Fraction | int) -> str:
    """Write a number without losing anything: in full, or as "2/3" where it has no end."""
    found = Fraction(exact)
    return str(found) if _decimals(found) is None else as_text(found)


def _decimals(exact: Fraction) -> int | None:
    """Return how many decimals tell a number whole; None if it has no end."""
    rest, needed = exact.denominator, 0
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest, times = rest // prime, times + 1
        needed = max(needed, times)
    return needed if rest == 1 else None


def as_number(exact: Fraction) -> int | str:
    """Write a whole number as one, and any other as text."""
    return int(exact) if exact.denominator == 1 else as_text(exact)


def by_largest_remainder(
    total: int,
    weights: Sequence[int | Fraction],
    *,
    unit: int = 1,
    names: Sequence[str] | None = None,
) -> list[int]:
    """Share out the whole units of a total by weight: LR of the contract.

    Of equal remainders the earlier comes first, or the lower of `names`. What does not fill a unit
    stays with the caller.
    """
    return [one * unit for one in split_by_weight(total // unit, weights, names=names)]
