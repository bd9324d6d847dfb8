"""Where a table of persons begins: its header in one row or two, and its columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rembuk.people.importing import furniture, headers
from rembuk.people.importing.header_words import COMBINED, FIELDS, NUMBER, TICKS
from rembuk.people.importing.sheets import COLUMNS_MAX, TEXT, Cell, Merge, Sheet

Cells = dict[int, Cell]
_LOOK_AHEAD = 40
_HURRIED_ROWS = 60
_HEADER_TEXT_MAX = 200


@dataclass(slots=True)
class Header:
    """A header as found: its rows, the text over each column, and the field each names."""

    first_row: int
    last_row: int
    texts: dict[int, str]
    fields: dict[int, str | None]
    # Columns a header cell covers because it is merged and nothing stands under it.
    spans: dict[int, int] = field(default_factory=dict)

    def is_of_persons(self) -> bool:
        """Tell whether it names a person's name and one more known column."""
        named = set(self.fields.values()) - {None, NUMBER}
        return "name" in named and len(named) > 1

    def is_list(self) -> bool:
        """Tell whether it stands over numbered names, and over nothing but what persons have."""
        fields = set(self.fields.values())
        others = (text for c, text in self.texts.items() if self.fields[c] is None)
        return {"name", NUMBER} <= fields and all(headers.is_of_a_person(t) for t in others)

    def covered(self) -> set[int]:
        """Return every column the header stands over."""
        return {c for left in self.texts for c in range(left, self.spans.get(left, left) + 1)}


