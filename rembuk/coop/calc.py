"""Founding a cooperative, and leaving it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from rembuk.coop.asked import newest
from rembuk.coop.leaving import settled
from rembuk.coop.thresholds import Thresholds
from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import amount, count, listed, share
from rembuk.lib.rounding import as_exact

SAVED = ("simpanan_pokok", "simpanan_wajib", "simpanan_sukarela")
EARNED = "simpanan_sukarela_interest_accrued"
OWED = ("loan_principal", "loan_interest_due", "fine_due", "admin_fee", "loss_share")
WHOLE_PERCENT = 100


def member_exit(inputs: Inputs) -> Told:
    """Tell what a leaving member gets."""
    has = [inputs.get(field, amount) for field in SAVED]
    has.append(inputs.get(EARNED, amount, Fraction(0)))
    owes = [inputs.get(field, amount, Fraction(0)) for field in OWED]
    found = settled(has=has, owes=owes)
    return {
        "gross": as_exact(found.gross),
        "deductions": as_exact(found.deductions),
        "refund": as_exact(found.refund),
        "still_owed": as_exact(found.still_owed),
    }


def founding(inputs: Inputs) -> Told:
    """Check founders and first capital."""
    limits = Thresholds(
        inputs.get("min_founders", count, newest("FOUNDERS")),
        inputs.get("min_capital", amount, Fraction(newest("CAPITAL"))),
        inputs.get(
            "max_member_share",
            share,
            Fraction(newest("SHARE"), WHOLE_PERCENT),
        ),
    )
    founders = inputs.get("founders", listed(count))
    capital = inputs.get("modal_awal", listed(_capital))
    return {
        "founders_ok": [limits.enough_founders(number) for number in founders],
        "capital_ok": [limits.enough_capital(total, largest_rp=one) for total, one in capital],
    }


def _capital(value: Any, field: str) -> tuple[Fraction, Fraction]:
    given = Inputs(value, field)
    return given.get("total", amount), given.get("largest_member", amount)


KINDS: dict[str, Formula] = {"member_exit": member_exit, "founding": founding}
