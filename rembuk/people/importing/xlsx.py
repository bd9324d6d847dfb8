"""Excel's own format (.xlsx, .xlsm), read as a stream.

Read by ourselves, not with openpyxl, because damaged workbooks are the everyday case: one pass
gives formula and stored result, all digits of a number, hidden rows and merged cells; a broken
style, chart or link elsewhere in the file does not matter; and memory follows the cells, not the
formatting. Macros and links are never touched. Source: ECMA-376 part 1, chapter 18.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from rembuk.people.importing.archive import Archive
from rembuk.people.importing.markup import Attributes, attribute, read_xml
from rembuk.people.importing.sheets import (
    COLUMNS_MAX,
    DATE,
    ERROR,
    NO_RESULT,
    NUMBER,
    TEXT,
    Cell,
    Counter,
    FileRefused,
    Merge,
    Sheet,
    Workbook,
    column_number,
    date_cell,
    text_cell,
    without_nul,
)

_SHEET_NAME_MAX = 80  # Excel allows 31
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?", re.ASCII)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)", re.ASCII)
# What is no day, month or year in a number format: literals, escapes, colours and locales.
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
# Built-in formats that show a day (18.8.30), with those of East Asian versions.
_BUILT_IN_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})


@dataclass(slots=True)
class _Book:
    """What sheets need to know of their workbook."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    since_1904: bool = False
    strings: list[str] = field(default_factory=list)
    date_styles: frozenset[int] = frozenset()


def read_xlsx(archive: Archive) -> Workbook:
    """Read every worksheet. Errors: FileRefused not_a_spreadsheet, too_large."""
    main = main_part(archive)
    parts = _relations(archive, main)
    book = _read_book(archive, main)
    strings = _part_of(parts, "sharedStrings")
    book.strings = _read_strings(archive, strings) if strings else []
    styles = _part_of(parts, "styles")
    book.date_styles = _read_styles(archive, styles) if styles in archive else frozenset()
    found = Workbook(sheets=[], warnings=_warnings(archive, parts))
    counter = Counter()
    for name, relation in book.sheets:
        if relation not in parts:
            raise FileRefused("not_a_spreadsheet")
        kind, path = parts[relation]
        if kind == "worksheet":
            reader = _SheetReader(Sheet(name), book=book, counter=counter)
            found.sheets.append(reader.read(archive, path))
    return found


def worksheets(archive: Archive) -> list[tuple[str, str]]:
    """Return name and path of each worksheet, in the order of `read_xlsx`."""
    main = main_part(archive)
    parts = _relations(archive, main)
    there = (
        (name, *parts.get(relation, ("", "")))
        for name, relation in _read_book(archive, main).sheets
    )
    return [(name, path) for name, kind, path in there if kind == "worksheet"]


def main_part(archive: Archive) -> str:
    """Return the path of the workbook inside the archive, empty if there is none."""
    if "_rels/.rels" in archive:
        parts = _relations(archive, "")
        if (main := _part_of(parts, "officeDocument")) in archive:
            return main
    return "xl/workbook.xml" if "xl/workbook.xml" in archive else ""


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return what a part refers to inside the file: id -> (kind, path)."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            where = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = posixpath.basename(attributes.get("Type", ""))
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(where))

    if path in archive:
        read_xml(archive.chunks(path), start=start)
    return found


def _part_of(parts: dict[str, tuple[str, str]], wanted: str) -> str:
    return next((path for kind, path in parts.values() if kind == wanted), "")


def _warnings(archive: Archive, parts: dict[str, tuple[str, str]]) -> list[str]:
    paths = archive.paths()
    macros = any(path.endswith("vbaproject.bin") or "/macrosheets/" in path for path in paths)
    links = any("/externallinks/" in f"/{path}" for path in paths)
    links = links or any(kind.startswith("externalLink") for kind, _path in parts.values())
    told = (("macros_ignored", macros), ("external_links_ignored", links))
    return [code for code, there in told if there]


