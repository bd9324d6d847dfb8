"""Where one is signed in, and signing out from afar."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from rembuk.accounts import devices
from rembuk.accounts.tests.stories import PASSWORD, send, sign_in, who_is_in

pytestmark = pytest.mark.django_db
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/120.0.0.0 Mobile Safari/537.36"
)


def browser(agent=ANDROID):
    return Client(headers={"User-Agent": agent})


def row_of(client):
    return UserSession.objects.get(session_key=client.session.session_key)


@pytest.fixture
def two(people):
    """Wati on her phone and on the computer of the office."""
    phone, office = browser(), browser("Mozilla/5.0 (Windows NT 10.0; Win64) Firefox/130.0")
    sign_in(phone, "wati")
    sign_in(office, "wati")
    return phone, office


def test_the_list_names_each_device_and_keeps_no_address(two):
    phone, _office = two
    page = phone.get(reverse("usersessions_list")).content.decode()
    assert "HP Android, Chrome · perangkat ini" in page
    assert "Komputer Windows, Firefox" in page
    assert page.count("Tempat tidak diketahui.") == 2
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"0.0.0.0"}


def test_a_lost_phone_is_signed_out_from_the_office(two):
    phone, office = two
    answer = office.post(reverse("accounts:end_device", args=[row_of(phone).pk]))
    assert answer.url == reverse("usersessions_list")
    assert "HP Android, Chrome sudah keluar." in office.get(answer.url).content.decode()
    assert phone.get(reverse("accounts:me")).url.startswith(reverse("account_login"))
    assert office.get(reverse("accounts:me")).status_code == 200


def test_all_others_at_once(two):
    phone, office = two
    send(office, "usersessions_list")
    assert phone.get(reverse("accounts:me")).status_code == 302
    assert office.get(reverse("accounts:me")).status_code == 200


def test_many_devices_are_listed_in_few_queries(people, django_assert_max_num_queries):
    office = browser()
    for _time in range(8):
        sign_in(browser(), "wati")
    sign_in(office, "wati")
    with django_assert_max_num_queries(12):
        page = office.get(reverse("usersessions_list")).content.decode()
    assert page.count("Keluarkan perangkat ini") == 8


def test_nobody_signs_out_somebody_else(two, people):
    phone, _office = two
    dewi = browser()
    sign_in(dewi, "dewi")
    address = reverse("accounts:end_device", args=[row_of(phone).pk])
    assert dewi.post(address).status_code == 404
    assert phone.get(reverse("accounts:me")).status_code == 200
    assert dewi.get(address).status_code == 405


def test_a_new_password_signs_all_other_devices_out(two):
    phone, office = two
    new = "kambing makan rumput"
    answer = send(office, "account_change_password", oldpassword=PASSWORD, password1=new)
    assert answer.url == reverse("accounts:me")
    assert (
        "Keluarkan perangkat ini" not in office.get(reverse("usersessions_list")).content.decode()
    )
    assert phone.get(reverse("accounts:me")).status_code == 302
    assert office.get(reverse("accounts:me")).status_code == 200
    fresh = browser()
    sign_in(fresh, "wati", new)
    assert who_is_in(fresh) == "wati"


def test_being_here_is_noted_now_and_then(two):
    phone, _office = two
    before = row_of(phone).last_seen_at
    phone.get(reverse("accounts:me"))
    assert row_of(phone).last_seen_at == before
    session = phone.session
    session["seen_at"] -= 600
    session.save()
    phone.get(reverse("accounts:me"))
    assert row_of(phone).last_seen_at > before


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (ANDROID, "HP Android, Chrome"),
        (f"{ANDROID} SamsungBrowser/23.0", "HP Android, Samsung Internet"),
        (f"{ANDROID} UCBrowser/13", "HP Android, UC Browser"),
        (f"{ANDROID} OPR/76", "HP Android, Opera"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "iPhone, Safari"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Komputer Windows, Edge"),
        ("Mozilla/5.0 (Macintosh; Intel) Version/17 Safari/605", "Komputer Mac, Safari"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0", "Komputer Linux, Firefox"),
        ("Mozilla/5.0 (Android 10)", "HP Android"),
        ("curl/8", "Perangkat tidak dikenal"),
        ("", "Perangkat tidak dikenal"),
    ],
)
def test_devices_are_named_in_words(agent, words):
    assert devices.told(agent) == words
