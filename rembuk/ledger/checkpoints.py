"""Sums kept at month ends, so that what was long ago need not be added up from the beginning.

A mark is a month end and the last entry that was in the book when its sums were kept. A reader
takes a mark and adds what it does not hold: the days after it, and what was dated back since.
The rows can be dropped at any time; `check_books` works each out again from the movements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from rembuk.ledger import ends
from rembuk.ledger.models import Account, Book, Checkpoint, Entry
from rembuk.lib.dates import next_month
from rembuk.lib.ids import new_id

EVER = 2**31 - 1  # no entry has this number

Sides = dict[int, int]  # sums of accounts, by their ids

# The days of a book, or of one account, that have movements, one after another along the index;
# then, for each day, only what lies between two numbers. What was dated back is found without
# reading the rest.
LATE_DAYS = (
    "late_{side}(on_) AS (SELECT min(value_on) FROM ledger_movement WHERE {side} = %s UNION ALL"
    " SELECT (SELECT min(value_on) FROM ledger_movement WHERE {side} = %s AND value_on > on_)"
    " FROM late_{side} WHERE on_ < %s)"
)
LATE = (
    "late_{side} d CROSS JOIN ledger_movement m WHERE m.{side} = %s AND m.value_on = d.on_"
    " AND m.value_on <= %s AND m.sequence > %s AND m.sequence <= %s"
)
BETWEEN = (
    "ledger_movement m WHERE m.{side} = %s AND m.value_on > %s AND m.value_on <= %s"
    " AND m.sequence <= %s"
)
OF_UNIT = f"{BETWEEN} AND m.unit = %s"


@dataclass(frozen=True)
class Mark:
    """A month end whose sums are kept, of the entries up to `sequence`."""

    until: date
    sequence: int


class Kept(NamedTuple):
    """What is kept of one account at a month end, of the entries up to `sequence`, in rupiah."""

    account: int
    code: str
    sequence: int
    debit_rp: int
    credit_rp: int


NO_MARK = Mark(date.min, EVER)


def nearest(book: Book, *, on: date, known: int | None = None) -> Mark | None:
    """Return the mark next to a day, before or after it, as known at a number; None without any.

    What was known at a number lies mostly before the day of that entry: a later mark would have
    to be taken apart again.
    """
    if known is not None:
        entries = Entry.objects.of(book.village).filter(book=book, sequence=known)
        on = min(on, entries.values_list("value_on", flat=True).first() or on)
    rows = "SELECT until, sequence FROM ledger_checkpoint WHERE book_id = %s AND until"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({rows} <= %s ORDER BY until DESC LIMIT 1) before UNION ALL"  # noqa: S608 -- our own words, values beside them
            f" SELECT * FROM ({rows} > %s ORDER BY until LIMIT 1) after",
            [book.pk, on, book.pk, on],
        )
        found = [Mark(as_day(until), number) for until, number in cursor.fetchall()]
    return min(found, key=lambda mark: abs(mark.until - on), default=None)


def marks(book: Book) -> list[Mark]:
    """Return the month ends whose sums are kept, the earliest first."""
    rows = Checkpoint.objects.of(book.village).filter(book=book).order_by("until")
    return [Mark(*row) for row in rows.values_list("until").annotate(Max("sequence"))]


def kept(book: Book, *, until: date) -> list[Kept]:
    """Return what is kept of a month end, account by account."""
    rows = Checkpoint.objects.of(book.village).filter(book=book, until=until).order_by("account")
    told = rows.values_list("account", "account__code", "sequence", "debit_rp", "credit_rp")
    return list(map(Kept._make, told))


def latest(book: Book, *, before: date) -> Mark | None:
    """Return the last mark before a day; None without one."""
    rows = Checkpoint.objects.of(book.village).filter(book=book, until__lt=before)
    told = rows.order_by("-until").values_list("until", "sequence").first()
    return Mark(*told) if told else None


def take(book: Book, *, until: date, mark: Mark | None = None) -> int:
    """Keep the sums at a month end of all that is in the book now; what was kept is replaced.

    Returns the number of accounts. Who has just proved an earlier `mark` may begin there. The last
    entry is looked up before the sums are worked out: whatever somebody writes meanwhile has a
    higher number, and belongs to the reader's part.
    """
    known = ends.last(book).sequence
    rows = [
        (new_id(), book.village_id, book.pk, account, until, known, debit, credit)
        for account, debit, credit in sums(book, on=until, known=known, mark=mark)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        book.take_turn()  # two who keep the same month end do so one after the other
        Checkpoint.objects.of(book.village).filter(book=book, until=until).delete()
        cursor.executemany(
            "INSERT INTO ledger_checkpoint (id, village_id, book_id, account_id, until, sequence,"
            " debit_rp, credit_rp) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )
    return len(rows)


def take_due(book: Book, *, today: date) -> int:
    """Keep every month end before today that is not kept yet; returns how many were.

    Nothing is kept of a month before the first movement: there is nothing to add up.
    """
    kept = {mark.until for mark in marks(book)}
    due = [until for until in month_ends(book.begins_on, today) if until not in kept]
    return sum(take(book, until=until) > 0 for until in due)


def drop(book: Book) -> None:
    """Forget what was kept: every answer stays the same, and takes longer."""
    Checkpoint.objects.of(book.village).filter(book=book).delete()


def month_ends(first: date, before: date) -> Iterator[date]:
    """Yield the last days of the months from that of `first`, all earlier than `before`."""
    begin = first.replace(day=1)
    while (after := next_month(begin)) <= before:
        yield after - timedelta(days=1)
        begin = after


def units_of(book: Book) -> list[str]:
    """Return the units that a book's movements name, in order: one look into its index for each."""
    least = "SELECT min(unit) FROM ledger_movement WHERE book_id = %s AND unit > ''"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE found(unit_) AS ({least} UNION ALL"  # noqa: S608 -- our own words, values beside them
            f" SELECT ({least} AND unit > unit_) FROM found WHERE unit_ IS NOT NULL)"
            " SELECT unit_ FROM found WHERE unit_ IS NOT NULL",
            [book.pk, book.pk],
        )
        return sorted(unit for (unit,) in cursor.fetchall())


