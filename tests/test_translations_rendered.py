"""Pages as they are shown: no English left in Indonesian, no Indonesian in English.

That every message has a translation is another test's; this one sees what a catalogue cannot: a
message translated when the process began, a label that was never asked for, a room left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import polib
import pytest
from django.conf import settings
from django.test import Client

from rembuk.project.catalogues import catalogues
from rembuk.web import guides
from tests import crawl
from tests.reading import Page

# The words come from catalogues and templates, whatever database keeps the rows.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.looks]
# 2025 grouped like a sum, in words or in an address; Rp2.025 is a sum.
GROUPED_YEAR = re.compile(r"(?<![\w.,])(?:1[.,]9|2[.,]0)\d\d(?![\d.,]*\d)")
HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]")
LETTERS_MIN = 3
SPEAKS_BOTH = {
    "web:gallery": "lists icons by their names in code",
    "people:import_columns": "shows the headers of the person's own file",
    "shop:filled_file": "shows the headers of the seller's own file",
    "cash:receipt": "prints a paper in the language of the village's papers, whoever prints it",
    "messaging:slips": "prints papers in the language of their message, whoever prints them",
    "web:guide": "shows a guide, which is written in Indonesian and says so to others",
    "web:offline": "is kept on the phone, so it says it in both languages",
}
# Words that are the same in both languages, or are somebody's data in the scene.
SAME = {"Rapat desa", "Menjahit", "PMI", "P3MI", "Desa", "Format"}


@dataclass
class Phrases:
    """What a page of the other language must not show."""

    whole: set[str] = field(default_factory=set)
    holed: list[re.Pattern[str]] = field(default_factory=list)

    def shown_in(self, words: Iterable[str]) -> list[str]:
        """Which of these words are phrases of this language."""
        return [w for w in words if w in self.whole or any(p.fullmatch(w) for p in self.holed)]


def flat(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def phrases(wrong: str) -> Phrases:
    """Every phrase that is only of the language `wrong`: "en" (what is asked) or "id"."""
    pairs = [
        (entry.msgid, said)
        for file in catalogues().values()
        for entry in polib.pofile(str(file))
        for said in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
    ]
    asked = {flat(msgid) for msgid, _said in pairs}
    said = {flat(text) for _msgid, text in pairs}
    only = (asked - said if wrong == "en" else said - asked) - SAME
    found = Phrases()
    for text in only:
        letters = len(re.sub(r"[^A-Za-z]", "", HOLE.sub("", text)))
        if letters < (2 * LETTERS_MIN if HOLE.search(text) else LETTERS_MIN):
            continue  # nearly all of it is filled in: "%(a)s of %(b)s" fits too much
        if HOLE.search(text):
            found.holed.append(re.compile("(.+?)".join(map(re.escape, HOLE.split(text)))))
        else:
            found.whole.add(text)
    return found


@pytest.mark.parametrize(("language", "wrong"), [("id", "en"), ("en", "id")])
def test_no_page_mixes_the_languages(language: str, wrong: str) -> None:
    scene, other, mixed, read = crawl.filled(), phrases(wrong), [], 0
    titles = {guide.title for guide in guides.guides()}  # Indonesian for every reader
    for route, user, address in crawl.pages(scene):
        if route.name in SPEAKS_BOTH:
            continue
        client = crawl.sign_in(Client(), user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        response = client.get(address)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        html = response.content.decode()
        page = Page(html)
        read += 1
        assert page.language == language
        shown = other.shown_in(words for words in page.words if words not in titles)
        mixed += [f"{route.name}: {words!r}" for words in shown]
        mixed += [f"{route.name}: {words!r}" for words in page.words if GROUPED_YEAR.search(words)]
        mixed += [f"{route.name}: {link}" for link in re.findall(r"year=\d[.,]\d+", html)]
    assert read > 80
    assert not mixed, "\n".join(sorted(set(mixed)))


def test_a_mixed_page_is_seen() -> None:
    seen = phrases("en").shown_in(["Record visit", "Residents", "Siti Aminah", "3 people"])
    assert "Residents" in seen
    assert "Siti Aminah" not in seen
    assert "Warga" in phrases("id").shown_in(["Warga", "Residents"])
