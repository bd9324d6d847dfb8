"""One row of a table read into the values of a resident, with everything worth saying about it.

Nothing is guessed: what cannot be read stays null and is told, with the text as it was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rembuk.lib.countries import find_country, suggest_country
from rembuk.lib.dates import read_date, read_partial
from rembuk.lib.names import clean_text
from rembuk.lib.national_id import DIGITS, Fault, NationalId, read_national_id
from rembuk.lib.phones import read_phone
from rembuk.people.importing.header_words import (
    BIRTH,
    COMBINED,
    FIELDS,
    TICKS,
    TURNED_UNITS,
    UNITS,
)
from rembuk.people.importing.report import Issue
from rembuk.people.importing.sheets import DATE, ERROR, NO_RESULT, NUMBER, Cell
from rembuk.people.importing.vocabulary import (
    find_sex,
    find_status,
    is_empty,
    suggest_date,
    suggest_sex,
    suggest_status,
)

Values = dict[str, str | None]

# A double holds every whole number below this exactly.
_EXACT_BELOW = 2**53
_BORN_FROM = 1900
_TRAVELLED_FROM = 1945
# Blanks, dots, apostrophes and dashes of every kind.
_ID_MARKS = re.compile(r"[\s.'`\u00b4\u2018\u2019\-\u2010-\u2015\u2212]")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+", re.ASCII)
_UNIT = re.compile(r"(?:r[tw])?[\s.:/-]*0*(\d{1,3})(?:\.0+|\.)?", re.ASCII | re.IGNORECASE)
_UNIT_PAIR = re.compile(r"\s*[\\|,;–-]\s*|(?<=\d)\s*rw\s*|(?<=\d)\s+(?=\d)", re.IGNORECASE)
_UNIT_LABELS = {"RT": "neighborhood_unit", "RW": "community_unit"}
# What a registry keeps; a longer text is no name.
_LETTERS_MAX = {
    "name": 100, "nickname": 60, "birth_place": 100, "hamlet": 100, "household_head": 100
}  # fmt: skip
_DANGEROUS_START = ("=", "@", "|", "+", "-")
# A mark or a day that slipped into a column of words; as text too, because a file that was sent
# back for correction holds only text.
_NO_WORD = re.compile(r"TRUE|FALSE|\d{4}-\d{2}-\d{2}", re.ASCII)
# `The same as above`: nothing is copied from another row, so somebody has to write it.
_DITTO = re.compile(r"[\"\u201c\u201d\u3003]+|\W*(?:s\.?d\.?a|idem|ditto)\W*", re.IGNORECASE)
# Two people in one cell: which of them the NIK belongs to is not ours to guess.
_SEVERAL_PEOPLE = re.compile(r"\w\s*[&+]\s*\w|\w\s+dan\s+\w|^1[.)]?\s*\D+\b2[.)]", re.IGNORECASE)
_UNMARKED = frozenset({"0", "FALSE"})


@dataclass(slots=True)
class Entry:
    """A cell of a known column: as it was found, and cleaned."""

    cell: Cell
    text: str
    today: date


@dataclass(slots=True)
class Reading:
    """What a row says."""

    values: Values = field(default_factory=lambda: dict.fromkeys(FIELDS))
    issues: list[Issue] = field(default_factory=list)
    national_id: NationalId | None = None

    def tell(
        self, name: str | None, code: str, *, raw: str = "", suggest: str | None = None
    ) -> None:
        """Note something about a field, or about the row."""
        self.issues.append(Issue(field=name, code=code, raw=raw, suggest=suggest))

    def has(self, code: str) -> bool:
        return any(issue.code == code for issue in self.issues)


Reader = Callable[[Reading, Entry, str], None]


def read_row(
    sources: Mapping[str, int], cell_at: Callable[[int], Cell | None], *, today: date
) -> Reading:
    """Read the known cells of one row. `sources` says in which column each stands."""
    reading = Reading()
    for name, column in sources.items():
        reader = _READERS.get(name)
        cell = cell_at(column) if reader else None
        if reader and cell is not None:
            _read_cell(reading, cell, name=name, reader=reader, today=today)
    if sources.keys() >= TICKS.keys():
        _read_ticks(reading, {sex: cell_at(sources[name]) for name, sex in TICKS.items()})
    _compare(reading, sources)
    return reading


def _read_cell(reading: Reading, cell: Cell, *, name: str, reader: Reader, today: date) -> None:
    parts = COMBINED.get(name, (name,))
    told = parts[-1] if name == BIRTH else parts[0]
    if cell.kind in {NO_RESULT, ERROR}:
        reading.tell(told, "formula_cell", raw=cell.text)
        return
    text, removed = clean_text(cell.shown())
    if removed:
        reading.tell(told, "invisible_characters", raw=cell.text)
    if cell.formula:
        reading.tell(told, "formula_value", raw=cell.shown())
    text = text.lstrip("'").strip()
    if not is_empty(text):
        reader(reading, Entry(cell, text, today), name)


# --- one field each ------------------------------------------------------------------------------


def _read_text(reading: Reading, entry: Entry, name: str) -> None:
    if entry.text.startswith(_DANGEROUS_START) or len(entry.text) > _LETTERS_MAX[name]:
        reading.tell(name, "suspicious_cell", raw=entry.cell.text)
        return
    if name == "name" and _SEVERAL_PEOPLE.search(entry.text):
        reading.tell(name, "suspicious_cell", raw=entry.cell.text)
        return
    is_word = not (_NO_WORD.fullmatch(entry.text) or _DITTO.fullmatch(entry.text))
    if is_word and (name != "name" or any(ch.isalpha() for ch in entry.text)):
        reading.values[name] = entry.text
    else:
        code = "name_missing" if name == "name" else "suspicious_cell"
        reading.tell(name, code, raw=entry.cell.shown())


def _read_national_id(reading: Reading, entry: Entry, name: str) -> None:
    digits, code = _long_number(entry)
    if not code:
        read = read_national_id(digits, today=entry.today)
        if isinstance(read, NationalId):
            reading.national_id = read
            reading.values[name] = digits
            return
        # A serial number 0000 is never given out: like an impossible date, it tells of a slip.
        code = "national_id_length" if read is Fault.LENGTH else "national_id_date"
    reading.tell(name, code, raw=entry.cell.shown())


def _read_household_number(reading: Reading, entry: Entry, name: str) -> None:
    digits, code = _long_number(entry)
    if code or not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits):
        reading.tell(name, "household_number_invalid", raw=entry.cell.shown())
    else:
        reading.values[name] = digits


def _long_number(entry: Entry) -> tuple[str, str]:
    """Return the digits of a cell without their marks, or the code of why they are not sure."""
    if entry.cell.kind == NUMBER:
        value = entry.cell.number()
        if value is None or value != int(value) or value >= _EXACT_BELOW:
            return "", "national_id_precision"
        digits = str(int(value))
        is_cut = len(digits) == DIGITS and digits.endswith("0")
        return digits, "national_id_precision" if is_cut else ""
    if _SCIENTIFIC.fullmatch(re.sub(r"\s", "", entry.text)):
        return "", "national_id_scientific"
    return _ID_MARKS.sub("", entry.text) if entry.cell.kind != DATE else "", ""


def _read_sex(reading: Reading, entry: Entry, name: str) -> None:
    reading.values[name] = find_sex(entry.text)
    if reading.values[name] is None:
        suggest = suggest_sex(entry.text)
        reading.tell(name, "sex_unknown", raw=entry.cell.shown(), suggest=suggest)


def _read_ticks(reading: Reading, ticks: Mapping[str, Cell | None]) -> None:
    """Read the sex from two columns with a mark in one of them."""
    marked = [
        sex
        for sex, cell in ticks.items()
        if cell and not is_empty(cell.text) and cell.text not in _UNMARKED
    ]
    if len(marked) == 1:
        reading.values["sex"] = marked[0]
    elif marked:
        raw = " ".join(cell.text for cell in ticks.values() if cell)
        reading.tell("sex", "sex_unknown", raw=raw)


def _read_birth_date(reading: Reading, entry: Entry, name: str) -> None:
    born = read_date(entry.text, today=entry.today)
    if born is None or born > entry.today or born.year < _BORN_FROM:
        suggest = suggest_date(entry.text, today=entry.today)
        reading.tell(name, "birth_date_invalid", raw=entry.cell.shown(), suggest=suggest)
    else:
        reading.values[name] = born.isoformat()


def _read_birth(reading: Reading, entry: Entry, _name: str) -> None:
    """Read place and date from one cell, split at the last comma."""
    place, comma, day = (part.strip() for part in entry.text.rpartition(","))
    if not comma and not any(ch.isdigit() for ch in day):
        place, day = day, ""
    if not is_empty(place):
        _read_text(reading, Entry(entry.cell, place, entry.today), "birth_place")
    if not is_empty(day):
        _read_birth_date(reading, Entry(entry.cell, day, entry.today), "birth_date")


def _unit(text: str, name: str) -> str | None:
    """Read RT or RW; a label of the other one contradicts the column and is not guessed away."""
    match = _UNIT.fullmatch(text.strip())
    label = text.strip()[:2].upper()
    if match is None or (label in _UNIT_LABELS and _UNIT_LABELS[label] != name):
        return None
    return match[1].zfill(3)


def _read_unit(reading: Reading, entry: Entry, name: str) -> None:
    reading.values[name] = _unit(entry.text, name) if entry.cell.kind != DATE else None
    if reading.values[name] is None:
        reading.tell(name, "address_unclear", raw=entry.cell.shown())


def _read_units(reading: Reading, entry: Entry, name: str) -> None:
    """Read `003/002`: RT, then RW, or as the title says. A dash leaves its side empty."""
    pair = entry.text.split("/") if "/" in entry.text else _UNIT_PAIR.split(entry.text)
    parts = [part.strip() for part in pair]
    named = zip(parts, COMBINED[name], strict=False)
    units = [None if is_empty(part) else _unit(part, unit) for part, unit in named]
    unclear = any(unit is None and not is_empty(p) for unit, p in zip(units, parts, strict=False))
    if entry.cell.kind in {DATE, NUMBER} or len(parts) != 2 or unclear:
        reading.tell(COMBINED[name][0], "address_unclear", raw=entry.cell.shown())
    else:
        reading.values |= dict(zip(COMBINED[name], units, strict=True))


def _read_phone(reading: Reading, entry: Entry, name: str) -> None:
    phone = read_phone(entry.text)
    reading.values[name] = phone.number
    if phone.number is None:
        reading.tell(name, "phone_invalid", raw=entry.cell.shown())
    elif phone.several:
        reading.tell(name, "phone_multiple", raw=entry.cell.shown())


def _read_country(reading: Reading, entry: Entry, name: str) -> None:
    reading.values[name] = find_country(entry.text)
    if reading.values[name] is None:
        suggest = suggest_country(entry.text)
        reading.tell(name, "country_unknown", raw=entry.cell.shown(), suggest=suggest)


def _read_status(reading: Reading, entry: Entry, name: str) -> None:
    status = find_status(entry.text)
    reading.values[name] = status or None
    if status is None:
        suggest = suggest_status(entry.text)
        reading.tell(name, "status_unknown", raw=entry.cell.shown(), suggest=suggest)


def _read_travel(reading: Reading, entry: Entry, name: str) -> None:
    day = read_partial(entry.text, today=entry.today)
    if day is None or day.year < _TRAVELLED_FROM:
        reading.tell(name, "date_unclear", raw=entry.cell.shown())
    else:
        reading.values[name] = str(day)


_READERS: dict[str, Reader] = {
    **dict.fromkeys(_LETTERS_MAX, _read_text),
    "national_id": _read_national_id,
    "sex": _read_sex,
    "birth_date": _read_birth_date,
    BIRTH: _read_birth,
    "neighborhood_unit": _read_unit,
    "community_unit": _read_unit,
    UNITS: _read_units,
    TURNED_UNITS: _read_units,
    "household_number": _read_household_number,
    "phone": _read_phone,
    "country": _read_country,
    "migration_status": _read_status,
    "departed_on": _read_travel,
    "returned_on": _read_travel,
}


# --- the row as a whole --------------------------------------------------------------------------


def _compare(reading: Reading, sources: Mapping[str, int]) -> None:
    """Tell what is missing, and where the national number and the columns disagree."""
    values, told = reading.values, {issue.field for issue in reading.issues if issue.is_error}
    if values["name"] is None and "name" not in told:
        reading.tell("name", "name_missing")
    born_from = {"birth_date", BIRTH}
    columns = {
        "national_id": "national_id" in sources,
        "birth_date": bool(born_from & sources.keys()),
        "sex": "sex" in sources or sources.keys() >= TICKS.keys(),
    }
    for name, there in columns.items():
        if there and values[name] is None and name not in told:
            reading.tell(name, f"{name}_missing")
    abroad = values["migration_status"] in {"migrant_worker", "migrant_on_leave"}
    if abroad and values["country"] is None and "country" not in told:
        reading.tell("country", "country_missing")
    if reading.national_id is None:
        return
    born, sex = values["birth_date"], values["sex"]
    if born and not reading.national_id.agrees_with(date.fromisoformat(born)):
        reading.tell("birth_date", "national_id_birth_mismatch", raw=born)
    if sex and sex != reading.national_id.sex:
        reading.tell("sex", "national_id_sex_mismatch", raw=sex)
