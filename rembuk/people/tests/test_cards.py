"""What 'Hari ini', the bar and '+ Catat' show of the registry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.people import rights
from rembuk.people.models import Resident
from rembuk.people.tests.scenes import address, resident, siti, text_of, wati


@pytest.fixture
def today(adi, world):
    return lambda: text_of(adi.get(reverse("web:today", args=[world.here.slug])))


ENDS = [(-1, False), (0, True), (90, True), (91, False)]


@pytest.mark.parametrize(("days", "shown"), ENDS)
def test_a_contract_that_ends_within_ninety_days_is_on_the_page(today, world, days, shown):
    who = siti(world)
    ends = timezone.localdate() + timedelta(days=days)
    Resident.objects.filter(pk=who.pk).update(contract_ends_on=ends, status="migrant_worker")
    assert ("Kontrak Siti Aminah segera habis" in today()) is shown


def test_several_contracts_make_one_card(today, world):
    for name in ("Siti", "Wati", "Rina"):
        who = resident(world, name)
        ends = timezone.localdate() + timedelta(days=len(name))
        Resident.objects.filter(pk=who.pk).update(contract_ends_on=ends)
    assert "dan 2 orang lain segera habis" in today()


def test_people_without_a_status_and_without_an_rt_are_suggested(today, adi, world):
    wati(world)
    resident(world, "Karto")
    text = today()
    assert "2 warga belum ada statusnya" in text
    assert "1 data warga belum lengkap" in text
    behind = text_of(adi.get(address(world, "residents") + "?need=incomplete"))
    assert "Karto" in behind
    assert "Wati" not in behind


def test_a_complete_village_has_nothing_to_do_here(today, world):
    text = today()
    assert "need=" not in text


def test_the_bar_and_record_lead_here(adi, world):
    text = text_of(adi.get(reverse("web:record", args=[world.here.slug])))
    for name in ("residents", "new_resident", "pick_for_step"):
        assert address(world, name) in text


def test_the_village_head_sees_residents_and_no_suggestions(client, world):
    resident(world, "Karto")
    client.force_login(world.budi)
    text = text_of(client.get(reverse("web:today", args=[world.here.slug])))
    assert address(world, "residents") in text
    assert "belum lengkap" not in text


@pytest.mark.parametrize(("who", "button"), [("adi", "Baca dan jawab"), ("budi", "Lihat")])
def test_a_correction_says_answer_only_to_who_may(client, world, who, button):
    rights.ask_correction(
        resident=siti(world), said="RT saya 005", by=world.by_adi, at=timezone.now()
    )
    client.force_login(getattr(world, who))
    page = text_of(client.get(reverse("web:today", args=[world.here.slug])))
    card = page.partition("minta data dibetulkan")[2].partition("</li>")[0]
    assert button in card
    assert ("Baca dan jawab" in card) is (who == "adi")


def test_ways_to_look_at_residents_stand_above_their_names(adi, world):
    page = text_of(adi.get(reverse("people:residents", args=[world.here.slug])))
    above, _id, below = page.partition('id="found"')
    for name in ("numbers", "households", "duplicates"):
        way = f'href="{reverse("people:" + name, args=[world.here.slug])}"'
        assert way in above
        assert way not in below
