"""One of everything this room keeps, for the crawls and for isolation."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from rembuk.coop import trusted
from rembuk.coop.models import Member
from rembuk.coop.trusted import Named
from rembuk.ledger import books
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.remittance import dividing, family, receipts, statements, taking_back
from rembuk.remittance.models import Statement
from rembuk.savings.models import SavingsAccount
from rembuk.villages.actors import Actor
from rembuk.villages.tests import stories
from rembuk.villages.tests.cast import Cast

OWN_PAGES = ("mine", "receipt", "paper", "family", "family_back")
HEARD_PAGES = ("heard", "heard_receipt", "heard_paper")


def fill(cast: Cast) -> dict[str, Any]:
    """Take in a statement with a transfer of a member and one of nobody known; book it."""
    book = books.book_of(cast.group)
    assert book is not None
    book.group = cast.group
    rows = SavingsAccount.objects.of(cast.village).filter(member__group=cast.group)
    member = rows.select_related("member__resident").order_by("pk")[0].member
    member.village = cast.village
    own = _own(cast)
    if own is not None and own != member:
        _let_hear(cast, member, own)
    day = cast.today.isoformat()
    hers = f"{day};KIRIMAN {own.number};;120.000,00\n" if own and own != member else ""
    taken = _booked(
        cast, book,
        f"{day};TERTUKAR {member.number};;15.000,00\n"
        f"{day};KIRIMAN {member.number};;250.000,00\n{day};KIRIMAN SAYA;;75.000,00\n{hers}"
        f"{day};BIAYA ADM;5.000,00;\nkapan;RUSAK;;1\n",
    )  # fmt: skip
    unknown = statements.credits_of(cast.group).get(member__isnull=True)
    wish = dividing.Wish(dividing.places(member, on=cast.today)[1], 500)
    dividing.divide(
        member=member, wishes=[wish], by=cast.treasurer, at=cast.at, today=cast.today,
        told="Lewat telepon",
    )  # fmt: skip
    _taken_in(cast, f"{day};KIRIMAN LAGI {member.number};;30.000,00\n")
    return {
        "remittance:/statement_id": taken.pk, "remittance:/credit_id": unknown.pk,
        "booked_credit_id": _booked_credits(cast, book),
        **_pages(OWN_PAGES, own or member), **_pages(HEARD_PAGES, member),
    }  # fmt: skip


def _booked_credits(cast: Cast, book: Book) -> int:
    """Take one match back; return the id of a sum that is still a member's."""
    gone, kept = statements.credits_of(cast.group).filter(member__isnull=False).order_by("pk")[:2]
    gone.village = cast.village
    signed = Signed(by=cast.treasurer, at=cast.at, request_id=uuid4())
    taking_back.take_back(
        book=book, credit=gone, reason="Nomornya tertukar", signed=signed, today=cast.today
    )
    return kept.pk


def _pages(names: tuple[str, ...], member: Member) -> dict[str, Any]:
    number = receipts.of(member)[0].sequence
    told = {f"transfers:{name}/member_id": member.pk for name in names}
    return told | {f"transfers:{name}/booked_no": number for name in names}


def _own(cast: Cast) -> Member | None:
    """Return the member who can sign in and has an account, if there is one."""
    rows = Member.objects.of(cast.village).filter(
        group=cast.group, resident__user__isnull=False, savings__isnull=False
    )
    return rows.select_related("resident", "group").order_by("pk").first()


def _let_hear(cast: Cast, member: Member, own: Member) -> None:
    """Let somebody hear of the transfers of a member, who signs in for as long as it takes."""
    named = Named("CONTACT", "saudara", resident=own.resident)
    trusted.name(member=member, named=named, by=cast.chair, at=cast.at)
    member.resident.user = stories.user(f"pekerja.{cast.village.slug}", "Kartini")
    member.resident.save(update_fields=["user"])
    family.let_hear(
        member=member, resident=own.resident, shows="GOALS", at=cast.at, today=cast.today,
        by=Actor(user=member.resident.user),
    )  # fmt: skip
    member.resident.user = None
    member.resident.save(update_fields=["user"])


def _taken_in(cast: Cast, rows: str) -> Statement:
    text = f"Tanggal;Keterangan;Debit;Kredit\n{rows}"
    return statements.take_in(
        group=cast.group, name="mutasi.csv", data=text.encode(), by=cast.treasurer, at=cast.at,
        today=cast.today,
    )  # fmt: skip


def _booked(cast: Cast, book: Book, rows: str) -> Statement:
    taken = _taken_in(cast, rows)
    signed = Signed(by=cast.treasurer, at=cast.at, request_id=uuid4())
    statements.book(book=book, statement=taken, signed=signed, today=cast.today)
    return taken
