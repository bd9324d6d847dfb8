"""The national number (NIK): sixteen digits that tell region, birth date and sex.

Digits 1-6 are the region of first registration; 7-8 the day of birth (women: plus 40), 9-10 the
month, 11-12 the year without its century; 13-16 a serial number that starts at 0001.
Source: PP 40/2019 art. 36-37; the rules are those of the calculation contract, kind `nik`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DIGITS = 16
WOMEN_DAY_OFFSET = 40
_SIXTEEN = re.compile(r"[0-9]{16}")


class Fault(StrEnum):
    """Why a text is not a national number; the first that applies."""

    LENGTH = "length"
    DATE = "date"
    SERIAL = "serial"


@dataclass(frozen=True, slots=True)
class NationalId:
    """What a national number says about its bearer."""

    digits: str
    region: str
    sex: str
    birth_date: date

    def agrees_with(self, born: date) -> bool:
        """Tell whether a birth date fits; the number itself does not hold the century."""
        own = self.birth_date
        return (own.day, own.month, own.year % 100) == (born.day, born.month, born.year % 100)


def read_national_id(text: str, *, today: date) -> NationalId | Fault:
    """Read a number of exactly sixteen digits. Nothing is padded, nothing is guessed.

    Century: 20yy if that date exists and is not after `today`, else 19yy.
    """
    if not _SIXTEEN.fullmatch(text):
        return Fault.LENGTH
    day, month, year = int(text[6:8]), int(text[8:10]), int(text[10:12])
    sex = "P" if day > WOMEN_DAY_OFFSET else "L"
    born = _birth_date(day - WOMEN_DAY_OFFSET if sex == "P" else day, month, year=year, today=today)
    if born is None:
        return Fault.DATE
    if text.endswith("0000"):
        return Fault.SERIAL
    return NationalId(digits=text, region=text[:6], sex=sex, birth_date=born)


def _birth_date(day: int, month: int, *, year: int, today: date) -> date | None:
    for century in (2000, 1900):
        try:
            born = date(century + year, month, day)
        except ValueError:
            continue
        if born <= today:
            return born
    return None
