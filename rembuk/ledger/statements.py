"""What the books say of a period: one account, opening, lines and closing; and the journal.

Everything is asked on two axes, as balances.py does: the days of the period, and `known`, the last
entry that counts. With a number of the past a report is what it was then: what was dated back
since is not in it, and no line of it is told to be taken back. Sums are whole rupiah.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from rembuk.ledger import balances, checkpoints
from rembuk.ledger.chart import CASH
from rembuk.ledger.models import Account, Book

# One account's movements of some days, from its two indexes, before anything else is looked up.
OF_ACCOUNT = """
    SELECT value_on, sequence, position, entry_id, amount_rp AS debit_rp, 0 AS credit_rp,
           credit_id AS other_id
    FROM ledger_movement WHERE debit_id = %s AND value_on >= %s AND value_on <= %s
        AND sequence <= %s
    UNION ALL
    SELECT value_on, sequence, position, entry_id, 0, amount_rp, debit_id
    FROM ledger_movement WHERE credit_id = %s AND value_on >= %s AND value_on <= %s
        AND sequence <= %s
"""
OF_UNIT = OF_ACCOUNT.replace("AND sequence <= %s", "AND sequence <= %s AND unit = %s")
IN_ORDER = "ORDER BY value_on, sequence, position"
WORDS = """
    JOIN ledger_entry e ON e.id = m.entry_id
    LEFT JOIN ledger_entry back ON back.id = e.reverses_id
    LEFT JOIN ledger_entry later ON later.reverses_id = m.entry_id AND +later.sequence <= %s
"""  # the plus keeps a database from looking through all numbers instead of for the one reversal


@dataclass(frozen=True)
class Period:
    """The first and the last day of a report, and the last entry that was known."""

    first: date
    last: date
    known: int | None = None

    @property
    def number(self) -> int:
        """The last entry that counts, where all do a number that no entry has."""
        return checkpoints.EVER if self.known is None else self.known


class Leg(NamedTuple):
    """A movement as one account sees it; `balance_rp` is what the account held after it."""

    on: date
    number: int
    position: int
    kind: str
    memo: str
    party: str
    debit_rp: int
    credit_rp: int
    balance_rp: int
    other_code: str
    other_name: str
    takes_back: int | None
    taken_back_by: int | None


class Move(NamedTuple):
    """A movement as the journal tells it."""

    on: date
    number: int
    position: int
    kind: str
    memo: str
    party: str
    debit_code: str
    debit_name: str
    credit_code: str
    credit_name: str
    amount_rp: int
    takes_back: int | None
    taken_back_by: int | None


@dataclass(frozen=True)
class Statement:
    """One account over a period: opening, what was debited and credited, closing.

    `count` is how many lines the period has; `lines` are those that were asked for, and
    `before_rp` is what the account held before the first of them. All balances stand on the
    account's own side, `normal`.
    """

    code: str
    name: str
    normal: str
    opening_rp: int
    debit_rp: int
    credit_rp: int
    count: int
    before_rp: int
    lines: list[Leg]

    @property
    def closing_rp(self) -> int:
        """What the account held at the end: opening and movements."""
        grown = self.debit_rp - self.credit_rp
        return self.opening_rp + (grown if self.normal == Account.Side.DEBIT else -grown)


def cash_book(book: Book, period: Period, *, skip: int = 0, most: int | None = None) -> Statement:
    """Return the book of a purse's cash box; None is never: every chart has one."""
    found = statement(book, period, code=CASH, skip=skip, most=most)
    assert found is not None
    return found


def statement(
    book: Book,
    period: Period,
    *,
    code: str,
    unit: str | None = None,
    skip: int = 0,
    most: int | None = None,
) -> Statement | None:
    """Return one account over a period: a member's statement, or the card of any account.

    The lines run by the day they count for, then by number; `skip` leaves out so many, `most`
    stops after so many. `unit` tells the movements of one unit alone, "" those of none. None if the
    book has no such account, or it is a control account, whose movements are its members'.
    """
    account = _account(book, code)
    if account is None:
        return None
    rows, of_account = _of_account(account, period, unit=unit)
    opening = _opening(account, period, unit=unit)
    whole = most is None and not skip
    count, debit, credit = (0, 0, 0) if whole else _totals(rows, of_account)
    before = opening
    if skip:
        before += _net(account, _page(rows, 0, skip), of_account)
    lines = _legs(account, _page(rows, skip, most), [*of_account, period.number], before)
    if whole:
        count = len(lines)
        debit, credit = sum(one.debit_rp for one in lines), sum(one.credit_rp for one in lines)
    return Statement(account.code, account.name, account.normal, opening, debit, credit, count,
                     before, lines)  # fmt: skip


