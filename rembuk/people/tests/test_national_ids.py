"""A NIK is sealed, found by its fingerprint, shown masked, and each reading is noted."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from rembuk.lib.errors import Refused
from rembuk.people import national_ids
from rembuk.people.models import NationalId, Resident
from rembuk.people.tests.scenes import NOW, SITIS_NIK, TODAY, resident, siti, wati
from rembuk.villages.models import AccessEntry

pytestmark = pytest.mark.usefixtures("english")


def test_the_table_holds_no_digits(world):
    siti(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_nationalid")
        assert SITIS_NIK not in str(cursor.fetchall())


def test_it_is_shown_masked_without_a_note(world):
    assert national_ids.masked(siti(world)) == "9901••••••••0001"
    assert national_ids.masked(wati(world)) == ""
    assert not AccessEntry.objects.exists()


def test_reading_it_whole_is_noted_for_the_person(world):
    who = siti(world)
    assert national_ids.read(resident=who, by=world.by_adi, at=NOW) == SITIS_NIK
    noted = AccessEntry.objects.get()
    assert (noted.resident_id, noted.by, noted.what) == (who.pk, world.adi, "national_id")


def test_nothing_to_read_is_said(world):
    with pytest.raises(Refused, match="Wati"):
        national_ids.read(resident=wati(world), by=world.by_adi, at=NOW)
    assert not AccessEntry.objects.exists()


def test_a_number_finds_its_person_in_this_village_only(world):
    who = siti(world)
    found = {"digits": SITIS_NIK, "by": world.by_adi, "at": NOW}
    assert national_ids.find(village=world.here, **found) == who
    assert national_ids.find(village=world.there, **found) is None
    assert AccessEntry.objects.count() == 1


def test_a_merged_or_erased_person_is_not_found(world):
    who = siti(world)
    Resident.objects.filter(pk=who.pk).update(erased_at=NOW)
    found = {"digits": SITIS_NIK, "by": world.by_adi, "at": NOW}
    assert national_ids.find(village=world.here, **found) is None


def test_two_people_never_share_a_number(world):
    siti(world)
    with pytest.raises(Refused, match="Siti Aminah"):
        wati(world, national_id=SITIS_NIK)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9901 0155 0190 0001", True),
        ("'9901015501900001", True),
        ("9901.0155.0190.0001", True),
        ("990101550190000", False),
        ("99010155019000011", False),
        ("9901015501900OO1", False),
        ("٩٩٠١٠١٥٥٠١٩٠٠٠٠١", False),
    ],
)
def test_a_pasted_number_is_understood(typed, expected):
    assert national_ids.is_number(national_ids.only_digits(typed)) is expected


@pytest.mark.parametrize(
    ("digits", "born", "sex", "words"),
    [
        (SITIS_NIK, date(1990, 1, 15), "P", []),
        (SITIS_NIK, None, "", []),
        (SITIS_NIK, date(1991, 1, 15), "P", ["birth"]),
        (SITIS_NIK, date(1990, 1, 15), "L", ["sex"]),
        ("9901017501900001", None, "", ["unusual"]),
    ],
)
def test_a_disagreement_is_a_note_and_no_refusal(world, digits, born, sex, words):
    notes = national_ids.notes(digits, birth_date=born, sex=sex, today=TODAY)
    assert [word in note for word, note in zip(words, notes, strict=True)] == [True] * len(words)
    kept = resident(world, "Siti", birth_date=born, sex=sex, national_id=digits)
    assert NationalId.objects.filter(resident=kept).exists()
