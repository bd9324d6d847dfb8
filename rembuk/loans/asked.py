"""The terms of a loan as `rembuk calc` is told them, read strictly (docs/calc.md, section 6)."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

from rembuk.lib.calculation import Inputs
from rembuk.lib.figures import above_nought, amount, count, day, flag, one_of, rounding_mode, share
from rembuk.lib.wrong_inputs import Wrong, bad_value
from rembuk.loans.duedates import MONTHLY, WEEKLY, Calendar, Rhythm
from rembuk.loans.rates import ACTUAL, ByDays, Even, OddFirst, Rates
from rembuk.loans.schedule import EXACT_PERIODS_MAX, PERIODS_MAX, UNROUNDED, Method, Terms

EVERY = re.compile(r"every_([1-9]\d{0,4})_(days|months)", re.ASCII)
PART = re.compile(r"(\d{1,9})/(\d{1,9})", re.ASCII)
# Rates with many digits in many rows grow numbers that no loan needs and no machine ends with.
BITS_MAX, EXACT_BITS_MAX = 2_000_000, 40_000

principal = above_nought(amount)
rows = above_nought(count)


def level_mode(value: Any, field: str) -> str:
    """Read how a level instalment is rounded, if at all."""
    return UNROUNDED if value == UNROUNDED else rounding_mode(value, field)


def rhythm(value: Any, field: str) -> Rhythm:
    """Read how often an instalment is due."""
    found = EVERY.fullmatch(value) if isinstance(value, str) else None
    if value == "monthly":
        return MONTHLY
    if value == "weekly":
        return WEEKLY
    if found is None:
        raise bad_value(field, "monthly, weekly, every_14_days atau every_3_months")
    return Rhythm(**{found[2]: int(found[1])})


def part_of_year(value: Any, field: str) -> Fraction:
    """Read which part of a year a period is: "30/360"."""
    found = PART.fullmatch(value) if isinstance(value, str) else None
    if found is None or not int(found[1]) or not int(found[2]):
        raise bad_value(field, 'bagian setahun seperti "30/360"')
    return Fraction(int(found[1]), int(found[2]))


def part_or_days(value: Any, field: str) -> Fraction | int:
    """Read a part of a year, or the number of days that make one where days are counted."""
    if isinstance(value, str) and value in ACTUAL:
        return ACTUAL[value]
    try:
        return part_of_year(value, field)
    except Wrong:
        raise bad_value(field, 'ACT/365F, ACT/360 atau bagian seperti "30/360"') from None


def actual_days(value: Any, field: str) -> int:
    """Read the number of days that make a year."""
    return ACTUAL[one_of(*ACTUAL)(value, field)]


def calendar(inputs: Inputs, of: Rhythm) -> Calendar:
    """Read the days of a loan."""
    disbursed: date | None = inputs.get("disbursed", day, None)
    first: date | None = inputs.get("first_due", day, None)
    if disbursed is not None and first is not None and first < disbursed:
        raise bad_value("first_due", "tanggal sesudah pencairan")
    return Calendar(of, disbursed, first)


def terms(inputs: Inputs) -> tuple[Terms, Calendar]:
    """Read a loan with its rate. Errors: Wrong."""
    bare, days = terms_without_rates(inputs)
    return _bounded(bare._replace(rates=_rates(inputs, days, method=bare.method))), days


def terms_at(inputs: Inputs, field: str) -> tuple[Terms, Calendar, Fraction]:
    """Read a loan with a yearly rate in `field` and a fixed part of the year for each period.

    Returns that part too. Errors: Wrong.
    """
    bare, days = terms_without_rates(inputs)
    rate, part = inputs.get(field, share), inputs.get("day_count", part_of_year)
    rates = _by_part(inputs, rate * part, days)
    return _bounded(bare._replace(rates=_for(bare.method, rates, "first_period"))), days, part


def terms_without_rates(inputs: Inputs) -> tuple[Terms, Calendar]:
    """Read everything but the rate, which the caller puts in. Errors: Wrong."""
    lent = inputs.get("principal", principal)
    method = Method(inputs.get("method", one_of(*Method)))
    of = inputs.get("frequency", rhythm)
    fixed: Fraction | None = inputs.get("fixed_instalment", principal, None)
    can_do_without = fixed is not None and method is not Method.DECLINING
    periods = inputs.get("periods", rows, None) if can_do_without else inputs.get("periods", rows)
    rounding = inputs.get("rounding", rounding_mode, "half_up")
    quantum = inputs.get("currency_quantum", principal, Fraction(1))
    read = Terms(
        principal=lent, method=method, rates=Even(0, 1), periods=periods, quantum=quantum,
        rounding=rounding,
        exact=inputs.get("interest_rounding", one_of("row", UNROUNDED), "row") == UNROUNDED,
        multiple=inputs.get("instalment_multiple", principal, quantum),
        level_rounding=inputs.get("instalment_rounding", level_mode, rounding),
        fixed=None if method is Method.DECLINING else fixed,
        grace=inputs.get("grace_principal_periods", count, 0),
        deferred=inputs.get("interest_payment_deferred_periods", count, 0),
    )  # fmt: skip
    inputs.get("final_instalment", one_of("absorbs_difference"), None)
    inputs.get("deferred_interest_due", one_of("with_first_interest_payment"), None)
    if inputs.get("deferred_interest_capitalised", flag, False):
        raise bad_value("deferred_interest_capitalised", "false: bunga tidak berbunga")
    _sensible(read)
    return read, calendar(inputs, of)


def _sensible(read: Terms) -> None:
    most = EXACT_PERIODS_MAX if read.exact else PERIODS_MAX
    if read.periods is not None and read.periods > most:
        raise bad_value("periods", f"paling banyak {most} angsuran")
    if read.grace >= (read.periods or most):
        raise bad_value("grace_principal_periods", "lebih kecil dari jumlah angsuran")
    if read.deferred > read.grace:
        raise bad_value("interest_payment_deferred_periods", "paling banyak masa tenggang pokok")


def _rates(inputs: Inputs, days: Calendar, *, method: Method) -> Rates:
    """Read the rate of a row: as it is, of a month in weeks, or of a year by its parts or days."""
    odd = _odd_first(inputs)
    if (of_row := inputs.get("rate_per_period", share, None)) is not None:
        if odd:
            raise bad_value("first_period", "full: bunga per angsuran dipakai apa adanya")
        return Even.of(of_row)
    of_month: Fraction | None = inputs.get("rate_per_month", share, None)
    of_year: Fraction | None = inputs.get("annual_rate", share, None)
    if of_month is not None and ("weeks_per_month" in inputs or of_year is None):
        weeks = inputs.get("weeks_per_month", above_nought(share))
        if odd:
            raise bad_value("first_period", "full: bunga per bulan dibagi minggu")
        return Even.of(of_month / weeks)
    yearly, part = inputs.get("annual_rate", share), inputs.get("day_count", part_or_days)
    if isinstance(part, Fraction):
        return _for(method, _by_part(inputs, yearly * part, days), "first_period")
    if odd:
        raise bad_value("first_period", "full: hari yang sebenarnya sudah dihitung")
    if days.disbursed is None:
        inputs.get("disbursed", day)
    return _for(method, ByDays.of(yearly, basis=part, calendar=days), "day_count")


def _for(method: Method, rates: Rates, field: str) -> Rates:
    if method is Method.FLAT and rates.even is None:
        raise bad_value(field, "bunga yang sama setiap angsuran: cara flat hanya mengenal satu")
    return rates


def _odd_first(inputs: Inputs) -> bool:
    read = one_of("full", "prorate_actual")
    return inputs.get("first_period", read, "full") == "prorate_actual"


def _by_part(inputs: Inputs, rate: Fraction, days: Calendar) -> Rates:
    if not _odd_first(inputs):
        return Even.of(rate)
    first, disbursed = inputs.get("first_due", day), inputs.get("disbursed", day)
    full = first - days.rhythm.later(first, -1)
    return OddFirst.of(rate, days=(first - disbursed).days, of_days=full.days)


def _bounded(read: Terms) -> Terms:
    bits = EXACT_BITS_MAX if read.exact else BITS_MAX
    many = read.periods or (EXACT_PERIODS_MAX if read.exact else PERIODS_MAX)
    if read.periods and many * read.rates.one.bit_length() > bits:
        raise bad_value(
            "periods", "angsuran yang lebih sedikit untuk bunga dengan angka sebanyak ini"
        )
    return read
