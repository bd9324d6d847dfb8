"""Consent: in words of a known version, with proof, and taken back by a row of its own."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rembuk.lib.errors import Refused
from rembuk.people import consents
from rembuk.people.models import Consent, ConsentWithdrawal
from rembuk.people.tests.scenes import NOW, TODAY, siti, wati
from rembuk.villages.models import AuditEntry

PURPOSE = Consent.Purpose


def give(world, who, **told):
    facts = {"purpose": "CONTACT", "channel": "PAPER", "given_on": TODAY} | told
    return consents.give(resident=who, by=world.by_adi, at=NOW, **facts)


def take_back(world, consent, on=TODAY):
    return consents.withdraw(consent=consent, withdrawn_on=on, by=world.by_adi, at=NOW)


def test_nobody_agrees_to_something_that_is_not_asked(world):
    consent = give(world, siti(world))
    with (
        pytest.raises(IntegrityError, match="people_consent_purpose_known"),
        transaction.atomic(),
    ):
        Consent.objects.filter(pk=consent.pk).update(purpose="MARKETING")


def test_a_consent_names_the_words_that_were_read(world):
    consent = give(world, siti(world))
    assert consent.text_version == consents.versions("CONTACT")[-1]
    assert consents.standing(consent.resident)[PURPOSE.CONTACT].holds
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.verb, entry.resident_id) == ("people.consent_given", consent.resident_id)


def test_a_spoken_consent_needs_a_witness(world):
    with pytest.raises(Refused):
        give(world, siti(world), channel="SPOKEN")
    assert give(world, wati(world), channel="SPOKEN", witness="Pak Budi").witness == "Pak Budi"


def test_the_table_wants_the_witness_too(world):
    consent = give(world, siti(world))
    with (
        pytest.raises(IntegrityError, match="people_consent_spoken_has_a_witness"),
        transaction.atomic(),
    ):
        Consent.objects.filter(pk=consent.pk).update(channel="SPOKEN")


def test_what_holds_is_not_asked_twice(world):
    consent = give(world, siti(world))
    with pytest.raises(Refused):
        give(world, consent.resident)


@pytest.mark.parametrize(
    ("given", "withdrawn", "again", "holds"),
    [
        (date(2020, 1, 1), None, None, True),
        (date(2020, 1, 1), date(2021, 1, 1), None, False),
        (date(2020, 1, 1), date(2020, 1, 1), None, False),
        (date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1), True),
        (date(2020, 1, 1), date(2021, 1, 1), date(2021, 1, 1), True),
    ],
)
def test_the_last_word_counts(world, given, withdrawn, again, holds):
    who = siti(world)
    consent = give(world, who, given_on=given)
    if withdrawn:
        take_back(world, consent, withdrawn)
    if again:
        give(world, who, given_on=again)
    assert consents.standing(who)[PURPOSE.CONTACT].holds is holds
    assert (who.pk in consents.holders(world.here, "CONTACT")) is holds


def test_taking_back_leaves_both_rows_to_see(world):
    consent = give(world, siti(world))
    take_back(world, consent)
    assert Consent.objects.filter(pk=consent.pk).exists()
    with pytest.raises(Refused):
        take_back(world, consent)


def test_taking_back_by_mistake_is_undone(world):
    consent = give(world, siti(world))
    take_back(world, consent)
    consents.undo_withdrawal(consent=consent, by=world.by_adi, at=NOW)
    assert not ConsentWithdrawal.objects.exists()
    assert consents.standing(consent.resident)[PURPOSE.CONTACT].holds
    with pytest.raises(Refused):
        consents.undo_withdrawal(consent=consent, by=world.by_adi, at=NOW)


def test_nothing_is_taken_back_before_it_was_given(world):
    consent = give(world, siti(world), given_on=TODAY)
    with pytest.raises(Refused):
        take_back(world, consent, date(2020, 1, 1))


# --- the words ---------------------------------------------------------------------------------


def texts():
    return [
        pytest.param(purpose, version, language, id=f"{purpose}-{version}-{language}")
        for purpose in PURPOSE
        for version in consents.versions(purpose)
        for language in ("id", "en")
    ]


def test_every_purpose_has_words():
    assert set(json.loads(consents.FILE.read_text())) == set(PURPOSE.values)


@pytest.mark.parametrize(("purpose", "version", "language"), texts())
def test_the_words_are_plain(purpose, version, language):
    """P32: no sentence above 20 words; 24 in English, which needs more small words."""
    text = consents.text(purpose, version=version, language=language)
    assert len(version) <= Consent._meta.get_field("text_version").max_length
    whole = " ".join([*text.sentences, text.withdrawing])
    longest = max(len(one.split()) for one in re.split(r"(?<=[.!?])\s", whole))
    assert longest <= {"id": 20, "en": 24}[language]
    assert len(text.withdrawing) > 40, "taking back must be explained"


def test_versions_only_grow():
    for purpose in PURPOSE:
        since = [consents.text(purpose, version=v).since for v in consents.versions(purpose)]
        assert since == sorted(since)
        assert len(set(consents.versions(purpose))) == len(since)
