"""Welcoming one person to the registry: who it is, where in the journey, and what was agreed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.lib.errors import Refused
from rembuk.people import consents, journeys, national_ids, residents
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
from rembuk.villages.models import AuditEntry, Village


class Newcomer(models.TextChoices):
    """Where somebody stands when first recorded, as people say it."""

    PROSPECTIVE = Status.PROSPECTIVE.value, gettext_lazy("Wants or prepares to work abroad")
    WORKER = Status.WORKER.value, gettext_lazy("Works abroad now")
    RETURNED = Status.RETURNED.value, gettext_lazy("Has come home from abroad")
    RESIDENT = "resident", gettext_lazy("Family, or another resident")


@dataclass(frozen=True)
class Agreed:
    """What a newcomer agreed to, and how.

    `channel` is a consent channel, or '' if she was not asked yet; `contact` says that she agreed
    in the same way to be called and sent messages.
    """

    channel: str = ""
    witness: str = ""
    contact: bool = False

    @property
    def purposes(self) -> list[Consent.Purpose]:
        """Return everything she said yes to."""
        if not self.channel:
            return []
        return [Consent.Purpose.REGISTRY, *([Consent.Purpose.CONTACT] if self.contact else [])]


@transaction.atomic
def welcome(
    *,
    village: Village,
    facts: ResidentFacts,
    standing: str,
    country: str,
    agreed: Agreed,
    by: Actor,
    at: datetime,
) -> Resident:
    """Record a person with her status and her consent to be recorded, in one go.

    `standing` is a Newcomer.
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
    for purpose in agreed.purposes:
        consents.give(
            resident=resident, purpose=purpose, channel=agreed.channel,
            witness=agreed.witness, given_on=today, by=by, at=at,
        )  # fmt: skip
    return resident


@transaction.atomic
def take_back(*, resident: Resident, by: Actor, at: datetime) -> None:
    """Remove a record made by mistake, as long as nothing else rests on it.

    The audit trail keeps that it was made and taken back.
    Errors: Refused if the person came with a workbook, has a duty, an account or a merge.
    """
    resident.take_turn()
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


def last_correction(resident: Resident) -> AuditEntry | None:
    """Return the newest line of the trail about a correction that can be taken back.

    A changed NIK cannot: the trail does not hold what it was.
    """
    corrections = AuditEntry.objects.of(resident.village).filter(
        verb="people.corrected", resident_id=resident.pk
    )
    last = corrections.order_by("-pk").first()
    if last is None or any(field == national_ids.FIELD for field, _old, _new in last.changes):
        return None
    return last


@transaction.atomic
def take_back_correction(*, entry: AuditEntry, resident: Resident, by: Actor, at: datetime) -> None:
    """Write what stood there before a correction, which stays in the trail like this one.

    Errors: Refused if somebody changed the same since.
    """
    resident.take_turn()
    facts = residents.facts_of(resident)
    before: dict[str, Any] = {}
    for field, old, new in entry.changes:
        if str(getattr(facts, field) or "") != str(new or ""):
            raise Refused(_("This was changed again since. Correct it by hand instead."))
        before[field] = date.fromisoformat(old) if field == "birth_date" and old else old
    if "phone" in before:
        before["phone_typed"] = before["phone"]
    residents.correct(resident=resident, facts=replace(facts, **before), by=by, at=at)


def _in_the_way(resident: Resident) -> str:
    return _("Other records rest on %(name)s by now. Correct the data instead.") % {
        "name": resident.name
    }
