"""What a marketplace keeps of a price, and the lowest price that leaves what one wants."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from rembuk.lib.rounding import HUNDRED, rupiah


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

    Without rounding it lies where a rupiah less to a rupiah more is left. One percentage rounded
    never lets what is left fall while the price rises: there it is found by halving. Two of them do
    here and there: there the prices are walked.
    """
    assert left_of_a_rupiah(fees) > 0
    price, enough = (_without_rounding(net_rp + more, fees) for more in (-1, 1))
    if price * fees.extra_percent / HUNDRED >= _most_extra(fees):
        prices = range(price, enough + 2)
        return prices[bisect_left(prices, net_rp, key=lambda one: keep(one, fees).net_rp)]
    while (short := net_rp - keep(price, fees).net_rp) > 0:
        price += short  # a rupiah more in the price never leaves more than a rupiah more
    return price


def _most_extra(fees: Fees) -> Fraction | float:
    """Return the unrounded extra from which on it grows no more."""
    if not fees.extra_percent:
        return 0
    return inf if fees.extra_cap_rp is None else Fraction(fees.extra_cap_rp + 1)


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
