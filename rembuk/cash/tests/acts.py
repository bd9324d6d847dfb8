"""Forms that ledger/tests/boundaries.py sends and cuts off: what a treasurer and a chair do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from rembuk.accounts.models import User
from rembuk.cash import counting, days, lines
from rembuk.cash.tests import scenes
from rembuk.cash.tests.scenes import signed, today, typed
from rembuk.cash.tests.test_counting import notes
from rembuk.ledger.models import Book
from rembuk.ledger.tests.faults import NoRoom
from rembuk.people.models import Resident
from rembuk.villages import tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village
from rembuk.villages.permissions import Office

Command = Callable[[UUID], object]
GROUP = "Jahit Melati"


def form(village: Village, name: str, *more: Any, by: str = "rina", **sent: Any) -> Command:
    """Return what sends a form of the tailors' purse, as somebody who signed in before."""
    with tenancy.inside(village):
        group = Group.objects.get(name=GROUP)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=by))
    address = reverse(f"cash:{name}", args=[village.slug, group.pk, *more])

    def command(key: UUID) -> None:
        answer = client.post(address, {**sent, "request_id": str(key)})
        # SQLite tells a full disk from one that may not be written to, and so do our pages.
        if answer.status_code in (500, 503):
            raise NoRoom
        assert answer.status_code == 302, answer.content.decode()

    return command


def telling_siti(village: Village) -> Command:
    """Money comes in from somebody who is told."""
    with tenancy.inside(village):
        siti = Resident.objects.get(name="Siti Aminah")
    return form(village, "record_in", **typed(party=siti.name, resident_id=siti.pk, checked="1"))


def by(username: str, office: Office) -> Actor:
    return Actor(user=User.objects.get(username=username), office=office)


def approving(village: Village) -> Command:
    with tenancy.inside(village):
        asked = lines.ask(
            book=Book.objects.select_related("village").get(), money=scenes.out(600_000),
            signed=signed(by("rina", Office.TREASURER)), today=today(),
        )  # fmt: skip
    return form(village, "approve", asked.pk, by="lastri", asked_hash=asked.asked_hash)


def closing_the_day(village: Village) -> Command:
    """A count that is short, booked, and the day closed on it, in one form."""
    with tenancy.inside(village):
        book = Book.objects.select_related("village").get()
        if last := days.last_close(book):
            last.book = book
            chair = by("lastri", Office.GROUP_CHAIR)
            days.open_again(closed=last, reason="Nota tertinggal", by=chair, at=last.at)
        there = counting.expected(book, today())
    counted = notes(there - 1_000, checked="close", seen_rp=str(there), reason="Belum tahu")
    return form(village, "count", **counted)


ACTS = {
    "money comes in and Siti is told": telling_siti,
    "a large sum is approved": approving,
    "the day is closed on a count": closing_the_day,
}
