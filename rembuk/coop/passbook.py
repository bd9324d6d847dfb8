"""A member's own book: what her accounts hold, line by line, for herself and whom she trusts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from rembuk.coop.dues import Due
from rembuk.coop.models import Member, Trusted
from rembuk.ledger import books, reading, statements
from rembuk.ledger.reading import Book, Purse
from rembuk.ledger.statements import Leg
from rembuk.people import merging
from rembuk.people.models import Resident


@dataclass(frozen=True)
class Kind:
    """An account a member has or may have: its word in the address, its code, what it is called.

    `about` says more of what it holds, in whole rupiah: how far a goal is. `leaves` says what of
    it she takes home when she leaves; nothing where another room tells that (exits.add), nor where
    it is paid `apart`, whether she leaves or not.
    """

    key: str
    code: str
    label: Promise | str
    about: Callable[[int], str] = field(default=lambda _held_rp: "")
    leaves: Callable[[Purse], int] = field(default=lambda _purse: 0)
    apart: bool = False


@dataclass(frozen=True)
class Opened:
    """A member's accounts as they stand now: what may be there, and what is.

    `purses` also has those that only count when she leaves (also_read).
    """

    kinds: Sequence[Kind]
    purses: Mapping[str, Purse]


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
    """A page of a room above that belongs to a member's own book; its address takes the member.

    `for_members` is for who is a member today, about the whole cooperative: neither for whom she
    named, nor for who left.
    """

    label: Promise | str
    hint: Promise | str
    url_name: str
    icon: str = "coop"
    for_members: bool = False


@dataclass(frozen=True)
class Beside:
    """A page of a room above that stands beside the books somebody may read: less than a book."""

    title: str
    hint: str
    url: str
    icon: str = "eye"


Source = Callable[[Member, date], Sequence[Kind]]
# Kinds of entries whose sum can be worked out again, and the page that shows it: it takes the
# member and the number of the entry.
_proofs: dict[str, str] = {}
# Kinds of entries by what a member calls them, in whichever language she reads.
_kinds: dict[str, Promise | str] = {}
_sources: list[Source] = []
_links: list[Link] = []
_beside: list[Callable[[Resident], Sequence[Beside]]] = []


# Control accounts under which each member has one account, with what members call them.
_controls: dict[str, Promise | str] = {due.value: due.label for due in Due}
_apart: set[str] = set()


def add(control: str, label: Promise | str, *, apart: bool = False) -> None:
    """Register a control account under which each member may have one account."""
    _controls[control] = label
    if apart:
        _apart.add(control)


def add_accounts(source: Source) -> None:
    """Register what accounts a room above keeps for a member, such as savings (its apps.py)."""
    _sources.append(source)


def add_link(link: Link) -> None:
    """Register a page that a member's own book leads to (a room's apps.py)."""
    _links.append(link)


def add_beside(source: Callable[[Resident], Sequence[Beside]]) -> None:
    """Register what else somebody may read of others' money (a room's apps.py)."""
    _beside.append(source)


def beside(who: Resident) -> list[Beside]:
    """Return what somebody may read beside whole books."""
    return [one for source in _beside for one in source(who)]


def prove(kind: str, url_name: str) -> None:
    """Register the page that shows where the sum of a kind of entries comes from (apps.py)."""
    _proofs[kind] = url_name


def proof_of(line: Leg) -> str | None:
    """Return the name of the page that shows where a line's sum comes from, if there is one."""
    return _proofs.get(line.kind)


def call_kind(kind: str, label: Promise | str) -> None:
    """Register what a kind of entries is called in a member's book, not by its memo (apps.py)."""
    _kinds[kind] = label


def called(line: Leg) -> Promise | str:
    """Return what a line was for: its kind where that is registered, else its memo."""
    return _kinds.get(line.kind, line.memo)


def links(*, is_member: bool) -> list[Link]:
    """Return the pages that a member's own book leads to, those for all members first."""
    found = [one for one in _links if is_member or not one.for_members]
    return sorted(found, key=lambda one: not one.for_members)


def kinds_of(member: Member, *, on: date) -> list[Kind]:
    """Return the accounts that may stand in a member's book, those of every cooperative first."""
    own = [
        Kind(
            key,
            member.account(key),
            label,
            leaves=_all if key in Due else _nothing,
            apart=key in _apart,
        )
        for key, label in _controls.items()
    ]
    return [*own, *(kind for source in _sources for kind in source(member, on))]


def _all(purse: Purse) -> int:
    return purse.own_rp


def _nothing(_purse: Purse) -> int:
    return 0


def read(book: Book, member: Member, *, on: date) -> Opened:
    """Return a member's accounts and what they hold now: one query, and those of the rooms."""
    kinds = kinds_of(member, on=on)
    codes = [*(kind.code for kind in kinds), *(member.account(one) for one in _also)]
    return Opened(kinds, reading.purses_now(book, codes))


# Control accounts of a member that are read with her book, though it does not show them.
_also: list[str] = []


def also_read(control: str) -> None:
    """Register one: it counts when she leaves (exits.add)."""
    _also.append(control)


def mine(who: Resident) -> QuerySet[Member]:
    """Return the members whose book a person may read: herself, and who named her."""
    ids = merging.records_of(who)
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


def held(opened: Opened) -> list[Held]:
    """Return what a member's accounts hold now; those she does not have are left out."""
    found = {code: purse.own_rp for code, purse in opened.purses.items()}
    return [
        Held(one.key, one.code, one.label, found[one.code], one.about(found[one.code]))
        for one in opened.kinds
        if one.code in found
    ]


def lines(book: Book, *, code: str, on: date) -> list[Leg]:
    """Return the lines of one of her accounts up to a day, the newest first: one query."""
    return statements.history(book, code=code, until=on)


# Control accounts that no page of the book shows, but whose lines a member may doubt.
_doubted: set[str] = set()


def let_doubt(control: str) -> None:
    """Register one: a page of a room above shows its lines (its apps.py)."""
    _doubted.add(control)


def has_line(book: Book, member: Member, *, number: int, on: date) -> bool:
    """Say whether an entry moved something on one of a member's accounts."""
    codes = {kind.code for kind in kinds_of(member, on=on)}
    codes |= {member.account(control) for control in _doubted}
    return any({one.debit_code, one.credit_code} & codes for one in statements.entry(book, number))
