"""Perjalanan: the next step, an older one, and taking a wrong one back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from rembuk.people.models import JourneyStep, Resident, Status
from rembuk.people.tests.scenes import address, siti, step, text_of, wati

TODAY = {"on_which": "today"}


def send(client, url, **told):
    return client.post(url, {"request_id": str(uuid4()), **told})


@pytest.fixture
def abroad(world) -> Resident:
    who = siti(world)
    step(world, who, "DEPARTURE", date(2024, 1, 10), contract_months=24)
    return who


def test_the_page_offers_what_may_come_next(adi, world, abroad):
    text = text_of(adi.get(address(world, "journey", abroad.pk)))
    for kind in ("HOMECOMING", "EXTENSION", "LEAVE"):
        assert f"?kind={kind}" in text
    assert "?kind=DEPARTURE" not in text
    assert "Semua kontrak digabung: 2 tahun." in text


def test_coming_home_today_needs_one_button(adi, world, abroad):
    url = address(world, "new_step", abroad.pk) + "?kind=HOMECOMING"
    page = text_of(adi.get(url))
    assert "checked" in page
    answer = send(adi, url, kind="HOMECOMING", **TODAY)
    assert answer.url == address(world, "journey", abroad.pk)
    abroad.refresh_from_db()
    assert abroad.status == Status.RETURNED
    home = JourneyStep.objects.get(kind="HOMECOMING")
    assert home.on == timezone.localdate()
    assert address(world, "undo_step", home.pk) in text_of(adi.get(answer.url))


def test_an_undone_step_is_withdrawn_and_stays_visible(adi, world, abroad):
    home = step(world, abroad, "HOMECOMING", date(2025, 1, 1))
    page = text_of(
        adi.post(address(world, "undo_step", home.pk), {"request_id": str(uuid4())}, follow=True)
    )
    assert "Diurungkan segera setelah dicatat" in page
    abroad.refresh_from_db()
    assert abroad.status == Status.WORKER


@pytest.mark.parametrize(
    ("plan", "word"),
    [("STAY", "Ingin menetap di desa"), ("UNDECIDED", "Belum memutuskan"),
     ("LEAVE_AGAIN", "Ingin berangkat lagi")],
)  # fmt: skip
def test_a_returned_worker_is_asked_for_her_plan(adi, world, abroad, plan, word):
    step(world, abroad, "HOMECOMING", date(2025, 1, 1))
    journey = address(world, "journey", abroad.pk)
    assert "?kind=PLAN" in text_of(adi.get(journey))
    url = address(world, "new_step", abroad.pk) + "?kind=PLAN"
    assert word in text_of(adi.get(url))
    send(adi, url, kind="PLAN", plan=plan, **TODAY)
    abroad.refresh_from_db()
    assert (abroad.status, abroad.plan) == (Status.RETURNED, plan)
    assert text_of(adi.get(journey)).count(word) >= 2  # at her name and among the steps


REFUSED = [
    ("PLAN", TODAY, "Pilih rencananya."),
    ("PLAN", TODAY | {"plan": "STAY"}, "Pada hari itu orang ini di luar negeri."),
    ("DEPARTURE", TODAY | {"country": "TW"}, "Pada hari itu orang ini di luar negeri."),
    ("LEAVING_AGAIN", TODAY | {"country": ""}, "Pilih negara tujuannya."),
    ("EXTENSION", TODAY | {"contract_months": "0"}, "misalnya 24"),
    ("EXTENSION", TODAY | {"contract_months": "dua tahun"}, "misalnya 24"),
    ("STATUS_REPORT", TODAY, "Pilih statusnya."),
    ("HOMECOMING", {"on_which": "other", "on_parts_day": "1", "on_parts_month": "1",
                    "on_parts_year": "2023"}, "tidak di luar negeri"),
    ("HOMECOMING", {"on_which": "other", "on_parts_day": "1", "on_parts_month": "1",
                    "on_parts_year": "1899"}, "tahun"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "told", "sentence"), REFUSED)
def test_an_impossible_step_comes_back_with_what_to_do(adi, world, abroad, kind, told, sentence):
    url = address(world, "new_step", abroad.pk) + f"?kind={kind}"
    answer = send(adi, url, kind=kind, **told)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert JourneyStep.objects.count() == 1


MISSING = [("PLAN", {"plan": "STAY"}, "HOMECOMING"), ("DEPARTURE", {"country": "TW"}, "HOMECOMING")]


@pytest.mark.parametrize(("kind", "told", "first"), MISSING)
def test_a_missing_step_is_one_tap_away(adi, world, abroad, kind, told, first):
    url = address(world, "new_step", abroad.pk)
    answer = text_of(send(adi, f"{url}?kind={kind}", kind=kind, **TODAY, **told))
    assert f'href="{url}?kind={first}"' in answer
    assert "Catat &#x27;Pulang&#x27; dulu" in answer or "Catat 'Pulang' dulu" in answer
    assert f'href="{url}?kind={first}"' not in text_of(adi.get(f"{url}?kind={kind}"))


def test_somebody_reported_abroad_without_a_departure_is_led_to_it(adi, world):
    mother = wati(world)
    url = address(world, "new_step", mother.pk)
    answer = send(adi, f"{url}?kind=LEAVE", kind="LEAVE", **TODAY)
    assert f'href="{url}?kind=DEPARTURE"' in text_of(answer)


def test_only_the_year_is_known(adi, world):
    mother = wati(world)
    url = address(world, "new_step", mother.pk) + "?kind=DEPARTURE&rough"
    send(adi, url, kind="DEPARTURE", year="2008", month="", country="MY")
    told = JourneyStep.objects.get()
    assert (told.on, told.precision) == (date(2008, 1, 1), "YEAR")
    page = text_of(adi.get(address(world, "journey", mother.pk)))
    assert ">2008<" in page
    assert "(Berangkat, 2008)" in page, "whoever listens hears no day that nobody knows"


@pytest.mark.parametrize("year", ["", "1969", "2999", "kemarin"])
def test_a_year_we_do_not_keep_is_asked_again(adi, world, year):
    url = address(world, "new_step", wati(world).pk) + "?kind=DEPARTURE&rough"
    answer = send(adi, url, kind="DEPARTURE", year=year, month="", country="MY")
    assert answer.status_code == 422
    assert not JourneyStep.objects.exists()


def test_not_being_a_migrant_can_be_reported(adi, world, abroad):
    url = address(world, "new_step", abroad.pk) + "?kind=STATUS_REPORT"
    send(adi, url, kind="STATUS_REPORT", reported_status="resident", country="", **TODAY)
    abroad.refresh_from_db()
    assert abroad.status == Status.NONE


def test_without_a_kind_all_are_offered(adi, world, abroad):
    text = text_of(adi.get(address(world, "new_step", abroad.pk)))
    assert text.count("?kind=") == len(JourneyStep.Kind)
    assert adi.get(address(world, "new_step", abroad.pk) + "?kind=FLYING").status_code == 200


def test_a_wrong_step_is_withdrawn_with_the_reason_and_may_count_again(adi, world, abroad):
    home = step(world, abroad, "HOMECOMING", date(2025, 1, 1))
    url = address(world, "withdraw_step", home.pk)
    assert send(adi, url, reason="").status_code == 422
    answer = send(adi, url, reason="salah orang")
    page = text_of(adi.get(answer.url))
    assert "Dicabut oleh Adi Saputra: salah orang" in page
    adi.post(address(world, "restore_step", home.pk), {"request_id": str(uuid4())})
    abroad.refresh_from_db()
    assert abroad.status == Status.RETURNED


def test_a_step_of_another_village_is_not_there(client, world, abroad):
    from django.urls import reverse

    client.force_login(world.dewi)
    first = JourneyStep.objects.get()
    other = reverse("people:withdraw_step", args=[world.there.slug, first.pk])
    assert client.get(other).status_code == 404


def test_under_record_one_finds_whose_journey_it_is(adi, world, abroad):
    page = text_of(adi.post(address(world, "pick_for_step"), {"q": "yu"}))
    assert address(world, "journey", abroad.pk) in page
    assert "Tidak ada yang cocok" in text_of(adi.post(address(world, "pick_for_step"), {"q": "zz"}))


def test_the_history_tells_steps_as_people_do(adi, world):
    who = siti(world)
    gone = step(world, who, "DEPARTURE", date(2007, 1, 1), precision="YEAR", country="HK")
    told = text_of(adi.get(address(world, "resident_history", who.pk)))
    assert "mencatat langkah Siti Aminah: Berangkat, 2007, Hong Kong" in told
    send(adi, address(world, "withdraw_step", gone.pk), reason="salah orang")
    told = text_of(adi.get(address(world, "resident_history", who.pk)))
    assert "mencabut langkah Siti Aminah: Berangkat (2007), Hong Kong, karena: salah orang" in told
    assert "menjadi Berangkat" not in told
    assert "1 Januari 2007" not in told
    assert f"{timezone.localdate().year}</span>" in told, "a day stands with its year"