class Grid:
    """A sheet prepared for reading: its filled rows in order, and merged cells by place."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows: list[tuple[int, Cells]] = list(sheet.filled_rows())
        self._wide: dict[tuple[int, int], Merge] = {}
        self._tall: dict[int, list[Merge]] = {}
        for merge in sheet.merges:
            self._wide[merge.top, merge.left] = merge
            if merge.bottom > merge.top:
                self._tall.setdefault(merge.left, []).append(merge)
        for merges in self._tall.values():
            merges.sort(key=lambda merge: merge.top)

    def right_of(self, row: int, column: int) -> int:
        """Return the last column of the cell that begins here."""
        merge = self._wide.get((row, column))
        return merge.right if merge else column

    def bottom_of(self, row: int, column: int) -> int:
        """Return the last row of the cell that begins here."""
        merge = self._wide.get((row, column))
        return merge.bottom if merge else row

    def cell(self, row: int, column: int, *, below: int) -> Cell | None:
        """Return the cell at a place, or the merged one that spans it from above.

        A merged cell counts only if it begins under row `below`: a header's never does.
        """
        own = self.sheet.rows.get(row, {}).get(column)
        if own is not None and not own.blank:
            return own
        merge = self._spanning(row, column)
        if merge is None or merge.top <= below:
            return None
        return self.sheet.rows.get(merge.top, {}).get(column)

    def _spanning(self, row: int, column: int) -> Merge | None:
        """Return the merged block that begins above `row` in this column and reaches it."""
        merges = self._tall.get(column)
        if not merges:
            return None
        at = bisect_right(merges, row, key=lambda merge: merge.top) - 1
        return merges[at] if at >= 0 and merges[at].bottom >= row else None

    def below(self, index: int) -> Iterator[Cells]:
        """Yield the cells of some rows under the one at `index`."""
        for _number, cells in self.rows[index + 1 : index + 1 + _LOOK_AHEAD]:
            yield cells


def header_at(
    grid: Grid, index: int, *, forced: bool = False, first: bool = False
) -> Header | None:
    """Return the header that begins at a filled row, None if none does.

    `forced`: a person has said that this row is a header, whatever it names. `first`: the sheet
    has shown no other yet, so one may be misspelt throughout, or name persons and no more.
    """
    row, cells = grid.rows[index]
    is_group_title = len(cells) == 1 and grid.right_of(row, next(iter(cells))) > next(iter(cells))
    if not forced and not is_group_title and not _could_be_header(cells):
        return None
    following = grid.rows[index + 1][1] if index + 1 < len(grid.rows) else {}
    # Else slips are only looked for where at least one title is spelt well.
    if (
        not forced
        and not (first and index < _HURRIED_ROWS)
        and not any(headers.is_exact(c.text) for r in (cells, following) for c in r.values())
    ):
        return None
    single = _single(grid, row, cells)
    double = None
    if index + 1 < len(grid.rows) and grid.rows[index + 1][0] == row + 1:
        double = _double(grid, index)
    if double is not None and (double.is_of_persons() or forced):
        return double
    if single.is_of_persons() or forced:
        return single
    return single if first and single.is_list() and _names_follow(grid, index, single) else None


def _names_follow(grid: Grid, index: int, header: Header) -> bool:
    """Tell whether most names under a header have a running number."""
    at = {name: c for c, name in reversed(header.fields.items()) if name}
    named = [
        cells
        for cells in grid.below(index)
        if at["name"] in cells and any(ch.isalpha() for ch in cells[at["name"]].text)
    ]
    numbers = [cells[at[NUMBER]].shown() for cells in named if at[NUMBER] in cells]
    numbered = [text for text in numbers if furniture.running_number(text) is not None]
    return len(numbered) * 2 > len(named)


def _could_be_header(cells: Cells) -> bool:
    """Tell cheaply whether a row can name columns: it holds two titles at least."""
    return sum(1 for cell in cells.values() if _is_title(cell)) > 1


def _is_title(cell: Cell) -> bool:
    text = cell.text
    return (
        cell.kind == TEXT
        and len(text) <= _HEADER_TEXT_MAX
        and any(ch.isalpha() for ch in text)
        and sum(ch.isdigit() for ch in text) * 2 < len(text)
    )


def _single(grid: Grid, row: int, cells: Cells) -> Header:
    texts = {c: cell.shown() for c, cell in cells.items()}
    fields = {c: headers.field_of(text) for c, text in texts.items()}
    spans = {c: right for c in texts if (right := grid.right_of(row, c)) > c}
    last = max(grid.bottom_of(row, c) for c in cells)
    is_tall = all(grid.bottom_of(row, c) == last for c in cells)
    return Header(row, last if is_tall else row, texts, fields, spans)


def _double(grid: Grid, index: int) -> Header | None:
    """Return the header of two rows, the upper one with group titles; None if it is not one."""
    (row, upper), (_lower_row, lower) = grid.rows[index], grid.rows[index + 1]
    if not all(_is_title(cell) for cell in lower.values()):
        return None
    groups = {c: _group_over(grid, index, column=c) for c in lower}
    if not all(_fits(grid, index, over=groups[c], column=c, text=lower[c].text) for c in lower):
        return None
    alone = {c: headers.field_of(cell.text) for c, cell in lower.items()}
    fields: dict[int, str | None] = {}
    texts: dict[int, str] = {}
    for c, cell in lower.items():
        group = upper[over].text if (over := groups[c]) is not None else ""
        fields[c] = headers.in_group(group, cell.text) if group else alone[c]
        texts[c] = f"{group} {cell.text}".strip()
    only_upper = [c for c in upper if c not in groups.values() and c not in lower]
    for c in only_upper:
        texts[c] = upper[c].shown()
        fields[c] = headers.field_of(texts[c])
    if _names_persons(alone) and _known(fields) == _known(alone):
        return None  # the lower row says it all: above it stands a title, or somebody
    named = sum(1 for name in fields.values() if name)
    if named * 2 < len(lower) and not any(headers.is_somebody_else(t) for t in texts.values()):
        return None
    tops = dict.fromkeys(only_upper, row) | dict.fromkeys(lower, row + 1)
    spans = {c: right for c, top in tops.items() if (right := grid.right_of(top, c)) > c}
    return Header(row, row + 1, texts, fields, spans)


def _known(fields: Mapping[int, str | None]) -> dict[int, str]:
    return {c: name for c, name in fields.items() if name}


def _names_persons(fields: Mapping[int, str | None]) -> bool:
    named = set(fields.values()) - {None, NUMBER}
    return "name" in named and len(named) > 1


def _group_over(grid: Grid, index: int, *, column: int) -> int | None:
    """Return the column where the title over `column` begins, None if nothing stands over it.

    Files without merged cells leave the cells beside a group title empty.
    """
    row, upper = grid.rows[index]
    if column in upper:
        return column
    left = max((c for c in upper if c < column), default=None)
    if left is None:
        return None
    right = grid.right_of(row, left)
    if right > left or grid.bottom_of(row, left) > row:
        return left if right >= column else None
    # An unmerged title reaches as far as titles stand under it without a gap.
    lower = grid.rows[index + 1][1]
    return left if all(c in lower for c in range(left, column)) else None


def _fits(grid: Grid, index: int, *, over: int | None, column: int, text: str) -> bool:
    """Tell whether a text under the upper row is a title there, not the first row of data."""
    row, upper = grid.rows[index]
    if over is None:
        return headers.field_of(text) is not None
    group = upper[over].text
    if over != column or grid.right_of(row, over) > over or headers.field_of(group) is None:
        return True
    return headers.completes(group, text)


# --- which columns belong to the table -----------------------------------------------------------


@dataclass(slots=True)
class Columns:
    """The columns of a table of persons, and where further ones stand under the same header."""

    own: list[int]
    beside: list[tuple[int, int]] = field(default_factory=list)


def table_columns(grid: Grid, index: int, *, header: Header) -> Columns:
    """Return the columns of the first table of persons under a header.

    A summary beside it is left out, a further table of persons is told. `index` is the place of
    the header's last row among the filled rows.
    """
    below = list(grid.below(index))
    segments = _segments(header, below)
    if len(segments) == 1:
        return Columns(segments[0])
    persons = [s for s in segments if _is_of_people(header, s) and (not _is_summary(header, s))]
    if not persons:  # a gap runs between the name and the rest
        return Columns([c for s in segments if not _is_summary(header, s) for c in s])
    main, *others = persons
    ends = [*(segments[segments.index(s) - 1][-1] for s in others), COLUMNS_MAX]
    columns = _with_parts_of(header, main, [s for s in segments if s[0] <= ends[0]], below=below)
    starts = [end + 1 for end in ends[:-1]]
    return Columns(columns, beside=list(zip(starts, ends[1:], strict=True)))


def _with_parts_of(
    header: Header, main: list[int], segments: list[list[int]], *, below: list[Cells]
) -> list[int]:
    """Return a table's columns with those beyond an empty one that most of its people use."""
    name = next(c for c in main if header.fields[c] == "name")
    named = {header.fields[c] for c in main} - {None}
    people = [cells for cells in below if name in cells]
    columns = list(main)
    for segment in segments:
        others = {header.fields[c] for c in segment} - {None}
        used = sum(1 for cells in people if any(c in cells for c in segment))
        beside = _is_summary(header, segment) or others & named or used * 2 < len(people)
        if segment is not main and not beside:
            columns += segment
    return sorted(columns)


