"""What became of a file: the report of the import contract, as objects and as JSON."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rembuk.people.importing import messages
from rembuk.people.importing.header_words import FIELDS
from rembuk.people.importing.tables import Table

CONTRACT = 1
RAW_LETTERS_MAX = 200

ACCEPTED, DUPLICATE, REJECTED = "accepted", "duplicate", "rejected"


@dataclass(slots=True)
class Issue:
    """Something worth saying about a cell, or about the row if `field` is None."""

    field: str | None
    code: str
    raw: str = ""
    suggest: str | None = None
    # Another row, or a resident, this is about.
    other: Earlier | None = None

    @property
    def is_error(self) -> bool:
        """Tell whether this keeps the row from being stored."""
        return self.code in messages.ERRORS

    @property
    def message(self) -> str:
        """Return what to do, in the reader's language."""
        return messages.issue_message(self.code, of_row=self.other.place if self.other else "")

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "field": self.field,
            "code": self.code,
            "severity": "error" if self.is_error else "warning",
            "raw": self.raw[:RAW_LETTERS_MAX],
        }
        if self.suggest is not None:
            said["suggest"] = self.suggest
        return {**said, "message": self.message}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier row of the file, or a resident of the village."""

    sheet: str = ""
    row: int = 0
    resident_key: str | None = None

    @property
    def place(self) -> str:
        """Return how it is named to people."""
        if self.resident_key is not None:
            return messages.known_place()
        return messages.row_place(self.sheet, self.row)

    def as_json(self) -> dict[str, Any]:
        if self.resident_key is not None:
            return {"resident_key": self.resident_key}
        return {"sheet": self.sheet, "row": self.row}


@dataclass(slots=True)
class Row:
    """One data row and its outcome. `values` holds what was read, whatever the outcome."""

    sheet: str
    row: int
    table: Table
    values: dict[str, str | None]
    issues: list[Issue] = field(default_factory=list)
    outcome: str = ACCEPTED
    duplicate_of: Earlier | None = None

    @property
    def part(self) -> str:
        """Return the sheet, with the columns if several tables share its rows."""
        return messages.part_of_sheet(self.sheet, self.table.span)

    @property
    def is_flagged(self) -> bool:
        """Tell whether a row that is taken deserves a look."""
        return self.outcome == ACCEPTED and bool(self.issues)

    def as_json(self, *, resident_key: str | None = None) -> dict[str, Any]:
        """Return the row for the report. Only what is stored shows its values."""
        said: dict[str, Any] = {"sheet": self.sheet, "row": self.row, "outcome": self.outcome}
        if self.table.span:
            said["columns"] = self.table.span
        if resident_key is not None:
            said["resident_key"] = resident_key
        if self.duplicate_of is not None:
            said["duplicate_of"] = self.duplicate_of.as_json()
        said["values"] = dict(self.values) if self.outcome == ACCEPTED else {}
        told = self.issues if self.outcome != DUPLICATE else []
        return {**said, "issues": [issue.as_json() for issue in told]}


@dataclass(frozen=True, slots=True)
class Ignored:
    """A filled row that is no data, or a sheet without a table (row None), and why."""

    sheet: str
    row: int | None
    reason: str


@dataclass(slots=True)
class Report:
    """Everything there is to say about one file. With `file_error` all else is empty."""

    file_name: str
    file_error: str | None = None
    file_warnings: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    @property
    def file_error_message(self) -> str:
        """Return why the file as a whole was refused and what to do, in the reader's language."""
        return str(messages.FILE_ERRORS[self.file_error]) if self.file_error else ""

    def with_outcome(self, outcome: str) -> list[Row]:
        """Return the rows with this outcome, in the order of the file."""
        return [row for row in self.rows if row.outcome == outcome]

    def counts(self) -> dict[str, int]:
        """Return how many rows became what; data_rows is the sum of the three outcomes."""
        outcomes = Counter(row.outcome for row in self.rows)
        return {
            "data_rows": len(self.rows),
            "accepted": outcomes[ACCEPTED],
            "duplicates": outcomes[DUPLICATE],
            "rejected": outcomes[REJECTED],
            "flagged": sum(row.is_flagged for row in self.rows),
            "ignored": len(self.ignored),
        }

    def as_json(
        self,
        *,
        village: str,
        committed: bool = False,
        batch_id: str | None = None,
        resident_keys: Mapping[tuple[str, int], str] | None = None,
    ) -> dict[str, Any]:
        """Return the report of the contract. `resident_keys`: (part, row) -> key, once stored."""
        keys = resident_keys or {}
        return {
            "contract": CONTRACT,
            "file": re.split(r"[/\\]", self.file_name)[-1],
            "village": village,
            "committed": committed,
            "batch_id": batch_id,
            "file_error": self.file_error,
            "file_warnings": [
                {"code": code, "message": str(messages.FILE_WARNINGS[code])}
                for code in self.file_warnings
            ],
            "tables": [
                {
                    "sheet": table.sheet,
                    "header_row": table.header_row,
                    "columns": table.columns(),
                    "unmapped_columns": table.unmapped_columns(),
                    "guessed_columns": table.guessed(),
                }
                for table in self.tables
            ],
            "counts": self.counts(),
            "rows": [row.as_json(resident_key=keys.get((row.part, row.row))) for row in self.rows],
            "ignored": [
                {"sheet": each.sheet, "row": each.row, "reason": each.reason}
                for each in self.ignored
            ],
        }


assert set(FIELDS) <= messages.FIELD_LABELS.keys(), "every field has its label"
