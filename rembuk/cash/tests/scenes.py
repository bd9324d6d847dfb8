"""Rina keeps the tailors' cash, Lastri chairs them; Siti and Wati bring money and are paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from rembuk.cash import counting, days, lines, purse, sheets
from rembuk.cash.lines import Money
from rembuk.cash.models import FACES, CashCount, DayClose
from rembuk.cash.purposes import Way
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book, Entry
from rembuk.people import residents
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import World

LIMIT_RP = 500_000


def today() -> date:
    return timezone.localdate()


def begins() -> date:
    """So long ago that it lies in an earlier month."""
    return today() - timedelta(days=31)


def world() -> World:
    """The two villages; the tailors have a chair, and Siti and Wati are on record."""
    made = stories.world()
    lastri = stories.user("lastri", "Lastri Handayani")
    stories.appoint(lastri, Office.GROUP_CHAIR, group=made.tailors)
    for name in ("Siti Aminah", "Wati"):
        facts = residents.ResidentFacts(name=name, neighborhood_unit="003")
        residents.register(village=made.here, facts=facts, by=made.by_adi, at=timezone.now())
    return made


def chair(of: World) -> Actor:
    from rembuk.accounts.models import User

    return Actor(user=User.objects.get(username="lastri"), office=Office.GROUP_CHAIR)


def treasurer(of: World) -> Actor:
    return Actor(user=of.rina, office=Office.TREASURER)


def signed(by: Actor, *, at: datetime | None = None) -> Signed:
    return Signed(by=by, at=at or timezone.now(), request_id=uuid4())


def opened(of: World, *, counted_rp: int = 1_000_000) -> Book:
    """The chair opens the purse a month ago."""
    beginning = purse.Beginning(begins(), counted_rp, LIMIT_RP)
    return purse.open_purse(
        group=of.tailors, beginning=beginning, signed=signed(chair(of)), today=today()
    )


def came(of: World, book: Book, amount_rp: int, **other: Any) -> Entry:
    """Rina records a sale."""
    facts = {"party": "SD Sumber Rejo", "purpose": "sale", "on": today(), **other}
    money = Money(way=Way.IN, amount_rp=amount_rp, **facts)
    return lines.record(book=book, money=money, signed=signed(treasurer(of)), today=today())


def sheet(of: World, book: Book, *, each_rp: int, names: str = "AB") -> int:
    """Rina writes what members brought to a meeting; the number of its first line."""
    moneys = [Money(Way.IN, name, "contribution", each_rp, today()) for name in names]
    signature = signed(treasurer(of))
    return sheets.record(book=book, moneys=moneys, signed=signature, today=today())[0].sequence


def out(amount_rp: int, **other: Any) -> Money:
    facts = {"party": "Toko Maju", "purpose": "materials", "on": today(), **other}
    return Money(way=Way.OUT, amount_rp=amount_rp, **facts)


def went(of: World, book: Book, amount_rp: int) -> Entry:
    """Rina buys cloth."""
    return lines.record(
        book=book, money=out(amount_rp), signed=signed(treasurer(of)), today=today()
    )


def paid(of: World, book: Book, amount_rp: int) -> Entry:
    """Rina pays a large sum, which the chair approved."""
    by_both = replace(signed(treasurer(of)), checker=chair(of))
    return lines.record(book=book, money=out(amount_rp), signed=by_both, today=today())


def asked(of: World, book: Book, amount_rp: int = 700_000):
    """Rina asks for a large sum."""
    return lines.ask(book=book, money=out(amount_rp), signed=signed(treasurer(of)), today=today())


def pieces(total_rp: int) -> dict[int, int]:
    """The fewest notes and coins that make a sum."""
    found = {}
    for face in FACES:
        found[face], total_rp = divmod(total_rp, face)
    assert not total_rp, "count in hundreds"
    return found


def counted(of: World, book: Book, total_rp: int, **other: Any) -> CashCount:
    """Rina counts the box; a difference has a reason."""
    on = other.pop("on", today())
    facts = {"seen_rp": counting.expected(book, on), "reason": "Belum tahu", **other}
    return counting.record(
        book=book, counted=counting.Counted(on, pieces(total_rp)), today=today(),
        signed=signed(treasurer(of)), **facts,
    )  # fmt: skip


def closed(of: World, book: Book, *, on: date | None = None) -> DayClose:
    """Rina counts what the book says, and closes the day."""
    count = counted(of, book, counting.expected(book, on or today()), on=on or today())
    return days.close(count=count, signed=signed(treasurer(of)), today=today())


def url(of: World, name: str, *more: Any) -> str:
    return reverse(f"cash:{name}", args=[of.here.slug, of.tailors.pk, *more])


def typed(**facts: Any) -> dict[str, Any]:
    """What a money form sends: today, a sale, fifty thousand."""
    sent = {
        "request_id": str(uuid4()), "party": "Ibu Guru", "purpose": "sale",
        "amount_rp": "50.000", "on_which": "today", "memo": "",
    }  # fmt: skip
    return sent | facts
