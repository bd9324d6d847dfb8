"""Limits count per account, never per address, and say how long to wait and what else to do."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache
from django.test import Client

from rembuk.accounts import limits
from rembuk.accounts.tests.stories import PASSWORD, send, sign_in, who_is_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """Let time pass, in seconds."""

    def pass_(seconds):
        now = time.time() + seconds
        monkeypatch.setattr(time, "time", lambda: now)

    return pass_


def fail(client, login, times):
    for _time in range(times):
        page = sign_in(client, login, "salah sekali")
    return page.content.decode()


def test_five_wrong_passwords_make_one_wait_even_with_the_right_one(people, client, later):
    assert "Terlalu banyak" not in fail(client, "wati", 5)
    page = sign_in(client, "wati")
    assert page.status_code == 422
    body = page.content.decode()
    assert "Tunggu 5 menit" in body
    assert "minta tautan di kantor desa" in body
    assert not who_is_in(client)
    later(200)
    assert "Tunggu 2 menit" in sign_in(client, "wati").content.decode()
    later(301)
    sign_in(client, "wati")
    assert who_is_in(client) == "wati"


def test_the_neighbours_at_the_same_address_are_not_locked_out(people, client):
    for login in ("wati", "dewi", "tidakada", "budi", "081200000000"):
        fail(Client(), login, 6)
    sign_in(client, "rina")
    assert who_is_in(client) == "rina"


def test_an_unknown_account_is_made_to_wait_alike(people):
    bodies = {fail(Client(), login, 6).count("Tunggu 5 menit") for login in ("wati", "tidakada")}
    assert bodies == {1}


def test_five_spellings_of_a_number_are_one_number(people, client):
    spellings = [
        "081234567890",
        "0812-3456-7890",
        "6281234567890",
        "+62 812 34567890",
        "81234567890",
    ]
    for spelling in spellings:
        fail(client, spelling, 1)
    assert "Tunggu 5 menit" in sign_in(client, "081234567890").content.decode()


def test_capitals_do_not_make_another_account(people, client):
    for login in ("wati", "WATI", "Wati", "wAti", " wati"):
        fail(client, login, 1)
    assert "Tunggu 5 menit" in sign_in(client, "wati").content.decode()


def test_who_forgets_a_password_now_and_then_is_not_punished(people, client, later):
    for _day in range(3):
        fail(client, "wati", 4)
        sign_in(client, "wati")
        assert who_is_in(client) == "wati"
        client.post("/account/sign-out/")
        later(400)


def test_forty_wrong_passwords_a_day_make_one_wait_for_hours(people, client, later):
    for _round in range(8):
        fail(client, "wati", 5)
        later(301)
    assert "jam, lalu coba lagi" in sign_in(client, "wati").content.decode()
    later(24 * 3600)
    sign_in(client, "wati")
    assert who_is_in(client) == "wati"


def test_three_codes_in_a_quarter_of_an_hour(people, delivered, later):
    for _time in range(3):
        send(Client(), "account_request_login_code", phone="0812-3456-7890")
    page = send(Client(), "account_request_login_code", phone="+6281234567890")
    assert page.status_code == 422
    assert "Tunggu 15 menit" in page.content.decode()
    assert len(delivered) == 3
    assert send(Client(), "account_request_login_code", phone="081234567891").status_code == 302
    later(901)
    assert send(Client(), "account_request_login_code", phone="081234567890").status_code == 302


def test_links_count_together_with_codes_and_unknown_numbers_count_too(people, delivered):
    for number in ("081234567890", "081200000000"):
        for _time in range(3):
            send(Client(), "account_request_login_code", phone=number, link="1")
        page = send(Client(), "account_request_login_code", phone=number)
        assert "Tunggu 15 menit" in page.content.decode()
    assert len(delivered) == 3


def test_the_lock_of_a_phone_counts_its_own_tries(people, client):
    sign_in(client, "wati", shared="on")
    client.post("/account/lock/")
    for _time in range(5):
        client.post("/account/unlock/", {"password": "salah sekali"})
    page = client.post("/account/unlock/", {"password": PASSWORD})
    assert page.status_code == 422
    assert "Tunggu 5 menit" in page.content.decode()
    other = Client()
    sign_in(other, "wati")
    assert who_is_in(other) == "wati", "somebody at the lock does not close the door elsewhere"


def test_a_crowd_of_names_pushes_no_limit_out(people, client):
    fail(client, "wati", 5)
    for number in range(400):
        cache.set(f"crowd-{number}", 1, 300)
    assert "Tunggu 5 menit" in sign_in(client, "wati").content.decode()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "Tunggu 1 menit"),
        (60, "Tunggu 1 menit"),
        (61, "Tunggu 2 menit"),
        (3599, "Tunggu 60 menit"),
        (3600, "Tunggu 1 jam"),
        (3601, "Tunggu 2 jam"),
        (86400, "Tunggu 24 jam"),
    ],
)
def test_the_wait_is_told_in_minutes_or_hours(seconds, words):
    assert words in limits.told(seconds)
