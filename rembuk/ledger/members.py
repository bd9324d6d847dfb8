"""What a year's surplus is made of and weighed by: two queries, whatever the number of members.

Income and costs of some days, by account and by whom they name; and members' savings at twelve
month ends. Sums are whole rupiah.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import BigIntegerField, DateField, F, Sum, Value
from django.db.models.functions import Greatest, TruncMonth

from rembuk.ledger.models import Book, Movement

MONTHS = 12


@dataclass
class Saved:
    """A member's savings: whose, and twelve month ends added up."""

    resident_id: int | None
    months_rp: int = 0


class Moved(NamedTuple):
    """What an account of income or costs moved about one resident: credits less debits."""

    code: str
    resident_id: int | None
    amount_rp: int


def month_ends(book: Book, controls: Sequence[str], *, year: int) -> dict[str, Saved]:
    """Return what members held at the twelve month ends of a year, by their number.

    Of accounts that credits fill, such as savings. What was there before January counts twelve
    times, what came in December once.
    """
    since, until = date(year, 1, 1), date(year, MONTHS, 31)
    rows = Movement.objects.of(book.village).filter(book=book, value_on__lte=until)
    from_january = Greatest("value_on", Value(since, output_field=DateField()))
    told = [
        rows.filter(**{f"{side}__parent__code__in": controls})
        .annotate(code=F(f"{side}__code"), who=F(f"{side}__resident_id"))
        .annotate(month=TruncMonth(from_january, output_field=DateField()))
        .values("code", "who", "month")
        .annotate(amount=Sum("amount_rp") * Value(sign, output_field=BigIntegerField()))
        .order_by()
        .values_list("code", "who", "month", "amount")
        for side, sign in (("credit", 1), ("debit", -1))
    ]
    held: dict[str, Saved] = {}
    for code, who, month, amount in told[0].union(told[1], all=True):
        saved = held.setdefault(code.partition("-")[2], Saved(who))
        saved.months_rp += (MONTHS - month.month + 1) * amount
    return held


def moved_by(book: Book, kinds: Sequence[str], *, since: date, until: date) -> list[Moved]:
    """Return what accounts of some kinds moved on some days, apart by whom entries name.

    What was taken back on these days is out again.
    """
    rows = Movement.objects.of(book.village).filter(
        book=book, value_on__gte=since, value_on__lte=until
    )
    told = [
        rows.filter(**{f"{side}__kind__in": kinds})
        .values(code=F(f"{side}__code"), who=F("entry__resident_id"))
        .annotate(amount=Sum("amount_rp") * Value(sign, output_field=BigIntegerField()))
        .order_by()
        .values_list("code", "who", "amount")
        for side, sign in (("credit", 1), ("debit", -1))
    ]
    sums: dict[tuple[str, int | None], int] = defaultdict(int)
    for code, who, amount in told[0].union(told[1], all=True):
        sums[code, who] += int(amount)
    return [Moved(code, who, amount) for (code, who), amount in sums.items()]
