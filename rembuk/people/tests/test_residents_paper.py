"""The list of residents on paper: whom the page shows, whole, and a line in the trail."""

from __future__ import annotations

from datetime import date

import pytest

from rembuk.people.tests.scenes import address, resident, siti, step, text_of, wati
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries

PRINTED = "Pendamping membuka daftar warga untuk dicetak"


def test_more_than_a_page_stands_on_paper_and_the_trail_says_who_took_it(adi, world):
    for number in range(31):
        resident(world, f"Warga {number:02}", hamlet="Dusun Satu")
    with few_queries():
        text = text_of(adi.get(address(world, "residents_paper")))
    assert [f"Warga {number:02}" in text for number in range(31)] == [True] * 31
    assert "31 orang pada" in text
    assert (
        audit.sentence(AuditEntry.objects.of(world.here).get(verb="people.list_printed")) == PRINTED
    )


@pytest.mark.parametrize(
    ("query", "names", "title"),
    [
        ("?status=migrant_worker", ["Siti Aminah"], "PMI"),
        ("?status=resident", ["Wati"], "Bukan PMI"),
        ("?hamlet=Dusun Satu", ["Siti Aminah"], "Dusun Satu"),
    ],
)
def test_a_narrowed_list_says_so(adi, world, query, names, title):
    step(world, siti(world), "DEPARTURE", date(2024, 1, 10))
    wati(world)
    text = text_of(adi.get(address(world, "residents_paper") + query))
    assert [name for name in ("Siti Aminah", "Wati") if name in text] == names
    assert f"<h1>{title}</h1>" in text


def test_the_list_leads_to_paper_for_who_may_take_it_out(adi, client, world):
    step(world, siti(world), "DEPARTURE", date(2024, 1, 10))
    list_page, paper = address(world, "residents"), address(world, "residents_paper")
    assert f"{paper}?status=migrant_worker" in text_of(
        adi.get(f"{list_page}?status=migrant_worker")
    )
    client.force_login(world.rina)
    assert client.get(paper).status_code == 403
