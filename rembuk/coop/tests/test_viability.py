"""Three years of a cooperative that does not exist yet: exact, and always a range."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.coop import viability
from rembuk.coop.viability import Assumptions, Scenario
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

PLAIN = Assumptions(
    members=20, joining=(0, 0, 10), leaving=(0, 0, 10), pokok_rp=50_000, wajib_rp=10_000,
    paying=(50, 100, 100), lent=50, charge=12, bad=(0, 5, 10), cost_rp=100_000,
)  # fmt: skip


def three(most):
    return st.tuples(*[st.integers(0, most)] * 3).map(lambda found: tuple(sorted(found)))


ANY = st.builds(
    Assumptions, members=st.integers(1, 300), joining=three(60), leaving=three(60),
    pokok_rp=st.integers(1, 10**6), wajib_rp=st.integers(0, 10**6), paying=three(100),
    lent=st.integers(0, 100), charge=st.integers(0, 24), bad=three(100),
    cost_rp=st.integers(0, 10**7),
)  # fmt: skip


def test_a_year_can_be_worked_out_by_hand():
    """20 people bring 1.000.000 of pokok, and 2.400.000 of wajib in the year.

    On average 2.200.000 lies there, half of it is lent: 132.000 of charge, 55.000 lost, 1.200.000
    of costs.
    """
    year = next(viability.years(PLAIN.scenario(1)))
    assert (year.members, year.brought, year.taken) == (20, 2_400_000, 0)
    assert (year.loans, year.charge, year.bad) == (1_100_000, 132_000, 55_000)
    assert (year.surplus, year.money) == (-1_123_000, 1_000_000 + 2_400_000 - 1_123_000)
    careful = next(viability.years(PLAIN.scenario(0)))
    assert (careful.members, careful.taken) == (10, 500_000)
    assert careful.brought == 10 * 120_000 / 2


@given(ANY)
def test_caution_never_ends_above_the_middle_nor_the_middle_above_going_well(given_):
    found = viability.told(given_)
    for row in (*found.members, *found.money_rp):
        assert row.low <= row.mid <= row.high
    assert [one.year for one in found.money_rp] == [1, 2, 3]


@given(ANY)
def test_nothing_appears_and_nothing_is_lost(given_):
    scenario = given_.scenario(1)
    money = Fraction(given_.members * given_.pokok_rp)
    for year in viability.years(scenario):
        money += year.brought - year.taken + year.surplus
        assert year.money == money
        assert year.members >= 0
        assert year.loans >= 0


@given(ANY)
def test_without_ranges_the_band_is_a_line(given_):
    same = {name: (getattr(given_, name)[1],) * 3 for name in ("joining", "leaving", "paying",
                                                               "bad")}  # fmt: skip
    assert isinstance(given_.scenario(0), Scenario)
    found = viability.told(replace(given_, **same))
    assert all(row.low == row.mid == row.high for row in (*found.money_rp, *found.surplus_rp))


@given(ANY)
def test_the_picture_stays_in_its_frame(given_):
    found = viability.band(given_.members * given_.pokok_rp, viability.told(given_).money_rp)
    points = [tuple(map(int, one.split(","))) for one in f"{found.area} {found.middle}".split()]
    assert all(0 <= x <= found.width and 0 <= y <= found.height for x, y in points)


ASKED = {
    "members": "20", "joining_low": "0", "joining_mid": "0", "joining_high": "10",
    "leaving_low": "0", "leaving_mid": "0", "leaving_high": "10", "pokok_rp": "50.000",
    "wajib_rp": "10.000", "paying_low": "50", "paying_mid": "100", "paying_high": "100",
    "lent": "50", "charge": "12", "bad_low": "0", "bad_mid": "5", "bad_high": "10",
    "cost_rp": "100.000",
}  # fmt: skip


def test_a_member_works_it_out_on_the_page(coop, opened):
    member = stories.user("tumini", "Tumini")
    stories.appoint(member, Office.GROUP_MEMBER, group=coop.group)
    client = opened(member)
    url = reverse("coop:viability", args=[coop.group.village.slug, coop.group.pk])
    with few_queries():
        first = client.get(url).content.decode()
    assert "Perkiraan Anda" in first
    page = client.get(url, ASKED).content.decode()
    assert "Rp2.277.000" in page, "the middle of the first year, worked out by hand above"
    assert "Tanpa izin tidak boleh meminjamkan" in page
    wrong = client.get(url, ASKED | {"joining_mid": "11", "charge": "25"})
    assert wrong.status_code == 422
    assert "dari paling sedikit" in wrong.content.decode()
    assert 'value="11"' in wrong.content.decode(), "what was typed stays"
