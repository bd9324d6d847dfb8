"""Closing an account: at once where it is empty, else all of it is paid out first, by two people.

The running month earns what was promised: it is booked when the month is over, and she takes it out
like any money of hers. Nothing is taken in any more.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import days
from rembuk.ledger import pending
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.savings import accounts, money
from rembuk.savings.accounts import Stands
from rembuk.savings.models import Closing, Placement, SavingsAccount
from rembuk.villages import audit


@transaction.atomic
def close(
    *, book: Book, account: SavingsAccount, reason: str, on: date, signed: Signed, today: date
) -> Closing:
    """Close an account; what it holds is asked for and set aside until a second person agrees.

    What her promise keeps in it until she leaves is paid too. Errors: Refused without a reason, if
    it is closed, while money of it waits, is blocked or is placed for a term, for an account that a
    term pays into, for a closed day; and as ledger.pending.propose.
    """
    account.take_turn()
    said = clean_text(reason)[0]
    if not said:
        raise Refused(_("Write why the account is closed."))
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    found = accounts.of(book.group).get(pk=account.pk)
    stands = accounts.stands(book, found, on=today)
    _check_may_close(found, stands)
    asked = None
    if stands.own_rp:
        asked = money.ask_out(
            book, account, amount_rp=stands.own_rp, on=on, signed=signed, today=today
        )
    made = Closing.objects.create(
        village=account.village, account=account, asked=asked, paid_rp=stands.own_rp, on=on,
        reason=said, by=signed.by.user, at=signed.at,
    )  # fmt: skip
    audit.record(
        village=account.village, verb="savings.account_closed", subject=account,
        subject_name=account.member.name, resident_id=account.member.resident_id, by=signed.by,
        at=signed.at, changes=[("savings_product", account.product.name, None)],
    )  # fmt: skip
    return made


def _check_may_close(account: SavingsAccount, stands: Stands) -> None:
    if stands.closed_on is not None:
        raise Refused(_("This account is closed already. Nothing more is needed."))
    if stands.waits_rp:
        raise Refused(_("Money of it waits for a second person. Let that be decided first."))
    if stands.blocked_rp:
        raise Refused(_("Money of this account is blocked. Free it first."))
    placed = Placement.objects.of(account.village).filter(end__isnull=True)
    if placed.filter(account=account).exists():
        raise Refused(_("A sum is placed in it. Wait for its day, or break the term early."))
    if placed.filter(account__pays_to=account).exists():
        raise Refused(_("A placed sum pays its interest into it. End that term first."))
