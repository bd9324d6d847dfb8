"""Phone numbers as they stand in village registries, brought to the form +62....

Kept apart from display (words.phone_number): here nothing is guessed beyond the rules of the
import contract, and what does not fit them is not a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SEVERAL = re.compile(r"[/,;]|\batau\b", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\s*[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+\s*")
# A number cell read as text: digits and one fraction of zeros, not dots between groups.
_FRACTION = re.compile(r"\s*(\+?\d+)\.0\s*")
# What a number looks like without its punctuation, and what takes the place of its first digits.
_FORMS = (
    (re.compile(r"00(\d{8,15})"), "+"),
    (re.compile(r"62(\d{8,12})"), "+62"),
    (re.compile(r"0(\d{8,12})"), "+62"),
    (re.compile(r"8(\d{8,11})"), "+628"),
)
_INTERNATIONAL = re.compile(r"\d{8,15}")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in the form +62..., or None if it cannot be read; and whether others followed."""

    number: str | None
    several: bool = False


def read_phone(text: str) -> Phone:
    """Read the first phone number of a cell.

    Source: the import contract. `+` with 8-15 digits stays; 00 is +; 62 with 8-12 more digits
    gets its +; 0 with 8-12 more becomes +62; 8 with 8-11 more has lost its zero.
    """
    if _SCIENTIFIC.fullmatch(text):  # digits are lost
        return Phone(None)
    parts = [part for part in _SEVERAL.split(_whole(text)) if re.search(r"\d", part)]
    if not parts:
        return Phone(None)
    number = _normal(parts[0])
    return Phone(number, several=number is not None and len(parts) > 1)


def _whole(text: str) -> str:
    number = _FRACTION.fullmatch(text)
    return number[1] if number else text


def _normal(text: str) -> str | None:
    digits = re.sub(r"[^0-9]", "", text)
    if "+" in re.split(r"[0-9]", text, maxsplit=1)[0]:
        return f"+{digits}" if _INTERNATIONAL.fullmatch(digits) else None
    for form, prefix in _FORMS:
        if match := form.fullmatch(digits):
            return prefix + match[1]
    return None
