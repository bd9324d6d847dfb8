"""Goats are booked: kept for a buyer until a day, with a deposit that the treasurer books.

A goat is booked once at a time. The booking ends when the goat is handed over, which is a sale
(sales.py), or when it is released; then what was given goes back, all or a part, as agreed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.advances import Advance, grown
from rembuk.cash.expected import Settled, State
from rembuk.cash.lines import Money
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.cash.sums import left_told, said
from rembuk.herd import standing
from rembuk.herd.events import Signed
from rembuk.herd.models import LEAVING, Animal, Booking, Sale
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.models import Group

SOURCE = "herd.booking"


@dataclass(frozen=True)
class Wish:
    """What is told of a booking: whole rupiah."""

    animal: Animal
    buyer: str
    price_rp: int
    on: date
    keep_until: date
    deposit_rp: int = 0
    synthetic: bool = False


@transaction.atomic
def book(*, group: Group, wish: Wish, signed: Signed) -> Booking:
    """Keep a goat for a buyer, and tell the treasurer of the deposit.

    Errors: Refused without a buyer, for a deposit that is not below the price, a goat that is
    booked already or is not in the pen, and days in the wrong order.
    """
    wish.animal.take_turn()
    buyer = clean_text(wish.buyer)[0]
    _refuse_wish(wish, buyer=buyer, today=signed.today)
    _refuse_animal(group, wish.animal)
    deposit = None
    if wish.deposit_rp:
        memo = _("Down payment for goat %(goat)s") % {"goat": wish.animal}
        money = Money(Way.IN, buyer, "sale", wish.deposit_rp, wish.on, memo=memo)
        deposit = _expect(group, money, signed)
    row = Booking.objects.create(
        village=group.village, group=group, animal=wish.animal, buyer=buyer,
        price_rp=wish.price_rp, deposit_rp=wish.deposit_rp, booked_on=wish.on,
        keep_until=wish.keep_until, deposit=deposit, recorded_by=signed.by.user,
        recorded_at=signed.at, synthetic=wish.synthetic,
    )  # fmt: skip
    _tell("herd.booked", row, signed)
    return row


@transaction.atomic
def release(*, booking: Booking, why: str, refund_rp: int, signed: Signed) -> Booking:
    """Let a booked goat go; what the buyer gave goes back as far as is said, whole rupiah.

    A deposit that the treasurer has not booked yet is no longer expected.
    Errors: Refused without a reason, for a booking that ended, and for more than was given.
    """
    _take_open(booking)
    reason = clean_text(why)[0]
    if not reason:
        raise Refused(_("Write the reason in a few words."))
    given = given_rp(booking)
    if refund_rp > given:
        raise Refused(
            _("Only %(sum)s was given. Write that sum or a smaller one.") % {"sum": said(given)}
        )
    if booking.deposit and waits(booking):
        expected.withdraw(one=booking.deposit, why=reason, by=signed.by, at=signed.at)
    if refund_rp:
        memo = _("Down payment for goat %(goat)s goes back") % {"goat": booking.animal}
        money = Money(Way.OUT, booking.buyer, "refund", refund_rp, signed.today, memo=memo)
        booking.refund = _expect(booking.group, money, signed)
    booking.ended_at, booking.ended_by, booking.ended_why = signed.at, signed.by.user, reason
    booking.save(update_fields=["refund", "ended_at", "ended_by", "ended_why"])
    _tell("herd.released", booking, signed)
    return booking


def hand_over(*, booking: Booking, sale: Sale, signed: Signed) -> None:
    """End a booking by its sale; inside the transaction of sales.sell."""
    _take_open(booking)
    booking.sale, booking.ended_at, booking.ended_by = sale, signed.at, signed.by.user
    booking.save(update_fields=["sale", "ended_at", "ended_by"])
    _tell("herd.handed_over", booking, signed)


def reopen(*, sale: Sale, signed: Signed) -> None:
    """Keep the goats of a sale that is taken back for their buyers again."""
    for booking in Booking.objects.of(sale.village).filter(sale=sale).order_by("pk"):
        booking.take_turn()
        booking.sale = booking.ended_at = booking.ended_by = None
        booking.save(update_fields=["sale", "ended_at", "ended_by"])
        _tell("herd.kept_again", booking, signed)


def given_rp(booking: Booking) -> int:
    """Return what the buyer has given as the group's cash has it, in whole rupiah."""
    if booking.deposit is None or not expected.settled_one(booking.deposit).is_booked:
        return 0
    return booking.deposit_rp


def waiting_rp(booking: Booking) -> int:
    """Return what the buyer gave and the treasurer has not recorded yet, in whole rupiah."""
    return booking.deposit_rp if waits(booking) else 0


def left_words(booking: Booking) -> str:
    """Say what is left to pay, and what of the money given is not in the cash yet."""
    return left_told(left_rp(booking), waiting_rp(booking))


def left_rp(booking: Booking) -> int:
    """Return what is left to pay after what was given, recorded or not, in whole rupiah."""
    return booking.price_rp - given_rp(booking) - waiting_rp(booking)


def waits(booking: Booking) -> bool:
    """Does the deposit wait for the treasurer?"""
    deposit = booking.deposit
    return deposit is not None and expected.settled_one(deposit).state == State.WAITS


def settle_deposit(*, booking: Booking) -> int:
    """Return what the buyer has given, recorded or not; inside the transaction of sales.sell.

    A deposit that waits goes on waiting: the sale expects the rest of the price.
    """
    if booking.deposit is None:
        return 0
    booking.deposit.take_turn()
    return given_rp(booking) + waiting_rp(booking)


