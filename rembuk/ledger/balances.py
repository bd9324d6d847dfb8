"""What an account holds, for any day and as known at any moment.

A balance is asked on two axes: `on`, the last value date that counts, and `known`, the last
sequence number that counts. The movements are the authority; nothing here is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from rembuk.ledger.models import Account, Book, Entry

EVER = date.max


@dataclass(frozen=True)
class Sums:
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
        difference = self.debit_rp - self.credit_rp
        return difference if self.normal == Account.Side.DEBIT else -difference


def last_sequence(book: Book, *, at: datetime | None = None) -> int:
    """Return the number of the last entry, or of the last recorded up to a moment; 0 if none."""
    entries = Entry.objects.of(book.village).filter(book=book)
    if at is not None:
        entries = entries.filter(recorded_at__lte=at)
    return entries.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def balance(account: Account, *, on: date = EVER, known: int | None = None) -> int:
    """Return an account's balance on its own side: one walk along each of its two indexes."""
    debit = _side("debit_id", account.pk, on=on, known=known)
    credit = _side("credit_id", account.pk, on=on, known=known)
    return debit - credit if account.normal == Account.Side.DEBIT else credit - debit


def trial_balance(book: Book, *, on: date = EVER, known: int | None = None) -> list[Sums]:
    """Return the sums of every account that ever moved up to that day and number, by code.

    Debits and credits are equal in total: a movement is both.
    """
    where = "book_id = %s AND value_on <= %s"
    values: list[Any] = [book.pk, on]
    if known is not None:
        where += " AND sequence <= %s"
        values.append(known)
    sql = f"""
        SELECT a.code, a.name, a.kind, a.normal, sum(m.debit_rp), sum(m.credit_rp)
        FROM (
            SELECT debit_id AS account_id, sum(amount_rp) AS debit_rp, 0 AS credit_rp
            FROM ledger_movement WHERE {where} GROUP BY debit_id
            UNION ALL
            SELECT credit_id, 0, sum(amount_rp)
            FROM ledger_movement WHERE {where} GROUP BY credit_id
        ) m JOIN ledger_account a ON a.id = m.account_id
        GROUP BY a.code, a.name, a.kind, a.normal ORDER BY a.code
    """  # noqa: S608 -- the words above are ours, the values go beside them
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *values])
        return [
            Sums(code, name, kind, normal, int(debit), int(credit))
            for code, name, kind, normal, debit, credit in cursor.fetchall()
        ]


def _side(column: str, account: int, *, on: date, known: int | None) -> int:
    until = "" if known is None else " AND sequence <= %s"
    values: list[Any] = [account, on] if known is None else [account, on, known]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(amount_rp), 0) FROM ledger_movement"  # noqa: S608 -- as above
            f" WHERE {column} = %s AND value_on <= %s{until}",
            values,
        )
        return int(cursor.fetchone()[0])
