"""Storing what a workbook brings, as one batch that can be undone.

A file is staged (sealed, because it holds people), checked as often as its columns are chosen
anew, stored in one transaction, and undone as one. Each data row has its ImportRow for ever.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from rembuk.lib import sealed
from rembuk.lib.dates import parse_partial
from rembuk.lib.errors import Refused
from rembuk.people import households, journeys, national_ids, remembered, residents
from rembuk.people.households import HouseholdFacts
from rembuk.people.importing import (
    ACCEPTED,
    DUPLICATE,
    Issue,
    KnownResident,
    Report,
    Row,
    header_signature,
    read_workbook,
)
from rembuk.people.importing.families import Family, families, kept_apart
from rembuk.people.importing.sheets import column_letter
from rembuk.people.journeys import StepFacts
from rembuk.people.models import (
    ColumnChoice,
    Household,
    ImportBatch,
    ImportRow,
    JourneyStep,
    Merge,
    Resident,
)
from rembuk.people.residents import Newcomer, ResidentFacts
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

# Kept beside a stored row, because a journey keeps days and a workbook may know a year only, or a
# day still to come.
TOLD = ("departed_on", "returned_on", "household_head")
FILE_KEPT = timedelta(days=90)
BATCH = 500
SHEET_LETTERS_MAX = 100
Progress = Callable[[int, int], None]
Choices = Mapping[str, Mapping[str, str | None]]


def batch_key(batch: ImportBatch) -> str:
    """Return how a batch is called on paper and on the command line."""
    return f"B{batch.pk}"


def resident_key(resident_id: int) -> str:
    """Return how a resident is called in reports and exports."""
    return f"R{resident_id}"


def stage(*, village: Village, data: bytes, file_name: str, by: Actor, at: datetime) -> ImportBatch:
    """Keep a file, sealed, for FILE_KEPT; with it, the older ones of the village go."""
    forget_files(village, at)
    text = base64.b64encode(data).decode()
    return ImportBatch.objects.create(
        village=village,
        file_name=file_name[-200:],
        file_sealed=sealed.seal(text, keys=settings.FIELD_KEYS).encode(),
        uploaded_at=at,
        uploaded_by=by.user,
    )


def forget_files(village: Village, at: datetime) -> int:
    """Let go of workbooks older than FILE_KEPT: they hold more than was stored.

    What became of each row stays. Returns how many files that were.
    """
    old = ImportBatch.objects.of(village).filter(file_sealed__isnull=False)
    return old.filter(uploaded_at__lt=at - FILE_KEPT).update(file_sealed=None)


def file_of(batch: ImportBatch) -> bytes:
    """Return the bytes of the file. Errors: Refused when they are no longer kept."""
    if batch.file_sealed is None:
        raise Refused(_("This file is no longer kept. Choose it again on your device."))
    token = bytes(batch.file_sealed).decode()
    return base64.b64decode(sealed.unseal(token, keys=settings.FIELD_KEYS))


def judge(
    *,
    village: Village,
    data: bytes,
    file_name: str,
    today: date,
    choices: Choices | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read a file against the people of the village; nothing is stored.

    `choices` are columns by header signature, before those remembered in the village.
    """
    remembered = ColumnChoice.objects.of(village).values_list("signature", "columns")
    mapping: dict[tuple[str, int] | str, Mapping[str, str | None]] = dict(remembered)
    mapping.update(choices or {})
    return read_workbook(
        data,
        file_name=file_name,
        today=today,
        known=known_residents(village),
        fingerprint=national_ids.fingerprint,
        mapping=mapping,
        progress=progress,
    )


def known_residents(village: Village) -> list[KnownResident]:
    """What is compared of everybody the village has recorded: one query."""
    people = residents.known(village).select_related("national_id", "household").order_by("pk")
    return [
        KnownResident(
            resident_key=resident_key(one.pk),
            name=one.name,
            nickname=one.nickname or None,
            national_id_fingerprint=one.national_id.fingerprint
            if hasattr(one, "national_id")
            else None,
            birth_date=one.birth_date,
            hamlet=one.hamlet or None,
            neighborhood_unit=one.neighborhood_unit or None,
            community_unit=one.community_unit or None,
            household_head=one.household.head_name or None if one.household else None,
        )
        for one in people
    ]


def check(
    *, batch: ImportBatch, today: date, choices: Choices, progress: Progress | None = None
) -> Report:
    """Read a staged file and keep what would become of each row; nobody is stored.

    Errors: Refused once the batch is stored.
    """
    refuse_stored(batch)
    report = _judged(batch, today=today, choices=choices, progress=progress)
    _keep(batch, report, choices=choices)
    return report


def _judged(
    batch: ImportBatch, *, today: date, choices: Choices, progress: Progress | None
) -> Report:
    return judge(
        village=batch.village,
        data=file_of(batch),
        file_name=batch.file_name,
        today=today,
        choices=choices,
        progress=progress,
    )


