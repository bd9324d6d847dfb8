"""Welcoming one person to the registry: who it is, where in the journey, and what was agreed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.lib.errors import Refused
from rembuk.people import consents, journeys, residents
from rembuk.people.models import (
    Consent,
    ConsentWithdrawal,
    Household,
    HouseholdDuty,
    Merge,
    Resident,
    Status,
)
from rembuk.people.residents import ResidentFacts
from rembuk.people.standing import Kind
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village


class Newcomer(models.TextChoices):
    """Where somebody stands when first recorded, as people say it."""

    PROSPECTIVE = Status.PROSPECTIVE.value, gettext_lazy("Wants or prepares to work abroad")
    WORKER = Status.WORKER.value, gettext_lazy("Works abroad now")
    RETURNED = Status.RETURNED.value, gettext_lazy("Has come home from abroad")
    RESIDENT = "resident", gettext_lazy("Family, or another resident")


@transaction.atomic
def welcome(
    *,
    village: Village,
    facts: ResidentFacts,
    standing: str,
    country: str,
    consent: str,
    witness: str,
    by: Actor,
    at: datetime,
) -> Resident:
    """Record a person with her status and her consent to be recorded, in one go.

    `standing` is a Newcomer; `consent` a consent channel, or '' if she was not asked yet.
    Errors: Refused as in `residents.register` and `consents.give`.
    """
    resident = residents.register(village=village, facts=facts, by=by, at=at)
    today: date = at.astimezone(village.zone).date()
    if standing == Newcomer.RESIDENT:
        told = journeys.StepFacts(kind=Kind.RECORDED, on=today)
    else:
        told = journeys.StepFacts(
            kind=Kind.STATUS_REPORT, on=today, country=country, reported_status=standing
        )
    journeys.add(resident=resident, facts=told, by=by, at=at, today=today)
    if consent:
        consents.give(
            resident=resident, purpose=Consent.Purpose.REGISTRY, channel=consent,
            witness=witness, given_on=today, by=by, at=at,
        )  # fmt: skip
    return resident


@transaction.atomic
def take_back(*, resident: Resident, by: Actor, at: datetime) -> None:
    """Remove a record made by mistake, as long as nothing else rests on it.

    The audit trail keeps that it was made and taken back.
    Errors: Refused if the person came with a workbook, has a duty, an account or a merge.
    """
    village = resident.village
    rests = (
        resident.batch_id is not None
        or resident.user_id is not None
        or HouseholdDuty.objects.of(village).filter(resident=resident).exists()
        or Household.objects.of(village).filter(head=resident).exists()
        or ConsentWithdrawal.objects.of(village).filter(consent__resident=resident).exists()
        or Merge.objects.of(village).filter(kept=resident).exists()
        or Merge.objects.of(village).filter(merged=resident).exists()
    )
    if rests:
        raise Refused(_in_the_way(resident))
    audit.record(
        village=village, verb="people.registration_taken_back", subject=resident, by=by, at=at,
        resident_id=resident.pk,
    )  # fmt: skip
    try:
        resident.delete()
    except ProtectedError:  # a room above, which this one does not know, holds on to the person
        raise Refused(_in_the_way(resident)) from None


def _in_the_way(resident: Resident) -> str:
    return _("Other records rest on %(name)s by now. Correct the data instead.") % {
        "name": resident.name
    }
