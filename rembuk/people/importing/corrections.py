"""The workbook of rows that wait: each with what to correct, ready to be sent in again.

It holds the rejected rows with their own columns and titles. Every cell is text, so Excel keeps
a NIK as it is typed and no text becomes a command. What the importer could not be sure of stays
doubtful until somebody types it again: sending the file back unchanged stores nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from rembuk.people.importing import headers, messages
from rembuk.people.importing.header_words import BIRTH, COMBINED, TICKS, TURNED_UNITS, UNITS
from rembuk.people.importing.layout import Grid
from rembuk.people.importing.reading import read_file
from rembuk.people.importing.report import REJECTED, Report, Row
from rembuk.people.importing.sheets import NUMBER, Cell
from rembuk.people.importing.tables import Table

_FORBIDDEN_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_SHEET_NAME_MAX = 31
_COMMAND_START = ("=", "+", "-", "@", "|", "\t", "\r")
_DEFAULT_SHEET = "Perbaikan"
_WIDTHS = (60, 20)
# Titles that the importer itself reads, for columns whose meaning a person had chosen.
_TITLES = {
    "number": "No", "name": "Nama Lengkap", "nickname": "Nama Panggilan", "national_id": "NIK",
    "sex": "L/P", "birth_date": "Tanggal Lahir", "birth_place": "Tempat Lahir", "hamlet": "Dusun",
    "neighborhood_unit": "RT", "community_unit": "RW", "household_number": "No. KK",
    "household_head": "Kepala Keluarga", "phone": "No. HP", "country": "Negara Tujuan",
    "migration_status": "Status PMI", "departed_on": "Tanggal Berangkat",
    "returned_on": "Tanggal Pulang", BIRTH: "Tempat, Tanggal Lahir", UNITS: "RT/RW",
    TURNED_UNITS: "RW/RT",
}  # fmt: skip


def error_workbook(report: Report, data: bytes, *, file_name: str) -> bytes:
    """Return an .xlsx with the rejected rows of a file that was read before.

    `data` is that file, `file_name` how it was called. Errors: none that `read_workbook` has not
    told already.
    """
    source = read_file(data, known_columns=headers.known_columns)
    grids = {sheet.name: Grid(sheet) for sheet in source.sheets}
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": file_name})
    formats = _formats(book)
    for table in report.tables:
        rows = [r for r in report.rows if r.table is table and r.outcome == REJECTED]
        if rows:
            page = _Page(book, table, formats=formats)
            for row in rows:
                page.write(row, grid=grids[table.sheet])
    if not book.worksheets():
        book.add_worksheet(_DEFAULT_SHEET)
    book.close()
    return target.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "valign": "top"}
    return {
        "title": book.add_format({**text, "bold": True, "bottom": 1, "text_wrap": True}),
        "advice": book.add_format({**text, "text_wrap": True}),
        "text": book.add_format(text),
        "command": book.add_format({**text, "quote_prefix": True}),
        "wrong": book.add_format({**text, "bg_color": "#FFF1CC", "border": 1}),
        "wrong command": book.add_format(
            {**text, "bg_color": "#FFF1CC", "border": 1, "quote_prefix": True}
        ),
    }


class _Page:
    """One sheet of the new workbook, for one table of the old."""

    def __init__(self, book: Any, table: Table, *, formats: dict[str, Any]) -> None:
        self.formats = formats
        self.table = table
        self.columns = sorted({*table.headers, *table.sources.values()})
        self.sheet = book.add_worksheet(_sheet_name(book, table.sheet))
        self.next_row = 1
        self.sheet.set_column(0, 0, _WIDTHS[0])
        self.sheet.set_column(1, len(self.columns), _WIDTHS[1])
        self.sheet.freeze_panes(1, 1)
        titles = [messages.corrections_title(), *(_title(table, c) for c in self.columns)]
        for at, title in enumerate(titles):
            self.sheet.write_string(0, at, title, formats["title"])

    def write(self, row: Row, *, grid: Grid) -> None:
        """Write one rejected row, with what to correct in front and the wrong cells marked."""
        wrong = _wrong_columns(row)
        place = messages.row_place(row.part, row.row)
        advice = [
            f"{_label(issue.field)}: {issue.message}" for issue in row.issues if issue.is_error
        ]
        text = "\n".join([f"{place[:1].upper()}{place[1:]}.", *dict.fromkeys(advice)])
        self.sheet.write_string(self.next_row, 0, text, self.formats["advice"])
        for at, column in enumerate(self.columns, start=1):
            cell = grid.cell(row.row, column, below=self.table.last_header_row)
            self._write_cell(at, cell, is_wrong=column in wrong)
        self.next_row += 1

    def _write_cell(self, at: int, cell: Cell | None, *, is_wrong: bool) -> None:
        text = cell.shown() if cell else ""
        name = "wrong" if is_wrong else "text"
        if cell and cell.kind == NUMBER and is_wrong and cell.number() is not None:
            # Left a number: as text it would look like a NIK that somebody has checked.
            self.sheet.write_number(self.next_row, at, float(cell.text), self.formats[name])
        elif text.startswith(_COMMAND_START):
            style = self.formats["wrong command" if is_wrong else "command"]
            self.sheet.write_string(self.next_row, at, text, style)
        elif text or is_wrong:
            write = self.sheet.write_string if text else self.sheet.write_blank
            write(self.next_row, at, text, self.formats[name])


def _wrong_columns(row: Row) -> set[int]:
    wrong: set[int] = set()
    for issue in row.issues:
        if not issue.is_error:
            continue
        for name, column in row.table.sources.items():
            parts: Sequence[str] = ("sex",) if name in TICKS else COMBINED.get(name, (name,))
            if issue.field in parts:
                wrong.add(column)
    return wrong


def _label(name: str | None) -> str:
    return str(messages.FIELD_LABELS[name]) if name else ""


def _title(table: Table, column: int) -> str:
    """Return the title of a column: its own, if the importer reads the same from it again."""
    own = " ".join(table.headers.get(column, "").split())
    meant = next((name for name, c in table.sources.items() if c == column), None)
    if meant is None:
        # A column that was left out stays left out.
        return own if headers.field_of(own) is None else messages.left_out_title(own)
    if meant in TICKS:
        return own
    return own if headers.field_of(own) == meant else _TITLES[meant]


def _sheet_name(book: Any, name: str) -> str:
    """Return a sheet name that Excel takes and that is not there yet."""
    wanted = name.translate(_FORBIDDEN_IN_SHEET_NAMES).strip() or _DEFAULT_SHEET
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    for number in range(1, len(taken) + 2):
        ending = f" {number}" if number > 1 else ""
        found = wanted[: _SHEET_NAME_MAX - len(ending)] + ending
        if found.lower() not in taken:
            return found
    raise AssertionError("one of so many numbers is free")
