"""Taking in an instalment: fine, charge, principal, the oldest first; too much is kept (2104).

It is one line of the cash with its receipt, by the days of the cash box, and is taken back like
any line: then it counts no more, and the next reading of the loan knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import days, lines, telling
from rembuk.cash.purposes import Way
from rembuk.cash.sums import said
from rembuk.coop.models import Member
from rembuk.ledger import chart, pending, posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.loans import close, lending, progress, standing
from rembuk.loans.allocation import allocate
from rembuk.loans.close import HELD, LOANS
from rembuk.loans.models import Loan, Payment, Share
from rembuk.loans.progress import Kept, Progress
from rembuk.loans.standing import State

FINES, CHARGES = "4103", "4101"
Shares = list[tuple[int, Mapping[str, int]]]


@dataclass(frozen=True)
class Sharing:
    """Where a sum goes before it is written; all in whole rupiah."""

    cash_rp: int
    held_rp: int
    shares: Shares
    kept_rp: int
    waived_rp: int = 0
    settles: bool = False

    def of(self, part: str) -> int:
        """What one part gets in all: "fine", "interest" or "principal"."""
        return sum(parts[part] for _row, parts in self.shares)


def shared(found: Progress, cash_rp: int) -> Sharing:
    """Lay out what she brings, and what is kept for her, over what is due and the next one."""
    parts = found.payable
    owed = [{name: Fraction(rp) for name, rp in one.owed.items()} for one in parts]
    got = allocate(Fraction(cash_rp + found.held_rp), owed)
    rows = [
        (one.row.number, {name: int(amount) for name, amount in row.items()})
        for one, row in zip(parts, got.rows, strict=True)
    ]
    rows = [(number, row) for number, row in rows if sum(row.values())]
    return Sharing(cash_rp, found.held_rp, list(rows), int(got.left))


def settled(found: Progress, cash_rp: int) -> Sharing:
    """Lay out what pays all of it back today. Errors: Refused for another sum than that."""
    told = progress.pay_off(found)
    if cash_rp != told.amount_rp:
        raise Refused(
            _("On that day %(sum)s pays all of it back. Open the page again for today's sum.")
            % {"sum": said(told.amount_rp)}
        )
    kept_rp = cash_rp + told.held_rp - told.whole_rp
    return Sharing(cash_rp, told.held_rp, list(told.shares), kept_rp, told.waived_rp, settles=True)


def of_loan(book: Book, loan: Loan, *, on: date) -> Progress:
    """Return how far one loan is on a day: three queries."""
    return of_loans(book, [loan], on=on)[loan.pk]


def of_standing(book: Book, stands: standing.Standing, *, on: date) -> Progress:
    """Return how far the loan of an application is on a day: two queries."""
    loan = stands.loan
    assert loan is not None, "it was paid out"
    kept = {loan.pk: Kept(stands.left_rp, stands.held_rp)}
    return progress.read([loan], village=book.village, on=on, kept=kept)[loan.pk]


def of_loans(book: Book, loans: Iterable[Loan], *, on: date) -> dict[int, Progress]:
    """Return how far loans are on a day, by their ids: three queries."""
    rows = list(loans)
    codes = {
        one.pk: [one.application.member.account(control) for control in (LOANS, HELD)]
        for one in rows
    }
    now = reading.held_now(book, [code for both in codes.values() for code in both])
    kept = {pk: Kept(*(now.get(code, 0) for code in both)) for pk, both in codes.items()}
    return progress.read(rows, village=book.village, on=on, kept=kept)


@transaction.atomic
def pay(
    *, book: Book, loan: Loan, amount_rp: int, on: date, signed: Signed, today: date,
    settles: bool = False,
) -> Payment:  # fmt: skip
    """Write an instalment, or with `settles` what pays all of it back; it gives one receipt.

    Errors: Refused for a loan that is paid back or not paid out, before its day or a later
    payment, by the borrower or her family, for another sum than settles it; and as
    ledger.posting.post.
    """
    application = loan.application
    application.village = book.village
    application.take_turn()
    member = application.member
    close.require_stranger(signed.by.user, member)
    stands = standing.of_application(book, application)
    if stands.state != State.RUNNING or stands.loan is None:
        raise Refused(_not_running(stands))
    found = of_loan(book, stands.loan, on=on)
    _check_day(found)
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    lending.open_account(book, member, control=HELD)
    told = settled(found, amount_rp) if settles else shared(found, amount_rp)
    if told.kept_rp and not settles:
        _check_not_all(found, amount_rp)
    plan = Plan(kind=Way.IN, on=on, moves=_moves(member, told), words=_words(loan, member))
    entry = posting.post(book, plan, signed=signed, today=today)
    made = Payment.objects.create(
        village=book.village, loan=loan, entry=entry, on=on, cash_rp=told.cash_rp,
        held_rp=told.held_rp, fine_rp=told.of("fine"), interest_rp=told.of("interest"),
        principal_rp=told.of("principal"), kept_rp=told.kept_rp, waived_rp=told.waived_rp,
        settles=settles, at=signed.at, by=signed.by.user,
    )  # fmt: skip
    for row, parts in told.shares:
        amounts = {f"{name}_rp": rp for name, rp in parts.items()}
        Share.objects.create(village=book.village, payment=made, row=row, **amounts)
    lines.tell(book, "cash.came_in", entry=entry, amount_rp=amount_rp, signed=signed)
    telling.tell(entry, by=signed.by, at=signed.at)
    return made


def _not_running(stands: standing.Standing) -> str:
    name = stands.application.member.name
    if stands.state == State.SETTLED:
        return _(
            "The loan of %(name)s is paid back: no instalment is due any more. Give the money"
            " back, or take it in as savings."
        ) % {"name": name}
    if stands.state == State.WRITTEN_OFF:
        return _(
            "The loan of %(name)s is off the books. Open her loan and choose 'Take in what she"
            " brings'."
        ) % {"name": name}
    return _("The loan of %(name)s is not paid out yet.") % {"name": name}


def _check_day(found: Progress) -> None:
    if found.on < found.loan.on:
        raise Refused(_("The loan was paid out later than that day. Choose a later one."))
    if found.last_on is not None and found.on < found.last_on:
        raise Refused(_("A later instalment is recorded already. Choose its day or a later one."))


def _check_not_all(found: Progress, amount_rp: int) -> None:
    all_rp = progress.pay_off(found).amount_rp
    if amount_rp >= all_rp:
        raise Refused(
            _("%(sum)s pays all of it back on that day. Choose 'Pay all of it back' on her page.")
            % {"sum": said(all_rp)}
        )


def _moves(member: Member, told: Sharing) -> list[Move]:
    """Bring the money in through what is kept for her: one line of cash, however it is shared."""
    held = member.account(HELD)
    moves = [Move(chart.CASH, held, told.cash_rp)]
    for account, part in (
        (FINES, "fine"), (CHARGES, "interest"), (member.account(LOANS), "principal"),
    ):  # fmt: skip
        if amount_rp := told.of(part):
            moves.append(Move(held, account, amount_rp))
    return moves


def _words(loan: Loan, member: Member) -> Words:
    memo = _("Instalment of loan %(number)s") % {"number": loan.number}
    return Words(memo=memo, party=member.name, resident_id=member.resident_id)
