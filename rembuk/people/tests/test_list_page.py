"""Warga: the list, its search box, and the NIK that never stands in an address."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from rembuk.people.households import HouseholdFacts, open_household
from rembuk.people.models import Resident
from rembuk.people.tests.scenes import NOW, SITIS_NIK, address, resident, siti, step, text_of, wati
from rembuk.villages.models import AccessEntry
from rembuk.villages.tests.counting import few_queries


def test_everybody_stands_in_the_list_with_the_total_in_words(adi, world):
    siti(world)
    wati(world)
    text = text_of(adi.get(address(world, "residents")))
    assert "2 orang tercatat sebagai warga desa." in text
    assert text.index("Siti Aminah") < text.index("Wati")


def test_the_list_is_english_for_an_english_reader(adi, world):
    siti(world)
    adi.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "1 person belongs to the village." in text_of(adi.get(address(world, "residents")))


def test_an_empty_village_is_told_what_to_do(adi, world):
    text = text_of(adi.get(address(world, "residents")))
    assert "Belum ada warga yang tercatat" in text
    assert address(world, "new_resident") in text
    assert address(world, "imports") in text


def test_thirty_stand_on_a_page(adi, world):
    for number in range(31):
        resident(world, f"Warga {number:02}")
    page = adi.get(address(world, "residents"))
    assert text_of(page).count('class="person"') == 30
    second = text_of(adi.get(address(world, "residents") + "?page=2"))
    assert second.count('class="person"') == 1


def test_a_page_of_the_list_asks_few_questions(adi, world):
    for number in range(31):
        one = resident(world, f"Warga {number:02}", hamlet=f"Dusun {number % 3}")
        home = HouseholdFacts(head=one)
        open_household(village=world.here, facts=home, by=world.by_adi, at=NOW)
    for query in ("", "?q=wa", "?status=resident", "?need=incomplete", "?hamlet=Dusun+1"):
        with few_queries():
            adi.get(address(world, "residents") + query)


NARROWED = [
    ("?q=yuni", ["Siti Aminah"]),
    ("?q=JUNI", ["Siti Aminah"]),
    ("?q=zz", []),
    ("?status=migrant_worker", ["Siti Aminah"]),
    ("?status=resident", ["Wati"]),
    ("?status=nonsense", ["Siti Aminah", "Wati"]),
    ("?hamlet=Dusun Satu", ["Siti Aminah"]),
    ("?need=ending", ["Siti Aminah"]),
    ("?need=unasked", ["Wati"]),
    ("?need=gone", []),
    ("?q=%27%3B DROP TABLE--", []),
    ("?page=99", ["Siti Aminah", "Wati"]),
    ("?page=x", ["Siti Aminah", "Wati"]),
    ("?page=1" + "0" * 30, ["Siti Aminah", "Wati"]),
    ("?q=" + "a" * 5000, []),
]


@pytest.mark.parametrize("query", ["?q=%00yuni", "?hamlet=%00"])
def test_the_sign_nul_leads_nowhere(adi, world, query):
    """No page sends it, and PostgreSQL cannot hold it."""
    assert adi.get(address(world, "residents") + query).status_code == 404


@pytest.mark.parametrize(("query", "names"), NARROWED)
def test_the_list_is_narrowed(adi, world, query, names):
    from django.utils import timezone

    yuni = siti(world)
    wati(world)
    step(world, yuni, "DEPARTURE", date(2024, 1, 10), contract_months=24)
    Resident.objects.filter(pk=yuni.pk).update(contract_ends_on=timezone.localdate())
    text = text_of(adi.get(address(world, "residents") + query))
    assert [name for name in ("Siti Aminah", "Wati") if name in text] == names


def test_what_is_typed_leads_to_an_address_that_can_be_kept(adi, world):
    siti(world)
    answer = adi.post(address(world, "residents"), {"q": "yuni"})
    assert answer.status_code == 302
    assert answer.url == address(world, "residents") + "?q=yuni"


def test_a_nik_leads_to_its_person_and_is_noted(adi, world):
    who = siti(world)
    answer = adi.post(address(world, "residents"), {"q": "9901 0155 0190 0001"})
    assert answer.url == address(world, "resident", who.pk)
    assert AccessEntry.objects.get().resident_id == who.pk


@pytest.mark.parametrize("typed", [SITIS_NIK, SITIS_NIK[:15], "08123456"])
def test_digits_never_come_into_an_address(adi, world, typed):
    siti(world)
    for page in ("residents", "found"):
        answer = adi.post(address(world, page), {"q": typed})
        assert typed not in answer.headers.get("Location", "")
        assert typed not in answer.headers.get("HX-Replace-Url", "")


def test_a_nik_in_an_address_is_not_looked_for_and_not_shown(adi, world):
    siti(world)
    answer = adi.get(f"{address(world, 'residents')}?q={SITIS_NIK}")
    assert answer.url == address(world, "residents")
    assert not AccessEntry.objects.exists()


def test_an_office_that_sees_no_nik_does_not_find_by_it(client, world):
    siti(world)
    client.force_login(world.budi)
    answer = client.post(address(world, "residents"), {"q": SITIS_NIK}, follow=True)
    assert "Jabatan Anda tidak mencari lewat NIK" in text_of(answer)
    assert not AccessEntry.objects.exists()


def test_the_box_answers_while_typing(adi, world):
    siti(world)
    answer = adi.post(address(world, "found"), {"q": "yu"})
    text = text_of(answer)
    assert "Siti Aminah" in text
    assert "<html" not in text
    assert answer.headers["HX-Replace-Url"] == address(world, "residents") + "?q=yu"


def test_nobody_found_offers_to_record(adi, world):
    siti(world)
    text = text_of(adi.get(address(world, "residents") + "?q=zulaikha"))
    assert "Tidak ada yang cocok dengan “zulaikha”" in text
    assert address(world, "new_resident") in text


@pytest.mark.parametrize("typed", ["a", " A ", "-"])
def test_one_letter_asks_for_two(adi, world, typed):
    siti(world)
    text = text_of(adi.get(address(world, "residents"), {"q": typed}))
    assert "Tulis dua huruf atau lebih" in text
    assert "lebih sedikit huruf" not in text
    assert "Catat sebagai warga baru" not in text


def test_text_is_shown_as_text(adi, world):
    resident(world, "<script>alert(1)</script> {{ village }}")
    text = text_of(adi.get(address(world, "residents") + "?q=%3Cscript%3E"))
    assert "<script>alert" not in text
    assert "{{ village }}" in text


@pytest.mark.parametrize("name", ["residents", "new_resident", "households", "numbers"])
def test_another_village_does_not_exist(client, world, name):
    client.force_login(world.dewi)
    assert client.get(address(world, name)).status_code == 404


@pytest.mark.parametrize("who", ["rina", "budi"])
def test_who_may_not_record_is_refused(client, world, who):
    client.force_login(getattr(world, who))
    assert client.get(address(world, "new_resident")).status_code == 403


def test_a_person_of_another_village_is_not_there(client, world):
    who = siti(world)
    client.force_login(world.dewi)
    other = reverse("people:resident", args=[world.there.slug, who.pk])
    assert client.get(other).status_code == 404


@pytest.mark.parametrize("page", ["resident", "journey", "household", "withdraw_step"])
def test_a_number_no_database_can_hold_is_not_there(adi, world, page):
    assert adi.get(address(world, page, 10**30)).status_code == 404


def test_a_name_with_a_sign_no_database_holds_comes_back(adi, world):
    told = {"request_id": "0", "name": "Si\x00ti", "standing": "resident", "consent": "not_asked"}
    answer = adi.post(address(world, "new_resident"), told)
    assert answer.status_code == 422
