"""A member number shows a slip of the finger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rembuk.coop import numbers

SERIALS = some.integers(min_value=1, max_value=numbers.LAST_SERIAL)


def test_the_seventeenth_member():
    assert numbers.number_of(17) == "000174"


@given(SERIALS, some.integers(0, 5), some.integers(1, 9))
def test_one_wrong_digit_gives_a_number_that_nobody_has(serial, place, more):
    number = numbers.number_of(serial)
    wrong = str((int(number[place]) + more) % 10)
    assert numbers.is_right(number)
    assert not numbers.is_right(number[:place] + wrong + number[place + 1 :])


@given(SERIALS, some.integers(0, 4))
def test_two_digits_changed_about_give_a_number_that_nobody_has(serial, place):
    number = numbers.number_of(serial)
    one, other = number[place], number[place + 1]
    swapped = number[:place] + other + one + number[place + 2 :]
    assert numbers.is_right(swapped) == (one == other)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("000174", "000174"), ("000-174", "000174"), (" 000 174 ", "000174"), ("siti", ""), ("", "")],
)
def test_a_number_is_read_as_people_write_it(typed, read):
    assert numbers.plain(typed) == read


@pytest.mark.parametrize("wrong", ["", "17", "0001740", "00017a", "٠٠٠١٧٤"])
def test_what_is_no_number_is_not_right(wrong):
    assert not numbers.is_right(wrong)