def history(book: Book, *, code: str, until: date) -> list[Leg]:
    """Return all lines of an account up to a day, the newest first: one query.

    Nothing for an account that the book has not, and for a control account: no movement is its own.
    """
    period = Period(date.min, until)
    mine = "(SELECT id FROM ledger_account WHERE book_id = %s AND code = %s)"
    rows = OF_ACCOUNT.replace("_id = %s", f"_id = {mine}")
    one = [book.pk, code, period.first, period.last, period.number]
    normal = "(SELECT normal FROM ledger_account WHERE book_id = %s AND code = %s)"
    told = _read(_told(rows, more=f", {normal}"), [book.pk, code, *one, *one, period.number])
    return list(_running(told, before=0))[::-1]


def journal(book: Book, period: Period, *, skip: int = 0, most: int | None = None) -> list[Move]:
    """Return all movements of a period in order: by the day they count for, then by number."""
    rows = (
        "SELECT value_on, sequence, position, entry_id, debit_id, credit_id, amount_rp"
        " FROM ledger_movement WHERE book_id = %s AND value_on >= %s AND value_on <= %s"
        " AND sequence <= %s"
    )
    return _moves(_page(rows, skip, most), _of_book(book, period), number=period.number)


def entry(book: Book, number: int) -> list[Move]:
    """Return the movements of one entry; none if the book has no such entry."""
    rows = (
        "SELECT m.value_on, m.sequence, m.position, m.entry_id, m.debit_id, m.credit_id,"
        " m.amount_rp FROM ledger_entry e JOIN ledger_movement m ON m.entry_id = e.id"
        " WHERE e.book_id = %s AND e.sequence = %s"
    )
    return _moves(rows, [book.pk, number], number=checkpoints.EVER)


def journal_totals(book: Book, period: Period) -> tuple[int, int]:
    """Return how many movements a period has, and their sum."""
    rows = (
        "SELECT amount_rp AS debit_rp, 0 AS credit_rp FROM ledger_movement WHERE book_id = %s"
        " AND value_on >= %s AND value_on <= %s AND sequence <= %s"
    )
    count, total, _none = _totals(rows, _of_book(book, period))
    return count, total


class Part(NamedTuple):
    """What one account moved with another over a period: how often, in and out of the first.

    What was taken back is out again where it came in: it neither came nor went.
    """

    code: str
    name: str
    lines: int
    debit_rp: int
    credit_rp: int


def parts(book: Book, period: Period, *, code: str) -> list[Part]:
    """Return what one account's movements of a period were with, by the other account's code."""
    account = _account(book, code)
    if account is None:
        return []
    values: list[Any] = [account.pk, period.first, period.last, period.number] * 2
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.code, o.name, {_kept('1', '-1')}, {_kept('t.debit_rp', '-t.credit_rp')},"  # noqa: S608 -- our own words, values beside them
            f" {_kept('t.credit_rp', '-t.debit_rp')}"
            f" FROM ({OF_ACCOUNT}) t JOIN ledger_account o ON o.id = t.other_id"
            " JOIN ledger_entry e ON e.id = t.entry_id"
            " GROUP BY o.code, o.name ORDER BY o.code",
            values,
        )
        return sorted(map(Part._make, cursor))


def _kept(what: str, taken_back: str) -> str:
    """Add up something, less what was taken back."""
    return f"CAST(sum(CASE WHEN e.reverses_id IS NULL THEN {what} ELSE {taken_back} END) AS bigint)"


class Top(NamedTuple):
    """An account above members', or without any: is it a control account, and its second code."""

    is_control: bool
    second_code: str
    second_source: str


def tops_of(book: Book) -> dict[str, Top]:
    """Return the accounts of a book by their codes, without those of members.

    The movements of a control account are its members', and so is its second code.
    """
    rows = Account.objects.of(book.village).filter(book=book, parent__isnull=True)
    told = rows.order_by("code").values_list("code", *Top._fields)
    return {code: Top(*top) for code, *top in told}


def units_of(book: Book) -> list[str]:
    """Return the units that the book's movements name, in order; none for most books."""
    return checkpoints.units_of(book)


