"""Desa Jepara (kasus): every fact that records can bear is borne by records."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.db import transaction
from django.urls import reverse

from rembuk.accounts.models import User
from rembuk.coop import checklist, objections, path
from rembuk.coop.models import Member
from rembuk.demo import jepara, offices
from rembuk.duty import fairness, records
from rembuk.duty.fairness import What
from rembuk.enterprise import businesses, members, partners
from rembuk.enterprise.models import Need, Thing
from rembuk.lib import ids
from rembuk.people import counting, journeys
from rembuk.people.models import Household, JourneyStep, NationalId, Plan, Resident, Status
from rembuk.programme import evidence, facts, pillars, staffing
from rembuk.programme.models import Evidence, VillageFact, VillageProgramme
from rembuk.villages import places, regions, tenancy
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Group, Known, OfficeTerm
from rembuk.villages.permissions import Office

pytestmark = pytest.mark.django_db
FOUNDED_AT = datetime(2017, 1, 2, tzinfo=UTC)
ON = jepara.VISITED_ON


@pytest.fixture(scope="module")
def case(django_db_setup, django_db_blocker):
    """The village, built once for all tests of this file and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        with tenancy.every_village("tests look at the case"), ids.counted_from(10**12):
            regions.load()
            village = places.found_village(
                code=jepara.CODE, name=jepara.NAME, by=REMBUK, at=FOUNDED_AT
            )
            jepara.build(village)
            yield village
        transaction.set_rollback(True)


def fact(case, number: int) -> list[int]:
    """The whole numbers that a fact of the village states."""
    return [
        int(n) for n in re.findall(r"\d+", VillageFact.objects.of(case).get(number=number).quantity)
    ]


def years_abroad(case) -> dict[int, float]:
    people = Resident.objects.of(case)
    months = journeys.contract_months(people, village=case)
    return {pk: n / 12 for pk, n in months.items()}


# --- 1.2 place and people ---


def test_fact_16_the_village_lies_in_way_jepara_which_has_16_villages(case):
    assert case.region.dotted_code == "18.07.07.2007"
    assert regions.path_of(case.region) == "Way Jepara, Kabupaten Lampung Timur, Lampung"
    assert case.region.parent.children.count() == fact(case, 16)[0] == 16


def test_fact_17_there_are_227_households(case):
    assert Household.objects.of(case).count() == fact(case, 17)[0] == 227


@pytest.mark.parametrize("day", [jepara.COUNTED_ON, jepara.VISITED_ON, date(2026, 10, 31)])
def test_facts_18_to_20_150_abroad_and_248_returned_make_398(case, day):
    stocks = counting.stocks(case, day)
    assert stocks[Status.WORKER] == fact(case, 18)[0] == 150
    assert stocks[Status.RETURNED] == fact(case, 19)[0] == 248
    assert sum(stocks.values()) == fact(case, 20)[0] == 398


def test_status_is_derived_from_steps_alone(case):
    for resident in Resident.objects.of(case).order_by("pk")[:40]:
        assert journeys.status_on(resident, date(2026, 10, 31)) == resident.status


def test_no_person_is_unexplained(case):
    for after, until in ((date(2000, 1, 1), jepara.COUNTED_ON), (jepara.COUNTED_ON, ON)):
        assert counting.unexplained(case, after=after, until=until) == 0


def test_households_have_one_two_or_three_migrants(case):
    sizes = Counter(Resident.objects.of(case).values_list("household", flat=True))
    assert Counter(sizes.values()) == {1: 96, 2: 91, 3: 40}
    assert None not in sizes


def test_fact_21_contracts_add_up_to_2_to_16_years(case):
    years = years_abroad(case)
    assert len(years) == 398
    assert [min(years.values()), max(years.values())] == fact(case, 21) == [2, 16]


def test_fact_21_one_person_renewed_eight_times_two_years_in_hong_kong(case):
    (longest,) = [pk for pk, years in years_abroad(case).items() if years == 16]
    steps = JourneyStep.objects.of(case).filter(resident=longest, contract_months__isnull=False)
    assert [(s.country, s.contract_months) for s in steps.order_by("on")] == [("HK", 24)] * 8


def test_fact_22_europe_goes_with_a_single_contract(case):
    years = years_abroad(case)
    europeans = Resident.objects.of(case).filter(country__in=jepara.EUROPE)
    assert [years[person.pk] for person in europeans] == [2] * 6


def test_fact_23_hong_kong_then_singapore_then_taiwan(case):
    counted = Counter(Resident.objects.of(case).values_list("country", flat=True))
    assert counted == jepara.COUNTRIES
    assert [code for code, _count in counted.most_common(3)] == ["HK", "SG", "TW"]
    assert sum(counted.values()) == 398


