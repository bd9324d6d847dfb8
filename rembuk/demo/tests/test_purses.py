"""The cash of the demo's groups: what the case states, and books that prove themselves."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from rembuk.cash import counting, days, limits, sheets
from rembuk.cash.models import CashCount
from rembuk.demo import purses
from rembuk.demo.story import Story
from rembuk.ledger import checks, months, reading
from rembuk.lib.dates import month_end
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories

pytestmark = pytest.mark.django_db
AT = datetime(2019, 12, 14, 3, 0, tzinfo=UTC)
ALL = 1000


@pytest.fixture
def goats():
    village = stories.world().here
    Group.objects.create(village=village, kind="BUSINESS", name="Kambing")
    book = purses.tell_goats(village, group_name="Kambing", at=AT, today=AT.date())
    return book, reading.lines_of(book, count=ALL)


def told(world, name, group_name, *, tell, people):
    """Tell one purse in a village of the scene."""
    village = getattr(world, name)
    group = Group.objects.create(village=village, kind="BUSINESS", name=group_name)
    story = Story(village)
    for who, office in people.items():
        story.users[who] = stories.user(f"{who}.{name}", who.title())
        stories.appoint(story.users[who], office, group=group)
    return tell(story)


def test_fact_67_goats_were_sold_several_times_before_the_feasts(goats):
    sold = [(line.on.year, line.on.month, line.in_rp) for line in goats[1] if line.in_rp]
    assert Counter(sold) == {
        (2018, 8, 1_500_000): 6, (2019, 6, 1_400_000): 5, (2019, 8, 1_600_000): 7,
    }  # fmt: skip
    feasts = (date(2018, 8, 22), date(2019, 6, 5), date(2019, 8, 11))
    days = sorted({line.on for line in goats[1] if line.in_rp})
    assert [(feast - day).days for day, feast in zip(days, feasts, strict=True)] == [6, 2, 2]


def test_fact_69_what_they_brought_was_shared_equally_and_the_rest_stays(goats):
    book, lines = goats
    assert reading.totals(book) == (18 + 10, 27_200_000, 27_200_000)
    shares = [line.out_rp for line in lines if line.out_rp]
    assert shares == [2_720_000] * 10
    assert lines[0].balance_rp == 27_200_000 - sum(shares) == 0


def test_fact_70_sold_and_shared_by_the_day_the_facilitator_said_so(goats):
    assert max(line.on for line in goats[1]) <= date(2019, 12, 14)


def test_whatever_no_source_says_is_marked_and_nobody_is_named(goats):
    book, lines = goats
    assert all("sintetis" in line.party and line.memo == "sintetis" for line in lines)
    assert {line.recorded_by for line in lines} == {""}
    assert months.standings(book) == {}  # nobody is said to have counted or closed anything
    assert days.closes_of(book, count=ALL) == []
    assert not CashCount.objects.filter(book=book).exists()
    assert checks.check_book(book) == []


@pytest.mark.looks  # its chances come from a seed, not from the database
def test_the_tailors_are_told_the_same_each_time_with_all_that_happens_in_a_purse():
    world, seen = stories.world(), []
    people = {"lastri": Office.GROUP_CHAIR, "rina": Office.TREASURER}
    for name in ("here", "there"):
        book = told(world, name, purses.TAILORS, tell=purses.tell_tailors, people=people)
        lines = reading.lines_of(book, count=ALL)
        seen.append([(one.on, one.party, one.in_rp, one.balance_rp) for one in lines])
    assert seen[0] == seen[1]
    assert len({line.on.year for line in lines}) == 9
    assert len(lines) > 150
    large = [line for line in lines if line.out_rp >= purses.TAILORS_LIMIT_RP]
    assert large
    assert {line.approved_by for line in large} == {"Lastri"}
    assert sum(1 for line in lines if line.taken_back_by) == 1
    assert not [line for line in lines if line.out_rp == 3_200_000]  # refused, so never paid
    (agreed,) = limits.changes_of(book)
    assert (agreed.before_rp, agreed.decision.outcome) == (purses.TAILORS_BEGAN_RP, "AGREED")
    assert agreed.limit_rp == book.limit_rp == purses.TAILORS_LIMIT_RP
    count = counting.counts_of(book, purses.LAST_ON)[0]
    assert count.difference_rp == 0
    assert count.counted_rp == lines[0].balance_rp
    assert checks.check_book(book) == []
    (first, *_more) = [line for line in reversed(lines) if line.on == purses.MEETING_ON]
    brought = sheets.sheet_of(book, first.number)
    assert {(line.party, line.in_rp) for line in brought} == {
        ("Lastri", purses.DUES_RP), ("Rina", purses.DUES_RP)
    }  # fmt: skip
    assert closed_up_to(book) == date(2026, 8, 1)
    assert days.closed_until(book) == purses.MISSING_ON  # the last day is there to be closed
    assert reading.balance_of(book, "1199") == purses.MISSING_RP


def closed_up_to(book):
    """The last closed month; all before it are closed too, each by two people when it was over."""
    standings = months.standings(book)
    every = [date(2018 + number // 12, number % 12 + 1, 1) for number in range(len(standings))]
    assert list(standings) == every
    for month in standings.values():
        assert [step.state for step in month.steps] == ["CLOSING", "CLOSED"]
        asked, confirmed = month.steps
        assert asked.by_id != confirmed.by_id
        assert asked.at < confirmed.at
        assert asked.at.date() > month_end(month.first)
    return month.first


def test_the_herd_shares_equally_and_what_does_not_divide_stays_with_the_group():
    people = {"karto": Office.GROUP_CHAIR, "slamet": Office.TREASURER}
    world = stories.world()
    book = told(world, "here", purses.HERD, tell=purses.tell_herd, people=people)
    lines = reading.lines_of(book, count=ALL)
    left = 0
    for year in range(2019, 2027):
        sold = sum(line.in_rp for line in lines if line.on.year == year)
        shares = [line.out_rp for line in lines if line.on.year == year and "Anggota" in line.party]
        assert len(shares) == 7
        # From 2023 on the members agreed that half of it goes by turns.
        assert len(set(shares)) == (1 if year < 2023 else 7)
        rest = sold - purses.FEED_RP - sum(shares)
        assert 0 <= rest < 7
        left += rest
    assert left > 0
    assert lines[0].balance_rp == 250_000 + left
    assert checks.check_book(book) == []
    shut = max(line.on for line in lines if line.on < purses.HERD_OPEN_FROM)
    assert max(months.standings(book)) == shut.replace(day=1)
