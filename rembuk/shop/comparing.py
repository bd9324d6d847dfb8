"""One product through every channel: what stays with the group, and from which price on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rembuk.shop.fees import Fees, Kept, keep, lowest_price
from rembuk.shop.rates import Row

NOTHING = Fees(Fraction(0))


@dataclass(frozen=True)
class Stall:
    """A stall that sells for a commission, in percent of the price."""

    name: str
    commission_percent: Fraction


@dataclass(frozen=True)
class Line:
    """A price through one channel. `lowest_rp` leaves as much as selling at home does."""

    name: str  # empty for selling at home
    kept: Kept
    lowest_rp: int
    row: Row | None = None  # the fee table, where a marketplace takes its part


def compare(
    *, price_rp: int, to_order: bool, stalls: Sequence[Stall], rows: Iterable[Row]
) -> list[Line]:
    """Say what is left of a price at home, at stalls and on marketplaces."""
    home = Line("", keep(price_rp, NOTHING), price_rp)
    through = [(one.name, Fees(one.commission_percent), None) for one in stalls]
    market = [(str(row.channel.label), row.told.rate.fees(to_order=to_order), row) for row in rows]
    return [
        home,
        *(
            Line(name, keep(price_rp, fees), lowest_price(price_rp, fees), row)
            for name, fees, row in [*through, *market]
        ),
    ]
