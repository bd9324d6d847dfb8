"""Signing in by name or number and password, and signing out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from rembuk.accounts import signing_in, urls
from rembuk.accounts.doors import ALLAUTH_DOORS
from rembuk.accounts.models import User
from rembuk.accounts.tests.stories import HOME, PASSWORD, send, sign_in, who_is_in

pytestmark = pytest.mark.django_db


def without_token(page):
    """The page without what is different on every page: its token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


@pytest.mark.parametrize(
    ("login", "who"),
    [
        ("wati", "wati"),
        ("  Wati ", "wati"),
        ("081234567890", "wati"),
        ("0812-3456-7890", "wati"),
        ("6281234567890", "wati"),
        ("+62 812 3456 7890", "wati"),
        ("0062 812-3456-7890", "wati"),
        ("81234567890", "wati"),
        ("".join(chr(ord("\uff10") + int(digit)) for digit in "081234567890"), "wati"),
        ("wa\u200bti", "wati"),
        ("+852 5234 5678", "rina"),
        ("(00852) 5234.5678", "rina"),
        ("081234567899", ""),
        ("wati081234567890", ""),
        ("", ""),
    ],
)
def test_name_and_number_are_read_as_people_write_them(people, client, login, who):
    User.objects.filter(pk=people.rina.pk).update(phone="+85252345678")
    sign_in(client, login)
    assert who_is_in(client) == who


def test_after_signing_in_one_is_at_home(people, client):
    assert sign_in(client, "wati").url == HOME


def test_a_wrong_password_keeps_the_name_and_says_what_to_do(people, client):
    page = sign_in(client, "wati", "sawah-kering")
    assert page.status_code == 422
    assert 'value="wati"' in page.content.decode()
    assert "<title>Periksa lagi:" in page.content.decode()
    assert "sawah-kering" not in page.content.decode()
    assert "masuk dengan kode" in page.content.decode()


@pytest.mark.parametrize("login", ["tidakada", "081200000000"])
def test_nobody_learns_whether_an_account_exists(people, login):
    User.objects.filter(pk=people.dewi.pk).update(is_active=False)
    known, closed, unknown = Client(), Client(), Client()
    pages = [
        sign_in(known, "wati", "salah sekali"),
        sign_in(closed, "dewi", "salah sekali"),
        sign_in(unknown, login, "salah sekali"),
    ]
    assert [page.status_code for page in pages] == [422, 422, 422]
    bodies = [without_token(page) for page in pages]
    names = ("wati", "dewi", login)
    assert len({b.replace(n, "someone") for b, n in zip(bodies, names, strict=True)}) == 1


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(people, client, monkeypatch):
    hashed: list[Any] = []
    hasher = hashers.MD5PasswordHasher
    encode = hasher.encode

    def counted(self, *words):
        hashed.append(words)
        return encode(self, *words)

    monkeypatch.setattr(hasher, "encode", counted)
    work = {}
    for login in ("wati", "081234567890", "siti", "tidakada", "081200000000"):
        hashed.clear()
        sign_in(client, login, "salah sekali")
        work[login] = len(hashed)
    assert set(work.values()) == {1}, work


def test_a_closed_account_says_so_only_to_its_owner(people, client):
    User.objects.filter(pk=people.wati.pk).update(is_active=False)
    assert sign_in(client, "wati").url == reverse("account_inactive")
    assert not who_is_in(client)
    assert "Akun ini ditutup" in client.get(reverse("account_inactive")).content.decode()


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/account/me/?a=1", "/account/me/?a=1"),
        ("http://testserver/account/me/", "http://testserver/account/me/"),
        ("https://jahat.example/", HOME),
        ("//jahat.example/", HOME),
        ("/\\jahat.example/", HOME),
        ("\\\\jahat.example/", HOME),
        ("///jahat.example/", HOME),
        ("http:jahat.example", HOME),
        ("http://testserver@jahat.example/", HOME),
        ("http://localhost/account/me/", HOME),
        ("javascript:alert(1)", HOME),
        ("data:text/html,x", HOME),
        (" https://jahat.example/", HOME),
        ("https://jahat.example\\@testserver/", HOME),
    ],
)
@pytest.mark.parametrize("where", ["address", "form"])
def test_signing_in_leads_only_to_our_own_pages(people, client, wanted, leads_to, where):
    address = reverse("account_login")
    fields = {"login": "wati", "password": PASSWORD}
    if where == "address":
        answer = client.post(address, fields, query_params={"next": wanted})
    else:
        answer = client.post(address, {**fields, "next": wanted})
    assert answer.url == leads_to


def test_a_shared_phone_signs_out_after_half_a_day_and_locks(people, client):
    sign_in(client, "wati", shared="on")
    assert client.session[signing_in.LOCK_SECONDS] == 300
    assert client.session.get_expiry_age() == 12 * 3600
    assert not client.cookies[signing_in.OWN_DEVICE].value


def test_an_own_phone_stays_signed_in_and_is_remembered_as_own(people, client):
    assert "checked" in client.get(reverse("account_login")).content.decode()
    sign_in(client, "wati")
    assert signing_in.LOCK_SECONDS not in client.session
    assert client.session.get_expiry_age() == 30 * 24 * 3600
    client.post(reverse("account_logout"))
    page = client.get(reverse("account_login")).content.decode()
    assert "checked" not in page
    assert 'name="shared"' in page


def test_the_persons_language_comes_along(people, client):
    User.objects.filter(pk=people.dewi.pk).update(language="en")
    page = client.get(reverse("account_login"), headers={"Accept-Language": "en"})
    assert "Masuk" in page.content.decode(), "Bahasa Indonesia until somebody chose"
    sign_in(client, "dewi")
    assert "My account" in client.get(reverse("accounts:me")).content.decode()


def test_signing_out_needs_the_button(people, client):
    sign_in(client, "wati")
    client.get(reverse("account_logout"))
    assert who_is_in(client) == "wati"
    assert client.post(reverse("account_logout")).url == "/"
    assert not who_is_in(client)


def test_nobody_signs_in_by_a_form_of_another_site(people, phone):
    answer = phone.post(reverse("account_login"), {"login": "wati", "password": PASSWORD})
    assert answer.status_code == 403
    assert send(phone, "account_login", login="wati", password=PASSWORD).url == HOME


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "account_confirm_email",
     "account_change_phone", "account_verify_phone", "mfa_signup_webauthn", "mfa_trust",
     "socialaccount_connections"],
)  # fmt: skip
def test_what_we_do_not_use_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_every_address_of_the_room_says_who_may_open_it():
    theirs = [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
    assert {pattern.name for pattern in theirs} == set(ALLAUTH_DOORS)
    views: list[Any] = [pattern.callback for pattern in (*urls.ours, *theirs)]
    assert {view.access.who for view in views} == {"public", "signed_in"}
    routed = {str(p.pattern) for p in get_resolver().url_patterns}
    assert not {route for route in routed if "allauth" in route}


def test_no_password_reaches_a_log_or_the_database(people, client, caplog):
    with caplog.at_level("DEBUG"):
        sign_in(client, "wati", "rahasia-besar-1")
        sign_in(client, "wati")
    assert "rahasia-besar-1" not in caplog.text
    assert PASSWORD not in caplog.text
    assert PASSWORD not in str(dict(client.session))
