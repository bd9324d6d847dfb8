"""What accounts held at the end of each day of some days: what interest is worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import islice

from django.db.models import Case, F, Sum, When

from rembuk.ledger import checkpoints, reading
from rembuk.ledger.models import Account, Book, Movement

EVER = checkpoints.EVER
CODES_AT_ONCE = 400
ONE_DAY = timedelta(days=1)


def last_number(book: Book) -> int:
    """Return the number of the last entry of a book, 0 while it has none."""
    rows = Movement.objects.of(book.village).filter(book=book)
    return rows.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def balances_by_day(
    book: Book, codes: Iterable[str], *, first: date, last: date, known: int = EVER
) -> dict[str, dict[date, int]]:
    """Return what accounts held before the first day, and after each day on which they moved.

    Each is told on the account's own side, in whole rupiah, as known at an entry; the balance
    before stands on the day before `first`. Three queries for every few hundred accounts.
    """
    found: dict[str, dict[date, int]] = {}
    left = iter(sorted(set(codes)))
    while some := list(islice(left, CODES_AT_ONCE)):
        before = reading.balances_of(book, some, on=first - ONE_DAY, known=known)
        changes = _changes(book, some, first=first, last=last, known=known)
        for code in some:
            held = before[code]
            days = found[code] = {first - ONE_DAY: held}
            for day, grown in sorted(changes.get(code, {}).items()):
                held += grown
                days[day] = held
    return found


def _changes(
    book: Book, codes: Sequence[str], *, first: date, last: date, known: int
) -> dict[str, dict[date, int]]:
    """Return by how much each account grew on each day that moved it, on its own side."""
    told: dict[str, dict[date, int]] = {}
    days = {"value_on__gte": first, "value_on__lte": last, "sequence__lte": known}
    for side, mark in (("debit", Account.Side.DEBIT), ("credit", Account.Side.CREDIT)):
        rows = Movement.objects.of(book.village).filter(
            **{f"{side}__book": book, f"{side}__code__in": codes}, **days
        )
        signed = Sum(
            Case(When(**{f"{side}__normal": mark}, then=F("amount_rp")), default=-F("amount_rp"))
        )
        grown = rows.order_by().values_list(f"{side}__code", "value_on").annotate(grown=signed)
        for code, day, rupiah in grown:
            of_day = told.setdefault(code, {})
            of_day[day] = of_day.get(day, 0) + int(rupiah)
    return told
