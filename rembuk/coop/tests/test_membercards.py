"""Member cards: printed by officers and by oneself, scanned by whoever finds one."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from rembuk.coop import membercards
from rembuk.lib import codes
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import TODAY


def address(coop, name, *more):
    return reverse(f"coop:{name}", args=[coop.group.village.slug, coop.group.pk, *more])


def card(coop, member, code=""):
    values = [coop.group.village.slug, member.pk, code or membercards.code_of(member)]
    return reverse("coop:card", args=values)


def text(response):
    return response.content.decode()


def printed(response):
    assert response.headers["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(BytesIO(response.content)).pages]


def test_officers_print_the_cards_of_those_they_looked_for(coop, opened):
    people = [coop.member(f"Siti {number}") for number in range(11)]
    gone = coop.member("Tumini")
    coop.step(gone, "LEFT", on=TODAY, reason="Pindah")
    chair = opened(coop.chair)
    sheets = printed(chair.get(address(coop, "cards_pdf")))
    assert len(sheets) == 2, "ten on a sheet"
    told = "\n".join(sheets)
    assert told.count("Siti") == len(people)
    assert "Tumini" not in told
    found = chair.get(address(coop, "cards_pdf") + f"?q={people[0].number}")
    assert printed(found)[0].count("Siti") == 1
    assert "Siti 3" in printed(chair.get(address(coop, "card_pdf", people[3].pk)))[0]
    assert chair.get(address(coop, "card_pdf", gone.pk)).status_code == 404
    rina = opened(coop.world.rina)  # of another group
    assert rina.get(address(coop, "cards_pdf")).status_code in (403, 404)


def test_siti_prints_her_own_card_and_nobody_elses(coop, opened):
    siti, wati = coop.member("Siti Aminah"), coop.member("Wati")
    siti.resident.user = stories.user("siti", "Siti Aminah")
    siti.resident.save(update_fields=["user"])
    client = opened(siti.resident.user)
    mine = reverse("books:my_card", args=[siti.pk])
    assert mine in text(client.get(reverse("books:book", args=[siti.pk])))
    (sheet,) = printed(client.get(mine))
    assert f"{siti.number[:3]} {siti.number[3:]}" in sheet
    assert client.get(reverse("books:my_card", args=[wati.pk])).status_code == 404
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    assert mine not in text(client.get(reverse("books:book", args=[siti.pk])))
    assert client.get(mine).status_code == 404


def test_who_finds_a_card_learns_no_name(coop, client, opened):
    siti = coop.member("Siti Aminah")
    with few_queries(5):
        page = text(client.get(card(coop, siti)))
    assert siti.number in page
    assert "asli" in page
    assert "Siti" not in page
    assert address(coop, "deposit", siti.pk) in page
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    page = text(client.get(card(coop, siti)))
    assert "bukan milik anggota lagi" in page
    assert address(coop, "deposit", siti.pk) not in page


def test_no_letter_of_a_code_may_be_another_and_no_card_fits_another_member(coop, client):
    siti, wati = coop.member("Siti Aminah"), coop.member("Wati")
    code = membercards.code_of(siti)
    assert client.get(card(coop, siti, code.replace("-", "").lower())).status_code == 200
    assert client.get(card(coop, wati, code)).status_code == 404
    for place, letter in enumerate(code):
        if letter != "-":
            other = next(one for one in codes.ALPHABET if one != letter)
            changed = code[:place] + other + code[place + 1 :]
            assert client.get(card(coop, siti, changed)).status_code == 404


def test_another_village_has_no_such_card(coop, client):
    siti = coop.member("Siti Aminah")
    there = coop.world.there.slug
    values = [there, siti.pk, membercards.code_of(siti)]
    assert client.get(reverse("coop:card", args=values)).status_code == 404


@pytest.mark.parametrize("purpose", ["rembuk-receipt 1", "rembuk-member-card 1"])
def test_a_code_of_one_purpose_is_none_of_another(purpose):
    told = codes.code_of(purpose, "7", key="a")
    assert codes.is_code(told, told)
    assert not codes.is_code(told, codes.code_of(f"{purpose}x", "7", key="a"))
    assert not codes.is_code(told, codes.code_of(purpose, "7", key="b"))