def test_fact_27_some_returned_workers_want_to_leave_again(case):
    again = Resident.objects.of(case).filter(plan=Plan.LEAVE_AGAIN)
    assert {person.status for person in again} == {Status.RETURNED}
    assert again.count() == jepara.WANT_TO_LEAVE_AGAIN
    # How many stay or have not decided is not said either: nobody is made to say so here.
    assert not Resident.objects.of(case).filter(plan__in=[Plan.STAY, Plan.UNDECIDED]).exists()


# --- nobody is real ---


def test_everybody_is_marked_synthetic_and_has_no_number_phone_or_birthday(case):
    people = Resident.objects.of(case)
    assert not people.filter(synthetic=False).exists()
    assert not Household.objects.of(case).filter(synthetic=False).exists()
    assert not NationalId.objects.of(case).exists()
    assert not people.exclude(phone="", phone_typed="", birth_date__isnull=True).exists()


def test_the_same_seed_makes_the_same_people():
    from random import Random

    assert jepara.planned(Random(jepara.SEED)) == jepara.planned(Random(jepara.SEED))
    assert jepara.planned(Random(jepara.SEED)) != jepara.planned(Random(1))


# --- 1.3 offices ---


@pytest.mark.parametrize(
    ("number", "office", "holders"),
    [(34, Office.VILLAGE_HEAD, 1), (35, Office.FACILITATOR, 1), (73, Office.GROUP_CHAIR, 2)],
)
def test_offices_are_held_by_invented_people(case, number, office, holders):
    terms = OfficeTerm.objects.on(ON).filter(village=case, office=office)
    assert terms.count() == holders
    assert all("(kasus)" in term.user.name for term in terms)
    assert fact(case, number) == [1]


def test_fact_39_one_facilitator_where_norms_ask_for_four_or_two(case):
    templates = [run.template for run in pillars.running_in(case, on=ON)]
    told = staffing.gaps(case, templates, on=ON)
    assert [(gap.required, gap.actual, gap.missing) for gap in told] == [(4, 1, 3), (2, 1, 1)]
    assert fact(case, 39) == [1, 4]


@pytest.mark.parametrize(
    ("office", "number", "days"),
    [
        (Office.VILLAGE_HEAD, 34, {date(2019, 12, 12)}),
        (Office.FACILITATOR, 35, {date(2019, 12, 14)}),
        (Office.GROUP_CHAIR, 36, {date(2019, 12, 13), date(2019, 12, 14)}),
    ],
)
def test_nobody_is_said_to_hold_an_office_since_a_day_that_no_source_gives(
    case, office, number, days
):
    """Facts 34 to 36 give the days of the interviews: in office by then, since when is unknown."""
    terms = OfficeTerm.objects.filter(village=case, office=office)
    assert {term.since for term in terms} == days
    assert {term.since_precision for term in terms} == {Known.KNOWN_BY}
    told = VillageFact.objects.of(case).get(number=number).as_of
    assert date.fromisoformat(told) in days


def test_fact_33_the_coordinator_at_the_district_was_met_on_9_december_2019():
    (above,) = [row for row in offices.ABOVE if row[0] == "kabupaten-lamtim"]
    assert above[-2:] == (date(2019, 12, 9), Known.KNOWN_BY)


def test_no_step_claims_more_than_a_year(case):
    """Fact 21 says how long people were away and never when."""
    assert set(JourneyStep.objects.of(case).values_list("precision", flat=True)) == {"YEAR"}


def test_fact_63_nobody_says_when_the_goats_came(case):
    assert Group.objects.of(case).get(name=jepara.GOATS).started_on is None
    assert VillageFact.objects.of(case).get(number=63).as_of == ""


# --- programme and pillars ---


def test_fact_3_the_village_was_designated_in_2017_by_a_decree_nobody_numbers(case):
    run = VillageProgramme.objects.of(case).get()
    assert (run.template_id, run.designation_year, run.decree_number) == ("desmigratif", 2017, "")
    assert (run.since.year, run.since_precision) == (2017, Known.YEAR)
    assert fact(case, 3) == [2017]


def test_pillars_without_a_record_stay_empty(case):
    mine = pillars.pillars_of(pillars.running_in(case, on=ON))
    told = {s.pillar.code: s.stage for s in evidence.standings(case, mine, on=ON)}
    assert told == {"P1": 0, "P2": Evidence.Shows.RUNNING, "P3": 0, "P4": Evidence.Shows.TALK}


def test_fact_44_the_sewing_group_started_at_the_end_of_2017(case):
    sewing = Group.objects.of(case).get(name=jepara.SEWING)
    assert f"{sewing.started_on:%Y-%m}" == "2017-12"
    assert sewing.started_precision == Known.MONTH
    assert VillageFact.objects.of(case).get(number=44).as_of == "2017-12"


