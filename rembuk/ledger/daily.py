"""What accounts held at the end of each day of some days: what interest is worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from rembuk.ledger import balances, checkpoints, reading
from rembuk.ledger.models import Account, Book, Movement

EVER = checkpoints.EVER
ONE_DAY = timedelta(days=1)
# What one side of accounts moved on each of some days; `which` says which accounts.
MOVED = """
    SELECT a.code, m.value_on, a.normal, '{mark}', sum(m.amount_rp)
    FROM ledger_account a JOIN ledger_movement m ON m.{side}_id = a.id
    WHERE a.village_id = %s AND a.book_id = %s AND {which}
        AND m.value_on >= %s AND m.value_on <= %s AND m.sequence <= %s
    GROUP BY a.code, m.value_on, a.normal
"""
UNDER = "a.parent_id IN (SELECT id FROM ledger_account WHERE book_id = %s AND code IN ({}))"


@dataclass(frozen=True)
class Span:
    """Some days, both counted, as known at an entry."""

    first: date
    last: date
    known: int = EVER

    @property
    def before(self) -> date:
        """The day whose end is the beginning of the first."""
        return self.first - ONE_DAY


def last_number(book: Book) -> int:
    """Return the number of the last entry of a book, 0 while it has none."""
    rows = Movement.objects.of(book.village).filter(book=book)
    return rows.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def of_accounts(book: Book, codes: Iterable[str], *, span: Span) -> dict[str, dict[date, int]]:
    """Return what accounts held before the first day, and after each day on which they moved.

    Each is told on the account's own side, in whole rupiah; the balance before stands on the day
    before the first. Two queries.
    """
    few = sorted(set(codes))
    if not few:
        return {}
    before = reading.balances_of(book, few, on=span.before, known=span.known)
    return _by_day(before, _changes(book, f"a.code IN ({_marks(few)})", few, span), span)


def under(book: Book, controls: Sequence[str], *, span: Span) -> dict[str, dict[date, int]]:
    """Return the same of all members' accounts under control accounts that ever moved.

    As many queries for ten accounts as for ten thousand; what is kept at month ends shortens them.
    """
    tops = {f"{control}-" for control in controls}
    sums = balances.trial_balance(book, on=span.before, known=span.known)
    before = {one.code: one.own_rp for one in sums if one.code[:5] in tops}
    changes = _changes(book, UNDER.format(_marks(controls)), [book.pk, *controls], span)
    return _by_day(before, changes, span)


def _by_day(
    before: Mapping[str, int], changes: Mapping[str, Mapping[date, int]], span: Span
) -> dict[str, dict[date, int]]:
    """Add each day's change to what was there before it."""
    found: dict[str, dict[date, int]] = {}
    for code in before.keys() | changes.keys():
        held = before.get(code, 0)
        days = found[code] = {span.before: held}
        for day, grown in sorted(changes.get(code, {}).items()):
            held += grown
            days[day] = held
    return found


def _changes(
    book: Book, which: str, wanted: Sequence[int | str], span: Span
) -> dict[str, dict[date, int]]:
    """Return by how much accounts grew on each day that moved them, on their own sides."""
    sides = (("debit", Account.Side.DEBIT), ("credit", Account.Side.CREDIT))
    rows = " UNION ALL ".join(
        MOVED.format(side=side, mark=mark.value, which=which) for side, mark in sides
    )
    values: list[int | str | date] = [
        book.village_id,
        book.pk,
        *wanted,
        span.first,
        span.last,
        span.known,
    ]
    told: dict[str, dict[date, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(rows, values * 2)
        for code, on, normal, mark, rupiah in cursor.fetchall():
            of_day, day = told.setdefault(code, {}), checkpoints.as_day(on)
            grown = int(rupiah) if normal == mark else -int(rupiah)
            of_day[day] = of_day.get(day, 0) + grown
    return told


def _marks(values: Sequence[int | str]) -> str:
    return ", ".join(["%s"] * len(values))
