"""Siti's journey: recorded step by step, late, wrongly, and taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rembuk.lib.errors import Refused
from rembuk.people import exporting, journeys, residents
from rembuk.people.journeys import StepFacts
from rembuk.people.models import JourneyStep, Plan, Resident, Status
from rembuk.people.tests.scenes import NOW, TODAY, siti, step, wati
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry

pytestmark = pytest.mark.usefixtures("english")


def abroad(world, **told) -> Resident:
    who = siti(world)
    step(world, who, "DEPARTURE", date(2024, 1, 10), contract_months=24, **told)
    return who


def test_siti_leaves_and_comes_home(world):
    who = abroad(world)
    assert (who.status, who.country) == (Status.WORKER, "HK")
    assert who.contract_ends_on == date(2026, 1, 10)
    step(world, who, "HOMECOMING", date(2026, 2, 1))
    who.refresh_from_db()
    assert (who.status, who.country, who.contract_ends_on) == (Status.RETURNED, "HK", None)


STATUS_ON = [
    (date(2024, 1, 9), Status.NONE),
    (date(2024, 1, 10), Status.WORKER),
    (date(2025, 6, 1), Status.ON_LEAVE),
    (date(2025, 7, 1), Status.WORKER),
    (date(2026, 2, 1), Status.RETURNED),
]


@pytest.mark.parametrize(("day", "expected"), STATUS_ON)
def test_her_status_on_any_day_comes_from_the_steps(world, day, expected):
    who = abroad(world)
    step(world, who, "LEAVE", date(2025, 6, 1))
    step(world, who, "LEAVING_AGAIN", date(2025, 7, 1))
    step(world, who, "HOMECOMING", date(2026, 2, 1))
    Resident.objects.filter(pk=who.pk).update(status="")
    JourneyStep.objects.filter(resident=who, kind="EXTENSION").update(status_after="")
    assert journeys.status_on(who, day) == expected


REFUSED = [
    ("HOMECOMING", date(2026, 5, 21), {}, "still to come"),
    ("HOMECOMING", date(1969, 12, 31), {}, "1970"),
    ("DEPARTURE", date(1989, 1, 1), {}, "born"),
    ("DEPARTURE", date(2025, 1, 1), {}, "abroad"),
    ("DEPARTURE", date(2020, 1, 1), {"country": ""}, "country"),
    ("HOMECOMING", date(2023, 1, 1), {}, "not abroad"),
    ("DEPARTURE", date(2023, 12, 1), {}, "Departed"),
    ("EXTENSION", date(2025, 1, 1), {"contract_months": 0}, "120"),
    ("STATUS_REPORT", date(2025, 1, 1), {"reported_status": "deceased"}, "Died"),
    ("LEAVING_AGAIN", date(2023, 1, 1), {}, "Departed"),
]


@pytest.mark.parametrize(("kind", "on", "told", "word"), REFUSED)
def test_an_impossible_step_is_refused_with_what_to_do(world, kind, on, told, word):
    who = abroad(world)
    with pytest.raises(Refused, match=word):
        step(world, who, kind, on, **told)
    assert JourneyStep.objects.filter(resident=who).count() == 1


def test_after_death_nothing_follows_but_what_was_before_may_be_told(world):
    who = abroad(world)
    step(world, who, "DIED", date(2025, 3, 1))
    with pytest.raises(Refused, match="died"):
        step(world, who, "HOMECOMING", date(2025, 4, 1))
    step(world, who, "EXTENSION", date(2025, 1, 1))
    assert who.status == Status.DECEASED


def test_a_forgotten_step_may_be_told_later(world):
    who = abroad(world)
    step(world, who, "REGISTRATION", date(2023, 9, 1))
    step(world, who, "INTENTION", date(2023, 6, 1))
    kinds = [s.kind for s in reversed(journeys.timeline(who))]
    assert kinds == ["INTENTION", "REGISTRATION", "DEPARTURE"]
    assert journeys.status_on(who, date(2023, 7, 1)) == Status.PROSPECTIVE


def test_a_year_alone_finds_its_place_among_the_other_steps(world):
    who = abroad(world)
    step(world, who, "HOMECOMING", date(2024, 5, 5), precision="YEAR")
    home = JourneyStep.objects.get(resident=who, kind="HOMECOMING")
    assert (home.on, home.precision) == (date(2024, 1, 10), "YEAR")
    assert who.status == Status.RETURNED


def test_a_month_never_reaches_into_the_future(world):
    who = abroad(world)
    home = step(world, who, "HOMECOMING", date(2026, 5, 31), precision="MONTH")
    assert home.on == date(2026, 5, 1)


def test_a_wrong_step_is_withdrawn_and_stays_visible(world):
    who = abroad(world)
    wrong = step(world, who, "HOMECOMING", date(2025, 2, 1))
    journeys.withdraw_step(step=wrong, reason="salah orang", by=world.by_adi, at=NOW)
    who.refresh_from_db()
    assert who.status == Status.WORKER
    assert wrong in journeys.timeline(who)
    with pytest.raises(Refused, match="already"):
        journeys.withdraw_step(step=wrong, reason="lagi", by=world.by_adi, at=NOW)


def test_a_step_others_rest_on_is_not_withdrawn(world):
    who = abroad(world)
    step(world, who, "HOMECOMING", date(2025, 2, 1))
    with pytest.raises(Refused, match="Came home"):
        journeys.withdraw_step(
            step=journeys.first_step(who), reason="salah", by=world.by_adi, at=NOW
        )


def test_withdrawing_needs_a_reason(world):
    wrong = step(world, abroad(world), "HOMECOMING", date(2025, 2, 1))
    with pytest.raises(Refused, match="why"):
        journeys.withdraw_step(step=wrong, reason="  ", by=world.by_adi, at=NOW)


def test_years_abroad_are_the_sum_of_contracts(world):
    who = abroad(world)
    step(world, who, "EXTENSION", date(2025, 12, 1), contract_months=24)
    assert journeys.contract_years(who) == 4
    assert journeys.contract_years(wati(world)) == 0


def test_the_trail_tells_each_step_in_words(world):
    abroad(world)
    entry = AuditEntry.objects.get(verb="people.step_added")
    told = audit.sentence(entry)
    assert "Siti Aminah" in told
    assert "Hong" in told
    assert "DEPARTURE" not in told


IN_A_TABLE = [
    # status, departed, returned, country: what the registry says; the steps it becomes
    (None, None, None, "", []),
    ("migrant_worker", date(2019, 3, 1), None, "HK", ["DEPARTURE"]),
    ("returned_migrant", date(2019, 3, 1), date(2021, 3, 1), "HK", ["DEPARTURE", "HOMECOMING"]),
    ("returned_migrant", None, date(2021, 3, 1), "HK", ["STATUS_REPORT", "HOMECOMING"]),
    ("migrant_worker", date(2022, 3, 1), date(2021, 3, 1), "HK",
     ["STATUS_REPORT", "HOMECOMING", "DEPARTURE"]),
    ("prospective_migrant", None, None, "TW", ["STATUS_REPORT"]),
    ("returned_migrant", date(2019, 3, 1), None, "", ["DEPARTURE", "STATUS_REPORT"]),
    (None, None, None, "SG", ["STATUS_REPORT"]),
]  # fmt: skip


@pytest.mark.parametrize(("status", "departed", "returned", "country", "expected"), IN_A_TABLE)
def test_columns_of_a_registry_become_steps(world, status, departed, returned, country, expected):
    steps = journeys.told_in_a_table(
        status=status,
        departed=departed and StepFacts(kind="DEPARTURE", on=departed, country=country),
        returned=returned and StepFacts(kind="HOMECOMING", on=returned),
        country=country,
        reported_on=TODAY,
    )
    facts = residents.ResidentFacts(name="Siti")
    newcomer = residents.Newcomer(facts=facts, steps=steps)
    (who,) = residents.bulk_register(
        village=world.here, newcomers=[newcomer], by=world.by_adi, at=NOW
    )
    assert [s.kind for s in reversed(journeys.timeline(who))] == expected
    assert (who.status, who.country) == (status or "", country)
    assert journeys.rederive(who).status == who.status


def test_another_village_has_its_own_journeys(world):
    who = abroad(world)
    assert not JourneyStep.objects.of(world.there).filter(resident=who)


def test_news_of_an_earlier_departure_makes_a_wish_noted_today_old(world):
    who = siti(world)
    step(world, who, "STATUS_REPORT", TODAY, country="", reported_status=Status.PROSPECTIVE)
    step(world, who, "DEPARTURE", TODAY - timedelta(days=1))
    who.refresh_from_db()
    assert (who.status, who.country) == (Status.WORKER, "HK")
    assert journeys.status_on(who, TODAY) == Status.WORKER


def test_a_table_that_says_both_is_believed_in_its_status(world):
    steps = journeys.told_in_a_table(
        status="prospective_migrant",
        departed=StepFacts(kind="DEPARTURE", on=date(2019, 1, 1), precision="YEAR", country="HK"),
        returned=None,
        country="HK",
        reported_on=TODAY,
    )
    newcomer = residents.Newcomer(facts=residents.ResidentFacts(name="Wati"), steps=steps)
    (who,) = residents.bulk_register(
        village=world.here, newcomers=[newcomer], by=world.by_adi, at=NOW
    )
    assert who.status == Status.PROSPECTIVE
    assert journeys.rederive(who).status == Status.PROSPECTIVE


def test_the_download_says_what_a_returned_worker_plans(world):
    who = abroad(world)
    step(world, who, "HOMECOMING", date(2025, 2, 1))
    step(world, who, "PLAN", date(2025, 3, 1), plan=Plan.LEAVE_AGAIN)
    column = exporting.EXPORT_COLUMNS["residents"].index("plan")
    assert [row[column] for row in exporting.table_rows(world.here)] == ["leave_again"]
    (complete,) = exporting.complete_rows(world.here)
    assert "plan" not in complete, "the import contract has no such column"
