"""'Ini keliru': a member doubts a line of her book, and gets an answer with a name and a day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.coop.models import Doubt, DoubtAnswer, Member
from rembuk.ledger import books, reading
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


@transaction.atomic
def tell(*, member: Member, line: int, said: str, by: Actor, at: datetime) -> Doubt:
    """Write down that a line is wrong; nothing in the book changes by it.

    Errors: Refused without words, and while an earlier doubt about the line waits.
    """
    member.take_turn()
    words = clean_text(said)[0]
    if not words:
        raise Refused(_("Write what is wrong about it."))
    waits = waiting(member.group).filter(member=member, line=line)
    if waits.exists():
        raise Refused(_("Your question about this line waits for an answer already."))
    assert by.user is not None, "a person doubts"
    made = Doubt.objects.create(
        village=member.village, member=member, line=line, said=words, by=by.user, at=at
    )
    _tell("told", made, by=by, at=at)
    return made


@transaction.atomic
def answer(*, doubt: Doubt, outcome: str, said: str, by: Actor, at: datetime) -> DoubtAnswer:
    """Answer a doubt. Who doubts a line of her own book does not answer herself.

    Errors: Refused without words, if it is answered, for who told it, and for CORRECTED while the
    line stands.
    """
    words = clean_text(said)[0]
    if not words:
        raise Refused(_("Write what you found, so that she knows."))
    if DoubtAnswer.objects.of(doubt.village).filter(doubt=doubt).exists():
        raise Refused(_("This is answered already. Nothing more is needed."))
    assert by.user is not None, "a person answers"
    if by.user.pk == doubt.by_id:
        raise Refused(_("You told this yourself. Somebody else has to answer."))
    if outcome == DoubtAnswer.Outcome.CORRECTED and _stands(doubt):
        raise Refused(
            _("Line no. %(number)s stands still. Take it back first, then answer.")
            % {"number": doubt.line}
        )
    made = DoubtAnswer.objects.create(
        village=doubt.village, doubt=doubt, outcome=DoubtAnswer.Outcome(outcome), said=words,
        by=by.user, at=at,
    )  # fmt: skip
    _tell("answered", doubt, by=by, at=at)
    return made


def _stands(doubt: Doubt) -> bool:
    book = books.book_of(doubt.member.group)
    entry = reading.entry_of(book, doubt.line) if book else None
    return entry is not None and not reading.is_taken_back(entry)


def of(group: Group) -> QuerySet[Doubt]:
    """Return the doubts of a cooperative's members, the newest first."""
    rows = Doubt.objects.of(group.village).filter(member__group=group)
    return rows.select_related("member__resident", "by", "answer__by").order_by("-at", "-pk")


def waiting(group: Group) -> QuerySet[Doubt]:
    """Return those without an answer."""
    return of(group).filter(answer__isnull=True)


def waiting_first(group: Group) -> QuerySet[Doubt]:
    """Return those of `of`, what waits for an answer before what has one."""
    return of(group).alias(waits=Q(answer__isnull=True)).order_by("-waits", "-at", "-pk")


def of_member(member: Member) -> QuerySet[Doubt]:
    """Return the doubts about one member's book, the newest first."""
    return of(member.group).filter(member=member)


def _tell(what: str, doubt: Doubt, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=doubt.village, verb=f"coop.doubt_{what}", subject=doubt,
        subject_name=doubt.member.number, resident_id=doubt.member.resident_id, by=by, at=at,
    )  # fmt: skip
