"""Signed links: once, while they last, and only by the button."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from rembuk.accounts import links, signing_in
from rembuk.accounts.models import SignInLink, User
from rembuk.accounts.tests.stories import HOME, send, sign_in, token_of, who_is_in
from rembuk.lib.errors import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PASSWORD_PAGE = reverse("account_set_password")
FOLLOW, USE = "accounts:follow_link", "accounts:use_link"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr("rembuk.accounts.views.signing_in.ANSWER_SECONDS", 0)


def token_for(user, **more):
    from django.utils import timezone

    return links.issue(**{"user": user, "minutes": 15, "by": None, "at": timezone.now(), **more})


# --- the rules -------------------------------------------------------------------------------


def test_a_link_is_found_as_often_as_one_looks_and_used_once(people):
    token = links.issue(user=people.siti, minutes=15, by=people.budi, at=NOW)
    assert links.find(token, at=NOW) == links.find(token, at=NOW)
    link = links.find(token, at=NOW)
    assert link
    assert links.use(link, at=NOW) == people.siti
    assert links.find(token, at=NOW) is None
    with pytest.raises(Refused):
        links.use(link, at=NOW)
    link.refresh_from_db()
    assert (link.used_at, link.issued_by) == (NOW, people.budi)


def test_a_link_lasts_as_long_as_was_said(people):
    token = links.issue(user=people.siti, minutes=15, by=None, at=NOW)
    link = links.find(token, at=NOW + timedelta(minutes=14, seconds=59))
    assert link
    assert links.find(token, at=NOW + timedelta(minutes=15)) is None
    with pytest.raises(Refused):
        links.use(link, at=NOW + timedelta(minutes=15))


def test_a_closed_account_gets_no_link_and_its_links_are_dead(people):
    token = links.issue(user=people.siti, minutes=15, by=None, at=NOW)
    User.objects.filter(pk=people.siti.pk).update(is_active=False)
    people.siti.refresh_from_db()
    assert links.find(token, at=NOW) is None
    with pytest.raises(Refused):
        links.issue(user=people.siti, minutes=15, by=None, at=NOW)


def test_nobody_makes_a_link_himself(people):
    token = links.issue(user=people.siti, minutes=15, by=None, at=NOW)
    number, signature = token.split(".")
    other = links.issue(user=people.budi, minutes=15, by=None, at=NOW).split(".")[0]
    for forged in (
        "",
        number,
        f"{number}.",
        f"{other}.{signature}",
        f"{number}.{signature}x",
        "a.b",
        "é.ü",
    ):
        assert links.find(forged, at=NOW) is None


@pytest.mark.parametrize("minutes", [0, -1, 7 * 24 * 60 + 1])
def test_no_link_lasts_forever(people, minutes):
    with pytest.raises(AssertionError):
        links.issue(user=people.siti, minutes=minutes, by=None, at=NOW)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("expires_at = issued_at", "accounts_signinlink_expires_after_issue"),
        ("used_at = expires_at", "accounts_signinlink_used_while_open"),
    ],
)
def test_the_database_refuses_impossible_links(people, change, constraint):
    links.issue(user=people.siti, minutes=15, by=None, at=NOW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        connection.cursor().execute(f"UPDATE accounts_signinlink SET {change}")


# --- the pages -------------------------------------------------------------------------------


def test_siti_follows_the_link_the_office_gave_her(people, client):
    answer = client.get(reverse(FOLLOW, args=[token_for(people.siti, by=people.budi)]))
    assert answer.url == reverse(USE), "the token leaves the address"
    page = client.get(answer.url)
    assert "Masuk sebagai Siti Aminah?" in page.content.decode()
    assert not who_is_in(client)
    choose = send(client, USE, shared="on").url
    assert choose == f"{PASSWORD_PAGE}?{urlencode({'next': HOME})}"
    assert who_is_in(client) == "siti"
    assert client.session["lock_seconds"] == 300


def test_who_came_by_a_link_chooses_a_password_and_comes_back_with_it(people, client):
    client.get(reverse(FOLLOW, args=[token_for(people.siti, by=people.budi)]))
    choose = send(client, USE).url
    page = client.get(choose)
    assert "<strong>siti</strong>" in page.content.decode()
    assert f'href="{HOME}">Nanti saja</a>' in page.content.decode()
    fields = {"csrfmiddlewaretoken": token_of(client, page), "password1": "pari-kuning-bulan"}
    assert client.post(choose, fields).url == HOME, "she goes on to where she was going"
    assert who_is_in(client) == "siti"
    later = Client()
    sign_in(later, "siti", "pari-kuning-bulan")
    assert who_is_in(later) == "siti"


def test_who_chooses_it_later_is_reminded_on_her_account(people, client):
    client.force_login(people.siti)
    told = "Anda belum punya kata sandi."
    assert told in client.get(reverse("accounts:me")).content.decode()
    Authenticator.objects.create(user=people.siti, type="webauthn", data={"name": "x"})
    assert told not in client.get(reverse("accounts:me")).content.decode(), "a passkey is enough"


def test_a_new_link_of_the_office_ends_the_password_and_every_other_phone(people, client):
    phone = Client()
    sign_in(phone, "rina")
    client.get(reverse(FOLLOW, args=[token_for(people.rina, by=people.budi)]))
    choose = send(client, USE).url
    assert choose.startswith(PASSWORD_PAGE)
    assert client.get(choose).status_code == 200, "this device stays"
    assert phone.get(reverse("accounts:me")).url.startswith(reverse("account_login"))
    assert sign_in(Client(), "rina").status_code == 422
    page = client.get(reverse("accounts:me")).content.decode()
    assert "Tautan yang dibuatkan orang lain untuk Anda" in page
    assert "Budi Hartono" in page


def test_a_new_link_changes_nothing_before_the_second_step(people, client):
    Authenticator.objects.create(user=people.rina, type="totp", data={"secret": "sealed"})
    User.objects.filter(pk=people.rina.pk).update(last_login=NOW)
    client.get(reverse(FOLLOW, args=[token_for(people.rina, by=people.budi)]))
    assert send(client, USE).url == reverse("mfa_authenticate")
    people.rina.refresh_from_db()
    assert people.rina.has_usable_password()


def test_links_handed_out_before_can_be_ended(people):
    token = links.issue(user=people.siti, minutes=15, by=people.budi, at=NOW)
    links.end_open(user=people.siti, at=NOW + timedelta(minutes=1))
    assert links.find(token, at=NOW + timedelta(minutes=1)) is None


def test_who_has_a_password_goes_where_she_was_going(people, client):
    client.get(reverse(FOLLOW, args=[token_for(people.wati)]))
    assert send(client, USE).url == HOME


def test_later_leads_nowhere_else(people, client):
    client.force_login(people.siti)
    page = client.get(PASSWORD_PAGE, {"next": "https://elsewhere.example/"}).content.decode()
    assert "elsewhere.example" not in page.partition("<h1>")[2]


def test_a_link_left_at_its_second_step_says_nothing_about_the_next_sign_in(people, client):
    Authenticator.objects.create(user=people.rina, type="totp", data={"secret": "sealed"})
    client.get(reverse(FOLLOW, args=[token_for(people.rina)]))
    send(client, USE)
    session = client.session
    assert session["came_by_link"]
    signing_in.choose_shared(session, shared=False)  # how every other sign-in begins
    assert "came_by_link" not in session


def test_a_preview_of_the_message_does_not_use_it_up(people, client):
    token = token_for(people.siti)
    for _time in range(3):
        Client().get(reverse(FOLLOW, args=[token]), follow=True)
    client.get(reverse(FOLLOW, args=[token]))
    send(client, USE)
    assert who_is_in(client) == "siti"


def test_a_second_use_gets_a_sentence(people, client):
    token = token_for(people.siti)
    client.get(reverse(FOLLOW, args=[token]))
    send(client, USE)
    late = Client()
    page = late.get(reverse(FOLLOW, args=[token]), follow=True)
    assert page.status_code == 410
    assert "sudah terpakai atau sudah habis waktunya" in page.content.decode()
    assert late.post(reverse(USE)).status_code == 410
    assert not who_is_in(late)


def test_a_slip_that_the_office_kept_opens_nothing_after_she_has_signed_in(people, client):
    kept = token_for(people.siti, by=people.budi)
    client.get(reverse(FOLLOW, args=[token_for(people.siti, by=people.budi)]))
    send(client, USE)
    assert who_is_in(client) == "siti"
    office = Client()
    assert office.get(reverse(FOLLOW, args=[kept]), follow=True).status_code == 410
    assert office.post(reverse(USE)).status_code == 410
    assert not who_is_in(office)
    anew = token_for(people.siti, by=people.budi)
    assert office.get(reverse(FOLLOW, args=[anew]), follow=True).status_code == 200


def test_the_button_needs_our_own_page(people, phone):
    phone.get(reverse(FOLLOW, args=[token_for(people.siti)]))
    assert phone.post(reverse(USE)).status_code == 403
    send(phone, USE)
    assert who_is_in(phone) == "siti"


def test_the_last_persons_session_ends_with_all_it_holds(people, client):
    sign_in(client, "wati")
    session = client.session
    session["what_wati_did"] = "secret"
    session.save()
    client.get(reverse(FOLLOW, args=[token_for(people.siti)]))
    assert "Wati Lestari masih masuk di sini" in client.get(reverse(USE)).content.decode()
    send(client, USE)
    assert who_is_in(client) == "siti"
    assert "what_wati_did" not in client.session


def test_the_last_person_is_out_even_while_a_second_step_is_asked(people, client):
    Authenticator.objects.create(user=people.rina, type="totp", data={"secret": "sealed"})
    sign_in(client, "wati")
    client.get(reverse(FOLLOW, args=[token_for(people.rina)]))
    assert send(client, USE).url == reverse("mfa_authenticate")
    assert not who_is_in(client)
    assert client.get(reverse("mfa_authenticate")).status_code == 200


def test_one_asks_for_a_link_oneself(people, client, delivered):
    answer = send(client, "account_request_login_code", phone="+852 51234567", link="1")
    assert answer.url == reverse("accounts:link_sent")
    assert "15 menit" in client.get(answer.url).content.decode()
    (message,) = delivered
    assert (message.user, message.kind) == (people.siti, "link")
    assert message.secret.startswith("http://testserver/account/link/")
    link = SignInLink.objects.get()
    assert link.expires_at - link.issued_at == timedelta(minutes=15)
    assert message.expires_at == link.expires_at
    client.get(message.secret)
    send(client, USE)
    assert who_is_in(client) == "siti"


def test_an_unknown_number_gets_the_same_answer_and_no_link(people, client, delivered):
    answer = send(client, "account_request_login_code", phone="081234567899", link="1")
    assert answer.url == reverse("accounts:link_sent")
    assert not delivered
    assert not SignInLink.objects.exists()


def test_only_the_demo_shows_the_link(people, client, delivered, settings):
    settings.DEMO = True
    send(client, "account_request_login_code", phone="+85251234567", link="1")
    shown = reverse("accounts:link_sent")
    assert delivered[0].secret in client.get(shown).content.decode()
    settings.DEMO = False
    assert delivered[0].secret not in client.get(shown).content.decode()


def test_no_link_reaches_a_log(people, phone, delivered, caplog):
    with caplog.at_level("DEBUG"):
        send(phone, "account_request_login_code", phone="+85251234567", link="1")
        token = delivered[0].secret.rstrip("/").rpartition("/")[2]
        phone.get(delivered[0].secret)
        phone.post(reverse(USE))  # refused: no token of the form
        send(phone, USE)
        Client().get(delivered[0].secret, follow=True)  # gone
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert token not in logged
    assert token not in repr(delivered[0])
