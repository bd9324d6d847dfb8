"""The open difference of a cash box (account 1199), and the ways in which it ends.

A difference is looked into first. It ends when the money is found or the count was wrong, when a
line that was forgotten explains it, or when the group decides to bear it (5205) or to keep it
(4901). Whatever is decided without an explanation needs a second person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash import booking, counting, days, purposes
from rembuk.cash.models import CashCount
from rembuk.cash.purposes import EXPLAINED, Purpose, Way
from rembuk.cash.sums import said, sum_told
from rembuk.ledger import chart, pending, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry, Line, Pending
from rembuk.lib.errors import Refused

BEGINNING = date.min


@dataclass(frozen=True)
class Ending:
    """One way in which an open difference ends.

    `account` is where the sum goes to or comes from; "" where a purpose says it, as for a line
    that was forgotten. `decided` marks what the group decides rather than explains.
    """

    code: str
    label: Promise
    hint: Promise
    account: str = ""
    decided: bool = False


MISSING = (
    Ending(
        "found",
        gettext_lazy("The money was found"),
        gettext_lazy("It was somewhere else, or somebody put it back. It lies in the box again."),
        chart.CASH,
    ),
    Ending(
        "forgotten",
        gettext_lazy("Money out was not recorded"),
        gettext_lazy("Something was paid, and nobody wrote it down."),
    ),
    Ending(
        "miscounted",
        gettext_lazy("The count was wrong"),
        gettext_lazy("The money was there all the time."),
        chart.CASH,
    ),
    Ending(
        "borne",
        gettext_lazy("The group bears the loss"),
        gettext_lazy("Nobody knows where it went. The chair has to approve."),
        chart.LOST_CASH,
        decided=True,
    ),
)
TOO_MUCH = (
    Ending(
        "forgotten",
        gettext_lazy("Money in was not recorded"),
        gettext_lazy("Somebody brought it, and nobody wrote it down."),
    ),
    Ending(
        "miscounted",
        gettext_lazy("The count was wrong"),
        gettext_lazy("There was never that much in the box."),
        chart.CASH,
    ),
    Ending(
        "given_back",
        gettext_lazy("It was somebody else's and was given back"),
        gettext_lazy("The money leaves the box again. The chair has to approve."),
        chart.CASH,
        decided=True,
    ),
    Ending(
        "kept",
        gettext_lazy("The group keeps it"),
        gettext_lazy("Nobody knows whose it is. The chair has to approve."),
        chart.OTHER_INCOME,
        decided=True,
    ),
)


@dataclass(frozen=True)
class Explained:
    """How a difference, or a part of it, ends: `amount_rp` in whole rupiah."""

    ending: Ending
    amount_rp: int
    reason: str
    on: date
    purpose: Purpose | None = None


def open_rp(book: Book) -> int:
    """Return the open difference: above zero what is missing, below zero what is too much."""
    return reading.held_now(book, [chart.DIFFERENCE]).get(chart.DIFFERENCE, 0)


def endings(open_difference_rp: int) -> tuple[Ending, ...]:
    """Return the ways in which this difference can end; none where there is none."""
    if not open_difference_rp:
        return ()
    return MISSING if open_difference_rp > 0 else TOO_MUCH


def purposes_for(book: Book, open_difference_rp: int) -> list[Purpose]:
    """Return what a forgotten line can have been for; without a difference, either way."""
    ways = [Way.OUT] * (open_difference_rp >= 0) + [Way.IN] * (open_difference_rp <= 0)
    return [one for way in ways for one in purposes.offered(way, chart_code=book.chart)]


def lines_of(book: Book, *, today: date) -> list[Line]:
    """Return all lines of the difference, the newest first; `in_rp` is what was missing."""
    return reading.lines_between(book, since=book.begins_on, until=today, code=chart.DIFFERENCE)


def needs_second(book: Book, explained: Explained) -> bool:
    """Say whether a second person has to approve this ending."""
    return explained.ending.decided or counting.needs_second(book, explained.amount_rp)


@transaction.atomic
def explain(*, book: Book, explained: Explained, signed: Signed, today: date) -> Entry | Pending:
    """End a difference or a part of it: booked at once, or asked of a second person.

    Errors: Refused without a reason, for more than is open, for a closed day; and as
    ledger.posting.post.
    """
    days.check_open(book, explained.on)
    pending.expire(book, at=signed.at, today=today)
    if not explained.reason.strip():
        raise Refused(_("Write how you know."))
    plan = _plan(book, explained)
    check_open_still(book, plan)
    second = needs_second(book, explained)
    done = booking.book_or_ask(book, plan, second=second, signed=signed, today=today)
    verb = "cash.explanation_asked" if second else "cash.explained"
    changes = [("amount", None, sum_told(explained.amount_rp))]
    booking.tell(book, verb, about=done, by=signed.by, at=signed.at, changes=changes)
    return done


def check_open_still(book: Book, plan: Plan) -> None:
    """Refuse more than is still open, or the other way round than it is open."""
    open_now = open_rp(book)
    move = plan.moves[0]
    wanted = move.amount_rp if move.credit == chart.DIFFERENCE else -move.amount_rp
    if wanted * open_now <= 0 or abs(wanted) > abs(open_now):
        raise Refused(
            _("Only %(sum)s is still open. Write that or less.") % {"sum": said(open_now)}
        )


def unexplained(book: Book) -> list[CashCount]:
    """Return the last counts that found a difference, the newest first."""
    rows = CashCount.objects.of(book.village).filter(book=book).exclude(difference_rp=0)
    return list(rows.select_related("counted_by").order_by("-value_on", "-pk")[:10])


def _plan(book: Book, explained: Explained) -> Plan:
    ending = explained.ending
    account = ending.account or (explained.purpose.account if explained.purpose else "")
    assert account
    missing = open_rp(book) > 0
    move = (
        Move(account, chart.DIFFERENCE, explained.amount_rp)
        if missing
        else Move(chart.DIFFERENCE, account, explained.amount_rp)
    )
    told = f"{ending.label}: {explained.reason.strip()}"
    return Plan(
        kind=EXPLAINED, on=explained.on, moves=[move], words=Words(memo=told[:200]), receipt=False
    )
