"""From the bytes of a bank's file to its rows: every row of it is told, none is guessed.

A table is read by the names of its columns (columns.py), MT940 by a library (swift.py).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rembuk.lib.dates import read_date
from rembuk.lib.errors import Refused
from rembuk.people.importing.delimited import decoded
from rembuk.people.importing.reading import read_file
from rembuk.people.importing.sheets import DATE, Cell, FileRefused, Sheet
from rembuk.remittance import columns, swift
from rembuk.remittance.models import Statement
from rembuk.remittance.told import Kind, Told, Why

ROWS_MOST = 2_000  # of one statement, that a person looks through
HEADING_WITHIN = 40  # rows, below the bank's own letterhead
_CLOCK = re.compile(r"[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\s*(?:wib|wita|wit)?$", re.I)
_TOTAL = re.compile(r"\b(saldo|total|jumlah|balance|mutasi)\b", re.IGNORECASE)
_BLANK = Cell("text", "")


@dataclass(frozen=True)
class Read:
    """A file as it was read."""

    format: str
    digest: str
    rows: list[Told]


def read(data: bytes, *, today: date) -> Read:
    """Read a bank's file.

    Errors: Refused for what is no statement, one without a heading, with two filled sheets, and
    one of more than ROWS_MOST rows.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        if swift.looks_like_mt940(data):
            kind, found = Statement.Format.MT940, list(swift.read(decoded(data)))
        else:
            kind, found = Statement.Format.TABLE, list(_table(_sheet(data), today=today))
    except FileRefused as reason:
        raise Refused(_told_of(reason.code)) from reason
    if len(found) > ROWS_MOST:
        raise Refused(_("This statement has more than 2,000 rows. Take it month by month."))
    if not any(one.kind != Kind.ABOVE for one in found):
        raise Refused(_("No row stands below the heading. Take a time in which money moved."))
    return Read(kind, digest, [_not_to_come(one, today) for one in found])


def fingerprints(rows: Iterable[tuple[date, int, str, str]]) -> Iterator[str]:
    """Yield what tells the rows of one file apart: day, sum, words, reference, and which of equals.

    The same row of another file has the same one; two equal transfers of a day stay two.
    """
    seen: Counter[str] = Counter()
    for on, amount_rp, text, reference in rows:
        plain = [on.isoformat(), amount_rp, words_of(text), reference.casefold()]
        told = json.dumps(plain, ensure_ascii=False)
        seen[told] += 1
        yield hashlib.sha256(f"{told}\n{seen[told]}".encode()).hexdigest()


def words_of(text: str) -> str:
    """Return a text as it is compared: banks change capitals and blanks from file to file."""
    return " ".join(text.casefold().split())


def _told_of(code: str) -> str:
    if code == "too_large":
        return _("This file is too large. Take the statement month by month.")
    if code == "password_protected":
        return _("This file is locked with a password. Save it without one and send it again.")
    if code == "empty_file":
        return _("This file is empty. Download the statement again.")
    return _("This is no statement we can read. Ask the bank for CSV, Excel (.xlsx) or MT940.")


def _sheet(data: bytes) -> Sheet:
    found = read_file(data, known_columns=columns.known).sheets
    filled = [sheet for sheet in found if any(True for _row in sheet.filled_rows())]
    if not filled:
        raise FileRefused("empty_file")
    if len(filled) > 1:
        raise Refused(_("This file has several sheets. Save the sheet with the statement alone."))
    return filled[0]


def _table(sheet: Sheet, *, today: date) -> Iterator[Told]:
    rows = list(sheet.filled_rows())
    heading = next(
        (number for number, cells in rows[:HEADING_WITHIN] if columns.is_heading(_texts(cells))),
        None,
    )
    if heading is None:
        raise Refused(
            _("No heading with a date and a credit was found. Write Tanggal, Keterangan, Kredit.")
        )
    table = _Table(sheet.rows[heading], rows, today)
    for number, cells in rows:
        if number <= heading or _texts(cells) == _texts(sheet.rows[heading]):
            yield Told.above(number)
        else:
            yield table.row(number, cells)


def _texts(cells: dict[int, Cell]) -> list[str]:
    return [cell.shown() for cell in cells.values()]


