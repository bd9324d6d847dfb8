"""Statements in MT940, the form in which banks send them to programs (SWIFT Standards, MT 940).

The library reads each line by itself, so that a damaged one is told by its number and takes no
other line with it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import mt940

from rembuk.remittance.told import Told, Why

RUPIAH = "IDR"
_LINE = re.compile(r"^:61:", re.MULTILINE)
_OPENING = re.compile(r"^:60[FM]:.*$", re.MULTILINE)
_NEXT = re.compile(r"^(?::(?!61:|86:)\w{2,3}:|-\}?\s*$)", re.MULTILINE)
# The library logs what it cannot read: names and sums of people, which belong in no log.
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)


def looks_like_mt940(data: bytes) -> bool:
    """Say whether a file is a statement of this kind."""
    return b":20:" in data[:2000] and (b":60F:" in data or b":60M:" in data)


def read(text: str) -> Iterator[Told]:
    """Yield each line of a statement, numbered by the line of the file on which it stands."""
    text = text.replace("\r\n", "\n")
    opening, last = "", 0
    starts = [found.start() for found in _LINE.finditer(text)]
    for place, start in enumerate(starts):
        for found in _OPENING.finditer(text, last, start):
            opening = found[0]
        last = start
        end = starts[place + 1] if place + 1 < len(starts) else len(text)
        closing = _NEXT.search(text, start, end)
        piece = text[start : closing.start() if closing else end].rstrip("\n")
        yield _line(text.count("\n", 0, start) + 1, opening, piece)


def _line(number: int, opening: str, piece: str) -> Told:
    try:
        found = list(mt940.parse(f":20:1\n:25:1\n:28C:1\n{opening}\n{piece}\n"))
    except (ValueError, RuntimeError, ArithmeticError, KeyError, AttributeError, TypeError):
        return Told.unreadable(number, Why.LINE)  # what the library says of a damaged line
    facts: list[dict[str, Any]] = [one.data for one in found if one.data.get("amount") is not None]
    if len(facts) != 1:
        return Told.unreadable(number, Why.LINE)
    (fact,) = facts
    # RC and RD take an earlier line back: no money that somebody sent.
    if fact["status"] != "C":
        return Told.other(number)
    if fact["amount"].currency != RUPIAH:
        return Told.unreadable(number, Why.CURRENCY)
    hundredths = fact["amount"].amount * 100
    if hundredths != int(hundredths):
        return Told.unreadable(number, Why.CENTS)
    about = (fact.get("transaction_details"), fact.get("extra_details"))
    text = " ".join(word for part in about if part for word in part.split())
    names = (fact.get("bank_reference"), fact.get("customer_reference"))
    reference = next((one for one in names if one and one != "NONREF"), "")
    return Told.credit(
        number, on=fact["date"], hundredths=int(hundredths), text=text, reference=reference
    )
