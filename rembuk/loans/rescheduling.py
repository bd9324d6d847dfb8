"""A new schedule for a loan that runs (restrukturisasi): proposed, agreed by one of the board.

No money moves: the principal stays where it is in the book, and the charge that waited is booked
when it is paid, as before. Nothing of it is forgiven but, where the board says so, the fine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.ledger.reading import Book, Entry
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.loans import claims, classes, close, instalments, phases, progress, standing
from rembuk.loans.deals import Worked
from rembuk.loans.models import (
    Class,
    Loan,
    Payment,
    Product,
    Rescheduling,
    ReschedulingBack,
    ReschedulingVote,
)
from rembuk.loans.progress import Progress
from rembuk.loans.writing_off import Side, side_of
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

Outcome = ReschedulingVote.Outcome


@dataclass(frozen=True)
class Offer:
    """What is proposed: instalments, a rate of a year in percent, periods without principal."""

    periods: int
    percent_year: Decimal
    grace: int = 0
    forgives_fine: bool = True
    why: str = ""
    source: str = ""


@dataclass(frozen=True)
class Sums:
    """What a new schedule begins with on a day, in whole rupiah."""

    principal_rp: int
    charge_rp: int  # has run up until that day and is not paid
    fine_rp: int  # the fine that waits, whether it is forgiven or not
    from_row: int  # the number of the first new instalment
    klass: Class

    def kept_fine_rp(self, told: Rescheduling) -> int:
        """Return the fine that comes with the first new instalment."""
        return 0 if told.forgives_fine else self.fine_rp


@dataclass(frozen=True)
class Proposed:
    """A proposal with what was said about it, whether it was undone, and what it comes to."""

    told: Rescheduling
    vote: ReschedulingVote | None
    back: ReschedulingBack | None

    @property
    def waits(self) -> bool:
        """Whether the board has not answered."""
        return self.vote is None

    @property
    def counts(self) -> bool:
        """Whether it was agreed and not undone."""
        return self.back is None and self.vote is not None and self.vote.outcome == Outcome.AGREED


def of_loan(village: Village, loan: Loan) -> list[Proposed]:
    """Return what was proposed for a loan, the newest first, read anew: one query, or none."""
    return told_of(phases.proposals(village, [loan]).get(loan.pk, []))


def told_of(rows: Sequence[Rescheduling]) -> list[Proposed]:
    """Return proposals that were read already, with what was said about each."""
    votes = [(one, getattr(one, "answer", None)) for one in rows]
    return [Proposed(one, vote, getattr(vote, "back", None)) for one, vote in votes]


def waiting_of(group: Group) -> QuerySet[Rescheduling]:
    """Return proposals of a cooperative that the board did not answer."""
    rows = Rescheduling.objects.of(group.village).filter(loan__group=group, answer__isnull=True)
    return rows.order_by("on", "pk")


def sums(found: Progress) -> Sums:
    """Return what a new schedule of a loan would begin with on its day."""
    begun = [one.row.number for one in found.parts if one.paid_rp]
    return Sums(
        found.left_rp, progress.charge_of(found).owed_rp,
        sum(one.owed["fine"] for one in found.current),
        max([found.ended, *begun]) + 1, classes.judge(found).klass,
    )  # fmt: skip


def laid_out(told: Rescheduling, begins: Sums, *, on: date) -> Worked:
    """Return the schedule that a proposal comes to from a day on."""
    deal = phases.changed(told.loan, told, principal_rp=begins.principal_rp, on=on)
    return phases.laid_out(deal, charge_rp=begins.charge_rp, from_row=begins.from_row)


def offered(loan: Loan, offer: Offer, *, found: Progress) -> Rescheduling:
    """Return a proposal that is not written yet, for who looks at it first.

    Errors: Refused for a dearer rate, for a harvest loan with periods without principal, and
    where all of them would be without.
    """
    if offer.percent_year > found.worked.deal.percent_year:
        raise Refused(_("A new schedule is never dearer. Write the rate of now, or a lower one."))
    if offer.grace and loan.application.product.rhythm == Product.Rhythm.HARVEST:
        raise Refused(_("A harvest loan is paid back at once. Write 0 months without principal."))
    if offer.grace >= offer.periods:
        raise Refused(
            _("Principal is paid in at least one instalment. Write fewer months without it.")
        )
    return Rescheduling(
        loan=loan, periods=offer.periods, percent_year=offer.percent_year, grace=offer.grace,
        forgives_fine=offer.forgives_fine, why=clean_text(offer.why)[0],
        source=clean_text(offer.source)[0],
    )  # fmt: skip


@transaction.atomic
def propose(
    *, book: Book, loan: Loan, offer: Offer, by: Actor, at: datetime, today: date
) -> Rescheduling:
    """Propose a new schedule; nothing changes before one of the board agrees.

    Errors: Refused for the borrower's own people, a loan that is not running, while a proposal
    waits, without a reason or what it rests on; and as offered.
    """
    loan.application.take_turn()
    close.require_stranger(by.user, loan.application.member)
    found = _running(book, loan, on=today)
    before = of_loan(book.village, loan)
    if any(one.waits for one in before):
        raise Refused(_("A new schedule for this loan waits already. It is answered first."))
    claim = claims.newest(book.village, [loan]).get(loan.pk)
    if claim is not None and claim.state == claims.State.WAITS:
        raise Refused(_("A proposal for this loan waits already. It is answered first."))
    made = offered(loan, offer, found=found)
    if not made.why or not made.source:
        raise Refused(_("Write the reason, and the article or decision that it rests on."))
    assert by.user is not None, "a person proposes it"
    made.village, made.attempt, made.by = book.village, len(before) + 1, by.user
    made.on, made.at = today, at
    made.save(force_insert=True)
    _tell("loans.schedule_proposed", made, by=by, at=at)
    return made


@transaction.atomic
def answer(
    *, book: Book, loan: Loan, outcome: str, note: str, by: Actor, at: datetime, today: date
) -> ReschedulingVote:
    """Say yes or no for the board; a yes makes it the schedule of the loan from that day on.

    Errors: Refused for who proposed it, the borrower's own people, another office than the board,
    a no without a reason, and where the loan runs no more or nothing waits.
    """
    loan.application.take_turn()
    member = loan.application.member
    close.require_stranger(by.user, member)
    told = next((one.told for one in of_loan(book.village, loan) if one.waits), None)
    if told is None:
        raise Refused(_("This is decided already. Open the list again."))
    if side_of(by) != Side.BOARD:
        raise Refused(_("One of the board decides about a new schedule."))
    assert by.user is not None, "a person decides"
    if by.user.pk == told.by_id:
        raise Refused(_("You proposed this yourself. Somebody else of the board decides."))
    said = clean_text(note)[0]
    if outcome == Outcome.REFUSED and not said:
        raise Refused(_("Write why not, in words that she may read."))
    begins = sums(_running(book, loan, on=today))
    made = ReschedulingVote.objects.create(
        village=book.village, rescheduling=told, outcome=Outcome(outcome), note=said,
        principal_rp=begins.principal_rp, charge_rp=begins.charge_rp,
        fine_rp=begins.kept_fine_rp(told), from_row=begins.from_row, klass=begins.klass,
        maker_id=told.by_id, borrower_id=member.resident.user_id, on=today, at=at, by=by.user,
    )  # fmt: skip
    _tell("loans.schedule_decided", told, by=by, at=at, outcome=made.outcome)
    return made


@transaction.atomic
def take_back(
    *, book: Book, loan: Loan, reason: str, by: Actor, at: datetime, today: date
) -> ReschedulingBack:
    """Undo a new schedule that was a mistake: the one before it counts again.

    Errors: Refused without a reason, for the borrower's own people, where none counts, and after
    something was paid on it.
    """
    loan.application.take_turn()
    close.require_stranger(by.user, loan.application.member)
    newest = next((one for one in of_loan(book.village, loan) if one.counts), None)
    found = _running(book, loan, on=today)
    if newest is None or newest.vote is None:
        raise Refused(_("No new schedule counts for this loan. Open the page again."))
    if any(one.paid_rp for one in found.current):
        raise Refused(
            _("Something was paid on this schedule. Propose another one from today instead.")
        )
    said = clean_text(reason)[0]
    if not said:
        raise Refused(_("Write why the new schedule is taken back."))
    assert by.user is not None, "a person takes it back"
    made = ReschedulingBack.objects.create(
        village=book.village, vote=newest.vote, reason=said, on=today, at=at, by=by.user
    )
    _tell("loans.schedule_taken_back", newest.told, by=by, at=at)
    return made


def check_back(book: Book, entry: Entry) -> None:
    """Refuse to take an instalment back on whose sums a new schedule stands (cash/lines).

    Errors: Refused.
    """
    paid = Payment.objects.of(book.village).filter(entry=entry).first()
    if paid is None:
        return
    later = ReschedulingVote.objects.of(book.village).filter(
        rescheduling__loan=paid.loan_id, outcome=Outcome.AGREED, back__isnull=True, at__gte=paid.at
    )
    if later.exists():
        raise Refused(
            _(
                "A new schedule was agreed with what was left after this instalment. Take back what"
                " was paid on it, then the schedule, then this line."
            )
        )


def _running(book: Book, loan: Loan, *, on: date) -> Progress:
    if standing.of_application(book, loan.application).state != standing.State.RUNNING:
        raise Refused(_("Only a loan that is being paid back gets a new schedule."))
    return instalments.of_loan(book, loan, on=on)


def _tell(verb: str, told: Rescheduling, *, by: Actor, at: datetime, outcome: str = "") -> None:
    member = told.loan.application.member
    changes: list[Any] = [("loans_outcome", None, outcome)] if outcome else []
    audit.record(
        village=told.village, verb=verb, subject=told, subject_name=member.name,
        resident_id=member.resident_id, by=by, at=at, changes=changes,
    )  # fmt: skip