@transaction.atomic
def _keep(batch: ImportBatch, report: Report, *, choices: Choices) -> None:
    """Keep what would become of each row, instead of what was kept before."""
    batch.choices = {key: dict(columns) for key, columns in choices.items()}
    batch.state = batch.State.REFUSED if report.file_error else batch.State.CHECKED
    batch.report = _kept_report(report)
    batch.save(update_fields=["choices", "state", "report"])
    batch.rows.all().delete()
    rows = [_import_row(batch, row) for row in report.rows]
    ImportRow.objects.bulk_create(rows, batch_size=BATCH)


def refuse_stored(batch: ImportBatch) -> None:
    """Let nothing begin anew once a batch is stored. Errors: Refused."""
    if batch.stored_at is not None:
        raise Refused(_("This file was stored already. Open a new import to bring in another."))


@dataclass(frozen=True)
class Stored:
    """What came of storing a batch."""

    report: Report
    resident_keys: dict[tuple[str, int], str]


def store(
    *,
    batch: ImportBatch,
    today: date,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
) -> Stored:
    """Store every accepted row of a batch in one transaction, and say what became of each row.

    The file is judged again, because people may have been recorded since it was checked: before
    the transaction, so that others may write meanwhile, and once more inside if somebody did.
    Errors: Refused if it is stored already, or cannot be read.
    """
    refuse_stored(batch)
    seen, columns = remembered.newest(batch.village), batch.choices
    report = _judged(batch, today=today, choices=batch.choices, progress=progress)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        refuse_stored(batch)
        if (remembered.newest(batch.village), batch.choices) != (seen, columns):
            report = _judged(batch, today=today, choices=batch.choices, progress=progress)
        if report.file_error:
            raise Refused(report.file_error_message)
        _keep(batch, report, choices=batch.choices)
        return _store(batch, report, today=today, by=by, at=at)


def _store(batch: ImportBatch, report: Report, *, today: date, by: Actor, at: datetime) -> Stored:
    accepted = report.with_outcome(ACCEPTED)
    made = residents.bulk_register(
        village=batch.village,
        newcomers=_newcomers(batch, report, today=today, at=at),
        by=by,
        at=at,
        batch=batch,
    )
    residents_at = {
        (row.part, row.row): resident for row, resident in zip(accepted, made, strict=True)
    }
    _link_rows(batch, residents_at)
    batch.state, batch.stored_at, batch.stored_by = batch.State.STORED, at, by.user
    batch.save(update_fields=["state", "stored_at", "stored_by"])
    keys = {place: resident_key(resident.pk) for place, resident in residents_at.items()}
    return Stored(report, keys)


@transaction.atomic
def undo(*, batch: ImportBatch, by: Actor, at: datetime) -> int:
    """Remove exactly what a batch added and return how many residents that were.

    Errors: Refused if it was never stored or is undone already, or if somebody of it has since
    been tied to something that must stay (an account, a merge).
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != batch.State.STORED:
        raise Refused(_("This file is not stored, or was undone already. Nothing was changed."))
    added = Resident.objects.of(batch.village).filter(batch=batch)
    removed = added.count()
    # What a joined record brought with it stands with the other record: it would stay behind.
    if Merge.objects.of(batch.village).filter(merged__in=added, undo__isnull=True).exists():
        raise Refused(_tied())
    try:
        Household.objects.of(batch.village).filter(head__in=added).update(head=None)
        added.delete()
    except ProtectedError:
        raise Refused(_tied()) from None
    emptied = Household.objects.of(batch.village).filter(batch=batch, residents__isnull=True)
    emptied.delete()
    Household.objects.of(batch.village).filter(batch=batch).update(batch=None)
    batch.state, batch.undone_at, batch.undone_by = batch.State.UNDONE, at, by.user
    batch.save(update_fields=["state", "undone_at", "undone_by"])
    audit.record(
        village=batch.village, verb="people.import_undone", subject=batch, by=by, at=at,
        changes=[("people_removed", "", removed)],
    )  # fmt: skip
    return removed


def _tied() -> str:
    return _(
        "Somebody of this file has been merged with another record or has an account."
        " Undo that first, then undo the file."
    )


def remember(*, village: Village, choices: Choices, by: Actor, at: datetime) -> None:
    """Remember which column means what, for every later file with the same headers."""
    for signature, columns in choices.items():
        ColumnChoice.objects.update_or_create(
            village=village,
            signature=signature,
            defaults={"columns": dict(columns), "chosen_at": at, "chosen_by": by.user},
        )


def changed_since(batch: ImportBatch) -> int:
    """Return how many people of a stored batch got further steps by hand: undoing loses those."""
    steps = JourneyStep.objects.of(batch.village).filter(
        resident__batch=batch, recorded_at__gt=batch.stored_at
    )
    return steps.values("resident_id").distinct().count()


# --- inside ------------------------------------------------------------------------------------


def _kept_report(report: Report) -> dict[str, Any]:
    """What the page shows of a report, without a person's values."""
    return {
        "file_error": report.file_error,
        "file_warnings": report.file_warnings,
        "counts": report.counts(),
        "tables": [
            {
                "sheet": table.sheet,
                "header_row": table.header_row,
                "signature": header_signature(table),
                "headers": {column_letter(c): text for c, text in sorted(table.headers.items())},
                "guessed": table.guessed(),
                "guess": {column_letter(c): name for name, c in table.sources.items()},
            }
            for table in report.tables
        ],
        "ignored": [
            {"sheet": each.sheet, "row": each.row, "reason": each.reason} for each in report.ignored
        ],
        "apart": [
            [{"sheet": row.part, "row": row.row} for row in rows]
            for rows in kept_apart(families(report.rows))
        ],
    }


