"""One of everything this room keeps, for the crawls and for isolation."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from rembuk.ledger import books
from rembuk.ledger.posting import Signed
from rembuk.remittance import dividing, statements
from rembuk.savings.models import SavingsAccount
from rembuk.villages.tests.cast import Cast


def fill(cast: Cast) -> dict[str, Any]:
    """Take in a statement with a transfer of a member and one of nobody known; book it."""
    book = books.book_of(cast.group)
    assert book is not None
    book.group = cast.group
    rows = SavingsAccount.objects.of(cast.village).filter(member__group=cast.group)
    member = rows.select_related("member").order_by("pk")[0].member
    day = cast.today.isoformat()
    text = (
        "Tanggal;Keterangan;Debit;Kredit\n"
        f"{day};KIRIMAN {member.number};;250.000,00\n{day};KIRIMAN SAYA;;75.000,00\n"
        f"{day};BIAYA ADM;5.000,00;\nkapan;RUSAK;;1\n"
    )
    taken = statements.take_in(
        group=cast.group, name="mutasi.csv", data=text.encode(), by=cast.treasurer, at=cast.at,
        today=cast.today,
    )  # fmt: skip
    signed = Signed(by=cast.treasurer, at=cast.at, request_id=uuid4())
    statements.book(book=book, statement=taken, signed=signed, today=cast.today)
    unknown = statements.credits_of(cast.group).get(member__isnull=True)
    wish = dividing.Wish(dividing.places(member, on=cast.today)[1], 500)
    dividing.divide(
        member=member, wishes=[wish], by=cast.treasurer, at=cast.at, today=cast.today,
        told="Lewat telepon",
    )  # fmt: skip
    return {"remittance:/statement_id": taken.pk, "remittance:/credit_id": unknown.pk}
