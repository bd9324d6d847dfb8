"""Paying a loan out: the treasurer asks, a second person agrees, then it stands in the book."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rembuk.cash import booking, days
from rembuk.cash.purposes import Way
from rembuk.coop import custody, dues
from rembuk.coop.models import Member
from rembuk.ledger import books, chart, pending, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Pending
from rembuk.lib.errors import Refused
from rembuk.loans import close, deals, standing
from rembuk.loans.close import LOANS
from rembuk.loans.models import Application, Loan
from rembuk.loans.standing import State
from rembuk.villages.actors import Actor

FEES = "4102"
KIND = Way.OUT


@transaction.atomic
def pay_out(*, book: Book, application: Application, on: date, signed: Signed, today: date) -> Loan:
    """Ask for a loan to be paid out in cash, less its fee; whatever the sum, by two people.

    Errors: Refused for what the committee did not agree to or is lent already, on a day before
    it agreed, for the borrower and her family, without a licence or pokok; and as
    ledger.pending.propose.
    """
    application.take_turn()
    book.group.take_turn()
    member = application.member
    close.require_stranger(signed.by.user, member)
    custody.require_holding(book.group, on)
    dues.require_full_member(book, member, on=on)
    stands = standing.of_application(book, application)
    if stands.state != State.AGREED:
        raise Refused(
            _("This loan is not to be paid out now: %(state)s.") % {"state": stands.state.label}
        )
    if on < max(one.on for one in stands.decisions):
        raise Refused(
            _("The committee agreed later than that day. Choose that day or a later one.")
        )
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    open_account(book, member)
    deal = deals.asked_for(application, on=on)
    asked = pending.propose(
        book, _plan(deal, member, on=on), by=signed.by, at=signed.at,
        request_id=signed.request_id, today=today,
    )  # fmt: skip
    loans = Loan.objects.of(book.village).filter(group=book.group)
    made = Loan.objects.create(
        village=book.village, group=book.group, application=application, asked=asked,
        serial=(loans.aggregate(last=Max("serial"))["last"] or 0) + 1, on=on,
        first_due=deals.worked_out(deal).rows[0].due_on, fee_rp=deal.fee_rp, at=signed.at,
        by=signed.by.user,
    )  # fmt: skip
    booking.tell(
        book, "loans.pay_out_asked", about=asked, by=signed.by, at=signed.at,
        changes=[("number", None, made.number)], resident_id=member.resident_id,
    )  # fmt: skip
    return made


def _plan(deal: deals.Deal, member: Member, *, on: date) -> Plan:
    account = member.account(LOANS)
    moves = [Move(account, chart.CASH, deal.paid_out_rp)]
    if deal.fee_rp:
        moves.append(Move(account, FEES, deal.fee_rp))
    told = Words(
        memo=_("Loan of member %(number)s") % {"number": member.number}, party=member.name,
        resident_id=member.resident_id,
    )  # fmt: skip
    return Plan(kind=KIND, on=on, moves=moves, words=told)


def open_account(book: Book, member: Member, *, control: str = LOANS) -> None:
    """Open a member's account under a control account, unless she has one; it stays above 0."""
    if member.account(control) not in reading.held_now(book, [member.account(control)]):
        books.open_member_account(
            book=book, control=control, resident_id=member.resident_id, number=member.number,
            floor_rp=0,
        )  # fmt: skip


def check_second(asked: Pending, by: Actor) -> None:
    """Refuse the borrower and her family as the second person of her own loan (cash/approving)."""
    found = Loan.objects.of(asked.book.village).filter(asked=asked)
    loan = found.select_related("application__member__resident").first()
    if loan is not None:
        close.require_stranger(by.user, loan.application.member)
