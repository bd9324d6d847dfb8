"""When something does not go as planned, a page says what happened and what to do, and no more."""

from __future__ import annotations

import io
import logging
import re
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from rembuk.lib.room import is_full
from rembuk.villages.models import OfficeTerm, Village
from rembuk.villages.tests import stories
from rembuk.web import views
from rembuk.web.problems import PROBLEMS

BANNED = re.compile(
    r"\b(invalid|tidak valid|error|gagal|wajib diisi|maaf|ups|mohon|exception)\b", re.I
)


def text_of(html: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


@pytest.mark.django_db
@pytest.mark.parametrize("status", [*PROBLEMS, 500, 503])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_problem_says_what_to_do_in_both_languages(client, status, language):
    url = reverse("web:gallery_problem", args=[status])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(url)
    assert response.status_code == status
    assert f'lang="{language}"' in response.content.decode()
    assert not BANNED.search(text_of(response.content))
    assert ("Ke halaman awal saya" if language == "id" else "To my first page") in text_of(
        response.content
    )


def test_the_500_page_needs_neither_database_nor_request():
    html = render_to_string("web/500.html")
    assert "Ada yang rusak di tempat kami" in html
    assert views.server_error(RequestFactory().get("/")).status_code == 500


def test_a_forbidden_page_says_which_office_may():
    said = "Halaman ini untuk: Bendahara."
    response = views.forbidden(RequestFactory().get("/"), PermissionDenied(said))
    assert response.status_code == 403
    assert said in text_of(response.content)


def test_another_village_looks_like_no_page_at_all():
    request = RequestFactory().get("/desa/way-lain/dewi/")
    plain = views.not_found(request, Exception("no pattern"))
    other = views.not_found(request, Exception("Village matching query does not exist"))
    assert text_of(plain.content) == text_of(other.content)
    assert b"matching query" not in other.content


@pytest.mark.django_db
@pytest.mark.django_db
def test_an_address_that_only_takes_forms_says_so(client):
    world = stories.world()
    client.force_login(world.adi)
    term = OfficeTerm.objects.get(user=world.adi)
    answer = client.get(reverse("web:act_as", args=[term.pk]))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "hanya untuk mengirim isian" in text_of(answer.content)
    assert client.options(reverse("web:act_as", args=[term.pk])).content == b""


def test_a_page_open_too_long_says_so_and_not_forbidden():
    response = Client(enforce_csrf_checks=True).post(reverse("web:gallery_form"), {"name": "Siti"})
    assert response.status_code == 403
    assert "terlalu lama terbuka" in text_of(response.content)


@pytest.mark.django_db
def test_there_is_no_problem_page_for_a_status_we_do_not_know(client):
    assert client.get(reverse("web:gallery_problem", args=[418])).status_code == 404
    assert client.get(reverse("web:gallery_problem", args=[200])).status_code == 404


def test_a_full_disk_is_told_from_everything_else():
    """/dev/full has no room, ever."""
    with pytest.raises(OSError, match="space") as reason:
        Path("/dev/full").write_text("Rp50.000")
    assert is_full(reason.value)
    wrapped = RuntimeError("the file could not be written")
    wrapped.__cause__ = reason.value
    assert is_full(wrapped)
    # What SQLite says when a server is started on a disk without 32 KB left.
    beside = sqlite3.OperationalError("disk I/O error")
    beside.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    assert is_full(beside)
    assert not is_full(None)
    assert not is_full(PermissionError(13, "Permission denied"))
    assert not is_full(OperationalError("database is locked"))


def test_the_page_of_a_full_disk_says_whom_to_call():
    request = RequestFactory().post("/")
    request.village = Village(help_name="Ningsih Rahayu", help_phone="+628990000001")
    try:
        Path("/dev/full").write_text("Rp50.000")
    except OSError:
        response = views.server_error(request)
    assert response.status_code == 503
    said = text_of(response.content)
    assert "belum tersimpan" in said
    assert "Hubungi Ningsih Rahayu, 0899-0000-001" in said


@pytest.mark.django_db
def test_a_refusal_is_one_line_in_the_servers_window(client, monkeypatch):
    window = io.StringIO()
    handler = next(h for h in logging.getLogger().handlers if h.name == "console")
    monkeypatch.setattr(handler, "stream", window)
    world = stories.world()
    client.force_login(world.rina)
    address = reverse("people:residents", args=[world.here.slug])
    assert client.get(address).status_code == 403
    assert window.getvalue().count("\n") == 1
    assert address in window.getvalue()
