"""Sealing a closed month: its balances and the head of the chain under one hash, for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.ledger import balances, chain, ends, months
from rembuk.ledger.models import Period, Seal
from rembuk.ledger.models.periods import State
from rembuk.lib.dates import month_end
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor


@transaction.atomic
def seal(*, period: Period, by: Actor, at: datetime) -> Seal:
    """Seal a closed month: from now on its sums are re-derived and compared.

    Errors: Refused while the month is open, and when it is sealed already.
    """
    book = period.book
    book.take_turn()
    period.refresh_from_db(fields=["state"])
    if period.state == State.SEALED:
        raise Refused(_("This month is sealed already."))
    if period.state != State.CLOSED:
        raise Refused(_("Close the month first, then seal it."))
    sequence, head = ends.last(book)
    made = Seal.objects.create(
        village=book.village, period=period, sequence=sequence, head=head,
        digest=derive(period, sequence=sequence, head=head),
    )  # fmt: skip
    months.step(period, State.SEALED, by=by, at=at)
    return made


def derive(period: Period, *, sequence: int, head: str, kept: bool = False) -> str:
    """Work a seal out of the movements: what it was when it was made, if nothing changed since.

    `kept` says that month ends may shorten the way: who has just proved them may.
    """
    until = month_end(period.first)
    sums = balances.trial_balance(period.book, on=until, known=sequence, kept=kept)
    told = ((one.code, one.debit_rp, one.credit_rp) for one in sums)
    return chain.digest(book=period.book_id, until=until, sequence=sequence, head=head, sums=told)
