"""What this room holds about one person: told to her, and erased when she asks.

Registered as a holding (villages/holdings.py). What stays is what the law asks the village to be
able to count: the dates of leaving and coming home, on a record without a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.lib.countries import country_label
from rembuk.people import journeys, national_ids
from rembuk.people.models import (
    Consent,
    CorrectionRequest,
    DifferentPersons,
    Household,
    HouseholdDuty,
    ImportBatch,
    ImportRow,
    JourneyStep,
    Merge,
    NationalId,
    Resident,
    Status,
)
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village

# What stands where a name was. It is data, so it is in the language of the registry.
ERASED_NAME = "Dihapus atas permintaan"
Row = tuple[tuple[str, str], ...]

JOURNEY_KEPT = Kept(
    code="journey",
    what=gettext_lazy(
        "Days of leaving and coming home, with the country, on a record without a name"
    ),
    why=gettext_lazy("The village must be able to say how many left and came back."),
    source=gettext_lazy("Law 18/2017, article 42"),
)


# --- told ----------------------------------------------------------------------------------------


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Everything of this room about a person, in the reader's words."""
    records = list(
        Resident.objects.of(village)
        .filter(pk__in=ids)
        .select_related("household", "user", "national_id")
        .order_by("pk")
    )
    steps = JourneyStep.objects.of(village).filter(resident__in=ids).select_related("recorded_by")
    duties = HouseholdDuty.objects.of(village).filter(resident__in=ids).select_related("household")
    consents = Consent.objects.of(village).filter(resident__in=ids).select_related("withdrawal")
    asked = CorrectionRequest.objects.of(village).filter(resident__in=ids).select_related("answer")
    imported = ImportRow.objects.of(village).filter(resident__in=ids).select_related("batch")
    return [
        Section(_("Data"), tuple(facts_of(record) for record in records)),
        Section(
            _("Journey"),
            tuple(_step(step) for step in steps.order_by("on", "pk")),
            goes=_("Journey: placement agency, contract and notes"),
        ),
        Section(_("Tasks at home"), tuple(_duty(duty) for duty in duties.order_by("since", "pk"))),
        Section(_("Consents"), tuple(_consent(one) for one in consents.order_by("given_on", "pk"))),
        Section(_("Corrections asked for"), tuple(_asked(one) for one in asked.order_by("pk"))),
        Section(_("From workbooks"), tuple(_imported(one) for one in imported.order_by("pk"))),
    ]


def facts_of(record: Resident) -> Row:
    """What is recorded about a person, as (label, value); the NIK masked."""
    number = getattr(record, "national_id", None)
    place = words.neighbourhood(record.neighborhood_unit, record.community_unit)
    facts = (
        (_("Full name"), record.name),
        (_("Nickname"), record.nickname),
        (_("Sex"), str(record.get_sex_display()) if record.sex else ""),
        (_("Date of birth"), _day(record.birth_date)),
        (_("Place of birth"), record.birth_place),
        (_("Address"), " · ".join(part for part in (record.hamlet, place) if part)),
        (_("Phone number"), words.phone_number(record.phone) if record.phone else ""),
        (_("NIK"), _masked(number)),
        (_("Household of"), record.household.head_name if record.household else ""),
        (_("Status"), str(Status(record.status).label)),
        (_("Country"), country_label(record.country) if record.country else ""),
        (_("Signs in as"), record.user.username if record.user else ""),
        (_("Recorded on"), moment_day(record.created_at)),
    )
    return tuple((label, value) for label, value in facts if value)


def _masked(number: NationalId | None) -> str:
    return words.masked_national_id(national_ids.unseal(number.sealed)) if number else ""


def _step(step: JourneyStep) -> Row:
    facts = (
        (_("Step"), str(step.get_kind_display())),
        (_("Day"), _known_day(step)),
        (_("Plan"), str(step.get_plan_display())),
        (_("Country"), country_label(step.country) if step.country else ""),
        (_("Placement agency (P3MI)"), step.agency),
        (_("Contract in months"), str(step.contract_months or "")),
        (_("Note"), step.note),
        (_("Recorded by"), step.recorded_by.name if step.recorded_by else ""),
        (_("Withdrawn because"), step.withdrawn_reason),
    )
    return tuple((label, value) for label, value in facts if value)


def _known_day(step: JourneyStep) -> str:
    language = get_language() or "id"
    match step.precision:
        case JourneyStep.Precision.YEAR:
            return str(step.on.year)
        case JourneyStep.Precision.MONTH:
            return words.month_of_year(step.on, language=language)
        case _day_known:
            return words.plain_day(step.on, language=language)


def _duty(duty: HouseholdDuty) -> Row:
    facts = (
        (_("Task"), str(duty.get_duty_display())),
        (_("Household of"), duty.household.head_name),
        (_("Since"), _day(duty.since)),
        (_("Until"), _day(duty.until)),
    )
    return tuple((label, value) for label, value in facts if value)


