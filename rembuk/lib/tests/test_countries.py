"""Countries: how people write them, what we call them, and what is only suggested."""

from __future__ import annotations

import pytest
from django.utils import translation

from rembuk.lib.countries import (
    countries,
    country_choices,
    country_label,
    find_country,
    suggest_country,
)

WRITTEN = {
    "HK": "HK|HKG|Hongkong|Hong Kong|HONGKONG|hong-kong",
    "TW": "Taiwan|Taiwan ROC|TWN|Taiwan (ROC)",
    "SG": "Singapura|Singapore|S'pore|SGP",
    "SA": "Arab Saudi|Saudi|KSA|Saudi Arabia",
    "KR": "Korea|Korea Selatan|Korsel|South Korea", "JP": "Jepang|Japan|JPN",
    "AE": "UEA|UAE|Uni Emirat Arab|Dubai|U.A.E.", "BN": "Brunei|Brunei Darussalam",
    "QA": "Qatar", "KW": "Kuwait", "OM": "Oman", "BH": "Bahrain", "JO": "Yordania|Jordan",
    "TR": "Turki|Türkiye|Turkey", "IT": "Italia|Italy|Itali", "PL": "Polandia|Poland",
    "MO": "Makau|Macau|Macao", "GB": "Inggris|UK", "US": "Amerika Serikat|USA|AS",
    "NL": "Belanda", "NZ": "Selandia Baru", "CN": "Cina|Tiongkok|RRT", "MY": "Malaysia|MYS",
    "ID": "Indonesia", "CI": "Côte d'Ivoire|Cote d'Ivoire", "TL": "Timor Leste|Timor-Leste",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"), [(t, c) for c, ts in WRITTEN.items() for t in ts.split("|")]
)
def test_as_people_write_them(text, code):
    assert find_country(text) == code


@pytest.mark.parametrize(
    "text", ["NA", "NO", "TK", "Timur Tengah", "Eropa", "luar negeri", "Arab", ""]
)
def test_what_is_no_country(text):
    assert find_country(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Malasia", "MY"), ("Singapur", "SG"), ("Hongkng", "HK"), ("Taiwn", "TW"), ("Jepng", "JP"),
     ("Timur Tengah", None), ("xy", None)],
)  # fmt: skip
def test_near_misses_are_only_suggested(text, code):
    assert find_country(text) is None
    assert suggest_country(text) == code


def test_every_country_has_two_names_and_codes_of_their_own():
    table = countries()
    assert len(table) == 249
    assert len({country.alpha3 for country in table.values()}) == 249
    for code, country in table.items():
        assert (len(code), len(country.alpha3)) == (2, 3)
        assert find_country(country.indonesian) == find_country(country.english) == code


def test_what_we_call_them():
    assert country_label("SA", language="en") == "Saudi Arabia"
    with translation.override("id"):
        assert country_label("SA") == "Arab Saudi"
    with translation.override("en-gb"):
        assert country_label("SA") == "Saudi Arabia"
    assert country_label("??") == "??"


def test_choices_stand_in_the_order_of_their_names():
    names = [name for _code, name in country_choices(language="id")]
    assert names[0] == "Afganistan"
    assert len(names) == 249
