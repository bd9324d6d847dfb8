"""Households: who belongs to one family card, who is away, who does what meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.people import counting, national_ids, residents, spelling
from rembuk.people.models import (
    Household,
    HouseholdDuty,
    ImportBatch,
    Resident,
    Status,
)
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

Duty = HouseholdDuty.Duty
AWAY = (Status.WORKER,)


@dataclass(frozen=True, kw_only=True)
class HouseholdFacts:
    """What is told about a household; what is left out is taken from the head.

    `number` is the sixteen digits of the family card, or ''.
    """

    head: Resident | None = None
    head_name: str = ""
    hamlet: str = ""
    neighborhood_unit: str = ""
    community_unit: str = ""
    number: str = ""


@transaction.atomic
def open_household(
    *,
    village: Village,
    facts: HouseholdFacts,
    by: Actor,
    at: datetime,
    batch: ImportBatch | None = None,
    synthetic: bool = False,
) -> Household:
    """Open the record of one household; a head who is a resident joins it.

    Errors: Refused if another household here has the number, or the head lives in another one.
    """
    household = row_for(village=village, facts=facts, at=at, batch=batch, synthetic=synthetic)
    if facts.number and with_number(village=village, number=facts.number):
        raise Refused(_("A household with this family-card number is here already. Open that one."))
    household.save(force_insert=True)
    head = facts.head
    audit.record(
        village=village, verb="people.household_opened", subject=household, by=by, at=at,
        resident_id=head.pk if head else None,
    )  # fmt: skip
    if head is not None:
        join(resident=head, household=household, by=by, at=at)
    return household


def row_for(
    *,
    village: Village,
    facts: HouseholdFacts,
    at: datetime,
    batch: ImportBatch | None = None,
    synthetic: bool = False,
) -> Household:
    """Return an unsaved household, also for storing many at once. Errors: Refused."""
    number, head = facts.number, facts.head
    if number and not national_ids.is_number(number):
        raise Refused(_("A family-card number has 16 digits. Count them and type them again."))
    name = head.name if head else facts.head_name
    return Household(
        village=village, head=head, head_name=name, search_text=spelling.search_text(name),
        hamlet=facts.hamlet or (head.hamlet if head else ""),
        neighborhood_unit=facts.neighborhood_unit or (head.neighborhood_unit if head else ""),
        community_unit=facts.community_unit or (head.community_unit if head else ""),
        number_sealed=national_ids.seal(number) if number else "",
        number_fingerprint=national_ids.fingerprint(number) if number else "",
        batch=batch, synthetic=synthetic, created_at=at,
    )  # fmt: skip


@transaction.atomic
def take_back(*, household: Household, by: Actor, at: datetime) -> None:
    """Remove a household opened by mistake, while only its head belongs to it.

    Errors: Refused if others belong to it, or if it came with a workbook.
    """
    others = Resident.objects.of(household.village).filter(household=household)
    if household.head_id is not None:
        others = others.exclude(pk=household.head_id)
    if household.batch_id or others.exists() or household.duties.exists():
        raise Refused(_("Others belong to this household by now. Take them out first."))
    Resident.objects.of(household.village).filter(household=household).update(household=None)
    audit.record(
        village=household.village, verb="people.household_taken_back", subject=household, by=by,
        at=at, resident_id=household.head_id,
    )  # fmt: skip
    household.delete()


@transaction.atomic
def join(*, resident: Resident, household: Household, by: Actor, at: datetime) -> None:
    """Let a resident belong to a household. Errors: Refused if she belongs to another one."""
    resident.take_turn()
    if resident.household_id == household.pk:
        return
    if resident.household_id is not None:
        raise Refused(
            _("%(name)s belongs to another household. Take %(name)s out of that one first.")
            % {"name": resident.name}
        )
    resident.household = household
    resident.save(update_fields=["household"])
    if household.head is None and household.head_name == resident.name:
        household.head = resident
        household.save(update_fields=["head"])
    _record("people.joined_household", resident, by=by, at=at)


@transaction.atomic
def leave(*, resident: Resident, by: Actor, at: datetime, on: date) -> None:
    """Let a resident belong to no household any more; her open duties there end on that day."""
    resident.take_turn()
    household = resident.household
    if household is None:
        raise Refused(_("%(name)s belongs to no household.") % {"name": resident.name})
    open_duties = household.duties.filter(resident=resident, until__isnull=True)
    for duty in open_duties.order_by("since", "pk"):
        end_duty(duty=duty, until=max(on, duty.since), by=by, at=at)
    if household.head_id == resident.pk:
        household.head = None
        household.save(update_fields=["head"])
    resident.household = None
    resident.save(update_fields=["household"])
    _record("people.left_household", resident, by=by, at=at)


@transaction.atomic
def give_duty(
    *, household: Household, resident: Resident, duty: str, since: date, by: Actor, at: datetime
) -> HouseholdDuty:
    """Note who receives the money sent home, or keeps the children, from a day on.

    Errors: Refused if she does so already, or belongs to another household.
    """
    assert duty in Duty.values
    household.take_turn()
    if resident.household_id not in {household.pk, None}:
        raise Refused(
            _("%(name)s belongs to another household. Choose somebody of this one.")
            % {"name": resident.name}
        )
    held = household.duties.filter(resident=resident, duty=duty, until__isnull=True)
    if held.exists():
        raise Refused(_("%(name)s does this already.") % {"name": resident.name})
    if since > at.astimezone(household.village.zone).date():
        raise Refused(_("This day is still to come. Choose today or an earlier day."))
    given = HouseholdDuty.objects.create(
        village=household.village, household=household, resident=resident, duty=duty, since=since
    )
    _record("people.duty_given", resident, by=by, at=at, changes=[("duty", "", duty)])
    return given


@transaction.atomic
def end_duty(*, duty: HouseholdDuty, until: date, by: Actor, at: datetime) -> None:
    """Note the last day somebody did something for a household.

    Errors: Refused if it ended already, or would end before it began.
    """
    duty.take_turn()
    if duty.until is not None:
        raise Refused(_("This ended already. Nothing needs to be done."))
    if until < duty.since:
        raise Refused(_("The last day lies before the first one. Choose a later day."))
    duty.until = until
    duty.save(update_fields=["until"])
    changes: list[audit.Change] = [("duty", duty.duty, "")]
    _record("people.duty_ended", duty.resident, by=by, at=at, changes=changes)


@transaction.atomic
def resume_duty(*, duty: HouseholdDuty, by: Actor, at: datetime) -> None:
    """Let a duty go on that was ended by mistake. Errors: Refused if she took it up again."""
    again = duty.household.duties.filter(
        resident=duty.resident_id, duty=duty.duty, until__isnull=True
    )
    if again.exists():
        raise Refused(_("%(name)s does this already.") % {"name": duty.resident.name})
    duty.until = None
    duty.save(update_fields=["until"])
    _record("people.duty_resumed", duty.resident, by=by, at=at, changes=[("duty", "", duty.duty)])


@transaction.atomic
def take_back_duty(*, duty: HouseholdDuty, by: Actor, at: datetime) -> None:
    """Remove a duty noted by mistake; the trail keeps that it was."""
    _record(
        "people.duty_taken_back", duty.resident, by=by, at=at, changes=[("duty", duty.duty, "")]
    )
    duty.delete()


# --- questions -----------------------------------------------------------------------------------


def with_number(*, village: Village, number: str) -> Household | None:
    """Return the household with this family-card number."""
    found = Household.objects.of(village).filter(
        number_fingerprint=national_ids.fingerprint(number)
    )
    return found.first()


def members(household: Household) -> QuerySet[Resident]:
    """Return who belongs to a household, by name."""
    return residents.known(household.village).filter(household=household).order_by("name", "pk")


def absent(household: Household, *, on: date) -> list[Resident]:
    """Return the members who worked abroad on a day, from their journeys; leave is not absence."""
    then = counting.standing_then(household.village, on).filter(
        household=household, erased_at__isnull=True, status_then__in=AWAY
    )
    return list(then.order_by("name", "pk"))


def duties_on(household: Household, *, on: date) -> list[HouseholdDuty]:
    """Return who does what for a household on a day."""
    held = HouseholdDuty.objects.of(household.village).filter(household=household, since__lte=on)
    current = held.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("resident")
    return list(current.order_by("duty", "since", "pk"))


def listed(village: Village) -> QuerySet[Any]:
    """Return the households with `size` and `away`: how many belong, how many work abroad.

    Each is counted by itself, so that a page of thirty counts thirty. A household has people of
    its own village only; to name the village again would lead SQLite to read all of it.
    """
    here = Resident.objects.filter(
        household=OuterRef("pk"), merged_into__isnull=True, erased_at__isnull=True
    )
    away = here.filter(status__in=AWAY)
    counted = Household.objects.of(village).annotate(size=_count(here), away=_count(away))
    return counted.order_by("head_name", "pk")


def _count(people: QuerySet[Resident]) -> Coalesce:
    counted = people.values("household").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _record(
    verb: str,
    resident: Resident,
    *,
    by: Actor,
    at: datetime,
    changes: Sequence[audit.Change] = (),
) -> None:
    audit.record(
        village=resident.village, verb=verb, subject=resident, by=by, at=at,
        resident_id=resident.pk, changes=changes,
    )  # fmt: skip
