"""Two records of one person become one, and two again: nothing is lost on the way."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.people import (
    checks,
    consents,
    counting,
    duplicates,
    households,
    merging,
    national_ids,
    rights,
    storing,
)
from rembuk.people.models import (
    Consent,
    Household,
    HouseholdDuty,
    ImportBatch,
    Merge,
    NationalId,
    Resident,
)
from rembuk.people.tests.scenes import NOW, SITIS_NIK, TODAY, resident, siti, step, wati
from rembuk.villages.models import AuditEntry, VillageRow

OTHER_NIK = "9901015501900002"
# A merge and its undo leave these lines behind; everything else must be as before.
LEFT_BEHIND = {"villages.auditentry", "people.merge", "people.mergeundo", "villages.command"}


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every village table, as plain values."""
    tables = [model for model in apps.get_models() if issubclass(model, VillageRow)]
    return {
        model._meta.label_lower: list(model.objects.order_by("pk").values())
        for model in tables
        if model._meta.label_lower not in LEFT_BEHIND
    }


def join(world, kept: Resident, merged: Resident, **choices: str) -> Merge:
    return merging.merge(kept=kept, merged=merged, choices=choices, by=world.by_adi, at=NOW)


def home(world, who: Resident) -> Household:
    facts = households.HouseholdFacts(head=who)
    return households.open_household(village=world.here, facts=facts, by=world.by_adi, at=NOW)


def agree(world, who: Resident, purpose: str = "CONTACT", on: date = date(2026, 5, 1)) -> Consent:
    return consents.give(
        resident=who, purpose=purpose, channel="PAPER", given_on=on, by=world.by_adi, at=NOW
    )


def two_sitis(world) -> tuple[Resident, Resident]:
    """Siti twice: recorded by Adi with journey and NIK, and again from an old list."""
    one = siti(world)
    step(world, one, "DEPARTURE", date(2020, 3, 1))
    other = resident(world, "Siti Aminah", phone="+6285550001111", birth_place="Way Contoh")
    step(world, other, "DEPARTURE", date(2020, 3, 1))
    step(world, other, "HOMECOMING", date(2023, 3, 1))
    home(world, other)
    agree(world, other)
    return one, other


def test_what_counts_moves_and_what_is_doubled_stays(world):
    one, other = two_sitis(world)
    join(world, one, other)
    one.refresh_from_db()
    assert list(one.steps.order_by("on").values_list("kind", flat=True)) == [
        "DEPARTURE",
        "HOMECOMING",
    ]
    assert one.status == "returned_migrant"
    assert one.household is not None
    assert one.household.head == one
    assert one.birth_place == "Way Contoh"
    assert one.phone == "+6281234567890", "the kept record's own value counts unless chosen"
    assert consents.standing(one)[Consent.Purpose.CONTACT].holds
    assert merging.final_record(Resident.objects.get(pk=other.pk)) == one
    assert list(checks.differences(world.here)) == []


def test_a_person_counts_once_after_the_merge(world):
    one, other = two_sitis(world)
    before = sum(counting.stocks(world.here, TODAY).values())
    join(world, one, other)
    assert sum(counting.stocks(world.here, TODAY).values()) == before - 1
    assert counting.unexplained(world.here, after=date(2019, 1, 1), until=TODAY) == 0


def test_each_field_can_be_chosen(world):
    one, other = two_sitis(world)
    join(world, one, other, phone="merged", name="merged", address="merged", journey="kept")
    one.refresh_from_db()
    assert one.phone == "+6285550001111"
    assert one.hamlet == ""
    assert one.steps.count() == 1


def test_a_merge_undone_leaves_everything_as_it_was(world):
    one, other = two_sitis(world)
    before = everything()
    done = join(world, one, other, phone="merged", household="merged")
    assert everything() != before
    merging.undo(merge=done, by=world.by_adi, at=NOW)
    assert everything() == before


@pytest.mark.parametrize("choice", ["kept", "merged"])
def test_of_two_numbers_one_is_chosen_and_the_other_waits(world, choice):
    one, other = siti(world), siti(world, national_id=OTHER_NIK)
    before = everything()
    done = join(world, one, other, national_id=choice)
    expected = {"kept": SITIS_NIK, "merged": OTHER_NIK}[choice]
    assert national_ids.holder(village=world.here, digits=expected).pk == one.pk
    merging.undo(merge=done, by=world.by_adi, at=NOW)
    assert everything() == before


