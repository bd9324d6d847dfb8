"""Taking a loan off the books (hapus buku): proposed, agreed by two organs, booked; never forgiven.

The principal goes against the allowance (1309); what the allowance lacks is charged first (5204).
The claim stays noted beside the books (9101), and what comes back is income (4901).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import days
from rembuk.ledger import posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.loans import claims, classes, close, instalments, provisioning, standing
from rembuk.loans.claims import Claim, State
from rembuk.loans.classes import ALLOWANCE
from rembuk.loans.close import HELD, LOANS
from rembuk.loans.models import Class, Loan, WriteOff, WriteOffVote
from rembuk.loans.progress import Progress
from rembuk.loans.provisions import COST
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office

KIND = "LOAN_WRITTEN_OFF"
NOTED, NOTED_AGAINST = "9101", "9999"
Side, Outcome = WriteOffVote.Side, WriteOffVote.Outcome
SIDE_OF = {
    Office.GROUP_CHAIR.value: Side.BOARD, Office.BOARD.value: Side.BOARD,
    Office.SUPERVISORY_BOARD.value: Side.OVERSIGHT,
}  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """What writing a loan off moves, in whole rupiah."""

    principal_rp: int  # after what is kept for her was used
    held_rp: int
    charge_rp: int  # charge and fine that wait
    allowance_rp: int  # as the book has it

    @property
    def lacking_rp(self) -> int:
        """What is charged first, because the allowance does not reach."""
        return max(self.principal_rp - self.allowance_rp, 0)

    @property
    def claim_rp(self) -> int:
        """What she owes still: nothing of it is forgiven."""
        return self.principal_rp + self.charge_rp

    @property
    def allowance_after_rp(self) -> int:
        """What the allowance holds afterwards."""
        principal = Fraction(self.principal_rp)
        found = provisioning.write_off(
            allowance=Fraction(self.allowance_rp + self.lacking_rp), loan=principal,
            principal=principal, interest=Fraction(self.charge_rp),
        )  # fmt: skip
        return int(found.allowance_after)

    def is_of(self, row: WriteOff) -> bool:
        """Whether a proposal told the same; the allowance may have changed since."""
        told = (row.principal_rp, row.held_rp, row.charge_rp)
        return (self.principal_rp, self.held_rp, self.charge_rp) == told


def sums(book: Book, found: Progress) -> Sums:
    """Return what writing off would move: one query."""
    held_rp = min(found.held_rp, found.left_rp)
    waits = [one.owed for one in found.due]
    charge_rp = sum(one["interest"] + one["fine"] for one in waits)
    return Sums(found.left_rp - held_rp, held_rp, charge_rp, _allowance_rp(book))


def sums_of(book: Book, row: WriteOff) -> Sums:
    """Return what a proposal would move, by the allowance of today: one query."""
    return Sums(row.principal_rp, row.held_rp, row.charge_rp, _allowance_rp(book))


def _allowance_rp(book: Book) -> int:
    return reading.held_now(book, [ALLOWANCE]).get(ALLOWANCE, 0)


@transaction.atomic
def propose(
    *, book: Book, loan: Loan, why: str, source: str, key: UUID, by: Actor, at: datetime,
    today: date,
) -> WriteOff:  # fmt: skip
    """Propose to take a loan off the books; nothing moves before two others agree.

    Errors: Refused for the borrower's own people, a loan that is not running or not `macet`,
    one about which a proposal waits, and without a reason or what it rests on.
    """
    application = loan.application
    application.take_turn()
    member = application.member
    close.require_stranger(by.user, member)
    if standing.of_application(book, application).state != standing.State.RUNNING:
        raise Refused(_("Only a loan that is being paid back is taken off the books."))
    found = instalments.of_loan(book, loan, on=today)
    if classes.judge(found).klass != Class.BAD:
        raise Refused(
            _("Only a loan of the class Loss is taken off the books. Look for a way with her.")
        )
    before = claims.newest(book.village, [loan]).get(loan.pk)
    if before is not None and before.state == State.WAITS:
        raise Refused(_("A proposal for this loan waits already. It is answered first."))
    moved = sums(book, found)
    if moved.principal_rp < 1:
        raise Refused(_("What is kept for her covers the loan. Pay all of it back with that."))
    told = {"why": clean_text(why)[0], "source": clean_text(source)[0]}
    if not all(told.values()):
        raise Refused(_("Write the reason, and the article or decision that it rests on."))
    assert by.user is not None, "a person proposes it"
    made = WriteOff.objects.create(
        village=book.village, loan=loan, attempt=before.write_off.attempt + 1 if before else 1,
        key=key, principal_rp=moved.principal_rp, held_rp=moved.held_rp,
        charge_rp=moved.charge_rp, on=today, at=at, by=by.user, **told,
    )  # fmt: skip
    _tell("loans.write_off_proposed", made, by=by, at=at)
    return made


@transaction.atomic
def vote(
    *, book: Book, loan: Loan, outcome: str, note: str, by: Actor, at: datetime, today: date
) -> WriteOffVote:
    """Say yes or no for one's organ; the second yes books it on that day, one no ends it.

    Errors: Refused for who proposed it, the borrower's own people, another office than board and
    supervisory board, an organ that spoke, a no without a reason, and where she paid since.
    """
    application = loan.application
    application.take_turn()
    member = application.member
    close.require_stranger(by.user, member)
    claim = claims.newest(book.village, [loan]).get(loan.pk)
    if claim is None or claim.state != State.WAITS:
        raise Refused(_("This is decided already. Open the list again."))
    side = _side_of(by, claim)
    said, row = clean_text(note)[0], claim.write_off
    assert by.user is not None, "a person decides"
    entry = None
    if outcome == Outcome.REFUSED and not said:
        raise Refused(_("Write why not, in words that she may read."))
    if outcome == Outcome.AGREED and claim.votes:
        entry = _book(book, row, loan, by=by, at=at, today=today)
    made = WriteOffVote.objects.create(
        village=book.village, write_off=row, side=side, outcome=Outcome(outcome), note=said,
        entry=entry, maker_id=row.by_id, borrower_id=member.resident.user_id, on=today, at=at,
        by=by.user,
    )  # fmt: skip
    _tell("loans.write_off_decided", row, by=by, at=at, outcome=made.outcome)
    return made


def side_of(by: Actor) -> WriteOffVote.Side | None:
    """Return the organ for which an office speaks; None for any other office."""
    return SIDE_OF.get(by.office or "")


def _side_of(by: Actor, claim: Claim) -> WriteOffVote.Side:
    side = side_of(by)
    if side is None:
        raise Refused(_("One of the board and one of the supervisory board decide about this."))
    if by.user is not None and by.user.pk == claim.write_off.by_id:
        raise Refused(_("You proposed this yourself. Two others decide."))
    if any(one.by_id == (by.user and by.user.pk) for one in claim.votes):
        raise Refused(_("You decided already. Somebody else has to agree as well."))
    if any(one.side == side for one in claim.votes):
        raise Refused(_("Your organ has spoken already. The other one decides as well."))
    return side


def _book(
    book: Book, row: WriteOff, loan: Loan, *, by: Actor, at: datetime, today: date
) -> Entry:  # fmt: skip
    member = loan.application.member
    moved = sums(book, instalments.of_loan(book, loan, on=row.on))
    if not moved.is_of(row):
        raise Refused(_("Something was paid since it was proposed. Say no, and propose it anew."))
    days.check_open(book, today)
    account = member.account(LOANS)
    parts = [
        Move(member.account(HELD), account, moved.held_rp),
        Move(COST, ALLOWANCE, moved.lacking_rp),
        Move(ALLOWANCE, account, moved.principal_rp),
        Move(NOTED, NOTED_AGAINST, moved.claim_rp),
    ]
    memo = _("Loan %(number)s off the books; it is still owed") % {"number": loan.number}
    plan = Plan(
        kind=KIND, on=today, moves=[one for one in parts if one.amount_rp], receipt=False,
        words=Words(memo=memo, party=member.name, resident_id=member.resident_id),
    )  # fmt: skip
    signed = Signed(by=Actor(user=row.by), checker=by, at=at, request_id=row.key)
    return posting.post(book, plan, signed=signed, today=today)


@transaction.atomic
def take_back(*, book: Book, loan: Loan, reason: str, signed: Signed, today: date) -> Entry:
    """Put a loan back on the books with the opposite entry; proposal and votes stay to be read.

    Errors: Refused without a reason, for who proposed it and the borrower's own people, where it
    is not off the books, and while money that came back stands.
    """
    application = loan.application
    application.take_turn()
    close.require_stranger(signed.by.user, application.member)
    claim = claims.newest(book.village, [loan]).get(loan.pk)
    if claim is None or claim.state != State.BOOKED or claim.entry is None:
        raise Refused(_("This loan is not off the books. Open the list again."))
    if signed.by.user is not None and signed.by.user.pk == claim.write_off.by_id:
        raise Refused(_("You proposed this yourself. Somebody of the board puts it back."))
    if claim.recoveries:
        raise Refused(_("Money came back since. Take those lines of the cash back first."))
    said = clean_text(reason)[0]
    if not said:
        raise Refused(_("Write why the loan is put back on the books."))
    entry = claim.entry
    on = entry.value_on if days.is_open(book, entry.value_on) else today
    days.check_open(book, on)
    entry.book = book
    back = posting.reverse(entry, reason=said, signed=signed, today=today, on=on)
    _tell("loans.write_off_taken_back", claim.write_off, by=signed.by, at=signed.at)
    return back


def _tell(verb: str, row: WriteOff, *, by: Actor, at: datetime, outcome: str = "") -> None:
    member = row.loan.application.member
    audit.record(
        village=row.village, verb=verb, subject=row, subject_name=member.name,
        resident_id=member.resident_id, by=by, at=at,
        changes=[("loans_outcome", None, outcome)] if outcome else [],
    )  # fmt: skip
