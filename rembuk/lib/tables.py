"""Rows that leave as a file a spreadsheet opens, and cannot take for a formula.

A spreadsheet keeps fifteen digits of a number. Longer ones go into a workbook as text, with a note.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 18
EXACT_BELOW = 10**15


def harmless(cell: str) -> str:
    """Return the cell as a spreadsheet shows it, never as a command it runs."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def as_csv(rows: Iterable[Sequence[str | int]]) -> str:
    """Write rows as CSV: UTF-8 with a byte-order mark, so that Excel reads it, CRLF lines."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return out.getvalue()


def as_xlsx(rows: Iterable[Sequence[str | int]], *, sheet: str, long: str = "") -> bytes:
    """Write rows as one sheet of texts and whole numbers; the first row stands fast as header.

    A number of more than fifteen digits is text, and the note `long` beside its cell says why.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True})
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    grouped = book.add_format({"num_format": "#,##0"})
    for number, row in enumerate(rows):
        if number == 0:
            page.set_column(0, len(row) - 1, WIDTH)
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, cell, bold if number == 0 else None)
            elif abs(cell) < EXACT_BELOW:
                page.write_number(number, column, cell, grouped)
            else:
                page.write_string(number, column, str(cell))
                page.write_comment(number, column, long)
    book.close()
    return out.getvalue()
