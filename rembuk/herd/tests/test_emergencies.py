"""Cards for an emergency: for everybody, each line with its source, kept on the phone."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from rembuk.herd.emergencies import CARDS


def test_everybody_reads_the_cards_and_prints_them(client, db):
    page = client.get(reverse("goats:emergencies"))
    text = page.content.decode()
    assert page.status_code == 200
    for card in CARDS:
        assert f'id="{card.code}"' in text
    assert text.count("tanyakan petugas (puskeswan)") >= 10
    assert "Merck" in text
    assert client.get(reverse("goats:emergencies_pdf")).content.startswith(b"%PDF")


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.code)
def test_a_card_is_short_and_gives_no_dose(card):
    lines = [str(line.text) for line in (*card.seen, *card.done, *card.left)]
    assert 5 <= len(lines) <= 10
    assert all(len(line) <= 100 for line in lines)
    assert not [line for line in lines if re.search(r"\d+ ?(ml|cc|mg|g|sendok)\b", line)]


def test_a_source_that_nobody_could_look_up_is_the_officer():
    told = {str(line.source) for card in CARDS for line in (*card.seen, *card.done, *card.left)}
    assert not [source for source in told if "buku kedokteran" in source or "panduan" in source]
    milk = next(card for card in CARDS if card.code == "udder")
    assert not [line for line in (*milk.seen, *milk.done, *milk.left) if line.source]


def test_the_phone_keeps_the_page_for_when_there_is_no_signal(client, db):
    worker = client.get("/sw.js").content.decode()
    (kept,) = re.findall(r"const KEPT = (\[.*?\]);", worker)
    assert reverse("goats:emergencies") in json.loads(kept)
    offline = client.get(reverse("web:offline")).content.decode()
    assert f'href="{reverse("goats:emergencies")}"' in offline


def test_who_keeps_goats_finds_the_cards(karto, goats):
    page = karto.get(reverse("herd:animals", args=[goats.village.slug, goats.pk]))
    assert reverse("goats:emergencies") in page.content.decode()
