"""A copy of everything, a correction, an erasure: what UU 27/2022 lets a person ask."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.people import (
    checks,
    consents,
    counting,
    duplicates,
    held,
    history,
    households,
    merging,
    national_ids,
    residents,
    rights,
    search,
)
from rembuk.people.models import (
    CorrectionAnswer,
    CorrectionRequest,
    Erasure,
    ImportBatch,
    ImportRow,
    Resident,
)
from rembuk.people.tests.scenes import NOW, SITIS_NIK, TODAY, resident, siti, step, wati
from rembuk.villages import audit, holdings
from rembuk.villages.models import AccessEntry, AuditEntry, VillageRow
from rembuk.villages.permissions import Office
from rembuk.villages.tests.stories import appoint

HERS = [
    "Siti Aminah",
    "Yuni",
    "81234567890",
    "1990-01-15",
    SITIS_NIK,
    "Melati Jaya",
    "gaji 8 juta",
    "Sity",
]


@pytest.fixture
def whole_life(world) -> Resident:
    """Siti with everything the people room can hold about her, and a second record joined."""
    who = siti(world)
    step(world, who, "DEPARTURE", date(2020, 3, 1), agency="Melati Jaya", note="gaji 8 juta",
         contract_months=24)  # fmt: skip
    step(world, who, "HOMECOMING", date(2023, 3, 1))
    house = households.open_household(
        village=world.here, facts=households.HouseholdFacts(head=who), by=world.by_adi, at=NOW
    )
    households.give_duty(
        household=house, resident=who, duty="KEEPS_CHILDREN", since=date(2023, 4, 1),
        by=world.by_adi, at=NOW,
    )  # fmt: skip
    for purpose, channel, witness in (("CONTACT", "SPOKEN", "Wati"), ("STORY", "PAPER", "")):
        consents.give(
            resident=who, purpose=purpose, channel=channel, witness=witness, given_on=TODAY,
            by=world.by_adi, at=NOW,
        )  # fmt: skip
    rights.ask_correction(resident=who, said="RT saya 005", by=world.by_adi, at=NOW)
    national_ids.read(resident=who, by=world.by_adi, at=NOW)
    batch = ImportBatch.objects.create(
        village=world.here, file_name="Data PMI.xlsx", file_sealed=b"Siti Aminah", uploaded_at=NOW
    )
    ImportRow.objects.create(
        village=world.here, batch=batch, sheet="PMI", row=7, outcome="accepted",
        name="Siti Aminah", resident=who, told={"name": "Siti Aminah"},
    )  # fmt: skip
    for row, of in ((8, {"sheet": "PMI", "row": 7}), (9, {"resident_key": f"R{who.pk}"})):
        ImportRow.objects.create(
            village=world.here, batch=batch, sheet="PMI", row=row, outcome="duplicate",
            name="Sity Aminah, Yuni", duplicate_of=of,
        )  # fmt: skip
    who.user = User.objects.create_user("yuni", name="Siti Aminah", phone="+6281234567890")
    who.save()
    double = resident(world, "Siti Aminah", hamlet="Dusun Satu")
    merging.merge(kept=who, merged=double, choices={}, by=world.by_adi, at=NOW)
    return Resident.objects.get(pk=who.pk)


def erase(world, who, **told):
    facts = {"typed_name": who.name, "asked_on": TODAY} | told
    return rights.erase(resident=who, by=world.by_adi, at=NOW, **facts)


def stored_text() -> str:
    """Everything in the database as text, to look for somebody in it."""
    tables = [m for m in apps.get_models() if issubclass(m, VillageRow) or m is User]
    rows = [row for model in tables for row in model.objects.values()]
    return json.dumps(rows, default=str, ensure_ascii=False)


# --- a copy ------------------------------------------------------------------------------------


def test_a_copy_holds_everything_and_is_noted(world, whole_life):
    copy = rights.copy_of(resident=whole_life, by=world.by_adi, at=NOW)
    told = json.dumps(copy.as_json(), ensure_ascii=False)
    for word in ("Siti Aminah", "Yuni", "0812-3456-7890", "Melati Jaya", "gaji 8 juta", "Wati",
                 "RT saya 005", "Data PMI.xlsx", "yuni"):  # fmt: skip
        assert word in told
    titles = {section.title for section in copy.sections}
    assert len(titles) == len(copy.sections) >= 8
    assert AuditEntry.objects.order_by("pk").last().verb == "people.copy_made"


def test_the_nik_is_masked_unless_she_asks_on_paper(world, whole_life):
    copy = rights.copy_of(resident=whole_life, by=world.by_adi, at=NOW)
    assert SITIS_NIK not in str(copy)
    assert "9901••••••••0001" in str(copy)
    before = AccessEntry.objects.count()
    in_full = rights.copy_of(resident=whole_life, by=world.by_adi, at=NOW, with_national_id=True)
    assert SITIS_NIK in str(in_full)
    assert AccessEntry.objects.count() == before + 1, "that was a reading"


def test_whoever_opened_her_nik_stands_in_her_copy(world, whole_life):
    copy = rights.copy_of(resident=whole_life, by=world.by_adi, at=NOW)
    assert "Adi Saputra" in str(copy.sections[-1])


# --- a correction ------------------------------------------------------------------------------


def test_a_request_waits_until_it_is_answered(world):
    who = siti(world)
    asked = rights.ask_correction(resident=who, said="RT saya 005", by=world.by_adi, at=NOW)
    assert list(rights.open_requests(world.here)) == [asked]
    with pytest.raises(Refused):
        rights.answer_correction(request=asked, outcome="LEFT", said="", by=world.by_adi, at=NOW)
    rights.answer_correction(request=asked, outcome="PUT_RIGHT", said="", by=world.by_adi, at=NOW)
    assert not rights.open_requests(world.here)
    with pytest.raises(Refused):
        rights.answer_correction(
            request=CorrectionRequest.objects.get(), outcome="PUT_RIGHT", said="",
            by=world.by_adi, at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (CorrectionRequest, {"said": ""}, "people_correctionrequest_says_what"),
        (CorrectionAnswer, {"outcome": "LEFT"}, "people_correctionanswer_left_with_a_reason"),
    ],
)
def test_the_tables_want_words(world, model, change, constraint):
    asked = rights.ask_correction(resident=siti(world), said="RT 005", by=world.by_adi, at=NOW)
    rights.answer_correction(request=asked, outcome="PUT_RIGHT", said="", by=world.by_adi, at=NOW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**change)


# --- an erasure ----------------------------------------------------------------------------------


def test_nothing_of_her_is_left_anywhere(world, whole_life):
    assert all(word in stored_text() for word in HERS[:2]), "the test can fail"
    erase(world, whole_life)
    left = stored_text()
    assert not [word for word in HERS if word in left]


def test_the_village_counts_as_before(world, whole_life):
    wati(world)
    day = date(2021, 1, 1)
    before = [counting.stocks(world.here, on) for on in (day, TODAY)]
    flows = counting.flows(world.here, after=day, until=TODAY)
    erase(world, whole_life)
    assert [counting.stocks(world.here, on) for on in (day, TODAY)] == before
    assert counting.flows(world.here, after=day, until=TODAY) == flows
    assert counting.unexplained(world.here, after=day, until=TODAY) == 0
    assert list(checks.differences(world.here)) == []


def test_nobody_finds_her_any_more(world, whole_life):
    erase(world, whole_life)
    for text in ("Siti", "Yuni", "Dihapus", "81234567890"):
        assert not search.search(world.here, text)
    assert not residents.living_list(world.here)
    assert national_ids.holder(village=world.here, digits=SITIS_NIK) is None
    assert duplicates.find(world.here) == []


def test_the_trail_keeps_what_was_done_without_saying_to_whom(world, whole_life):
    lines = AuditEntry.objects.filter(resident_id=whole_life.pk).count()
    erase(world, whole_life)
    entries = history.entries(world.here, about=[whole_life.pk])
    assert entries.count() == lines + 1, "one line more: the erasure"
    told = [audit.sentence(entry) for entry in entries]
    assert not [sentence for sentence in told if "Siti" in sentence]
    assert AccessEntry.objects.filter(resident_id=whole_life.pk).exists()


def test_lines_about_her_namesake_stay(world, whole_life):
    other = resident(world, "Siti Aminah", birth_date=date(1960, 2, 2))
    erase(world, whole_life)
    told = history.entries(world.here, about=[other.pk]).get()
    assert told.subject_name == "Siti Aminah"


def test_what_stays_has_its_reason_and_source(world, whole_life):
    planned = rights.erasing(whole_life)
    erasure = erase(world, whole_life)
    stayed = rights.what_stayed(erasure)
    assert [kept.code for kept, _n in stayed] == [kept.code for kept, _n in planned.staying]
    assert {kept.code for kept, _n in stayed} >= {"journey", "trail", "readings", "erasure"}
    assert all(kept.source.startswith("UU ") and str(kept.why) for kept, _n in stayed)
    assert dict(planned.going)


def test_the_preview_writes_nothing(world, whole_life):
    before = stored_text()
    rights.erasing(whole_life)
    assert stored_text() == before


@pytest.mark.parametrize(
    ("typed", "allowed"),
    [("Siti Aminah", True), (" siti  aminah ", True), ("Siti", False), ("", False), ("ya", False)],
)
def test_the_name_is_typed_not_clicked(world, typed, allowed):
    who = siti(world)
    if allowed:
        erase(world, who, typed_name=typed)
    else:
        with pytest.raises(Refused):
            erase(world, who, typed_name=typed)
    assert Erasure.objects.exists() is allowed


def test_it_cannot_be_asked_for_tomorrow_or_twice(world):
    who = siti(world)
    with pytest.raises(Refused):
        erase(world, who, asked_on=TODAY + timedelta(days=1))
    erase(world, who)
    with pytest.raises(Refused):
        erase(world, Resident.objects.get(pk=who.pk))


def test_who_holds_an_office_ends_it_first(world, whole_life):
    term = appoint(whole_life.user, Office.TREASURER, group=world.tailors)
    with pytest.raises(Refused):
        erase(world, whole_life)
    term.until = date(2024, 12, 31)
    term.save()
    erase(world, whole_life)
    user = User.objects.get(pk=term.user_id)
    assert (user.is_active, user.phone, user.name) == (False, None, "Siti Aminah")


def test_her_sign_in_is_closed(world, whole_life):
    pk = whole_life.user_id
    erase(world, whole_life)
    user = User.objects.get(pk=pk)
    assert not user.is_active
    assert user.name == held.ERASED_NAME
    assert "yuni" not in user.username


def test_every_room_says_what_it_holds():
    codes = [kept.code for one in holdings._holdings for kept in one.kept]
    assert len(codes) == len(set(codes))
    assert {"journey", "trail"} <= set(codes)