def accounts_of(book: Book) -> list[tuple[str, str]]:
    """Return code and name of the accounts that have moved, by code, without those of members."""
    rows = Account.objects.of(book.village).filter(book=book, parent__isnull=True)
    moved = rows.filter(Q(balance__debit_rp__gt=0) | Q(balance__credit_rp__gt=0))
    return sorted(moved.values_list("code", "name"))


def _account(book: Book, code: str) -> Account | None:
    """Read the little of an account that a statement needs: most of the time went into the rest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, code, name, normal FROM ledger_account WHERE book_id = %s AND code = %s"
            " AND NOT is_control",
            [book.pk, code],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    pk, code, name, normal = row
    return Account(
        pk=pk, village_id=book.village_id, book=book, code=code, name=name, normal=normal
    )


def _of_account(account: Account, period: Period, *, unit: str | None) -> tuple[str, list[Any]]:
    values: list[Any] = [account.pk, period.first, period.last, period.number]
    return (OF_ACCOUNT, values * 2) if unit is None else (OF_UNIT, [*values, unit] * 2)


def _opening(account: Account, period: Period, *, unit: str | None) -> int:
    before = period.first - timedelta(days=1)
    if unit is None:
        return balances.balance(account, on=before, known=period.known)
    whole = Period(date.min, before, period.known)
    return _net(account, *_of_account(account, whole, unit=unit))


def _of_book(book: Book, period: Period) -> list[Any]:
    return [book.pk, period.first, period.last, period.number]


def _page(rows: str, skip: int, most: int | None) -> str:
    if most is None and not skip:
        return rows
    limit = checkpoints.EVER if most is None else int(most)
    return f"{rows} {IN_ORDER} LIMIT {limit} OFFSET {int(skip)}"


def _totals(rows: str, values: list[Any]) -> tuple[int, int, int]:
    """Return how many rows there are, and the sums of their two sides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(debit_rp), 0), coalesce(sum(credit_rp), 0)"  # noqa: S608 -- our own words, values beside them
            f" FROM ({rows}) t",
            values,
        )
        count, debit, credit = cursor.fetchone()
        return int(count), int(debit), int(credit)


def _net(account: Account, rows: str, values: list[Any]) -> int:
    _count, debit, credit = _totals(rows, values)
    return debit - credit if account.normal == Account.Side.DEBIT else credit - debit


def _legs(account: Account, rows: str, values: list[Any], before: int) -> list[Leg]:
    normal = Account.Side(account.normal).value
    return list(_running(_read(_told(rows, more=f", '{normal}'"), values), before=before))


def _told(rows: str, *, more: str) -> str:
    """Say an account's movements with their words, and its own side after them."""
    order = IN_ORDER.replace("value_on", "m.value_on").replace(" seq", " m.seq")
    return f"""
        SELECT m.value_on, m.sequence, m.position, e.kind, e.memo, e.party, m.debit_rp,
               m.credit_rp, o.code, o.name, back.sequence, later.sequence{more}
        FROM ({rows}) m JOIN ledger_account o ON o.id = m.other_id {WORDS} {order}
    """  # noqa: S608 -- our own words, values beside them


def _running(told: Iterable[tuple[Any, ...]], *, before: int) -> Iterator[Leg]:
    """Give each line what the account held after it."""
    held = before
    for on, number, position, kind, memo, party, debit, credit, *other, normal in told:
        grown = debit - credit
        held += grown if normal == Account.Side.DEBIT else -grown
        yield Leg(on, number, position, kind, memo, party, debit, credit, held, *other)


def _moves(rows: str, values: list[Any], *, number: int) -> list[Move]:
    sql = f"""
        SELECT m.value_on, m.sequence, m.position, e.kind, e.memo,
               e.party, d.code, d.name, c.code, c.name, m.amount_rp,
               back.sequence, later.sequence
        FROM ({rows}) m JOIN ledger_account d ON d.id = m.debit_id
        JOIN ledger_account c ON c.id = m.credit_id {WORDS}
        ORDER BY m.value_on, m.sequence, m.position
    """  # noqa: S608 -- as above
    return [Move(*row) for row in _read(sql, [*values, number])]


def _read(sql: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield rows whose first column is a day."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for row in cursor.fetchall():
            yield (checkpoints.as_day(row[0]), *row[1:])
