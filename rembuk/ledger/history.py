"""Bringing the past into a book: many entries from elsewhere, judged and chained like any other.

They go in by blocks. A block is written as a whole or not at all, and stays when a later one is
refused; the same lines brought in again under the same key go on where it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from uuid import uuid5

from django.db import connection
from django.utils.translation import gettext as _

from rembuk.ledger import posting, writing
from rembuk.ledger.chain import Move
from rembuk.ledger.models import Book, Entry, Movement
from rembuk.ledger.posting import Plan, Signed
from rembuk.lib.errors import Refused
from rembuk.villages import audit, tenancy

A_BLOCK = 2_000
# What a room above says of an entry that would land in a book: "" or why it may not.
Judge = Callable[[Plan], str]
_judges: list[Callable[[Book], Judge]] = []


def judge_by(judge_of: Callable[[Book], Judge]) -> None:
    """Register a room's judge; it is made anew for each block, under the book's lock."""
    _judges.append(judge_of)


@dataclass
class Told:
    """What became of the lines: how many are in the book, and what was said of which others.

    `refused` has the number of the line, from 1, and the sentence. With one in it, its whole
    block and all after it were left out.
    """

    written: int = 0
    there_already: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def bring_in(
    book: Book, plans: Iterable[Plan], *, signed: Signed, today: date, a_block: int = A_BLOCK
) -> Told:
    """Write entries from elsewhere into a book, block by block, until one is refused.

    Each is judged as if those before it were written; memory is that of one block. Errors:
    Refused if a block that is there under this key reads differently now.
    """
    told = Told()
    for number, block in enumerate(_blocks(plans, a_block)):
        of_block = replace(signed, request_id=uuid5(signed.request_id, str(number)))
        with _inside(book), writing.whole():
            if _is_there(book, block, signed=of_block):
                told.there_already += len(block)
                continue
            told.refused = _written(
                book, block, signed=of_block, today=today, before=told.written + told.there_already
            )
        if told.refused:
            break
        told.written += len(block)
    return told


def _inside(book: Book) -> AbstractContextManager[None]:
    """Show the book's village for a block, unless the caller is inside it already."""
    return nullcontext() if connection.in_atomic_block else tenancy.inside(book.village)


def _blocks(plans: Iterable[Plan], size: int) -> Iterator[list[Plan]]:
    lines = iter(plans)
    while block := list(islice(lines, size)):
        yield block


def _written(
    book: Book, block: list[Plan], *, signed: Signed, today: date, before: int
) -> list[tuple[int, str]]:
    """Write a block, or return which of its lines cannot be, and why."""
    turn = posting.begin(book, block)
    judges = [judge_of(book) for judge_of in _judges]
    refused = []
    for number, plan in enumerate(block, before + 1):
        try:
            posting.admit(turn, plan, today=today)
        except Refused as reason:
            refused.append((number, str(reason)))
            continue
        if says := next(filter(None, (judge(plan) for judge in judges)), ""):
            refused.append((number, says))
    if not refused:
        writing.put(turn, posting.ready(turn, block, signed=signed))
        audit.record(
            village=book.village, verb="ledger.brought_in", subject=book,
            subject_name=book.group.name, by=signed.by, at=signed.at,
            changes=[("lines", None, len(block))],
        )  # fmt: skip
    return refused


def _is_there(book: Book, block: list[Plan], *, signed: Signed) -> bool:
    """Say whether a block was written before; Refused if it was, and with other lines."""
    entries = Entry.objects.of(book.village).filter(book=book, request_id=signed.request_id)
    there = list(entries.order_by("part").values_list("pk", "kind", "value_on"))
    if not there:
        return False
    moves: dict[int, list[Move]] = {pk: [] for pk, _kind, _on in there}
    rows = Movement.objects.of(book.village).filter(entry__in=entries).order_by("pk")
    told = rows.values_list("entry", "debit__code", "credit__code", "amount_rp", "unit")
    for entry, debit, credit, amount_rp, unit in told:
        moves[entry].append(Move(debit, credit, amount_rp, unit))
    kept = [(kind, on, moves[pk]) for pk, kind, on in there]
    if kept != [(plan.kind, plan.on, list(plan.moves)) for plan in block]:
        raise Refused(_("These lines are in the book and read differently now. Begin a new file."))
    return True