def _read_book(archive: Archive, path: str) -> _Book:
    book = _Book()

    def start(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            name_ = _free_name(attributes.get("name", ""), {name for name, _id in book.sheets})
            book.sheets.append((name_, attribute(attributes, "id")))
        elif name == "workbookPr":
            book.since_1904 = attributes.get("date1904", "0") in {"1", "true"}

    read_xml(archive.chunks(path), start=start)
    return book


def _free_name(name: str, taken: set[str]) -> str:
    """Return a sheet's name; a forged workbook may use one twice."""
    name = name[:_SHEET_NAME_MAX]
    number = next(
        n for n in range(1, len(taken) + 2) if (f"{name} ({n})" if n > 1 else name) not in taken
    )
    return f"{name} ({number})" if number > 1 else name


def _read_strings(archive: Archive, path: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    inside = {"t": False, "rPh": False}  # rPh: how to pronounce it, not what stands there

    def start(name: str, _attributes: Attributes) -> None:
        if name in inside:
            inside[name] = True

    def end(name: str) -> None:
        if name == "si":
            strings.append(_unescaped("".join(pieces)))
            pieces.clear()
        elif name in inside:
            inside[name] = False

    def text(piece: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(piece)

    read_xml(archive.chunks(path), start=start, end=end, text=text)
    return strings


def _read_styles(archive: Archive, path: str) -> frozenset[int]:
    """Return the numbers of the cell styles that show a number as a day."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside = {"cellXfs": False}

    def start(name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in inside:
            inside[name] = True
        elif name == "xf" and inside["cellXfs"]:
            styles.append(attributes.get("numFmtId", "0"))

    def end(name: str) -> None:
        if name in inside:
            inside[name] = False

    read_xml(archive.chunks(path), start=start, end=end)
    return frozenset(
        index
        for index, style in enumerate(styles)
        if (is_date_format(formats[style]) if style in formats else style in _BUILT_IN_NUMBERS)
    )


_BUILT_IN_NUMBERS = frozenset(map(str, _BUILT_IN_DATES))


def is_date_format(code: str) -> bool:
    """Tell whether a number format shows a day: it names a day, a year, or a month alone."""
    letters = _NOT_FORMAT.sub("", code.split(";", maxsplit=1)[0]).lower()
    if "general" in letters:
        return False
    return "y" in letters or "d" in letters or ("m" in letters and not set("hs") & set(letters))


def _unescaped(text: str) -> str:
    """Return a text with `_x000D_` and the like replaced by their characters."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # Halves of a character that stand alone are no text at all.
    whole = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return without_nul(whole)


class _SheetReader:
    """Collects the cells of one sheet from its elements."""

    def __init__(self, sheet: Sheet, *, book: _Book, counter: Counter) -> None:
        self.sheet = sheet
        self.book = book
        self.counter = counter
        self.columns: dict[str, int] = {}
        self.row_number = 0
        self.row: dict[int, Cell] = {}
        self.column = 0
        self.attributes: Attributes = {}
        self.collecting = self.phonetic = False
        self.pieces: list[str] = []
        self.value: str | None = None
        self.inline = ""
        self.formula: str | None = None

    def read(self, archive: Archive, path: str) -> Sheet:
        read_xml(archive.chunks(path), start=self.start, end=self.end, text=self.text)
        return self.sheet

    def start(self, name: str, attributes: Attributes) -> None:
        if name in {"v", "t", "f"}:
            self.collecting = not self.phonetic
            self.pieces = []
        elif name == "c":
            self.start_cell(attributes)
        elif name == "row":
            self.start_row(attributes)
        elif name == "rPh":
            self.phonetic = True
        elif name == "mergeCell":
            self.add_merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name == "v":
            self.value = "".join(self.pieces)
            self.collecting = False
        elif name == "t":
            if self.collecting:
                self.inline += "".join(self.pieces)
            self.collecting = False
        elif name == "f":
            self.formula = "=" + "".join(self.pieces)
            self.collecting = False
        elif name == "c":
            self.end_cell()
        elif name == "row" and self.row:
            self.counter.row(len(self.row))
            self.sheet.rows.setdefault(self.row_number, {}).update(self.row)
        elif name == "rPh":
            self.phonetic = False

    def text(self, piece: str) -> None:
        if self.collecting:
            self.pieces.append(piece)

    def start_row(self, attributes: Attributes) -> None:
        self.row_number = _whole(attributes.get("r"), self.row_number + 1)
        self.row = {}
        self.column = 0
        if attributes.get("hidden") in {"1", "true"} or _is_zero(attributes.get("ht")):
            self.sheet.hidden_rows.add(self.row_number)

    def start_cell(self, attributes: Attributes) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        if letters not in self.columns:
            self.columns[letters] = column_number(letters) if letters.isalpha() else 0
        self.column = self.columns[letters] or self.column + 1
        self.attributes = attributes
        self.value = self.formula = None
        self.inline = ""

    def end_cell(self) -> None:
        if self.column > COLUMNS_MAX:
            raise FileRefused("not_a_spreadsheet")
        cell = self.cell()
        if cell is not None and not cell.blank:
            self.row[self.column] = cell

    def cell(self) -> Cell | None:
        """Return the cell whose end was reached, None if nothing stands in it."""
        kind, formula = self.attributes.get("t", "n"), self.formula is not None
        value = self.value
        if formula and (value is None or (not value.strip() and kind != "str")):
            return Cell(NO_RESULT, self.formula or "=", formula=True)
        if kind == "inlineStr":
            return text_cell(_unescaped(self.inline), formula=formula)
        if value is None:
            return None
        if kind == "s" and value.strip():
            return text_cell(self.shared(value), formula=formula)
        return self.typed(kind, value, formula=formula)

    def typed(self, kind: str, value: str, *, formula: bool) -> Cell | None:
        """Return a cell that carries its value itself."""
        if kind == "e":
            return Cell(ERROR, value, formula)
        if kind == "b":
            return Cell(TEXT, "TRUE" if value.strip() == "1" else "FALSE", formula)
        if kind == "d" and (day := _ISO_DAY.fullmatch(value.strip())):
            return Cell(DATE, day[1], formula)
        if kind != "n":
            return text_cell(_unescaped(value), formula=formula)
        return self.number(value.strip(), formula=formula)

    def number(self, value: str, *, formula: bool) -> Cell | None:
        """Return a number cell, or a date cell if its style shows a day."""
        if not value:
            return None
        try:
            serial = float(value)
        except ValueError:
            return Cell(TEXT, value, formula)
        if _whole(self.attributes.get("s"), 0) in self.book.date_styles:
            day = date_cell(serial, since_1904=self.book.since_1904, formula=formula)
            if day is not None:
                return day
        return Cell(NUMBER, value, formula)

    def shared(self, value: str) -> str:
        index = _whole(value, -1)
        if not 0 <= index < len(self.book.strings):
            raise FileRefused("not_a_spreadsheet")
        return self.book.strings[index]

    def add_merge(self, reference: str) -> None:
        if match := _RANGE.fullmatch(reference.upper()):
            left, top, right, bottom = match.groups()
            merge = Merge(int(top), column_number(left), int(bottom), column_number(right))
            self.sheet.add_merge(merge)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 10 else otherwise


def _is_zero(height: str | None) -> bool:
    return bool(height) and not (height or "").strip("0.")
