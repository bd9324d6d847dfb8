"""Workbooks made for tests: rows of cells, with merged, hidden and styled ones where wanted."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from rembuk.people.importing import Report, read_workbook

TODAY = date(2025, 6, 30)
HEAD = ["No", "Nama", "NIK", "L/P", "Tgl Lahir", "Dusun", "RT", "Status", "Negara"]

Rows = Sequence[Sequence[object]]


def nik(born: str, sex: str, serial: int) -> str:
    """Return a NIK of the invented province 99: `born` as YYYY-MM-DD."""
    year, month, day = born.split("-")
    shown = int(day) + (40 if sex == "P" else 0)
    return f"990301{shown:02}{month}{year[2:]}{serial:04}"


def person(number: object = 1, name: str = "Siti Aminah", **changes: object) -> list[object]:
    """Return a row under HEAD that is accepted without a word; `changes` by field."""
    serial = int(number) if isinstance(number, int) else 1
    born, sex = "1989-08-17", "P"
    cells: dict[str, object] = {
        "number": number,
        "name": name,
        "nik": nik(born, sex, serial),
        "sex": sex,
        "born": "17-08-1989",
        "hamlet": "Dusun II",
        "rt": "003",
        "status": "PMI",
        "country": "Malaysia",
    }
    assert changes.keys() <= cells.keys(), changes
    return list((cells | changes).values())


def sheet_of(sheet: Worksheet, rows: Rows) -> None:
    for row, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None:
                sheet.cell(row=row, column=column).value = value  # type: ignore[assignment]  # objects on purpose


def xlsx(
    rows: Rows,
    *,
    merges: Iterable[str] = (),
    more: dict[str, Rows] | None = None,
    change: Callable[[Any], None] | None = None,
) -> bytes:
    """Return a workbook with the sheet `Data`, and `more` sheets; `change` gets the first."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Data"
    sheet_of(sheet, rows)
    for merge in merges:
        sheet.merge_cells(merge)
    for name, other in (more or {}).items():
        sheet_of(book.create_sheet(name), other)
    if change:
        change(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(data: bytes | Rows, *, file_name: str = "daftar.xlsx", **options: Any) -> Report:
    """Read a file, or rows as a workbook, as of 30 June 2025."""
    if not isinstance(data, bytes):
        data = xlsx(data)
    return read_workbook(data, file_name=file_name, today=options.pop("today", TODAY), **options)


def fates(report: Report, *, sheet: str | None = None) -> dict[int, str]:
    """Return what each row became: its outcome, or why it was ignored."""
    assert report.file_error is None, report.file_error
    found: dict[int, str] = {}
    listed = [(r.sheet, r.row, r.outcome) for r in report.rows]
    listed += [(i.sheet, i.row, i.reason) for i in report.ignored if i.row is not None]
    for name, row, fate in listed:
        if sheet is None or name == sheet:
            assert row not in found, f"row {row} is told twice"
            found[row] = fate
    return dict(sorted(found.items()))


def codes(report: Report) -> list[list[str]]:
    """Return the codes of each data row, in order."""
    return [[issue.code for issue in row.issues] for row in report.rows]


def values(report: Report, *names: str) -> list[tuple[str | None, ...]]:
    """Return some values of each accepted row."""
    return [tuple(r.values[name] for name in names) for r in report.with_outcome("accepted")]