def sums(
    book: Book, *, on: date, known: int, mark: Mark | None = None
) -> list[tuple[int, int, int]]:
    """Return (account, debit, credit) in rupiah of all that moved up to a day and a number."""
    debits, credits_ = moved(book, on=on, known=known, mark=mark)
    found = ((one, debits.get(one, 0), credits_.get(one, 0)) for one in debits | credits_)
    return [one for one in found if one[1] or one[2]]


def sums_of(account: Account, *, on: date, known: int) -> tuple[int, int]:
    """Return all that was debited and credited to one account, from the nearest mark on."""
    mark = nearest(account.book, on=on, known=None if known == EVER else known)
    found = None if mark is None else _sums_from(account, mark, on=on, known=known)
    # Where the mark was kept anew since we found it, everything is added up without one.
    return found or _sums_from(account, NO_MARK, on=on, known=known) or (0, 0)


def _sums_from(account: Account, mark: Mark, *, on: date, known: int) -> tuple[int, int] | None:
    """Return what was debited and credited, in one statement; None if the mark is gone by then."""
    whose: list[Any] = [account.pk, account.pk, mark.until]
    sides = [_side(side, account.pk, mark=mark, on=on, known=known) for side in ("debit", "credit")]
    days = ", ".join(LATE_DAYS.format(side=f"{side}_id") for side in ("debit", "credit"))
    kept = "SELECT 1 FROM ledger_checkpoint WHERE book_id = %s AND until = %s AND sequence = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE {days} SELECT EXISTS ({kept}), {sides[0][0]}, {sides[1][0]}",
            [*whose * 2, account.book_id, mark.until, mark.sequence, *sides[0][1], *sides[1][1]],
        )
        is_there, debit, credit = cursor.fetchone()
    return (int(debit), int(credit)) if is_there or mark is NO_MARK else None


def wrong(book: Book, *, proven: Mark | None = None) -> Iterator[Mark]:
    """Yield the marks whose kept sums are not those of the movements.

    Each is worked out from the one before it, once that one has proved right; only those after
    `proven` are, where one is given.
    """
    for mark in marks(book):
        if proven is not None and mark.until <= proven.until:
            continue
        expected = sums(book, on=mark.until, known=mark.sequence, mark=proven)
        rows = Checkpoint.objects.of(book.village).filter(book=book, until=mark.until)
        kept = rows.values_list("account", "debit_rp", "credit_rp", "sequence")
        told = {(account, debit, credit) for account, debit, credit, _number in kept}
        if told == set(expected) and {row[3] for row in kept} <= {mark.sequence}:
            proven = mark
        else:
            yield mark


