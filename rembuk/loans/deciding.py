"""Two people decide about a loan; neither is the borrower, nor of her family (K06, 5C)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.loans import applying, close, deals, standing
from rembuk.loans.models import Application, Decision
from rembuk.loans.models.applications import SEATS
from rembuk.loans.standing import State
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office

Outcome = Decision.Outcome


@transaction.atomic
def decide(
    *, book: Book, application: Application, outcome: str, note: str, by: Actor, at: datetime,
    today: date,
) -> Decision:  # fmt: skip
    """Say yes or no to a loan; the second yes lets it be paid out, one no ends it.

    Errors: Refused for the borrower, her family, and who decided already; where it is decided;
    without a reason for a no, or for a yes though her income does not carry it; for officers and
    their family without the supervisory board, or above a tenth of own capital.
    """
    application.take_turn()
    member = application.member
    assert by.user is not None, "a person decides"
    close.require_stranger(by.user, member)
    stands = standing.of_application(book, application)
    if stands.state != State.ASKED:
        raise Refused(_("This is decided already. Open the list again."))
    if any(one.by_id == by.user.pk for one in stands.decisions):
        raise Refused(_("You decided already. Somebody else has to agree as well."))
    said = clean_text(note)[0]
    if outcome == Outcome.AGREED:
        _check_income(application, said, today=today)
        _check_related(book, stands, by=by, on=today)
    elif not said:
        raise Refused(_("Write why not, in words that she may read."))
    made = Decision.objects.create(
        village=book.village, application=application, seat=len(stands.decisions) + 1,
        outcome=Outcome(outcome), note=said, office=by.office or "", on=today, at=at, by=by.user,
        borrower_id=member.resident.user_id,
    )  # fmt: skip
    audit.record(
        village=book.village, verb="loans.decided", subject=application,
        subject_name=member.name, resident_id=member.resident_id, by=by, at=at,
        changes=[("loans_outcome", None, made.outcome)],
    )  # fmt: skip
    return made


def _check_income(application: Application, said: str, *, today: date) -> None:
    worked = deals.worked_out(deals.asked_for(application, on=today))
    if not said and not applying.capacity(worked, application).carries:
        raise Refused(
            _("By what she says, her income does not carry this loan. Write why you agree.")
        )


def _check_related(book: Book, stands: standing.Standing, *, by: Actor, on: date) -> None:
    application = stands.application
    overseer = by.office == Office.SUPERVISORY_BOARD
    if not close.is_related(book.group, application.member, on=on):
        if overseer:
            raise Refused(
                _("The supervisory board decides only about loans to officers and their family.")
            )
        return
    close.require_room(book, application.member, new_rp=application.principal_rp, on=on)
    overseen = overseer or any(one.office == Office.SUPERVISORY_BOARD for one in stands.decisions)
    if len(stands.decisions) + 1 == len(SEATS) and not overseen:
        raise Refused(
            _(
                "%(name)s is close to the cooperative: one of the two who agree is of the"
                " supervisory board."
            )
            % {"name": application.member.name}
        )
    if overseer and stands.decisions and stands.decisions[0].office == by.office:
        raise Refused(_("One of the two who agree is of the board or the loan committee."))
