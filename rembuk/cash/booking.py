"""What every writing into a purse has in common: booked or asked for, and told in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models

from rembuk.ledger import pending, posting
from rembuk.ledger.posting import Plan, Signed
from rembuk.ledger.reading import Book, Entry, Pending
from rembuk.villages import audit
from rembuk.villages.actors import Actor

Changes = Sequence[tuple[str, object, object]]


def book_or_ask(
    book: Book, plan: Plan, *, second: bool, signed: Signed, today: date
) -> Entry | Pending:
    """Book an entry, or ask a `second` person for it. Errors: as ledger.posting.post."""
    if not second:
        return posting.post(book, plan, signed=signed, today=today)
    return pending.propose(
        book, plan, by=signed.by, at=signed.at, request_id=signed.request_id, today=today
    )


def tell(
    book: Book,
    verb: str,
    *,
    about: models.Model,
    by: Actor,
    at: datetime,
    changes: Changes,
    resident_id: int | None = None,
) -> None:
    """Write a line into the village's trail about the purse of a group."""
    audit.record(
        village=book.village, verb=verb, subject=about, subject_name=book.group.name, by=by,
        at=at, resident_id=resident_id, changes=changes,
    )  # fmt: skip
