"""What the members decided, in the book: from past years' surplus to the funds and to each member.

Nothing moves before the decision has its number (K11). No journal closes a year: what it left
stands in 3301 by itself (yearly.py), and this entry takes it out. Until somebody was paid it can be
taken back, with a reason; both entries stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import days
from rembuk.ledger import books, posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.surplus import dividing, paying
from rembuk.surplus.dividing import Kind, State
from rembuk.surplus.models import Booking, Division, DivisionStep, MemberShare
from rembuk.surplus.models.parts import ACCOUNTS, SHARES, TO_DIVIDE

KIND = "SHU_DIVIDED"


@transaction.atomic
def book_decision(
    *, book: Book, division: Division, on: date, signed: Signed, today: date
) -> Booking:
    """Book a year's division as the members decided it: one entry, one account for each member.

    Errors: Refused before the decision and once it is booked, where the book changed, for a closed
    day; and as ledger.posting.post.
    """
    standing = dividing.turn(division, State.DECIDED, book=book, today=today)
    days.check_open(book, on)
    number = standing.steps[Kind.DECIDED].number
    shares = [one for one in dividing.shares_of(division) if one.total_rp]
    _open_accounts(book, shares)
    memo = _("SHU of %(year)s, decision %(number)s") % {"year": division.year, "number": number}
    plan = Plan(
        kind=KIND, on=on, moves=list(_moves(division, shares)), words=Words(memo=memo),
        receipt=False,
    )  # fmt: skip
    entry = posting.post(book, plan, signed=signed, today=today)
    made = Booking.objects.create(
        village=division.village, division=division, entry=entry, at=signed.at, by=signed.by.user
    )
    dividing.tell("booked", division, by=signed.by, at=signed.at)
    return made


def _moves(division: Division, shares: list[MemberShare]) -> Iterator[Move]:
    for name, amount_rp in division.funds().items():
        if name in ACCOUNTS and amount_rp:
            yield Move(TO_DIVIDE, ACCOUNTS[name], amount_rp)
    for one in shares:
        yield Move(TO_DIVIDE, one.member.account(SHARES), one.total_rp)


def _open_accounts(book: Book, shares: list[MemberShare]) -> None:
    """Open the accounts that members do not have yet; none falls below nought."""
    wanted = {one.member.account(SHARES): one.member for one in shares}
    there = reading.held_now(book, wanted)
    people = {
        one.number: one.resident_id for code, one in sorted(wanted.items()) if code not in there
    }
    if people:
        books.open_member_accounts(book=book, control=SHARES, people=people, floor_rp=0)


@transaction.atomic
def end(*, division: Division, book: Book, why: str, signed: Signed, today: date) -> DivisionStep:
    """Take a division back, with a reason; it stays visible, and so does what was booked of it.

    Errors: Refused without a reason, if it is taken back, once a member was paid of it; and as
    ledger.posting.reverse.
    """
    division.take_turn()
    standing = dividing.standing_of(division)
    if standing.state == State.ENDED:
        raise Refused(_("This was taken back already. Nothing more is needed."))
    said = clean_text(why)[0]
    if not said:
        raise Refused(_("Write the reason in a few words."))
    if standing.booking:
        _take_back(standing.booking, book=book, why=said, signed=signed, today=today)
    return dividing.step(division, Kind.ENDED, by=signed.by, at=signed.at, why=said)


def _take_back(booking: Booking, *, book: Book, why: str, signed: Signed, today: date) -> None:
    shares = paying.standing(book.village).filter(share__division=booking.division_id)
    if shares.exists():
        raise Refused(
            _(
                "Members were paid of it already, so it stays. Let the members' meeting decide how"
                " the year that runs makes up for it."
            )
        )
    entry = booking.entry
    entry.book = book
    on = entry.value_on if days.is_open(book, entry.value_on) else today
    days.check_open(book, on)
    posting.reverse(entry, reason=why, signed=signed, today=today, on=on)