def _is_of_people(header: Header, columns: list[int]) -> bool:
    fields = {c: header.fields[c] for c in columns}
    is_list = not header.is_of_persons() and {"name", NUMBER} <= set(fields.values())
    return _names_persons(fields) or is_list


def _segments(header: Header, below: list[Cells]) -> list[list[int]]:
    """Split the header's columns at columns that are empty from top to bottom."""
    covered = header.covered()
    filled = {c for cells in below for c in cells}
    segments: list[list[int]] = []
    before = None
    for c in sorted(header.texts):
        gap = before is None or any(
            column not in covered and column not in filled for column in range(before + 1, c)
        )
        if gap:
            segments.append([])
        segments[-1].append(c)
        before = c
    return [part for segment in segments for part in _repeats(header, segment)]


def _repeats(header: Header, columns: list[int]) -> list[list[int]]:
    """Split columns where the same titles begin anew: No | Nama | NIK | No | Nama | NIK.

    A second name alone begins nothing: it may be that of somebody to call.
    """
    fields = [header.fields[c] for c in columns]
    names = [at for at, name in enumerate(fields) if name == "name"]
    for at in names[1:]:
        start = at - 1 if fields[at - 1] == NUMBER and NUMBER in fields[: at - 1] else at
        first, rest = columns[:start], columns[start:]
        is_numbered = start < at
        same = {header.fields[c] for c in first} == {header.fields[c] for c in rest}
        if _is_of_people(header, first) and _is_of_people(header, rest) and (is_numbered or same):
            return [first, *_repeats(header, rest)]
    return [columns]


def _is_summary(header: Header, columns: list[int]) -> bool:
    return any(headers.is_count(header.texts[c]) for c in columns)


# --- one column for each field -------------------------------------------------------------------


def claim(grid: Grid, index: int, *, header: Header, columns: list[int]) -> dict[str, int]:
    """Return the column for each field (also "birth", "units", "number"), one for each.

    Of two columns for one field one that holds something wins, then the one with more words
    (`Negara Tujuan` before `Tujuan`), then the left one.
    """
    below = list(grid.below(index))
    claimed: dict[str, int] = {}
    filled = {c for cells in below for c in cells}
    order = {c: (c not in filled, -len(header.texts[c].split()), c) for c in columns}
    for c in sorted(columns, key=lambda c: order[c]):
        name = header.fields[c]
        if name is not None and name not in claimed:
            claimed[name] = c
    for name, c in list(claimed.items()):
        if c in header.spans:
            found = _under_a_span(name, (c, header.spans[c]), below=below)
            if name not in found:
                del claimed[name]
            claimed |= {key: value for key, value in found.items() if key not in claimed}
            claimed |= {key: value for key, value in found.items() if key == name}
    return _in_order(claimed)


def _in_order(claimed: dict[str, int]) -> dict[str, int]:
    """Put combined columns first, so that a column of its own has the last word."""
    order = (NUMBER, *COMBINED, *TICKS, *FIELDS)
    told_apart = {name for name, parts in COMBINED.items() if parts[-1] in claimed}
    return {name: claimed[name] for name in order if name in claimed and name not in told_apart}


def _under_a_span(name: str, span: tuple[int, int], *, below: list[Cells]) -> dict[str, int]:
    """Return where the values stand under one merged title without titles of its own."""
    left, right = span
    if name in COMBINED and any(left + 1 in cells for cells in below):
        return dict(zip(COMBINED[name], (left, left + 1), strict=True))
    fullest = max(range(left, right + 1), key=lambda c: (sum(c in cells for cells in below), -c))
    return {name: fullest}
