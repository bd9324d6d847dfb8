"""A whole book from its first entry to its last, a page at a time, in constant memory.

For who looks at everything: rows as they are stored and not objects, because there may be
millions. Days and moments stay text, year first, which compares as days do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.db import connection

from rembuk.ledger.models import Book

A_PAGE = 2000  # entries read together
DAY_AND_CLOCK = len("2026-11-20 03:00:00")


class Moved(NamedTuple):
    """A movement as it is stored; accounts by their ids."""

    entry_id: int
    sequence: int
    village_id: int
    book_id: int
    value_on: str
    debit_id: int
    credit_id: int
    amount_rp: int
    unit: str


class Written(NamedTuple):
    """An entry as it is stored."""

    pk: int
    sequence: int
    kind: str
    value_on: str
    recorded_at: str
    claimed_at: str | None
    receipt_no: int | None
    request_id: str
    part: int
    lines: int
    maker_id: int | None
    checker_id: int | None
    commitment: str
    previous_head: str
    head: str
    reverses_id: int | None
    reverses_sequence: int | None
    salt: str
    memo: str
    party: str
    resident_id: int | None


def entries(book: Book, *, after: int = 0) -> Iterator[tuple[Written, list[Moved]]]:
    """Yield the entries after a number, each with its movements in order."""
    while page := _page(book, after=after):
        last = page[-1].sequence
        moved: dict[int, list[Moved]] = {}
        for move in _moved(book, first=page[0].sequence, last=last):
            moved.setdefault(move.entry_id, []).append(move)
        for entry in page:
            yield entry, moved.get(entry.pk, [])
        after = last


def head(entry: Written, moves: list[Moved], *, book: Book, codes: Mapping[int, str]) -> str:
    """Return the hash of a stored entry: the bytes of chain.canonical, straight from the rows.

    A test compares the two; `codes` are the accounts' codes by id.
    """
    told = "".join(
        f"move {codes.get(m.debit_id)} {codes.get(m.credit_id)} {m.amount_rp} {m.unit or '-'}\n"
        for m in moves
    )
    return hashlib.sha256(
        (
            f"rembuk-entry 1\nbook {book.pk}\nsequence {entry.sequence}\nkind {entry.kind}\n"
            f"value_on {entry.value_on}\nrecorded_at {_moment(entry.recorded_at)}\n"
            f"claimed_at {_moment(entry.claimed_at) if entry.claimed_at else '-'}\n"
            f"receipt_no {_plain(entry.receipt_no)}\nrequest {_uuid(entry.request_id)}"
            f" {entry.part}\nmaker {_plain(entry.maker_id)}\nchecker {_plain(entry.checker_id)}\n"
            f"reverses {_plain(entry.reverses_sequence)}\ncommitment {entry.commitment}\n"
            f"previous {entry.previous_head}\n{told}"
        ).encode()
    ).hexdigest()


def movements_of(book: Book, entry_id: int) -> list[tuple[int, int, int, str]]:
    """Return debit, credit, sum and unit of the movements of an entry, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT debit_id, credit_id, amount_rp, unit FROM ledger_movement"
            " WHERE entry_id = %s AND village_id = %s ORDER BY position",
            [entry_id, book.village_id],
        )
        return list(cursor.fetchall())


def _page(book: Book, *, after: int) -> list[Written]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.sequence, e.kind, CAST(e.value_on AS text),"
            " CAST(e.recorded_at AS text), CAST(e.claimed_at AS text), e.receipt_no,"
            " CAST(e.request_id AS text), e.part, e.lines, e.maker_id, e.checker_id, e.commitment,"
            " e.previous_head, e.head, e.reverses_id, back.sequence, e.salt, e.memo,"
            " e.party, e.resident_id"
            " FROM ledger_entry e LEFT JOIN ledger_entry back ON back.id = e.reverses_id"
            " WHERE e.book_id = %s AND e.sequence > %s ORDER BY e.sequence LIMIT %s",
            [book.pk, after, A_PAGE],
        )
        return list(map(Written._make, cursor))


def _moved(book: Book, *, first: int, last: int) -> list[Moved]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.entry_id, m.sequence, m.village_id, m.book_id, CAST(m.value_on AS text),"
            " m.debit_id, m.credit_id, m.amount_rp, m.unit FROM ledger_entry e"
            " JOIN ledger_movement m ON m.entry_id = e.id"
            " WHERE e.book_id = %s AND e.sequence >= %s AND e.sequence <= %s"
            " ORDER BY e.sequence, m.position",
            [book.pk, first, last],
        )
        return list(map(Moved._make, cursor))


def _moment(stored: str) -> str:
    """Write a stored moment as the chain does: 2026-11-20T03:00:00.000000Z. Both store UTC."""
    fraction = stored[DAY_AND_CLOCK + 1 :].partition("+")[0] if stored[19:20] == "." else ""
    return f"{stored[:10]}T{stored[11:19]}.{fraction:0<6}Z"


def _uuid(stored: str) -> str:
    if len(stored) != 32:
        return stored
    return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"


def _plain(value: int | None) -> str:
    return "-" if value is None else str(value)
