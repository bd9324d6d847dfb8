"""Money that comes back of a loan after it was taken off the books: income (4901), with a receipt.

It is one line of the cash and is taken back like any line: then the claim is as large as before.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import days, lines, telling
from rembuk.cash.purposes import Way
from rembuk.cash.sums import said
from rembuk.ledger import chart, pending, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.loans import claims, close
from rembuk.loans.models import Loan, Recovery
from rembuk.loans.writing_off import NOTED, NOTED_AGAINST

INCOME = chart.OTHER_INCOME


@transaction.atomic
def take_in(
    *, book: Book, loan: Loan, amount_rp: int, on: date, signed: Signed, today: date
) -> Recovery:
    """Write what she brings for a loan that is off the books; it gives one receipt.

    Errors: Refused where it is not off the books or all came back, for more than she owes, before
    the day it was taken off, by the borrower's own people; and as ledger.posting.post.
    """
    application = loan.application
    application.take_turn()
    member = application.member
    close.require_stranger(signed.by.user, member)
    claim = claims.newest(book.village, [loan]).get(loan.pk)
    if claim is None or not claim.is_open or claim.entry is None:
        raise Refused(_("This loan is not off the books. Open the list again."))
    if on < claim.entry.value_on:
        raise Refused(
            _("The loan was taken off the books later than that day. Choose a later one.")
        )
    if amount_rp > claim.left_rp:
        raise Refused(
            _("She owes %(sum)s still. Write that sum or less.") % {"sum": said(claim.left_rp)}
        )
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    memo = _("Came back of loan %(number)s, which is off the books") % {"number": loan.number}
    moves = [Move(chart.CASH, INCOME, amount_rp), Move(NOTED_AGAINST, NOTED, amount_rp)]
    told = Words(memo=memo, party=member.name, resident_id=member.resident_id)
    plan = Plan(kind=Way.IN, on=on, moves=moves, words=told)
    entry = posting.post(book, plan, signed=signed, today=today)
    made = Recovery.objects.create(
        village=book.village, write_off=claim.write_off, entry=entry, on=on,
        amount_rp=amount_rp, at=signed.at, by=signed.by.user,
    )  # fmt: skip
    lines.tell(book, "cash.came_in", entry=entry, amount_rp=amount_rp, signed=signed)
    telling.tell(entry, by=signed.by, at=signed.at)
    return made
