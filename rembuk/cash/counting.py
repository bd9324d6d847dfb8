"""Counting a cash box: note by note, beside what the book says; the difference is booked.

What is missing moves from the cash box to account 1199, what is too much the other way. A larger
difference needs a second person, like any larger sum. The count itself is a row that stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import booking, days
from rembuk.cash.models import FACES, CashCount
from rembuk.cash.pieces import worth
from rembuk.cash.purposes import COUNTED
from rembuk.cash.sums import sum_told
from rembuk.ledger import chart, ends, pending, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry
from rembuk.lib.errors import Refused

# From this difference on, in whole rupiah, the chair signs too; a group's lower limit comes first.
SECOND_FROM_RP = 20_000
# More of one note than a group's box ever holds; keeps every sum far from what a column can keep.
PIECES_MAX = 100_000


@dataclass(frozen=True)
class Counted:
    """What lay in the box at the end of a day: pieces of each note or coin, and the rest in Rp."""

    on: date
    pieces: Mapping[int, int]
    other_rp: int = 0

    def __post_init__(self) -> None:
        """Only what is in use is counted, and never less than none."""
        assert set(self.pieces) <= set(FACES)
        assert all(0 <= number <= PIECES_MAX for number in self.pieces.values())
        assert self.other_rp >= 0

    @property
    def total_rp(self) -> int:
        """All of it, in whole rupiah."""
        return worth(self.pieces.items()) + self.other_rp


def expected(book: Book, on: date) -> int:
    """Return what the book says lay in the box at the end of a day, in whole rupiah."""
    return reading.balance_of(book, chart.CASH, on=on)


def needs_second(book: Book, difference_rp: int) -> bool:
    """Say whether a difference is booked only with a second person."""
    return abs(difference_rp) >= min(book.limit_rp, SECOND_FROM_RP) and difference_rp != 0


@transaction.atomic
def record(
    *, book: Book, counted: Counted, seen_rp: int, reason: str, signed: Signed, today: date
) -> CashCount:
    """Keep a count, and book its difference or ask a second person for it.

    `seen_rp` is what the book said on the page that was read. Errors: Refused for a day to come,
    before the purse or closed; if the book says something else by now; for a difference without a
    reason; and while an earlier difference still waits.
    """
    days.check_open(book, counted.on)
    _check_day(book, counted.on, today=today)
    pending.expire(book, at=signed.at, today=today)
    if any(asked.kind == COUNTED for asked in pending.waiting(book)):
        raise Refused(_("The difference of an earlier count waits for the chair. Wait for that."))
    said = expected(book, counted.on)
    if said != seen_rp:
        raise Refused(_("The book has changed since you counted. Compare once more, then save."))
    difference = counted.total_rp - said
    if difference and not reason.strip():
        raise Refused(_("Write what you think happened, or that you do not know yet."))
    known = ends.last(book).sequence
    booked = _book(book, counted.on, difference, reason=reason, signed=signed, today=today)
    assert signed.by.user is not None, "a person counts, not Rembuk"
    rows = CashCount.objects.of(book.village).filter(book=book)
    made = CashCount.objects.create(
        pk=rows.next_id(), village=book.village, book=book, value_on=counted.on,
        other_rp=counted.other_rp, counted_rp=counted.total_rp, expected_rp=said,
        difference_rp=difference, known=known,
        reason=reason.strip() if difference else "", counted_by=signed.by.user,
        counted_at=signed.at, **booked,
        **{f"pieces_{face}": number for face, number in counted.pieces.items()},
    )  # fmt: skip
    changes: list[tuple[str, object, object]] = [("amount", None, sum_told(counted.total_rp))]
    verb = "cash.counted"
    if difference:
        verb = "cash.counted_less" if difference < 0 else "cash.counted_more"
        changes.append(("difference", None, sum_told(abs(difference))))
    booking.tell(book, verb, about=made, by=signed.by, at=signed.at, changes=changes)
    return made


def plan_of(on: date, difference_rp: int, *, reason: str) -> Plan:
    """Return the entry that books a difference; its two accounts say which way."""
    box, open_one = chart.CASH, chart.DIFFERENCE
    debit, credit = (open_one, box) if difference_rp < 0 else (box, open_one)
    move = Move(debit, credit, abs(difference_rp))
    return Plan(kind=COUNTED, on=on, moves=[move], words=Words(memo=reason.strip()), receipt=False)


def counts_of(book: Book, on: date) -> list[CashCount]:
    """Return the counts of a day, the newest first."""
    rows = CashCount.objects.of(book.village).filter(book=book, value_on=on)
    rows = rows.select_related("counted_by", "close__opening", "close__by")
    return list(rows.order_by("-pk"))


def count_of(book: Book, pk: int) -> CashCount | None:
    """Return one count of a book; None if there is none."""
    rows = CashCount.objects.of(book.village).filter(book=book, pk=pk)
    found = rows.select_related("counted_by", "entry", "pending__resolution__entry").first()
    if found:
        found.book = book
    return found


def entry_of(count: CashCount) -> Entry | None:
    """Return the entry that booked a count's difference; None while there is none."""
    if count.entry is not None:
        return count.entry
    resolution = getattr(count.pending, "resolution", None)
    return resolution.entry if resolution else None


def _check_day(book: Book, on: date, *, today: date) -> None:
    if on > today:
        raise Refused(_("That day has not come yet. Count today, or an earlier day."))
    if on < book.begins_on:
        raise Refused(_("The purse was not open yet on that day. Choose a later day."))


def _book(
    book: Book, on: date, difference: int, *, reason: str, signed: Signed, today: date
) -> dict[str, Any]:
    if not difference:
        return {}
    plan = plan_of(on, difference, reason=reason)
    second = needs_second(book, difference)
    done = booking.book_or_ask(book, plan, second=second, signed=signed, today=today)
    return {"pending" if second else "entry": done}
