"""Money from abroad in the cooperative of Sukamaju, all of it invented.

One statement is booked: two transfers of Siti, one of a member without an account. One is only
read: it repeats a row, changes another, and has a member number with a slip in it. Siti lets Wati
hear of hers; the newest one, divided as she wished, was told to both. One went to the wrong member
and was taken back; nobody is known for it yet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from rembuk.coop.models import Member
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.remittance import dividing, family, statements, taking_back
from rembuk.remittance.dividing import Wish
from rembuk.remittance.models import Statement
from rembuk.villages.actors import Actor

HEARS_ON = date(2026, 10, 20)
FIRST_ON, SECOND_ON, THIRD_ON = date(2026, 10, 21), date(2026, 11, 10), date(2026, 11, 12)
BACK_ON = date(2026, 11, 16)
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

    def booked(name: str, rows: str, on: date, number: int) -> None:
        key = uuid5(NAMESPACE_URL, f"{book.village.slug}/remittance/{number}")
        signed = Signed(by=treasurer, at=at(on), request_id=key)
        statements.book(book=book, statement=taken(name, rows, on), signed=signed, today=on)

    _let_hear(people[0], people[1], at=at(HEARS_ON))
    booked(
        "mutasi-oktober.csv",
        f"{october}07/10/2026;KIRIMAN LN {other};;900.000,00\n15/10/2026;BIAYA ADM;12.500,00;\n"
        f"19/10/2026;KIRIMAN LN SITI {siti} SEKOLAH;;600.000,00\n",
        FIRST_ON,
        1,
    )
    _divide(people[0], by=treasurer, at=at(SECOND_ON))
    taken(
        "mutasi-november.csv",
        f"{october}07/10/2026;KIRIMAN LN {other};;90.000,00\n"
        f"03/11/2026;KIRIMAN LN SITI {siti};;1.500.000,00\n"
        f"06/11/2026;KIRIMAN LN {slip};;450.000,00\nkapan;KIRIMAN;;100.000,00\n",
        SECOND_ON,
    )
    latest = f"11/11/2026;KIRIMAN LN SITI {siti};;2.000.000,00\n"
    wrong = f"11/11/2026;KIRIMAN LN {people[1].number};;350.000,00\n"
    booked("mutasi-tengah-november.csv", latest + wrong, THIRD_ON, 2)
    _take_back(book, people[1], by=treasurer, at=at(BACK_ON))


def _take_back(book: Book, member: Member, *, by: Actor, at: datetime) -> None:
    """Say that a transfer was not hers: the sender swapped two digits of a member number."""
    key = uuid5(NAMESPACE_URL, f"{book.village.slug}/remittance/back")
    credit = statements.credits_of(book.group).filter(member=member).latest("row__on")
    credit.village = book.village
    taking_back.take_back(
        book=book, credit=credit, reason="Pengirim salah menulis dua angka nomor anggota.",
        signed=Signed(by=by, at=at, request_id=key), today=BACK_ON,
    )  # fmt: skip


def _let_hear(siti: Member, wati: Member, *, at: datetime) -> None:
    """Let Siti say that Wati hears of her transfers and how far the goals are."""
    by = Actor(user=siti.resident.user)
    family.let_hear(
        member=siti, resident=wati.resident, shows="GOALS", by=by, at=at, today=HEARS_ON
    )


def _divide(siti: Member, *, by: Actor, at: datetime) -> None:
    """Let Siti say how her transfers are divided: wajib, the school, the rest at hand."""
    _pokok, wajib, school = dividing.places(siti, on=SECOND_ON)[:3]
    dividing.divide(
        member=siti, wishes=[Wish(wajib, 500, 25_000), Wish(school, 2_000)], by=by, at=at,
        today=SECOND_ON, told="Telepon dari Hong Kong, 9 November",
    )  # fmt: skip
