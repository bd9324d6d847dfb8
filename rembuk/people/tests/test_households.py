"""Siti is abroad: her mother keeps the children and receives the money."""

from __future__ import annotations

from datetime import date

import pytest

from rembuk.lib.errors import Refused
from rembuk.people import households
from rembuk.people.households import HouseholdFacts
from rembuk.people.models import HouseholdDuty
from rembuk.people.tests.scenes import NOW, TODAY, resident, siti, step, wati
from rembuk.villages.models import AuditEntry

pytestmark = pytest.mark.usefixtures("english")

CARD = "9901011234560001"


def home_of(world, head, **facts):
    told = HouseholdFacts(head=head, **facts)
    return households.open_household(village=world.here, facts=told, by=world.by_adi, at=NOW)


def join(world, who, home) -> None:
    households.join(resident=who, household=home, by=world.by_adi, at=NOW)


def give(world, home, who, duty="KEEPS_CHILDREN", since=date(2024, 1, 1)) -> HouseholdDuty:
    return households.give_duty(
        household=home, resident=who, duty=duty, since=since, by=world.by_adi, at=NOW
    )


def test_the_head_belongs_to_the_household(world):
    mother = wati(world)
    home = home_of(world, mother)
    assert list(households.members(home)) == [mother]
    assert (home.head_name, home.neighborhood_unit) == ("Wati", "003")


def test_who_is_absent_is_read_from_the_journey(world):
    mother, yuni = wati(world), siti(world)
    home = home_of(world, mother)
    join(world, yuni, home)
    step(world, yuni, "DEPARTURE", date(2024, 1, 10))
    step(world, yuni, "LEAVE", date(2025, 6, 1))
    assert households.absent(home, on=date(2024, 1, 9)) == []
    assert households.absent(home, on=date(2024, 1, 10)) == [yuni]
    assert households.absent(home, on=date(2025, 6, 1)) == []


def test_nobody_belongs_to_two_households(world):
    mother, yuni = wati(world), siti(world)
    home_of(world, mother)
    other = home_of(world, yuni)
    with pytest.raises(Refused, match="another household"):
        join(world, mother, other)


def test_leaving_ends_what_one_did_there(world):
    mother, yuni = wati(world), siti(world)
    home = home_of(world, mother)
    join(world, yuni, home)
    duty = give(world, home, mother)
    households.leave(resident=mother, by=world.by_adi, at=NOW, on=TODAY)
    duty.refresh_from_db()
    home.refresh_from_db()
    assert (duty.until, home.head, home.head_name) == (TODAY, None, "Wati")
    assert list(households.members(home)) == [yuni]


def test_a_duty_is_held_once_and_has_an_end(world):
    mother = wati(world)
    home = home_of(world, mother)
    duty = give(world, home, mother)
    with pytest.raises(Refused, match="already"):
        give(world, home, mother)
    households.end_duty(duty=duty, until=date(2025, 1, 1), by=world.by_adi, at=NOW)
    assert households.duties_on(home, on=date(2025, 1, 1)) == [duty]
    assert households.duties_on(home, on=date(2025, 1, 2)) == []
    give(world, home, mother, since=date(2025, 2, 1))
    assert AuditEntry.objects.filter(verb="people.duty_given").count() == 2


@pytest.mark.parametrize(
    ("until", "word"), [(date(2023, 12, 31), "later"), (date(2025, 1, 1), "already")]
)
def test_a_duty_ends_once_and_after_it_began(world, until, word):
    mother = wati(world)
    duty = give(world, home_of(world, mother), mother)
    if word == "already":
        households.end_duty(duty=duty, until=until, by=world.by_adi, at=NOW)
    with pytest.raises(Refused, match=word):
        households.end_duty(duty=duty, until=until, by=world.by_adi, at=NOW)


def test_a_duty_of_tomorrow_or_of_strangers_is_refused(world):
    mother, stranger = wati(world), resident(world, "Karto")
    home, _other = home_of(world, mother), home_of(world, stranger)
    with pytest.raises(Refused, match="still to come"):
        give(world, home, mother, since=date(2026, 5, 21))
    with pytest.raises(Refused, match="another household"):
        give(world, home, stranger)


def test_a_family_card_opens_one_household_and_is_sealed(world):
    home = home_of(world, wati(world), number=CARD)
    assert CARD not in home.number_sealed
    assert households.with_number(village=world.here, number=CARD) == home
    assert households.with_number(village=world.there, number=CARD) is None
    with pytest.raises(Refused, match="here already"):
        home_of(world, siti(world), number=CARD)
    with pytest.raises(Refused, match="16 digits"):
        home_of(world, None, head_name="Karto", number="123")


def test_the_list_counts_who_belongs_and_who_is_away(world):
    mother, yuni = wati(world), siti(world)
    home = home_of(world, mother)
    join(world, yuni, home)
    step(world, yuni, "DEPARTURE", date(2024, 1, 10))
    (row,) = households.listed(world.here)
    assert (row.size, row.away) == (2, 1)
