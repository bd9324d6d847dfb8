"""Orders from the shop window: whatever anybody asks for stands in the group's order book.

Nothing is promised by it. How often may be asked is counted for each group, never for an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from rembuk.accounts import limits
from rembuk.lib.errors import Refused
from rembuk.shop.models import Listing
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Group
from rembuk.workshop import orders, stages
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import Order

TRIES = "shop_order"  # settings.ACCOUNT_RATE_LIMITS
PIECES_MAX = 1_000  # who needs more talks to the group


@dataclass(frozen=True)
class Asked:
    """What somebody asks for, and how to reach her."""

    name: str
    phone: str
    pieces: int
    size: str = ""
    note: str = ""
    place: str = ""  # where she lives, if she says so


def may_order(group: Group) -> bool:
    """Say whether a group keeps an order book."""
    return group.trade in stages.TRADES and group.ended_on is None


def order(*, listing: Listing, asked: Asked, at: datetime, today: date) -> Order:
    """Write down what somebody asks for. Errors: Refused when too many asked within an hour."""
    group = listing.product.group
    if limits.spend(TRIES, key=str(group.pk)):
        raise Refused(
            _("Many people ask at this moment. Try again in an hour, or write to the group.")
        )
    line = orders.Line(
        what=listing.product.name, quantity=asked.pieces, price_rp=listing.product.price_rp,
        size=asked.size, product=listing.product,
    )  # fmt: skip
    note = _("From the village shop. %(note)s") % {"note": asked.note}
    return orders.enquire(
        group=group, customer=Buyer(asked.name, asked.phone, place=asked.place), lines=[line],
        note=note.strip(), by=REMBUK, at=at, today=today,
    )  # fmt: skip
