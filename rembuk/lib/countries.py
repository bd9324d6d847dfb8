"""Countries by their ISO 3166 alpha-2 code: how people write them, and what we call them.

The table beside this file lists code, alpha-3 code, the Indonesian and the English name, and
other spellings. Two-letter codes count only where the table repeats them as a spelling, because
others are words of a registry (NA, NO, TK).
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import get_language

from rembuk.lib.names import nearest

TABLE = Path(__file__).with_name("countries.csv")
_SUGGEST_LETTERS = 4
_LONG_NAME = 6


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166-1."""

    code: str
    alpha3: str
    indonesian: str
    english: str
    spellings: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """Return every country by its alpha-2 code."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    found = {}
    for code, alpha3, indonesian, english, others in rows:
        spellings = tuple(filter(None, others.split(",")))
        found[code] = Country(code, alpha3, indonesian, english, spellings)
    return found


@cache
def _codes_by_key() -> dict[str, str]:
    found: dict[str, str] = {}
    for country in countries().values():
        names = (country.indonesian, country.english, country.alpha3, *country.spellings)
        for name in names:
            assert found.setdefault(_key(name), country.code) == country.code, name
    return found


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(ch for ch in plain if ch.isalpha())


@lru_cache(maxsize=2048)
def find_country(text: str) -> str | None:
    """Return the code of a country as people write it: Hongkong, S'pore, Korsel, KSA."""
    return _codes_by_key().get(_key(text))


@lru_cache(maxsize=2048)
def suggest_country(text: str) -> str | None:
    """Return the code of the country that is nearly spelt so; a suggestion, never an answer."""
    key = _key(text)
    if len(key) < _SUGGEST_LETTERS:
        return None
    names = [name for name in _codes_by_key() if len(name) >= _SUGGEST_LETTERS]
    near = nearest(key, names, most=2 if len(key) >= _LONG_NAME else 1)
    return _codes_by_key()[near] if near else None


def country_label(code: str, *, language: str | None = None) -> str:
    """Return a country's name in `language`, "id" or "en" (default: the reader's own)."""
    country = countries().get(code)
    if country is None:
        return code
    chosen = language or get_language() or "id"
    return country.english if chosen.startswith("en") else country.indonesian


def country_choices(*, language: str | None = None) -> list[tuple[str, str]]:
    """Return (code, name) of every country, in the order of the names."""
    named = ((code, country_label(code, language=language)) for code in countries())
    return sorted(named, key=lambda pair: (_key(pair[1]), pair[0]))
