"""Facts as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rembuk.lib import tables
from rembuk.programme.models import SourcedFact
from rembuk.programme.sources import cited

EXPORT_COLUMNS = {
    "facts": (
        "number",
        "topic",
        "pillar",
        "statement",
        "quantity",
        "unit",
        "sources",
        "source_codes",
        "as_of",
        "status",
        "differences",
        "note",
    )
}


def as_csv(facts: Iterable[SourcedFact], *, differences: Mapping[int, Sequence[str]]) -> str:
    """Write facts as CSV, in the reader's language, with `differences` (facts.conflicts_of_facts).

    UTF-8 with a byte-order mark, so that Excel reads it; a cell that a spreadsheet would take
    for a formula begins with an apostrophe.
    """
    rows = (_cells(fact, differences) for fact in facts)
    return tables.as_csv([EXPORT_COLUMNS["facts"], *rows])


def _cells(fact: SourcedFact, differences: Mapping[int, Sequence[str]]) -> list[str]:
    return [
        str(fact.number),
        fact.get_topic_display(),
        fact.pillar.code if fact.pillar else "",
        fact.statement,
        fact.quantity,
        str(fact.get_unit_display()) if fact.unit else "",
        "; ".join(source.short for source in cited(fact.source_codes)),
        ", ".join(fact.source_codes),
        fact.as_of,
        fact.get_status_display(),
        ", ".join(differences.get(fact.number, [])),
        fact.note,
    ]
