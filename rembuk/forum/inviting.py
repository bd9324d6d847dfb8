"""Inviting every member to a meeting, and what they answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from rembuk.cash import sheets
from rembuk.forum.models import Answer, Invitation, Plan, Reply
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.messaging.channels import by_hand
from rembuk.people import merging
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor

INVITATION, REMINDER = "meeting_invitation", "meeting_reminder"
LINE_LETTERS_MAX = 40  # of a variable in a message


@dataclass(frozen=True)
class Told:
    """How one member hears of it: an address that opens WhatsApp, or a letter on paper."""

    invitation: Invitation
    whatsapp: str
    answer: str


@transaction.atomic
def invite(*, plan: Plan, by: Actor, at: datetime, today: date) -> int:
    """Write an invitation for every member of today who has none yet; returns how many.

    Errors: Refused for a meeting that was called off or is over, and where nobody is a member.
    """
    plan.take_turn()
    if not plan.is_in_force:
        raise Refused(_("This meeting was called off. Call another one."))
    if plan.meets_on < today:
        raise Refused(_("This meeting is over."))
    people = sheets.members_of(plan.group, on=today).people
    if not people:
        raise Refused(_("Nobody is in the list of members yet. Write the members down first."))
    mine = Invitation.objects.of(plan.village).filter(plan=plan)
    keys = set(mine.values_list("member_key", flat=True))
    known = set(mine.values_list("resident_id", flat=True)) - {None}
    new = [one for one in people if one.key not in keys and one.resident_id not in known]
    Invitation.objects.bulk_create(
        Invitation(
            village=plan.village, plan=plan, member_key=one.key, name=one.name[:100],
            resident_id=one.resident_id, invited_at=at, invited_by=by.user,
        )
        for one in new
    )  # fmt: skip
    if new:
        audit.record(
            village=plan.village, verb="forum.invited", subject=plan, by=by, at=at,
            changes=[("addressees", "", len(new))],
        )  # fmt: skip
    return len(new)


def of(plan: Plan) -> QuerySet[Invitation]:
    """Return who is invited, by name, each with its last `answer` ("" for none)."""
    last = Reply.objects.of(plan.village).filter(invitation=OuterRef("pk")).order_by("-at", "-pk")
    mine = Invitation.objects.of(plan.village).filter(plan=plan)
    return mine.annotate(answer=Subquery(last.values("answer")[:1])).order_by("name", "pk")


def counted(invitations: Sequence[Invitation]) -> list[tuple[str, int]]:
    """Return how many answered what, and how many not yet; what nobody said is left out."""
    found = Counter(one.answer or "" for one in invitations)  # type: ignore[attr-defined]  # annotated by of()
    told = [(str(answer.label), found[answer.value]) for answer in Answer]
    return [(label, n) for label, n in [*told, (_("No answer yet"), found[""])] if n]


def told(
    plan: Plan, invitations: Sequence[Invitation], *, template: str, link: str, sender: str,
    today: date,
) -> list[Told]:  # fmt: skip
    """Return how each hears of it; who has no phone or did not agree to messages gets a letter."""
    shared = {
        "title": plan.group.name[:LINE_LETTERS_MAX], "about": plan.about[:LINE_LETTERS_MAX],
        "day": words.long_day(plan.meets_on, language=by_hand.LANGUAGE),
        "hour": f"{plan.begins:%H.%M}", "place": plan.place[:LINE_LETTERS_MAX],
        "sender": sender[:LINE_LETTERS_MAX], "link": link,
    }  # fmt: skip
    opens = by_hand.addresses(plan.village, template=template, values=shared, on=today)
    return [
        Told(
            one, opens.get(one.resident_id or 0, ""),
            str(Answer(one.answer).label) if one.answer else "",  # type: ignore[attr-defined]  # annotated by of()
        )
        for one in invitations
    ]  # fmt: skip


@transaction.atomic
def answer(
    *, invitation: Invitation, answer: str, by: Actor, at: datetime, today: date
) -> Reply:  # fmt: skip
    """Keep what a member answered; a later answer counts instead.

    Errors: Refused once the meeting is over or called off.
    """
    plan = invitation.plan
    if not plan.is_in_force:
        raise Refused(_("This meeting was called off. No answer is needed."))
    if plan.meets_on < today:
        raise Refused(_("This meeting is over."))
    return Reply.objects.create(
        village=plan.village, invitation=invitation, answer=answer, at=at, by=by.user
    )


def mine(who: Resident) -> QuerySet[Invitation]:
    """Return the invitations of one person, the newest meeting first, each with its `answer`."""
    last = Reply.objects.of(who.village).filter(invitation=OuterRef("pk")).order_by("-at", "-pk")
    rows = Invitation.objects.of(who.village).filter(resident__in=merging.ids_of(who))
    return (
        rows.annotate(answer=Subquery(last.values("answer")[:1]))
        .select_related("plan__group", "plan__taken_back_by")
        .order_by("-plan__meets_on", "-pk")
    )


def waits_for(who: Resident, *, today: date) -> int:
    """Return how many meetings to come somebody is invited to and has not answered."""
    coming = Q(plan__meets_on__gte=today, plan__taken_back_at__isnull=True)
    return mine(who).filter(coming, Q(("answer", None))).count()
