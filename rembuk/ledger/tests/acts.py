"""What is cut off by boundaries.py: each act sets a scene and returns its command, under a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from rembuk.accounts.models import User
from rembuk.ledger import months, pending, posting, sealing
from rembuk.ledger.models import Book, Entry, Pending, Period
from rembuk.ledger.posting import Signed
from rembuk.ledger.tests.scenes import purchase, sale
from rembuk.lib.dates import next_month
from rembuk.villages import audit, commands, tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village
from rembuk.villages.tests.stories import NOW, TODAY

Command = Callable[[UUID], object]


def who(username: str) -> Actor:
    return Actor(user=User.objects.get(username=username))


def signed(key: UUID | None = None) -> Signed:
    return Signed(by=who("rina"), at=NOW, request_id=key or uuid4())


def sent(village: Village, work: Callable[[Book, UUID], Any]) -> Command:
    """Return what a form does: under its key, with its line in the history, in one piece."""

    def command(key: UUID) -> object:
        book = Book.objects.select_related("village").get()

        def whole() -> dict[str, Any]:
            work(book, key)
            audit.record(
                village=village, verb="ledger.mended", subject=book, subject_name="Kas",
                by=who("rina"), at=NOW,
            )  # fmt: skip
            return {"done": str(key)}

        return commands.run(
            request_id=key, kind="ledger.test", payload={}, by=who("rina"), village=village,
            work=whole,
        )  # fmt: skip

    return command


def money_comes_in(village: Village) -> Command:
    return sent(
        village,
        lambda book, key: posting.post(book, sale(1_000), signed=signed(key), today=TODAY),
    )


def a_meeting(village: Village) -> Command:
    plans = [sale(1_000 + n) for n in range(3)] + [purchase(500)]
    return sent(
        village,
        lambda book, key: posting.post_many(book, plans, signed=signed(key), today=TODAY),
    )


def taking_back(village: Village) -> Command:
    with tenancy.inside(village):
        entry = posting.post(Book.objects.get(), sale(2_000), signed=signed(), today=TODAY)

    def work(book: Book, key: UUID) -> Entry:
        there = Entry.objects.select_related("book__village").get(pk=entry.pk)
        return posting.reverse(there, reason="Salah", signed=signed(key), today=TODAY)

    return sent(village, work)


def asked(book: Book, key: UUID) -> Pending:
    return pending.propose(
        book, purchase(1), by=who("rina"), at=NOW, request_id=key, today=TODAY
    )  # fmt: skip


def asking(village: Village) -> Command:
    return sent(village, asked)


def deciding(village: Village, *, agrees: bool) -> Command:
    with tenancy.inside(village):
        one = asked(Book.objects.get(), uuid4())

    def work(book: Book, key: UUID) -> object:
        there = Pending.objects.select_related("book__village", "maker").get(pk=one.pk)
        decide = partial(pending.approve, asked_hash=one.asked_hash, today=TODAY)
        other = partial(pending.refuse, reason="Belum perlu")
        return (decide if agrees else other)(there, by=who("adi"), at=NOW)

    return sent(village, work)


def next_first(book: Book) -> date:
    last = Period.objects.filter(book=book).order_by("-first").first()
    return next_month(last.first) if last else book.begins_on


def closing_a_month(village: Village) -> Command:
    with tenancy.inside(village):
        book = Book.objects.get()
        first = next_first(book)
        months.begin_closing(book=book, first=first, by=who("rina"), at=NOW, today=TODAY)

    def work(book: Book, key: UUID) -> Period:
        period = Period.objects.select_related("book__village").get(book=book, first=first)
        return months.close(period=period, by=who("adi"), at=NOW)

    return sent(village, work)


def sealing_a_month(village: Village) -> Command:
    with tenancy.inside(village):
        book = Book.objects.get()
        first = next_first(book)
        begun = months.begin_closing(book=book, first=first, by=who("rina"), at=NOW, today=TODAY)
        months.close(period=begun, by=who("adi"), at=NOW)

    def work(book: Book, key: UUID) -> object:
        period = Period.objects.select_related("book__village").get(book=book, first=first)
        return sealing.seal(period=period, by=who("adi"), at=NOW)

    return sent(village, work)


ACTS = {
    "money comes in": money_comes_in,
    "a meeting": a_meeting,
    "taking back": taking_back,
    "asking": asking,
    "approving": partial(deciding, agrees=True),
    "refusing": partial(deciding, agrees=False),
    "closing a month": closing_a_month,
    "sealing a month": sealing_a_month,
}
