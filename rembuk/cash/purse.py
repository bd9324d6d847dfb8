"""Opening the purse of a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash.purposes import OPENING
from rembuk.ledger import books, chart, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.villages.models import Group

KIND_OF_CHART = {Group.Kind.COOPERATIVE: "COOPERATIVE"}


@dataclass(frozen=True)
class Beginning:
    """How a purse begins: the day, what was counted, the sum from which two people are needed."""

    on: date
    counted_rp: int
    limit_rp: int


@transaction.atomic
def open_purse(*, group: Group, beginning: Beginning, signed: Signed, today: date) -> Book:
    """Open a group's purse with what was counted on its first day.

    Errors: Refused for a day to come, if the purse is open already, and for counted money of a
    cooperative: that belongs to its members, one by one.
    """
    if beginning.on > today:
        raise Refused(_("Choose today or an earlier day."))
    kind = KIND_OF_CHART.get(Group.Kind(group.kind), "GROUP")
    if beginning.counted_rp and kind != "GROUP":
        raise Refused(
            _("Begin with 0. What a cooperative holds is recorded for each member afterwards.")
        )
    book = books.open_book(
        group=group, chart=kind, begins_on=beginning.on, by=signed.by, at=signed.at,
        limit_rp=beginning.limit_rp,
    )  # fmt: skip
    if beginning.counted_rp:
        moves = [Move(chart.CASH, chart.CAPITAL, beginning.counted_rp)]
        plan = Plan(kind=OPENING, on=beginning.on, moves=moves, receipt=False)
        posting.post(book, plan, signed=signed, today=today)
    return book
