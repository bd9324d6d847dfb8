"""The file that a seller downloaded from a marketplace, filled with what Rembuk knows.

By header, never by place; below whatever stands there already; and what could not be filled is
told for each product. Category, couriers and conditions are the seller's own choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.people.importing.archive import Archive
from rembuk.people.importing.sheets import Cell, FileRefused, Sheet
from rembuk.people.importing.xlsx import main_part, read_xlsx
from rembuk.shop.cells import Value, write_rows
from rembuk.shop.marketplaces import (
    MARKETPLACES,
    REQUIRED_WORDS,
    Column,
    Fact,
    Marketplace,
    asks,
    plain,
)

FILE_BYTES_MAX = 10 * 1024 * 1024
HEADER_WITHIN = 30  # rows from the top in which the header is looked for
HEADERS_MIN = 4  # so many known headers make a header
SWITCH = "nonaktif"
GUIDE_ROWS = 4  # rows under the header in which a marketplace explains it
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Goods:
    """One product as a marketplace asks for it; None for what the group has not told."""

    name: str
    code: str = ""
    description: str = ""
    price_rp: int | None = None
    stock: int | None = None
    weight_g: int | None = None
    photos: Sequence[str] = ()  # addresses that everybody can open


@dataclass(frozen=True)
class Line:
    """What is written for one product, and which required columns stay open."""

    name: str
    row: int
    written: list[tuple[str, str]]  # header, text
    open: list[str]


@dataclass(frozen=True)
class Filled:
    """A filled file and what is told of it."""

    marketplace: Marketplace
    sheet: str
    content: bytes
    lines: list[Line]
    unknown: list[str]  # headers that nobody needs and Rembuk does not know


@dataclass
class _Table:
    """The header that was found in a sheet."""

    marketplace: Marketplace
    sheet: Sheet
    row: int
    known: dict[int, Column] = field(default_factory=dict)
    headers: dict[int, str] = field(default_factory=dict)


def fill(data: bytes, goods: Sequence[Goods]) -> Filled:
    """Fill a file that was downloaded from a marketplace.

    Errors: Refused for a file that is too large, no .xlsx, without the columns we look for, with
    one of them twice, or with a required column that is not known.
    """
    if len(data) > FILE_BYTES_MAX:
        raise Refused(
            _("This file is larger than 10 MB. Download it again from the marketplace, empty.")
        )
    table = _table(_sheets(data))
    _refuse_what_is_not_understood(table)
    first = _first_row(table)
    lines = [_line(table, one, row) for row, one in enumerate(goods, first)]
    rows = {row: dict(_cells(table, one)) for row, one in enumerate(goods, first)}
    content = write_rows(data, sheet=table.sheet.name, rows=rows)
    unknown = [table.headers[column] for column in table.headers if column not in table.known]
    return Filled(table.marketplace, table.sheet.name, content, lines, unknown)


def _sheets(data: bytes) -> list[Sheet]:
    if data.startswith(OLD_EXCEL):
        raise Refused(
            _("This is an old Excel file, or one with a password. Save it as .xlsx without either.")
        )
    try:
        archive = Archive(data)
        if not main_part(archive):
            raise FileRefused("not_a_spreadsheet")
        return read_xlsx(archive).sheets
    except FileRefused as reason:
        raise Refused(_refusal(reason.code)) from reason


def _refusal(code: str) -> str:
    return {
        "too_large": _("This workbook holds more than we can read. Download it again, empty."),
        "password_protected": _("This workbook has a password. Save it without one."),
    }.get(code) or _(
        "This is not an Excel file (.xlsx). Choose the file you downloaded from the marketplace."
    )


def _table(sheets: Sequence[Sheet]) -> _Table:
    """Return the header with most known columns. Errors: Refused where there is none."""
    found = [
        _read_header(marketplace, sheet, row)
        for sheet in sheets
        for row in sorted(sheet.rows)[:HEADER_WITHIN]
        for marketplace in MARKETPLACES
    ]
    best = max(found, key=lambda one: len(one.known), default=None)
    if best is None or len(best.known) < HEADERS_MIN:
        looked = "; ".join(
            f"{one.name}: {', '.join(c.headers[0] for c in one.needed())}" for one in MARKETPLACES
        )
        raise Refused(
            _(
                "No row with the columns of a marketplace was found. We look for %(columns)s."
                " Choose the file you downloaded to add products."
            )
            % {"columns": looked}
        )
    return best


def _read_header(marketplace: Marketplace, sheet: Sheet, row: int) -> _Table:
    table = _Table(marketplace, sheet, row)
    for place, cell in sorted(sheet.rows[row].items()):
        text = cell.shown()
        if not plain(text):
            continue
        table.headers[place] = " ".join(text.split())
        if column := marketplace.column(text):
            table.known[place] = column
    return table


def _refuse_what_is_not_understood(table: _Table) -> None:
    known = list(table.known.values())
    twice = {
        one.headers[0] for one in known if one.fact != Fact.MORE_PHOTOS and known.count(one) > 1
    }
    if twice:
        told = _("The column %(columns)s stands twice in this file. Download it again.")
        raise Refused(told % {"columns": ", ".join(sorted(twice))})
    unknown = [
        place
        for place in table.headers
        if place not in table.known and not _is_switch(table, place)
    ]
    asked = [table.headers[place] for place in unknown if _must_be_filled(table, place)]
    wanted = table.marketplace.needed(also_optional=bool(unknown))
    missing = [one.headers[0] for one in wanted if one not in known]
    if missing:
        raise Refused(
            _(
                "%(marketplace)s: the columns %(missing)s are not in this file; not known to us are"
                " %(unknown)s. Were they renamed? Fill this file by hand and tell us."
            )
            % {
                "marketplace": table.marketplace.name,
                "missing": ", ".join(missing),
                "unknown": ", ".join(table.headers[place] for place in unknown) or "-",
            }
        )
    if asked:
        raise Refused(
            _(
                "%(marketplace)s now asks for columns that we do not know: %(columns)s."
                " Fill this file by hand and tell us."
            )
            % {"marketplace": table.marketplace.name, "columns": ", ".join(asked)}
        )


def _is_required(table: _Table, place: int) -> bool:
    column = table.known.get(place)
    return bool(column and column.required) or _must_be_filled(table, place)


def _must_be_filled(table: _Table, place: int) -> bool:
    """Tell whether the file says that a column must be filled: by its header, or beneath it."""
    if asks(table.sheet.rows[table.row][place].shown()):
        return True
    return any(told in REQUIRED_WORDS for told in _beneath(table, place))


def _is_switch(table: _Table, place: int) -> bool:
    """Tell whether a column turns something on or off: couriers come and go, the seller knows."""
    return any(SWITCH in told for told in _beneath(table, place))


def _beneath(table: _Table, place: int) -> list[str]:
    """Return what explains a column under its header."""
    rows = range(table.row + 1, table.row + 1 + GUIDE_ROWS)
    cells = (table.sheet.rows.get(row, {}).get(place) for row in rows)
    return [plain(cell.shown()) for cell in cells if cell is not None]


def _first_row(table: _Table) -> int:
    """Return the first row below the header, its explanations and all that is filled already."""
    filled = [
        number
        for number, cells in table.sheet.rows.items()
        if number > table.row and any(_stands(cells.get(place)) for place in table.known)
    ]
    merged = [one.bottom for one in table.sheet.merges if one.bottom >= table.row]
    return max(table.row + 1, table.marketplace.first_row, *(n + 1 for n in filled + merged))


def _stands(cell: Cell | None) -> bool:
    return cell is not None and not cell.blank


def _line(table: _Table, goods: Goods, row: int) -> Line:
    cells = dict(_cells(table, goods))
    written = [(table.headers[place], str(value)) for place, value in sorted(cells.items())]
    still = [
        table.headers[place]
        for place in sorted(table.headers)
        if place not in cells and (_is_required(table, place) or _is_switch(table, place))
    ]
    return Line(goods.name, row, written, still)


def _cells(table: _Table, goods: Goods) -> Iterator[tuple[int, Value]]:
    """Yield what Rembuk knows of a product, by column."""
    more = iter(goods.photos[1:])
    for place, column in sorted(table.known.items()):
        value = next(more, None) if column.fact == Fact.MORE_PHOTOS else _told(column.fact, goods)
        if value is not None and value != "":
            yield place, value


def _told(fact: Fact | None, goods: Goods) -> Value | None:
    told: dict[Fact | None, Value | None] = {
        Fact.NAME: goods.name,
        Fact.DESCRIPTION: goods.description,
        Fact.CODE: goods.code,
        Fact.PRICE: goods.price_rp,
        Fact.STOCK: goods.stock,
        Fact.WEIGHT_G: goods.weight_g,
        Fact.WEIGHT_KG: None if goods.weight_g is None else Decimal(goods.weight_g) / 1000,
        Fact.COVER: goods.photos[0] if goods.photos else None,
    }
    return told.get(fact)
