"""Member numbers: five digits that count up and a sixth by which a slip of the finger shows.

The check digit is Damm's (H. M. Damm, 2004): every single wrong digit and every swap of two
neighbours gives a number that nobody has.
"""

from __future__ import annotations

SERIAL_DIGITS = 5
DIGITS = SERIAL_DIGITS + 1
LAST_SERIAL = 10**SERIAL_DIGITS - 1
# A quasigroup of order 10 that is totally anti-symmetric; zeros in front change nothing.
TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def number_of(serial: int) -> str:
    """Return the member number of the serial 17: 00017 and its check digit."""
    assert 1 <= serial <= LAST_SERIAL
    digits = str(serial).zfill(SERIAL_DIGITS)
    return digits + str(_walked(digits))


def is_right(number: str) -> bool:
    """Say whether a number is one that is given out: six digits that fit each other."""
    well_formed = len(number) == DIGITS and number.isascii() and number.isdigit()
    return well_formed and _walked(number) == 0


def plain(typed: str) -> str:
    """Return a number as typed without blanks, dots and dashes; '' for no number at all."""
    digits = "".join(letter for letter in typed if letter not in " .-")
    return digits if digits.isascii() and digits.isdigit() else ""


def _walked(digits: str) -> int:
    at = 0
    for digit in digits:
        at = int(TABLE[at][int(digit)])
    return at
