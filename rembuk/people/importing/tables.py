"""The tables of persons in a sheet, and what each of its rows is.

Every filled row becomes a row of a table or is listed with the reason why it is none. When in
doubt a row is data: then it is judged in the open and cannot be lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_lowercase

from rembuk.people.importing import furniture, headers
from rembuk.people.importing.evidence import Evidence
from rembuk.people.importing.header_words import COMBINED, FIELDS, NUMBER, TICKS
from rembuk.people.importing.layout import Cells, Grid, Header, claim, header_at, table_columns
from rembuk.people.importing.sheets import (
    COLUMNS_MAX,
    TEXT,
    Cell,
    Sheet,
    column_letter,
    column_number,
)

# A person's choice: column letter -> field, "birth", "units", or None to leave it out.
Choice = Mapping[str, str | None]
# ... for the table at (sheet, header row), or for every table with this header signature.
Mapping_ = Mapping[tuple[str, int] | str, Choice]

_SAMPLES = 3
_TITLE_ROWS_MAX = 5


@dataclass(slots=True)
class Table:
    """A table of persons: where it stands and which column holds what."""

    sheet: str
    header_row: int
    last_header_row: int
    headers: dict[int, str]
    left: int
    right: int
    sources: dict[str, int]  # field, "birth", "units", "number" or a tick column -> column
    samples: dict[int, list[str]] = field(default_factory=dict)
    # Another table of persons stands left of it in the same rows.
    is_beside: bool = False

    @property
    def span(self) -> str:
        """Return the columns of a table that stands beside another, as `H:M`; else nothing."""
        letters = column_letter(self.left), column_letter(self.right)
        return ":".join(letters) if self.is_beside else ""

    def guessed(self) -> dict[str, str]:
        """Return the titles that are misspelt, by column: our reading wants to be confirmed."""
        titles = {c: self.headers.get(c, "") for c in self.known.values()}
        return {
            column_letter(c): " ".join(text.split())
            for c, text in sorted(titles.items())
            if text and not headers.is_sure(text)
        }

    @property
    def known(self) -> dict[str, int]:
        """Return the sources that are a person's values: all but the running number."""
        return {name: c for name, c in self.sources.items() if name != NUMBER}

    def columns(self) -> dict[str, str]:
        """Return the column letter of each of the contract's fields."""
        found: dict[str, int] = {}
        for name, c in self.sources.items():
            parts = ("sex",) if name in TICKS else COMBINED.get(name, (name,))
            for part in parts:
                if part in FIELDS and (part == name or part not in self.sources):
                    found.setdefault(part, c)
        return {name: column_letter(found[name]) for name in FIELDS if name in found}

    def unmapped_columns(self) -> list[str]:
        """Return the headers of the columns that are not imported, left to right."""
        used = set(self.sources.values())
        return [" ".join(text.split()) for c, text in sorted(self.headers.items()) if c not in used]


def header_signature(table: Table) -> str:
    """Return what this table shares with every other that has the same headers in order.

    Of two equal tables side by side each has its own, because a choice names columns.
    """
    texts = [text for _column, text in sorted(table.headers.items())]
    place = [column_letter(min(table.headers))] if table.is_beside else []
    return headers.signature([*texts, *place])


@dataclass(slots=True)
class Layout:
    """What a sheet consists of."""

    grid: Grid
    tables: list[Table] = field(default_factory=list)
    data: list[tuple[int, Table]] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)

    def take_in(self, part: Layout) -> None:
        """Add what stands beside. A row that is data of one table is data."""
        self.tables = sorted([*self.tables, *part.tables], key=lambda t: (t.header_row, t.left))
        self.data = sorted([*self.data, *part.data], key=lambda at: (at[0], at[1].left))
        reasons = dict(part.ignored)
        for row, reason in self.ignored:
            if reason != "other_table" or row not in reasons:
                reasons[row] = reason
        told = {row for row, _table in self.data}
        self.ignored = [(row, reasons[row]) for row in sorted(reasons.keys() - told)]


@dataclass(slots=True)
class _Region:
    """Where another table of persons stands beside the one that is read."""

    top: int
    left: int
    right: int
    bottom: int | None = None


