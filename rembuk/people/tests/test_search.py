"""Finding somebody: two letters, a nickname, a spelling, the end of a number, the head's name."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rembuk.people import households, search
from rembuk.people.households import HouseholdFacts
from rembuk.people.models import Resident
from rembuk.people.tests.scenes import NOW, SITIS_NIK, resident, siti, wati

FOUND = [
    ("si", ["Siti Aminah"]),
    ("SI", ["Siti Aminah"]),
    ("ju", ["Siti Aminah"]),  # her nickname is Yuni
    ("juni", ["Siti Aminah"]),
    ("ami si", ["Siti Aminah"]),
    ("siti aminah", ["Siti Aminah"]),
    ("siti wati", []),
    ("s", []),
    ("", []),
    ("  ", []),
    ("7890", ["Siti Aminah"]),
    ("0812-3456-7890", ["Siti Aminah"]),
    ("+62 812 3456 7890", ["Siti Aminah"]),
    ("890", []),
    ("%", []),
    ("_a", []),
    ("'; DROP TABLE people_resident; --", []),
    ("دوي", []),
    ("🌸", []),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_who_is_found(world, text, names):
    siti(world)
    wati(world)
    assert [who.name for who in search.search(world.here, text)] == names


def test_who_begins_so_comes_first(world):
    for name in ("Dewi Sari", "Sari Dewi", "Dwi Hartono"):
        resident(world, name)
    found = [who.name for who in search.search(world.here, "dewi")]
    assert found == ["Dewi Sari", "Sari Dewi", "Dwi Hartono"]


def test_the_head_of_the_household_leads_to_its_people(world):
    mother = wati(world)
    facts = HouseholdFacts(head_name="Karto Wijoyo")
    home = households.open_household(village=world.here, facts=facts, by=world.by_adi, at=NOW)
    households.join(resident=mother, household=home, by=world.by_adi, at=NOW)
    assert list(search.search(world.here, "karto")) == [mother]
    mother.refresh_from_db()
    assert search.through_home(mother, "karto") == "Karto Wijoyo"
    assert search.through_home(mother, "wati") == ""
    assert search.through_home(siti(world), "karto") == ""


def test_another_village_finds_nobody(world):
    siti(world)
    assert not search.search(world.there, "siti").exists()


def test_a_nik_is_not_looked_for_in_an_address(world):
    siti(world)
    assert search.is_national_id("9901 0155 0190 0001")
    assert not search.search(world.here, SITIS_NIK).exists()


def test_merged_and_erased_people_are_not_found(world):
    yuni, mother = siti(world), wati(world)
    Resident.objects.filter(pk=yuni.pk).update(merged_into=mother)
    Resident.objects.filter(pk=mother.pk).update(erased_at=NOW)
    assert not search.search(world.here, "siti").exists()
    assert not search.search(world.here, "wati").exists()


def test_one_query_finds(world):
    siti(world)
    with CaptureQueriesContext(connection) as queries:
        list(search.search(world.here, "siti")[:30])
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Sity Aminah", ["Siti Aminah"]),
        ("Siti", ["Siti Aminah"]),
        ("Siti Aminah Putri", []),
        ("Yuni", ["Siti Aminah"]),
        ("Budi", []),
        ("", []),
    ],
)
def test_a_newcomer_may_be_here_already(world, name, names):
    siti(world)
    wati(world)
    assert [who.name for who in search.alike(world.here, name)] == names
