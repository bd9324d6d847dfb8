"""Residents are recorded and corrected; the trail keeps what was."""

from __future__ import annotations

import time
from datetime import date

import pytest

from rembuk.lib.errors import Refused
from rembuk.people import journeys, residents
from rembuk.people.journeys import StepFacts
from rembuk.people.models import JourneyStep, NationalId, Resident, Status
from rembuk.people.residents import Newcomer, ResidentFacts
from rembuk.people.tests.scenes import NOW, SITIS_NIK, resident, siti, step, wati
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry

pytestmark = pytest.mark.usefixtures("english")


def correct(world, who, **told) -> None:
    facts = {**residents.facts_of(who).__dict__, **told}
    residents.correct(resident=who, facts=ResidentFacts(**facts), by=world.by_adi, at=NOW)


def test_siti_is_recorded_once_with_who_did_it(world):
    who = siti(world)
    entry = AuditEntry.objects.get(resident_id=who.pk)
    assert (entry.verb, entry.by, entry.at) == ("people.registered", world.adi, NOW)
    assert SITIS_NIK not in str(entry.__dict__)


REFUSED = [
    ({"name": " \u200b "}, "name"),
    ({"birth_date": date(1899, 12, 31)}, "1900"),
    ({"birth_date": date(2026, 5, 21)}, "today"),
    ({"name": "a" * 101}, "100"),
    ({"hamlet": "a" * 101}, "100"),
    ({"national_id": "123"}, "16"),
]


@pytest.mark.parametrize(("told", "word"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_stays(world, told, word):
    with pytest.raises(Refused, match=word):
        resident(world, **{"name": "Siti", **told})
    assert not Resident.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Siti\u00a0 Aminah ", "Siti Aminah"),
        ("\u202eSiti", "Siti"),
        ("Siti 🌸", "Siti"),
        ("<b>Siti</b>", "<b>Siti</b>"),
        ("Robert'); DROP TABLE", "Robert'); DROP TABLE"),
        ("Émilie Ñoño", "Émilie Ñoño"),
    ],
)
def test_a_name_is_kept_as_written_without_what_nobody_sees(world, typed, kept):
    assert resident(world, typed).name == kept


def test_a_correction_keeps_both_in_the_trail(world):
    who = siti(world)
    correct(world, who, neighborhood_unit="005")
    entry = AuditEntry.objects.get(verb="people.corrected")
    assert entry.changes == [["neighborhood_unit", "003", "005"]]
    assert "003" in audit.sentence(entry)


def test_a_new_name_is_found_at_once(world):
    who = siti(world)
    correct(world, who, name="Sulastri")
    assert " sulastri" in Resident.objects.get(pk=who.pk).search_text


def test_nothing_changed_writes_nothing(world):
    who = siti(world)
    correct(world, who)
    assert not AuditEntry.objects.filter(verb="people.corrected").exists()


def test_a_changed_nik_is_told_without_its_digits(world):
    who = siti(world)
    correct(world, who, national_id="9901015501900002")
    entry = AuditEntry.objects.get(verb="people.corrected")
    assert entry.changes == [["national_id", "••••", "••••"]]
    correct(world, who, national_id="")
    assert not NationalId.objects.exists()


def test_a_birth_after_the_journey_began_is_refused(world):
    who = siti(world)
    step(world, who, "DEPARTURE", date(2010, 5, 1))
    with pytest.raises(Refused, match="journey"):
        correct(world, who, birth_date=date(2010, 5, 2))


def test_lists_leave_out_who_is_not_here_any_more(world):
    yuni, mother = siti(world), wati(world)
    step(world, mother, "MOVED_AWAY", date(2026, 1, 1))
    assert list(residents.living_list(world.here)) == [yuni]
    assert set(residents.known(world.here)) == {yuni, mother}
    Resident.objects.filter(pk=mother.pk).update(merged_into=yuni)
    assert list(residents.known(world.here)) == [yuni]
    assert not residents.known(world.there).exists()


def newcomers(count: int) -> list[Newcomer]:
    return [
        Newcomer(
            facts=ResidentFacts(name=f"Warga {n}", national_id=f"990101550190{n:04}"),
            steps=[StepFacts(kind="DEPARTURE", on=date(2020, 1, 1), country="HK")],
        )
        for n in range(1, count + 1)
    ]


def bulk(world, many) -> list[Resident]:
    return residents.bulk_register(village=world.here, newcomers=many, by=world.by_adi, at=NOW)


def test_many_at_once_stand_where_their_steps_lead(world):
    made = bulk(world, newcomers(3))
    assert [who.name for who in made] == ["Warga 1", "Warga 2", "Warga 3"]
    assert {who.status for who in Resident.objects.all()} == {Status.WORKER}
    assert NationalId.objects.count() == JourneyStep.objects.count() == 3
    assert AuditEntry.objects.get().changes == [["people_added", "", 3]]
    assert journeys.rederive(made[0]).status == Status.WORKER


@pytest.mark.parametrize("already", [True, False])
def test_many_at_once_never_share_a_nik(world, already):
    if already:
        siti(world, national_id="9901015501900001")
    many = newcomers(2) if already else newcomers(1) * 2
    with pytest.raises(Refused, match="NIK"):
        bulk(world, many)


@pytest.mark.slow
def test_five_thousand_take_few_seconds(world):
    started = time.monotonic()
    bulk(world, newcomers(5000))
    assert time.monotonic() - started < 20  # 2 s alone; the machine may be busy
