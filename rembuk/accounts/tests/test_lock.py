"""The lock of shared phones: five minutes without a touch, then the password again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rembuk.accounts import kept
from rembuk.accounts.models import KeptForm
from rembuk.accounts.tests import rooms
from rembuk.accounts.tests.stories import PASSWORD, send, sign_in, token_of, who_is_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rembuk.accounts.tests.rooms")]
NOTES, UNLOCK = "/notes/", "accounts:unlock"


@pytest.fixture
def shared(people, phone):
    """Wati on the phone of the house."""
    sign_in(phone, "wati", shared="on")
    return phone


def wait(client, seconds):
    session = client.session
    session["seen_at"] -= seconds
    session.save()


def test_five_minutes_lock_it_and_the_password_leads_back(shared):
    assert shared.get(NOTES).status_code == 200
    wait(shared, 300)
    answer = shared.get(f"{NOTES}?page=2")
    assert answer.url == f"{reverse(UNLOCK)}?next=%2Fnotes%2F%3Fpage%3D2"
    assert shared.get(NOTES).status_code == 302, "it stays locked"
    page = shared.get(answer.url)
    assert "Terkunci untuk Wati Lestari" in page.content.decode()
    back = shared.post(
        reverse(UNLOCK),
        {
            "csrfmiddlewaretoken": token_of(shared, page),
            "password": PASSWORD,
            "next": "/notes/?page=2",
        },
    )
    assert back.url == "/notes/?page=2"
    assert shared.get(back.url).status_code == 200


def test_four_minutes_do_not(shared):
    wait(shared, 280)
    assert shared.get(NOTES).status_code == 200
    wait(shared, 280)
    assert shared.get(NOTES).status_code == 200, "each page starts the five minutes anew"


def test_an_own_phone_does_not_lock(people, phone):
    sign_in(phone, "wati")
    wait(phone, 24 * 3600)
    assert phone.get(NOTES).status_code == 200


def test_the_page_locks_itself(shared):
    page = shared.get(NOTES)
    assert 'data-lock-seconds="300"' in page.content.decode()
    answer = shared.post(
        reverse("accounts:lock"),
        {"csrfmiddlewaretoken": token_of(shared, page), "next": "/notes/?page=3"},
    )
    assert answer.url == f"{reverse(UNLOCK)}?next=%2Fnotes%2F%3Fpage%3D3"
    assert shared.get(NOTES).status_code == 302
    assert "data-lock-seconds" not in shared.get(answer.url).content.decode()


def test_a_wrong_password_keeps_it_locked(shared):
    wait(shared, 300)
    shared.get(NOTES)
    page = send(shared, UNLOCK, password="salah sekali")
    assert page.status_code == 422
    assert "Kata sandi belum cocok" in page.content.decode()
    assert shared.get(NOTES).status_code == 302


def test_the_password_of_another_person_does_not_open_it(shared, people):
    people.dewi.set_password("punya dewi sendiri")
    people.dewi.save()
    wait(shared, 300)
    shared.get(NOTES)
    send(shared, UNLOCK, password="punya dewi sendiri")
    assert shared.get(NOTES).status_code == 302


@pytest.mark.parametrize(
    "wanted", ["//jahat.example/", "https://jahat.example/", "/\\jahat.example"]
)
def test_unlocking_leads_only_to_our_own_pages(shared, wanted):
    wait(shared, 300)
    shared.get(NOTES)
    assert send(shared, UNLOCK, password=PASSWORD, next=wanted).url == reverse("web:home")


def test_a_locked_phone_can_be_handed_on(shared, people):
    wait(shared, 300)
    shared.get(NOTES)
    page = shared.get(reverse(UNLOCK))
    assert "Bukan Wati Lestari? Keluar" in page.content.decode()
    token = token_of(shared, page)
    shared.post(reverse("account_logout"), {"csrfmiddlewaretoken": token})
    assert not who_is_in(shared)
    sign_in(shared, "dewi", shared="on")
    assert shared.get(NOTES).status_code == 200


def test_a_locked_account_page_changes_nothing(shared):
    page = shared.get(reverse("account_change_password"))
    wait(shared, 300)
    answer = shared.post(
        reverse("account_change_password"),
        {
            "csrfmiddlewaretoken": token_of(shared, page),
            "oldpassword": PASSWORD,
            "password1": "kambing makan rumput",
        },
    )
    assert answer.url.startswith(reverse(UNLOCK))
    assert not KeptForm.objects.exists(), "passwords are never kept"


def test_who_signs_in_by_code_is_told_to_ask_for_a_new_one(people, phone, delivered):
    send(phone, "account_request_login_code", phone="+85251234567", shared="on")
    send(phone, "account_confirm_login_code", code=delivered[0].secret)
    wait(phone, 300)
    page = phone.get(NOTES, follow=True).content.decode()
    assert "Keluar, lalu minta kode" in page
    assert 'name="password"' not in page


def test_what_was_being_written_waits_behind_the_lock(shared, people):
    page = shared.get(NOTES)
    wait(shared, 300)
    note = {
        "csrfmiddlewaretoken": token_of(shared, page),
        "request_id": "5f0c1c3e-6f0e-4e0a-9f57-6f1d5d6f0a01",
        "note": "Siti pulang bulan depan",
    }
    answer = shared.post(NOTES, note, headers={"Referer": "http://testserver/notes/?from=here"})
    assert answer.url == f"{reverse(UNLOCK)}?next=%2Fnotes%2F%3Ffrom%3Dhere"
    assert send(shared, UNLOCK, password=PASSWORD).url == reverse("accounts:kept")
    page = shared.get(reverse("accounts:kept")).content.decode()
    assert "Catatan tadi masih ada" in page
    assert "Siti pulang bulan depan" in page
    assert kept.typed_in(KeptForm.objects.get()).fields
    assert not rooms.SENT
