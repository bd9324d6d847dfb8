"""Money from abroad in the cooperative of Sukamaju, all of it invented.

One statement is booked: two transfers of Siti, one of a member without an account. One is only
read: it repeats a row, changes another, and has a member number with a slip in it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from rembuk.coop.models import Member
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.remittance import dividing, statements
from rembuk.remittance.dividing import Wish
from rembuk.remittance.models import Statement
from rembuk.villages.actors import Actor

FIRST_ON, SECOND_ON = date(2026, 10, 21), date(2026, 11, 10)
HEAD = "Tanggal;Keterangan;Debet;Kredit\n"


def tell(
    book: Book, people: list[Member], *, treasurer: Actor, at: Callable[[date], datetime]
) -> None:
    """Tell it; Siti is the first of the people, and the fourth has no account."""
    siti, other = people[0].number, people[3].number
    slip = f"{siti[:-1]}{(int(siti[-1]) + 1) % 10}"
    october = f"05/10/2026;KIRIMAN LN SITI {siti} BELANJA;;1.500.000,00\n"

    def taken(name: str, rows: str, on: date) -> Statement:
        return statements.take_in(
            group=book.group, name=name, data=(HEAD + rows).encode(), by=treasurer, at=at(on),
            today=on,
        )  # fmt: skip

    first = taken(
        "mutasi-oktober.csv",
        f"{october}07/10/2026;KIRIMAN LN {other};;900.000,00\n15/10/2026;BIAYA ADM;12.500,00;\n"
        f"19/10/2026;KIRIMAN LN SITI {siti} SEKOLAH;;600.000,00\n",
        FIRST_ON,
    )
    key = uuid5(NAMESPACE_URL, f"{book.village.slug}/remittance/1")
    signed = Signed(by=treasurer, at=at(FIRST_ON), request_id=key)
    statements.book(book=book, statement=first, signed=signed, today=FIRST_ON)
    _divide(people[0], by=treasurer, at=at(SECOND_ON))
    taken(
        "mutasi-november.csv",
        f"{october}07/10/2026;KIRIMAN LN {other};;90.000,00\n"
        f"03/11/2026;KIRIMAN LN SITI {siti};;1.500.000,00\n"
        f"06/11/2026;KIRIMAN LN {slip};;450.000,00\nkapan;KIRIMAN;;100.000,00\n",
        SECOND_ON,
    )


def _divide(siti: Member, *, by: Actor, at: datetime) -> None:
    """Let Siti say how her transfers are divided: wajib, the school, the rest at hand."""
    _pokok, wajib, school = dividing.places(siti, on=SECOND_ON)[:3]
    dividing.divide(
        member=siti, wishes=[Wish(wajib, 500, 25_000), Wish(school, 2_000)], by=by, at=at,
        today=SECOND_ON, told="Telepon dari Hong Kong, 9 November",
    )  # fmt: skip
