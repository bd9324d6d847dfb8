"""The one schedule of a loan: simulator, contract and posting ask here and nowhere else.

Interest is charged on what is left, or on the whole loan (flat); the last row takes the
difference, so that the principals add up to the loan and nothing is left. Every step is exact:
amounts are whole numbers of one small unit, rates whole numbers over one denominator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, islice
from math import gcd, lcm
from operator import add, sub
from typing import NamedTuple

from rembuk.lib.wrong_inputs import Wrong
from rembuk.loans.rates import Rates

Money = int | Fraction
Charge = Callable[[Money, int], Money]  # what is left, numerator of the rate -> interest
PERIODS_MAX = 12_000  # a thousand years of months
EXACT_PERIODS_MAX = 1_200  # interest that is never rounded grows by digits in every row
UNROUNDED = "none"
TOO_SMALL = "Angsuran terlalu kecil: jasanya saja tidak tertutup. Naikkan angsurannya."


class Method(StrEnum):
    """How a loan is paid back."""

    FLAT = "flat"
    ANNUITY = "annuity"
    DECLINING = "declining_equal_principal"


class Terms(NamedTuple):
    """What a loan agrees on. Amounts are rupiah; `periods` None: until `fixed` has paid it all.

    `grace` rows pay no principal; `deferred` of them pay no interest either, which falls due, with
    `carried` from before, in the row after. `level_rounding` UNROUNDED leaves the level instalment
    as it is; `exact` leaves the interest of each row so.
    """

    principal: Money
    method: Method
    rates: Rates
    periods: int | None
    quantum: Money = 1
    rounding: str = "half_up"
    exact: bool = False
    multiple: Money | None = None
    level_rounding: str | None = None
    fixed: Money | None = None
    grace: int = 0
    deferred: int = 0
    carried: Money = 0


class Plan(NamedTuple):
    """A schedule, row by row, in rupiah; `level` is what a usual row pays, None for declining."""

    principal: list[Money]
    interest: list[Money]
    instalment: list[Money]
    balance: list[Money]
    level: Money | None

    @property
    def total_interest(self) -> Money:
        """What the loan costs."""
        return sum(self.interest)

    @property
    def total_principal(self) -> Money:
        """What is paid back; all that was lent, in a whole schedule."""
        return sum(self.principal)


def plan(terms: Terms) -> Plan:
    """Return the schedule of a loan.

    Errors: Wrong `instalment_too_small` where a level instalment does not cover the interest.
    """
    level = None if terms.method is Method.DECLINING else rounded_level(terms)
    unit, principal, quantum, level, carried = _in_units(terms, level)
    charge = _exact(terms.rates.one) if terms.exact else _rounded(terms, quantum)
    work = _Work(terms, principal, level, quantum, charge)
    match terms.method:
        case Method.ANNUITY:
            interest, paid = _annuity(work)
        case Method.FLAT:
            interest, paid = _flat(work)
        case Method.DECLINING:
            interest, paid = _declining(work)
    balance: list[Money] = list(accumulate([principal, *paid], sub))[1:]
    if terms.deferred or terms.carried:
        _put_off(interest, rows=terms.deferred, carried=carried)
    if unit != 1:
        interest, paid, balance = ([one * unit for one in of] for of in (interest, paid, balance))
        level = None if level is None else level * unit
    return Plan(paid, interest, list(map(add, paid, interest)), balance, level)


def evened(found: Plan) -> Plan:
    """Return a schedule in which no row gives interest back: the rows before it take less.

    A flat charge that is rounded up in every row can be gone before the last one, which then
    gives back what was too much; nobody is asked for less than nothing.
    """
    if min(found.interest) >= 0:
        return found
    interest = list(found.interest)
    for row in range(len(interest) - 1, 0, -1):
        if interest[row] < 0:
            interest[row - 1] += interest[row]
            interest[row] = 0
    return found._replace(interest=interest, instalment=list(map(add, found.principal, interest)))


def exact_level(terms: Terms) -> Fraction:
    """Return the level instalment before it is rounded; a fixed one is itself."""
    if terms.fixed is not None:
        return Fraction(terms.fixed)
    return Fraction(*_level(terms))


def rounded_level(terms: Terms) -> Money:
    """Return the level instalment as it is paid."""
    mode = terms.level_rounding or terms.rounding
    if terms.fixed is not None:
        return terms.fixed
    if mode == UNROUNDED:
        return exact_level(terms)
    above, below = _level(terms)
    multiple = terms.multiple or terms.quantum
    times = near(above * multiple.denominator, below * multiple.numerator, mode=mode)
    return times * multiple


def near(above: int, below: int, *, mode: str) -> int:
    """Round a fraction to a whole number; `below` is above 0, and so is what is rounded, or 0."""
    match mode:
        case "half_up":
            return (2 * above + below) // (2 * below)
        case "floor":
            return above // below
        case "ceil":
            return -(-above // below)
    assert mode == "half_even"
    low, rest = divmod(above, below)
    return low + (2 * rest > below or (2 * rest == below and low % 2))


class _Work(NamedTuple):
    """One schedule in the making: amounts are whole numbers of its unit, or exact fractions."""

    terms: Terms
    principal: int
    level: Money | None
    quantum: int
    charge: Charge


def _in_units(terms: Terms, level: Money | None) -> tuple[Money, int, int, int | None, int]:
    """Return the largest unit of which all amounts of a loan are whole numbers, and these."""
    whole_level = terms.quantum if level is None else level
    known = terms.principal, terms.quantum, whole_level, terms.carried
    one = lcm(*[amount.denominator for amount in known])
    whole = [amount.numerator * (one // amount.denominator) for amount in known]
    largest = gcd(*whole)
    unit = largest if one == 1 else Fraction(largest, one)
    principal, quantum, same, carried = [amount // largest for amount in whole]
    return unit, principal, quantum, None if level is None else same, carried


def _rounded(terms: Terms, quantum: int) -> Charge:
    below = terms.rates.one * quantum
    if terms.rounding in LINEAR:
        times, extra = LINEAR[terms.rounding](below)
        parts = below * times
        return lambda left, rate: (left * rate * times + extra) // parts * quantum

    def to_even(left: Money, rate: int) -> Money:
        low, rest = divmod(left * rate, below)
        return (low + (2 * rest > below or (2 * rest == below and low % 2))) * quantum

    return to_even


def _exact(one: int) -> Charge:
    return lambda left, rate: Fraction(left * rate, one)


def _annuity(work: _Work) -> tuple[list[Money], list[Money]]:
    """Pay the same each time; return interest and principal of each row."""
    terms, level = work.terms, work.level
    assert level is not None
    rates = terms.rates.each(terms.periods or PERIODS_MAX)
    grace = [work.charge(work.principal, rate) for rate in islice(rates, terms.grace)]
    left: Money = work.principal
    interest: list[Money] = []
    linear, rate = LINEAR.get(terms.rounding), terms.rates.even
    if rate is None or linear is None or terms.exact or work.quantum != 1:
        for rate in rates:
            due = work.charge(left, rate)
            left += due - level
            interest.append(due)
            if left <= 0 or due >= level:
                break
    elif work.charge(left, rate) < level or terms.periods == terms.grace + 1:
        # The same without a call and with one rate: simulators come this way by the thousand.
        times, extra = linear(terms.rates.one)
        rate, below = rate * times, terms.rates.one * times
        for _row in rates:
            due = (left * rate + extra) // below
            left += due - level
            interest.append(due)
            if left <= 0:
                break
    done = terms.periods is not None and len(interest) == terms.periods - terms.grace
    if not done and (left > 0 or not interest):
        raise Wrong("instalment_too_small", TOO_SMALL)
    paid = [level - due for due in interest]
    paid[-1] += left
    return grace + interest, [0] * terms.grace + paid


# How a fraction a/b is rounded in one division: (a * times + extra) // (b * times).
LINEAR: dict[str, Callable[[int], tuple[int, int]]] = {
    "half_up": lambda below: (2, below),
    "floor": lambda _below: (1, 0),
    "ceil": lambda below: (1, below - 1),
}


def _flat(work: _Work) -> tuple[list[Money], list[Money]]:
    """Charge the whole loan each time, whatever is paid back."""
    terms, level = work.terms, work.level
    rate = terms.rates.even
    assert level is not None
    assert rate is not None, "flat knows one rate only"
    due = work.charge(work.principal, rate)
    paid = level - due
    rows = terms.periods
    wanted = terms.grace - (-work.principal // paid) if paid > 0 else PERIODS_MAX + 1
    if (rows is None and wanted > PERIODS_MAX) or (paid <= 0 and rows != terms.grace + 1):
        raise Wrong("instalment_too_small", TOO_SMALL)
    interest: list[Money]
    if rows is None or wanted < rows:
        interest = [due] * wanted
    else:
        wanted = rows
        whole = work.charge(work.principal, rate * rows)
        interest = [due] * (rows - 1) + [whole - due * (rows - 1)]
    before = wanted - terms.grace - 1
    last = work.principal - paid * before
    return interest, [0] * terms.grace + [paid] * before + [last]


def _declining(work: _Work) -> tuple[list[Money], list[Money]]:
    """Pay back the same principal each time, and interest on what is left."""
    terms = work.terms
    assert terms.periods is not None
    times = terms.periods - terms.grace
    each = near(work.principal, times * work.quantum, mode=terms.rounding) * work.quantum
    before = min(times - 1, -(-work.principal // each) - 1 if each else times - 1)
    paid: list[Money] = [0] * terms.grace
    paid += [each] * before + [work.principal - each * before]
    lefts: Iterator[Money] = accumulate([work.principal, *paid], sub)
    rates = terms.rates.each(len(paid))
    return [work.charge(left, rate) for rate, left in zip(rates, lefts, strict=False)], paid


def _put_off(interest: list[Money], *, rows: int, carried: Money) -> None:
    """Let the first rows pay no interest, and the next one all of it; there is none on interest."""
    interest[rows] += sum(interest[:rows]) + carried
    interest[:rows] = [0] * rows


def _level(terms: Terms) -> tuple[int, int]:
    """Return the level instalment as numerator and denominator."""
    assert terms.periods is not None, "without a number of rows the level instalment is given"
    rows = terms.periods - terms.grace
    principal = terms.principal
    rates, rate = terms.rates, terms.rates.even
    if terms.method is Method.FLAT:
        assert rate is not None, "flat knows one rate only"
        above, below = rates.one + rate * rows, rows * rates.one
    elif rate is None:
        above, below = _annuity_of(
            list(islice(rates.each(terms.periods), terms.grace, None)), rates.one
        )
    else:
        above, below = _even_annuity(rate, one=rates.one, rows=rows)
    return principal.numerator * above, principal.denominator * below


@lru_cache(maxsize=256)
def _even_annuity(rate: int, *, one: int, rows: int) -> tuple[int, int]:
    """Return what each of so many rows pays for one rupiah lent: i / (1 - (1 + i) ** -rows)."""
    if rate == 0:
        return 1, rows
    grown, base = (one + rate) ** rows, one**rows
    return rate * grown, one * (grown - base)


def _annuity_of(rates: list[int], one: int) -> tuple[int, int]:
    """Return the same for rates that differ: 1 / sum of 1 / ((1 + f1) (1 + f2) ...)."""
    above, below = 0, 1
    for rate in reversed(rates):
        above, below = (below + above) * one, below * (one + rate)
    return below, above
