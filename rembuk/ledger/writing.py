"""The statements that write entries: by hand, because everybody who moves money waits for them.

posting.py has the rules. Here is one turn at a book: its lock, where its two series stand, the
accounts that move, and the rows that go in. The guards of the database look at each row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, transaction

from rembuk.ledger import chain
from rembuk.ledger.chain import Facts
from rembuk.ledger.guards import GENESIS
from rembuk.ledger.models import Book, Entry, Movement
from rembuk.lib.errors import Refused
from rembuk.lib.ids import new_id
from rembuk.villages import statements

LAST, PAPER, CLOSED = 1, 2, 3  # what a line of STANDING tells
STANDING = """
    SELECT 1, sequence, head FROM (
        SELECT sequence, head FROM ledger_entry WHERE village_id = %s AND book_id = %s
        ORDER BY sequence DESC LIMIT 1) AS newest
    UNION ALL SELECT 2, receipt_no, '' FROM (
        SELECT receipt_no FROM ledger_entry
        WHERE village_id = %s AND book_id = %s AND receipt_no IS NOT NULL
        ORDER BY receipt_no DESC LIMIT 1) AS paper
    UNION ALL SELECT 3, 0, CAST(first AS text) FROM ledger_period
        WHERE village_id = %s AND book_id = %s AND state IN ('CLOSED', 'SEALED')
"""
ACCOUNTS = """
    SELECT a.code, a.id, a.name, a.normal, a.is_control, CAST(a.closed_on AS text), a.floor_rp,
        coalesce(b.own_rp, 0), coalesce(b.held_rp, 0), b.id IS NOT NULL
    FROM ledger_account a LEFT JOIN ledger_balance b ON b.account_id = a.id
    WHERE a.village_id = %s AND a.book_id = %s AND a.code IN ({marks})
"""
MOVED = """
    UPDATE ledger_balance
    SET debit_rp = debit_rp + %s, credit_rp = credit_rp + %s, own_rp = own_rp + %s
    WHERE village_id = %s AND account_id = %s
"""
LOCK = "SELECT 1 FROM ledger_book WHERE village_id = %s AND id = %s FOR UPDATE"
CODES_AT_ONCE = 500
Row = tuple[Any, ...]
BOOK = Entry._meta.get_field("book")


@dataclass(slots=True)
class Held:
    """An account in our turn: what it is, and what it holds with all that was admitted so far."""

    code: str
    pk: int
    name: str
    normal: str
    is_control: bool
    closed_on: str | None  # as 2026-11-20
    floor_rp: int | None
    own_rp: int
    held_rp: int
    is_kept: bool  # whether there is a balance to add to


@dataclass(slots=True)
class Turn:
    """One turn at a book: nobody else writes into it until the transaction ends."""

    book: Book
    sequence: int = 0
    head: str = GENESIS
    receipt_no: int = 0
    closed: set[str] = field(default_factory=set)
    accounts: dict[str, Held] = field(default_factory=dict)
    moved: dict[str, list[int]] = field(default_factory=dict)

    def is_closed(self, day: date) -> bool:
        """Say whether the month of a day takes no entries any more."""
        return f"{day.isoformat()[:7]}-01" in self.closed

    def add(self, code: str, *, debit_rp: int, credit_rp: int, own_rp: int) -> None:
        """Count money as moved: the kept balance of the account grows when the turn is written."""
        self.accounts[code].own_rp += own_rp
        sums = self.moved.setdefault(code, [0, 0, 0])
        sums[0] += debit_rp
        sums[1] += credit_rp
        sums[2] += own_rp


@dataclass(slots=True)
class Ready:
    """An entry with its number and its head, and the words and the salt that stay beside it."""

    facts: Facts
    head: str
    reverses: Entry | None
    salt: str
    memo: str
    party: str
    resident_id: int | None


@contextmanager
def whole() -> Iterator[None]:
    """Write all or nothing: in a transaction of its own, or as a part of the caller's.

    A refusal comes before anything is written, so the caller may go on after it. After anything
    else the caller's transaction is lost.
    """
    if not statements.in_transaction():
        with transaction.atomic():
            yield
        return
    try:
        yield
    except Refused:
        raise
    except BaseException:
        connection.needs_rollback = True
        raise


def lock(book: Book) -> None:
    """Let one writer at a time into a book. SQLite's transactions queue for the whole file."""
    if _has_locks():
        statements.run(LOCK, [book.village_id, book.pk])


@cache
def _has_locks() -> bool:
    return bool(connection.features.has_select_for_update)


def begin(book: Book, codes: Collection[str]) -> Turn:
    """Take the book's lock, and read where it stands and the accounts with these codes."""
    turn = Turn(book)
    here = [book.village_id, book.pk]
    wanted = sorted(codes)
    some = [wanted[at : at + CODES_AT_ONCE] for at in range(0, len(wanted), CODES_AT_ONCE)]
    with statements.together():
        lock(book)  # what is read after it is as the writer before has left it
        standing = statements.run(STANDING, here * 3)
        found = [statements.run(_accounts(len(few)), [*here, *few]) for few in some]
    for what, number, text in standing.fetchall():
        if what == LAST:
            turn.sequence, turn.head = number, text
        elif what == PAPER:
            turn.receipt_no = number
        else:
            turn.closed.add(text)
    for rows in found:
        turn.accounts.update((row[0], Held(*row)) for row in rows.fetchall())
    return turn


@cache
def _accounts(count: int) -> str:
    return ACCOUNTS.format(marks=", ".join(["%s"] * count))


def write(turn: Turn, entries: Sequence[Ready]) -> list[Entry]:
    """Write entries and the balances they make; returns them."""
    written = [statements.made(Entry, row) for row in put(turn, entries)]
    for entry in written:
        # Set beside it, so that nobody asks the database for what was just looked at.
        BOOK.set_cached_value(entry, turn.book)
    return written


def put(turn: Turn, entries: Sequence[Ready]) -> list[Row]:
    """Write entries and the balances they make; returns the rows of the entries."""
    village = turn.book.village_id
    moved = sorted((turn.accounts[code].pk, sums) for code, sums in turn.moved.items())
    rows = [_entry(one, village) for one in entries]
    ids = [row[0] for row in rows]
    with statements.together():
        # Everybody touches balances in the same order.
        statements.run_many(MOVED, [[*sums, village, account] for account, sums in moved])
        statements.add(Entry, *rows)
        statements.add(Movement, *_movements(turn, entries, ids))
    return rows


def _entry(one: Ready, village: int) -> Row:
    facts = one.facts
    return (
        new_id(), village, facts.book, facts.sequence, facts.kind, facts.value_on,
        facts.recorded_at, facts.claimed_at, facts.receipt_no, facts.request_id, facts.part,
        len(facts.moves), facts.maker, facts.checker, one.reverses and one.reverses.pk,
        facts.commitment, facts.previous_head, one.head, chain.FORMAT, one.salt, one.memo,
        one.party, one.resident_id,
    )  # fmt: skip


def _movements(turn: Turn, entries: Sequence[Ready], ids: Sequence[int]) -> Iterator[Row]:
    book, village, accounts = turn.book.pk, turn.book.village_id, turn.accounts
    for one, entry in zip(entries, ids, strict=True):
        sequence, on = one.facts.sequence, one.facts.value_on
        for position, move in enumerate(one.facts.moves):
            debit, credit = accounts[move.debit].pk, accounts[move.credit].pk
            yield (
                new_id(), village, entry, book, sequence, position, on, debit, credit,
                move.amount_rp, move.unit,
            )  # fmt: skip
