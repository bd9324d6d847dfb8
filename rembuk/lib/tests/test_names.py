"""Names: kept as written, cleaned of what nobody sees, compared by their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.names import alike, clean_text, edit_distance, name_key, name_words, nearest


@pytest.mark.parametrize(
    ("text", "clean", "removed"),
    [
        ("Siti Aminah", "Siti Aminah", False),
        ("  Siti \t Aminah\r\n", "Siti Aminah", False),
        ("Siti\u00a0\u2003Aminah", "Siti Aminah", False),
        ("Syafi'i, S.Pd.", "Syafi'i, S.Pd.", False),
        ("Zoë", "Zoë", False),
        ("Zoe\u0308", "Zoë", False),
        ("Si\u200bti", "Siti", True),
        ("\ufeffSiti", "Siti", True),
        ("\u202eitiS", "itiS", True),
        ("Siti\u00ad", "Siti", True),
        ("Si\x07ti", "Siti", True),
        ("Siti 👩🏽‍🌾", "Siti", True),
        ("Siti ❤️ ☎", "Siti", True),
        ("Siti 1️⃣", "Siti 1", True),
        ("🇮🇩Siti", "Siti", True),
        ("\ud83dSiti", "Siti", True),
        ("\u2800\u3164", "", True),
        ("陳大文", "陳大文", False),
    ],
)
def test_only_what_nobody_sees_is_removed(text, clean, removed):
    assert clean_text(text) == (clean, removed)


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    clean, _removed = clean_text(text)
    assert clean_text(clean) == (clean, False)


def test_the_key_is_lower_case_letters():
    assert name_key("Siti AMINAH, S.Pd. 2") == "sitiaminahspd"
    assert name_words("Siti  A. 'minah") == {"siti", "a", "minah"}


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("", "", 0), ("siti", "siti", 0), ("siti", "sitti", 1), ("yuni", "juni", 1),
        ("abc", "", 3), ("dwi", "dewi", 1), ("wati", "tini", 3), ("abcdef", "uvwxyz", 4),
    ],
)  # fmt: skip
def test_distances(first, second, distance):
    assert edit_distance(first, second, most=3) == distance


def plain_distance(first: str, second: str) -> int:
    """The textbook's distance, for comparison."""
    if not first or not second:
        return len(first) + len(second)
    same = first[-1] == second[-1]
    return min(
        plain_distance(first[:-1], second) + 1,
        plain_distance(first, second[:-1]) + 1,
        plain_distance(first[:-1], second[:-1]) + (not same),
    )


short = st.text("ab", max_size=5)


@given(short, short, st.integers(0, 3))
def test_the_bounded_distance_is_the_plain_one(first, second, most):
    assert edit_distance(first, second, most=most) == min(plain_distance(first, second), most + 1)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Siti Aminah", "SITI AMINAH", True), ("Siti Aminah", "Siti Amina", True),
        ("Siti", "Aminah Siti", True), ("Siti Aminah", "Aminah Siti", True),
        ("Siti Aminah", "Sumiatun Aminah", False), ("Gatot Kaca", "Mulyono Halim", False),
        ("Slamet", "...", False),
    ],
)  # fmt: skip
def test_names_that_may_be_one_persons(first, second, same):
    assert alike(first, second) is same
    assert alike(second, first) is same


def test_the_nearest_spelling():
    assert nearest("malasia", ["malaysia", "malta"], most=2) == "malaysia"
    assert nearest("xyz", ["malaysia"], most=2) is None
