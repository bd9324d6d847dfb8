"""One person through all rooms: joined with everything, told everything, gone without a trace."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from rembuk.messaging import announcements, deliveries
from rembuk.messaging.models import Delivery
from rembuk.people import consents, counting, exporting, merging, rights, search
from rembuk.people.models import Resident
from rembuk.people.tests.scenes import NOW, SITIS_NIK, TODAY, resident, siti, step
from rembuk.villages.tests import stories

HERS = ["Siti Aminah", "Yuni", "81234567890", "1990-01-15", SITIS_NIK]


@pytest.fixture
def world(db):
    return stories.world()


@pytest.fixture
def told(world, client) -> Resident:
    """Siti, recorded on the page itself, with a message for her and a journey."""
    client.force_login(world.adi)
    who = siti(world)
    consents.give(
        resident=who, purpose="CONTACT", channel="PAPER", given_on=TODAY, by=world.by_adi, at=NOW
    )
    step(world, who, "DEPARTURE", date(2020, 3, 1))
    announcements.announce(
        village=world.here, audience="all", title="rapat warga", text="Kita rapat hari Sabtu.",
        by=world.by_adi, at=NOW,
    )  # fmt: skip
    return who


def everything() -> str:
    """Every row of every table, as text."""
    rows = [row for model in apps.get_models() for row in model._base_manager.values()]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_a_joined_record_brings_its_messages_and_takes_them_back(world, told):
    kept = resident(world, "Siti A")
    done = merging.merge(kept=kept, merged=told, choices={}, by=world.by_adi, at=NOW)
    assert Delivery.objects.get().resident_id == kept.pk
    merging.undo(merge=done, by=world.by_adi, at=NOW)
    assert Delivery.objects.get().resident_id == told.pk


def test_her_copy_holds_her_messages(world, told):
    copy = rights.copy_of(resident=told, by=world.by_adi, at=NOW)
    assert "rapat warga" in json.dumps(copy.as_json())


def test_after_an_erasure_no_table_knows_her(world, told, client):
    twin = resident(world, "Siti Aminah", hamlet="Dusun Satu")
    address = reverse("people:merge", args=[world.here.slug, told.pk, twin.pk])
    client.post(address, {"request_id": uuid4()})
    assert [word for word in HERS if word in everything()], "the test can fail"
    before = counting.stocks(world.here, TODAY)
    rights.erase(resident=told, typed_name="Siti Aminah", asked_on=TODAY, by=world.by_adi, at=NOW)
    left = everything()
    assert [word for word in HERS if word in left] == []
    assert counting.stocks(world.here, TODAY) == before
    assert not search.search(world.here, "Siti")
    assert list(exporting.complete_rows(world.here)) == []
    assert sum(deliveries.counts([Delivery.objects.get().message]).popitem()[1].values()) == 1


def test_the_pages_of_her_are_gone_and_the_lists_stand(world, told, client):
    rights.erase(resident=told, typed_name="Siti Aminah", asked_on=TODAY, by=world.by_adi, at=NOW)
    slug, message = world.here.slug, Delivery.objects.get().message
    for name, args in [
        ("people:history", []), ("people:residents", []), ("people:numbers", []),
        ("messaging:message", [message.pk]), ("messaging:slips", [message.pk]),
        ("messaging:messages", []), ("people:erasure", [told.pk]),
    ]:  # fmt: skip
        page = client.get(reverse(name, args=[slug, *args]))
        assert page.status_code == 200, name
        assert "Yuni" not in page.content.decode(), name