def lay_out(
    sheet: Sheet, *, evidence: Evidence, mapping: Mapping_, is_beside: bool = False
) -> Layout:
    """Find the tables of a sheet and say of each filled row what it is."""
    scan = _Scan(sheet, evidence=evidence, mapping=mapping, is_beside=is_beside)
    scan.run()
    for region in scan.beside:
        part = sheet.part(
            rows=(region.top, region.bottom or max(sheet.rows)),
            columns=(region.left, region.right),
        )
        scan.layout.take_in(lay_out(part, evidence=evidence, mapping=mapping, is_beside=True))
    return scan.layout


class _Scan:
    """Walks down a sheet. `state` is what the rows above have begun: "" inside a table."""

    def __init__(
        self, sheet: Sheet, *, evidence: Evidence, mapping: Mapping_, is_beside: bool = False
    ) -> None:
        self.layout = Layout(Grid(sheet))
        self.grid = self.layout.grid
        self.sheet = sheet
        self.evidence = evidence
        self.mapping = mapping
        self.table: Table | None = None
        self.state = ""
        self.closed = False  # a title such as Rekap has ended the table for good
        self.fresh = False  # the row above is a header
        self.last_number = 0
        self.is_beside = is_beside
        self.beside: list[_Region] = []

    def run(self) -> None:
        skip_to = 0
        for index, (row, cells) in enumerate(self.grid.rows):
            if row <= skip_to:
                self.ignore(row, "header")
                continue
            header = self.header(index)
            if header is not None:
                self.open(index, header)
                self.ignore(row, "header")
                skip_to = header.last_row
            elif self.table is None:
                self.ignore(row, "title")
            else:
                self.sort(self.table, row=row, cells=cells, index=index)

    def ignore(self, row: int, reason: str) -> None:
        self.layout.ignored.append((row, reason))

    # --- headers ---------------------------------------------------------------------------------

    def header(self, index: int) -> Header | None:
        """Return the header that begins here, unless it stands beside the table's own rows."""
        row, cells = self.grid.rows[index]
        forced = not self.is_beside and (self.sheet.name, row) in self.mapping
        table = self.table
        # A list of numbered names goes on under a header like its own.
        first = table is None or table.known.keys() == {"name"}
        header = header_at(self.grid, index, forced=forced, first=first)
        if header is None or table is None or self.closed:
            return header
        named = [c for c, name in header.fields.items() if name]
        if named and min(named) > table.right:
            self.tell_of(header.first_row, table.right + 1, COLUMNS_MAX)
            return None
        beside = all(c < table.left or c > table.right for c in named)
        if beside and not self.state and any(c in cells for c in table.known.values()):
            self.tell_of(header.first_row, 1, table.left - 1)
            return None
        return header

    def tell_of(self, top: int, left: int, right: int) -> None:
        """Remember where another table stands; the header of a known one may come again."""
        if not any(r.bottom is None and r.left <= left and right <= r.right for r in self.beside):
            self.beside.append(_Region(top, left, right))

    def end_beside(self, header: Header, columns: list[int]) -> None:
        """End the tables beside where a header stands over their columns too."""
        for region in self.beside:
            overlaps = any(region.left <= c <= region.right for c in columns)
            if overlaps and region.bottom is None:
                region.bottom = header.first_row - 1

    def open(self, index: int, header: Header) -> None:
        """Begin the table under a header, or go on with the one whose header is repeated."""
        last = index + sum(
            1 for row, _c in self.grid.rows[index + 1 :][:1] if row <= header.last_row
        )
        found = table_columns(self.grid, last, header=header)
        columns = found.own
        self.end_beside(header, columns)
        for left, right in found.beside:
            self.tell_of(header.first_row, left, right)
        table = Table(
            sheet=self.sheet.name,
            header_row=header.first_row,
            last_header_row=header.last_row,
            headers={c: header.texts[c] for c in columns},
            left=min(columns),
            right=max(header.spans.get(c, c) for c in columns),
            sources=claim(self.grid, last, header=header, columns=columns),
            is_beside=self.is_beside,
        )
        self.add_number_column(table, index=last)
        self.choose(table)
        self.closed, self.fresh, self.state = False, True, ""
        known = self.table
        if (
            known
            and known.headers == table.headers
            and known.sources.keys() == table.sources.keys()
        ):
            return
        self.table = table
        self.last_number = 0
        if "name" not in table.sources:  # a person has said: these are not persons
            self.closed = True
            return
        self.sample(table, index=last)
        self.layout.tables.append(table)

    def add_number_column(self, table: Table, *, index: int) -> None:
        """Take a column without title left of the table for its running number."""
        left = table.left - 1
        if NUMBER in table.sources or left < 1:
            return
        cells = [cells[left] for cells in self.grid.below(index) if left in cells]
        numbers = [c for c in cells if furniture.running_number(c.shown()) is not None]
        if cells and len(numbers) * 2 > len(cells):
            table.sources[NUMBER] = table.left = left

    def choose(self, table: Table) -> None:
        """Put a person's choice of columns in the place of our guess."""
        choice = None
        if not table.is_beside:
            choice = self.mapping.get((table.sheet, table.header_row))
        if choice is None:
            choice = self.mapping.get(header_signature(table), {})
        for letters, wanted in choice.items():
            column = column_number(letters)
            for name in [n for n, c in table.sources.items() if c == column or n == wanted]:
                del table.sources[name]
            if wanted is not None:
                table.sources[wanted] = column
                table.left, table.right = min(table.left, column), max(table.right, column)

    def sample(self, table: Table, *, index: int) -> None:
        """Keep the first values of each column, for the person who confirms the columns."""
        for cells in self.grid.below(index):
            for c in table.headers:
                kept = table.samples.setdefault(c, [])
                if c in cells and len(kept) < _SAMPLES:
                    kept.append(cells[c].shown())

    # --- rows ------------------------------------------------------------------------------------

    def sort(self, table: Table, *, row: int, cells: Cells, index: int) -> None:
        """Say of one row under a header what it is."""
        inside = {c: cell for c, cell in cells.items() if table.left <= c <= table.right}
        if self.closed or not inside:
            self.ignore(row, "other_table")
            return
        reason = self.reason(table, row=row, cells=inside, index=index)
        self.fresh = self.fresh and reason in {"number_only", "header"}
        if reason:
            self.ignore(row, reason)
            return
        self.state = ""
        if (number := self.number(table, inside)) is not None:
            self.last_number = number
        self.layout.data.append((row, table))

    def number(self, table: Table, cells: Cells) -> int | None:
        cell = cells.get(table.sources.get(NUMBER, 0))
        return furniture.running_number(cell.shown()) if cell else None

    def reason(self, table: Table, *, row: int, cells: Cells, index: int) -> str:
        """Return why a row is not data; empty if it is."""
        if self.fresh and _are_column_numbers(cells):
            return "number_only"
        is_third_row = self.fresh and table.last_header_row > table.header_row
        if is_third_row and table.sources["name"] not in cells and _is_header_of_others(cells):
            return "header"
        known = {c: cells[c] for c in table.known.values() if c in cells}
        known = {c: cell for c, cell in known.items() if not self.evidence.is_empty(cell)}
        if self.is_plainly_a_person(table, cells, known=known):
            return ""
        number = self.number(table, cells)
        if self.evidence.of_person(table.sources, cells, number=number):
            return ""
        if reason := self.furniture(table, row=row, cells=cells, index=index):
            return reason
        if known:
            return ""
        only_number = cells.keys() <= {table.sources.get(NUMBER, 0)} | set(table.known.values())
        return "number_only" if only_number else "note"

    def is_plainly_a_person(self, table: Table, cells: Cells, *, known: Cells) -> bool:
        """Tell cheaply what most rows are: a running number, a name and more."""
        name = known.get(table.sources["name"])
        return (
            name is not None
            and self.state != "other_table"
            and len(known) >= 3
            and self.number(table, cells) is not None
            and not furniture.is_subtotal(name.text)
        )

    def furniture(self, table: Table, *, row: int, cells: Cells, index: int) -> str:
        """Return what a row without a person is, by its words or by what the rows above began."""
        label = next((c.text for c in cells.values() if c.kind == TEXT and _has_letters(c)), "")
        counted = furniture.has_count(label) or any(_is_count(cell) for cell in cells.values())
        if furniture.is_recap_title(label) and not counted:
            self.closed = True
            return "other_table"
        if _is_header_of_others(cells):
            self.state = "other_table"
            return self.state
        if self.state == "other_table":
            return self.state
        is_place = len(cells) == 1 and furniture.is_place(label)
        if furniture.is_subtotal(label) or (
            furniture.is_count_label(label) and counted and not is_place
        ):
            return "subtotal"
        if any(furniture.is_footer(c.text) for c in cells.values()) or self.is_signed(table, cells):
            self.state = "footer"
        elif furniture.is_note(label) or (len(cells) == 1 and furniture.is_sentence(label)):
            self.state = "note"
        elif self.is_heading(table, row=row, cells=cells, index=index):
            return "title"
        if self.state and self.goes_on_counting(table, cells):
            return ""
        return self.state

    def is_signed(self, table: Table, cells: Cells) -> bool:
        """Tell whether a row is the place and date above a signature."""
        others = [cell for cell in cells.values() if not furniture.is_place_and_date(cell.text)]
        return not others and self.number(table, cells) is None

    def goes_on_counting(self, table: Table, cells: Cells) -> bool:
        """Tell whether a row carries on the running number: the table goes on after a note."""
        number = self.number(table, cells)
        return (
            number is not None
            and self.last_number > 0
            and number == self.last_number + 1
            and table.sources["name"] in cells
        )

    def is_heading(self, table: Table, *, row: int, cells: Cells, index: int) -> bool:
        """Tell whether a lone text is a heading between rows, or the title of the next table."""
        if len(cells) != 1:
            return False
        column, cell = next(iter(cells.items()))
        if cell.kind != TEXT or not _has_letters(cell):
            return False
        right = self.grid.right_of(row, column)
        if sum(1 for c in table.known.values() if column <= c <= right) > 1:
            return True
        in_another_column = column in set(table.known.values()) - {table.sources["name"]}
        if furniture.is_section(cell.text) and not in_another_column:
            return True
        return self.leads_to_header(index) and (
            # Above a header: a title, unless it closes up with names in a table without numbers.
            NUMBER in table.sources or in_another_column or self.stands_apart(index)
        )

    def leads_to_header(self, index: int) -> bool:
        """Tell whether only lone texts stand between a row and the next header."""
        for below in range(index + 1, min(index + 1 + _TITLE_ROWS_MAX, len(self.grid.rows))):
            if header_at(self.grid, below) is not None:
                return True
            if len(self.grid.rows[below][1]) > 1:
                return False
        return False

    def stands_apart(self, index: int) -> bool:
        """Tell whether a blank row, or another title, stands above a lone text."""
        row, above = self.grid.rows[index][0], self.grid.rows[index - 1][0]
        return above < row - 1 or self.layout.ignored[-1:] == [(above, "title")]


def _has_letters(cell: Cell) -> bool:
    return any(ch.isalpha() for ch in cell.text)


def _is_count(cell: Cell) -> bool:
    """Tell whether a cell is a number of persons, or a formula that counts them."""
    return cell.formula or (cell.shown().isdigit() and len(cell.shown()) <= 4)


def _is_header_of_others(cells: Cells) -> bool:
    """Tell whether a row names columns of another kind of table: Dusun | Jumlah."""
    if len(cells) < 2 or not all(c.kind == TEXT and _has_letters(c) for c in cells.values()):
        return False
    words = sum(1 for cell in cells.values() if headers.is_header_word(cell.text))
    return words >= 2 and words * 10 >= len(cells) * 6


def _are_column_numbers(cells: Cells) -> bool:
    """Tell whether a row counts the columns: 1 2 3 ... or a b c ..., also in parentheses."""
    marks = [cell.shown() for _c, cell in sorted(cells.items())]
    numbers = [furniture.running_number(mark) for mark in marks]
    letters = "".join(mark.strip("(). ").lower() for mark in marks)
    counted = numbers == list(range(1, len(numbers) + 1)) or ascii_lowercase.startswith(letters)
    return len(marks) >= 2 and counted