def is_unpaid(booking: Booking, deposit: Settled | None) -> bool:
    """Is a part of the price expected by nobody: a deposit that went after the goat did?

    Then the treasurer's line was taken back, or she said that it never came.
    """
    if booking.sale_id is None or booking.deposit is None or deposit is None:
        return False
    dropped_at, ended_at = booking.deposit.dropped_at, booking.ended_at
    went_later = bool(dropped_at and ended_at and dropped_at > ended_at)
    return deposit.state == State.TAKEN_BACK or went_later


@transaction.atomic
def expect_again(*, booking: Booking, signed: Signed) -> ExpectedMoney:
    """Expect the deposit of a goat that was handed over once more: its line was taken back.

    The sale expected the price less the deposit; without this nobody would ask for the rest.
    Errors: Refused unless the line of the deposit was taken back after the goat was handed over.
    """
    booking.take_turn()
    deposit = booking.deposit
    if deposit is None or not is_unpaid(booking, expected.settled_one(deposit)):
        raise Refused(_("Nothing of this price is missing. Open the page again."))
    booking.deposit = _expect_deposit(booking, signed)
    booking.save(update_fields=["deposit"])
    return booking.deposit


def _expect_deposit(booking: Booking, signed: Signed) -> ExpectedMoney:
    memo = _("Down payment for goat %(goat)s") % {"goat": booking.animal}
    money = Money(Way.IN, booking.buyer, "sale", booking.deposit_rp, signed.today, memo=memo)
    return _expect(booking.group, money, signed)


def advances(group: Group, *, since: date, until: date) -> int:
    """Say how much more is held for goats not handed over at the end of some days (cash room)."""
    if group.trade != Group.Trade.GOATS:
        return 0
    rows = Booking.objects.of(group.village).filter(group=group, deposit__isnull=False)
    zone = group.village.zone
    told = {
        pk: (rp, ended_at.astimezone(zone).date() if ended_at else None)
        for pk, rp, ended_at in rows.values_list("deposit", "deposit_rp", "ended_at")
    }
    booked = expected.booked_on(group.village, told) if told else {}
    held = (Advance(told[pk][0], on, told[pk][1]) for pk, on in booked.items())
    return grown(held, since=since, until=until)


def open_of(group: Group) -> QuerySet[Any]:
    """Return the bookings of a group that stand, who is kept shortest first.

    Each says with `is_gone` whether its goat left the pen otherwise.
    """
    left = standing.events(group, LEAVING).filter(animal=OuterRef("animal"))
    rows = Booking.objects.of(group.village).filter(group=group, ended_at__isnull=True)
    rows = rows.select_related("animal", "deposit").annotate(is_gone=Exists(left))
    return rows.order_by("keep_until", "pk")


def kept_until(group: Group) -> dict[int, date]:
    """Return until when each booked goat is kept, by the goat's id; one query."""
    return {one.animal_id: one.keep_until for one in open_of(group)}


def ended_of(group: Group) -> QuerySet[Booking]:
    """Return the bookings of a group that ended, the newest first."""
    rows = Booking.objects.of(group.village).filter(group=group, ended_at__isnull=False)
    return rows.select_related("animal", "sale").order_by("-ended_at", "-pk")


def money_of(group: Group, rows: Iterable[Booking]) -> dict[int, Settled]:
    """Return what became of deposits and refunds, by the id of what is expected; one query."""
    ids = {pk for row in rows for pk in (row.deposit_id, row.refund_id) if pk}
    return expected.settled(group.village, ids)


def refuse_booked(group: Group, animals: Iterable[Animal], *, but: Booking | None = None) -> None:
    """Refuse goats that are kept for somebody else."""
    there = {one.pk: one for one in animals}
    for one in open_of(group).filter(animal__in=there):
        if but is None or one.pk != but.pk:
            raise Refused(
                _("%(goat)s is booked until %(day)s. Hand it over from its booking, or release the"
                  " booking first.")
                % {"goat": there[one.animal_id], "day": _day(one.keep_until)}
            )  # fmt: skip


def _refuse_wish(wish: Wish, *, buyer: str, today: date) -> None:
    if not buyer:
        raise Refused(_("Write who books it."))
    if wish.price_rp <= 0:
        raise Refused(_("Write a price above Rp0."))
    if not 0 <= wish.deposit_rp < wish.price_rp:
        raise Refused(_("Write a down payment below the price. Who pays all of it buys the goat."))
    if wish.on > today:
        raise Refused(_("Choose today or an earlier day."))
    if wish.keep_until < today:
        raise Refused(_("Choose today or a later day to keep it until."))


def _refuse_animal(group: Group, animal: Animal) -> None:
    refuse_booked(group, [animal])
    told = standing.events_of(animal)
    if standing.coming(told) is None:
        raise Refused(_("Somebody corrected this already. Open the page of the goat again."))
    if (left := standing.leaving(told)) is not None:
        raise Refused(
            _("%(name)s is not in the pen any more since %(day)s: %(how)s.")
            % {"name": str(animal), "day": _day(left.happened_on), "how": left.get_kind_display()}
        )


def _take_open(booking: Booking) -> None:
    booking.take_turn()
    if booking.ended_at is not None:
        raise Refused(_("This booking ended already. Open the page again."))


def _expect(group: Group, money: Money, signed: Signed) -> ExpectedMoney:
    return expected.expect(
        group=group, money=money, source=SOURCE, by=signed.by, at=signed.at, today=signed.today
    )


def _tell(verb: str, booking: Booking, signed: Signed) -> None:
    audit.record(
        village=booking.village, verb=verb, subject=booking, subject_name=str(booking.animal),
        by=signed.by, at=signed.at,
    )  # fmt: skip


def _day(day: date) -> str:
    return words.plain_day(day, language=get_language() or "id")
