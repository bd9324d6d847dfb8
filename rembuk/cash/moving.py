"""Money between a group's cash box and its bank account: it stays the group's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rembuk.cash import booking, days
from rembuk.cash.purposes import MOVED
from rembuk.cash.sums import sum_told
from rembuk.ledger import chart, pending
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry, Pending


class Direction(TextChoices):
    """From where to where money moves."""

    TO_BANK = "to_bank", _("From the cash box to the bank")
    FROM_BANK = "from_bank", _("From the bank to the cash box")


@dataclass(frozen=True)
class Moving:
    """Money that changes its place: which way, how much in whole rupiah, on which day."""

    direction: Direction
    amount_rp: int
    on: date
    memo: str = ""


def needs_second(book: Book, moving: Moving) -> bool:
    """Say whether a second person approves it: from the group's limit on, as for money out."""
    return moving.amount_rp >= book.limit_rp


@transaction.atomic
def move(*, book: Book, moving: Moving, signed: Signed, today: date) -> Entry | Pending:
    """Move money between box and bank: booked at once, or asked of a second person.

    Errors: Refused for a closed day; and as ledger.posting.post, if the money is not there.
    """
    days.check_open(book, moving.on)
    pending.expire(book, at=signed.at, today=today)
    second = needs_second(book, moving)
    done = booking.book_or_ask(
        book, plan_of(moving), second=second, signed=signed, today=today
    )  # fmt: skip
    changes = [
        ("direction", None, moving.direction.value), ("amount", None, sum_told(moving.amount_rp)),
    ]  # fmt: skip
    verb = "cash.move_asked" if second else "cash.moved"
    booking.tell(book, verb, about=done, by=signed.by, at=signed.at, changes=changes)
    return done


def plan_of(moving: Moving) -> Plan:
    """Return the entry it is in the ledger."""
    box, bank = chart.CASH, chart.BANK
    debit, credit = (bank, box) if moving.direction == Direction.TO_BANK else (box, bank)
    return Plan(
        kind=MOVED, on=moving.on, moves=[Move(debit, credit, moving.amount_rp)],
        words=Words(memo=moving.memo), receipt=False,
    )  # fmt: skip
