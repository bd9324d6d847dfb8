"""A whole book from its first entry to its last, a page at a time, in constant memory.

For who looks at everything: rows as they are stored and not objects, because there may be
millions. Days and moments stay text, year first, which compares as days do. Most entries need a
glance only; one that does not look sound is read whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from django.db import connection

from rembuk.ledger.models import Book
from rembuk.lib.money import MOST_RP

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


class Seen(NamedTuple):
    """An entry at a glance: the text its head was made of, as the database puts it together.

    `moves` has a line for each movement, and "bad" for one that cannot be or that does not agree
    with its entry; None without any. `by_two` is false where one person signed twice.
    """

    sequence: int
    kind: str
    value_on: str
    receipt_no: int | None
    lines: int
    reverses_id: int | None
    by_two: bool
    previous_head: str
    head: str
    commitment: str
    salt: str
    words: str
    told: str
    moves: str | None


def pages(book: Book, *, after: int = 0) -> Iterator[list[Seen]]:
    """Yield the entries after a number at a glance, a page at a time."""
    statement = _glance()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [book.pk, after, A_PAGE])
            page = list(map(Seen._make, cursor))
        if not page:
            return
        yield page
        after = page[-1].sequence


def looks_sound(seen: Seen) -> bool:
    """Say whether an entry and its words are those that were hashed, with nothing beside them."""
    told = f"{seen.told}{seen.moves}"
    return (
        seen.moves is not None
        and seen.moves.count("\n") == seen.lines
        and bool(seen.by_two)
        and hashlib.sha256(told.encode()).hexdigest() == seen.head
        and _words_are_sound(seen)
    )


def _words_are_sound(seen: Seen) -> bool:
    """Say whether the words are those committed to, or were erased: then there are none at all."""
    if not seen.salt:
        return seen.words.split("\n")[:-1] == ["", "", ""]
    return hashlib.sha256(seen.words.encode()).hexdigest() == seen.commitment


def moved(book: Book, *, side: str, first: int, last: int) -> list[tuple[int, int, int]]:
    """Return (account, rupiah, movements) of the entries from one number to another, by side."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT m.{side}_id, CAST(sum(m.amount_rp) AS bigint), count(*) FROM ledger_entry e"  # noqa: S608 -- our own words
            " JOIN ledger_movement m ON m.entry_id = e.id"
            " WHERE e.book_id = %s AND e.sequence >= %s AND e.sequence <= %s GROUP BY 1",
            [book.pk, first, last],
        )
        return list(cursor.fetchall())


def entry(book: Book, sequence: int) -> tuple[Written, list[Moved]]:
    """Return the entry with a number, with its movements in order."""
    page = _page(book, sequence=sequence)
    return page, _moved(book, sequence=sequence)


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


def _page(book: Book, *, sequence: int) -> Written:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.sequence, e.kind, CAST(e.value_on AS text),"
            " CAST(e.recorded_at AS text), CAST(e.claimed_at AS text), e.receipt_no,"
            " CAST(e.request_id AS text), e.part, e.lines, e.maker_id, e.checker_id, e.commitment,"
            " e.previous_head, e.head, e.reverses_id, back.sequence, e.salt, e.memo,"
            " e.party, e.resident_id"
            " FROM ledger_entry e LEFT JOIN ledger_entry back ON back.id = e.reverses_id"
            " WHERE e.book_id = %s AND e.sequence = %s",
            [book.pk, sequence],
        )
        return Written._make(cursor.fetchone())


def _moved(book: Book, *, sequence: int) -> list[Moved]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.entry_id, m.sequence, m.village_id, m.book_id, CAST(m.value_on AS text),"
            " m.debit_id, m.credit_id, m.amount_rp, m.unit FROM ledger_entry e"
            " JOIN ledger_movement m ON m.entry_id = e.id"
            " WHERE e.book_id = %s AND e.sequence = %s ORDER BY m.position",
            [book.pk, sequence],
        )
        return list(map(Moved._make, cursor))


# --- at a glance: the lines of chain.canonical, put together where the rows are ------------------

MOMENTS = {
    "sqlite": "substr({0}, 1, 10) || 'T' || substr({0}, 12, 8) || '.'"
    " || substr(substr({0}, 21) || '000000', 1, 6) || 'Z'",
    "postgresql": """to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
}
REQUESTS = {
    "sqlite": "substr({0}, 1, 8) || '-' || substr({0}, 9, 4) || '-' || substr({0}, 13, 4) || '-'"
    " || substr({0}, 17, 4) || '-' || substr({0}, 21)",
    "postgresql": "CAST({0} AS text)",
}
# One beside the other as the index has them. Were they ever told in another order, their hash
# would not fit, and the entry would be looked at more closely.
JOINED = {
    "sqlite": "group_concat({0}, '')",
    "postgresql": "string_agg({0}, '' ORDER BY m.position)",
}
WHOLE = {"sqlite": "typeof(m.amount_rp) = 'integer'", "postgresql": "TRUE"}
TOLD = """'rembuk-entry 1
book ' || e.book_id || '
sequence ' || e.sequence || '
kind ' || e.kind || '
value_on ' || CAST(e.value_on AS text) || '
recorded_at ' || {recorded_at} || '
claimed_at ' || coalesce({claimed_at}, '-') || '
receipt_no ' || coalesce(CAST(e.receipt_no AS text), '-') || '
request ' || {request} || ' ' || e.part || '
maker ' || coalesce(CAST(e.maker_id AS text), '-') || '
checker ' || coalesce(CAST(e.checker_id AS text), '-') || '
reverses ' || coalesce((SELECT CAST(b.sequence AS text) FROM ledger_entry b
    WHERE b.id = e.reverses_id), '-') || '
commitment ' || e.commitment || '
previous ' || e.previous_head || '
'"""
MOVE = """CASE WHEN m.sequence = e.sequence AND m.book_id = e.book_id
    AND m.village_id = e.village_id AND m.value_on = e.value_on AND m.unit = ''
    AND m.amount_rp BETWEEN 1 AND {most} AND {whole} AND m.debit_id <> m.credit_id
    AND d.book_id = e.book_id AND c.book_id = e.book_id
    THEN 'move ' || d.code || ' ' || c.code || ' ' || m.amount_rp || ' -
' ELSE 'bad' END"""
GLANCE = """
    SELECT e.sequence, e.kind, CAST(e.value_on AS text), e.receipt_no, e.lines, e.reverses_id,
        coalesce(e.maker_id <> e.checker_id, 1 = 1), e.previous_head, e.head, e.commitment, e.salt,
        e.salt || '
' || e.memo || '
' || e.party || '
' || coalesce(CAST(e.resident_id AS text), '-'),
        {told},
        (SELECT {moves} FROM ledger_movement m LEFT JOIN ledger_account d ON d.id = m.debit_id
            LEFT JOIN ledger_account c ON c.id = m.credit_id WHERE m.entry_id = e.id)
    FROM ledger_entry e WHERE e.book_id = %s AND e.sequence > %s ORDER BY e.sequence LIMIT %s
"""


@cache
def _glance() -> str:
    here = connection.vendor
    told = TOLD.format(
        recorded_at=MOMENTS[here].format("e.recorded_at"),
        claimed_at=MOMENTS[here].format("e.claimed_at"),
        request=REQUESTS[here].format("e.request_id"),
    )
    move = MOVE.format(most=MOST_RP, whole=WHOLE[here])
    return GLANCE.format(told=told, moves=JOINED[here].format(move))


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
