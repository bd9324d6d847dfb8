"""Rumah tangga: opening one, adding and taking out, who keeps the children."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from rembuk.people import households
from rembuk.people.models import Household, HouseholdDuty
from rembuk.people.tests.scenes import NOW, address, resident, siti, step, text_of, wati
from rembuk.villages.tests.counting import few_queries


def send(client, url, **told):
    return client.post(url, {"request_id": str(uuid4()), **told})


@pytest.fixture
def home(world) -> Household:
    facts = households.HouseholdFacts(head=wati(world))
    return households.open_household(village=world.here, facts=facts, by=world.by_adi, at=NOW)


def test_a_household_is_opened_for_a_person(adi, world):
    mother = wati(world)
    url = address(world, "new_household") + f"?head={mother.pk}"
    assert "Rumah tangga Wati" in text_of(adi.get(url))
    answer = send(adi, url, head=mother.pk, number="9901011234560001")
    home = Household.objects.get()
    assert answer.url == address(world, "household", home.pk)
    assert (home.head, home.neighborhood_unit) == (mother, "003")
    assert "9901011234560001" not in text_of(adi.get(answer.url))


def test_a_household_opened_by_mistake_is_taken_back(adi, world, home):
    undo = address(world, "undo_household", home.pk)
    yuni = siti(world)
    households.join(resident=yuni, household=home, by=world.by_adi, at=NOW)
    assert "Keluarkan mereka dulu." in text_of(
        adi.post(undo, {"request_id": str(uuid4())}, follow=True)
    )
    households.leave(resident=yuni, by=world.by_adi, at=NOW, on=NOW.date())
    adi.post(undo, {"request_id": str(uuid4())})
    assert not Household.objects.exists()


def test_a_household_may_have_a_head_who_is_only_named(adi, world):
    send(adi, address(world, "new_household"), head_name="Karto", neighborhood_unit="2")
    home = Household.objects.get()
    assert (home.head_name, home.neighborhood_unit) == ("Karto", "002")


def test_the_page_shows_members_and_who_is_away(adi, world, home):
    yuni = siti(world)
    households.join(resident=yuni, household=home, by=world.by_adi, at=NOW)
    step(world, yuni, "DEPARTURE", date(2024, 1, 10))
    with few_queries():
        text = text_of(adi.get(address(world, "household", home.pk)))
    assert "1 anggota sedang bekerja di luar negeri." in text
    with few_queries():
        assert "2 orang" in text_of(adi.get(address(world, "households")))


def test_a_member_is_found_added_and_taken_out_again(adi, world, home):
    yuni = siti(world)
    url = address(world, "add_member", home.pk)
    assert f'value="{yuni.pk}"' in text_of(adi.post(url, {"q": "yuni"}))
    page = send(adi, url, resident=yuni.pk)
    yuni.refresh_from_db()
    assert yuni.household == home
    assert address(world, "undo_join", yuni.pk) in text_of(adi.get(page.url))
    left = send(adi, address(world, "leave_household", yuni.pk))
    yuni.refresh_from_db()
    assert yuni.household is None
    undo = address(world, "undo_leave", home.pk, yuni.pk)
    assert undo in text_of(adi.get(left.url))
    adi.post(undo, {"request_id": str(uuid4())})
    yuni.refresh_from_db()
    assert yuni.household == home
    adi.post(address(world, "undo_join", yuni.pk), {"request_id": str(uuid4())})
    yuni.refresh_from_db()
    assert yuni.household is None


def test_who_lives_elsewhere_is_not_added(adi, world, home):
    other = siti(world)
    facts = households.HouseholdFacts(head=other)
    households.open_household(village=world.here, facts=facts, by=world.by_adi, at=NOW)
    answer = adi.post(
        address(world, "add_member", home.pk),
        {"request_id": str(uuid4()), "resident": other.pk},
        follow=True,
    )
    assert "ada di rumah tangga lain" in text_of(answer)


def test_who_keeps_the_children_is_noted_ended_resumed_and_taken_back(adi, world, home):
    told = {"resident": home.head_id, "duty": "KEEPS_CHILDREN", "since_which": "today"}
    send(adi, address(world, "new_duty", home.pk), **told)
    duty = HouseholdDuty.objects.get()
    send(adi, address(world, "end_duty", duty.pk))
    duty.refresh_from_db()
    assert duty.until is not None
    adi.post(address(world, "resume_duty", duty.pk), {"request_id": str(uuid4())})
    duty.refresh_from_db()
    assert duty.until is None
    adi.post(address(world, "undo_duty", duty.pk), {"request_id": str(uuid4())})
    assert not HouseholdDuty.objects.exists()


def test_two_of_one_name_are_told_apart(adi, world, home):
    for nickname in ("Dul", "Adul"):
        one = resident(world, "Abdul", nickname=nickname)
        households.join(household=home, resident=one, by=world.by_adi, at=NOW)
    text = text_of(adi.get(address(world, "new_duty", home.pk)))
    assert "Abdul (Dul)" in text
    assert "Abdul (Adul)" in text


def test_a_stranger_cannot_be_chosen_for_a_duty(adi, world, home):
    stranger = siti(world)
    told = {"resident": stranger.pk, "duty": "KEEPS_CHILDREN", "since_which": "today"}
    answer = send(adi, address(world, "new_duty", home.pk), **told)
    assert answer.status_code == 422
    assert not HouseholdDuty.objects.exists()


def test_a_button_without_its_key_changes_nothing(adi, world, home):
    adi.post(address(world, "leave_household", home.head_id))
    assert home.head.household_id == home.pk


def test_a_village_without_households_is_told_what_they_are_for(adi, world):
    assert "Belum ada rumah tangga" in text_of(adi.get(address(world, "households")))
