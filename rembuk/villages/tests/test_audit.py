"""What was done is told in plain words, whoever reads it and whatever was erased."""

from __future__ import annotations

import pytest
from django.utils import translation

from rembuk.villages import audit
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import AuditEntry
from rembuk.villages.permissions import Office
from rembuk.villages.tests.stories import NOW, TODAY

audit.say("test.corrected", "%(who)s mengubah data %(subject)s: %(changes)s")
audit.call_field("test_rt", "RT")
audit.call_field("test_zone", "zona", values={"Asia/Makassar": "WITA"})


def told(world, changes, *, verb="test.corrected", by=None, name="Siti Aminah"):
    return audit.sentence(
        audit.record(
            village=world.here,
            verb=verb,
            subject=world.tailors,
            subject_name=name,
            by=by or world.by_adi,
            at=NOW,
            changes=changes,
        )
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("test_rt", "003", "005"), "RT dari 003 ke 005"),
        (("test_rt", "", "005"), "RT menjadi 005"),
        (("test_rt", None, "005"), "RT menjadi 005"),
        (("test_rt", "003", ""), "RT 003 dikosongkan"),
        (("test_zone", None, "Asia/Makassar"), "zona menjadi WITA"),
        (("test_zone", None, "Mars"), "zona menjadi Mars"),
        (("test_rt", None, TODAY), "RT menjadi 20 November 2026"),
        (("test_rt", None, "2026-99-99"), "RT menjadi 2026-99-99"),
        (("test_rt", True, False), "RT dari ya ke tidak"),
        (("test_rt", None, "100%(who)s"), "RT menjadi 100%(who)s"),
    ],
)
def test_changes_are_told_in_words(world, change, words):
    assert told(world, [change]) == f"Pendamping mengubah data Siti Aminah: {words}"


@pytest.mark.parametrize(
    ("office", "who"),
    [(Office.TREASURER, "Bendahara"), ("", "Rina Lestari"), ("GONE_OFFICE", "Rina Lestari")],
)
def test_the_office_speaks_and_else_the_person(world, office, who):
    by = Actor(user=world.rina, office=office)
    assert told(world, [], by=by).startswith(f"{who} mengubah")


def test_rembuk_speaks_for_itself(world):
    assert told(world, [], by=REMBUK).startswith("Rembuk mengubah")


def test_an_english_reader_gets_english_words(world):
    with translation.override("en"):
        assert told(world, [("test_rt", "003", "005")]).endswith("RT from 003 to 005")


def test_a_verb_of_an_older_release_still_reads_as_a_sentence(world):
    entry = AuditEntry(
        village=world.here, verb="gone.verb", subject_name="Siti", at=NOW, changes=[]
    )
    assert audit.sentence(entry) == "Rembuk mengerjakan Siti"


def test_a_long_name_is_cut_and_a_verb_without_a_sentence_is_a_mistake(world):
    assert "x" * 120 in told(world, [], name="x" * 300)
    with pytest.raises(AssertionError):
        told(world, [], verb="nobody.taught_this")


def test_every_verb_reads_without_its_changes(world):
    """Erasing a person empties `changes`: no sentence may break on that."""
    for verb in audit.known_verbs():
        entry = AuditEntry(village=world.here, verb=verb, subject_name="", at=NOW, changes=[])
        assert audit.sentence(entry)
