"""Money into an account and out of it: through the cash like all money, out by two people."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import booking, days, lines, telling
from rembuk.cash.purposes import Way
from rembuk.cash.sums import said, sum_told
from rembuk.coop import custody, members
from rembuk.ledger import chart, pending, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry, Pending
from rembuk.lib.errors import Refused
from rembuk.savings import accounts
from rembuk.savings.models import SavingsAccount
from rembuk.savings.models.products import Control


@transaction.atomic
def deposit(
    *, book: Book, account: SavingsAccount, amount_rp: int, on: date, signed: Signed, today: date
) -> Entry:
    """Take money into an account; it gives a receipt.

    Errors: Refused without a licence that holds on that day, for who is no member then, before the
    account was opened, once it is closed, for a sum that is placed for a term, for a closed
    day; and as posting.post.
    """
    if account.product.control == Control.TERM:
        raise Refused(_("A placed sum is not added to. Place another sum."))
    if on < account.opened_on:
        raise Refused(_("The account was opened later. Choose a later day."))
    found = accounts.of(book.group).get(pk=account.pk)
    if accounts.closed_on(found) is not None:
        raise Refused(_("This account is closed. Open her another one."))
    custody.require_holding(book.group, on)
    members.require_member(account.member, on=on)
    return take_in(
        book=book, account=account, amount_rp=amount_rp, on=on, signed=signed, today=today
    )


def take_in(
    *, book: Book, account: SavingsAccount, amount_rp: int, on: date, signed: Signed, today: date
) -> Entry:
    """Book money that came for an account, and tell. Errors: for a closed day; as posting.post."""
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    plan = plan_in(account, amount_rp=amount_rp, on=on)
    entry = posting.post(book, plan, signed=signed, today=today)
    lines.tell(book, "cash.came_in", entry=entry, amount_rp=amount_rp, signed=signed)
    telling.tell(entry, by=signed.by, at=signed.at)
    return entry


def plan_in(account: SavingsAccount, *, amount_rp: int, on: date) -> Plan:
    """Turn money that came into the entry it is in the ledger."""
    move = Move(chart.CASH, account.code, amount_rp)
    return Plan(kind=Way.IN, on=on, moves=[move], words=_words(account))


@transaction.atomic
def withdraw(
    *, book: Book, account: SavingsAccount, amount_rp: int, on: date, signed: Signed, today: date
) -> Pending:
    """Ask for money out of an account; it is set aside until a second person agrees.

    Also after the licence ended: the money is hers. Errors: Refused for more than is free, for a
    placed sum, for a closed day; and as ledger.pending.propose.
    """
    account.take_turn()
    if account.product.control == Control.TERM:
        raise Refused(_("A placed sum is paid at its end. Break it early on its page."))
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    check_free(book, account, amount_rp=amount_rp, on=today)
    return ask_out(book, account, amount_rp=amount_rp, on=on, signed=signed, today=today)


def ask_out(
    book: Book, account: SavingsAccount, *, amount_rp: int, on: date, signed: Signed, today: date
) -> Pending:
    """Set money of an account aside until a second person agrees, and tell.

    Errors: as ledger.pending.propose.
    """
    move = Move(account.code, chart.CASH, amount_rp)
    plan = Plan(kind=Way.OUT, on=on, moves=[move], words=_words(account))
    made = booking.book_or_ask(book, plan, second=True, signed=signed, today=today)
    assert isinstance(made, Pending), "a second person is always asked"
    changes = [("amount", None, sum_told(amount_rp))]
    booking.tell(book, "cash.asked", about=made, by=signed.by, at=signed.at, changes=changes)
    return made


def check_free(book: Book, account: SavingsAccount, *, amount_rp: int, on: date) -> None:
    """Refuse more than is free on a day, and say what is."""
    found = accounts.of(book.group).get(pk=account.pk)
    stands = accounts.stands(book, found, on=on)
    if amount_rp <= stands.free_rp:
        return
    if stands.blocked_rp:
        raise Refused(
            _("Only %(sum)s is free: %(blocked)s is blocked. Write less, or ask why.")
            % {"sum": said(stands.free_rp), "blocked": said(stands.blocked_rp)}
        )
    raise Refused(
        _("Only %(sum)s is free in this account. Write that much or less.")
        % {"sum": said(stands.free_rp)}
    )


def _words(account: SavingsAccount) -> Words:
    member = account.member
    return Words(memo=account.product.name, party=member.name, resident_id=member.resident_id)