def _consent(consent: Consent) -> Row:
    withdrawal = getattr(consent, "withdrawal", None)
    facts = (
        (_("For"), str(consent.get_purpose_display())),
        (_("Words of"), consent.text_version),
        (_("How"), str(consent.get_channel_display())),
        (_("Witness"), consent.witness),
        (_("Given on"), _day(consent.given_on)),
        (_("Withdrawn on"), _day(withdrawal.withdrawn_on) if withdrawal else ""),
    )
    return tuple((label, value) for label, value in facts if value)


def _asked(request: CorrectionRequest) -> Row:
    answer = getattr(request, "answer", None)
    facts = (
        (_("Said"), request.said),
        (_("On"), moment_day(request.asked_at)),
        (_("Answer"), str(answer.get_outcome_display()) if answer else _("not yet")),
        (_("Reason"), answer.said if answer else ""),
    )
    return tuple((label, value) for label, value in facts if value)


def _imported(row: ImportRow) -> Row:
    place = f"{row.sheet} {row.row}".strip()
    return ((_("Workbook"), row.batch.file_name), (_("Sheet and row"), place))


def _day(day: date | None) -> str:
    return words.plain_day(day, language=get_language() or "id") if day else ""


def moment_day(moment: datetime) -> str:
    """Write the day of a moment on the clock of the village whose page this is."""
    on = moment.astimezone(timezone.get_current_timezone()).date()
    return words.plain_day(on, language=get_language() or "id")


# --- erased --------------------------------------------------------------------------------------


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many steps stay, without a name."""
    plans = JourneyStep.Kind.PLAN
    return {JOURNEY_KEPT.code: _counted_steps(village, ids).exclude(kind=plans).count()}


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty every record of a person; the steps of the journey stay, bare, and are counted."""
    records = list(Resident.objects.of(village).filter(pk__in=ids).order_by("pk"))
    _erase_beside(village, records)
    for record in records:
        _erase_record(record, at)
    withdrawn = JourneyStep.objects.of(village).filter(resident__in=ids)
    withdrawn.filter(withdrawn_at__isnull=False).delete()
    # What somebody meant to do is not a day of leaving or coming home.
    _counted_steps(village, ids).filter(kind=JourneyStep.Kind.PLAN).delete()
    _counted_steps(village, ids).update(agency="", note="", contract_months=None)
    for record in records:
        if record.merged_into_id is None:
            journeys.rederive(record)


def _counted_steps(village: Village, ids: Sequence[int]) -> QuerySet[JourneyStep]:
    return JourneyStep.objects.of(village).filter(resident__in=ids, withdrawn_at__isnull=True)


def _erase_beside(village: Village, records: Sequence[Resident]) -> None:
    """Remove what hangs on the records, before the names that find it are gone."""
    names = {record.name for record in records}
    heads = Household.objects.of(village).filter(
        Q(head__in=records) | Q(head_name__in=names, residents__in=records)
    )
    Household.objects.of(village).filter(pk__in=list(heads.values_list("pk", flat=True))).update(
        head=None, head_name="", search_text=""
    )
    for model in (NationalId, HouseholdDuty, Consent, CorrectionRequest):
        model.objects.of(village).filter(resident__in=records).delete()
    pairs = DifferentPersons.objects.of(village)
    pairs.filter(Q(one__in=records) | Q(other__in=records)).delete()
    Merge.objects.of(village).filter(Q(kept__in=records) | Q(merged__in=records)).update(moved={})
    _erase_workbooks(village, records, names)


def _erase_workbooks(village: Village, records: Sequence[Resident], names: set[str]) -> None:
    """Empty the rows of workbooks that tell of a person, and the sealed workbooks themselves."""
    hers = ImportRow.objects.of(village).filter(resident__in=records)
    about = Q(resident__in=records) | Q(resident__isnull=True, name__in=names)
    for record in records:
        about |= Q(duplicate_of__resident_key=f"R{record.pk}")
    for batch, sheet, row in hers.values_list("batch", "sheet", "row"):
        about |= Q(batch=batch, duplicate_of__sheet=sheet, duplicate_of__row=row)
    rows = ImportRow.objects.of(village).filter(about)
    batches = {record.batch_id for record in records if record.batch_id}
    batches |= set(rows.values_list("batch", flat=True))
    ImportBatch.objects.of(village).filter(pk__in=batches).update(file_sealed=None)
    found = list(rows.values_list("pk", flat=True))
    ImportRow.objects.of(village).filter(pk__in=found).update(
        resident=None, name="", issues=[], told={}, duplicate_of={}
    )


def _erase_record(record: Resident, at: datetime) -> None:
    record.name = ERASED_NAME
    for field in (
        "nickname", "sex", "birth_place", "hamlet", "neighborhood_unit", "community_unit",
        "phone", "phone_typed", "search_text",
    ):  # fmt: skip
        setattr(record, field, "")
    record.birth_date = record.household = record.user = record.batch = None
    record.erased_at = at
    record.save()


HOLDING = Holding(order=10, told=told, erase=erase, staying=staying, kept=(JOURNEY_KEPT,))
