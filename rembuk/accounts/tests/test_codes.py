"""Signing in with the six digits that were sent."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from rembuk.accounts import delivery
from rembuk.accounts.models import User
from rembuk.accounts.tests.stories import HOME, send, who_is_in
from rembuk.accounts.tests.test_sign_in import without_token

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "account_request_login_code", "account_confirm_login_code"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Answers come at once; one story below looks at the time they take."""
    monkeypatch.setattr("rembuk.accounts.views.signing_in.ANSWER_SECONDS", 0)


def ask(client, number="081234567890", **fields):
    return send(client, ASK, phone=number, **fields)


def test_siti_comes_in_with_a_code(people, client, delivered):
    assert ask(client, "+852 5123 4567").url == reverse(CONFIRM)
    (message,) = delivered
    assert (message.user, message.phone, message.kind) == (people.siti, "+85251234567", "code")
    assert re.fullmatch(r"\d{6}", message.secret)
    assert "+852 5123 4567" in client.get(reverse(CONFIRM)).content.decode()
    assert send(client, CONFIRM, code=message.secret).url == HOME
    assert who_is_in(client) == "siti"
    assert User.objects.get(pk=people.siti.pk).phone_confirmed_at


@pytest.mark.parametrize("written", ["{}", " {} ", "{0:.3}-{1}", "{0:.3} {1}"])
def test_a_code_may_be_pasted_as_it_comes(people, client, delivered, written):
    ask(client)
    code = delivered[0].secret
    send(client, CONFIRM, code=written.format(code, code[3:]))
    assert who_is_in(client) == "wati"


def test_a_shared_phone_is_remembered_until_the_code_comes(people, client, delivered):
    ask(client, shared="on")
    send(client, CONFIRM, code=delivered[0].secret)
    assert client.session["lock_seconds"] == 300


def test_three_wrong_codes_end_it(people, client, delivered):
    ask(client)
    wrong = "000000" if delivered[0].secret != "000000" else "000001"
    first = send(client, CONFIRM, code=wrong)
    assert first.status_code == 422
    assert "Kode belum cocok" in first.content.decode()
    send(client, CONFIRM, code=wrong)
    assert send(client, CONFIRM, code=wrong).url == reverse(ASK)
    client.post(reverse(CONFIRM), {"code": delivered[0].secret})
    assert not who_is_in(client)


def test_a_code_runs_out(people, client, delivered, monkeypatch):
    ask(client)
    now = time.time() + 15 * 60 + 1
    monkeypatch.setattr(time, "time", lambda: now)
    client.post(reverse(CONFIRM), {"code": delivered[0].secret})
    assert not who_is_in(client)


def test_a_code_is_for_the_browser_that_asked(people, client, delivered):
    ask(client)
    elsewhere = Client()
    elsewhere.post(reverse(CONFIRM), {"code": delivered[0].secret})
    assert not who_is_in(elsewhere)


def test_an_unknown_number_looks_the_same(people, delivered):
    User.objects.filter(pk=people.dewi.pk).update(is_active=False)
    answers, pages = [], []
    for number in ("081234567890", "081234567893", "081234567899"):
        client = Client()
        answers.append(ask(client, number))
        pages.append(without_token(client.get(answers[-1].url)).replace(number[-1] + " punya", ""))
        wrong = client.post(answers[-1].url, {"code": "12"})
        pages.append(without_token(wrong).replace(number[-1] + " punya", ""))
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert len(set(pages)) == 2
    assert len(delivered) == 1


def test_an_unknown_number_takes_as_long(people, delivered, monkeypatch):
    monkeypatch.setattr("rembuk.accounts.views.signing_in.ANSWER_SECONDS", 0.5)
    for number in ("081234567890", "081234567899"):
        client = Client()
        client.get(reverse(ASK))
        started = time.monotonic()
        client.post(reverse(ASK), {"phone": number})
        assert time.monotonic() - started >= 0.5


def test_without_somebody_who_sends_there_is_a_sentence(people, monkeypatch):
    monkeypatch.setattr(delivery, "_post", delivery._Post())
    for number in ("081234567890", "081234567899"):
        page = ask(Client(), number)
        assert page.status_code == 422
        assert "Masuk dengan kata sandi, atau minta tautan" in page.content.decode()


@pytest.mark.parametrize("reaches", [True, False])
@pytest.mark.parametrize("number", ["081234567890", "081234567899"], ids=["known", "unknown"])
def test_the_pages_promise_a_message_only_where_one_leaves(
    people, client, monkeypatch, reaches, number
):
    post = delivery._Post(deliver=lambda _delivery: None, reaches=lambda: reaches)
    monkeypatch.setattr(delivery, "_post", post)
    pages = [client.get(reverse("account_login")), client.get(reverse(ASK))]
    pages.append(client.get(ask(client, number).url))
    asked = client.post(reverse(ASK), {"phone": number, "link": "1"})
    pages.append(client.get(asked.url))
    for page in pages:
        told = page.content.decode()
        assert ("Kode untuk saya" in told) != reaches
        assert ("Minta tautan di kertas ke kantor desa." in told) != reaches
        assert ("Belum ada pesan?" in told) <= reaches


def test_the_demo_shows_the_code_and_nothing_else_does(people, client, monkeypatch, settings):
    monkeypatch.setattr(delivery, "_post", delivery._Post())
    settings.DEMO = True
    ask(client)
    page = client.get(reverse(CONFIRM)).content.decode()
    assert "Mode contoh" in page
    (code,) = re.findall(r'class="code">(\d{6})<', page)
    settings.DEMO = False
    assert code not in client.get(reverse(CONFIRM)).content.decode()
    send(client, CONFIRM, code=code)
    assert who_is_in(client) == "wati"


def test_asking_again_starts_anew(people, client, delivered):
    ask(client)
    client.post(reverse("account_logout"), {"next": reverse(ASK)})
    ask(client)
    send(client, CONFIRM, code=delivered[1].secret)
    assert who_is_in(client) == "wati"


@pytest.mark.parametrize("number", ["", "halo", "12", "0812", "wati081234567890"])
def test_what_is_no_number_is_told_so(people, client, delivered, number):
    page = ask(client, number)
    assert page.status_code == 422
    assert not delivered


def test_a_used_code_is_told_to_whoever_keeps_the_message(people, client, monkeypatch):
    handed: list[delivery.Delivery] = []
    emptied: list[tuple[User, delivery.Kind]] = []
    post = delivery._Post(deliver=handed.append, empty=lambda *used: emptied.append(used))
    monkeypatch.setattr(delivery, "_post", post)
    ask(client)
    send(client, CONFIRM, code=handed[0].secret)
    assert emptied == [(people.wati, delivery.Kind.CODE)]


def test_no_code_reaches_a_log(people, client, delivered, caplog):
    with caplog.at_level("DEBUG"):
        ask(client)
        send(client, CONFIRM, code="000000")
        send(client, CONFIRM, code=delivered[0].secret)
        caplog.handler.stream.write(repr(delivered[0]))
    assert delivered[0].secret not in repr(delivered[0])
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert delivered[0].secret not in logged
