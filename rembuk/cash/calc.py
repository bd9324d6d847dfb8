"""Counting a cash box beside the book."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from rembuk.cash.pieces import worth
from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import above_nought, count, decimal, listed
from rembuk.lib.rounding import as_exact


def cash_count(inputs: Inputs) -> Told:
    """Count notes and coins and compare them with the book: any difference is reported."""
    counted = worth(inputs.get("denominations", listed(_pieces)))
    difference = counted - inputs.get("ledger_cash", decimal)
    return {
        "counted": as_exact(counted),
        "difference": as_exact(difference),
        "action": "cash_difference_report" if difference else "none",
    }


def _pieces(value: Any, field: str) -> tuple[Fraction, int]:
    given = Inputs(value, field)
    return given.get("value", above_nought(decimal)), given.get("count", count)


KINDS: dict[str, Formula] = {"cash_count": cash_count}
