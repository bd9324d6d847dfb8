"""Facts come in with their sources, are found again, and keep both sides of a difference."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, transaction

from rembuk.programme import facts
from rembuk.programme.models import (
    Evidence,
    NationalConflict,
    NationalFact,
    VillageConflict,
    VillageFact,
)
from rembuk.programme.tests.scenes import AT, pillar
from rembuk.villages.models import AuditEntry


def fact(number, **changes):
    row = {
        "number": number, "topic": "GOATS", "scope": "village", "pillar": "P2",
        "statement": {"id": f"Ada {number} kambing", "en": f"There are {number} goats"},
        "quantity": str(number), "unit": "GOATS", "sources": ["S1"], "as_of": "2019-12-13",
        "status": "STATED",
    }  # fmt: skip
    return {**row, **changes}


FACTS = [
    fact(1, scope="national", pillar=None, topic="PROGRAMME", quantity=None, unit=None,
         statement={"id": "Dulu disebut TKI, kini PMI", "en": "Once called TKI, now PMI"}),
    fact(2, evidence={"shows": "RUNNING", "kind": "INTERVIEW", "seen_on": "2020-12-13"}),
    fact(3, status="CLAIM", sources=["S0", "S1"]),
    fact(4, pillar="P4", topic="COOPERATIVE", as_of="",
         note={"id": "Belum pasti", "en": "Not certain"}),
]  # fmt: skip
CONFLICTS = [
    {
        "code": code, "scope": scope, "title": {"id": "Beda", "en": "Difference"},
        "sides": [
            {"reading": {"id": "satu", "en": "one"}, "sources": ["S0"], "facts": numbers[:1]},
            {"reading": {"id": "dua", "en": "two"}, "sources": ["S1"], "facts": numbers[1:]},
        ],
        "resolution": {"id": "Dua-duanya disimpan", "en": "Both are kept", "sources": []},
    }
    for code, scope, numbers in (("C1", "national", [1]), ("C2", "village", [2, 3]))
]  # fmt: skip


@pytest.fixture
def load(world, tmp_path):
    """A function that brings the four facts into a village."""

    def _load(village=world.here, rows=FACTS, conflicts=CONFLICTS):
        told, quarrels = tmp_path / "facts.json", tmp_path / "conflicts.json"
        told.write_text(json.dumps(rows))
        quarrels.write_text(json.dumps(conflicts))
        return facts.load_facts(village, facts=told, conflicts=quarrels, by=world.by_adi, at=AT)

    return _load


def test_national_facts_are_nobodys_and_the_others_the_villages(world, load):
    assert load() == facts.Loaded(facts=4, conflicts=2, evidence=1)
    assert [f.number for f in NationalFact.objects.all()] == [1]
    assert VillageFact.objects.of(world.here).count() == 3
    assert VillageFact.objects.of(world.there).count() == 0
    assert [f.number for f in facts.facts_for(world.there)] == [1]


def test_loading_twice_brings_nothing_new(load):
    load()
    assert load() == facts.Loaded(facts=0, conflicts=0, evidence=0)
    assert AuditEntry.objects.filter(verb="facts.loaded").count() == 1


def test_two_villages_share_the_national_facts(world, load):
    load()
    assert load(world.there) == facts.Loaded(facts=3, conflicts=1, evidence=1)
    assert NationalFact.objects.count() == 1
    assert NationalConflict.objects.count() == 1


def test_a_fact_that_shows_something_becomes_evidence(world, load):
    load()
    (row,) = Evidence.objects.of(world.here)
    assert row.fact
    assert (row.fact.number, row.shows, row.source) == (2, Evidence.Shows.RUNNING, "S1")
    assert row.text == "Ada 2 kambing"


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, [1, 2, 3, 4]),
        ({"topic": "GOATS"}, [2, 3]),
        ({"status": "CLAIM"}, [3]),
        ({"conflict": "C2"}, [2, 3]),
        ({"conflict": "any"}, [1, 2, 3]),
        ({"conflict": "C99"}, []),
        ({"words": "kambing"}, [2, 3, 4]),
        ({"words": "goats 3"}, [3]),
        ({"words": "s0"}, [3]),
        ({"words": "tki"}, [1]),
        ({"words": "belum pasti"}, [4]),
        ({"words": "%"}, []),
        ({"words": "kambing", "status": "CLAIM"}, [3]),
    ],
)
def test_facts_are_found(world, load, wanted, numbers):
    load()
    found = facts.facts_for(world.here, facts.Wanted(**wanted))
    assert [f.number for f in found] == numbers


def test_a_theme_shows_the_facts_of_the_pillars_that_serve_it(world, load):
    load()
    for code, numbers in (("P2", [2, 3]), ("P4", [4]), ("SEJAHTERA", [2, 3, 4]), ("P1", [])):
        found = facts.facts_for(world.here, facts.Wanted(pillar=pillar(code)))
        assert [f.number for f in found] == numbers, code


def test_each_fact_knows_the_differences_it_stands_in(world, load):
    load()
    conflicts, found = facts.conflicts_for(world.here), facts.facts_for(world.here)
    assert facts.conflicts_of_facts(conflicts, found) == {1: ["C1"], 2: ["C2"], 3: ["C2"], 4: []}
    assert [c.code for c in facts.about_pillar(conflicts, found[1:2])] == ["C2"]


def test_both_sides_of_a_difference_are_kept(world, load):
    load()
    (conflict,) = VillageConflict.objects.of(world.here)
    assert [side["text"] for side in conflict.readings] == ["satu", "dua"]
    assert conflict.fact_numbers == [2, 3]


@pytest.mark.parametrize(
    "rows",
    [
        [fact(2), fact(2)],
        [fact(2, sources=[])],
        [fact(2, sources=["R999"])],
        [fact(5)],  # the differences name facts 1, 2 and 3
    ],
)
def test_a_file_that_is_not_in_order_brings_in_nothing(world, load, rows):
    with pytest.raises(AssertionError):
        load(rows=rows)
    assert not VillageFact.objects.of(world.here).exists()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"sources": ""}, "has_a_source"),
        ({"quantity": ""}, "unit_has_a_quantity"),
        ({"status": "MAYBE"}, "status_known"),
    ],
)
def test_the_database_refuses_a_fact_without_a_leg_to_stand_on(load, change, constraint):
    load(rows=[fact(1, scope="national"), *FACTS[1:]])
    with pytest.raises(IntegrityError, match=f"programme_nationalfact_{constraint}"):
        NationalFact.objects.update(**change)


def test_a_quoted_fact_is_never_changed(world, load):
    load()
    for change in ({"statement_id": "lain"}, {"status": "CLAIM"}):
        with (
            pytest.raises(IntegrityError, match="programme_villagefact_append_only"),
            transaction.atomic(),
        ):
            VillageFact.objects.of(world.here).update(**change)


def test_a_number_stands_once_in_a_village(world, load):
    load()
    with pytest.raises(IntegrityError):
        VillageFact.objects.create(
            village=world.here, number=2, topic="GOATS", sources="S1", status="STATED",
            statement_id="dua", statement_en="two",
        )  # fmt: skip
