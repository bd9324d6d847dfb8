"""What a marketplace keeps of a price, and the lowest price that leaves what one wants."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.calculation import rupiah

HUNDRED = 100


@dataclass(frozen=True)
class Fees:
    """What a marketplace takes: percents of the price, one of them capped, and a sum an order."""

    commission_percent: Fraction
    extra_percent: Fraction = Fraction(0)
    extra_cap_rp: int | None = None
    processing_rp: int = 0


@dataclass(frozen=True)
class Kept:
    """What becomes of one price, in rupiah."""

    commission_rp: int
    extra_rp: int
    processing_rp: int
    net_rp: int

    @property
    def fee_rp(self) -> int:
        """All that the marketplace takes."""
        return self.commission_rp + self.extra_rp + self.processing_rp


def keep(base_rp: int, fees: Fees) -> Kept:
    """Say what one keeps of a price after discount; each percentage half up to a rupiah."""
    commission = rupiah(base_rp * fees.commission_percent / HUNDRED)
    extra = rupiah(base_rp * fees.extra_percent / HUNDRED)
    if fees.extra_cap_rp is not None:
        extra = min(extra, fees.extra_cap_rp)
    net = base_rp - commission - extra - fees.processing_rp
    return Kept(commission, extra, fees.processing_rp, net)


def left_of_a_rupiah(fees: Fees) -> Fraction:
    """Return how much of one more rupiah in the price is left in the end, before rounding."""
    percent = fees.commission_percent
    if fees.extra_cap_rp is None:
        percent += fees.extra_percent
    return 1 - percent / HUNDRED


def lowest_price(net_rp: int, fees: Fees) -> int:
    """Return the smallest price in whole rupiah that leaves at least so much.

    Rounding makes what is left fall by a rupiah here and there while the price rises, so the last
    stretch is walked: it begins where a rupiah less than wanted would be left without rounding.
    """
    assert left_of_a_rupiah(fees) > 0
    price = _without_rounding(net_rp - 1, fees)
    while (short := net_rp - keep(price, fees).net_rp) > 0:
        price += short  # a rupiah more in the price never leaves more than a rupiah more
    return price


def _without_rounding(net_rp: int, fees: Fees) -> int:
    """Return the first price from which on, unrounded, at least so much is left."""
    wanted = net_rp + fees.processing_rp
    if wanted <= 0:
        return 0
    commission, extra = fees.commission_percent / HUNDRED, fees.extra_percent / HUNDRED
    prices = []
    if commission + extra < 1:
        prices.append(wanted / (1 - commission - extra))
    if fees.extra_cap_rp is not None:
        prices.append((wanted + fees.extra_cap_rp) / (1 - commission))
    lowest = min(prices)
    return lowest.numerator // lowest.denominator
