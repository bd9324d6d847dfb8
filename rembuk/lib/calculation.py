"""What `rembuk calc` asks of every formula: how figures are read, rounded and told (docs/calc.md).

Nothing here knows a database, a page or a language setting: a district office may run it alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from rembuk.lib.money import split_by_weight

Read = TypeVar("Read")
Told = dict[str, Any]
# A formula: its inputs, as `Inputs`, to what comes out, ready to be written as JSON.
Formula = Callable[["Inputs"], Told]

DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
FRACTION = re.compile(r"(-?\d+)/(\d+)", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DIGITS_MAX = 200  # longer figures count nothing on earth
REQUIRED: Any = object()
SAYS = {
    "bad_json": 'Tulis satu objek JSON, misalnya {{"amount": 10000}}.',
    "unknown_kind": "Hitungan {kind} tidak dikenal. Lihat daftarnya dengan: rembuk calc --list",
    "missing_field": "Isi {field}: masukan ini perlu.",
    "bad_value": "Periksa {field}: tulis {wanted}.",
}


class Wrong(Exception):
    """Inputs that have no answer: a fixed code, a sentence, and what else the contract names."""

    def __init__(self, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.code, self.message, self.more = code, message, more

    def told(self) -> Told:
        """Return the answer in place of a result."""
        return {"error": self.code, "message": self.message, **self.more}


def bad_json() -> Wrong:
    """Say that the inputs are no JSON object."""
    return Wrong("bad_json", SAYS["bad_json"].format())


def unknown_kind(kind: object) -> Wrong:
    """Say that no formula has this name."""
    return Wrong("unknown_kind", SAYS["unknown_kind"].format(kind=str(kind)[:40]))


def bad_value(field: str, wanted: str) -> Wrong:
    """Say what belongs into a field."""
    return Wrong("bad_value", SAYS["bad_value"].format(field=field, wanted=wanted), field=field)


# --- read ----------------------------------------------------------------------------------------


def from_json(text: str) -> Any:
    """Read JSON without losing a digit: what has a fraction or an exponent is a Decimal.

    Errors: Wrong `bad_json`.
    """
    try:
        return json.loads(
            text, parse_float=Decimal, parse_int=_whole_number, parse_constant=_no_number
        )
    except (ValueError, RecursionError):
        raise bad_json() from None


def _whole_number(digits: str) -> int:
    if len(digits) > DIGITS_MAX:
        raise ValueError(digits)
    return int(digits)


def _no_number(word: str) -> None:
    raise ValueError(word)


def decimal(value: Any, field: str) -> Fraction:
    """Read a `dec`: an integer, or text such as "-12.50"; a JSON fraction may have lost digits."""
    if type(value) is int:
        return Fraction(value)
    if isinstance(value, str) and len(value) <= DIGITS_MAX and DECIMAL.fullmatch(value):
        return Fraction(value)
    raise bad_value(field, 'bilangan sebagai teks, misalnya "12500.50"')


def fraction(value: Any, field: str) -> Fraction:
    """Read a `frac`: a `dec`, or text such as "7/3"."""
    short = isinstance(value, str) and len(value) <= DIGITS_MAX
    found = FRACTION.fullmatch(value) if short else None
    if found is None:
        return decimal(value, field)
    if int(found[2]) == 0:
        raise bad_value(field, "pecahan yang penyebutnya bukan nol")
    return Fraction(int(found[1]), int(found[2]))


def measure(value: Any, field: str) -> Fraction:
    """Read a `num`, a measurement: a `dec`, or a JSON number by its decimal text."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < DIGITS_MAX:
        return Fraction(value)
    return decimal(value, field)


def whole(value: Any, field: str) -> int:
    """Read a whole number, as JSON or as text of digits."""
    try:
        read = decimal(value, field)
    except Wrong:
        read = Fraction(1, 2)
    if read.denominator != 1:
        raise bad_value(field, "bilangan bulat, misalnya 12")
    return int(read)


def day(value: Any, field: str) -> date:
    """Read a day: "2026-11-22"."""
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise bad_value(field, 'tanggal yang ada, misalnya "2026-11-22"')


def text(value: Any, field: str) -> str:
    """Read text as it is, with its leading zeros."""
    if isinstance(value, str):
        return value
    raise bad_value(field, "teks di antara tanda kutip")


def flag(value: Any, field: str) -> bool:
    """Read true or false."""
    if isinstance(value, bool):
        return value
    raise bad_value(field, "true atau false")


