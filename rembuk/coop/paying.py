"""Taking in what members bring: one sum, or a whole round as one request.

Every sum is a line of the cash with its receipt, on the member's own account. It follows the days
of the cash box, and is taken back like any line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import days, lines, telling
from rembuk.cash.purposes import Way
from rembuk.cash.sums import said
from rembuk.coop import dues, members, pledges
from rembuk.coop.dues import Due, Standing
from rembuk.coop.models import Member
from rembuk.coop.standing import MEMBERS
from rembuk.ledger import books, chart, pending, posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry
from rembuk.lib import words
from rembuk.lib.errors import Refused


@dataclass(frozen=True)
class Payment:
    """What one member brings of one kind, in whole rupiah."""

    member: Member
    due: Due
    amount_rp: int
    memo: str = ""
    is_due: bool = False  # the sum of the list: of no use once somebody else recorded it


def split(standing: Standing, amount_rp: int) -> list[Payment]:
    """Lay out a sum as it is owed: what is missing of pokok first, all else is wajib."""
    pokok_rp = min(amount_rp, standing.pokok_due_rp)
    parts = [(Due.POKOK, pokok_rp), (Due.WAJIB, amount_rp - pokok_rp)]
    return [Payment(standing.member, due, rp) for due, rp in parts if rp]


def as_due(standing: Standing) -> list[Payment]:
    """Lay out all that a member has still to bring."""
    return split(standing, standing.due_rp)


@transaction.atomic
def record(
    *, book: Book, payments: Sequence[Payment], on: date, signed: Signed, today: date
) -> list[Entry]:
    """Write what members brought on a day, all or nothing; each line gives its receipt.

    Errors: Refused for who is no member on that day, for more pokok than the rule says (it is the
    same for all, K17), for a closed day; and as ledger.posting.post_many.
    """
    assert payments
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    for payment in payments:
        assert payment.member.group_id == book.group_id
    pledges.require_enough(payments[0].member.group, on=on)
    _check(book, payments, on=on)
    _check_still_due(book, payments, today=today)
    open_accounts(book, payments)
    plans = [plan_of(payment, on=on) for payment in payments]
    entries = posting.post_many(book, plans, signed=signed, today=today)
    for payment, entry in zip(payments, entries, strict=True):
        lines.tell(book, "cash.came_in", entry=entry, amount_rp=payment.amount_rp, signed=signed)
        telling.tell(entry, by=signed.by, at=signed.at)
    return entries


def _check(book: Book, payments: Sequence[Payment], *, on: date) -> None:
    wanted = {payment.member.pk for payment in payments}
    people = list(members.of(book.group, on=on).filter(pk__in=wanted))
    found = {one.member.pk: one for one in dues.standing_of(book, people, on=on)}
    for payment in payments:
        name, stands = payment.member.name, found.get(payment.member.pk)
        if stands is None or members.state_told(stands.member) not in MEMBERS:
            raise Refused(
                _("%(name)s is not a member on that day. Record first that she is admitted.")
                % {"name": name}
            )
        if payment.due == Due.POKOK and payment.amount_rp > stands.pokok_due_rp:
            raise Refused(
                _("Pokok is the same for all: %(name)s still brings %(sum)s of it.")
                % {"name": name, "sum": said(stands.pokok_due_rp)}
            )


def _check_still_due(book: Book, payments: Sequence[Payment], *, today: date) -> None:
    """Refuse a sum of the list that another phone recorded since the list was opened."""
    ticked = {one.member.pk: one for one in payments if one.is_due and one.due == Due.WAJIB}
    if not ticked:
        return
    people = list(members.of(book.group, on=today).filter(pk__in=ticked))
    for stands in dues.standing_of(book, people, on=today):
        if ticked[stands.member.pk].amount_rp > stands.wajib_due_rp:
            raise Refused(
                _("%(name)s's wajib was recorded meanwhile. Open the list again.")
                % {"name": stands.member.name}
            )


def open_accounts(book: Book, payments: Sequence[Payment]) -> None:
    """Open the accounts that members do not have yet."""
    wanted = {payment.member.account(payment.due): payment for payment in payments}
    there = reading.held_now(book, wanted)
    for code, payment in sorted(wanted.items()):
        if code not in there:
            member = payment.member
            books.open_member_account(
                book=book, control=payment.due, resident_id=member.resident_id,
                number=member.number,
            )  # fmt: skip


def plan_of(payment: Payment, *, on: date) -> Plan:
    """Turn what a member brings into the entry it is in the ledger."""
    member = payment.member
    move = Move(chart.CASH, member.account(payment.due), payment.amount_rp)
    told = Words(memo=payment.memo, party=member.name, resident_id=member.resident_id)
    return Plan(kind=Way.IN, on=on, moves=[move], words=told)


def round_memo(on: date) -> str:
    """Say on each receipt of a round which month it was."""
    month = words.month_of_year(on, language=get_language() or "id")
    return _("Dues of %(month)s") % {"month": month}
