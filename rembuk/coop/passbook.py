"""A member's own book: what her accounts hold, line by line, for herself and whom she trusts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from rembuk.coop.dues import Due
from rembuk.coop.models import Member, Trusted
from rembuk.ledger import books, reading, statements
from rembuk.ledger.reading import Book
from rembuk.ledger.statements import Leg, Period
from rembuk.people import merging
from rembuk.people.models import Resident


@dataclass(frozen=True)
class Held:
    """One account of a member: its control account, what it is called, what it holds."""

    control: str
    label: Promise | str
    held_rp: int


# Control accounts whose member accounts stand in the book, with what members call them.
_kinds: dict[str, Promise | str] = {due.value: due.label for due in Due}


def add(control: str, label: Promise | str) -> None:
    """Register a control account of a room above, such as voluntary savings (its apps.py)."""
    _kinds[control] = label


def mine(who: Resident) -> QuerySet[Member]:
    """Return the members whose book a person may read: herself, and who named her."""
    ids = merging.ids_of(who)
    named = Trusted.objects.of(who.village).filter(
        resident__in=ids, role=Trusted.Role.CONTACT, ended_at__isnull=True
    )
    mine = Q(resident__in=ids) | Q(pk__in=named.values("member"))
    rows = Member.objects.of(who.village).filter(mine)
    return rows.select_related("resident", "group__village").order_by("pk")


def book_of(member: Member) -> Book | None:
    """Return the books of a member's cooperative, if they are open."""
    book = books.book_of(member.group)
    if book:
        book.group = member.group
    return book


def held(book: Book, member: Member) -> list[Held]:
    """Return what a member's accounts hold now; those she does not have are left out."""
    found = reading.held_now(book, [member.account(control) for control in _kinds])
    return [
        Held(control, label, found[member.account(control)])
        for control, label in _kinds.items()
        if member.account(control) in found
    ]


def lines(book: Book, member: Member, *, control: str, on: date) -> list[Leg]:
    """Return the lines of one of her accounts up to a day, the newest first."""
    period = Period(book.begins_on, max(on, book.begins_on))
    found = statements.statement(book, period, code=member.account(control))
    assert found is not None, "asked of an account she has"
    return found.lines[::-1]


def has_line(book: Book, member: Member, *, number: int) -> bool:
    """Say whether an entry moved something on one of a member's accounts."""
    codes = {member.account(control) for control in _kinds}
    return any({one.debit_code, one.credit_code} & codes for one in statements.entry(book, number))
