"""The national number, by the rules of the calculation contract."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.national_id import Fault, NationalId, read_national_id

TODAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("text", "sex", "born"),
    [
        ("9903026402960007", "P", date(1996, 2, 24)),  # the contract's own example
        ("9903011708890001", "L", date(1989, 8, 17)),
        ("9903013006250001", "L", date(2025, 6, 30)),
        ("9903010107250001", "L", date(1925, 7, 1)),
        ("9903012902000001", "L", date(2000, 2, 29)),
        ("9903017112990001", "P", date(1999, 12, 31)),
    ],
)
def test_what_a_number_says(text, sex, born):
    read = read_national_id(text, today=TODAY)
    assert read == NationalId(digits=text, region=text[:6], sex=sex, birth_date=born)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.LENGTH), ("990302640296000", Fault.LENGTH), ("99030264029600071", Fault.LENGTH),
        ("9903026402960o07", Fault.LENGTH), ("٩٩٠٣٠٢٦٤٠٢٩٦٠٠٠٧", Fault.LENGTH),
        ("9903023002960001", Fault.DATE), ("9903020013960001", Fault.DATE),
        ("9903023202960001", Fault.DATE), ("9903024002960001", Fault.DATE),
        ("9903027202960001", Fault.DATE), ("9903022902010001", Fault.DATE),
        ("9903023002960000", Fault.DATE), ("9903026402960000", Fault.SERIAL),
    ],
)  # fmt: skip
def test_the_first_fault_is_told(text, fault):
    assert read_national_id(text, today=TODAY) is fault


def test_a_number_does_not_hold_the_century():
    read = read_national_id("9903011708200001", today=TODAY)
    assert isinstance(read, NationalId)
    assert read.agrees_with(date(1920, 8, 17))
    assert not read.agrees_with(date(1920, 8, 18))


@given(st.dates(date(1926, 1, 1), TODAY), st.sampled_from("LP"), st.integers(1, 9999))
def test_every_number_made_from_a_birth_date_gives_it_back(born, sex, serial):
    day = born.day + (40 if sex == "P" else 0)
    text = f"990301{day:02}{born.month:02}{born.year % 100:02}{serial:04}"
    read = read_national_id(text, today=TODAY)
    assert isinstance(read, NationalId)
    assert (read.birth_date, read.sex) == (born, sex)
