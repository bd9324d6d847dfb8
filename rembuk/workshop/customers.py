"""Who orders from a group: known ones are found again, new ones are written down once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.phones import read_phone
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.workshop.models import Customer, Place

LETTERS_ASKED = 3  # fewer letters do not say who is meant
ALIKE_SHOWN = 5


@dataclass(frozen=True)
class Buyer:
    """Who orders: a customer known already, a resident, or a name with a phone number."""

    name: str = ""
    phone: str = ""  # as it is written
    resident: Resident | None = None
    known: Customer | None = None
    place: str = ""  # where she lives, where it was said


def meet(group: Group, buyer: Buyer) -> Customer:
    """Return the customer a buyer is: the known one, else a new row.

    A new phone number or place is kept with a known customer. Errors: Refused without a name, or
    for a phone number that cannot be read.
    """
    phone = _phone(buyer.phone)
    found = buyer.known or _same(group, buyer, phone=phone)
    if found is not None:
        assert found.group_id == group.pk
        found.take_turn()
        found.phone, found.place = phone or found.phone, buyer.place or found.place
        found.save(update_fields=["phone", "place"])
        return found
    name = buyer.resident.name if buyer.resident else clean_text(buyer.name)[0]
    if not name:
        raise Refused(_("Write who orders."))
    return Customer.objects.create(
        village=group.village, group=group, name=name, resident=buyer.resident,
        phone=phone or (buyer.resident.phone if buyer.resident else ""), place=buyer.place,
    )  # fmt: skip


@transaction.atomic
def say_place(*, customer: Customer, place: str, by: Actor, at: datetime) -> Customer:
    """Write down where a customer lives; the trail keeps what was said before."""
    customer.take_turn()
    before, customer.place = customer.place, Place(place)
    customer.save(update_fields=["place"])
    audit.record(
        village=customer.village, verb="workshop.place_said", subject=customer,
        subject_name=customer.group.name, resident_id=customer.resident_id, by=by, at=at,
        changes=[("buyer_place", before or None, place)],
    )  # fmt: skip
    return customer


def alike(group: Group, name: str) -> list[Customer]:
    """Return up to five customers whose name holds what was typed, by name."""
    typed = clean_text(name)[0]
    if len(typed) < LETTERS_ASKED:
        return []
    mine = Customer.objects.of(group.village).filter(group=group, name__icontains=typed)
    return list(mine.order_by("name", "pk")[:ALIKE_SHOWN])


def _phone(written: str) -> str:
    if not written.strip():
        return ""
    number = read_phone(written).number
    if number is None:
        raise Refused(
            _("Check the phone number. Write it like 0812-3456-7890, abroad with + first.")
        )
    return number


def _same(group: Group, buyer: Buyer, *, phone: str) -> Customer | None:
    """Find who is meant beyond doubt: the same resident, or the same name with the same number."""
    mine = Customer.objects.of(group.village).filter(group=group)
    if buyer.resident is not None:
        return mine.filter(resident=buyer.resident).first()
    name = clean_text(buyer.name)[0]
    return mine.filter(name__iexact=name, phone=phone).order_by("pk").first() if phone else None