def _not_to_come(one: Told, today: date) -> Told:
    if one.on is not None and one.on > today:
        return Told.unreadable(one.number, Why.FUTURE)
    return one


class _Table:
    """Columns of one table, and how its rows are read."""

    def __init__(
        self, heading: dict[int, Cell], rows: list[tuple[int, dict[int, Cell]]], today: date
    ) -> None:
        self.today = today
        self.at: dict[str, list[int]] = {}
        self.named = {place for place, cell in heading.items() if not cell.blank}
        for place, cell in heading.items():
            if field := columns.field_of(cell.shown()):
                self.at.setdefault(field, []).append(place)
        # A minus anywhere says that sums without one came in.
        sums = [columns.read_money(one) for _n, cells in rows for one in self._sums(cells)]
        self.has_minus = any(one is not None and one.has_minus for one in sums)

    def row(self, number: int, cells: dict[int, Cell]) -> Told:
        """Tell one row; `number` is its own in the file."""
        own = next((cell for cell in self._cells(columns.DAY, cells)), _BLANK)
        day = None if own.blank else self._day(own)
        sums = [*self._cells(columns.IN, cells), *self._cells(columns.OUT, cells),
                *self._cells(columns.SUM, cells)]  # fmt: skip
        if day is None and (not sums or any(_TOTAL.search(text) for text in _texts(cells))):
            return Told.above(number)
        money = self._came_in(number, cells)
        if isinstance(money, Told):
            return money
        if day is None:
            return Told.unreadable(number, Why.DAY)
        text = " ".join(cell.shown() for cell in self._cells(columns.TEXT, cells))
        reference = " ".join(cell.shown() for cell in self._cells(columns.REFERENCE, cells))
        return Told.credit(number, on=day, hundredths=money, text=text, reference=reference)

    def _came_in(self, number: int, cells: dict[int, Cell]) -> int | Told:
        """Return what came in, in hundredths of a rupiah, or what the row is instead."""
        if columns.IN in self.at:
            own = self._cells(columns.IN, cells)
            if not own:
                return Told.other(number)
            money = columns.read_money(own[0])
            if money is None:
                return Told.unreadable(number, Why.SUM)
            return Told.other(number) if money.came_in is False else money.hundredths
        own = self._sums(cells)
        if not own:
            return Told.other(number)
        money = columns.read_money(own[0])
        if money is None:
            return Told.unreadable(number, Why.SUM)
        said = money.came_in if money.came_in is not None else self._sign(cells)
        if said is None and not self.has_minus:
            return Told.unreadable(number, Why.DIRECTION)
        return Told.other(number) if said is False else money.hundredths

    def _sign(self, cells: dict[int, Cell]) -> bool | None:
        """Read the sign of a row: in its own column, or beside the sum under no heading."""
        beside = [place + 1 for place in self.at[columns.SUM] if place + 1 not in self.named]
        for place in [*self.at.get(columns.SIGN, []), *beside]:
            if (said := columns.came_in(cells.get(place, _BLANK).text)) is not None:
                return said
        return None

    def _sums(self, cells: dict[int, Cell]) -> list[Cell]:
        return self._cells(columns.SUM, cells)

    def _cells(self, field: str, cells: dict[int, Cell]) -> list[Cell]:
        return [cells[place] for place in self.at.get(field, []) if place in cells]

    def _day(self, cell: Cell) -> date | None:
        text = cell.text if cell.kind == DATE else _CLOCK.sub("", cell.shown().strip())
        return read_date(text, today=self.today)


def numbered(rows: list[Told]) -> list[tuple[Told, str]]:
    """Return the rows of a file with their fingerprints, "" for what is no money that came in."""
    made = fingerprints(_facts(one) for one in rows if one.kind == Kind.CREDIT)
    return [(one, next(made) if one.kind == Kind.CREDIT else "") for one in rows]


def _facts(credit: Told) -> tuple[date, int, str, str]:
    assert credit.on is not None, "a credit has a day"
    assert credit.amount_rp is not None, "a credit has a sum"
    return credit.on, credit.amount_rp, credit.text, credit.reference
