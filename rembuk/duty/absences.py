"""Days on which a member cannot have a turn. Everybody sees the days, nobody else the reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.duty.models import Absence
from rembuk.enterprise.models import Membership
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

DAYS_MAX = 366


@transaction.atomic
def record(
    *,
    membership: Membership,
    first_on: date,
    last_on: date,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Absence:
    """Record that a member is away. A roster in force stays: turns in it are swapped or covered.

    Errors: Refused for who left, for days that end before they start or go on for over a year, and
    for days that are recorded already.
    """
    membership.take_turn()
    if membership.left_on is not None:
        raise Refused(_("%(name)s left the group. Choose a member.") % {"name": membership})
    if last_on < first_on:
        raise Refused(_("Choose a last day that is not before the first."))
    if (last_on - first_on).days >= DAYS_MAX:
        raise Refused(_("Write a year at most; more can be recorded then."))
    mine = of(membership.group).filter(membership=membership)
    if mine.filter(first_on__lte=last_on, last_on__gte=first_on).exists():
        raise Refused(_("Some of these days are recorded already. Look in the list below."))
    made = Absence.objects.create(
        village=membership.village, membership=membership, first_on=first_on, last_on=last_on,
        reason=clean_text(reason)[0], recorded_at=at, recorded_by=by.user,
    )  # fmt: skip
    _tell("away", made, by=by, at=at)
    return made


@transaction.atomic
def withdraw(*, absence: Absence, by: Actor, at: datetime) -> None:
    """Take back that a member is away. Errors: Refused if that was done before."""
    absence.take_turn()
    if absence.withdrawn_at is not None:
        raise Refused(_("This was taken back already. Nothing more is needed."))
    absence.withdrawn_at, absence.withdrawn_by = at, by.user
    absence.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _tell("not_away", absence, by=by, at=at)


def of(group: Group) -> QuerySet[Absence]:
    """Every absence that stands, the latest first."""
    known = Absence.objects.of(group.village).filter(
        membership__group=group, withdrawn_at__isnull=True
    )
    return known.select_related("membership__resident").order_by("-first_on", "pk")


def between(group: Group, *, first: date, last: date) -> QuerySet[Absence]:
    """Who is away on some of these days."""
    return of(group).filter(first_on__lte=last, last_on__gte=first)


def is_away(membership: Membership, day: date) -> bool:
    """Is a member away on a day?"""
    days = Q(membership=membership, first_on__lte=day, last_on__gte=day)
    return of(membership.group).filter(days).exists()


def reason_for(absence: Absence, reader: User) -> str:
    """Return why, to who is away herself and to who wrote it down; nothing to anybody else."""
    resident = absence.membership.resident
    herself = resident is not None and resident.user_id == reader.pk
    return absence.reason if herself or absence.recorded_by_id == reader.pk else ""


def _tell(what: str, absence: Absence, *, by: Actor, at: datetime) -> None:
    """Write the days into the trail, and never the reason."""
    audit.record(
        village=absence.village, verb=f"duty.{what}", subject=absence,
        resident_id=absence.membership.resident_id, by=by, at=at,
        changes=[
            ("away_from", None, absence.first_on.isoformat()),
            ("away_until", None, absence.last_on.isoformat()),
        ],
    )  # fmt: skip
