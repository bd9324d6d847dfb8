"""The guides for village staff, read as pages under Help."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from rembuk.villages.tests import stories
from rembuk.web import guides

pytestmark = pytest.mark.django_db

HREFS = re.compile(r'href="([^"]+)"')
PICTURES = re.compile(r'<img [^>]*src="([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)"')


def page(client, slug):
    return client.get(reverse("web:guide", args=[slug])).content.decode()


def test_the_contents_name_every_guide():
    files = {file.stem for file in settings.GUIDES_DIR.glob("*.md")} - {"README"}
    assert {guide.slug for guide in guides.guides()} == files


@pytest.mark.parametrize("guide", guides.guides(), ids=lambda guide: guide.slug)
def test_each_guide_is_a_page_whose_links_and_pictures_lead_somewhere(client, guide):
    text = page(client, guide.slug)
    assert text.count("<h1") == 1
    for picture, wide, high, said in PICTURES.findall(text):
        name = picture.removeprefix(f"/{settings.STATIC_URL.strip('/')}/")
        assert finders.find(name)
        assert min(int(wide), int(high)) > 100
        assert said
    inside = guides.shown(guide.slug)
    assert len(PICTURES.findall(inside)) == inside.count("<img")
    for href in HREFS.findall(inside):
        assert client.get(href.partition("#")[0]).status_code == 200


def test_help_leads_to_every_guide_and_each_guide_to_the_next(client):
    helping = client.get(reverse("web:help")).content.decode()
    known = guides.guides()
    for guide in known:
        assert reverse("web:guide", args=[guide.slug]) in helping
    for before, after in pairwise(known):
        assert reverse("web:guide", args=[after.slug]) in page(client, before.slug)


def test_what_is_no_guide_is_not_there(client):
    for slug in ("README", "nothing", "rahasia"):
        assert client.get(f"/help/{slug}/").status_code == 404


def test_html_in_a_guide_is_text(settings, tmp_path):
    (tmp_path / "README.md").write_text("[Satu](satu.md)\n")
    (tmp_path / "satu.md").write_text("# Satu\n\n<script>x()</script> [a](javascript:x())\n")
    settings.GUIDES_DIR = tmp_path
    guides.guides.cache_clear()
    guides.shown.cache_clear()
    try:
        text = guides.shown("satu")
    finally:
        guides.guides.cache_clear()
        guides.shown.cache_clear()
    assert "<script" not in text
    assert "href" not in text


def test_whom_others_ask_is_not_told_to_ask_herself(client):
    world = stories.world()
    world.here.help_name, world.here.help_phone = "Adi", "+6281200000077"
    world.here.save()
    world.adi.phone = "+6281200000077"
    world.adi.save()
    address = reverse("web:help")
    for asker, herself in ((world.adi, True), (world.budi, False)):
        client.force_login(asker)
        client.get(reverse("web:home"), follow=True)
        text = client.get(address).content.decode()
        assert ("Andalah yang ditanya" in text) is herself
        assert ("wa.me/6281200000077" in text) is not herself