def test_a_number_on_one_side_moves(world):
    one, other = siti(world, national_id=""), siti(world)
    join(world, one, other)
    assert NationalId.objects.get().resident == one


def test_who_can_sign_in_stays(world):
    one, other = siti(world), siti(world, national_id="")
    other.user = User.objects.create_user("siti", name="Siti Aminah")
    other.save()
    assert merging.which_stays(one, other) == (other, one)
    done = join(world, one, other)
    one.refresh_from_db()
    assert one.user.username == "siti"
    merging.undo(merge=done, by=world.by_adi, at=NOW)
    other.refresh_from_db()
    assert other.user.username == "siti"


def test_journeys_that_contradict_each_other_need_a_choice(world):
    one, other = siti(world), siti(world, national_id="")
    step(world, one, "DEPARTURE", date(2020, 3, 1))
    step(world, other, "DEPARTURE", date(2021, 6, 1))
    assert merging.default("journey", kept=one, merged=other) == "kept"
    with pytest.raises(Refused, match=r"contradict|bertentangan"):
        merging.plan(kept=one, merged=other, choices={"journey": "both"})
    before = everything()
    done = join(world, one, other, journey="merged")
    assert [s.on for s in one.steps.all()] == [date(2021, 6, 1)]
    merging.undo(merge=done, by=world.by_adi, at=NOW)
    assert everything() == before


def test_a_duty_that_both_have_stays_behind(world):
    one, other = siti(world), siti(world, national_id="")
    house = home(world, wati(world))
    for who in (one, other):
        HouseholdDuty.objects.create(
            village=world.here, household=house, resident=who, duty="RECEIVES_MONEY",
            since=date(2022, 1, 1),
        )  # fmt: skip
    planned = merging.plan(kept=one, merged=other, choices={})
    assert planned.staying == {"people.householdduty": 1}
    join(world, one, other)
    assert one.duties.count() == other.duties.count() == 1


def test_a_withdrawal_is_not_undone_by_an_older_yes(world):
    one, other = siti(world), siti(world, national_id="")
    agree(world, one, on=date(2020, 1, 1))
    taken = agree(world, other, on=date(2021, 1, 1))
    consents.withdraw(consent=taken, withdrawn_on=date(2023, 1, 1), by=world.by_adi, at=NOW)
    join(world, one, other)
    assert not consents.standing(one)[Consent.Purpose.CONTACT].holds
    assert one.pk not in consents.holders(world.here, "CONTACT")


# --- what stands in the way of taking it back --------------------------------------------------


def change_a_field(world, done):
    Resident.objects.filter(pk=done.kept_id).update(birth_place="Elsewhere")


def join_again(world, done):
    join(world, resident(world, "Siti A"), Resident.objects.get(pk=done.kept_id))


def come_home(world, done):
    Resident.objects.get(pk=done.kept_id)
    step(world, done.kept, "EXTENSION", date(2022, 1, 1))


def erase(world, done):
    kept = Resident.objects.get(pk=done.kept_id)
    rights.erase(resident=kept, typed_name=kept.name, asked_on=TODAY, by=world.by_adi, at=NOW)


def undo_first(world, done):
    merging.undo(merge=done, by=world.by_adi, at=NOW)


@pytest.mark.parametrize("since", [change_a_field, join_again, come_home, erase, undo_first])
def test_what_was_done_since_can_stand_in_the_way(world, since):
    one, other = siti(world), resident(world, "Siti", birth_place="Way Contoh")
    step(world, other, "DEPARTURE", date(2020, 3, 1))
    done = join(world, one, other)
    since(world, done)
    before = everything()
    with pytest.raises(Refused):
        merging.undo(merge=Merge.objects.get(pk=done.pk), by=world.by_adi, at=NOW)
    assert everything() == before


def test_what_was_recorded_since_stays_with_the_kept_record(world):
    one, other = two_sitis(world)
    done = join(world, one, other)
    agree(world, one, "STORY")
    merging.undo(merge=done, by=world.by_adi, at=NOW)
    assert consents.standing(one)[Consent.Purpose.STORY].holds
    assert not consents.standing(other)[Consent.Purpose.STORY].holds