def _kept_issue(issue: Issue) -> dict[str, Any]:
    """An issue as codes, so that each reader gets the sentence in his language."""
    other = issue.other.as_json() if issue.other else {}
    return {**issue.as_json(), "other": other}


def _import_row(batch: ImportBatch, row: Row) -> ImportRow:
    told = {name: row.values.get(name) for name in TOLD} if row.outcome == ACCEPTED else {}
    issues = [_kept_issue(issue) for issue in row.issues] if row.outcome != DUPLICATE else []
    for issue in issues:
        # What was typed may be a number of the person: it stays in the sealed file.
        if issue["field"] in {"national_id", "household_number"}:
            issue["raw"] = ""
    return ImportRow(
        village=batch.village,
        batch=batch,
        sheet=row.part[:SHEET_LETTERS_MAX],
        row=row.row,
        outcome=row.outcome,
        name=(row.values.get("name") or "")[:100],
        issues=issues,
        duplicate_of=row.duplicate_of.as_json() if row.duplicate_of else {},
        told=told,
    )


def _newcomers(batch: ImportBatch, report: Report, *, today: date, at: datetime) -> list[Newcomer]:
    homes = _homes(batch, families(report.rows), at=at)
    return [
        Newcomer(
            facts=_facts(row.values),
            household=homes.get((row.part, row.row)),
            steps=_steps(row.values, today=today),
        )
        for row in report.with_outcome(ACCEPTED)
    ]


def _facts(values: Mapping[str, str | None]) -> ResidentFacts:
    born = values["birth_date"]
    return ResidentFacts(
        name=values["name"] or "",
        nickname=values["nickname"] or "",
        sex=values["sex"] or "",
        birth_date=date.fromisoformat(born) if born else None,
        birth_place=values["birth_place"] or "",
        hamlet=values["hamlet"] or "",
        neighborhood_unit=values["neighborhood_unit"] or "",
        community_unit=values["community_unit"] or "",
        phone=values["phone"] or "",
        national_id=values["national_id"] or "",
    )


def _steps(values: Mapping[str, str | None], *, today: date) -> list[StepFacts]:
    country = values["country"] or ""
    return journeys.told_in_a_table(
        status=values["migration_status"],
        departed=_dated(values["departed_on"], "DEPARTURE", country=country),
        returned=_dated(values["returned_on"], "HOMECOMING"),
        country=country,
        reported_on=today,
    )


def _dated(text: str | None, kind: str, *, country: str = "") -> StepFacts | None:
    if not text:
        return None
    told = parse_partial(text)
    return StepFacts(
        kind=kind, on=told.first_day(), precision=told.precision.upper(), country=country
    )


def _homes(
    batch: ImportBatch, found: list[Family], *, at: datetime
) -> dict[tuple[str, int], Household]:
    """Store the new households of a batch, before anybody moves in; return that of each row."""
    numbered = Household.objects.of(batch.village).exclude(number_fingerprint="")
    by_number = {home.number_fingerprint: home for home in numbered.order_by("pk")}
    new: list[Household] = []
    homes: dict[tuple[str, int], Household] = {}
    for family in found:
        number = family.first.values["household_number"]
        home = by_number.get(national_ids.fingerprint(number)) if number else None
        if home is None:
            home = _household(batch, family.first.values, at=at)
            new.append(home)
        homes |= {(row.part, row.row): home for row in family.rows}
    Household.objects.bulk_create(new, batch_size=BATCH)
    return homes


def _household(batch: ImportBatch, values: Mapping[str, str | None], *, at: datetime) -> Household:
    return households.row_for(
        village=batch.village,
        facts=HouseholdFacts(
            head_name=values["household_head"] or "",
            hamlet=values["hamlet"] or "",
            neighborhood_unit=values["neighborhood_unit"] or "",
            community_unit=values["community_unit"] or "",
            number=values["household_number"] or "",
        ),
        at=at,
        batch=batch,
    )


def _link_rows(batch: ImportBatch, residents_at: Mapping[tuple[str, int], Resident]) -> None:
    linked = []
    for row in batch.rows.all():
        resident = residents_at.get((row.sheet, row.row))
        if resident is not None:
            row.resident = resident
            linked.append(row)
    ImportRow.objects.bulk_update(linked, ["resident"], batch_size=BATCH)
