"""The sum from which two people are needed, and how a group changes it: again by two people.

Who runs the group asks for it, the treasurer agrees: so neither of the two switches off alone what
binds them both. What waits already was asked for under the old limit, and waits on.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.cash import booking
from rembuk.cash.models import LimitChange, LimitDecision
from rembuk.cash.models.limits import LEAST_RP, MOST_RP
from rembuk.cash.sums import said, sum_told
from rembuk.ledger import books, writing
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

SHOWN = 20
Outcome = LimitDecision.Outcome


def check_bounds(limit_rp: int) -> None:
    """Refuse a limit, in whole rupiah, that would stop every purchase or bind nobody."""
    if not LEAST_RP <= limit_rp <= MOST_RP:
        told = {"least": said(LEAST_RP), "most": said(MOST_RP)}
        raise Refused(_("Write a limit from %(least)s to %(most)s.") % told)


@transaction.atomic
def propose(*, book: Book, limit_rp: int, reason: str, by: Actor, at: datetime) -> LimitChange:
    """Ask for another limit, in whole rupiah; it takes the place of one that still waits.

    Errors: Refused without a reason, outside the bounds, and for the limit that holds already.
    """
    assert by.user is not None, "a person asks, not Rembuk"
    writing.lock(book)
    check_bounds(limit_rp)
    before_rp = books.limit_of(book)
    if limit_rp == before_rp:
        raise Refused(
            _("%(sum)s is the limit already. Write another sum.") % {"sum": said(limit_rp)}
        )
    if not reason.strip():
        raise Refused(_("Write why, so that the others know."))
    rows = LimitChange.objects.of(book.village).filter(book=book)
    change = LimitChange.objects.create(
        pk=rows.next_id(), village=book.village, book=book, before_rp=before_rp, limit_rp=limit_rp,
        reason=reason.strip(), maker=by.user, made_at=at,
    )  # fmt: skip
    _tell(change, "cash.limit_asked", by=by, at=at)
    return change


@transaction.atomic
def agree(*, change: LimitChange, by: Actor, at: datetime) -> None:
    """Agree: from now on the new limit holds.

    Errors: Refused for who asked, for one that was decided, and for one in whose place another was
    asked for since.
    """
    _take_turn(change, by=by)
    _decide(change, Outcome.AGREED, by=by, at=at)
    books.change_limit(change.book, limit_rp=change.limit_rp)
    _tell(change, "cash.limit_agreed", by=by, at=at)


@transaction.atomic
def decline(*, change: LimitChange, reason: str, by: Actor, at: datetime) -> None:
    """Do not agree, with a reason: the limit stays. Errors: Refused without one; and as agree."""
    _take_turn(change, by=by)
    if not reason.strip():
        raise Refused(_("Write why, so that the other one knows."))
    _decide(change, Outcome.DECLINED, by=by, at=at, reason=reason.strip())
    _tell(change, "cash.limit_declined", by=by, at=at, reason=reason.strip())


def changes_of(book: Book) -> list[LimitChange]:
    """Return what was asked for, with what became of it, the newest first."""
    rows = LimitChange.objects.of(book.village).filter(book=book)
    return list(rows.select_related("maker", "decision__by").order_by("-pk")[:SHOWN])


def change_of(book: Book, pk: int) -> LimitChange | None:
    """Return one change that was asked for; None if there is none such."""
    rows = LimitChange.objects.of(book.village).filter(book=book, pk=pk)
    found = rows.select_related("maker").first()
    if found:
        found.book = book
    return found


def waiting(book: Book) -> LimitChange | None:
    """Return the newest change, while nobody has decided it."""
    return waiting_in(book.village, book.group_id)


def waiting_in(village: Village, group_id: int) -> LimitChange | None:
    """Return the same of a group by its id: one query."""
    rows = LimitChange.objects.of(village).filter(book__group=group_id)
    newest = rows.select_related("maker", "decision").order_by("-pk").first()
    return newest if newest and not hasattr(newest, "decision") else None


def waiting_rows(village: Village, group_id: int) -> QuerySet[LimitChange]:
    """Return the rows among which the one that waits in a group is, if one does."""
    return LimitChange.objects.of(village).filter(book__group=group_id, decision__isnull=True)


def _take_turn(change: LimitChange, *, by: Actor) -> None:
    writing.lock(change.book)
    newest = waiting(change.book)
    if newest is None or newest.pk != change.pk:
        raise Refused(_("This was decided before, or asked for anew. Open the limit again."))
    if by.user is None or by.user.pk == change.maker_id:
        raise Refused(_("The person who asked for it cannot approve it. Ask another officer."))


def _decide(
    change: LimitChange, outcome: Outcome, *, by: Actor, at: datetime, reason: str = ""
) -> None:
    assert by.user is not None
    LimitDecision.objects.create(
        village=change.village, change=change, outcome=outcome, reason=reason, by=by.user, at=at
    )


def _tell(change: LimitChange, verb: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    changes: list[tuple[str, object, object]] = [
        ("limit_rp", sum_told(change.before_rp), sum_told(change.limit_rp)),
        ("amount", None, sum_told(change.limit_rp)),
        ("reason", None, reason or change.reason),
    ]
    booking.tell(change.book, verb, about=change, by=by, at=at, changes=changes)
