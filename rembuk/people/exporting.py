"""The registry as rows: for the keeper of the machine, and, without numbers, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from rembuk.people import national_ids, residents
from rembuk.people.models import ImportRow, JourneyStep, Resident, Status
from rembuk.people.standing import Kind
from rembuk.people.storing import batch_key, resident_key
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

# What a page may hand out: never a NIK or a family-card number.
EXPORT_COLUMNS: dict[str, tuple[str, ...]] = {
    "residents": (
        "resident_key", "name", "nickname", "sex", "birth_date", "birth_place", "hamlet",
        "neighborhood_unit", "community_unit", "household_head", "phone", "country",
        "migration_status", "plan", "departed_on", "returned_on",
    ),
}  # fmt: skip
NUMBERS = ("national_id", "household_number")
REPORTED = frozenset({Status.PROSPECTIVE, Status.WORKER, Status.ON_LEAVE, Status.RETURNED})
LEAVING = frozenset({Kind.DEPARTURE, Kind.LEAVING_AGAIN})


def complete_rows(village: Village) -> Iterator[dict[str, Any]]:
    """Every resident with every field of the import contract, numbers unsealed.

    For `rembuk export_residents` alone, which only the keeper of the machine and its keys can
    run: the copy a village takes along when it moves.
    """
    for resident in _people(village):
        home = resident.household
        yield {
            "resident_key": resident_key(resident.pk),
            "batch_id": batch_key(resident.batch) if resident.batch else None,
            **_told(resident),
            "national_id": national_ids.number_of(resident) or None,
            "household_number": national_ids.unseal(home.number_sealed)
            if home and home.number_sealed
            else None,
        }


def table_rows(village: Village) -> Iterator[list[str]]:
    """The rows of the download: EXPORT_COLUMNS["residents"], empty text for what is not known."""
    for resident in _people(village):
        told = {"resident_key": resident_key(resident.pk), **_told(resident)}
        told["plan"] = resident.plan.lower()  # no column of the import contract
        yield [told[column] or "" for column in EXPORT_COLUMNS["residents"]]


def note_download(*, village: Village, by: Actor, at: datetime) -> None:
    """Leave a line: the registry left the house as a file."""
    audit.record(village=village, verb="people.downloaded", subject=village, by=by, at=at)


def note_printing(*, village: Village, by: Actor, at: datetime) -> None:
    """Leave a line: a list of names was opened for paper."""
    audit.record(village=village, verb="people.list_printed", subject=village, by=by, at=at)


def _people(village: Village) -> Iterator[Resident]:
    steps = JourneyStep.objects.of(village).filter(withdrawn_at__isnull=True)
    dated = steps.filter(kind__in=[*LEAVING, Kind.HOMECOMING]).order_by("on", "pk")
    rows = ImportRow.objects.of(village).filter(resident__isnull=False).order_by("pk")
    people = residents.known(village).select_related("household", "batch", "national_id")
    yield from people.prefetch_related(
        Prefetch("steps", queryset=dated, to_attr="dated_steps"),
        Prefetch("import_rows", queryset=rows, to_attr="told_rows"),
    ).order_by("pk")


def _told(resident: Resident) -> dict[str, Any]:
    home = resident.household
    return {
        "name": resident.name,
        "nickname": resident.nickname or None,
        "sex": resident.sex or None,
        "birth_date": resident.birth_date.isoformat() if resident.birth_date else None,
        "birth_place": resident.birth_place or None,
        "hamlet": resident.hamlet or None,
        "neighborhood_unit": resident.neighborhood_unit or None,
        "community_unit": resident.community_unit or None,
        "household_head": _as_told(resident, "household_head")
        or (home.head_name or None if home else None),
        "phone": resident.phone or None,
        "country": resident.country or None,
        "migration_status": resident.status if resident.status in REPORTED else None,
        "departed_on": _last(resident, LEAVING) or _as_told(resident, "departed_on"),
        "returned_on": _last(resident, {Kind.HOMECOMING}) or _as_told(resident, "returned_on"),
    }


def _as_told(resident: Resident, name: str) -> str | None:
    """What the workbook said, for what a journey cannot keep: a day still to come."""
    rows: list[ImportRow] = resident.told_rows  # type: ignore[attr-defined]  # prefetched above
    return next((row.told.get(name) for row in rows), None)


def _last(resident: Resident, kinds: frozenset[str] | set[str]) -> str | None:
    """The latest step of these kinds, as precise as it is known."""
    dated: list[JourneyStep] = resident.dated_steps  # type: ignore[attr-defined]  # prefetched
    steps = [step for step in dated if step.kind in kinds]
    if not steps:
        return None
    cut = {"YEAR": 4, "MONTH": 7, "DAY": 10}[steps[-1].precision]
    return steps[-1].on.isoformat()[:cut]
