"""Does what is kept for speed still say what the rows it came from say?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from rembuk.people import journeys, spelling, standing
from rembuk.people.models import Household, JourneyStep, Resident
from rembuk.people.standing import AT_FIRST, Impossible
from rembuk.villages.models import Village


@dataclass(frozen=True)
class Difference:
    """One thing that is not what it should be; `mendable` if the rows behind it can say it anew."""

    row: Resident | JourneyStep | Household
    what: str
    mendable: bool = True

    def __str__(self) -> str:
        return f"{type(self.row).__name__} {self.row.pk}: {self.what}"


def differences(village: Village) -> Iterator[Difference]:
    """Compare every resident, step and household of a village with the rows they come from.

    Nothing in a difference names a person: the id is enough to find the record.
    """
    steps = JourneyStep.objects.of(village).filter(withdrawn_at__isnull=True)
    by_resident = {
        pk: list(own)
        for pk, own in groupby(
            steps.order_by("resident_id", "on", "pk").iterator(), key=lambda s: s.resident_id
        )
    }
    # A joined record keeps what it was until the joining is taken back; it counts nowhere.
    counted = Resident.objects.of(village).filter(merged_into__isnull=True)
    for resident in counted.order_by("pk").iterator():
        yield from _of_journey(resident, by_resident.get(resident.pk, []))
        found_by = spelling.search_text(resident.name, resident.nickname)
        if resident.erased_at is None and resident.search_text != found_by:
            yield Difference(resident, "search_text")
    for household in Household.objects.of(village).order_by("pk").iterator():
        if household.search_text != spelling.search_text(household.head_name):
            yield Difference(household, "search_text")


def mend(village: Village) -> list[Difference]:
    """Write what the rows say wherever it differs; returns what no rows can mend."""
    left = []
    for difference in list(differences(village)):
        if not difference.mendable:
            left.append(difference)
            continue
        row = difference.row
        if isinstance(row, Household):
            row.search_text = spelling.search_text(row.head_name)
            row.save(update_fields=["search_text"])
            continue
        resident = row if isinstance(row, Resident) else row.resident
        if resident.erased_at is None:
            resident.search_text = spelling.search_text(resident.name, resident.nickname)
            resident.save(update_fields=["search_text"])
        journeys.rederive(resident)
    return left


def _of_journey(resident: Resident, steps: list[JourneyStep]) -> Iterator[Difference]:
    try:
        standings = standing.follow(steps)
    except Impossible as impossible:
        yield Difference(resident, f"journey breaks at {impossible.step.on}", mendable=False)
        return
    for step, reached in zip(steps, standings, strict=True):
        if step.status_after != reached.status:
            yield Difference(step, f"status_after is {step.status_after!r}, not {reached.status!r}")
    reached = standings[-1] if standings else AT_FIRST
    for field in journeys.KEPT:
        kept, told = getattr(resident, field), getattr(reached, field)
        if kept != told:
            yield Difference(resident, f"{field} is {kept!r}, not {told!r}")
