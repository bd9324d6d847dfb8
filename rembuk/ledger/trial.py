"""Every account of a book with its sums, by code: what a trial balance and an export are made of.

A large cooperative has three accounts for each of thousands of members. Most of them did not move
since the last month end was kept: their rows are handed on as they are kept.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection

from rembuk.ledger import checkpoints
from rembuk.ledger.checkpoints import Mark, Sides
from rembuk.ledger.models import Book

Row = TypeVar("Row", bound=tuple[Any, ...])
Make = Callable[[Iterable[Any]], Row]
BY_CODE = itemgetter(0)  # of a row that is told
IDS_AT_ONCE = 500
COLUMNS = "id, code, name, kind, normal"
KEPT = """
    SELECT a.id, a.code, a.name, a.kind, a.normal, c.debit_rp, c.credit_rp
    FROM ledger_checkpoint c JOIN ledger_account a ON a.id = c.account_id
    WHERE c.book_id = %s AND c.until = %s AND c.sequence = %s
"""


def in_order(
    book: Book,
    make: Make[Row],
    *,
    on: date,
    known: int,
    mark: Mark | None,
    under: str | None = None,
    unit: str | None = None,
) -> list[Row]:
    """Return every account that moved up to a day and a number, by its code.

    Each is made of (code, name, kind, normal, debit, credit), in rupiah. `under` is None for every
    account, "" to sum members' accounts up under their control account, or the code of a control
    account to return those under it alone. `unit` is None for all, or the one whose movements
    count: no mark knows of units.
    """
    assert mark is None or unit is None
    with _nothing_swept():
        if mark is not None and under is None:
            told = list(_from_mark(book, make, mark, on=on, known=known))
        else:
            sums = checkpoints.moved(book, on=on, known=known, mark=mark, unit=unit)
            told = list(_added_up(book, make, sums, under=under))
        # By code once more: PostgreSQL sorts codes by its own language.
        return sorted(told, key=BY_CODE)


def _from_mark(book: Book, make: Make[Row], mark: Mark, *, on: date, known: int) -> Iterator[Row]:
    """Yield what a mark holds, more or less what moved since; where it is gone, from nothing."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [book.pk, mark.until, mark.sequence])
        kept = cursor.fetchall()
    if not kept:
        sums = checkpoints.moved(book, on=on, known=known, mark=None)
        yield from _added_up(book, make, sums, under=None)
        return
    debits, credits_ = checkpoints.since(book, mark, on=on, known=known)
    changed = debits.keys() | credits_.keys()
    yield from (make(row[1:]) for row in kept if row[0] not in changed)
    held = {row[0]: row for row in kept if row[0] in changed}
    new = _named(changed - held.keys())
    for account in changed:
        _id, code, name, kind, normal, debit, credit = held.get(account) or new[account]
        debit, credit = debit + debits.get(account, 0), credit + credits_.get(account, 0)
        if debit or credit:
            yield make((code, name, kind, normal, debit, credit))


def _added_up(
    book: Book, make: Make[Row], sums: tuple[Sides, Sides], *, under: str | None
) -> Iterator[Row]:
    debits, credits_ = sums
    if under == "":
        parents = _parents(book)
        debits, credits_ = _summed_up(debits, parents), _summed_up(credits_, parents)
    for account, code, name, kind, normal in _accounts(book, under=under):
        debit, credit = debits.get(account, 0), credits_.get(account, 0)
        if debit or credit:
            yield make((code, name, kind, normal, debit, credit))


def _named(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return accounts that a mark does not know: as it would have them, with nothing on them."""
    found: dict[int, tuple[Any, ...]] = {}
    wanted = sorted(ids)
    for first in range(0, len(wanted), IDS_AT_ONCE):
        few = wanted[first : first + IDS_AT_ONCE]
        marks = ", ".join(["%s"] * len(few))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {COLUMNS}, 0, 0 FROM ledger_account WHERE id IN ({marks})", few)  # noqa: S608 -- our own words
            found |= {row[0]: row for row in cursor.fetchall()}
    return found


@contextmanager
def _nothing_swept() -> Iterator[None]:
    """Let Python look for garbage later: none of a hundred thousand rows is, and it would look."""
    sweeps = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeps:
            gc.enable()


def _accounts(book: Book, *, under: str | None) -> list[tuple[Any, ...]]:
    """Return (id, code, name, kind, normal) of the accounts that are told."""
    which = ""
    values: list[Any] = [book.pk]
    if under == "":
        which = " AND parent_id IS NULL"
    elif under:
        which = " AND parent_id = (SELECT id FROM ledger_account WHERE book_id = %s AND code = %s)"
        values += [book.pk, under]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM ledger_account"  # noqa: S608 -- our own words
            f" WHERE book_id = %s{which} ORDER BY code",
            values,
        )
        return list(cursor.fetchall())


def _parents(book: Book) -> dict[int, int]:
    """Return the control account of each member's account, by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, parent_id FROM ledger_account WHERE book_id = %s AND parent_id IS NOT NULL",
            [book.pk],
        )
        return dict(cursor.fetchall())


def _summed_up(sums_: Sides, parents: dict[int, int]) -> Sides:
    found: Sides = defaultdict(int)
    for account, amount in sums_.items():
        found[parents.get(account, account)] += amount
    return found
