"""What is kept for speed, worked out anew: balances, what is reserved of them, and month ends.

The movements, and what waits, are the authority. A book that does not prove itself is left as it
is: its movements are not to be trusted with anything. A member's account without a floor, because
it was below it when floors came, gets its own here once it has reached it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.ledger import balances, checkpoints, checks, pending
from rembuk.ledger.models import Account, Balance, Book
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.actors import Actor

Sums = tuple[int, int, int, int, int | None]


@dataclass(frozen=True)
class Mended:
    """How many balances and month ends were not what they should be, and are now.

    `floors` is how many accounts got the floor of their control account.
    """

    balances: int
    month_ends: int
    floors: int = 0


@transaction.atomic
def mend(book: Book, *, by: Actor, at: datetime) -> Mended:
    """Work out anew what is kept of a book, under its lock; what is right stays untouched.

    Errors: Refused if the book has other findings, the first of which is told; nothing is changed.
    """
    book.take_turn()
    wrong = list(checkpoints.wrong(book))
    floors = _floors(book)
    mended = Mended(balances=_balances(book), month_ends=len(wrong), floors=floors)
    for mark in wrong:
        checkpoints.take(book, until=mark.until)
    if mended == Mended(0, 0):
        return mended
    for finding in checks.check_book(book):
        if not finding.waits:
            raise Refused(_cannot(finding.says))
    told = [("balances", mended.balances), ("month_ends", mended.month_ends), ("floors", floors)]
    audit.record(
        village=book.village, verb="ledger.mended", subject=book, subject_name=book.group.name,
        by=by, at=at,
        changes=[(what, None, number) for what, number in told if number or what != "floors"],
    )  # fmt: skip
    return mended


def _floors(book: Book) -> int:
    """Give accounts without a floor that of their control account, if they are not below it."""
    held = pending.held(book)
    rows = Account.objects.of(book.village).filter(book=book, floor_rp__isnull=True)
    count = 0
    for account in rows.filter(parent__floor_rp__isnull=False).select_related("parent", "book"):
        assert account.parent is not None
        floor_rp = account.parent.floor_rp
        if balances.balance(account) - held.get(account.pk, 0) >= (floor_rp or 0):
            rows.filter(pk=account.pk).update(floor_rp=floor_rp)
            count += 1
    return count


def _balances(book: Book) -> int:
    rows = Balance.objects.of(book.village).filter(account__book=book)
    kept: dict[int, Sums] = {
        pk: (debit, credit, own, held, floor)
        for pk, debit, credit, own, held, floor in rows.values_list(
            "account", "debit_rp", "credit_rp", "own_rp", "held_rp", "floor_rp"
        )
    }
    wanted = _wanted(book)
    other = [pk for pk, sums in wanted.items() if kept.get(pk) != sums]
    rows.filter(account__in=other).delete()
    Balance.objects.bulk_create(
        Balance(
            village=book.village, account_id=pk, debit_rp=debit, credit_rp=credit, own_rp=own,
            held_rp=held, floor_rp=floor,
        )
        for pk, (debit, credit, own, held, floor) in ((pk, wanted[pk]) for pk in other)
    )  # fmt: skip
    return len(other)


def _wanted(book: Book) -> dict[int, Sums]:
    """Return what should be kept of each account, from the movements and what waits."""
    moved = checkpoints.sums(book, on=date.max, known=checkpoints.EVER)
    sums = {account: (int(debit), int(credit)) for account, debit, credit in moved}
    held = pending.held(book)
    wanted: dict[int, Sums] = {}
    accounts = Account.objects.of(book.village).filter(book=book, is_control=False)
    for account in accounts.order_by("code"):
        debit, credit = sums.get(account.pk, (0, 0))
        own = debit - credit if account.normal == Account.Side.DEBIT else credit - debit
        reserved = held.get(account.pk, 0)
        if account.floor_rp is not None and own - reserved < account.floor_rp:
            below = _("Account %(account)s is below what it may hold.") % {"account": account.code}
            raise Refused(_cannot(below))
        wanted[account.pk] = (debit, credit, own, reserved, account.floor_rp)
    return wanted


def _cannot(finding: str) -> str:
    return _("What is kept was left as it is: %(finding)s Show this to the operator.") % {
        "finding": finding
    }
