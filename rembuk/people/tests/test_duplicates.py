"""Pairs that may be one person: found by what they share, not asked about twice."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rembuk.lib.errors import Refused
from rembuk.people import duplicates
from rembuk.people.models import DifferentPersons, Resident
from rembuk.people.tests.scenes import NOW, SITIS_NIK, resident, siti, wati
from rembuk.villages.models import AuditEntry

BORN = date(1990, 1, 15)
# What one and the other record have; the clues that follow, none when they are two persons.
CASES = [
    ("same birth, one letter differs", {"name": "Suwarni", "birth_date": BORN},
     {"name": "Suwarti", "birth_date": BORN}, {"BIRTH"}),
    ("same birth, one name holds the other", {"name": "Siti Aminah", "birth_date": BORN},
     {"name": "Siti", "birth_date": BORN}, {"BIRTH"}),
    ("same birth, other spelling", {"name": "Djoko Soeprapto", "birth_date": BORN},
     {"name": "Joko Suprapto", "birth_date": BORN}, {"BIRTH", "ALIKE"}),
    ("nothing but the name", {"name": "Suwarni"}, {"name": "Suwarni"}, set()),
    ("nothing but how the name sounds", {"name": "Djoko"}, {"name": "Joko"}, set()),
    ("one hamlet, other spelling", {"name": "Djoko", "hamlet": "Satu"},
     {"name": "Joko", "hamlet": "Satu"}, {"SOUND"}),
    ("same birth, other name", {"name": "Suwarni", "birth_date": BORN},
     {"name": "Kartika Ayu", "birth_date": BORN}, set()),
    ("same name, births differ", {"name": "Siti Aminah", "birth_date": BORN, "hamlet": "Satu"},
     {"name": "Siti Aminah", "birth_date": date(1975, 3, 2), "hamlet": "Satu"}, set()),
    ("same name and hamlet", {"name": "Siti Aminah", "hamlet": "Satu"},
     {"name": "Siti Aminah", "hamlet": "satu"}, {"NAME"}),
    ("same name, other hamlet", {"name": "Siti Aminah", "hamlet": "Satu"},
     {"name": "Siti Aminah", "hamlet": "Dua"}, set()),
    ("one phone, names have a word in common", {"name": "Siti Aminah", "phone": "+628121111111"},
     {"name": "Aminah", "phone": "+628121111111"}, {"PHONE"}),
    ("one phone in a family", {"name": "Siti Aminah", "phone": "+628121111111"},
     {"name": "Wati", "phone": "+628121111111"}, set()),
    ("nickname is the other's name", {"name": "Siti Aminah", "nickname": "Yuni",
      "phone": "+628121111111"}, {"name": "Juni", "phone": "+628121111111"}, {"PHONE"}),
    ("same nickname in one RT", {"name": "Siti Aminah", "nickname": "Yuni",
      "neighborhood_unit": "003"}, {"name": "S. Aminah", "nickname": "yuni",
      "neighborhood_unit": "003"}, {"NICKNAME"}),
    ("brother and sister", {"name": "Dwi", "sex": "L", "hamlet": "Satu"},
     {"name": "Dwi", "sex": "P", "hamlet": "Satu"}, set()),
    ("two numbers", {"name": "Siti", "hamlet": "Satu", "national_id": SITIS_NIK},
     {"name": "Siti", "hamlet": "Satu", "national_id": "9901015501900002"}, set()),
    ("two numbers, all else the same", {"name": "Siti", "birth_date": BORN,
      "national_id": SITIS_NIK}, {"name": "Siti", "birth_date": BORN,
      "national_id": "9901015501900002"}, {"BIRTH", "NAMESAKE"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "clues"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_two_records_are_one_person_or_not(world, one, other, clues):
    first, second = resident(world, **one), resident(world, **other)
    found = duplicates.find(world.here)
    assert {pair.one_id: set(pair.clues) for pair in found} == ({first.pk: clues} if clues else {})
    assert all(pair.other_id == second.pk for pair in found)


def test_the_likeliest_pair_stands_first(world):
    resident(world, "Aminah", hamlet="Satu")
    resident(world, "Aminah", hamlet="Satu")
    one = resident(world, "Zubaidah", birth_date=BORN, hamlet="Dua")
    resident(world, "Zubaidah", birth_date=BORN, hamlet="Dua")
    assert duplicates.find(world.here)[0].one_id == one.pk


def test_what_is_the_same_stands_before_what_only_sounds_alike(world):
    resident(world, "Aminah Yuni", hamlet="Satu")
    resident(world, "Aminah Juni", hamlet="Satu")
    same = resident(world, "Zubaidah", hamlet="Satu")
    resident(world, "Zubaidah", hamlet="Satu")
    found = duplicates.find(world.here)
    assert [len(pair.clues) for pair in found] == [1, 1]
    assert found[0].one_id == same.pk


def test_dewis_village_has_pairs_of_its_own(world):
    siti(world, national_id="")
    Resident.objects.create(
        village=world.there, name="Siti Aminah", birth_date=BORN, created_at=NOW
    )
    assert duplicates.find(world.here) == []


def test_a_pair_told_apart_stays_apart_until_that_is_taken_back(world):
    one, other = siti(world), siti(world, national_id="")
    apart = duplicates.tell_apart(one=other, other=one, by=world.by_adi, at=NOW)
    assert duplicates.find(world.here) == []
    with pytest.raises(Refused):
        duplicates.tell_apart(one=one, other=other, by=world.by_adi, at=NOW)
    duplicates.take_back(apart=apart, by=world.by_adi, at=NOW)
    assert len(duplicates.find(world.here)) == 1
    with pytest.raises(Refused):
        duplicates.take_back(apart=apart, by=world.by_adi, at=NOW)
    verbs = AuditEntry.objects.filter(verb__startswith="people.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True))[-2:] == [
        "people.told_apart",
        "people.apart_taken_back",
    ]


def test_the_table_keeps_one_answer_a_pair(world):
    one, other = siti(world), wati(world)
    apart = duplicates.tell_apart(one=one, other=other, by=world.by_adi, at=NOW)
    with (
        pytest.raises(IntegrityError, match="people_differentpersons_lower_id_first"),
        transaction.atomic(),
    ):
        DifferentPersons.objects.filter(pk=apart.pk).update(one=other, other=one)
    # SQLite names the columns of a unique constraint, PostgreSQL the constraint.
    with pytest.raises(IntegrityError, match=r"said_once|one_id"), transaction.atomic():
        DifferentPersons.objects.create(village=world.here, one=one, other=other, at=NOW)


def test_pairs_are_kept_until_something_is_written(world, django_assert_num_queries):
    siti(world)
    siti(world, national_id="")
    assert len(duplicates.found(world.here)) == 1
    with django_assert_num_queries(1):  # the stamp and the cache: nothing is compared again
        duplicates.found(world.here)
    resident(world, "Siti Aminah", hamlet="Dusun Satu")
    assert len(duplicates.found(world.here)) == 3


def test_hundreds_born_on_new_years_day_are_not_all_compared(world):
    """Registries without dates give everybody 1 January: 1,200 people, 719,400 possible pairs."""
    syllables = ["su", "wa", "ti", "ka", "ro", "mi", "na", "lu", "di", "pe"]
    names = [f"{a}{b}{c} {c}{a}" for a in syllables for b in syllables for c in syllables]
    names += [f"{a}{b} {b}{a}{a}" for a in syllables for b in syllables] * 2
    Resident.objects.bulk_create(
        Resident(village=world.here, name=name.title(), birth_date=date(1970, 1, 1),
                 hamlet=f"Dusun {n % 7}", created_at=NOW)
        for n, name in enumerate(names)
    )  # fmt: skip
    start = time.perf_counter()
    pairs = duplicates.find(world.here)
    assert pairs
    assert len(pairs) <= duplicates.PAIRS_MAX
    assert time.perf_counter() - start < 10  # all pairs would take minutes
