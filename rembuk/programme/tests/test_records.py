"""What a source counts is held against what the records count."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.people import residents
from rembuk.people.journeys import StepFacts
from rembuk.people.residents import Newcomer, ResidentFacts
from rembuk.programme import records
from rembuk.programme.models import VillageFact
from rembuk.programme.tests.scenes import AT


def written(world, number, counted, quantity, as_of="2020"):
    return VillageFact.objects.create(
        village=world.here, number=number, topic="PLACE", statement_id="Ada PMI",
        statement_en="There are PMI", quantity=quantity, unit="PEOPLE", sources="S1",
        as_of=as_of, status="STATED", counted=counted,
    )  # fmt: skip


@pytest.fixture
def two_abroad(world):
    """Siti left in 2019, and so did Sari, who came home in the middle of 2020."""
    left = StepFacts(kind="DEPARTURE", on=date(2019, 5, 1), country="HK")
    home = StepFacts(kind="HOMECOMING", on=date(2020, 6, 1))
    newcomers = [
        Newcomer(facts=ResidentFacts(name="Siti Aminah", sex="P"), steps=(left,)),
        Newcomer(facts=ResidentFacts(name="Sari Dewi", sex="P"), steps=(left, home)),
    ]
    residents.bulk_register(village=world.here, newcomers=newcomers, by=world.by_adi, at=AT)


@pytest.mark.parametrize(
    ("counted", "as_of", "count"),
    [
        ("ABROAD", "2019", 2),
        ("ABROAD", "2020", 1),
        ("RETURNED", "2020-05", 0),
        ("RETURNED", "2020-06-01", 1),
        ("MIGRANTS", "2020", 2),
        ("HOUSEHOLDS", "2020", 0),
    ],
)
def test_the_records_are_counted_at_the_end_of_the_sources_day(
    world, two_abroad, counted, as_of, count
):
    fact = written(world, 18, counted, "1", as_of)
    found = records.beside(world.here, [fact])[18]
    assert (found.count, found.same) == (count, count == 1)


@pytest.mark.parametrize(
    ("counted", "as_of"), [("", "2020"), ("ABROAD", ""), ("ABROAD", "2017-2019")]
)
def test_without_a_day_or_a_count_nothing_is_compared(world, two_abroad, counted, as_of):
    assert records.beside(world.here, [written(world, 18, counted, "1", as_of)]) == {}


def test_the_page_says_whether_and_leads_to_the_records(client, world, two_abroad):
    written(world, 18, "ABROAD", "1")
    written(world, 20, "MIGRANTS", "398")
    client.force_login(world.adi)
    page = client.get(reverse("programme:facts", args=[world.here.slug])).content.decode()
    assert page.count("Sama dengan catatan: ya.") == 1
    assert page.count("Sama dengan catatan: tidak, catatan menghitung 2.") == 1
    numbers = reverse("people:numbers", args=[world.here.slug])
    link = f"{numbers}?since_day=1&since_month=1&since_year=2020&until_day=31&until_month=12"
    assert link in page.replace("&amp;", "&")
    shown = client.get(f"{link}&until_year=2020").content.decode()
    assert "31 Desember 2020" in shown


def test_what_is_counted_is_one_of_four(world):
    broken = pytest.raises(IntegrityError, match="programme_villagefact_counted_known")
    with broken, transaction.atomic():
        written(world, 18, "GOATS", "1")
