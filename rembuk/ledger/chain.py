"""The bytes of an entry that are hashed, and the hash that links it to the one before.

Format 1, one line each, in UTF-8, ended by a line feed. docs/ledger.md repeats it, and
`rembuk verify` reads it without this file. No name and no memo is in it: only their commitment.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from random import Random
from typing import NamedTuple
from uuid import UUID

FORMAT = 1
SALT_BYTES = 16
# What stands in a line that is hashed is one word: no line can be two, and no two can be one.
KIND = re.compile(r"[A-Z][A-Z0-9_.]{0,23}")
CODE = re.compile(r"[A-Za-z0-9_.-]{1,24}")
UNIT = re.compile(r"[A-Za-z0-9_.]{0,12}")


@dataclass(frozen=True)
class Move:
    """One movement: a debit account, a credit account (their codes), and whole rupiah."""

    debit: str
    credit: str
    amount_rp: int
    unit: str = ""


class Facts(NamedTuple):
    """What an entry states about money; people as the numbers of their accounts with Rembuk."""

    book: int
    sequence: int
    kind: str
    value_on: date
    recorded_at: datetime
    claimed_at: datetime | None
    receipt_no: int | None
    request_id: UUID
    part: int
    maker: int | None
    checker: int | None
    reverses: int | None
    commitment: str
    previous_head: str
    moves: Sequence[Move]


def _salt_by_chance() -> str:
    return os.urandom(SALT_BYTES).hex()


_make_salt: ContextVar[Callable[[], str]] = ContextVar("make_salt", default=_salt_by_chance)


def new_salt() -> str:
    """Return a salt that makes a commitment unguessable: 32 hexadecimal digits."""
    return _make_salt.get()()


@contextmanager
def salts_from(seed: int) -> Iterator[None]:
    """Draw salts from a seed inside the block: the same demo twice has the same heads.

    For invented people only: who knows the seed can try words against a commitment.
    """
    drawn = Random(seed)  # noqa: S311 -- the same each time on purpose, for invented people
    earlier = _make_salt.set(lambda: drawn.randbytes(SALT_BYTES).hex())
    try:
        yield
    finally:
        _make_salt.reset(earlier)


def commitment(*, salt: str, memo: str, party: str, resident_id: int | None) -> str:
    """Return what the chain keeps of the words: sha256 over salt, memo, party and resident."""
    told = "\n".join((salt, memo, party, _plain(resident_id)))
    return hashlib.sha256(told.encode()).hexdigest()


def head(facts: Facts) -> str:
    """Return the entry's hash, which the next entry names as its previous head."""
    return hashlib.sha256(canonical(facts)).hexdigest()


def canonical(facts: Facts) -> bytes:
    """Return the entry as the bytes that are hashed."""
    told = (
        f"rembuk-entry {FORMAT}\n"
        f"book {facts.book}\n"
        f"sequence {facts.sequence}\n"
        f"kind {facts.kind}\n"
        f"value_on {facts.value_on.isoformat()}\n"
        f"recorded_at {moment(facts.recorded_at)}\n"
        f"claimed_at {moment(facts.claimed_at) if facts.claimed_at else '-'}\n"
        f"receipt_no {_plain(facts.receipt_no)}\n"
        f"request {facts.request_id} {facts.part}\n"
        f"maker {_plain(facts.maker)}\n"
        f"checker {_plain(facts.checker)}\n"
        f"reverses {_plain(facts.reverses)}\n"
        f"commitment {facts.commitment}\n"
        f"previous {facts.previous_head}\n"
    )
    for move in facts.moves:
        told += f"move {move.debit} {move.credit} {move.amount_rp} {move.unit or '-'}\n"
    return told.encode()


def digest(
    *, book: int, until: date, sequence: int, head: str, sums: Iterable[tuple[str, int, int]]
) -> str:
    """Return sha256 over a month end and the head; docs/ledger.md tells the lines.

    `sums` are (code, all debits, all credits) of every account that moved, in any order.
    """
    lines = [
        "rembuk-seal 1",
        f"book {book}",
        f"until {until.isoformat()}",
        f"sequence {sequence}",
        f"head {head}",
        # Sorted here: a database sorts codes by its own language, and another one differently.
        *(f"account {code} {debit_rp} {credit_rp}" for code, debit_rp, credit_rp in sorted(sums)),
    ]
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@lru_cache(maxsize=64)
def moment(at: datetime) -> str:
    """Return a moment in UTC to the microsecond, written in one way only."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"  # for +00:00


def _plain(value: int | None) -> str:
    return "-" if value is None else str(value)
