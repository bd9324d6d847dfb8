"""'My account', the language, and what every page of this room has in common."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from rembuk.accounts import duties, examples
from rembuk.accounts.duties import Duty
from rembuk.accounts.examples import Example
from rembuk.accounts.models import User
from rembuk.accounts.tests.stories import send, sign_in

pytestmark = pytest.mark.django_db

OPEN = ["account_login", "account_request_login_code", "accounts:link_sent", "account_inactive"]
MINE = [
    "accounts:me", "accounts:kept", "account_logout", "account_change_password",
    "account_reauthenticate", "usersessions_list", "mfa_index", "mfa_activate_totp",
    "mfa_list_webauthn", "mfa_add_webauthn",
]  # fmt: skip


@pytest.mark.parametrize("name", OPEN)
def test_pages_before_signing_in(client, name, people):
    check(client.get(reverse(name)))


@pytest.mark.parametrize("name", MINE)
def test_pages_about_oneself(client, name, people, django_assert_max_num_queries):
    sign_in(client, "wati")
    client.get(reverse(name))
    with django_assert_max_num_queries(12):
        check(client.get(reverse(name)))


def check(page):
    """A page of ours: strict, in Indonesian, with one title and never kept by a browser."""
    assert page.status_code == 200
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "no-store" in page["Cache-Control"]
    body = page.content.decode()
    assert '<html lang="id"' in body
    assert body.count("<h1>") == 1
    assert "allauth" not in body
    assert not [word for word in ("Sign", "Email", "Password", "Two-Factor") if word in body]


def test_english_is_complete(client, people):
    sign_in(client, "wati")
    send(client, "accounts:me")
    client.post(reverse("accounts:language"), {"language": "en"})
    for name in MINE:
        body = client.get(reverse(name)).content.decode()
        assert '<html lang="en"' in body
        with translation.override("id"):
            words = {translation.gettext(w) for w in ("Sign out", "Back", "My account")}
        assert not [word for word in words if f">{word}<" in body]


def test_the_language_ends_with_the_page(client, people):
    """What the same thread does next, a message or the next test, is not told in her English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(reverse("account_login"))
    assert page["Content-Language"] == "en"
    assert translation.get_language() == "id"
    assert translation.gettext("Back") == "Kembali"


def test_it_tells_who_one_is(client, people, monkeypatch):
    office = Duty(
        label="Bendahara · Jahit Melati", since=date(2026, 1, 2), asks_second_factor=False
    )
    monkeypatch.setattr(duties, "_asked", [lambda user, on: [office]])
    sign_in(client, "wati")
    page = client.get(reverse("accounts:me")).content.decode()
    for words in (
        "Wati Lestari",
        "wati",
        "0812-3456-7890",
        "Bendahara · Jahit Melati",
        "1 perangkat",
    ):
        assert words in page


def test_without_an_office_it_says_who_appoints(client, people, monkeypatch):
    monkeypatch.setattr(duties, "_asked", [])
    sign_in(client, "wati")
    assert "Kepala desa yang mengangkat" in client.get(reverse("accounts:me")).content.decode()


def test_siti_makes_her_first_password(client, people, delivered):
    send(client, "account_request_login_code", phone="+85251234567")
    send(client, "account_confirm_login_code", code=delivered[0].secret)
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    assert "Buat kata sandi" in client.get(reverse("accounts:me")).content.decode()
    short = send(client, "account_set_password", password1="pendek")
    assert short.status_code == 422
    assert "Pakai paling sedikit 8 huruf atau angka" in short.content.decode()
    send(client, "account_set_password", password1="laut biru jauh")
    assert User.objects.get(username="siti").check_password("laut biru jauh")


def test_a_wrong_old_password_changes_nothing(client, people):
    sign_in(client, "wati")
    fields = {"oldpassword": "salah sekali", "password1": "kambing makan rumput"}
    page = send(client, "account_change_password", **fields)
    assert page.status_code == 422
    assert "bukan kata sandi yang sekarang" in page.content.decode()


def test_the_language_is_kept_for_the_person_and_on_the_device(client, people):
    sign_in(client, "wati")
    answer = client.post(reverse("accounts:language"), {"language": "en", "next": "/account/me/"})
    assert answer.url == "/account/me/"
    assert "My account" in client.get(answer.url).content.decode()
    assert User.objects.get(username="wati").language == "en"


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("xx", "//jahat.example/"), ("", ""), ("../id", "https://jahat.example")],
)
def test_no_other_language_and_no_other_place(client, people, language, wanted):
    answer = client.post(reverse("accounts:language"), {"language": language, "next": wanted})
    assert answer.url == reverse("web:door")
    assert "Masuk" in client.get(reverse("account_login")).content.decode()


def test_a_strange_language_cookie_is_indonesian(client):
    client.cookies["django_language"] = "klingon"
    assert '<html lang="id"' in client.get(reverse("account_login")).content.decode()


def test_only_the_demo_shows_its_sign_ins(client, settings, monkeypatch):
    monkeypatch.setattr(examples, "_lists", [])
    examples.show(lambda: [Example(label="Dewi, pendamping", login="dewi", password="contoh")])
    assert "Dewi, pendamping" not in client.get(reverse("account_login")).content.decode()
    settings.DEMO = True
    assert "Dewi, pendamping" in client.get(reverse("account_login")).content.decode()


def test_too_many_changes_in_a_minute_get_our_page(client, people):
    sign_in(client, "wati")
    for _time in range(6):
        page = client.post(reverse("account_change_password"), {"oldpassword": "x"})
    assert page.status_code == 429
    assert "Tunggu lima menit" in page.content.decode()