def test_a_file_is_not_undone_under_a_joined_record(world):
    one = siti(world)
    batch = ImportBatch.objects.create(
        village=world.here, file_name="pmi.xlsx", uploaded_at=NOW, stored_at=NOW, state="STORED"
    )
    other = resident(world, "Siti", birth_place="Way Contoh")
    Resident.objects.filter(pk=other.pk).update(batch=batch)
    other.refresh_from_db()
    step(world, other, "DEPARTURE", date(2020, 3, 1))
    done = join(world, one, other)
    with pytest.raises(Refused):
        storing.undo(batch=batch, by=world.by_adi, at=NOW)
    merging.undo(merge=done, by=world.by_adi, at=NOW)
    storing.undo(batch=batch, by=world.by_adi, at=NOW)
    assert not Resident.objects.filter(pk=other.pk).exists()


def test_the_trail_tells_both(world):
    one, other = two_sitis(world)
    merging.undo(merge=join(world, one, other), by=world.by_adi, at=NOW)
    told = AuditEntry.objects.filter(resident_id=one.pk).order_by("-pk")[:2]
    assert [entry.verb for entry in told] == ["people.merge_undone", "people.merged"]


def test_a_record_is_not_joined_to_itself(world):
    one, other = siti(world), wati(world)
    done = join(world, one, other)
    with pytest.raises(IntegrityError, match="people_merge_two_records"), transaction.atomic():
        Merge.objects.filter(pk=done.pk).update(merged=one)
    with pytest.raises(Refused):
        join(world, one, Resident.objects.get(pk=other.pk))


# --- whatever they have: merge, then undo, changes nothing ---------------------------------------

PEOPLE = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Siti Aminah", "Siti", "S. Aminah"]),
        "nickname": st.sampled_from(["", "Yuni"]),
        "sex": st.sampled_from(["", "P"]),
        "birth_date": st.sampled_from([None, date(1990, 1, 15), date(1991, 2, 3)]),
        "hamlet": st.sampled_from(["", "Satu", "Dua"]),
        "phone": st.sampled_from(["", "+6281111111111", "+6282222222222"]),
    }
)
NEWS = st.lists(
    st.tuples(
        st.sampled_from(["DEPARTURE", "HOMECOMING", "EXTENSION", "INTENTION", "STATUS_REPORT"]),
        st.dates(date(2015, 1, 1), date(2025, 12, 31)),
    ),
    max_size=4,
)
EXTRAS = st.sets(st.sampled_from(["nik", "home", "duty", "contact", "withdrawn", "user"]))


def live(world, facts, news, extras, number) -> Resident:
    """Record somebody with as much of the drawn life as is possible."""
    nik = OTHER_NIK if number else SITIS_NIK
    who = resident(world, **facts, national_id=nik if "nik" in extras else "")
    for kind, on in news:
        report = {"reported_status": "migrant_worker"} if kind == "STATUS_REPORT" else {}
        with suppress(Refused), transaction.atomic():
            step(world, who, kind, on, **report)
    if "home" in extras:
        house = home(world, who)
        if "duty" in extras:
            households.give_duty(
                household=house, resident=who, duty="KEEPS_CHILDREN", since=date(2020, 1, 1),
                by=world.by_adi, at=NOW,
            )  # fmt: skip
    if "contact" in extras:
        given = agree(world, who)
        if "withdrawn" in extras:
            consents.withdraw(consent=given, withdrawn_on=TODAY, by=world.by_adi, at=NOW)
    if "user" in extras:
        who.user = User.objects.create_user(f"siti{number}", name=who.name)
        who.save()
    return who


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lives=st.tuples(*(st.tuples(PEOPLE, NEWS, EXTRAS),) * 2),
    choices=st.dictionaries(
        st.sampled_from([*merging.COLUMNS, "national_id", "journey"]),
        st.sampled_from(["kept", "merged"]),
    ),
)
def test_merge_then_undo_is_nothing(world, lives, choices):
    with transaction.atomic():
        one, other = (live(world, *life, number) for number, life in enumerate(lives))
        before = everything()
        done = join(world, one, other, **choices)
        assert not duplicates.find(world.here), "a joined record is not offered again"
        merging.undo(merge=Merge.objects.get(pk=done.pk), by=world.by_adi, at=NOW)
        assert everything() == before
        transaction.set_rollback(True)
