"""A whole book from its first entry to its last, a page at a time, in constant memory.

For who looks at everything: rows as they are stored and not objects, because there may be
millions. Days and moments stay text, year first, which compares as days do. Most entries need a
glance only; one that does not look sound is read whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db import connection

from rembuk.ledger.models import Book
from rembuk.lib.money import MOST_RP

A_PAGE = 2000  # entries read together
# As both databases write a moment: SQLite without a zone, PostgreSQL with that of UTC.
MOMENT = re.compile(r"([0-9-]{10}) ([0-9:]{8})(?:\.([0-9]{1,6}))?(?:\+00(?::00)?)?")
BAD = "bad"  # for what cannot be told as the chain tells it
BRACED = re.compile(r"\{([a-z_.]+)\}")
TEXTS = {
    "sqlite": "CASE WHEN typeof({0}) IN ('text', 'null') THEN CAST({0} AS text)"
    f" ELSE '{BAD}' END",
    "postgresql": "CAST({0} AS text)",
}


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
    village_id: int
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
    with its entry; None without any. `told` is "bad" where SQLite keeps bytes instead of text.
    `by_two` is false where one person signed twice.
    """

    village_id: int
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
        if len(page) < A_PAGE:
            return
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


def moved(
    book: Book, *, first: int, last: int, after: date | None = None
) -> list[tuple[int, int, int, int]]:
    """Return (debit, credit, rupiah, movements) of the entries from one number to another.

    Accounts by their ids, each pair of them once. Only of days later than `after`, where one is
    given.
    """
    later = " AND m.value_on > %s" if after else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.debit_id, m.credit_id, CAST(sum(m.amount_rp) AS bigint), count(*)"  # noqa: S608 -- our own words
            " FROM ledger_entry e JOIN ledger_movement m ON m.entry_id = e.id"
            f" WHERE e.book_id = %s AND e.sequence >= %s AND e.sequence <= %s{later}"
            " GROUP BY m.debit_id, m.credit_id",
            [book.pk, first, last, *([after] if after else [])],
        )
        return list(cursor.fetchall())


def entry(book: Book, sequence: int) -> tuple[Written, list[Moved]]:
    """Return the entry with a number, with its movements in order."""
    return _written(book, sequence=sequence), _moved(book, sequence=sequence)


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


def _written(book: Book, *, sequence: int) -> Written:
    columns = (
        "e.id, e.village_id, e.sequence, {e.kind}, {e.value_on}, {e.recorded_at}, {e.claimed_at},"
        " e.receipt_no, {e.request_id}, e.part, e.lines, e.maker_id, e.checker_id, {e.commitment},"
        " {e.previous_head}, {e.head}, e.reverses_id, back.sequence, {e.salt}, {e.memo}, {e.party},"
        " e.resident_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_as_text(columns)}"  # noqa: S608 -- our own words
            " FROM ledger_entry e LEFT JOIN ledger_entry back ON back.id = e.reverses_id"
            " WHERE e.book_id = %s AND e.sequence = %s",
            [book.pk, sequence],
        )
        return Written._make(cursor.fetchone())


def _moved(book: Book, *, sequence: int) -> list[Moved]:
    columns = (
        "m.entry_id, m.sequence, m.village_id, m.book_id, {m.value_on}, m.debit_id, m.credit_id,"
        " m.amount_rp, {m.unit}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_as_text(columns)} FROM ledger_entry e"  # noqa: S608 -- our own words
            " JOIN ledger_movement m ON m.entry_id = e.id"
            " WHERE e.book_id = %s AND e.sequence = %s ORDER BY m.position",
            [book.pk, sequence],
        )
        return list(map(Moved._make, cursor))


def _as_text(columns: str) -> str:
    """Write {columns} as the text they hold.

    SQLite keeps bytes in any of them, and bytes told as text would read like what was hashed.
    """
    return BRACED.sub(lambda found: TEXTS[connection.vendor].format(found[1]), columns)


# --- at a glance: the lines of chain.canonical, put together where the rows are ------------------

MOMENTS = {
    # Django writes 19 letters there, or 26 with the fraction; anything else is no moment.
    "sqlite": "CASE WHEN {0} IS NULL THEN NULL WHEN length({0}) = 19 AND {0} LIKE '____-__-__ %%'"
    " THEN replace({0}, ' ', 'T') || '.000000Z'"
    " WHEN length({0}) = 26 AND {0} LIKE '____-__-__ ________._%%'"
    f" THEN replace({{0}}, ' ', 'T') || 'Z' ELSE '{BAD}' END",
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
WHOLE = {
    "sqlite": "typeof(m.amount_rp) = 'integer' AND typeof(m.value_on) = 'text'",
    "postgresql": "TRUE",
}
# SQLite keeps bytes in a column of text, and puts them together as if they were text.
HASHED = (
    "kind", "value_on", "recorded_at", "request_id", "commitment", "previous_head", "head",
    "salt", "memo", "party",
)  # fmt: skip
ALL_TEXT = {
    "sqlite": " AND ".join(f"typeof(e.{column}) = 'text'" for column in HASHED)
    + " AND typeof(e.claimed_at) IN ('text', 'null')",
    "postgresql": "TRUE",
}
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
' ELSE '{bad}' END"""
GLANCE = """
    SELECT e.village_id, e.sequence, e.kind, CAST(e.value_on AS text), e.receipt_no, e.lines,
        e.reverses_id,
        coalesce(e.maker_id <> e.checker_id, 1 = 1), e.previous_head, e.head, e.commitment, e.salt,
        e.salt || '
' || e.memo || '
' || e.party || '
' || coalesce(CAST(e.resident_id AS text), '-'),
        CASE WHEN {all_text} THEN {told} ELSE '{bad}' END,
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
    move = MOVE.format(most=MOST_RP, whole=WHOLE[here], bad=BAD)
    moves = JOINED[here].format(move)
    return GLANCE.format(told=told, moves=moves, all_text=ALL_TEXT[here], bad=BAD)


def _moment(stored: str) -> str:
    """Write a stored moment as the chain does: 2026-11-20T03:00:00.000000Z. Both store UTC."""
    found = MOMENT.fullmatch(stored)
    if found is None:
        return BAD
    day, clock, fraction = found.groups(default="")
    return f"{day}T{clock}.{fraction:0<6}Z"


def _uuid(stored: str) -> str:
    if len(stored) != 32:
        return stored
    return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"


def _plain(value: int | None) -> str:
    return "-" if value is None else str(value)
