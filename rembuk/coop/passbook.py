"""A member's own book: what her accounts hold, line by line, for herself and whom she trusts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
class Kind:
    """An account a member has or may have: its word in the address, its code, what it is called.

    `about` says more of what it holds, in whole rupiah: how far a goal is.
    """

    key: str
    code: str
    label: Promise | str
    about: Callable[[int], str] = field(default=lambda _held_rp: "")


@dataclass(frozen=True)
class Held:
    """One account of a member and what it holds."""

    key: str
    code: str
    label: Promise | str
    held_rp: int
    about: str = ""


@dataclass(frozen=True)
class Link:
    """A page of a room above that belongs to a member's own book; its address takes the member."""

    label: Promise | str
    hint: Promise | str
    url_name: str
    icon: str = "coop"


Source = Callable[[Member], Sequence[Kind]]
_sources: list[Source] = []
_links: list[Link] = []


# Control accounts under which each member has one account, with what members call them.
_controls: dict[str, Promise | str] = {due.value: due.label for due in Due}


def add(control: str, label: Promise | str) -> None:
    """Register a control account under which each member may have one account."""
    _controls[control] = label


def add_accounts(source: Source) -> None:
    """Register what accounts a room above keeps for a member, such as savings (its apps.py)."""
    _sources.append(source)


def add_link(link: Link) -> None:
    """Register a page that a member's own book leads to (a room's apps.py)."""
    _links.append(link)


def links() -> list[Link]:
    """Return the pages that a member's own book leads to."""
    return list(_links)


def kinds_of(member: Member) -> list[Kind]:
    """Return the accounts that may stand in a member's book, those of every cooperative first."""
    own = [Kind(key, member.account(key), label) for key, label in _controls.items()]
    return [*own, *(kind for source in _sources for kind in source(member))]


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
    kinds = kinds_of(member)
    found = reading.held_now(book, [kind.code for kind in kinds])
    return [
        Held(one.key, one.code, one.label, found[one.code], one.about(found[one.code]))
        for one in kinds
        if one.code in found
    ]


def lines(book: Book, *, code: str, on: date) -> list[Leg]:
    """Return the lines of one of her accounts up to a day, the newest first."""
    period = Period(book.begins_on, max(on, book.begins_on))
    found = statements.statement(book, period, code=code)
    assert found is not None, "asked of an account she has"
    return found.lines[::-1]


def has_line(book: Book, member: Member, *, number: int) -> bool:
    """Say whether an entry moved something on one of a member's accounts."""
    codes = {kind.code for kind in kinds_of(member)}
    return any({one.debit_code, one.credit_code} & codes for one in statements.entry(book, number))
