"""Facts with their sources: bringing them in, finding them, and where sources disagree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from rembuk.programme import evidence
from rembuk.programme.models import (
    Evidence,
    NationalConflict,
    NationalFact,
    Pillar,
    SourceConflict,
    SourcedFact,
    VillageConflict,
    VillageFact,
)
from rembuk.programme.sources import all_sources
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

TEMPLATE_OF_PILLARS = "desmigratif"
# Old words that sources and people still use for what we call PMI.
ALSO_CALLED = {"tki": "pmi", "petugas": "pendamping"}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Loaded:
    """How many rows were new."""

    facts: int
    conflicts: int
    evidence: int


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for among the facts; empty means everything."""

    words: str = ""
    topic: str = ""
    pillar: Pillar | None = None
    status: str = ""
    conflict: str = ""
    numbers: tuple[int, ...] = ()


@transaction.atomic
def load_facts(
    village: Village, *, facts: Path, conflicts: Path | None = None, by: Actor, at: datetime
) -> Loaded:
    """Bring in facts and conflicts from JSON files; what is there already is left alone.

    Rows whose scope is "national" become the same for every village, the others are the
    village's own. Errors: KeyError or AssertionError for a file that is not in order: files
    are ours, and their tests come first.
    """
    fact_rows = _read(facts)
    conflict_rows = _read(conflicts) if conflicts else []
    _check(fact_rows, conflict_rows)
    pillars = {p.code: p for p in Pillar.objects.filter(template=TEMPLATE_OF_PILLARS)}
    made = _load_facts(village, fact_rows, pillars=pillars)
    quarrels = _load_conflicts(village, conflict_rows)
    shown = _load_evidence(made, fact_rows, by=by, at=at)
    if made or quarrels:
        audit.record(
            village=village,
            verb="facts.loaded",
            subject=village,
            by=by,
            at=at,
            changes=[("facts", None, len(made)), ("conflicts", None, quarrels)],
        )
    return Loaded(facts=len(made), conflicts=quarrels, evidence=shown)


def _read(path: Path) -> list[Row]:
    return list(json.loads(path.read_text(encoding="utf-8")))


def _check(facts: Sequence[Row], conflicts: Sequence[Row]) -> None:
    known = set(all_sources())
    numbers = [row["number"] for row in facts]
    assert len(numbers) == len(set(numbers)), "a number stands twice"
    for row in facts:
        assert row["sources"], f"fact {row['number']} has no source"
        assert known.issuperset(row["sources"]), f"fact {row['number']}: unknown source"
    for row in conflicts:
        cites = {number for side in row["sides"] for number in side["facts"]}
        assert cites <= set(numbers), f"{row['code']} names facts that are not there"


def _load_facts(
    village: Village, rows: Iterable[Row], *, pillars: Mapping[str, Pillar]
) -> list[SourcedFact]:
    there = set(VillageFact.objects.of(village).values_list("number", flat=True))
    there_nationally = set(NationalFact.objects.values_list("number", flat=True))
    local, national = [], []
    for row in rows:
        values = _fact_values(row, pillars)
        if row["scope"] == "national":
            if row["number"] not in there_nationally:
                national.append(NationalFact(**values))
        elif row["number"] not in there:
            local.append(VillageFact(village=village, counted=row.get("counted", ""), **values))
    NationalFact.objects.bulk_create(national)
    VillageFact.objects.bulk_create(local)
    return [*national, *local]


def _fact_values(row: Row, pillars: Mapping[str, Pillar]) -> dict[str, Any]:
    note = row.get("note") or {"id": "", "en": ""}
    return {
        "number": row["number"],
        "topic": row["topic"],
        "pillar": pillars[row["pillar"]] if row["pillar"] else None,
        "statement_id": row["statement"]["id"],
        "statement_en": row["statement"]["en"],
        "note_id": note["id"],
        "note_en": note["en"],
        "quantity": row["quantity"] or "",
        "unit": row["unit"] or "",
        "sources": ",".join(row["sources"]),
        "as_of": row["as_of"],
        "status": row["status"],
    }


