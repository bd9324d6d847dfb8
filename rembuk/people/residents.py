"""Residents: recorded, corrected, listed.

A resident is found again by name (search.py) and stands where his journey leads (journeys.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.people import journeys, national_ids, spelling
from rembuk.people.journeys import StepFacts
from rembuk.people.models import Household, ImportBatch, JourneyStep, Resident, Status
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

BORN_EARLIEST = date(1900, 1, 1)
GONE = (Status.DECEASED, Status.MOVED_AWAY)
BATCH = 500


@dataclass(frozen=True, kw_only=True)
class ResidentFacts:
    """What is told about a person. Only the name is needed.

    `phone` is in the form +62...; `phone_typed` as the person wrote it. `national_id` is sixteen
    digits, '' for none, None to leave an earlier one as it is.
    """

    name: str
    nickname: str = ""
    sex: str = ""
    birth_date: date | None = None
    birth_place: str = ""
    hamlet: str = ""
    neighborhood_unit: str = ""
    community_unit: str = ""
    phone: str = ""
    phone_typed: str = ""
    national_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """One of many that are recorded together: the person, the household, the journey so far."""

    facts: ResidentFacts
    household: Household | None = None
    steps: Sequence[StepFacts] = field(default=())


COLUMNS = tuple(f.name for f in fields(ResidentFacts) if f.name != national_ids.FIELD)
COLUMN_FIELDS = [f for f in Resident._meta.concrete_fields if f.name in COLUMNS]


@transaction.atomic
def register(
    *,
    village: Village,
    facts: ResidentFacts,
    by: Actor,
    at: datetime,
    household: Household | None = None,
    batch: ImportBatch | None = None,
    synthetic: bool = False,
) -> Resident:
    """Record a person in the village.

    Errors: Refused if the name is empty, the birth date cannot be, or somebody has the NIK.
    """
    resident = _new(village, facts, at=at, household=household, batch=batch, synthetic=synthetic)
    resident.save(force_insert=True)
    if facts.national_id:
        national_ids.keep(resident=resident, digits=facts.national_id)
    audit.record(
        village=village, verb="people.registered", subject=resident, by=by, at=at,
        resident_id=resident.pk,
    )  # fmt: skip
    return resident


@transaction.atomic
def correct(*, resident: Resident, facts: ResidentFacts, by: Actor, at: datetime) -> Resident:
    """Write what is told now over what was; the audit trail keeps both.

    `resident` holds what the person who corrects has seen: what differs from it was corrected.
    Errors: Refused as in `register`, if a step of the journey lies before the new birth date, or
    if somebody corrected the same a moment ago.
    """
    told = _checked(facts, at=at, village=resident.village)
    changes: list[audit.Change] = [
        (name, getattr(resident, name), getattr(told, name))
        for name in COLUMNS
        if getattr(resident, name) != getattr(told, name)
    ]
    resident.take_turn()
    if any(getattr(resident, name) != seen for name, seen, _new in changes):
        raise Refused(_("Somebody corrected the same a moment ago. Open the page again."))
    _refuse_birth_after_steps(resident, told)
    for name, _old, new in changes:
        setattr(resident, name, new)
    if told.national_id is not None:
        changes += _keep_national_id(resident, told.national_id)
    if not changes:
        return resident
    resident.search_text = spelling.search_text(resident.name, resident.nickname)
    resident.save(update_fields=[*COLUMNS, "search_text"])
    audit.record(
        village=resident.village, verb="people.corrected", subject=resident, by=by, at=at,
        resident_id=resident.pk,
        changes=[change for change in changes if change[0] != "phone_typed"],
    )  # fmt: skip
    return resident


@transaction.atomic
def bulk_register(
    *,
    village: Village,
    newcomers: Sequence[Newcomer],
    by: Actor,
    at: datetime,
    batch: ImportBatch | None = None,
    synthetic: bool = False,
) -> list[Resident]:
    """Record many people at once, with one line in the audit trail, in the order given.

    For workbooks: the caller has checked each row. Errors: Refused if a NIK comes twice;
    journeys.Impossible if a newcomer's steps cannot follow each other.
    """
    residents: list[Resident] = []
    steps: list[JourneyStep] = []
    for newcomer in newcomers:
        resident = _new(
            village, newcomer.facts, at=at, household=newcomer.household, batch=batch,
            synthetic=synthetic,
        )  # fmt: skip
        steps += journeys.rows_for(resident, newcomer.steps, by=by, at=at)
        residents.append(resident)
    Resident.objects.bulk_create(residents, batch_size=BATCH)
    JourneyStep.objects.bulk_create(steps, batch_size=BATCH)
    numbered = [
        (resident, newcomer.facts.national_id)
        for resident, newcomer in zip(residents, newcomers, strict=True)
        if newcomer.facts.national_id
    ]
    national_ids.keep_many(village=village, pairs=numbered)
    audit.record(
        village=village, verb="people.bulk_registered", subject=batch or village, by=by, at=at,
        changes=[("people_added", "", len(residents))],
    )  # fmt: skip
    return residents


# --- lists -------------------------------------------------------------------------------------


def known(village: Village) -> QuerySet[Resident]:
    """Everybody the village has a record of; not records merged into another or erased."""
    return Resident.objects.of(village).filter(merged_into__isnull=True, erased_at__isnull=True)


def living_list(village: Village) -> QuerySet[Resident]:
    """Everybody who belongs to the village now, at home or abroad, by name."""
    return known(village).exclude(status__in=GONE).order_by("name", "pk")


def facts_of(resident: Resident) -> ResidentFacts:
    """Return what is recorded now, without touching the NIK, to be corrected."""
    return ResidentFacts(**{name: getattr(resident, name) for name in COLUMNS})


def hamlets(village: Village) -> list[str]:
    """Return the hamlets people live in, by name."""
    named = known(village).exclude(hamlet="").order_by("hamlet")
    return list(named.values_list("hamlet", flat=True).distinct())


# --- inside ------------------------------------------------------------------------------------


def _new(
    village: Village,
    facts: ResidentFacts,
    *,
    at: datetime,
    household: Household | None,
    batch: ImportBatch | None,
    synthetic: bool,
) -> Resident:
    told = _checked(facts, at=at, village=village)
    return Resident(
        village=village, household=household, batch=batch, synthetic=synthetic, created_at=at,
        search_text=spelling.search_text(told.name, told.nickname),
        **{name: getattr(told, name) for name in COLUMNS},
    )  # fmt: skip


TEXTS = ("name", "nickname", "birth_place", "hamlet", "phone_typed")


def _checked(facts: ResidentFacts, *, at: datetime, village: Village) -> ResidentFacts:
    """Return the facts without invisible characters. Errors: Refused."""
    told = ResidentFacts(
        **{f.name: getattr(facts, f.name) for f in fields(facts)}
        | {name: clean_text(getattr(facts, name))[0] for name in TEXTS}
    )
    if not told.name:
        raise Refused(_("Write the name of this person."))
    for column in COLUMN_FIELDS:
        if column.max_length and len(getattr(told, column.name)) > column.max_length:
            raise Refused(
                _("Shorten this to %(most)s letters: %(field)s.")
                % {"field": column.verbose_name, "most": column.max_length}
            )
    today = at.astimezone(village.zone).date()
    if told.birth_date and not BORN_EARLIEST <= told.birth_date <= today:
        raise Refused(_("A date of birth lies between 1900 and today. Check the year."))
    return told


def _refuse_birth_after_steps(resident: Resident, told: ResidentFacts) -> None:
    if told.birth_date is None or told.birth_date == resident.birth_date:
        return
    first = journeys.first_step(resident)
    if first is not None and journeys.period(first.on, first.precision)[1] < told.birth_date:
        raise Refused(
            _("The journey begins on %(day)s, before this date of birth. Check which is right.")
            % {"day": date_format(first.on, "j F Y")}
        )


def _keep_national_id(resident: Resident, digits: str) -> list[audit.Change]:
    """Keep the NIK and tell that it changed, never what it is."""
    before = national_ids.number_of(resident)
    if digits == before:
        return []
    national_ids.keep(resident=resident, digits=digits)
    return [
        (
            national_ids.FIELD,
            national_ids.HIDDEN if before else "",
            national_ids.HIDDEN if digits else "",
        )
    ]
