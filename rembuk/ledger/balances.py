"""What an account holds, for any day and as known at any moment.

A balance is asked on two axes: `on`, the last value date that counts, and `known`, the last
sequence number that counts. The movements are the authority; what is kept at month ends
(checkpoints.py) only shortens the way.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import connection

from rembuk.ledger import checkpoints, trial
from rembuk.ledger.models import Account, Book

EVER = date.max
FEW = 1000  # movements that are added up sooner than a month end is looked for


class Sums(NamedTuple):
    """All that was debited and credited to one account, in whole rupiah."""

    code: str
    name: str
    kind: str
    normal: str
    debit_rp: int
    credit_rp: int

    @property
    def own_rp(self) -> int:
        """The balance on the account's own side; below zero when it stands on the other."""
        return self.net_rp if self.normal == Account.Side.DEBIT else -self.net_rp

    @property
    def net_rp(self) -> int:
        """What was debited more than credited; below zero when it is the other way round."""
        return self.debit_rp - self.credit_rp


def balance(account: Account, *, on: date = EVER, known: int | None = None) -> int:
    """Return an account's balance on its own side: a short walk along each of its two indexes."""
    debit, credit = sums_of(account, on=on, known=known)
    return debit - credit if account.normal == Account.Side.DEBIT else credit - debit


def sums_of(account: Account, *, on: date = EVER, known: int | None = None) -> tuple[int, int]:
    """Return all that was debited and credited to an account, in whole rupiah."""
    number = checkpoints.EVER if known is None else known
    few = _few(account.pk, on=on, known=number)
    return checkpoints.sums_of(account, on=on, known=number) if few is None else few


def trial_balance(
    book: Book,
    *,
    on: date = EVER,
    known: int | None = None,
    kept: bool = True,
    under: str | None = None,
    unit: str | None = None,
) -> list[Sums]:
    """Return the sums of every account that ever moved up to that day and number, by code.

    Debits and credits are equal in total: a movement is both. `kept` says whether month ends may
    be used; who proves something works it out from the movements alone. `under` is None for every
    account, "" with the members' accounts summed up under their control account, or the code of a
    control account for the members' under it. `unit` counts the movements of one unit alone, ""
    those of none: both accounts of a movement are of its unit, so the two sides are equal here too.
    """
    mark = checkpoints.nearest(book, on=on, known=known) if kept and unit is None else None
    number = checkpoints.EVER if known is None else known
    return trial.in_order(book, Sums._make, on=on, known=number, mark=mark, under=under, unit=unit)


def _few(account: int, *, on: date, known: int) -> tuple[int, int] | None:
    """Return the sums of both sides of an account; None if it has more than a few movements."""
    side = (
        "(SELECT amount_rp FROM ledger_movement WHERE {} = %s AND value_on <= %s"
        " AND sequence <= %s LIMIT %s) t"
    )
    rows = " UNION ALL ".join(
        f"SELECT count(*), coalesce(sum(amount_rp), 0) FROM {side.format(column)}"  # noqa: S608 -- the words are ours, the values go beside them
        for column in ("debit_id", "credit_id")
    )
    with connection.cursor() as cursor:
        cursor.execute(rows, [account, on, known, FEW + 1] * 2)
        (debits, debit), (credits_, credit) = cursor.fetchall()
    return None if max(debits, credits_) > FEW else (int(debit), int(credit))
