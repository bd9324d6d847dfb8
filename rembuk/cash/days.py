"""Closing the days of a cash box, and opening the last one again.

A day is closed on a count that agrees with the book. From then on nothing lands on that day or an
earlier one: what is taken back later counts for the day on which it is taken back. Days close in
order, and only the last closed day can be opened again, with a reason, by who runs the group.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import booking
from rembuk.cash.models import CashCount, DayClose, DayOpening
from rembuk.cash.sums import sum_told
from rembuk.ledger import chart, ends, months, pending, reading, writing
from rembuk.ledger.posting import Plan, Signed
from rembuk.ledger.reading import Book, Pending
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor

ONE_DAY = timedelta(days=1)
REASON_LETTERS_MIN = 5


def closed_until(book: Book) -> date | None:
    """Return the last closed day of a book; None while no day is closed."""
    return _standing(book).values_list("value_on", flat=True).first()


def last_close(book: Book) -> DayClose | None:
    """Return the close of the last day that stands closed."""
    return _standing(book).select_related("by").first()


def closes_of(book: Book, *, count: int) -> list[DayClose]:
    """Return the last `count` closes, those opened again too, the newest first."""
    rows = DayClose.objects.of(book.village).filter(book=book)
    rows = rows.select_related("by", "opening__by", "count")
    return list(rows.order_by("-value_on", "-pk")[:count])


def closes_since(book: Book, on: date) -> list[DayClose]:
    """Return the closes that stand, of days from `on` on, the newest first."""
    return list(_standing(book).filter(value_on__gte=on))


def close_on(book: Book, on: date) -> DayClose | None:
    """Return the last close of a day, whether it stands or was opened again."""
    rows = DayClose.objects.of(book.village).filter(book=book, value_on=on)
    return rows.select_related("opening").order_by("-pk").first()


def is_open(book: Book, on: date) -> bool:
    """Say whether something may still land on a day."""
    until = closed_until(book)
    return until is None or on > until


def check_open(book: Book, on: date) -> None:
    """Refuse a day that is closed. Under the book's lock, where something is written after it."""
    writing.lock(book)
    if told := closed_told(book, on):
        raise Refused(told)


def judge(book: Book) -> Callable[[Plan], str]:
    """Return what judges entries from elsewhere: nothing lands on a closed day either."""
    until = closed_until(book)

    def told(plan: Plan) -> str:
        return closed_told(book, plan.on) if until and plan.on <= until else ""

    return told


def closed_told(book: Book, on: date) -> str:
    """Say what to do where a day is closed; "" while something may still land on it."""
    until = closed_until(book)
    if until is None or on > until:
        return ""
    day = words.plain_day(until, language=get_language() or "id")
    told = _(
        "The cash is closed up to %(day)s. To record something of that day or an earlier one, ask"
        " the chair to open it again; what happens later is recorded on its own day."
    )
    return told % {"day": day}


def covered_since(book: Book) -> date:
    """Return the first day that the next close will cover."""
    until = closed_until(book)
    return until + ONE_DAY if until else book.begins_on


def waiting_up_to(book: Book, on: date) -> list[Pending]:
    """Return what waits for a second person and would count for this day or an earlier one."""
    return [asked for asked in pending.waiting(book) if pending.plan_of(asked).on <= on]


@transaction.atomic
def close(*, count: CashCount, signed: Signed, today: date) -> DayClose:
    """Close the day that was counted, and all open days before it.

    Errors: Refused if the day is closed, if something waits that would count for it, or if the
    book no longer says what was counted.
    """
    book, on = count.book, count.value_on
    check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    if waiting_up_to(book, on):
        raise Refused(_("Something still waits for a second person. Close the day after that."))
    if reading.balance_of(book, chart.CASH, on=on) != count.counted_rp:
        raise Refused(_("The book has changed since the count. Count the money again."))
    before = last_close(book)
    since = before.value_on + ONE_DAY if before else book.begins_on
    moved = reading.moved_between(book, since=since, until=on)
    assert signed.by.user is not None, "a person closes a day, not Rembuk"
    rows = DayClose.objects.of(book.village).filter(book=book)
    made = DayClose.objects.create(
        pk=rows.next_id(), village=book.village, book=book, since_on=since, value_on=on,
        count=count, opening_rp=before.closing_rp if before else 0, in_rp=moved.in_rp,
        out_rp=moved.out_rp, closing_rp=count.counted_rp, known=ends.last(book).sequence,
        by=signed.by.user, at=signed.at,
    )  # fmt: skip
    changes = [("day", None, on), ("amount", None, sum_told(made.closing_rp))]
    booking.tell(book, "cash.day_closed", about=made, by=signed.by, at=signed.at, changes=changes)
    return made


@transaction.atomic
def open_again(*, closed: DayClose, reason: str, by: Actor, at: datetime) -> DayOpening:
    """Open the last closed day again, with a reason that everybody reads.

    Errors: Refused without a reason, for a day that is not the last closed one, and where its
    month is closed.
    """
    book = closed.book
    writing.lock(book)
    last = last_close(book)
    if last is None or last.pk != closed.pk:
        raise Refused(_("Only the day closed last can be opened again. Look at the list of days."))
    if not months.state_of(book, closed.value_on).takes_entries:
        raise Refused(_("The month of this day is closed. Open the month again first."))
    if len(reason.strip()) < REASON_LETTERS_MIN:
        raise Refused(_("Write why the day is opened again."))
    assert by.user is not None
    made = DayOpening.objects.create(
        village=book.village, close=closed, reason=reason.strip(), by=by.user, at=at
    )
    changes = [("day", None, closed.value_on), ("reason", None, reason.strip())]
    booking.tell(book, "cash.day_opened_again", about=closed, by=by, at=at, changes=changes)
    return made


def _standing(book: Book) -> QuerySet[DayClose]:
    rows = DayClose.objects.of(book.village).filter(book=book, opening__isnull=True)
    return rows.order_by("-value_on", "-pk")
