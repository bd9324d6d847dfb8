"""Web tables saved with the extension .xls, as many office programs export them.

A row's number is that of its <tr> in the file; rowspan and colspan are merged cells. Numbers
that Excel keeps beside the shown text (x:num) or LibreOffice (sdval) are used as number cells.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from rembuk.people.importing.sheets import (
    COLUMNS_MAX,
    NUMBER,
    Cell,
    Counter,
    FileRefused,
    Merge,
    Sheet,
    text_cell,
)

_MARKERS = re.compile(r"<(?:!doctype\s+html|html|table|meta|head|body)\b", re.IGNORECASE)
_START_CHARACTERS = 4096
_SPAN_MAX = 1000
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_SILENT = frozenset({"script", "style", "title"})
_LINE_BREAKS = frozenset({"br", "p", "div", "li"})


def looks_like_html(text: str) -> bool:
    """Tell whether a text is a web page or a piece of one."""
    start = text[:_START_CHARACTERS].lstrip("\ufeff \t\r\n")
    return start.startswith("<") and bool(_MARKERS.search(start))


def read_html(text: str) -> Sheet:
    """Read all tables of a page as one sheet. Errors: FileRefused too_large."""
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    reader.end_cell()
    reader.end_row()
    return reader.sheet


class _TableReader(HTMLParser):
    """Collects the cells of every <tr>, wherever it stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheet = Sheet("")
        self.counter = Counter()
        self.row_number = 0
        self.column = 0
        self.taken: dict[int, int] = {}  # column -> last row that a cell above spans
        self.attributes: dict[str, str] | None = None
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.end_cell()
            self.end_row()
            self.taken = {}
        elif tag == "tr":
            self.end_cell()
            self.end_row()
            self.start_row(dict(attrs))
        elif tag in {"td", "th"}:
            self.end_cell()
            self.attributes = {name: value or "" for name, value in attrs}
        elif tag in _SILENT:
            self.silent += 1
        elif tag in _LINE_BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.end_cell()
        elif tag in {"tr", "table"}:
            self.end_cell()
            self.end_row()
        elif tag in _SILENT:
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data: str) -> None:
        if self.attributes is not None and not self.silent:
            self.pieces.append(data)

    def start_row(self, attributes: dict[str, str | None]) -> None:
        self.row_number += 1
        self.column = 0
        style = (attributes.get("style") or "").replace(" ", "").lower()
        if "hidden" in attributes or "display:none" in style:
            self.sheet.hidden_rows.add(self.row_number)

    def end_row(self) -> None:
        """Count the row once; a row may end by its own tag, the next row or the table's end."""
        if self.column and (cells := self.sheet.rows.get(self.row_number)):
            self.counter.row(len(cells))
        self.column = 0

    def end_cell(self) -> None:
        if self.attributes is None:
            return
        attributes, text = self.attributes, "".join(self.pieces).strip()
        self.attributes, self.pieces = None, []
        self.column += 1
        while self.taken.get(self.column, 0) >= self.row_number:
            self.column += 1
        left, right = self.column, self.column + _span(attributes.get("colspan")) - 1
        bottom = self.row_number + _span(attributes.get("rowspan")) - 1
        if right > COLUMNS_MAX:
            raise FileRefused("too_large")
        if (right, bottom) != (left, self.row_number):
            self.sheet.add_merge(Merge(self.row_number, left, bottom, right))
            self.taken |= dict.fromkeys(range(left, right + 1), bottom)
        self.column = right
        cell = _cell(text, attributes)
        if not cell.blank:
            self.sheet.rows.setdefault(self.row_number, {})[left] = cell


def _cell(text: str, attributes: dict[str, str]) -> Cell:
    number = attributes.get("x:num") or attributes.get("sdval") or ""
    formula = "x:fmla" in attributes
    if text and _NUMBER.fullmatch(number.strip()):
        return Cell(NUMBER, number.strip(), formula)
    return text_cell(text, formula=formula)


def _span(text: str | None) -> int:
    number = int(text) if text and text.strip().isdecimal() and len(text) < 6 else 1
    return min(max(number, 1), _SPAN_MAX)
