"""The sheet of a meeting: what many members brought, written in one go and taken back in one go.

Each member's money of each kind is a line of its own, with its own receipt. All of them are parts
of one request: none is written without the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import days, lines, telling
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.ledger import pending, posting, reading, writing
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book, Entry, Line
from rembuk.lib.errors import Refused
from rembuk.people.models import Resident
from rembuk.villages.models import Group, OfficeTerm


@dataclass(frozen=True)
class Member:
    """Somebody of a group: a key that stays hers, her name, who she is among the residents."""

    key: str
    name: str
    resident_id: int | None


@dataclass(frozen=True)
class Source:
    """The room that keeps members: who belongs to a group on a day, and the page that shows it.

    `kinds` are the kinds of groups whose members it keeps (Group.Kind); of others it knows none.
    """

    members_of: Callable[[Group, date], Sequence[Member]]
    url_name: str
    kinds: frozenset[str] = frozenset(Group.Kind.values)


@dataclass(frozen=True)
class Members:
    """The people of a group by their names; `listed` says whether the group has a list at all."""

    people: Sequence[Member]
    listed: bool


_sources: list[Source] = []


def tell_members(source: Source) -> None:
    """Register the room above that keeps members (its apps.py)."""
    _sources.append(source)


def members_page(group: Group) -> str:
    """Return the name of the page where members are let in; "" where no room keeps them."""
    return next((source.url_name for source in _sources if group.kind in source.kinds), "")


def members_of(group: Group, *, on: date) -> Members:
    """Return who belongs to a group on a day; where nobody is listed, who holds an office in it."""
    listed = [
        member
        for source in _sources
        if group.kind in source.kinds
        for member in source.members_of(group, on)
    ]
    if listed:
        return Members(listed, listed=True)
    terms = OfficeTerm.objects.on(on).filter(group=group).select_related("user")
    held = terms.order_by("user__name", "user_id", "pk")
    names = {term.user_id: term.user.name for term in held}
    known = Resident.objects.of(group.village).filter(user__in=names)
    residents = dict(known.order_by("pk").values_list("user_id", "pk"))
    people = [Member(f"u{pk}", name, residents.get(pk)) for pk, name in names.items()]
    return Members(people, listed=False)


@transaction.atomic
def record(*, book: Book, moneys: Sequence[Money], signed: Signed, today: date) -> list[Entry]:
    """Write all that came in at a meeting, all or nothing; each line gives its receipt.

    Errors: Refused for a day that is closed; and as ledger.posting.post_many.
    """
    assert moneys
    assert all(money.way == Way.IN for money in moneys)
    for on in sorted({money.on for money in moneys}):
        days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    plans = [lines.plan_of(money) for money in moneys]
    entries = posting.post_many(book, plans, signed=signed, today=today)
    for money, entry in zip(moneys, entries, strict=True):
        lines.tell(book, "cash.came_in", entry=entry, amount_rp=money.amount_rp, signed=signed)
        telling.tell(entry, by=signed.by, at=signed.at)
    return entries


def sheet_of(book: Book, number: int) -> list[Line]:
    """Return the lines of the sheet that a line belongs to; none for a line that stands alone."""
    found = reading.together(book, number)
    return found if len(found) > 1 and found[0].kind == Way.IN else []


def left_of(sheet: Sequence[Line]) -> list[Line]:
    """Return the lines of a sheet that nobody took back yet."""
    return [line for line in sheet if line.taken_back_by is None]


def is_large(book: Book, sheet: Sequence[Line]) -> bool:
    """Say whether taking back what is left is so much that it takes another than who wrote it."""
    return sum(line.amount_rp for line in left_of(sheet)) >= book.limit_rp


@transaction.atomic
def take_back(
    *, book: Book, number: int, reason: str, signed: Signed, today: date
) -> list[Entry]:  # fmt: skip
    """Take back what is left of a sheet, with one reason; every line stays visible.

    Each counts for its own day, and for today where that day is closed. From the group's limit on
    it takes somebody else than who wrote the sheet, and a single line so large waits for a second
    person like any. Errors: Refused then; without a reason; if nothing is left; and as
    ledger.posting.reverse.
    """
    writing.lock(book)
    left = left_of(sheet_of(book, number))
    if not left:
        raise Refused(_("The whole sheet was taken back before. Nothing more is needed."))
    if not reason.strip():
        raise Refused(_("Write why the sheet is taken back."))
    for line in left:
        if lines.is_large_in(book, line):
            raise Refused(
                _("Line %(number)s is a large sum: take it back by itself first.")
                % {"number": line.number}
            )
    entries = [entry for line in left if (entry := reading.entry_of(book, line.number))]
    own = signed.by.user is not None and signed.by.user.pk == entries[0].maker_id
    if own and is_large(book, left):
        raise Refused(_("You recorded this yourself, and it is a large sum. Ask another officer."))
    on = left[0].on if days.is_open(book, left[0].on) else today
    days.check_open(book, on)
    opposites = []
    for part, (line, entry) in enumerate(zip(left, entries, strict=True)):
        told = replace(signed, part=part)
        opposite = posting.reverse(entry, reason=reason.strip(), signed=told, today=today, on=on)
        lines.tell(book, "cash.taken_back", entry=opposite, amount_rp=line.amount_rp, signed=signed)
        telling.tell(opposite, by=signed.by, at=signed.at)
        opposites.append(opposite)
    return opposites
