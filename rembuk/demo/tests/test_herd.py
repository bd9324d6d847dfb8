"""The goats of the demo: nineteen that became forty, and an invented herd."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from rembuk.demo import herd, purses
from rembuk.demo.meetings import tell_case as tell_meetings
from rembuk.demo.story import Story
from rembuk.enterprise import members
from rembuk.enterprise.members import Joining
from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Somebody
from rembuk.herd import due, feasts, pen, ripe, sales, seasons, standing, stockbook
from rembuk.herd.kin import parents_in
from rembuk.herd.models import Animal, Event, Kind
from rembuk.herd.pedigree import kinship
from rembuk.herd.pen import AgeClass
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT = datetime(2019, 12, 14, 3, 0, tzinfo=UTC)
SEEN_ON = date(2019, 12, 13)


@pytest.fixture
def case():
    village = stories.world().here
    group = Group.objects.create(village=village, kind="BUSINESS", trade="GOATS", name="Kambing")
    told = {"group_name": "Kambing", "at": AT, "today": AT.date()}
    tell_meetings(village, **told)
    herd.tell_case(village, book=purses.tell_goats(village, **told), **told)
    return group


def test_facts_63_to_67_nineteen_goats_became_forty(case):
    book = stockbook.book(case, since=None, until=SEEN_ON)
    lines = {line.kind: line.numbers for line in book.lines}
    assert lines[Kind.GRANTED] == [17, 2]
    assert {kind: sum(numbers) for kind, numbers in lines.items()} == {
        Kind.GRANTED: 19, Kind.BORN: 44, Kind.DIED: 5, Kind.SOLD: 18,
    }  # fmt: skip
    assert (book.closing, book.total) == ([29, 11], 40)
    died = Counter(standing.events(case, [Kind.DIED]).values_list("cause", flat=True))
    assert died == {"DISEASE": 3, "KIDDING": 2}
    assert not Event.objects.filter(synthetic=False).exists()
    assert not Animal.objects.filter(synthetic=False).exists()


def test_facts_67_to_69_every_sale_stands_in_the_purse_and_rests_on_a_decision(case):
    found = sales.of(case)
    days = Counter(one.sale.sold_on for one in found for _goat in one.goats)
    assert days == {on: number for on, number, _price in purses.GOAT_SALES}
    assert sum(one.total_rp for one in found) == 27_200_000
    assert all(one.settled.is_booked for one in found)
    assert all(one.settled.booked_on == one.sale.sold_on for one in found)
    assert all(one.sale.resolution.agreed_on < one.sale.sold_on for one in found)


def test_who_was_sold_for_idul_adha_had_completed_a_year_by_both_calendars(case):
    sold = standing.events(case, [Kind.SOLD]).select_related("animal")
    told = {}
    for feast in (date(2018, 8, 22), date(2019, 8, 11)):
        rows = sold.filter(happened_on__range=(feast - timedelta(days=30), feast))
        for row in rows:  # who came with the grant was grown then
            born_on = row.animal.born_on
            assert (
                not born_on or seasons.old_enough("kambing", born_on=born_on, feast_on=feast).both
            )
        told[feast.year] = Counter(bool(row.animal.born_on) for row in rows)
    assert told == {2018: {False: 6}, 2019: {True: 7}}


def test_daughters_bear_when_grown_and_not_by_their_father(case):
    inbred = kinship(parents_in(case)).inbreeding
    assert max(inbred.values()) == 0
    least = 17 * 30  # mated at twelve months and carried five
    for row in standing.events(case, [Kind.KIDDED]).filter(animal__born_on__isnull=False):
        assert (row.happened_on - row.animal.born_on).days >= least


@pytest.fixture
def invented():
    village = stories.world().here
    group = Group.objects.create(village=village, kind="BUSINESS", trade="GOATS", name=purses.HERD)
    story = Story(village)
    for who, office in (("karto", Office.GROUP_CHAIR), ("slamet", Office.TREASURER)):
        story.users[who] = stories.user(who, who.title())
        stories.appoint(story.users[who], office, group=group)
    by = Actor(user=story.users["karto"], office=Office.GROUP_CHAIR)
    on, at = date(2018, 3, 5), datetime(2018, 3, 5, 3, 0, tzinfo=UTC)
    told = {"group": group, "by": by, "at": at, "today": on}
    members.join(joining=Joining(on, name="Sarjono"), **told)
    facts = meetings.Facts(on, "Menjual kambing", present=[Somebody("Sarjono")])
    meeting = meetings.record(facts=facts, **told)
    resolutions.agree(meeting=meeting, text="Jual jantan yang cukup umur.", by=by, at=at)
    herd.tell(story, book=purses.tell_herd(story))
    return group


def test_the_invented_herd_lives_and_agrees_with_its_purse(invented):
    sold = {one.sale.sold_on: one.total_rp for one in sales.of(invented)}
    assert sold == {money.on: money.amount_rp for money in purses.herd_sales()}
    assert all(one.settled.is_booked for one in sales.of(invented))
    feasts = [seasons.proclaimed(seasons.ADHA, year=on.year)[0] for on in sold]
    assert all(0 < (feast - on).days < 14 for feast, on in zip(feasts, sold, strict=True))
    found = pen.counted(pen.heads(invented, on=herd.LAST_ON))
    assert all(found[one] > 0 for one in (AgeClass.DAM, AgeClass.DOELING, AgeClass.SIRE))
    assert sum(found.values()) == herd.STANDING == 40
    first = pen.counted(pen.heads(invented, on=herd.BEGAN))
    assert (first[AgeClass.DOELING], first[AgeClass.SIRE], sum(first.values())) == (17, 2, 19)
    looked_round = due.duties(invented, on=date(2026, 11, 22))
    assert looked_round.watched


def test_who_was_sold_as_a_male_of_a_year_is_one(invented):
    """Every meeting agreed: males that are old enough."""
    assert all(one.sale.resolution.text.startswith("Jual jantan") for one in sales.of(invented))
    for row in standing.events(invented, [Kind.SOLD]).select_related("animal"):
        born_on = row.animal.born_on
        feast = seasons.proclaimed(seasons.ADHA, year=row.happened_on.year)[0]
        assert row.animal.sex == "M"
        assert seasons.old_enough("kambing", born_on=born_on, feast_on=feast).both


def test_a_lame_goat_of_the_invented_herd_is_not_offered_one_with_a_broken_horn_is(invented):
    feast = feasts.coming(invented.village, "idul_adha", on=herd.LAST_ON)
    found = ripe.candidates(invented, feast, today=herd.LAST_ON)
    flawed = {flaw.row.defect: one.is_unfit for one in found for flaw in one.flaws}
    assert flawed == {"LAME": True, "HORN": False}


def test_no_buck_of_the_invented_herd_is_mated_with_his_own_kin(invented):
    """The least that a herd can do: neither daughters nor half sisters; a cousin's F is 1/16."""
    inbred = kinship(parents_in(invented)).inbreeding
    assert max(inbred.values()) < 0.0625
    lines = {
        line.kind: line.numbers
        for line in stockbook.book(invented, since=None, until=herd.LAST_ON).lines
    }
    assert lines[Kind.SWAPPED] == [0, len(herd.SWAPS)]
    assert lines[Kind.EXCHANGED] == [0, len(herd.SWAPS)]
