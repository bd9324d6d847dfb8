"""How sure it is that a row speaks of a person.

Only asked about rows that might be something else: a total, a signature, a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from rembuk.lib.countries import find_country
from rembuk.lib.dates import read_date
from rembuk.lib.names import clean_text
from rembuk.lib.phones import read_phone
from rembuk.people.importing import furniture
from rembuk.people.importing.sheets import DATE, TEXT, Cell
from rembuk.people.importing.vocabulary import find_sex, find_status, is_empty

_LONG_NUMBER = re.compile(r"[\s'.-]*(?:\d[\s'.-]*){10,}", re.ASCII)


class Evidence:
    """Weighs the cells of a row, as they would be read today."""

    def __init__(self, *, today: date) -> None:
        self.today = today

    def of_person(
        self, sources: Mapping[str, int], cells: Mapping[int, Cell], *, number: int | None
    ) -> bool:
        """Tell whether a row holds what only a person's row holds.

        A long number in the column for it is enough. Else a name with one more sign, or with
        two if the table numbers its rows and this one has no number.
        """
        found = {name: cells[c] for name, c in sources.items() if c in cells}
        if any(self._is_long_number(found.get(n)) for n in ("national_id", "household_number")):
            return True
        signs = sum(self._is_sign(name, cell) for name, cell in found.items())
        name = found.get("name")
        if name is None or name.kind != TEXT or not any(ch.isalpha() for ch in name.text):
            return (number is not None and signs > 0) or signs > 1
        if furniture.is_footer(name.text) or furniture.is_place_and_date(name.text):
            return False
        return signs > (1 if number is None and "number" in sources else 0)

    def is_empty(self, cell: Cell) -> bool:
        """Tell whether a cell counts as empty: a dash, `n/a`, `belum ada`."""
        return cell.kind == TEXT and is_empty(clean_text(cell.text)[0])

    def _is_long_number(self, cell: Cell | None) -> bool:
        return cell is not None and bool(_LONG_NUMBER.fullmatch(cell.shown()))

    def _is_sign(self, name: str, cell: Cell) -> bool:
        text = clean_text(cell.shown())[0]
        match name:
            case "birth_date" | "birth":
                day = text.rpartition(",")[2]
                return cell.kind == DATE or read_date(day, today=self.today) is not None
            case "sex":
                return find_sex(text) is not None
            case "migration_status":
                return not is_empty(text) and find_status(text) is not None
            case "country":
                return find_country(text) is not None
            case "phone":
                return read_phone(text).number is not None
        return False
