"""Dates, numbers and names are written the way villagers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib import words

SATURDAY = date(2019, 12, 14)


@pytest.mark.parametrize(
    ("write", "language", "written"),
    [
        (words.long_day, "id", "Sabtu, 14 Desember 2019"),
        (words.long_day, "en", "Saturday, 14 December 2019"),
        (words.plain_day, "id", "14 Desember 2019"),
        (words.short_day, "id", "14 Des 2019"),
        (words.short_day, "en", "14 Dec 2019"),
        (words.month_of_year, "id", "Desember 2019"),
        (words.month_of_year, "jv", "Desember 2019"),
    ],
)
def test_a_day_is_written_in_words(write, language, written):
    assert write(SATURDAY, language=language) == written


@pytest.mark.parametrize(
    ("zone", "language", "written"),
    [
        ("Asia/Jakarta", "id", "14.30 WIB"),
        ("Asia/Pontianak", "id", "14.30 WIB"),
        ("Asia/Makassar", "id", "15.30 WITA"),
        ("Asia/Jayapura", "id", "16.30 WIT"),
        ("Asia/Jakarta", "en", "14:30 WIB"),
        ("Asia/Hong_Kong", "id", "15.30 HKT"),
        ("Asia/Riyadh", "id", "10.30 UTC+0300"),
    ],
)
def test_a_moment_is_shown_on_the_village_clock(zone, language, written):
    moment = datetime(2019, 12, 14, 7, 30, tzinfo=UTC)
    assert words.clock_time(moment, zone=zone, language=language) == written


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("081234567890", "0812-3456-7890"),
        ("+62812345678", "0812-3456-78"),
        ("+62725123456", "(0725) 123456"),
        ("+85251234567", "+852 5123 4567"),
        ("+886912345678", "+886 912 345 678"),
        ("tanya Bu RT", "tanya Bu RT"),
        ("", ""),
    ],
)
def test_a_phone_number_is_shown_as_people_say_it(stored, shown):
    assert words.phone_number(stored) == shown


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("9907014412900003", "9907••••••••0003"),
        ("990701441290000", "•••••••••••••••"),
        ("990701441290000X", "••••••••••••••••"),
        ("", ""),
    ],
)
def test_a_national_id_shows_eight_digits_at_most(digits, shown):
    assert words.masked_national_id(digits) == shown


@pytest.mark.parametrize(
    ("rt", "rw", "written"),
    [
        ("3", "1", "RT 003/RW 001"),
        ("003", "001", "RT 003/RW 001"),
        (" 12 ", "", "RT 012"),
        ("", "2", "RW 002"),
        ("", "", ""),
    ],
)
def test_rt_and_rw_have_three_digits(rt, rw, written):
    assert words.neighbourhood(rt, rw) == written


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Siti Aminah", "SA"),
        ("Wati", "W"),
        ("dewi sri lestari", "DL"),
        ("Rina (Bu RT)", "RR"),
        ("3 Serangkai", "S"),
        ("", ""),
    ],
)
def test_initials_come_from_first_and_last_word(name, letters):
    assert words.initials(name) == letters


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_grouped_number_reads_back_as_itself(number):
    written = words.grouped(number, language="id")
    assert int(written.replace(".", "").replace("−", "-")) == number
    assert words.grouped(number, language="en") == written.replace(".", ",")


@pytest.mark.parametrize(
    ("amount_rp", "language", "written"),
    [
        (1_250_000, "id", "Rp1.250.000"),
        (-5_000, "id", "−Rp5.000"),
        (-5_000, "en", "−Rp5,000"),
        (0, "id", "Rp0"),
    ],
)
def test_the_minus_of_a_sum_stands_before_its_currency(amount_rp, language, written):
    assert words.rupiah(amount_rp, language=language) == written
