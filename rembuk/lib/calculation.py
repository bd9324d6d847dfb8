"""What `rembuk calc` asks of every formula: inputs by name, an answer, its variants (docs/calc.md).

Nothing here knows a database, a page or a language setting: a district office may run it alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from rembuk.lib.figures import DIGITS_MAX, named
from rembuk.lib.wrong_inputs import SAYS, Wrong, bad_json, bad_value

Read = TypeVar("Read")
Told = dict[str, Any]
# A formula: its inputs, as `Inputs`, to what comes out, ready to be written as JSON.
Formula = Callable[["Inputs"], Told]
REQUIRED: Any = object()


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