def _side(side: str, account: int, *, mark: Mark, on: date, known: int) -> tuple[str, list[Any]]:
    """Say how one side of an account is summed up: what a mark holds, more or less the rest."""
    column = f"{side}_id"
    kept = f"SELECT {side}_rp FROM ledger_checkpoint WHERE account_id = %s AND until = %s"  # noqa: S608 -- as above
    days = f"SELECT sum(amount_rp) FROM {BETWEEN.format(side=column)}"  # noqa: S608 -- as above
    late = f"SELECT sum(amount_rp) FROM {LATE.format(side=column)}"  # noqa: S608 -- as above
    signs = _signs(mark, on=on, known=known)
    return (
        f"coalesce(({kept}), 0) {signs[0]} coalesce(({days}), 0) {signs[1]} coalesce(({late}), 0)",
        [account, mark.until, *_rest(account, mark, on=on, known=known)],
    )


def _signs(mark: Mark, *, on: date, known: int) -> tuple[str, str]:
    """Say whether the days between, and what was dated back, are too little or too much."""
    return ("+" if on > mark.until else "-", "+" if known > mark.sequence else "-")


def _rest(whose: int, mark: Mark, *, on: date, known: int) -> list[Any]:
    """Return what BETWEEN and LATE ask for."""
    days, numbers = sorted((mark.until, on)), sorted((mark.sequence, known))
    return [whose, *days, known, whose, mark.until, *numbers]


def since(book: Book, mark: Mark, *, on: date, known: int) -> tuple[Sides, Sides]:
    """Return what accounts were debited, and credited, that a mark does not hold, by their ids.

    True of the mark as it was kept, whatever is kept anew since: movements only come.
    """
    debits: Sides = defaultdict(int)
    credits_: Sides = defaultdict(int)
    statement, values = _since(book, mark, on=on, known=known)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for _kept, debited, debit, credited, credit in cursor.fetchall():
            debits[debited] += debit
            credits_[credited] += credit
    return debits, credits_


def moved(
    book: Book, *, on: date, known: int, mark: Mark | None, unit: str | None = None
) -> tuple[dict[int, int], dict[int, int]]:
    """Return what accounts were debited, and what they were credited, by their ids.

    Asked in one statement, so that it is one state of the book. What a mark holds and what it does
    not are put together here and not by the database, which would sort all of it once more to find
    the rows of one account.
    """
    if unit is None:
        statement, values = _one_statement(book, on=on, known=known, mark=mark)
    else:
        statement, values = _pairs(OF_UNIT), [book.pk, date.min, on, known, unit]
    debits: dict[int, int] = defaultdict(int)
    credits_: dict[int, int] = defaultdict(int)
    is_there = mark is None
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for kept, debited, debit, credited, credit in cursor.fetchall():
            if debit:
                debits[debited] += debit
            if credit:
                credits_[credited] += credit
            is_there = is_there or bool(kept)
    if is_there:
        return debits, credits_
    # The mark was kept anew since it was found: everything is added up without one.
    return moved(book, on=on, known=known, mark=None)


def _one_statement(book: Book, *, on: date, known: int, mark: Mark | None) -> tuple[str, list[Any]]:
    """Return what asks for (of the mark?, account, its debit, account, its credit), row by row.

    The days are spoken of once only: SQLite would read every movement to filter a second look.
    """
    if mark is None:
        return _pairs(BETWEEN), [book.pk, date.min, on, known]
    kept = (
        "SELECT 1, account_id, debit_rp, account_id, credit_rp FROM ledger_checkpoint"
        " WHERE book_id = %s AND until = %s AND sequence = %s"
    )
    statement, values = _since(book, mark, on=on, known=known, first=f"{kept} UNION ALL ")
    return statement, [*values[:3], book.pk, mark.until, mark.sequence, *values[3:]]


def _since(
    book: Book, mark: Mark, *, on: date, known: int, first: str = ""
) -> tuple[str, list[Any]]:
    """Return what asks for (0, account, its debit, account, its credit) beyond a mark."""
    signs, rest = _signs(mark, on=on, known=known), _rest(book.pk, mark, on=on, known=known)
    parts = f"{_pairs(BETWEEN, sign=signs[0])} UNION ALL {_pairs(LATE, sign=signs[1])}"
    days = LATE_DAYS.format(side="book_id")
    return f"WITH RECURSIVE {days} {first}{parts}", [book.pk, book.pk, mark.until, *rest]


def _pairs(rows: str, *, sign: str = "+") -> str:
    """Add up movements by the account they debit and the one they credit."""
    added = f"{sign}CAST(sum(m.amount_rp) AS bigint)"
    return (
        f"SELECT 0, m.debit_id, {added}, m.credit_id, {added} FROM {rows.format(side='book_id')}"  # noqa: S608 -- as above
        " GROUP BY m.debit_id, m.credit_id"
    )


def as_day(told: date | str) -> date:
    """Return a day as it is: SQLite keeps days as text, and tells so where it does not know."""
    return date.fromisoformat(told) if isinstance(told, str) else told
