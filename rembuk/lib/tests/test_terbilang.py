"""Sums in words: the examples of every receipt book, and every sum read back from its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.terbilang import ID_ONES, MOST, amount_in_words

NINE = "sembilan ratus sembilan puluh sembilan"
NINES = f"{NINE} triliun {NINE} miliar {NINE} juta {NINE}"
GOLDEN = [
    (0, "nol"), (11, "sebelas"), (19, "sembilan belas"), (20, "dua puluh"), (100, "seratus"),
    (101, "seratus satu"), (1_000, "seribu"), (1_001_000, "satu juta seribu"),
    (21_500, "dua puluh satu ribu lima ratus"), (110_000, "seratus sepuluh ribu"),
    (1_250_000, "satu juta dua ratus lima puluh ribu"), (111_000, "seratus sebelas ribu"),
    (100_000_000_000, "seratus miliar"), (1_000_000_001, "satu miliar satu"),
    (2_720_000, "dua juta tujuh ratus dua puluh ribu"), (10**15, "satu kuadriliun"),
    (999_999_999_999_000, NINES + " ribu"), (10**15 + 1_000, "satu kuadriliun seribu"),
    (1_800 * 10**12, "satu kuadriliun delapan ratus triliun"), (10**18, "satu kuintiliun"),
]  # fmt: skip


@pytest.mark.parametrize(("amount", "said"), GOLDEN)
def test_a_sum_is_said_as_on_a_receipt(amount, said):
    assert amount_in_words(amount, language="id") == f"{said} rupiah"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "zero"), (21, "twenty-one"), (115, "one hundred and fifteen"),
        (1_005, "one thousand and five"), (21_500, "twenty-one thousand five hundred"),
        (1_250_000, "one million two hundred and fifty thousand"), (10**15, "one quadrillion"),
        (10**18 + 1, "one quintillion and one"),
    ],
)  # fmt: skip
def test_a_sum_is_said_in_english_too(amount, said):
    assert amount_in_words(amount, language="en") == f"{said} rupiah"


SIZES = {"puluh": 10, "ratus": 100, "ribu": 10**3, "juta": 10**6, "miliar": 10**9,
         "triliun": 10**12, "kuadriliun": 10**15, "kuintiliun": 10**18}  # fmt: skip


def number_of(words: str) -> int:
    """Read words back by adding up, which is another way than the one that wrote them."""
    whole = part = ones = 0
    for word in words.removesuffix(" rupiah").split():
        if word in ID_ONES:
            ones = ID_ONES.index(word)
        elif word == "belas":
            ones += 10
        elif word in {"seratus", "seribu"}:
            part, whole = (part + 100, whole) if word == "seratus" else (part, whole + 1000)
        elif SIZES[word] < 1000:
            part, ones = part + ones * SIZES[word], 0
        else:
            whole, part, ones = whole + (part + ones) * SIZES[word], 0, 0
    return whole + part + ones


@given(st.integers(0, MOST) | st.integers(0, 2_000_000))
def test_every_sum_can_be_read_back_from_its_words(amount):
    assert number_of(amount_in_words(amount, language="id")) == amount


@pytest.mark.parametrize("amount", [-1, MOST + 1])
def test_there_are_no_words_below_nothing_or_above_the_most(amount):
    with pytest.raises(ValueError, match="no words"):
        amount_in_words(amount, language="id")
