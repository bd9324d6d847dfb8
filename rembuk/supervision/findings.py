"""Findings of the supervisory board: written down, answered by the board, closed by supervisors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.supervision.models import Finding, FindingStep
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

Kind = FindingStep.Kind
_STEPS = FindingStep.objects.filter(finding=OuterRef("pk"))
IS_CLOSED = Exists(_STEPS.filter(kind=Kind.CLOSED))
IS_ANSWERED = Exists(_STEPS.filter(kind=Kind.ANSWERED))


@dataclass(frozen=True)
class Facts:
    """What was seen, about what, and until when the board answers."""

    about: str
    said: str
    answer_by: date


@transaction.atomic
def write(*, group: Group, facts: Facts, by: Actor, at: datetime, today: date) -> Finding:
    """Write a finding down for the board to answer.

    Errors: Refused without words, for a group that has ended, and for a day that is over.
    """
    said = clean_text(facts.said)[0]
    if not said:
        raise Refused(_("Write what you saw."))
    if group.ended_on is not None:
        raise Refused(_("This cooperative has ended. Tell the facilitator instead."))
    if facts.answer_by < today:
        raise Refused(_("Choose today or a later day for the answer."))
    assert by.user is not None, "a person finds"
    made = Finding.objects.create(
        village=group.village, group=group, about=Finding.About(facts.about), said=said, on=today,
        answer_by=facts.answer_by, by=by.user, at=at,
    )  # fmt: skip
    _tell("written", made, by=by, at=at)
    return made


@transaction.atomic
def answer(*, finding: Finding, said: str, by: Actor, at: datetime) -> FindingStep:
    """Answer for the board; more answers may follow until it is closed.

    Errors: Refused without words, once it is closed, and for who wrote it.
    """
    finding.take_turn()
    if by.user is not None and by.user.pk == finding.by_id:
        raise Refused(_("You wrote this down yourself. Somebody of the board answers."))
    return _step(finding, Kind.ANSWERED, said, by=by, at=at)


@transaction.atomic
def close(*, finding: Finding, said: str, by: Actor, at: datetime) -> FindingStep:
    """Write down how it was settled; it stays readable with all that was said.

    Errors: Refused without words, and if it is closed already.
    """
    finding.take_turn()
    return _step(finding, Kind.CLOSED, said, by=by, at=at)


def _step(finding: Finding, kind: Kind, said: str, *, by: Actor, at: datetime) -> FindingStep:
    words = clean_text(said)[0]
    if not words:
        raise Refused(_("Write what was done, or what you saw."))
    steps = FindingStep.objects.of(finding.village).filter(finding=finding)
    if steps.filter(kind=Kind.CLOSED).exists():
        raise Refused(_("This finding is closed already. Open the page again."))
    assert by.user is not None, "a person answers and closes"
    made = FindingStep.objects.create(
        village=finding.village, finding=finding, kind=kind, said=words, by=by.user, at=at
    )
    _tell(kind.lower(), finding, by=by, at=at)
    return made


def of(village: Village, group_id: int) -> QuerySet[Finding]:
    """Return findings with their steps, the open ones first, then the newest."""
    steps = FindingStep.objects.of(village).select_related("by").order_by("at", "pk")
    rows = Finding.objects.of(village).filter(group=group_id).select_related("by", "group")
    rows = rows.prefetch_related(Prefetch("steps", steps))
    told = rows.annotate(closed=IS_CLOSED, answered=IS_ANSWERED)
    return told.order_by("closed", "-at", "-pk")


def open_of(village: Village, group_id: int) -> QuerySet[Finding]:
    """Return what is not closed, what has to be answered first at the top."""
    rows = Finding.objects.of(village).filter(~IS_CLOSED, group=group_id)
    return rows.order_by("answer_by", "pk")


def unanswered(village: Village, group_id: int) -> QuerySet[Finding]:
    """Return what waits for the board."""
    return open_of(village, group_id).filter(~IS_ANSWERED)


def to_close(village: Village, group_id: int) -> QuerySet[Finding]:
    """Return what is answered and waits for a supervisor's look."""
    return open_of(village, group_id).filter(IS_ANSWERED)


def _tell(what: str, finding: Finding, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=finding.village, verb=f"supervision.finding_{what}", subject=finding,
        subject_name=finding.group.name, by=by, at=at,
        changes=[("supervision_about", None, finding.about)],
    )  # fmt: skip
