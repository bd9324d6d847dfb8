"""Money of somebody not known yet: where it stands, for how long, and whose it turns out to be.

It stays in account 2106, seen by board and supervisory board, until somebody says whose it is and
why. From the group's limit on a second person agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.cash import booking
from rembuk.coop import custody, members
from rembuk.coop.models import Member
from rembuk.ledger import pending, writing
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed
from rembuk.ledger.reading import Book, Entry, Pending
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.remittance import dividing, matching, owners, sharing, telling
from rembuk.remittance.models import Credit, Identified
from rembuk.remittance.statements import UNKNOWN, words_for
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

KNOWN = "REMITTANCE_KNOWN"  # the kind of its entry
LATE = timedelta(days=7)  # what waits longer stands out: nobody may forget it


@dataclass(frozen=True)
class Unknown:
    """A sum nobody is known for yet; `asked` while a second person has still to agree.

    `before_name` is whose it was taken to be before, until `back_at`.
    """

    credit: Credit
    on: date
    today: date
    asked: Identified | None
    perhaps: tuple[Member, ...] = ()
    before_name: str | None = None
    back_at: datetime | None = None

    @property
    def amount_rp(self) -> int:
        """The sum."""
        assert self.credit.row.amount_rp is not None
        return self.credit.row.amount_rp

    @property
    def days(self) -> int:
        """For how many days it has waited."""
        return (self.today - self.on).days

    @property
    def is_late(self) -> bool:
        """Whether it waits for longer than seven days."""
        return self.today - self.on > LATE


def rows_of(group: Group) -> QuerySet[Credit]:
    """Return what nobody is known for yet, the oldest first."""
    return owners.unknown(group)


def waiting(group: Group, *, today: date) -> list[Unknown]:
    """Return it with its age, what was asked, and who may be meant: three queries."""
    found = list(rows_of(group).select_related("row", "entry"))
    asked = Identified.objects.of(group.village).filter(
        credit__in=found, asked__isnull=False, asked__resolution__isnull=True
    )
    open_by = {
        one.credit_id: one for one in asked.select_related("member__resident", "by").order_by("-pk")
    }
    people = {one.number: one for one in members.of(group, on=today)} if found else {}
    return [_unknown(one, people, asked=open_by.get(one.pk), today=today) for one in found]


def _unknown(
    credit: Any, people: dict[str, Member], *, asked: Identified | None, today: date
) -> Unknown:
    """Read a row of owners.unknown, which is annotated."""
    assert credit.row.on is not None, "a credit has a day"
    said = f"{credit.row.text} {credit.row.reference}"
    meant = matching.whose(said, people)
    perhaps = (meant.member,) if meant.member else meant.perhaps
    not_hers = {credit.member_id, credit.back_member}
    perhaps = tuple(one for one in perhaps if one.pk not in not_hers)
    return Unknown(credit, credit.row.on, today, asked, perhaps, credit.back_name, credit.back_at)


@transaction.atomic
def identify(
    *, book: Book, credit: Credit, number: str, reason: str, signed: Signed, today: date
) -> Identified:
    """Say whose a sum is: booked into her savings today, or asked for from the limit on.

    Errors: Refused without a reason or a licence, for a number with a slip, for who is no member
    or has no account for it, and for a sum that is somebody's already or waits for a second person.
    """
    writing.lock(book)
    credit.take_turn()
    custody.require_holding(book.group, today)
    why = clean_text(reason)[0]
    if not why:
        raise Refused(_("Write how you know whose money it is."))
    member = members.by_number(book.group, number)
    members.require_member(member, on=today)
    pending.expire(book, at=signed.at, today=today)
    one = next((each for each in waiting(book.group, today=today) if each.credit == credit), None)
    if one is None:
        raise Refused(_("This transfer has its owner already. Open the list again."))
    if one.asked is not None:
        raise Refused(_("This transfer waits for the second person already."))
    _check_not_own(member, signed.by)
    divided = dividing.parts_on(dividing.of(member), on=one.on)
    hers = sharing.of_member(book, member, amount_rp=one.amount_rp, on=today, divided=divided)
    if hers.why:
        raise Refused(str(Credit.Why(hers.why).label))
    sharing.open_dues(book, member, parts=hers.parts)
    moves = [Move(UNKNOWN, part.code, part.amount_rp) for part in hers.parts]
    plan = Plan(kind=KNOWN, on=today, moves=moves, words=words_for(member))
    booked = booking.book_or_ask(
        book, plan, second=one.amount_rp >= book.limit_rp, signed=signed, today=today
    )
    asked, entry = (booked, None) if isinstance(booked, Pending) else (None, booked)
    assert signed.by.user is not None, "a person says so"
    made = Identified.objects.create(
        village=book.village, credit=credit, member=member, reason=why, asked=asked,
        entry=entry, after_id=_after(one.credit), by=signed.by.user, at=signed.at,
    )  # fmt: skip
    audit.record(
        village=book.village,
        verb="remittance.identified",
        subject=made,
        subject_name=member.name,
        resident_id=member.resident_id,
        by=signed.by,
        at=signed.at,
        changes=[],
    )  # fmt: skip -- without the sum: more offices read the trail than her book
    if entry is not None:
        telling.tell(entry, member=member, by=signed.by, at=signed.at)
    return made


def _after(credit: Any) -> int | None:
    """Return the taking back after which a sum of owners.unknown finds an owner, by its id."""
    back: int | None = credit.back
    return back


def tell_approved(entry: Entry, *, by: Actor, at: datetime) -> None:
    """Tell whose a transfer is once the second person agreed; nothing for any other entry."""
    if entry.kind != KNOWN:
        return
    rows = Identified.objects.of(entry.village).filter(asked__resolution__entry=entry)
    for one in rows.select_related("member__resident", "member__group"):
        telling.tell(entry, member=one.member, by=by, at=at)


def _check_not_own(member: Member, by: Actor) -> None:
    if by.user is not None and by.user.pk == member.resident.user_id:
        raise Refused(_("You cannot give this money to yourself. Ask another officer."))


def check_second(asked: Pending, by: Actor) -> None:
    """Refuse the member herself as the second person; nothing for what else waits."""
    if asked.kind != KNOWN:
        return
    rows = Identified.objects.of(asked.book.village).filter(asked=asked)
    for one in rows.select_related("member__resident"):
        _check_not_own(one.member, by)
