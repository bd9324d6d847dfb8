"""Names are found as they sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.people import spelling

# Written one way in the registry, asked for the other way; found or not.
PAIRS = [
    ("Yuni", "Juni", True),
    ("Dewi", "Dwi", True),
    ("Dwi", "Dewi", True),
    ("Muhammad", "Moch", True),
    ("Moch. Yusuf", "Muh Jusuf", True),
    ("Muh. Ali", "Mohamad", True),
    ("Mohd Rizki", "muhamad riski", True),
    ("Soeharti", "Suharti", True),
    ("Suharti", "Suarti", True),
    ("Tjahjo", "Cahyo", True),
    ("Djoko", "Joko", True),
    ("Sjamsul", "Syamsul", True),
    ("Syamsul", "Samsul", True),
    ("Njoman", "Nyoman", True),
    ("Achmad", "Ahmad", True),
    ("Akhmad", "Ahmat", True),
    ("Chairul", "Khaerul", True),
    ("Aisyah", "Aisah", True),
    ("Nadya", "Nadia", True),
    ("Sulistyo", "Sulistio", True),
    ("Fitri", "Pitri", True),
    ("Riska", "Rizka", True),
    ("Hermawan", "Ermawan", True),
    ("Ermawan", "Hermawan", True),
    ("Christina", "Kristina", True),
    ("Monica", "Monika", True),
    ("Selamet", "Slamet", True),
    ("Slamet", "Slamed", True),
    ("Supriyadi", "Supriadi", True),
    ("Johannes", "Yohanes", True),
    ("Nur'aini", "Nuraini", True),
    ("Nur’aini", "nuraini", True),
    ("Émilie", "emilie", True),
    ("Siti Aminah", "ti", False),
    ("Wati", "Siti", False),
    ("Budi", "Dewi", False),
    ("Joko", "Eko", False),
    ("Muhlis", "Mulyono", False),
]


def found(written: str, asked: str) -> bool:
    text = spelling.search_text(written)
    return all(any(f" {form}" in text for form in forms) for forms in spelling.asked_forms(asked))


@pytest.mark.parametrize(("written", "asked", "expected"), PAIRS)
def test_a_name_is_found_in_another_spelling(written, asked, expected):
    assert found(written, asked) is expected


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12), st.integers(2, 12))
def test_every_beginning_of_a_name_finds_it(name, letters):
    assert found(name, name[:letters])


@given(st.text(max_size=100))
def test_any_text_becomes_plain_letters_within_the_column(name):
    text = spelling.search_text(name, name)
    assert len(text) <= spelling.SEARCH_TEXT_MAX
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


def test_a_name_too_long_for_the_column_is_cut_between_words():
    words = [f"nama{number:03}" for number in range(100)]
    text = spelling.search_text(" ".join(words))
    assert text.split() == words[: len(text.split())]
