"""The gallery is whole: every part is in it, in both languages, without asking the database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from rembuk.villages.tests.counting import few_queries
from rembuk.web import gallery

TEMPLATES = Path(gallery.__file__).parent / "templates" / "web"
SENT = {
    "name": "Siti Aminah",
    "status": "abroad",
    "visited_on_which": "today",
    "people": "2",
    "agreed": "on",
}


def test_every_part_is_included_somewhere():
    pages = [file.read_text(encoding="utf-8") for file in TEMPLATES.rglob("*.html")]
    for part in (TEMPLATES / "parts").glob("*.html"):
        assert any(f'"web/parts/{part.name}"' in page for page in pages), part.name


def test_every_part_says_what_it_is_given():
    for part in (TEMPLATES / "parts").glob("*.html"):
        text = part.read_text(encoding="utf-8")
        assert text.count("\n") <= 60, part.name
        needs = set(re.findall(r"\{\{ (label|text|title|what|url)\b", text))
        assert all(re.search(rf"With: [^#]*\b{need}\b", text) for need in needs), part.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "word"), [("id", "Galeri tampilan"), ("en", "Gallery of parts")]
)
def test_the_gallery_speaks_both_languages(client, language, word):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with few_queries(0):
        response = client.get(reverse("web:gallery"))
    assert response.status_code == 200
    assert word in response.content.decode()


@pytest.mark.django_db
def test_the_sample_form_comes_back_until_it_is_right(client):
    url = reverse("web:gallery_form")
    response = client.post(url, {"name": ""})
    assert response.status_code == 422
    assert "<title>Periksa lagi: " in response.content.decode()
    sent = client.post(url, SENT, follow=True)
    assert sent.redirect_chain == [(url, 302)]
    assert f'action="{reverse("web:gallery_undo")}"' in sent.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["gallery", "gallery_form", "gallery_paper", "help", "offline"])
def test_a_page_of_the_room_is_there(client, name):
    assert client.get(reverse(f"web:{name}")).status_code == 200


@pytest.mark.django_db
def test_the_language_can_be_changed_and_one_stays_where_one_is(client):
    there = reverse("web:help")
    response = client.post(
        reverse("accounts:language"), {"language": "en", "next": there}, follow=True
    )
    assert response.redirect_chain == [(there, 302)]
    assert "Questions we hear often" in response.content.decode()
