"""Days that goats are kept for."""

from __future__ import annotations

from datetime import date

import pytest

from rembuk.herd import seasons

# Decisions of the Minister of Religious Affairs after the isbat sessions, 2019 to 2026.
PROCLAIMED = {
    2019: ("2019-06-05", "2019-08-11"), 2020: ("2020-05-24", "2020-07-31"),
    2021: ("2021-05-13", "2021-07-20"), 2022: ("2022-05-02", "2022-07-10"),
    2023: ("2023-04-22", "2023-06-29"), 2024: ("2024-04-10", "2024-06-17"),
    2025: ("2025-03-31", "2025-06-06"), 2026: ("2026-03-21", "2026-05-27"),
}  # fmt: skip


@pytest.mark.parametrize("year", PROCLAIMED)
def test_indonesias_own_days_are_those_that_were_proclaimed(year):
    for feast, told in zip((seasons.FITRI, seasons.ADHA), PROCLAIMED[year], strict=True):
        assert [on.isoformat() for on in seasons.proclaimed(feast, year=year)] == [told]


@pytest.mark.parametrize("year", [2031, 2060])
def test_what_is_not_proclaimed_yet_is_not_told_as_if_it_were(year):
    assert seasons.proclaimed(seasons.ADHA, year=year) == []


def test_a_feast_falls_in_every_year_and_twice_now_and_then():
    years = range(seasons.FIRST_YEAR, seasons.LAST_YEAR + 1)
    counted = {year: len(seasons.feasts(seasons.FITRI, year=year)) for year in years}
    assert set(counted.values()) == {1, 2}
    assert [year for year in (2000, 2032, 2033) if counted[year] == 2] == [2000, 2033]


AGES = [
    ("kambing", "2023-06-17", "2024-06-17", True, True),
    ("kambing", "2023-06-30", "2024-06-17", False, False),
    ("sapi", "2022-07-01", "2024-06-17", False, True),
    ("kambing", "2024-02-29", "2025-02-28", False, True),
    ("kambing", "2024-02-29", "2025-03-01", True, True),
    ("kambing", "2024-06-18", "2024-06-17", False, False),
]


@pytest.mark.parametrize(("species", "born", "feast", "gregorian", "hijri"), AGES)
def test_old_enough_by_both_calendars(species, born, feast, gregorian, hijri):
    found = seasons.old_enough(
        species, born_on=date.fromisoformat(born), feast_on=date.fromisoformat(feast)
    )
    assert (found.gregorian, found.hijri) == (gregorian, hijri)
    assert found.both is (gregorian and hijri)
