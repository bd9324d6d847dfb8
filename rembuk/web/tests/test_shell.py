"""What every page brings along: its weight, its parts from elsewhere, what the phone keeps."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from rembuk.web import pwa, stylesheet

pytestmark = pytest.mark.django_db

STATIC = Path(pwa.__file__).parent / "static" / "web"
FIRST_VIEW_BYTES_MAX = 45_000  # the bar is 100 KB; this is what we aim at
SCRIPT_BYTES_MAX = 30_000
REQUESTS_MAX = 12


def zipped(data: bytes) -> int:
    return len(gzip.compress(data))


def linked(html: str) -> list[str]:
    """What a browser asks for when it shows the page, the service worker and PWA icons aside."""
    found = re.findall(
        r'(?:<script src|<link rel="(?:stylesheet|icon|manifest)" href)="([^"]+)"', html
    )
    return [*found, static("web/icons.svg")]


def test_vendored_files_are_what_their_packages_shipped():
    lines = (STATIC / "vendor" / "CHECKSUMS.txt").read_text().splitlines()
    known = {}
    for line in lines[1:]:
        name, _package, version, _licence, digest = (part.strip() for part in line.split("|"))
        assert version in name
        known[name] = digest
    files = [file for file in (STATIC / "vendor").iterdir() if file.suffix != ".txt"]
    assert {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files} == known


def test_a_first_view_is_light(client):
    html = client.get(reverse("web:gallery")).content
    addresses = linked(html.decode())
    weights = {"html": zipped(html)}
    for address in addresses:
        if address.startswith(static("")):
            weights[address] = zipped(
                (STATIC.parent / address.removeprefix(static(""))).read_bytes()
            )
        else:
            weights[address] = zipped(client.get(address).content)
    assert len(addresses) + 1 <= REQUESTS_MAX
    assert sum(weights.values()) <= FIRST_VIEW_BYTES_MAX, weights
    assert sum(size for name, size in weights.items() if name.endswith(".js")) <= SCRIPT_BYTES_MAX


def test_no_page_needs_an_exception_from_the_security_policy(client):
    for name in ("gallery", "gallery_form", "gallery_paper", "help", "offline"):
        html = client.get(reverse(f"web:{name}")).content.decode()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:", html), name
        assert not re.search(r"<script(?![^>]* src=)", html), name
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!wa\.me/)', html), name


def test_the_stylesheet_is_one_file_kept_for_a_year(client):
    response = client.get(stylesheet.address(), headers={"Accept-Encoding": "gzip"})
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gzip.decompress(response.content).decode() == stylesheet.current().text
    assert stylesheet.current().text.startswith("@layer tokens, reset")
    assert "/*" not in stylesheet.current().text


def test_a_page_of_yesterday_still_gets_a_stylesheet(client):
    response = client.get(reverse("web:stylesheet", args=["0123456789ab"]))
    assert response["Cache-Control"] == "no-cache"
    assert response.content.decode() == stylesheet.current().text


def test_every_rule_stands_in_a_layer():
    for file in stylesheet.files():
        text = stylesheet.COMMENT.sub("", file.read_text(encoding="utf-8"))
        outside = re.sub(r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}", "", text)
        assert re.fullmatch(r"(\s*@layer [a-z, ]+;?)+\s*", outside), file.name


def test_the_phone_may_install_rembuk(client):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    about = json.loads(response.content)
    assert about["display"] == "standalone"
    assert {icon["sizes"] for icon in about["icons"]} == {"192x192", "512x512"}
    for icon in about["icons"]:
        assert finders.find(icon["src"].removeprefix(static("")))


def test_the_service_worker_keeps_the_shell_and_never_a_page_about_people(client):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "no-cache" in response["Cache-Control"]
    [shell] = re.findall(r"const SHELL = (\[.*?\]);", response.content.decode())
    kept = json.loads(shell)
    assert [Path(address).suffix for address in kept] == [".css", ".js", ".js", ".svg", ".svg"]
    assert f'const VERSION = "{pwa.shell_version()}"' in response.content.decode()


def test_the_page_for_no_signal_is_the_same_for_everybody(client, django_user_model):
    before = client.get("/offline/")
    client.force_login(django_user_model.objects.create_user(username="rina"))
    assert client.get("/offline/").content == before.content
    assert "Set-Cookie" not in before.headers
    assert b"Belum ada sinyal" in before.content
    assert b"No signal yet" in before.content


def test_drawings_are_plain_and_one_colour():
    for name in ("icons.svg", "favicon.svg", "seal.svg"):
        text = (STATIC / name).read_text()
        ET.fromstring(text)
        assert "<style" not in text
        assert "style=" not in text
        assert len(set(re.findall(r"#[0-9A-Fa-f]{6}", text))) <= 1
