"""Angka: every number opens the people behind it, and nobody is unexplained."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest

from rembuk.people.models import Resident
from rembuk.people.tests.scenes import address, siti, step, text_of, wati
from rembuk.villages.tests.counting import few_queries

SPAN = "?since_day=1&since_month=1&since_year=2024&until_day=31&until_month=12&until_year=2024"
EARLY = datetime(2020, 1, 1, tzinfo=UTC)
NUMBER = re.compile(r'href="([^"]*/numbers/(?:people|crossings)/[^"]*)">([\d.]+)</a>')
FLOW = re.compile(r'<span class="figures">(\d+)</span>.*?href="([^"]*/numbers/moves/[^"]*)"', re.S)


@pytest.fixture
def village(world):
    yuni, mother = siti(world, at=EARLY), wati(world, at=EARLY)
    step(world, yuni, "DEPARTURE", date(2024, 1, 10))
    step(world, yuni, "EXTENSION", date(2024, 6, 1))
    step(world, mother, "DEPARTURE", date(2024, 2, 1))
    step(world, mother, "HOMECOMING", date(2024, 12, 31))
    return world


def test_what_was_came_went_and_is_adds_up(adi, village):
    with few_queries():
        text = text_of(adi.get(address(village, "numbers") + SPAN))
    assert "Tidak terjelaskan: 0 orang." in text
    assert "Dari 1 Januari 2024 sampai 31 Desember 2024" in text


def test_every_number_of_the_account_opens_as_many_people(adi, village):
    text = text_of(adi.get(address(village, "numbers") + SPAN))
    numbers = NUMBER.findall(text)
    assert len(numbers) >= 12
    for url, number in numbers:
        behind = text_of(adi.get(html.unescape(url)))
        assert behind.count('class="person"') == int(number), url


def test_who_is_home_after_work_abroad_is_counted_though_she_registers_again(adi, village):
    mother = Resident.objects.get(name="Wati")
    step(village, mother, "REGISTRATION", date(2025, 2, 1))
    until = "until_day=1&until_month=3&until_year=2025"
    span = SPAN.replace("until_day=31&until_month=12&until_year=2024", until)
    text = text_of(adi.get(address(village, "numbers") + span))
    found = re.search(r'href="([^"]*home_again=1)">([^<]*)<', text)
    assert found
    assert found[2] == "Di rumah setelah kerja di luar negeri pada 1 Maret 2025: 1 orang."
    behind = text_of(adi.get(html.unescape(found[1])))
    assert behind.count('class="person"') == 1
    assert "Wati" in behind


def test_every_flow_opens_as_many_people(adi, village):
    text = text_of(adi.get(address(village, "numbers") + SPAN))
    flows = FLOW.findall(text)
    assert len(flows) == 3
    for number, url in flows:
        behind = text_of(adi.get(html.unescape(url)))
        assert behind.count('class="person"') == int(number), url


def test_who_was_erased_is_counted_without_a_name_or_a_page(adi, village):
    yuni = Resident.objects.get(name="Siti Aminah")
    Resident.objects.filter(pk=yuni.pk).update(erased_at=EARLY)
    url = address(village, "people_then") + "?on=2024-12-31&status=migrant_worker"
    text = text_of(adi.get(url))
    assert "Data dihapus" in text
    assert address(village, "resident", yuni.pk) not in text
    numbers = text_of(adi.get(address(village, "numbers") + SPAN))
    assert "termasuk 1 data dihapus" in numbers
    assert "Daftar warga tidak menghitungnya lagi." in numbers


@pytest.mark.parametrize("named", ["", "?stretch=this-month", "?stretch=last-month",
                                   "?stretch=last-year", "?stretch=whenever"])  # fmt: skip
def test_stretches_have_names(adi, village, named):
    assert adi.get(address(village, "numbers") + named).status_code == 200


WRONG = [
    (SPAN.replace("since_year=2024", "since_year=2025"), "Hari pertama ada sesudah hari terakhir."),
    (SPAN.replace("until_year=2024", "until_year=2099"), "Pilih hari ini atau hari sebelumnya."),
    (SPAN.replace("since_year=2024", "since_year=1960"), "2 Januari 1970"),
    (SPAN.replace("since_day=1", "since_day="), "bulan, dan tahun"),
]


@pytest.mark.parametrize(("query", "sentence"), WRONG)
def test_days_that_cannot_be_come_back_with_what_to_do(adi, village, query, sentence):
    answer = adi.get(address(village, "numbers") + query)
    assert answer.status_code == 422
    assert sentence in text_of(answer)


@pytest.mark.parametrize(
    "path",
    [
        "people_then",
        "people_then?on=yesterday&status=",
        "people_then?on=2024-01-01&status=flying",
        "people_then?on=2999-01-01",
        "people_moved?since=2024-01-01&until=2024-12-31&kind=FLYING&before=-&after=",
        "people_crossed?since=2024-01-01&until=x&status=",
    ],
)
def test_a_number_nobody_showed_is_not_there(adi, village, path):
    name, _mark, query = path.partition("?")
    assert adi.get(f"{address(village, name)}?{query}").status_code == 404


def test_an_empty_village_has_no_numbers_yet(adi, world):
    text = text_of(adi.get(address(world, "numbers")))
    assert "Belum ada warga yang tercatat" in text
