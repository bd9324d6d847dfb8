"""The tailors' cash: Rina keeps it, Adi is the second person, Siti and Wati pay and are paid."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from rembuk.ledger import books, chart, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.models import Book, Entry
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests.stories import NOW, TODAY, World

BEGINS = date(2026, 1, 1)


def tailors_book(world: World, *, limit_rp: int = 500_000) -> Book:
    """Open the books of the tailors."""
    return books.open_book(
        group=world.tailors, chart="GROUP", begins_on=BEGINS, by=by_rina(world), at=NOW,
        limit_rp=limit_rp,
    )  # fmt: skip


def by_rina(world: World) -> Actor:
    return Actor(user=world.rina, office=Office.TREASURER)


def by_adi(world: World) -> Actor:
    return Actor(user=world.adi, office=Office.FACILITATOR)


def sale(amount_rp: int, *, on: date = TODAY, party: str = "SD Sumber Rejo") -> Plan:
    """Goods are paid in cash."""
    moves = [Move(chart.CASH, chart.SALES, amount_rp)]
    return Plan(kind="CASH_IN", on=on, moves=moves, words=Words(memo="Seragam", party=party))


def purchase(amount_rp: int, *, on: date = TODAY) -> Plan:
    """Cloth is bought with cash."""
    moves = [Move(chart.MATERIALS, chart.CASH, amount_rp)]
    return Plan(kind="CASH_OUT", on=on, moves=moves, words=Words(memo="Kain", party="Toko Maju"))


def signed(world: World, *, at: datetime = NOW, request_id: UUID | None = None) -> Signed:
    return Signed(by=by_rina(world), at=at, request_id=request_id or uuid4())


def posted(world: World, book: Book, plan: Plan, *, minutes: int = 0) -> Entry:
    """Post as Rina, so many minutes after NOW."""
    at = NOW + timedelta(minutes=minutes)
    return posting.post(book, plan, signed=signed(world, at=at), today=TODAY)
