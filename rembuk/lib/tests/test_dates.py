"""Dates as people write them, by the rules of the calculation contract."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.dates import (
    PartialDate,
    date_of_serial,
    month_end,
    months_later,
    next_month,
    parse_partial,
    read_date,
    read_partial,
)  # fmt: skip

TODAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 Nop 74", date(1974, 11, 3)), ("30/02/1990", None), ("1989-08-17", date(1989, 8, 17)),
        (" 17/8/1989 ", date(1989, 8, 17)), ("17-08-89", date(1989, 8, 17)),
        ("17.8.1989", date(1989, 8, 17)), ("17 / 08 / 1989", date(1989, 8, 17)),
        ("17/08-1989", None), ("17 agustus 1989", date(1989, 8, 17)),
        ("17-Aug-1989", date(1989, 8, 17)), ("17/Agt/1989", date(1989, 8, 17)),
        ("17 Agu. 89", date(1989, 8, 17)), ("1 Des 2001", date(2001, 12, 1)),
        ("1 Okt 2001", date(2001, 10, 1)), ("1 Mei 2001", date(2001, 5, 1)),
        ("1 Pebruari 2001", date(2001, 2, 1)), ("29/02/00", date(2000, 2, 29)),
        ("29/02/01", None), ("30/06/25", date(2025, 6, 30)), ("01/07/25", date(1925, 7, 1)),
        ("01/07/2025", date(2025, 7, 1)), ("33564", date(1991, 11, 22)), ("3999", None),
        ("4000", date(1910, 12, 13)), ("80000", date(2119, 1, 11)), ("80001", None),
        ("1989", None), ("17 Foo 1989", None), ("17/08/198", None), ("", None), ("0", None),
        ("9" * 5000, None),
        ("\u0661\u0667/08/1989", None), ("1989-08-17 00:00:00", date(1989, 8, 17)),
        ("1989-08-17T10:00", None), ("0000-01-01", None),
    ],
)  # fmt: skip
def test_whole_dates(text, day):
    assert read_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "stored", "precision"),
    [
        ("2018", "2018", "year"), ("Tahun 2018", "2018", "year"), ("th. 2018", "2018", "year"),
        ("Juni 2018", "2018-06", "month"), ("6/2018", "2018-06", "month"),
        ("2018-06", "2018-06", "month"), ("Jun-2018", "2018-06", "month"),
        ("17 Juni 2018", "2018-06-17", "day"), ("43252", "2018-06-01", "day"),
    ],
)  # fmt: skip
def test_dates_of_which_only_a_part_is_known(text, stored, precision):
    read = read_partial(text, today=TODAY)
    assert read is not None
    assert (str(read), read.precision) == (stored, precision)
    assert parse_partial(stored) == read


@pytest.mark.parametrize(
    "text", ["1969", "2100", "13/2018", "Foo 2018", "2018-13", "lupa", "", "12"]
)
def test_what_is_no_part_of_a_date(text):
    assert read_partial(text, today=TODAY) is None


def test_the_first_day_a_part_can_mean():
    assert PartialDate(2018).first_day() == date(2018, 1, 1)
    assert PartialDate(2018, 6).first_day() == date(2018, 6, 1)


@pytest.mark.parametrize("stored", ["", "18", "2018-6", "2018-13", "2018-02-30", "2018-06-01x"])
def test_only_what_was_stored_is_parsed(stored):
    with pytest.raises(ValueError, match=r"\S|^$"):
        parse_partial(stored)


@given(
    st.dates(date(1926, 1, 1), TODAY),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%y", "%Y-%m-%d", "%d.%m.%y"]),
)
def test_what_is_written_is_read(day, form):
    assert read_date(day.strftime(form), today=TODAY) == day


@given(st.integers(-10, 100_000))
def test_serials_count_days(serial):
    day = date_of_serial(serial)
    assert (day is not None) == (4000 <= serial <= 80_000)
    assert day is None or (day - date(1899, 12, 30)).days == serial


@given(st.dates(max_value=date(9999, 11, 30)))
def test_a_month_ends_the_day_before_the_next_begins(day):
    end, begin = month_end(day), next_month(day)
    assert (begin - end).days == begin.day == 1
    assert (end.year, end.month) == (day.year, day.month)
    assert end >= day


LATER = [
    (date(2024, 1, 31), [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]),
    (date(2025, 11, 30), [date(2025, 11, 30), date(2025, 12, 30), date(2026, 1, 30),
                          date(2026, 2, 28), date(2026, 3, 30)]),
]  # fmt: skip


@pytest.mark.parametrize(("day", "days"), LATER)
def test_months_are_counted_from_the_first_day_and_never_drift(day, days):
    assert [months_later(day, n) for n in range(len(days))] == days
    assert months_later(date(2025, 3, 31), -1) == date(2025, 2, 28)