def _load_conflicts(village: Village, rows: Iterable[Row]) -> int:
    there = set(VillageConflict.objects.of(village).values_list("code", flat=True))
    there |= set(NationalConflict.objects.values_list("code", flat=True))
    local, national = [], []
    for order, row in enumerate(rows, start=1):
        if row["code"] in there:
            continue
        values = _conflict_values(row, order)
        if row["scope"] == "national":
            national.append(NationalConflict(**values))
        else:
            local.append(VillageConflict(village=village, **values))
    NationalConflict.objects.bulk_create(national)
    VillageConflict.objects.bulk_create(local)
    return len(national) + len(local)


def _conflict_values(row: Row, order: int) -> dict[str, Any]:
    return {
        "code": row["code"],
        "order": order,
        "title_id": row["title"]["id"],
        "title_en": row["title"]["en"],
        "sides": row["sides"],
        "resolution_id": row["resolution"]["id"],
        "resolution_en": row["resolution"]["en"],
        "resolution_sources": ",".join(row["resolution"]["sources"]),
        "figures": row.get("figures", {}),
    }


def _load_evidence(
    made: Iterable[SourcedFact], rows: Iterable[Row], *, by: Actor, at: datetime
) -> int:
    shown = {row["number"]: row["evidence"] for row in rows if row.get("evidence")}
    fresh = [
        evidence.from_fact(
            fact=fact,
            shows=shown[fact.number]["shows"],
            kind=shown[fact.number]["kind"],
            seen_on=_day(shown[fact.number]["seen_on"]),
            by=by,
            at=at,
        )
        for fact in made
        if isinstance(fact, VillageFact) and fact.number in shown
    ]
    Evidence.objects.bulk_create(fresh)
    return len(fresh)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def facts_for(village: Village, wanted: Wanted | None = None) -> list[SourcedFact]:
    """The village's facts and the national ones that fit, by number."""
    asked = wanted or Wanted()
    conflicts = conflicts_for(village) if asked.conflict else []
    fits = _fitting(asked, conflicts)
    national = NationalFact.objects.filter(fits).select_related("pillar")
    local = VillageFact.objects.of(village).filter(fits).select_related("pillar")
    return sorted([*national, *local], key=lambda fact: (fact.number, fact.pk))


def _fitting(wanted: Wanted, conflicts: Iterable[SourceConflict]) -> Q:
    fits = Q()
    if wanted.topic:
        fits &= Q(topic=wanted.topic)
    if wanted.status:
        fits &= Q(status=wanted.status)
    if wanted.pillar:
        fits &= Q(pillar__in=[wanted.pillar, *wanted.pillar.served_by.all()])
    if wanted.conflict:
        chosen = [c for c in conflicts if wanted.conflict in (c.code, "any")]
        fits &= Q(number__in=[number for c in chosen for number in c.fact_numbers])
    if wanted.numbers:
        fits &= Q(number__in=wanted.numbers)
    for word in wanted.words.split():
        fits &= _says(word) | _says(ALSO_CALLED.get(word.lower(), word))
    return fits


def _says(word: str) -> Q:
    columns = ("statement_id", "statement_en", "note_id", "note_en", "quantity")
    says = Q(sources__icontains=word) if len(word) > 1 else Q()
    for column in columns:
        says |= Q(**{f"{column}__icontains": word})
    return says | Q(number=int(word)) if word.isdecimal() and len(word) <= 3 else says


def conflicts_for(village: Village) -> list[SourceConflict]:
    """Where the sources about the village and the nation disagree, in order."""
    found: list[SourceConflict] = [
        *NationalConflict.objects.all(),
        *VillageConflict.objects.of(village),
    ]
    return sorted(found, key=lambda conflict: (conflict.order, conflict.code))


def conflicts_of_facts(
    conflicts: Iterable[SourceConflict], facts: Iterable[SourcedFact]
) -> dict[int, list[str]]:
    """For each fact number, the codes of the conflicts it stands in."""
    codes: dict[int, list[str]] = {fact.number: [] for fact in facts}
    for conflict in conflicts:
        for number in conflict.fact_numbers:
            if number in codes:
                codes[number].append(conflict.code)
    return codes


def about_pillar(
    conflicts: Iterable[SourceConflict], facts: Iterable[SourcedFact]
) -> list[SourceConflict]:
    """The conflicts in which at least one of these facts stands."""
    numbers = {fact.number for fact in facts}
    return [conflict for conflict in conflicts if numbers & set(conflict.fact_numbers)]
