"""Phone numbers of registries, by the rules of the import contract."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.phones import Phone, read_phone


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0812-3456-7890", "+6281234567890"), ("62 812 3456 7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"), ("(+852) 9123 4567", "+85291234567"),
        ("00886912345678", "+886912345678"), ("81234567890", "+6281234567890"),
        ("81234567890.0", "+6281234567890"), ("(0725) 123456", "+62725123456"),
        ("HP: 081234567890", "+6281234567890"), ("+12345678", "+12345678"),
        ("+123456789012345", "+123456789012345"), ("+1234567", None), ("+1234567890123456", None),
        ("0" + "1" * 8, "+62" + "1" * 8), ("0" + "1" * 7, None), ("0" + "1" * 13, None),
        ("62" + "1" * 8, "+62" + "1" * 8), ("62" + "1" * 13, None), ("8" + "1" * 7, None),
        ("8" + "1" * 11, "+628" + "1" * 11), ("8" + "1" * 12, None), ("7123456789", None),
        ("belum punya", None), ("", None), ("6.2812345678E+12", None), ("8,1E+10", None),
    ],
)  # fmt: skip
def test_one_number(text, number):
    assert read_phone(text) == Phone(number)


@pytest.mark.parametrize(
    "text",
    ["081234567890 / 085712345678", "081234567890, 085712345678", "081234567890;0857",
     "081234567890 atau 085712345678", "081234567890 ATAU rumah 0725123456"],
)  # fmt: skip
def test_of_several_numbers_the_first_is_kept(text):
    assert read_phone(text) == Phone("+6281234567890", several=True)


@pytest.mark.parametrize("text", ["081234567890 /", "081234567890 / -", "/ 081234567890"])
def test_a_separator_alone_is_not_a_second_number(text):
    assert read_phone(text) == Phone("+6281234567890")


@given(st.text())
def test_whatever_is_written_the_answer_is_a_number_or_nothing(text):
    number = read_phone(text).number
    assert number is None or (number[0] == "+" and number[1:].isdigit() and 9 <= len(number) <= 16)


DOTS = [
    ("0812.34567.000", "+6281234567000"),
    ("0812.345.678.00", "+6281234567800"),
    ("0852.1111.0000", "+6285211110000"),
    ("+62812.3456.000", "+628123456000"),
    ("81234567890.0", "+6281234567890"),
]


@pytest.mark.parametrize(("text", "expected"), DOTS)
def test_dots_between_groups_cost_no_digits(text: str, expected: str) -> None:
    assert read_phone(text).number == expected
