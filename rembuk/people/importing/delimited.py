"""Tables as plain text: fields separated by a semicolon, a comma or a tab.

A record's row is the physical line where it starts. A quotation mark that is never closed must
not swallow the people below it: such a line is then read as it stands.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from rembuk.people.importing.sheets import (
    COLUMNS_MAX,
    Counter,
    FileRefused,
    Sheet,
    text_cell,
    without_nul,
)

SEPARATORS = ";,\t"
_QUOTED_LINES_MAX = 20
_SAMPLE_RECORDS = 200
_SAMPLE_BYTES = 64 * 1024
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1c\x1d\x1e\x1f")) + b"\x7f"
_CONTROLS_SHARE_MAX = 0.01


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, else Windows-1252.

    Errors: FileRefused not_a_spreadsheet if it is not text at all.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return without_nul(data.decode("utf-16", errors="replace"))
    sample = data[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" in data or controls > len(sample) * _CONTROLS_SHARE_MAX:
        raise FileRefused("not_a_spreadsheet")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")  # five bytes mean nothing in Windows-1252


def read_delimited(text: str, *, known_columns: Callable[[Sequence[str]], int]) -> Sheet:
    """Read one table file. `known_columns` counts the header words in a row of texts.

    Errors: FileRefused too_large.
    """
    lines = [line.rstrip("\n") for line in io.StringIO(text, newline=None)]
    lines = _unwrapped(lines)
    separator = _separator(lines, known_columns=known_columns)
    sheet, counter = Sheet(""), Counter()
    for number, fields in records(lines, separator=separator):
        cells = {i: text_cell(field) for i, field in enumerate(fields, start=1) if field.strip()}
        if cells:
            counter.row(len(cells))
            sheet.rows[number] = cells
    return sheet


_WRAPPED = re.compile(r'"((?:[^"]|"")*)"')


def _unwrapped(lines: list[str]) -> list[str]:
    """Take off the quotation marks that a program has put around every whole line."""
    filled = [line.strip() for line in lines if line.strip()]
    if not all(_WRAPPED.fullmatch(line) for line in filled):
        return lines
    if not any(sign in line for line in filled for sign in SEPARATORS):
        return lines
    return [line.strip()[1:-1].replace('""', '"') for line in lines]


def _separator(lines: list[str], *, known_columns: Callable[[Sequence[str]], int]) -> str:
    """Return the separator that shows the best header; else the most frequent one."""
    hint = lines[0].strip().lower() if lines else ""
    if hint.startswith("sep=") and hint[4:5] in SEPARATORS and len(hint) == len("sep=;"):
        return hint[4]

    def merit(separator: str) -> tuple[int, int]:
        sample = list(islice(records(lines, separator=separator), _SAMPLE_RECORDS))
        best = max((known_columns(fields) for _line, fields in sample), default=0)
        return best, sum(len(fields) - 1 for _line, fields in sample)

    return max(SEPARATORS, key=merit)


def records(lines: list[str], *, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of the line it starts on, counted from 1."""
    at = 0
    while at < len(lines):
        fields, used = _record(lines, at, separator=separator)
        yield at + 1, fields
        at += used


def _record(lines: list[str], at: int, *, separator: str) -> tuple[list[str], int]:
    """Return the fields of the record on line `at`, and how many lines it takes.

    Errors: FileRefused too_large if no spreadsheet is as wide.
    """
    if lines[at].count(separator) >= COLUMNS_MAX:
        raise FileRefused("too_large")
    if '"' not in lines[at]:
        return lines[at].split(separator), 1
    quotes = 0
    for used in range(1, min(_QUOTED_LINES_MAX, len(lines) - at) + 1):
        quotes += lines[at + used - 1].count('"')
        if quotes % 2 == 0:
            fields = _quoted("\n".join(lines[at : at + used]), separator=separator)
            if fields is not None:
                return fields, used
            break
    return lines[at].split(separator), 1


def _quoted(text: str, *, separator: str) -> list[str] | None:
    """Return the fields of exactly one record with quotation marks, None if it is not one."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
