"""Sheets and cells: what every kind of file is read into, and why a file is refused whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

UNPACKED_BYTES_MAX = 64 * 1024 * 1024
ROWS_MAX = 50_000
# A row of a registry has some twenty cells; this many in one file is an attack or a mistake.
CELLS_MAX = 2_000_000
MERGES_MAX = 100_000
COLUMNS_MAX = 16_384  # Excel's own

TEXT, NUMBER, DATE, ERROR, NO_RESULT = "text", "number", "date", "error", "no_result"
_LAST_SERIAL = 2_958_465  # 9999-12-31
_SHIFT_1904 = 1462
_EPOCH = date(1899, 12, 30)
_EXACT_BELOW = 1e20


class FileRefused(Exception):
    """The file as a whole cannot be read. `code` is one of the contract's file errors."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Cell:
    """One cell as found. `text` is what stands in it; a number keeps all digits of the file."""

    kind: str
    text: str
    formula: bool = False

    @property
    def blank(self) -> bool:
        """Tell whether nothing stands here. A formula without result is something."""
        return self.kind == TEXT and not self.text.strip()

    def number(self) -> Decimal | None:
        """Return the exact value of a number cell, None for any other or for a monstrous one."""
        if self.kind != NUMBER:
            return None
        try:
            value = Decimal(self.text)
        except InvalidOperation:
            return None
        # Decimal("1E+999999") is small until somebody writes out its digits.
        return value if value.is_finite() and abs(value) < _EXACT_BELOW else None

    def shown(self) -> str:
        """Return the cell as text: a whole number without fraction or exponent, dates in ISO."""
        value = self.number()
        if value is None:
            return self.text
        return str(int(value)) if value == int(value) else format(value.normalize(), "f")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block of cells, both corners included; its value stands in the first cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet: rows by their number, cells by their column, both counted from 1."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)

    def add_merge(self, merge: Merge) -> None:
        """Take in a merged block. Errors: FileRefused too_large."""
        self.merges.append(merge)
        if len(self.merges) > MERGES_MAX:
            raise FileRefused("too_large")

    def part(self, *, rows: tuple[int, int], columns: tuple[int, int]) -> Sheet:
        """Return what stands in a block of rows and columns, first and last included."""
        (top, bottom), (left, right) = rows, columns
        return Sheet(
            self.name,
            {
                number: {c: cell for c, cell in cells.items() if left <= c <= right}
                for number, cells in self.rows.items()
                if top <= number <= bottom
            },
            self.hidden_rows,
            [m for m in self.merges if left <= m.left <= right and top <= m.top <= bottom],
        )

    def filled_rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield rows that hold something, top down, with the cells that do, left to right."""
        for number in sorted(self.rows):
            cells = {c: cell for c, cell in sorted(self.rows[number].items()) if not cell.blank}
            if cells:
                yield number, cells


@dataclass(slots=True)
class Workbook:
    """Everything read from one file, with warnings (contract codes) about what was left out."""

    sheets: list[Sheet]
    warnings: list[str] = field(default_factory=list)
    # A text that is perhaps no table at all.
    without_columns: bool = False


# What a spreadsheet writes where a formula has no answer.
_ERROR_WORD = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}", re.ASCII
)


def text_cell(text: str, *, formula: bool = False) -> Cell:
    """Return the cell of a text: an answer that a spreadsheet could not give is no text."""
    is_error = text[:1] in {"#", "E"} and _ERROR_WORD.fullmatch(text)
    return Cell(ERROR if is_error else TEXT, text, formula)


class Counter:
    """Counts rows and cells of a whole file and refuses what is beyond the limits."""

    def __init__(self) -> None:
        self.rows = 0
        self.cells = 0

    def row(self, cells: int) -> None:
        """Count a row that holds something. Errors: FileRefused too_large."""
        self.rows += 1
        self.cells += cells
        if self.rows > ROWS_MAX or self.cells > CELLS_MAX:
            raise FileRefused("too_large")


def without_nul(text: str) -> str:
    """Return a text that every database can hold: another control character stands for NUL."""
    return text.replace("\0", "\x01")


def date_cell(serial: float, *, since_1904: bool, formula: bool = False) -> Cell | None:
    """Return the date cell of a spreadsheet's serial number, None if there is no such day."""
    if not 0 <= serial < _LAST_SERIAL - _SHIFT_1904:
        return None
    day = int(serial) + (_SHIFT_1904 if since_1904 else 0)
    return Cell(DATE, (_EPOCH + timedelta(days=day)).isoformat(), formula)


def column_letter(column: int) -> str:
    """Return the letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column given by letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
