"""Two people press the same button: the first is served, the second is told, nothing is lost.

Both had opened their page before either pressed, so each holds the row as it was then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rembuk.lib.errors import Refused
from rembuk.people import consents, duplicates, households, journeys, merging, registration, rights
from rembuk.people import residents as rules
from rembuk.people.models import (
    Consent,
    CorrectionAnswer,
    CorrectionRequest,
    DifferentPersons,
    HouseholdDuty,
    JourneyStep,
    Merge,
    MergeUndo,
    Resident,
)
from rembuk.people.residents import facts_of
from rembuk.people.tests.scenes import NOW, TODAY, resident, siti, step, wati
from rembuk.villages import tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import AuditEntry, VillageRow
from rembuk.villages.tests import races, stories

Press = Callable[[Any, Actor], object]


def a_request(world: stories.World) -> VillageRow:
    return rights.ask_correction(resident=siti(world), said="RT", by=world.by_adi, at=NOW)


def answer(row: Any, by: Actor) -> object:
    put_right = CorrectionAnswer.Outcome.PUT_RIGHT
    return rights.answer_correction(request=row, outcome=put_right, said="", by=by, at=NOW)


def a_merge(world: stories.World) -> VillageRow:
    one, other = siti(world), resident(world, "Siti Aminah")
    return merging.merge(kept=one, merged=other, choices={}, by=world.by_adi, at=NOW)


def a_consent(world: stories.World) -> VillageRow:
    return consents.give(
        resident=siti(world), purpose=Consent.Purpose.REGISTRY, channel=Consent.Channel.PAPER,
        given_on=TODAY, by=world.by_adi, at=NOW,
    )  # fmt: skip


def agree(row: Any, by: Actor) -> object:
    return consents.give(
        resident=row, purpose=Consent.Purpose.REGISTRY, channel=Consent.Channel.PAPER,
        given_on=TODAY, by=by, at=NOW,
    )  # fmt: skip


def a_step(world: stories.World) -> VillageRow:
    return step(world, siti(world), "INTENTION", date(2026, 1, 5))


def a_withdrawn_step(world: stories.World) -> VillageRow:
    row = step(world, siti(world), "INTENTION", date(2026, 1, 5))
    journeys.withdraw_step(step=row, reason="wrong", by=world.by_adi, at=NOW)
    return row


def an_apart(world: stories.World) -> VillageRow:
    one, other = siti(world), resident(world, "Siti Aminah")
    return duplicates.tell_apart(one=one, other=other, by=world.by_adi, at=NOW)


def a_duty(world: stories.World) -> VillageRow:
    mother = wati(world)
    home = households.open_household(
        village=world.here, facts=households.HouseholdFacts(head=mother), by=world.by_adi, at=NOW
    )
    return households.give_duty(
        household=home, resident=mother, duty=HouseholdDuty.Duty.KEEPS_CHILDREN, since=TODAY,
        by=world.by_adi, at=NOW,
    )  # fmt: skip


def a_member(world: stories.World) -> VillageRow:
    row = a_duty(world)
    assert isinstance(row, HouseholdDuty)
    return row.resident


def erase(row: Any, by: Actor) -> object:
    return rights.erase(resident=row, typed_name=row.name, asked_on=TODAY, by=by, at=NOW)


# What there is, the model of the row, the button, the rows it leaves: one, whoever presses.
BUTTONS: list[tuple[Callable[[stories.World], VillageRow], type[VillageRow], Press, str]] = [
    (a_request, CorrectionRequest, answer, "people.correction_answered"),
    (a_merge, Merge, lambda row, by: merging.undo(merge=row, by=by, at=NOW), "people.merge_undone"),
    (
        a_consent,
        Consent,
        lambda row, by: consents.withdraw(consent=row, withdrawn_on=TODAY, by=by, at=NOW),
        "people.consent_withdrawn",
    ),
    (siti, Resident, agree, "people.consent_given"),
    (
        a_step,
        JourneyStep,
        lambda row, by: journeys.withdraw_step(step=row, reason="wrong", by=by, at=NOW),
        "people.step_withdrawn",
    ),
    (
        a_withdrawn_step,
        JourneyStep,
        lambda row, by: journeys.restore_step(step=row, by=by, at=NOW),
        "people.step_restored",
    ),
    (
        an_apart,
        DifferentPersons,
        lambda row, by: duplicates.take_back(apart=row, by=by, at=NOW),
        "people.apart_taken_back",
    ),
    (
        a_duty,
        HouseholdDuty,
        lambda row, by: households.end_duty(duty=row, until=TODAY, by=by, at=NOW),
        "people.duty_ended",
    ),
    (
        a_member,
        Resident,
        lambda row, by: households.leave(resident=row, on=TODAY, by=by, at=NOW),
        "people.left_household",
    ),
    (siti, Resident, erase, "people.erased"),
    (
        wati,
        Resident,
        lambda row, by: registration.take_back(resident=row, by=by, at=NOW),
        "people.registration_taken_back",
    ),
]


@pytest.mark.parametrize(
    ("make", "model", "press", "verb"), BUTTONS, ids=[button[-1] for button in BUTTONS]
)
def test_the_second_who_presses_is_told(world, make, model, press, verb):
    pk = make(world).pk
    adis, rinas = (model.objects.of(world.here).get(pk=pk) for _ in range(2))
    press(adis, world.by_adi)
    with pytest.raises(Refused):
        press(rinas, Actor(user=world.rina))
    told = AuditEntry.objects.of(world.here).filter(verb=verb)
    assert [entry.by for entry in told] == [world.adi]


def test_what_a_neighbour_corrected_stays_when_something_else_is_corrected(world):
    pk = siti(world).pk
    adis, rinas = (Resident.objects.of(world.here).get(pk=pk) for _ in range(2))
    for who, told in ((adis, {"name": "Siti Aminah binti Slamet"}), (rinas, {"hamlet": "Karang"})):
        facts = rules.ResidentFacts(**{**vars(facts_of(who)), **told})
        rules.correct(resident=who, facts=facts, by=world.by_adi, at=NOW)
    found = Resident.objects.of(world.here).get(pk=pk)
    assert (found.name, found.hamlet) == ("Siti Aminah binti Slamet", "Karang")
    assert "slamet" in found.search_text


def test_the_same_corrected_twice_at_one_moment_is_asked_about(world):
    pk = siti(world).pk
    adis, rinas = (Resident.objects.of(world.here).get(pk=pk) for _ in range(2))
    for who, hamlet in ((adis, "Karang"), (rinas, "Sawah")):
        facts = rules.ResidentFacts(**{**vars(facts_of(who)), "hamlet": hamlet})
        if who is adis:
            rules.correct(resident=who, facts=facts, by=world.by_adi, at=NOW)
        else:
            with pytest.raises(Refused, match="halaman"):
                rules.correct(resident=who, facts=facts, by=world.by_adi, at=NOW)
    assert Resident.objects.of(world.here).get(pk=pk).hamlet == "Karang"


def test_joining_two_records_keeps_what_was_corrected_since_the_page_was_read(world):
    one, other = siti(world), resident(world, "Siti Aminah")
    seen = Resident.objects.of(world.here).get(pk=one.pk)
    facts = rules.ResidentFacts(**{**vars(facts_of(one)), "hamlet": "Karang"})
    rules.correct(resident=one, facts=facts, by=world.by_adi, at=NOW)
    merging.merge(kept=seen, merged=other, choices={}, by=world.by_adi, at=NOW)
    assert Resident.objects.of(world.here).get(pk=one.pk).hamlet == "Karang"


@pytest.mark.django_db(transaction=True)
def test_a_merge_taken_back_by_three_at_one_moment_is_taken_back_once(tmp_path):
    world = stories.world()
    with tenancy.inside(world.here):
        pk = a_merge(world).pk

    def press(_number: int) -> object:
        with tenancy.inside(world.here):
            row = Merge.objects.of(world.here).select_related("undo").get(pk=pk)
            return merging.undo(merge=row, by=world.by_adi, at=NOW)

    with races.shared_by_threads(tmp_path):
        outcomes = races.at_once(press, times=3)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        MergeUndo.__name__, "Refused", "Refused",
    ]  # fmt: skip
