"""Cells written into somebody else's workbook (.xlsx); all the rest stays, byte for byte.

A library that reads a workbook and writes it anew loses what it does not know: lists to choose
from, pictures, protection. Here only the rows that are filled are replaced inside the one sheet;
every other part of the file is copied as it is. Source: ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from xml.parsers import expat
from xml.sax.saxutils import escape

from rembuk.people.importing.archive import Archive
from rembuk.people.importing.sheets import FileRefused, column_letter, column_number
from rembuk.people.importing.xlsx import worksheets

Value = str | int | Decimal
Cells = Mapping[int, Value]  # by column, counted from 1

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_SPANS = re.compile(rb"""\sspans\s*=\s*("[^"]*"|'[^']*')""")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CELL_MAX = 32_767


def write_rows(data: bytes, *, sheet: str, rows: Mapping[int, Cells]) -> bytes:
    """Return the workbook with these rows filled; cells of a row that are not named stay.

    Errors: FileRefused not_a_spreadsheet, too_large.
    """
    archive = Archive(data)
    path = next(path for name, path in worksheets(archive) if name == sheet)
    changed = _with_rows(archive.read(path), rows)
    copied = Archive(data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            there = entry.filename.replace("\\", "/").lstrip("/")
            fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
            fresh.compress_type, fresh.external_attr = entry.compress_type, entry.external_attr
            is_sheet = there.lower() == path.lower()
            new.writestr(fresh, changed if is_sheet else copied.read(there))
    return out.getvalue()


@dataclass
class _Row:
    """Where a row stands in the text of a sheet, and its cells: column -> (from, to, style)."""

    number: int
    begin: int
    opened: int  # where its own tag ends
    end: int = 0
    cells: dict[int, tuple[int, int, str]] = field(default_factory=dict)


class _Places:
    """Finds rows and cells in the text of a sheet."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.rows: dict[int, _Row] = {}
        self.columns: list[tuple[int, int, str]] = []  # first, last, style
        self.prefix = ""
        self.data = (0, 0)  # <sheetData>: where its tag begins and ends
        self.close = 0  # where its end tag begins
        self._row: _Row | None = None
        self._cell = (0, 0, "")
        self._number = self._column = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(text, True)
        except expat.ExpatError:
            raise FileRefused("not_a_spreadsheet") from None

    def style(self, row: _Row | None, column: int) -> str:
        """Return the style of a cell: its own, or its column's."""
        if row is not None and column in row.cells:
            return row.cells[column][2]
        columns = (style for first, last, style in self.columns if first <= column <= last)
        return next(columns, "")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        prefix, _colon, local = name.rpartition(":")
        if local == "col":
            first, last = _whole(attributes.get("min"), 0), _whole(attributes.get("max"), 0)
            self.columns.append((first, last, attributes.get("style", "")))
        elif local == "sheetData":
            self.prefix = f"{prefix}:" if prefix else ""
            self.data = (at, self._tag_end(at))
        elif local == "row":
            self._number = _whole(attributes.get("r"), self._number + 1)
            self._row, self._column = _Row(self._number, at, self._tag_end(at)), 0
            self.rows.setdefault(self._number, self._row)
        elif local == "c" and self._row is not None:
            letters = attributes.get("r", "").rstrip("0123456789")
            self._column = column_number(letters) if letters.isalpha() else self._column + 1
            self._cell = (at, self._column, attributes.get("s", ""))

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "c" and self._row is not None:
            begin, column, style = self._cell
            self._row.cells[column] = (begin, self._element_end(self._tag_end(begin)), style)
        elif local == "row" and self._row is not None:
            self._row.end = self._element_end(self._row.opened)
            self._row = None
        elif local == "sheetData":
            self.close = self._parser.CurrentByteIndex

    def _element_end(self, opened: int) -> int:
        """Return where an element ends whose own tag ended at `opened`."""
        if self.text[opened - 2 : opened] == b"/>":
            return opened
        return self._tag_end(self._parser.CurrentByteIndex)

    def _tag_end(self, at: int) -> int:
        found = _TAG.match(self.text, at)
        if found is None:  # not UTF-8: places are not those of the text
            raise FileRefused("not_a_spreadsheet")
        return found.end()


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise


def _refuse(*_declaration: object) -> None:
    raise FileRefused("not_a_spreadsheet")


def _with_rows(text: bytes, rows: Mapping[int, Cells]) -> bytes:
    """Return the text of a sheet with rows filled."""
    places = _Places(text)
    begin, opened = places.data
    if not opened:
        raise FileRefused("not_a_spreadsheet")
    pieces = dict(_pieces(places, rows))  # (from, to) -> what stands there instead
    if text[opened - 2 : opened] == b"/>":
        inside = b"".join(pieces[key] for key in sorted(pieces))
        name = f"{places.prefix}sheetData".encode()
        body = b"<%b>%b</%b>" % (name, inside, name)
        return _DIMENSION.sub(b"", text[:begin]) + body + text[opened:]
    out, at = [_DIMENSION.sub(b"", text[:begin])], begin
    for start, end, _row in sorted(pieces):
        out += [text[at:start], pieces[start, end, _row]]
        at = end
    return b"".join([*out, text[at:]])


def _pieces(
    places: _Places, rows: Mapping[int, Cells]
) -> Iterator[tuple[tuple[int, int, int], bytes]]:
    """Yield what replaces which part of the text; the row's number keeps new rows in order."""
    later = sorted(places.rows)
    for number, cells in sorted(rows.items()):
        row = places.rows.get(number)
        body = _cells(places, row=row, number=number, cells=cells)
        if row is not None:
            yield (row.begin, row.end, number), _tag(places, row) + body + _closed(places)
            continue
        after = next((one for one in later if one > number), None)
        here = places.close if after is None else places.rows[after].begin
        opening = f'<{places.prefix}row r="{number}">'.encode()
        yield (here, here, number), opening + body + _closed(places)


def _tag(places: _Places, row: _Row) -> bytes:
    """Return the tag of a row that is there, open, without the span it no longer has."""
    tag = _SPANS.sub(b"", places.text[row.begin : row.opened])
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def _closed(places: _Places) -> bytes:
    return f"</{places.prefix}row>".encode()


def _cells(places: _Places, *, row: _Row | None, number: int, cells: Cells) -> bytes:
    kept = (
        {column: places.text[begin:end] for column, (begin, end, _style) in row.cells.items()}
        if row is not None
        else {}
    )
    new = {
        column: _cell(
            places.prefix, f"{column_letter(column)}{number}", value, places.style(row, column)
        )
        for column, value in cells.items()
    }
    merged = {**kept, **new}
    return b"".join(merged[column] for column in sorted(merged))


def _cell(prefix: str, where: str, value: Value, style: str) -> bytes:
    """Write one cell: a number as a number, anything else as a text, never a formula."""
    dressed = f' s="{style}"' if style else ""
    if isinstance(value, int | Decimal):
        return (
            f'<{prefix}c r="{where}"{dressed}><{prefix}v>{value}</{prefix}v></{prefix}c>'.encode()
        )
    text = escape(_UNWRITABLE.sub(" ", value)[:_CELL_MAX])
    inside = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
    return f'<{prefix}c r="{where}"{dressed} t="inlineStr">{inside}</{prefix}c>'.encode()
