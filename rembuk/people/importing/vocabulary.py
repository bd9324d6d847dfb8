"""The words that stand in cells: for nothing, for a sex, for a migration status."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from rembuk.lib.dates import MONTHS, read_date
from rembuk.lib.names import nearest

_EMPTY = frozenset({"n/a", "tidak ada", "belum ada"})
_ONLY_MARKS = re.compile(r"[-–—−_.…\s]*")
_SUGGEST_DISTANCE = 2
_SUGGEST_LETTERS = 4

# Source: the calculation contract, kind `spreadsheet_cleaning`.
_SEXES = {
    "L": "L LK LAKI LAKILAKI LELAKI PRIA M COWOK",
    "P": "P PR PEREMPUAN WANITA F CEWEK",
}
# Source: the import contract; "" stands for a resident without a migration status.
_STATUSES = {
    "prospective_migrant": "calon|calon pmi|cpmi|calon tki|calon tkw|ctki|proses"
    "|calon pekerja migran",
    "migrant_worker": "pmi|tki|tkw|aktif|pmi aktif|tki aktif|tkw aktif|masih bekerja|di luar negeri"
    "|masih di luar negeri|pekerja migran|pekerja migran indonesia",
    "migrant_on_leave": "cuti|pmi cuti|tki cuti|sedang cuti",
    "returned_migrant": "purna|purna pmi|purna tki|purna tkw|eks tki|eks pmi|eks tkw|ex tki|ex pmi"
    "|ex tkw|mantan tki|mantan pmi|mantan tkw|mantan pekerja migran|purna pekerja migran"
    "|pulang|sudah pulang",
    "": "bukan|bukan pmi|bukan tki|tidak|warga",
}


def is_empty(text: str) -> bool:
    """Tell whether a cleaned text stands for nothing: blank, dashes, dots, `belum ada`."""
    return bool(_ONLY_MARKS.fullmatch(text)) or text.lower() in _EMPTY


@cache
def _sexes() -> dict[str, str]:
    return {word: sex for sex, words in _SEXES.items() for word in words.split()}


def _sex_key(text: str) -> str:
    return re.sub(r"[\s.\-–—]", "", text).upper()


@lru_cache(maxsize=1024)
def find_sex(text: str) -> str | None:
    """Return L or P for a known word, whatever its case, blanks, dots and hyphens."""
    return _sexes().get(_sex_key(text))


@lru_cache(maxsize=1024)
def suggest_sex(text: str) -> str | None:
    """Return what a word was probably meant to say; a suggestion, never an answer."""
    words = [word for word in _sexes() if len(word) >= _SUGGEST_LETTERS]
    near = nearest(_sex_key(text), words, most=_SUGGEST_DISTANCE)
    return _sexes()[near] if near else None


@cache
def _statuses() -> dict[str, str]:
    return {word: status for status, words in _STATUSES.items() for word in words.split("|")}


def _status_key(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).lower().split())


@lru_cache(maxsize=1024)
def find_status(text: str) -> str | None:
    """Return the status a word stands for, "" for a resident without one, None if unknown."""
    return _statuses().get(_status_key(text))


@lru_cache(maxsize=1024)
def suggest_status(text: str) -> str | None:
    """Return the status a word was probably meant to say; a suggestion, never an answer."""
    key = _status_key(text)
    words = [
        word for word, status in _statuses().items() if len(word) >= _SUGGEST_LETTERS and status
    ]
    near = nearest(key, words, most=_SUGGEST_DISTANCE) if len(key) >= _SUGGEST_LETTERS else None
    return _statuses()[near] if near else None


_MONTH_WORD = re.compile(r"[a-z]{3,}")
_MONTH_LETTERS = 5
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)


def suggest_date(text: str, *, today: date) -> str | None:
    """Return the day a text was probably meant to say; a suggestion, never an answer.

    A misspelt month (`17 Agusuts 1989`), or the year in front with other marks than ISO's.
    """
    text = text.strip().lower()
    if match := _YEAR_FIRST.fullmatch(text):
        text = "-".join(match.groups())
    elif len(words := _MONTH_WORD.findall(text)) == 1:
        months = [month for month in MONTHS if len(month) >= _MONTH_LETTERS]
        near = nearest(words[0], months, most=_SUGGEST_DISTANCE)
        text = text.replace(words[0], near or words[0])
    day = read_date(text, today=today)
    return day.isoformat() if day and day <= today else None
