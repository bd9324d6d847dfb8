"""Goods left at a stall: what was sold, what is missing, and what the stall owes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from rembuk.lib.rounding import HUNDRED, rupiah
from rembuk.lib.wrong_inputs import Wrong


class Charge(StrEnum):
    """What a stall pays for a piece it cannot show: nothing, its price, or that less commission."""

    NOTHING = "nothing"
    FULL = "full"
    NET = "net"


@dataclass(frozen=True)
class Terms:
    """What was agreed with a stall: a price in rupiah, and a commission in percent of it."""

    price_rp: Fraction
    commission_percent: Fraction
    missing: Charge
    damaged: Charge

    def commission_rp(self, pieces: int) -> int:
        """The stall's part of so many sold pieces, half up to a rupiah."""
        return rupiah(pieces * self.price_rp * self.commission_percent / HUNDRED)

    def charged_rp(self, charge: Charge, pieces: int) -> int:
        """What the stall owes for pieces that are missing or damaged."""
        full = pieces * self.price_rp
        match charge:
            case Charge.NOTHING:
                return 0
            case Charge.FULL:
                return rupiah(full)
            case Charge.NET:
                return rupiah(full - self.commission_rp(pieces))


@dataclass(frozen=True)
class Visit:
    """What was counted at a stall, in pieces, and what was paid there, in rupiah."""

    counted: int
    delivered: int = 0
    sold: int = 0
    returned_good: int = 0
    returned_damaged: int = 0
    paid_rp: int = 0


@dataclass(frozen=True)
class Settled:
    """What a visit comes to. `balance_due_rp` runs on; below 0 the stall has money to come."""

    available: int
    missing: int
    gross_rp: int
    commission_rp: int
    net_payable_rp: int
    paid_rp: int
    balance_due_rp: int
    stock: int


def settle(terms: Terms, visits: Iterable[Visit]) -> Iterator[Settled]:
    """Settle visits one after another.

    Errors: Wrong `more_leaves_than_was_there` with `over_by`, in pieces.
    """
    stock = balance = 0
    for visit in visits:
        available = stock + visit.delivered
        left = visit.sold + visit.returned_good + visit.returned_damaged + visit.counted
        missing = available - left
        if missing < 0:
            raise Wrong(
                "more_leaves_than_was_there",
                f"Lebih {-missing} buah daripada yang dititipkan. Hitung lagi yang terjual,"
                " kembali, dan tersisa.",
                over_by=-missing,
            )
        gross = rupiah(visit.sold * terms.price_rp)
        commission = terms.commission_rp(visit.sold)
        charged = terms.charged_rp(terms.missing, missing)
        charged += terms.charged_rp(terms.damaged, visit.returned_damaged)
        net = gross - commission + charged
        balance += net - visit.paid_rp
        stock = visit.counted
        yield Settled(available, missing, gross, commission, net, visit.paid_rp, balance, stock)
