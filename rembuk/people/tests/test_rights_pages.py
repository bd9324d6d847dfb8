"""The pages about look-alike records, consent, history and the rights of a person."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rembuk.accounts.models import User
from rembuk.people import consents, duplicates, merging, national_ids
from rembuk.people.models import (
    Consent,
    CorrectionRequest,
    DifferentPersons,
    Erasure,
    Merge,
    Resident,
)
from rembuk.people.tests.scenes import NOW, SITIS_NIK, TODAY, resident, siti, step, wati
from rembuk.villages import holdings
from rembuk.villages.models import AccessEntry, OperatorVisit
from rembuk.villages.permissions import Office
from rembuk.villages.tests.stories import appoint, user


@pytest.fixture
def adi(client, world):
    client.force_login(world.adi)
    return client


@pytest.fixture
def twins(world) -> tuple[Resident, Resident]:
    one = siti(world)
    step(world, one, "DEPARTURE", date(2020, 3, 1))
    return one, resident(world, "Siti Aminah", hamlet="Dusun Satu", phone="+6285550001111")


def url(world, name: str, *args: object) -> str:
    return reverse(f"people:{name}", args=[world.here.slug, *args])


def sent(**fields: object) -> dict[str, object]:
    return {"request_id": uuid4(), **fields}


def text(response) -> str:
    return response.content.decode()


# --- look-alikes -------------------------------------------------------------------------------


def test_joining_from_list_to_undo(world, adi, twins):
    one, other = twins
    listed = adi.get(url(world, "duplicates"))
    assert url(world, "compare", one.pk, other.pk) in text(listed)
    compared = adi.get(url(world, "compare", one.pk, other.pk))
    assert "0855-5000-1111" in text(compared)
    preview = adi.get(url(world, "merge", one.pk, other.pk), {"phone": "merged"})
    assert preview.status_code == 200
    assert "0855-5000-1111" in text(preview)
    assert not Merge.objects.exists(), "a preview writes nothing"
    form = sent(phone="merged")
    for _time in range(2):  # sent twice, done once
        done = adi.post(url(world, "merge", one.pk, other.pk), form)
        assert done.url == url(world, "resident", one.pk)
    assert Merge.objects.count() == 1
    one.refresh_from_db()
    assert one.phone == "+6285550001111"
    undone = adi.post(url(world, "merge_undo", Merge.objects.get().pk), sent())
    assert undone.status_code == 302
    one.refresh_from_db()
    assert one.phone == "+6281234567890"


def test_journeys_that_contradict_are_explained(world, adi, twins):
    one, other = twins
    step(world, other, "DEPARTURE", date(2021, 6, 1))
    page = adi.get(url(world, "merge", one.pk, other.pk), {"journey": "both"})
    assert page.status_code == 200
    assert "button-primary" in text(page)
    assert not Merge.objects.exists()


def test_two_persons_are_not_shown_again(world, adi, twins):
    one, other = twins
    adi.post(url(world, "tell_apart", other.pk, one.pk), sent())
    assert DifferentPersons.objects.count() == 1
    assert url(world, "compare", one.pk, other.pk) not in text(adi.get(url(world, "duplicates")))
    adi.post(url(world, "apart_undo", DifferentPersons.objects.get().pk), sent())
    assert len(duplicates.find(world.here)) == 1


def test_one_record_is_not_compared_with_itself(world, adi, twins):
    assert adi.get(url(world, "compare", twins[0].pk, twins[0].pk)).status_code == 404


# --- consent -------------------------------------------------------------------------------------


def test_a_consent_is_given_and_taken_back(world, adi):
    who = siti(world)
    page = adi.get(url(world, "consent_give", who.pk, "CONTACT"))
    assert consents.text("CONTACT", language="id").sentences[0] in text(page)
    spoken = sent(channel="SPOKEN", given_on_which="today", witness="")
    assert adi.post(url(world, "consent_give", who.pk, "CONTACT"), spoken).status_code == 422
    spoken["witness"] = "Pak Budi"
    assert adi.post(url(world, "consent_give", who.pk, "CONTACT"), spoken).status_code == 302
    given = Consent.objects.get()
    assert (given.witness, given.recorded_by) == ("Pak Budi", world.adi)
    page = adi.get(url(world, "consent_withdraw", given.pk))
    assert consents.text("CONTACT", language="id").withdrawing in text(page)
    adi.post(url(world, "consent_withdraw", given.pk), sent(withdrawn_on_which="today"))
    assert not consents.standing(who)[Consent.Purpose.CONTACT].holds
    adi.post(url(world, "consent_undo", given.pk), sent())
    assert consents.standing(who)[Consent.Purpose.CONTACT].holds


@pytest.mark.parametrize("purpose", ["contact", "NONSENSE"])
def test_an_unknown_purpose_is_not_there(world, adi, purpose):
    assert adi.get(url(world, "consent_give", siti(world).pk, purpose)).status_code == 404


def test_the_paper_is_blank_or_filled(world, adi):
    who = siti(world)
    consents.give(
        resident=who, purpose="STORY", channel="PAPER", given_on=TODAY, by=world.by_adi, at=NOW
    )
    assert "Siti Aminah" not in text(adi.get(url(world, "consent_paper")))
    assert "Siti Aminah" in text(adi.get(url(world, "resident_consent_paper", who.pk)))


# --- history -------------------------------------------------------------------------------------


def test_the_villages_history_is_read_in_sentences_and_narrowed(world, adi):
    siti(world), wati(world)
    page = adi.get(url(world, "history"))
    assert "Siti Aminah" in text(page)
    assert "Wati" in text(page)
    narrowed = adi.post(url(world, "history"), {"name": "Wati", "office": ""}, follow=True)
    assert "Siti Aminah" not in text(narrowed)
    assert adi.get(url(world, "history"), {"on": "1999-01-01"}).status_code == 200
    of_head = adi.get(url(world, "history"), {"office": "VILLAGE_HEAD"})
    assert "Wati" not in text(of_head)


def test_a_nik_typed_as_a_name_does_not_reach_an_address(world, adi):
    answer = adi.post(url(world, "history"), {"name": "9901 0155 0190 0001"})
    assert answer.url == url(world, "history")


def test_thirty_lines_a_page(world, adi):
    for number in range(35):
        resident(world, f"Warga {number:02}")
    first = adi.get(url(world, "history"))
    assert text(first).count("ledger-gutter") == 30
    assert text(adi.get(url(world, "history"), {"page": 2})).count("ledger-gutter") == 5


def test_no_nik_stands_in_any_history(world, adi):
    who = siti(world)
    for page in ("history", "openings"):
        assert SITIS_NIK not in text(adi.get(url(world, page)))
    assert SITIS_NIK not in text(adi.get(url(world, "resident_history", who.pk)))


def test_who_opened_is_shown_with_operators(world, adi, client):
    who = siti(world)
    national_ids.read(resident=who, by=world.by_adi, at=NOW)
    operator = user("oki", "Oki Operator")
    appoint(operator, Office.OPERATOR)
    from django.utils import timezone

    now = timezone.now()
    OperatorVisit.objects.create(
        village=world.here, user=operator, reason="Mencari sebab daftar kosong",
        started_at=now, ends_at=now + timezone.timedelta(minutes=30),
    )  # fmt: skip
    client.force_login(operator)
    client.get(url(world, "resident", who.pk))
    client.force_login(world.adi)
    page = text(client.get(url(world, "resident_history", who.pk)))
    assert "Adi Saputra" in page
    assert "Oki Operator" in page
    village = text(client.get(url(world, "openings")))
    assert "Mencari sebab daftar kosong" in village
    assert "Siti Aminah" in village


# --- copy, correction, erasure -------------------------------------------------------------------


def test_a_copy_on_paper_and_as_a_file(world, adi):
    who = siti(world)
    page = adi.get(url(world, "resident_copy", who.pk))
    assert "9901••••••••0001" in text(page)
    assert SITIS_NIK not in text(page)
    assert SITIS_NIK in text(adi.post(url(world, "resident_copy", who.pk)))
    assert AccessEntry.objects.filter(resident_id=who.pk).count() == 1
    file = adi.get(url(world, "resident_copy_file", who.pk))
    assert json.loads(file.content)["person"] == "Siti Aminah"
    assert "attachment" in file["Content-Disposition"]
    assert SITIS_NIK not in text(file)


def test_the_village_head_sees_no_nik_in_full(world, client):
    client.force_login(world.budi)
    assert SITIS_NIK not in text(client.post(url(world, "resident_copy", siti(world).pk)))


def test_erasing_asks_for_the_name_and_says_what_stays(world, adi):
    who = siti(world)
    page = text(adi.get(url(world, "resident_erase", who.pk)))
    assert "UU 18/2017 pasal 42" not in page, "no step: nothing of the journey stays"
    step(world, who, "DEPARTURE", date(2020, 3, 1))
    assert "UU 18/2017 pasal 42" in text(adi.get(url(world, "resident_erase", who.pk)))
    wrong = sent(typed_name="Siti", asked_on_which="today")
    assert adi.post(url(world, "resident_erase", who.pk), wrong).status_code == 422
    assert not Erasure.objects.exists()
    right = sent(typed_name="siti aminah", asked_on_which="today")
    done = adi.post(url(world, "resident_erase", who.pk), right, follow=True)
    assert Erasure.objects.count() == 1
    assert "UU 18/2017 pasal 42" in text(done)
    assert adi.get(url(world, "resident", who.pk)).status_code == 404
    again = adi.get(url(world, "resident_erase", who.pk), follow=True)
    assert again.redirect_chain[-1][0] == url(world, "erasure", who.pk)


def test_a_correction_goes_from_her_page_to_a_card_and_back(world, client):
    who = siti(world)
    mine = User.objects.create_user("siti", "sawah-hijau-99", name="Siti Aminah")
    Resident.objects.filter(pk=who.pk).update(user=mine)
    client.force_login(mine)
    assert client.post(reverse("mine:correction"), sent(said="")).status_code == 422
    client.post(reverse("mine:correction"), sent(said="RT saya 005"))
    asked = CorrectionRequest.objects.get()
    client.force_login(world.adi)
    today = client.get(reverse("web:today", args=[world.here.slug]))
    assert url(world, "correction", asked.pk) in text(today)
    page = client.get(url(world, "correction", asked.pk))
    assert "RT saya 005" in text(page)
    assert "RT\xa0003" in text(page), "what stands there now"
    assert url(world, "edit_resident", who.pk, "address") in text(page)
    client.force_login(world.budi)
    read = client.get(url(world, "correction", asked.pk))
    assert "RT saya 005" in text(read)
    assert 'name="outcome"' not in text(read), "who may not change people answers nothing"
    refused = client.post(url(world, "correction", asked.pk), sent(outcome="PUT_RIGHT", said=""))
    assert refused.status_code == 403
    client.force_login(world.adi)
    left = sent(outcome="LEFT", said="")
    assert client.post(url(world, "correction", asked.pk), left).status_code == 422
    client.post(url(world, "correction", asked.pk), sent(outcome="PUT_RIGHT", said=""))
    assert url(world, "correction", asked.pk) not in text(client.get(today.request["PATH_INFO"]))


def test_siti_sees_what_is_kept_and_who_looked(world, client):
    who = siti(world)
    step(world, who, "DEPARTURE", date(2020, 3, 1))
    national_ids.read(resident=who, by=world.by_adi, at=NOW)
    mine = User.objects.create_user("siti", "sawah-hijau-99", name="Siti Aminah")
    Resident.objects.filter(pk=who.pk).update(user=mine)
    client.force_login(mine)
    page = text(client.get(reverse("mine:data")))
    for word in ("Siti Aminah", "9901••••••••0001", "Adi Saputra", "Hong Kong"):
        assert word in page
    assert SITIS_NIK not in page


def test_siti_finds_herself_through_a_joined_record(world, client):
    one, other = siti(world), resident(world, "Siti A", hamlet="Dusun Dua")
    mine = User.objects.create_user("siti", "sawah-hijau-99", name="Siti Aminah")
    Resident.objects.filter(pk__in=[one.pk]).update(user=mine)
    one.refresh_from_db()
    merging.merge(kept=other, merged=one, choices={}, by=world.by_adi, at=NOW)
    client.force_login(mine)
    assert client.get(reverse("mine:data")).context["who"].pk == other.pk


def test_who_is_no_resident_is_told_what_to_do(world, client):
    client.force_login(world.dewi)
    assert client.get(reverse("mine:data")).status_code == 200
    assert client.post(reverse("mine:correction"), sent(said="x")).status_code == 200
    assert not CorrectionRequest.objects.exists()


# --- who may -----------------------------------------------------------------------------------

PAGES = [
    ("duplicates", False), ("history", False), ("openings", False), ("corrections", False),
    ("consent_paper", False), ("resident_consents", True), ("resident_history", True),
    ("resident_copy", True), ("resident_copy_file", True), ("resident_erase", True),
    ("resident_consent_paper", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "about"), PAGES)
def test_nobody_of_another_village_or_office_gets_in(world, client, name, about):
    address = url(world, name, *([siti(world).pk] if about else []))
    for who, allowed in ((world.dewi, {404}), (world.rina, {403}), (world.adi, {200})):
        client.force_login(who)
        assert client.get(address).status_code in allowed


def questions(client, address: str) -> int:
    """How often a page asks the database; telling PostgreSQL the village is no question."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    frame = ("set_config", "SAVEPOINT")
    return sum(1 for one in asked if not any(word in one["sql"] for word in frame))


@pytest.mark.parametrize(("name", "about"), [page for page in PAGES if "copy" not in page[0]])
def test_pages_ask_the_database_little(world, adi, name, about):
    who = siti(world)
    for number in range(3):
        resident(world, "Siti Aminah", hamlet="Dusun Satu", neighborhood_unit=f"00{number}")
    duplicates.found(world.here)
    address = url(world, name, *([who.pk] if about else []))
    adi.get(address)
    # What is held is asked room by room before it may be erased: a page seen once in a while.
    rooms = holdings.count() if name == "resident_erase" else 0
    assert questions(adi, address) <= 12 + 5 * rooms