def one_of(*options: str) -> Callable[[Any, str], str]:
    """Return what reads one of some words."""

    def read(value: Any, field: str) -> str:
        if isinstance(value, str) and value in options:
            return value
        raise bad_value(field, f"salah satu dari: {', '.join(options)}")

    return read


def at_least(least: int, read: Callable[[Any, str], Read]) -> Callable[[Any, str], Read]:
    """Return what reads a number that is not below `least`."""

    def checked(value: Any, field: str) -> Read:
        found = read(value, field)
        if found < least:  # type: ignore[operator]  # numbers of every kind compare with an int
            raise bad_value(field, f"bilangan yang tidak kurang dari {least}")
        return found

    return checked


def above_nought(read: Callable[[Any, str], Read]) -> Callable[[Any, str], Read]:
    """Return what reads a number above 0."""

    def checked(value: Any, field: str) -> Read:
        found = read(value, field)
        if found <= 0:  # type: ignore[operator]  # as in at_least
            raise bad_value(field, "bilangan di atas 0")
        return found

    return checked


def listed(read: Callable[[Any, str], Read]) -> Callable[[Any, str], list[Read]]:
    """Return what reads a list of such values."""

    def each(value: Any, field: str) -> list[Read]:
        if not isinstance(value, list):
            raise bad_value(field, "daftar di antara [ dan ]")
        return [read(one, field) for one in value]

    return each


def named(read: Callable[[Any, str], Read]) -> Callable[[Any, str], dict[str, Read]]:
    """Return what reads an object whose values are such values, whatever their names."""

    def each(value: Any, field: str) -> dict[str, Read]:
        if not isinstance(value, dict):
            raise bad_value(field, "objek di antara { dan }")
        return {name: read(one, field) for name, one in value.items()}

    return each


amount = at_least(0, decimal)
count = at_least(0, whole)
share = at_least(0, fraction)


class Inputs:
    """An object of inputs: each field is asked for by name and read as what it must be."""

    def __init__(self, given: Any, field: str = "") -> None:
        if not isinstance(given, dict):
            raise bad_value(field, "objek di antara { dan }") if field else bad_json()
        self.given: Mapping[str, Any] = given

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def get(self, name: str, read: Callable[[Any, str], Read], default: Any = REQUIRED) -> Read:
        """Read one field; one with a default may be absent or null.

        Errors: Wrong `missing_field` or `bad_value`, with the field's name.
        """
        value = self.given.get(name)
        if value is None and default is not REQUIRED:
            found: Read = default
            return found
        if name not in self.given:
            says = SAYS["missing_field"].format(field=name)
            raise Wrong("missing_field", says, field=name)
        return read(value, name)


# --- rounded and told ----------------------------------------------------------------------------


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
    width = 0
    while (exact * 10**width).denominator != 1:
        width += 1
        assert width <= DIGITS_MAX, "a number without end is told with `places`"
    digits = str(abs(exact.numerator * 10**width // exact.denominator)).rjust(width + 1, "0")
    sign = "-" if exact < 0 else ""
    return f"{sign}{digits[:-width]}.{digits[-width:]}" if width else f"{sign}{digits}"


def as_number(exact: Fraction) -> int | str:
    """Write a whole number as one, and any other as text."""
    return int(exact) if exact.denominator == 1 else as_text(exact)


# --- answered ------------------------------------------------------------------------------------


def answer(formula: Formula, given: Any) -> Told:
    """Return what a formula makes of its inputs, or of each of their `variants`.

    Errors: Wrong, with the name of the `variant` that has no answer.
    """
    inputs = Inputs(given)
    variants = inputs.get("variants", named(Inputs), None)
    if variants is None:
        return formula(inputs)
    base = {name: value for name, value in inputs.given.items() if name != "variants"}
    told = {}
    for name, other in variants.items():
        try:
            told[name] = formula(Inputs({**base, **other.given}))
        except Wrong as wrong:
            wrong.more["variant"] = name
            raise
    return told


def to_json(told: Told) -> str:
    """Write an answer on one line, letters as they are; only what was sent along has fractions."""
    return json.dumps(told, ensure_ascii=False, allow_nan=False, default=float)


def by_largest_remainder(total: int, weights: Sequence[Fraction], *, unit: int = 1) -> list[int]:
    """Share out the whole units of a total by weight: LR of the contract.

    What does not fill a unit stays with the caller.
    """
    return [one * unit for one in split_by_weight(total // unit, weights)]
