"""What came into some accounts and went out of them, by the account on the other side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import BigIntegerField, F, Sum, Value
from django.db.models.functions import Coalesce

from rembuk.ledger.models import Book, Movement


def against(book: Book, codes: Sequence[str], *, since: date, until: date) -> dict[str, int]:
    """Return what came in less what went out on some days (rupiah), by the other account's code.

    A movement is one debit and one credit, so each rupiah has one other side; what moved between
    the accounts themselves is left out. Members' accounts are summed up under their control
    account. One query, whatever their number.
    """
    rows = Movement.objects.of(book.village).filter(
        book=book, value_on__gte=since, value_on__lte=until
    )
    told = [
        rows.filter(**{f"{mine}__code__in": codes})
        .exclude(**{f"{other}__code__in": codes})
        .values(code=Coalesce(F(f"{other}__parent__code"), F(f"{other}__code")))
        .annotate(amount=Sum("amount_rp") * Value(sign, output_field=BigIntegerField()))
        .order_by()
        .values_list("code", "amount")
        for mine, other, sign in (("debit", "credit", 1), ("credit", "debit", -1))
    ]
    sums: dict[str, int] = defaultdict(int)
    for code, amount in told[0].union(told[1], all=True):
        sums[code] += int(amount)
    return dict(sums)
