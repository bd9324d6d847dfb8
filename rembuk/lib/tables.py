"""Rows that leave as a file a spreadsheet opens, and cannot take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 18


def harmless(cell: str) -> str:
    """Return the cell as a spreadsheet shows it, never as a command it runs."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV: UTF-8 with a byte-order mark, so that Excel reads it, CRLF lines."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def as_xlsx(rows: Iterable[Sequence[str]], *, sheet: str) -> bytes:
    """Write rows as one sheet of texts; the first row stands fast as the header."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True})
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for number, row in enumerate(rows):
        if number == 0:
            page.set_column(0, len(row) - 1, WIDTH)
        for column, cell in enumerate(row):
            page.write_string(number, column, cell, bold if number == 0 else None)
    book.close()
    return out.getvalue()
