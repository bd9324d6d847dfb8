"""What a loan really costs in a year, whatever its rate is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction

from rembuk.lib.rounding import rounded
from rembuk.lib.wrong_inputs import Wrong

DIGITS = 60  # worked with
KEPT = 40  # decimals of the rate of a period that are beyond doubt
STEPS_MAX = 500
NOT_REPAID = "Angsurannya belum mengembalikan yang dipinjam. Periksa daftar angsuran."


@dataclass(frozen=True, slots=True)
class Effective:
    """The rate of one period, and what it makes in a year without and with interest on interest."""

    period: Fraction
    nominal_year: Fraction
    effective_year: Fraction


def effective_rate(
    disbursed: Fraction, instalments: Sequence[Fraction], *, periods_per_year: Fraction
) -> Effective:
    """Return the rate m of a period that solves disbursed = sum of instalment_k / (1 + m) ** k.

    Each figure is right to forty decimals at least, before anybody rounds it.
    Errors: Wrong `not_repaid` if the instalments add up to less than was paid out.
    """
    total = sum(instalments, Fraction(0))
    if total < disbursed:
        raise Wrong("not_repaid", NOT_REPAID)
    with localcontext() as context:
        context.prec = DIGITS + 2 * len(str(int(total / disbursed)))
        rate = 1 / _shrinking(_decimal(disbursed), [_decimal(one) for one in instalments]) - 1
        period = rounded(Fraction(rate), to=Fraction(1, 10**KEPT))
        grown = _decimal(1 + period)
        context.prec += int(periods_per_year * (grown.adjusted() + 1)) + 1
        year = grown ** _decimal(periods_per_year) - 1
        effective = rounded(Fraction(year), to=Fraction(1, 10 ** (KEPT - 5)))
    return Effective(period, period * periods_per_year, effective)


def _shrinking(disbursed: Decimal, instalments: Sequence[Decimal]) -> Decimal:
    """Return v = 1 / (1 + m), by Newton from 1 down on the logarithm: a few steps."""
    v = Decimal(1)
    near_enough = Decimal(1).scaleb(5 - getcontext().prec)
    for _step in range(STEPS_MAX):
        worth, slope = Decimal(0), Decimal(0)
        for one in reversed(instalments):
            slope = slope * v + worth
            worth = worth * v + one
        slope, worth = slope * v + worth, worth * v
        step = (worth / disbursed).ln() * worth / (slope * v)
        v *= (-step).exp()
        if abs(step) < near_enough:
            break
    return v


def _decimal(exact: Fraction | int) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)
