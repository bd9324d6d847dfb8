"""Goats are sold: by a decision of the group, to one buyer, for money that the treasurer books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.expected import Settled
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.forum import resolutions
from rembuk.forum.models import Resolution
from rembuk.herd import bookings, events
from rembuk.herd.events import Signed, Told, write
from rembuk.herd.models import Animal, Booking, Event, Kind, Sale
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages.models import Group

SOURCE = "herd.sale"
TAGS_MAX = 120  # signs of tags on the treasurer's line


@dataclass(frozen=True)
class Selling:
    """What is told of a sale: whole rupiah for each goat."""

    on: date
    buyer: str
    prices_rp: Mapping[Animal, int]
    resolution: Resolution
    knows_withdrawal: bool = False
    booking: Booking | None = None  # which the goat is handed over by
    synthetic: bool = False


@dataclass(frozen=True)
class Deposit:
    """What was given when a goat of a sale was booked."""

    booking: Booking
    settled: Settled

    @property
    def is_unpaid(self) -> bool:
        """Is it expected by nobody any more?"""
        return bookings.is_unpaid(self.booking, self.settled)


@dataclass(frozen=True)
class Sold:
    """One sale on the page: its goats that were not taken back, its sum, what became of it."""

    sale: Sale
    goats: list[Event]
    settled: Settled
    # What was given of the sum when a goat was booked, and what became of it.
    deposits: Sequence[Deposit] = ()

    @property
    def total_rp(self) -> int:
        """What all goats of it bring."""
        return sum(row.price_rp or 0 for row in self.goats)


@transaction.atomic
def sell(*, group: Group, selling: Selling, signed: Signed) -> Sale:
    """Sell goats, and tell the treasurer what money to expect.

    Errors: Refused without goats or a buyer, for a price of nothing, for a decision that is none
    of the group's or younger than the sale, and what events.record refuses of each goat.
    """
    buyer = clean_text(selling.buyer)[0]
    if not selling.prices_rp:
        raise Refused(_("Choose the goats that are sold."))
    if not buyer:
        raise Refused(_("Write who bought them."))
    if any(price <= 0 for price in selling.prices_rp.values()):
        raise Refused(_("Write a price above Rp0."))
    _refuse_decision(group, selling)
    # Everybody's turn first, in one order: another phone may be booking one of them just now.
    for animal in sorted(selling.prices_rp, key=lambda one: one.pk):
        animal.take_turn()
    bookings.refuse_booked(group, selling.prices_rp, but=selling.booking)
    total = sum(selling.prices_rp.values())
    if selling.booking is not None:
        total -= bookings.settle_deposit(booking=selling.booking)
    tags = ", ".join(str(animal) for animal in selling.prices_rp)[:TAGS_MAX]
    money = Money(Way.IN, buyer, "sale", total, selling.on, memo=tags)
    one = expected.expect(
        group=group, money=money, source=SOURCE, by=signed.by, at=signed.at, today=signed.today
    )
    sale = Sale.objects.create(
        village=group.village, group=group, sold_on=selling.on, buyer=buyer,
        resolution=selling.resolution, expected=one, recorded_by=signed.by.user,
        recorded_at=signed.at, synthetic=selling.synthetic,
    )  # fmt: skip
    if selling.booking is not None:
        bookings.hand_over(booking=selling.booking, sale=sale, signed=signed)
    for animal, price_rp in selling.prices_rp.items():
        told = Told(
            Kind.SOLD, selling.on, price_rp=price_rp, party=buyer, sale=sale,
            knows_withdrawal=selling.knows_withdrawal, synthetic=selling.synthetic,
        )  # fmt: skip
        write(animal, told, signed=signed)
    return sale


@transaction.atomic
def take_back(*, sale: Sale, why: str, signed: Signed) -> None:
    """Take a sale back: its goats are in the pen again, and no money is expected of it.

    Errors: Refused while its money stands in the purse: the treasurer takes that back first.
    """
    expected.drop(sale.expected, why=why, by=signed.by, at=signed.at)
    rows = Event.objects.of(sale.village).filter(sale=sale, corrected_by__isnull=True)
    for row in rows.select_related("animal", "group", "village"):
        events.take_back(event=row, why=why, signed=signed, with_sale=True)
    bookings.reopen(sale=sale, signed=signed)


def hand_over(
    *, booking: Booking, on: date, resolution: Resolution, knows_withdrawal: bool, signed: Signed
) -> Sale:
    """Hand a booked goat over: a sale to who booked it, for what is left of the price.

    A deposit counts that stands in the group's cash or waits for the treasurer.

    Errors: as sell, and Refused for a booking that ended.
    """
    booking.take_turn()
    selling = Selling(
        on=on, buyer=booking.buyer, prices_rp={booking.animal: booking.price_rp},
        resolution=resolution, knows_withdrawal=knows_withdrawal, booking=booking,
        synthetic=booking.synthetic,
    )  # fmt: skip
    return sell(group=booking.group, selling=selling, signed=signed)


def shares(total_rp: int, goats: Sequence[Animal]) -> dict[Animal, int]:
    """Divide the price of all into whole rupiah for each; the first carry what does not divide."""
    each, rest = divmod(total_rp, len(goats))
    return {animal: each + (place < rest) for place, animal in enumerate(goats)}


def of(group: Group) -> list[Sold]:
    """Return the sales of a group, the newest first; five queries."""
    stand = Event.objects.of(group.village).filter(corrected_by__isnull=True, kind=Kind.SOLD)
    rows = Sale.objects.of(group.village).filter(group=group).order_by("-sold_on", "-pk")
    rows = rows.select_related("resolution__meeting").prefetch_related(
        Prefetch("events", stand.select_related("animal").order_by("pk"), to_attr="goats"),
        "bookings",
    )
    found = list(rows)
    ids = [booking.deposit_id for one in found for booking in one.bookings.all()]
    settled = expected.settled(
        group.village, [*(one.expected_id for one in found), *(pk for pk in ids if pk)]
    )
    return [
        Sold(
            one, one.goats, settled[one.expected_id],
            [
                Deposit(booking, settled[booking.deposit_id])
                for booking in one.bookings.all() if booking.deposit_id
            ],
        )
        for one in found
    ]  # fmt: skip


def _refuse_decision(group: Group, selling: Selling) -> None:
    resolutions.must_hold(selling.resolution, group=group)
    if selling.resolution.agreed_on > selling.on:
        raise Refused(_("This was agreed after the sale. Choose an earlier decision."))