def test_facts_47_and_48_only_how_many_machines_is_invented(case):
    told = {thing.name: thing.synthetic for thing in Thing.objects.of(case)}
    assert told == {"Mesin jahit": True, "Bantuan modal awal": False}


def test_facts_55_and_56_a_tool_of_ten_million_was_not_bought(case):
    need = Need.objects.of(case).get()
    assert need.training is not None
    assert (need.training.what, need.training.paid_by) == ("", "Uang APBN")
    assert (need.amount_rp, need.about, need.decision) == (10_000_000, True, "NO")
    assert need.decided_precision == Known.KNOWN_BY


def test_facts_57_to_59_partners_stand_as_the_article_says(case):
    stages = sorted((one.sort, one.stage) for one in partners.told(case))
    schools = [stage for sort, stage in stages if sort == "SCHOOL"]
    assert [stage for sort, stage in stages if sort == "ONLINE"] == ["PROSPECT"] * 5  # fact 58
    assert schools == ["PROSPECT", "REFUSED"]  # fact 57: not every school agrees, so some may
    assert {sort: stage for sort, stage in stages if sort not in ("SCHOOL", "ONLINE")} == {
        "SUPERMARKET": "PROSPECT", "BUSINESS": "PROSPECT",
        "INVESTOR": "PROSPECT", "SHOP": "RUNNING", "SUPPLIER": "RUNNING",
    }  # fmt: skip


def test_fact_29_one_stall_runs_outside_the_groups_and_is_nobodys_by_name(case):
    (stall,) = businesses.standing(case).now
    assert (stall.does, stall.resident) == ("Warung kelontong", None)


def test_there_are_two_business_groups_and_of_a_cooperative_only_the_idea(case):
    kinds = Counter(Group.objects.of(case).values_list("kind", flat=True))
    assert kinds == {Group.Kind.BUSINESS: 2, Group.Kind.COOPERATIVE: 1}
    idea = Group.objects.of(case).get(kind=Group.Kind.COOPERATIVE)
    found = path.read(idea, on=ON)
    assert (found.stage, len(found.marks), found.route) == (checklist.Stage.IDEA, 1, None)
    assert not Member.objects.of(case).exists()
    heard = objections.of(idea)
    assert {one.kind for one in heard} == {"CAPITAL", "QUARREL", "UNIMPORTANT", "UNHEARD"}
    assert all(one.source and one.resident is None and not one.answers.all() for one in heard)


def test_facts_84_seven_per_cent_would_have_been_enough_founders(case):
    stocks = counting.stocks(case, ON)
    interested = round(0.07 * (stocks[Status.WORKER] + stocks[Status.RETURNED]))
    assert interested == 28  # founders needed were 20 then and are 9 now


def test_fact_97_the_share_of_returned_workers_who_sew(case):
    returned = counting.stocks(case, ON)[Status.RETURNED]
    assert fact(case, 97) == [20, returned, 10, returned]


# --- facts and differences ---


def test_all_105_facts_12_national_ones_and_14_differences_are_shown(case):
    assert [f.number for f in facts.facts_for(case)] == list(range(1, 118))
    assert [c.code for c in facts.conflicts_for(case)] == [f"C{n}" for n in range(1, 15)]


def test_every_fact_says_where_it_stands_in_both_languages(case):
    for found in facts.facts_for(case):
        assert found.source_codes
        assert found.statement_id != found.statement_en


# --- the roster that was not always kept ---


def test_facts_71_and_72_ten_men_share_seven_turns_a_week_and_two_do_less_than_60_percent(case):
    """Nobody says how many they are or who had which day: made up, and the page says so."""
    group = Group.objects.of(case).get(name=jepara.GOATS)
    (roster,) = records.rosters_of(group)
    assert roster.rule.synthetic
    assert (roster.last_on - roster.first_on).days + 1 == 10 * 7
    assert roster.last_on < date(2019, 12, 13)
    told = fairness.strips(
        roster, fairness.turns_of_roster(roster), people=members.of(group), today=ON
    )
    assert [strip.held for strip in told] == [7] * 10
    done = [Fraction(strip.numbers[What.DONE], strip.held) for strip in told]
    assert sorted(done)[1] < Fraction(60, 100) <= sorted(done)[2]
    assert sum(strip.numbers[What.UNMARKED] for strip in told) == 0
    assert all(strip.member.synthetic and strip.member.resident is None for strip in told)


def test_the_fairness_page_of_the_case_shows_its_turns_and_that_they_are_made_up(case, client):
    group = Group.objects.of(case).get(name=jepara.GOATS)
    client.force_login(User.objects.get(username="ketua-ternak-jepara"))
    page = client.get(reverse("duty:fairness", args=[case.slug, group.pk])).content.decode()
    assert "Contoh, disusun dari kalimat sumbernya" in page
    assert "Anggota 3 (sintetis)" in page
