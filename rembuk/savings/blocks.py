"""Blocking money of an account for a time: how much, why, until when; and freeing it before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.savings import accounts
from rembuk.savings.models import Block, BlockLifted, SavingsAccount
from rembuk.villages import audit
from rembuk.villages.actors import Actor


@dataclass(frozen=True)
class Wanted:
    """What is to be blocked, in whole rupiah, until which day, and why."""

    amount_rp: int
    until: date
    reason: str


@transaction.atomic
def block(
    *, book: Book, account: SavingsAccount, wanted: Wanted, by: Actor, at: datetime, today: date
) -> Block:
    """Block money of an account from today on.

    Errors: Refused without a reason, for a day that is over, and for more than is free.
    """
    account.take_turn()
    reason = clean_text(wanted.reason)[0]
    if not reason:
        raise Refused(_("Write why the money is blocked."))
    if wanted.until < today:
        raise Refused(_("Choose today or a later day."))
    found = accounts.of(book.group).get(pk=account.pk)
    stands = accounts.stands(book, found, on=today)
    if not 1 <= wanted.amount_rp <= stands.own_rp - stands.waits_rp - stands.blocked_rp:
        raise Refused(_("Block no more than the account holds and is free."))
    assert by.user is not None, "a person blocks"
    made = Block.objects.create(
        village=account.village, account=account, amount_rp=wanted.amount_rp, since=today,
        until=wanted.until, reason=reason, by=by.user, at=at,
    )  # fmt: skip
    _tell("savings.blocked", account, by=by, at=at)
    return made


@transaction.atomic
def lift(*, blocked: Block, reason: str, by: Actor, at: datetime, today: date) -> BlockLifted:
    """Free the money before the block ends. Errors: Refused without a reason, or if it is free."""
    blocked.take_turn()
    why = clean_text(reason)[0]
    if not why:
        raise Refused(_("Write why the money is free again."))
    over = blocked.until < today
    if over or BlockLifted.objects.of(blocked.village).filter(block=blocked).exists():
        raise Refused(_("This money is free already. Nothing more is needed."))
    assert by.user is not None, "a person frees it"
    made = BlockLifted.objects.create(
        village=blocked.village, block=blocked, on=today, reason=why, by=by.user, at=at
    )
    _tell("savings.freed", blocked.account, by=by, at=at)
    return made


def of(account: SavingsAccount) -> QuerySet[Block]:
    """Return every block of an account, the newest first."""
    rows = Block.objects.of(account.village).filter(account=account)
    return rows.select_related("by", "lifted__by").order_by("-since", "-pk")


def _tell(verb: str, account: SavingsAccount, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=account.village, verb=verb, subject=account, subject_name=account.member.name,
        resident_id=account.member.resident_id, by=by, at=at,
    )  # fmt: skip
