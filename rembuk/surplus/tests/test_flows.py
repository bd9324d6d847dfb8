"""Cash flow and change of capital: they end in what the position says, whatever happened."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.surplus import flows, yearly
from rembuk.surplus.tests.scenes import BANK, CASH, YEAR
from rembuk.surplus.tests.test_yearly import sums, url, year


def both(lived, number):
    told = year(lived, number)
    return flows.cash_flow(lived.book, told), flows.capital(lived.book, told)


def meets(lived, number):
    """Cash and capital end in what the position has, and begin in what they ended in before."""
    position = yearly.position_of(lived.book, year(lived, number))
    cash, capital = both(lived, number)
    held = sums(position.has)
    assert cash.end_rp == sum(held.get(code, 0) for code in flows.CASH)
    assert capital.end_rp == position.owes[-1].amount_rp
    parts = [line.amount_rp for line in cash.lines if line.is_sum]
    assert sum(parts[:3]) == parts[3]


def test_where_the_cash_of_2025_came_from(lived):
    """Members brought 2,400,000; business left 1,100,000: all in the drawer, 3,500,000."""
    cash, capital = both(lived, YEAR)
    assert sums(cash.lines) == {
        "3101": 900_000, "3102": 1_500_000, "4101": 1_000_000, "4201": 500_000, "5202": -150_000,
        "5301": -150_000, "5401": -100_000,
    }  # fmt: skip
    assert [line.amount_rp for line in cash.lines if line.is_sum] == [
        1_100_000, 0, 2_400_000, 3_500_000, 3_500_000,
    ]  # fmt: skip
    assert [line.amount_rp for line in capital.lines if line.is_sum] == [
        900_000, 1_500_000, 1_100_000, 3_500_000,
    ]  # fmt: skip


def test_what_moves_between_cash_and_bank_is_no_flow(lived):
    lived.booked(BANK, CASH, 700_000, date(2026, 1, 5))
    cash, _capital = both(lived, 2026)
    assert [line.amount_rp for line in cash.lines if line.is_sum] == [0, 0, 0, 0, 3_500_000]


def test_a_divided_surplus_goes_out_of_the_capital_it_came_from(lived):
    """Of 1,100,000 the members put 600,000 into the reserve and 500,000 are theirs, not paid."""
    lived.booked("3301", "3201", 600_000, date(2026, 3, 1))
    lived.booked("3301", "2105.1", 500_000, date(2026, 3, 1))
    cash, capital = both(lived, 2026)
    assert cash.end_rp == 3_500_000
    assert capital.end_rp == 3_000_000
    assert [line.amount_rp for line in capital.lines if line.is_sum] == [
        900_000, 1_500_000, 600_000, 0, 3_000_000,
    ]  # fmt: skip
    meets(lived, 2026)


CODES = ("1401", "1501", "2105.1", "2201", "3104", "3201", "3301", "4201", "5202", "5901")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(CODES), st.booleans(), st.integers(1, 9)), max_size=6))
def test_both_statements_meet_the_position_after_anything(lived, told):
    for code, out, thousands in told:
        if out and code[0] in "14":
            continue  # their own floor forbids it
        sides = (code, CASH) if out else (CASH, code)
        lived.booked(*sides, thousands * 1000, date(2026, 4, 1))
    meets(lived, YEAR)
    meets(lived, 2026)


@pytest.mark.parametrize(
    ("what", "says"),
    [("cash-flow", "Kas dan bank pada akhir"), ("capital", "Simpanan wajib: akhir")],
)
def test_anybody_of_the_cooperative_reads_them(lived, client, what, says):
    client.force_login(lived.coop.treasurer)
    page = client.get(url(lived, "statement", what) + "?year=2025").text
    assert says in page
    for kind in ("pdf", "xlsx", "csv"):
        assert client.get(url(lived, "statement_file", what, kind)).status_code == 200
