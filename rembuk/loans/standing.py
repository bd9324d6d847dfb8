"""Where an application and its loan stand: read from decisions and from the book, never typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models import Member
from rembuk.ledger import reading
from rembuk.ledger.reading import Book
from rembuk.loans import claims, phases
from rembuk.loans.claims import Claim
from rembuk.loans.close import HELD, LOANS
from rembuk.loans.models import Application, Decision, Loan, WriteOff
from rembuk.loans.models.applications import SEATS
from rembuk.villages.models import Group, Village

Outcome = Decision.Outcome


class State(TextChoices):
    """How far it is."""

    ASKED = "ASKED", _("Waits for the committee")
    REFUSED = "REFUSED", _("Not agreed")
    AGREED = "AGREED", _("Agreed, not paid out yet")
    PAYING = "PAYING", _("Paying out waits for the second person")
    RUNNING = "RUNNING", _("Is being paid back")
    WRITTEN_OFF = "WRITTEN_OFF", _("Off the books, still owed")
    SETTLED = "SETTLED", _("Paid back")


# While one of these is so, a member asks for no other loan.
OPEN = frozenset({State.ASKED, State.AGREED, State.PAYING, State.RUNNING, State.WRITTEN_OFF})


@dataclass(frozen=True)
class Standing:
    """An application, what was decided, its loan if there is one, the principal left, what is kept.

    `claim` is the newest proposal to take the loan off the books, and what goes on beside them.
    """

    application: Application
    decisions: Sequence[Decision]
    loan: Loan | None
    state: State
    left_rp: int
    held_rp: int = 0
    claim: Claim | None = None

    @property
    def is_off_books(self) -> bool:
        """Whether the loan was taken off the books, whatever came back since."""
        return self.claim is not None and self.claim.state == claims.State.BOOKED

    @property
    def agreed(self) -> int:
        """How many agreed."""
        return sum(one.outcome == Outcome.AGREED for one in self.decisions)


def rows(village: Village, group_id: int) -> QuerySet[Application]:
    """Return every application of a cooperative, the newest first."""
    found = Application.objects.of(village).filter(member__group=group_id)
    told = found.select_related("member__resident", "product__resolution", "by")
    return told.order_by("-on", "-pk")


def of_members(book: Book, members: Sequence[Member]) -> list[Standing]:
    """Return what these members asked for, the newest first."""
    return standings(book, list(rows(book.village, book.group_id).filter(member__in=members)))


def of_group(book: Book) -> list[Standing]:
    """Return all that is asked for and lent, and what is over: four queries."""
    return standings(book, list(rows(book.village, book.group_id)))


def standings(book: Book, applications: Sequence[Application]) -> list[Standing]:
    """Return applications, the newest first, with their states: three queries.

    Up to three more where somebody proposed to take one of their loans off the books.
    """
    decisions: dict[int, list[Decision]] = {}
    said = Decision.objects.of(book.village).filter(application__in=applications)
    for vote in said.select_related("by").order_by("seat"):
        decisions.setdefault(vote.application_id, []).append(vote)
    loans, proposed = _standing_loans(book.village, applications)
    kept = _kept(book, applications, loans)
    written = claims.newest(book.village, proposed) if proposed else {}
    found = []
    for one in applications:
        loan, told = loans.get(one.pk), decisions.get(one.pk, [])
        left_rp, held_rp = kept.get(one.pk, (0, 0))
        claim = written.get(loan.pk) if loan is not None else None
        state = _state(told, loan, left_rp, claim)
        found.append(Standing(one, told, loan, state, left_rp, held_rp, claim))
    return found


def _kept(
    book: Book, applications: Sequence[Application], loans: Mapping[int, Loan]
) -> dict[int, tuple[int, int]]:
    """Return the principal left, and what is kept for her, of each application: one query.

    What a member's account holds belongs to her last loan; earlier ones are paid back.
    """
    last: dict[int, Application] = {}
    for one in applications:
        loan = loans.get(one.pk)
        if loan is not None and is_booked(loan):
            last.setdefault(one.member_id, one)
    members = [one.member for one in last.values()]
    codes = [one.account(control) for one in members for control in (LOANS, HELD)]
    held = reading.held_now(book, codes) if codes else {}
    return {
        one.pk: (
            held.get(one.member.account(LOANS), 0), held.get(one.member.account(HELD), 0)
        )
        for one in last.values()
    }  # fmt: skip


def _standing_loans(
    village: Village, applications: Sequence[Application]
) -> tuple[dict[int, Loan], list[Loan]]:
    """Return loans that wait or are booked by their applications, and which to write off: a query.

    What was refused or taken back left no loan; of the rest, those that somebody ever proposed to
    take off the books.
    """
    found = Loan.objects.of(village).filter(application__in=applications)
    waits_or_booked = Q(asked__resolution__isnull=True) | Q(asked__resolution__entry__isnull=False)
    back = found.model.objects.of(village).filter(
        pk=OuterRef("pk"), asked__resolution__entry__taken_back_by__isnull=False
    )
    told = found.filter(waits_or_booked).filter(~Exists(back)).select_related(
        "asked__resolution__entry", "application__product", "application__member__resident"
    )  # fmt: skip
    proposed = WriteOff.objects.of(village).filter(loan=OuterRef("pk"))
    loans: dict[int, Loan] = {}
    written: list[Loan] = []
    for one in told.annotate(
        is_proposed=Exists(proposed), is_rescheduled=phases.is_proposed(village)
    ).order_by("pk"):
        loans[one.application_id] = one
        if one.is_proposed:
            written.append(one)
    return loans, written


def is_booked(loan: Loan) -> bool:
    """Whether a second person agreed, so that the money is paid."""
    resolution = getattr(loan.asked, "resolution", None)
    return resolution is not None and resolution.entry_id is not None


def _state(
    decisions: Sequence[Decision], loan: Loan | None, left_rp: int, claim: Claim | None
) -> State:
    if loan is not None:
        if not is_booked(loan):
            return State.PAYING
        if claim is not None and claim.is_open:
            return State.WRITTEN_OFF
        return State.RUNNING if left_rp else State.SETTLED
    if any(one.outcome == Outcome.REFUSED for one in decisions):
        return State.REFUSED
    return State.AGREED if len(decisions) == len(SEATS) else State.ASKED


def of_application(book: Book, application: Application) -> Standing:
    """Return one of them, judged among all of its member's."""
    found = of_members(book, [application.member])
    return next(one for one in found if one.application.pk == application.pk)


def beside(book: Book, application_id: int) -> list[Standing]:
    """Return all that the member of one application asked for, the newest first."""
    rows_of_hers = rows(book.village, book.group_id).filter(member__applications=application_id)
    return standings(book, list(rows_of_hers))


def open_of(book: Book, member: Member) -> Standing | None:
    """Return what a member asked for or has to pay back now; None if nothing."""
    return next((one for one in of_members(book, [member]) if one.state in OPEN), None)


def waiting_of(group: Group) -> QuerySet[Application]:
    """Return applications that wait for somebody of the committee."""
    said = Decision.objects.of(group.village).filter(application=OuterRef("pk"))
    over = said.filter(Q(seat=len(SEATS)) | Q(outcome=Outcome.REFUSED))
    return rows(group.village, group.pk).filter(~Exists(over))
