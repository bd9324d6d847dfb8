"""Taking a wrong match back: the money goes from her accounts to 2106, and she is told why.

It stands there again until somebody finds out whose it is (identifying.py). From the group's limit
on a second person agrees. What was taken out meanwhile is not there to go back: then the officers
talk with her first, and nothing is booked.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import booking
from rembuk.cash.sums import said
from rembuk.coop import passbook
from rembuk.coop.models import Member
from rembuk.ledger import pending, reading, statements, writing
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry, Pending
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.remittance import owners, telling
from rembuk.remittance.models import Credit, TakenBack
from rembuk.remittance.owners import Match
from rembuk.remittance.statements import UNKNOWN
from rembuk.villages import audit
from rembuk.villages.actors import Actor

BACK = "REMITTANCE_BACK"  # the kind of its entry


@transaction.atomic
def take_back(*, book: Book, credit: Credit, reason: str, signed: Signed, today: date) -> TakenBack:
    """Take back whose a sum was: into 2106 today, or asked for from the limit on.

    Errors: Refused without a reason, for a sum that is nobody's or waits for a second person, and
    where part of it is taken out or blocked already.
    """
    writing.lock(book)
    credit.take_turn()
    why = clean_text(reason)[0]
    if not why:
        raise Refused(_("Write why it was not hers. She reads it."))
    pending.expire(book, at=signed.at, today=today)
    match = owners.matches(book.village, [credit]).get(credit.pk)
    if match is None:
        raise Refused(_("This transfer has no owner now. Open the list again."))
    if waiting(match) is not None:
        raise Refused(_("This transfer waits for the second person already."))
    moves = _moves(book, match, on=today)
    words = Words(
        memo=_("A transfer that was not hers, taken back"), party=match.member.name,
        resident_id=match.member.resident_id,
    )  # fmt: skip
    sum_rp = sum(one.amount_rp for one in moves)
    booked = booking.book_or_ask(
        book, Plan(kind=BACK, on=today, moves=moves, words=words),
        second=sum_rp >= book.limit_rp, signed=signed, today=today,
    )  # fmt: skip
    made = _write(match, booked, reason=why, signed=signed)
    if made.entry is not None:
        telling.tell_back(made, entry=made.entry, by=signed.by, at=signed.at)
    return made


def _write(match: Match, booked: Entry | Pending, *, reason: str, signed: Signed) -> TakenBack:
    asked, entry = (booked, None) if isinstance(booked, Pending) else (None, booked)
    assert signed.by.user is not None, "a person says so"
    made = TakenBack.objects.create(
        village=match.credit.village, credit=match.credit, undoes_id=match.entry_id,
        member=match.member, reason=reason, asked=asked, entry=entry, by=signed.by.user,
        at=signed.at,
    )  # fmt: skip
    audit.record(
        village=made.village, verb="remittance.taken_back", subject=made,
        subject_name=match.member.name, resident_id=match.member.resident_id, by=signed.by,
        at=signed.at, changes=[],
    )  # fmt: skip
    return made


def _moves(book: Book, match: Match, *, on: date) -> list[Move]:
    """Return what goes back, account by account. Errors: Refused for what is not there any more."""
    number = reading.number_of(book, match.entry_id)
    moves = [
        Move(one.credit_code, UNKNOWN, one.amount_rp) for one in statements.entry(book, number)
    ]
    member = match.member
    member.group, member.village = book.group, book.village
    opened = passbook.read(book, member, on=on)
    kinds = {one.code: one for one in opened.kinds}
    for move in moves:
        kind, purse = kinds[move.debit], opened.purses.get(move.debit)
        free_rp = min(kind.leaves(purse), purse.free_rp) if purse else 0
        if free_rp < move.amount_rp:
            raise Refused(
                _("Only %(left)s of %(sum)s is free in %(account)s. Talk with her first.")
                % {
                    "left": said(max(free_rp, 0)), "sum": said(move.amount_rp),
                    "account": kind.label,
                }
            )  # fmt: skip
    return moves


def waiting(match: Match) -> TakenBack | None:
    """Return what waits for a second person to take this match back; None if nothing does."""
    rows = TakenBack.objects.of(match.credit.village).filter(undoes=match.entry_id)
    return rows.filter(asked__isnull=False, asked__resolution__isnull=True).first()


def tell_approved(entry: Entry, *, by: Actor, at: datetime) -> None:
    """Tell her once the second person agreed; nothing for any other entry."""
    if entry.kind != BACK:
        return
    rows = TakenBack.objects.of(entry.village).filter(asked__resolution__entry=entry)
    for one in rows.select_related("member__resident", "member__group"):
        telling.tell_back(one, entry=entry, by=by, at=at)


def of(member: Member) -> list[TakenBack]:
    """Return what was taken back from a member, the newest first."""
    rows = owners.undone(member.village).filter(member=member).select_related("credit__row")
    return list(rows.order_by("-at", "-pk"))
