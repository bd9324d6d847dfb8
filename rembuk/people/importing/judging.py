"""From a file to its report: read, lay out, judge every row. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rembuk.people.importing import headers
from rembuk.people.importing.cells import read_row
from rembuk.people.importing.evidence import Evidence
from rembuk.people.importing.pairs import Fingerprint, People, Person, person_of
from rembuk.people.importing.reading import read_file
from rembuk.people.importing.report import (
    DUPLICATE,
    REJECTED,
    Earlier,
    Ignored,
    Issue,
    Report,
    Row,
)
from rembuk.people.importing.sheets import Cell, FileRefused
from rembuk.people.importing.tables import Choice, Layout, Table, lay_out

PROGRESS_ROWS = 200
# Prose in a file of this name is another kind of file; in a .txt it is a text without a table.
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class KnownResident:
    """What is compared of somebody the village has recorded.

    `national_id_fingerprint` is what `fingerprint` makes of the NIK: numbers are stored sealed.
    """

    resident_key: str
    name: str
    nickname: str | None = None
    national_id_fingerprint: str | None = None
    birth_date: date | None = None
    hamlet: str | None = None
    neighborhood_unit: str | None = None
    community_unit: str | None = None
    household_head: str | None = None


def read_workbook(
    data: bytes,
    *,
    file_name: str,
    today: date,
    known: Sequence[KnownResident] = (),
    fingerprint: Fingerprint = str,
    mapping: Mapping[tuple[str, int] | str, Choice] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read a file and say what would become of each of its rows.

    `known`: the village's residents. `mapping`: which column means what, as a person confirmed
    it, by (sheet, header row) or by header signature. `progress(done, total)` is called every
    200 rows. A file that cannot be read gives a report with `file_error`.
    """
    report = Report(file_name)
    try:
        workbook = read_file(data, known_columns=headers.known_columns)
        evidence = Evidence(today=today)
        layouts = [lay_out(s, evidence=evidence, mapping=mapping or {}) for s in workbook.sheets]
        if not any(layout.tables for layout in layouts):
            pretends = file_name.lower().endswith(_WORKBOOK_NAMES) and workbook.without_columns
            raise FileRefused("not_a_spreadsheet" if pretends else "no_table")
    except FileRefused as refused:
        report.file_error = refused.code
        return report
    report.file_warnings = workbook.warnings
    for layout in layouts:
        report.tables += layout.tables
        report.ignored += _ignored(layout)
    _judge(report, layouts, known=known, fingerprint=fingerprint, today=today, progress=progress)
    return report


def _ignored(layout: Layout) -> list[Ignored]:
    name = layout.grid.sheet.name
    if not layout.tables:
        return [Ignored(name, None, "no_table")]
    return [Ignored(name, row, reason) for row, reason in layout.ignored]


def _judge(
    report: Report,
    layouts: Sequence[Layout],
    *,
    known: Sequence[KnownResident],
    fingerprint: Fingerprint,
    today: date,
    progress: Progress | None,
) -> None:
    people = People()
    for resident in known:
        people.add(_person_of_resident(resident))
    total = sum(len(layout.data) for layout in layouts)
    for layout in layouts:
        for row_number, table in layout.data:
            row = _read(layout, row_number, table=table, today=today)
            _settle(row, people=people, fingerprint=fingerprint)
            report.rows.append(row)
            if progress and len(report.rows) % PROGRESS_ROWS == 0:
                progress(len(report.rows), total)
    if progress:
        progress(total, total)


def _person_of_resident(resident: KnownResident) -> Person:
    values = {
        "name": resident.name,
        "birth_date": resident.birth_date.isoformat() if resident.birth_date else None,
        "hamlet": resident.hamlet,
        "neighborhood_unit": resident.neighborhood_unit,
        "community_unit": resident.community_unit,
        "household_head": resident.household_head,
        # Already a fingerprint: it is taken as it is.
        "national_id": resident.national_id_fingerprint,
    }
    return person_of(values, who=Earlier(resident_key=resident.resident_key), fingerprint=str)


def _read(layout: Layout, number: int, *, table: Table, today: date) -> Row:
    """Read the values of one row and what is to be said about them."""
    grid = layout.grid

    def cell_at(column: int) -> Cell | None:
        return grid.cell(number, column, below=table.last_header_row)

    reading = read_row(table.sources, cell_at, today=today)
    if number in grid.sheet.hidden_rows:
        reading.tell(None, "hidden_row")
    return Row(
        sheet=grid.sheet.name,
        row=number,
        table=table,
        values=reading.values,
        issues=reading.issues,
    )


def _settle(row: Row, *, people: People, fingerprint: Fingerprint) -> None:
    """Give a row its outcome: first whether it is rejected, then whether it is a duplicate."""
    who = Earlier(row.sheet, row.row)
    person = person_of(row.values, who=who, fingerprint=fingerprint)
    same = people.same_as(person)
    holder = people.holder_of_number(person)
    if holder is not None and holder is not same and person.name:
        raw = row.values["national_id"] or ""
        row.issues.append(Issue("national_id", "national_id_conflict", raw=raw, other=holder.who))
    if any(issue.is_error for issue in row.issues):
        row.outcome = REJECTED
    elif same is not None:
        row.outcome, row.duplicate_of = DUPLICATE, same.who
    else:
        if near := people.nearly(person):
            raw = row.values["name"] or ""
            row.issues.append(Issue("name", "possible_duplicate", raw=raw, other=near.who))
        people.add(person)
