"""The second step: an app with codes, spare codes, and who must have one."""

from __future__ import annotations

import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rembuk.accounts import duties
from rembuk.accounts.duties import Duty
from rembuk.accounts.tests.stories import HOME, send, sign_in, token_of, who_is_in

pytestmark = pytest.mark.django_db
STEP = "mfa_authenticate"


def code_of(secret, steps=0):
    """What the app shows, now or some steps of thirty seconds away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client):
    """Set up the app on the page and return its secret."""
    address = reverse("mfa_activate_totp")
    page = client.get(address)
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    fields = {"csrfmiddlewaretoken": token_of(client, page), "code": code_of(secret)}
    assert client.post(address, fields).url == reverse("mfa_view_recovery_codes")
    return secret


@pytest.fixture
def rina_with_app(people, client):
    """Rina, signed in, has just set up an app; its secret."""
    sign_in(client, "rina")
    return set_up_app(client)


@pytest.fixture
def treasurer(people, monkeypatch):
    """Rina holds an office that asks for a second step; nobody else does."""
    office = Duty(label="Bendahara", since=date(2026, 1, 2), asks_second_factor=True)
    monkeypatch.setattr(
        duties, "_asked", [lambda user, on: [office] if user == people.rina else []]
    )


def test_who_just_signed_in_sets_it_up_without_being_asked_again(rina_with_app, client):
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Sudah dipasang." in page
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10


def test_later_the_password_is_asked_before_anything_changes(people, client, monkeypatch):
    sign_in(client, "rina")
    now = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: now)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    page = send(client, "account_reauthenticate", password="salah sekali")
    assert page.status_code == 422
    assert "Kata sandi belum cocok" in page.content.decode()


def test_the_app_is_asked_after_the_password(rina_with_app, people):
    client = Client()
    assert sign_in(client, "rina").url == reverse(STEP)
    assert not who_is_in(client)
    page = send(client, STEP, code="000000")
    assert page.status_code == 422
    assert "Kode belum cocok" in page.content.decode()
    assert send(client, STEP, code=code_of(rina_with_app, 1)).url == HOME
    assert who_is_in(client) == "rina"


def test_the_choice_of_a_shared_phone_survives_the_second_step(rina_with_app, people):
    client = Client()
    sign_in(client, "rina", shared="on")
    send(client, STEP, code=code_of(rina_with_app, 1))
    assert client.session["lock_seconds"] == 300
    assert client.session.get_expiry_age() == 12 * 3600


def test_a_code_of_the_app_counts_once(rina_with_app, people):
    code = code_of(rina_with_app, 1)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "rina")
        send(client, STEP, code=code)
    assert (who_is_in(first), who_is_in(second)) == ("rina", "")


def test_a_code_of_the_app_does_not_come_back_while_it_is_still_accepted(rina_with_app, people):
    code = code_of(rina_with_app, 1)  # accepted for a minute and a half, allauth forgets after 30 s
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "rina")
        send(client, STEP, code=code)
        cache.delete(f"allauth.mfa.totp.used?user={people.rina.pk}&code={code}")
    assert (who_is_in(first), who_is_in(second)) == ("rina", "")


def test_a_spare_code_works_once(rina_with_app, client, people):
    spare = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, "rina")
        send(browser, STEP, code=spare)
    assert (who_is_in(first), who_is_in(second)) == ("rina", "")


def test_spare_codes_can_be_saved_and_made_anew(rina_with_app, client):
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file.content.decode().startswith("Rembuk: kode cadangan.")
    old = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    send(client, "mfa_generate_recovery_codes")
    new = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert not set(old) & set(new)


def test_wrong_codes_make_one_wait(rina_with_app, people):
    client = Client()
    sign_in(client, "rina")
    for _time in range(5):
        send(client, STEP, code="000000")
    page = send(client, STEP, code=code_of(rina_with_app, 1))
    assert page.status_code == 422
    assert "Tunggu 5 menit" in page.content.decode()


def test_the_database_alone_does_not_open_it(rina_with_app, client):
    spare = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert rina_with_app not in stored
    assert not [code for code in spare if code in stored]


def test_the_app_can_be_taken_away(rina_with_app, client):
    assert send(client, "mfa_deactivate_totp").url == reverse("mfa_index")
    assert not Authenticator.objects.exists(), "spare codes go with the last real step"


# --- where an office asks for it -------------------------------------------------------------


def test_where_it_is_required_nothing_else_opens_before(treasurer, client, settings):
    settings.SECOND_FACTOR = "required"
    sign_in(client, "rina")
    assert client.get(HOME).url == reverse("mfa_index")
    assert client.post(reverse("web:act_as", args=[1])).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Pasang langkah kedua dulu" in page
    assert client.get(reverse("accounts:me")).status_code == 200
    set_up_app(client)
    assert client.get(HOME).url != reverse("mfa_index")


def test_where_it_is_asked_the_pages_only_remind(treasurer, client, settings):
    settings.SECOND_FACTOR = "asked"
    sign_in(client, "rina")
    assert client.get(HOME).url != reverse("mfa_index")
    assert (
        "supaya kata sandi saja tidak cukup" in client.get(reverse("accounts:me")).content.decode()
    )


def test_who_holds_no_such_office_is_not_asked(treasurer, client, settings):
    settings.SECOND_FACTOR = "required"
    sign_in(client, "wati")
    assert client.get(HOME).url != reverse("mfa_index")


def test_the_last_step_stays_while_it_is_required(treasurer, client, settings):
    settings.SECOND_FACTOR = "required"
    sign_in(client, "rina")
    set_up_app(client)
    page = send(client, "mfa_deactivate_totp")
    assert "Pasang yang lain dulu" in page.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()
    settings.SECOND_FACTOR = "asked"
    send(client, "mfa_deactivate_totp")
    assert not Authenticator.objects.filter(type="totp").exists()


def test_pages_of_the_public_stay_open_to_whoever_lacks_it(treasurer, client, settings):
    settings.SECOND_FACTOR = "required"
    sign_in(client, "rina")
    assert client.get(reverse("web:help")).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_deactivate_totp", "mfa_add_webauthn",
     "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
     "mfa_index", "mfa_list_webauthn", "mfa_activate_totp"],
)  # fmt: skip
def test_strangers_are_sent_to_sign_in(client, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))
