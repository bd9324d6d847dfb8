"""The statements of 2025: earned with members, earned with others, and both sides meet."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.coop.dues import Due
from rembuk.surplus import business, yearly
from rembuk.surplus.tests.acts import agreed_rule, computed
from rembuk.surplus.tests.scenes import CASH, YEAR
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import TODAY


def year(lived, number=YEAR):
    return yearly.year_of(lived.book, number, today=TODAY)


def sums(lines):
    return {line.code: line.amount_rp for line in lines if line.code}


def test_result_sets_members_and_others_apart(lived):
    """1,000,000 of members, 500,000 less 100,000 of others; 300,000 of costs, a third of others."""
    told = yearly.result_of(lived.book, year(lived))
    assert sums(told.lines) == {
        "4101": 1_000_000, "4201": 500_000, "5401": -100_000, "5202": -150_000, "5301": -150_000,
    }  # fmt: skip
    assert [line.amount_rp for line in told.lines if line.is_sum] == [
        1_000_000, 1_000_000, 1_400_000, 1_250_000, 1_100_000, 1_100_000, 1_100_000,
    ]  # fmt: skip
    assert (told.others_rp, told.members_rp) == (300_000, 800_000)


def test_position_meets_and_the_year_after_calls_the_surplus_of_the_last_one_earlier(lived):
    told = yearly.position_of(lived.book, year(lived))
    assert told.balanced
    assert sums(told.has) == {"1101": 3_500_000}
    assert sums(told.owes) == {"3101": 900_000, "3102": 1_500_000, "3302": 1_100_000}
    lived.booked("5202", CASH, 40_000, date(2026, 2, 1))
    after = yearly.position_of(lived.book, year(lived, 2026))
    assert after.balanced
    assert sums(after.owes)["3301"] == 1_100_000
    assert sums(after.owes)["3302"] == -40_000
    assert yearly.result_of(lived.book, year(lived, 2026)).shu_rp == -40_000
    assert yearly.result_of(lived.book, year(lived)).shu_rp == 1_100_000, "2025 stays as it was"


def test_a_year_is_closed_once_its_last_month_is(lived):
    assert year(lived).left_open[0] == date(2025, 1, 1)
    lived.close(until=11)
    assert year(lived).left_open == [date(2025, 12, 1)]
    lived.close(since=12)
    assert year(lived).is_closed


def test_every_account_of_income_and_costs_is_in_the_result(lived):
    """Whatever the chart has: the sum of the lines is the surplus, and the two sides meet."""
    from rembuk.ledger.chart import charts

    codes = [one.code for one in charts()["COOPERATIVE"] if one.code[0] in "45"]
    for number, code in enumerate(codes):
        sides = (CASH, code) if code[0] == "4" else (code, CASH)
        lived.booked(*sides, 1000 + number, date(2026, 3, 1))
    told = yearly.result_of(lived.book, year(lived, 2026))
    assert len(sums(told.lines)) == len(codes)
    assert sum(sums(told.lines).values()) == told.shu_rp
    assert yearly.position_of(lived.book, year(lived, 2026)).balanced


@given(st.tuples(*[st.integers(min_value=0, max_value=10**12)] * 5))
def test_others_and_members_make_the_whole(figures):
    members, others, joint, others_cost, members_cost = figures
    part = business.part_of_others(
        members_rp=members, others_rp=others, joint_rp=joint, others_cost_rp=others_cost
    )
    back = business.part_of_others(
        members_rp=others, others_rp=members, joint_rp=joint, others_cost_rp=members_cost
    )
    shu = members + others - joint - others_cost - members_cost
    if members or others:
        assert abs(part + back - shu) <= 1, "either side, from either side, to the rupiah"


@pytest.mark.parametrize(
    ("who", "opens", "leads"),
    [
        ("treasurer", 200, True), ("supervisor", 200, True), ("sri", 200, False),
        ("stranger", 403, False),
    ],
)  # fmt: skip
def test_who_reads_the_statements(lived, client, who, opens, leads):
    """Members read the sums of all; only officers of the book are led to its lines."""
    user = getattr(lived.coop, who, None)
    if user is None:
        user = stories.user(who, who.title())
        group = lived.coop.group if who == "sri" else lived.coop.world.tailors
        stories.appoint(user, Office.GROUP_MEMBER, group=group)
    client.force_login(user)
    answer = client.get(url(lived, "statement", "result"))
    assert (answer.status_code != 200) == (opens != 200)
    assert ("account=4101" in answer.text) is leads
    if opens == 200:
        assert "Rp1.100.000" in answer.text
        assert "Januari 2025 belum ditutup" in answer.text


@pytest.mark.parametrize("what", ["result", "position"])
@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
def test_statements_are_taken_along(lived, client, what, kind):
    client.force_login(lived.coop.treasurer)
    answer = client.get(url(lived, "statement_file", what, kind) + "?year=2025")
    assert answer.status_code == 200
    if kind == "csv":
        assert "1100000" in answer.content.decode()
    with few_queries(12):
        client.get(url(lived, "statement", what) + "?year=2025")


def test_a_cooperative_without_a_book_says_what_to_do(coop, client):
    client.force_login(coop.treasurer)
    page = reverse("surplus:statements", args=[coop.group.village.slug, coop.group.pk])
    assert "Belum ada kas koperasi" in client.get(page).text


def url(lived, name, *keys):
    return reverse(f"surplus:{name}", args=[lived.book.village.slug, lived.coop.group.pk, *keys])


def test_what_reading_a_day_costs(lived):
    """Four queries for a day, none before the book begins; a year has two ends."""
    with few_queries(4):
        assert yearly.sides(lived.book, date(YEAR, 12, 31))
    with few_queries(0):
        assert yearly.sides(lived.book, date(YEAR - 1, 12, 31)) == {}
    later = year(lived, YEAR + 1)
    with few_queries(8):
        yearly.ends_of(lived.book, later)


def test_savings_are_no_income(lived):
    lived.brought(lived.ratna, Due.WAJIB, 50_000, on=date(YEAR, 12, 1))
    assert yearly.result_of(lived.book, year(lived)).shu_rp == 1_100_000


def test_years_stand_without_a_point_in_words_and_in_addresses(lived, client):
    """Numbers are grouped in Indonesian; a year as 2.025 is no year, and no link leads there."""
    client.force_login(lived.coop.treasurer)
    lived.close()
    agreed_rule(lived)
    computed(lived)
    for page in ("result", "position", "capital", "cash-flow"):
        assert "2.025" not in client.get(url(lived, "statement", page) + "?year=2025").text
    assert "2.025" not in client.get(url(lived, "shu") + "?year=2025").text
