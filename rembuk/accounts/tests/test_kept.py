"""Nothing typed is lost when a session ends, and nobody sees what another person typed."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.middleware import csrf
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rembuk.accounts import kept
from rembuk.accounts.models import KeptForm
from rembuk.accounts.tests import rooms
from rembuk.accounts.tests.stories import PASSWORD, sign_in, token_of, who_is_in
from rembuk.lib.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls("rembuk.accounts.tests.rooms")]
NOTES, KEPT = "/notes/", "accounts:kept"
KEY = "5f0c1c3e-6f0e-4e0a-9f57-6f1d5d6f0a01"
NIK = "9907015204850003"


@pytest.fixture(autouse=True)
def _nothing_sent():
    rooms.SENT.clear()


@pytest.fixture
def wati(people, phone):
    """Wati, signed in on a phone."""
    sign_in(phone, "wati")
    return phone


def written(client, **more):
    """The form of the notes page, filled in and not yet sent."""
    page = client.get(NOTES)
    return {
        "csrfmiddlewaretoken": token_of(client, page),
        "request_id": KEY,
        "note": "Siti pulang bulan depan",
        **more,
    }


def session_ends(client):
    """The server forgets the session, as after thirty days; the browser's cookies stay."""
    client.session.flush()


def sent_from_kept(client, **more):
    """Press 'Send it now': the form as the page of kept forms shows it."""
    page = client.get(reverse(KEPT)).content.decode()
    marks = re.compile(
        r'<form method="post" action="([^"]+)"[^>]*id="(kept-form-\d+)".*?</form>', re.S
    )
    form = marks.search(page)
    assert form
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    fields |= dict(re.findall(rf'name="(\w+)" value="([^"]*)" form="{form[2]}"', page))
    return client.post(form[1], {**fields, **more})


# --- the whole way ---------------------------------------------------------------------------


def test_wati_signs_in_again_and_sends_with_one_button(wati):
    form = written(wati)
    session_ends(wati)
    answer = wati.post(NOTES, form, headers={"Referer": "http://testserver/notes/"})
    assert answer.url == f"{reverse('account_login')}?next=%2Fnotes%2F"
    assert "Yang Anda tulis tersimpan" in wati.get(answer.url).content.decode()
    assert sign_in(wati, "wati").url == reverse(KEPT)
    page = wati.get(reverse(KEPT)).content.decode()
    assert "Catatan tadi masih ada" in page
    assert "Siti pulang bulan depan" in page
    assert sent_from_kept(wati).content == b"taken"
    (note,) = rooms.SENT
    assert (note["by"], note["note"]) == ("wati", "Siti pulang bulan depan")
    assert note["request_id"] == UUID(KEY), "the form keeps its key: sent twice, done once"
    assert not KeptForm.objects.exists()
    assert "Tidak ada catatan" in wati.get(reverse(KEPT)).content.decode()


def test_the_key_of_the_form_stands_where_page_scripts_leave_it_alone(wati):
    form = written(wati)
    session_ends(wati)
    wati.post(NOTES, form)
    sign_in(wati, "wati")
    page = wati.get(reverse(KEPT)).content.decode()
    inside = re.findall(r"<form.*?</form>", page, re.S)
    assert not [part for part in inside if 'name="request_id"' in part]
    assert page.count(f'value="{KEY}"') == 1


def test_another_person_signing_in_sees_nothing_of_it(wati, people):
    form = written(wati)
    session_ends(wati)
    wati.post(NOTES, form)
    assert sign_in(wati, "dewi").url == reverse("web:home")
    assert "Siti pulang" not in wati.get(reverse(KEPT)).content.decode()
    row = KeptForm.objects.get()
    for address in ("accounts:drop_kept", "accounts:take_back_kept"):
        token = token_of(wati, wati.get(reverse("accounts:me")))
        answer = wati.post(reverse(address, args=[row.pk]), {"csrfmiddlewaretoken": token})
        assert answer.status_code == 404
    assert "Siti pulang" not in wati.get(f"{reverse(KEPT)}?dropped={row.pk}").content.decode()
    wati.post(NOTES, {**written(wati), "request_id": str(uuid4()), "kept": str(row.pk)})
    assert KeptForm.objects.get() == row, "and cannot push it away"
    wati.post(reverse("account_logout"), {"csrfmiddlewaretoken": token_of(wati, wati.get(NOTES))})
    home = Client()
    assert sign_in(home, "wati").url == reverse(KEPT), "it waits for her, on any device"


def test_a_form_of_the_person_before_is_hers_and_not_the_next_ones(wati, people):
    """Wati's page is open in a tab; her session ends; Dewi signs in; then Wati's tab is sent."""
    form = written(wati)
    session_ends(wati)
    sign_in(wati, "dewi")
    answer = wati.post(NOTES, form, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Siti pulang" not in answer.content.decode()
    assert "Siti pulang" not in wati.get(reverse(KEPT)).content.decode()
    assert not rooms.SENT, "and it is not sent in Dewi's name"
    assert KeptForm.objects.get().owner == people.wati
    home = Client()
    sign_in(home, "wati")
    assert "Siti pulang" in home.get(reverse(KEPT)).content.decode()


def test_a_stale_page_of_ones_own_is_kept_too(wati):
    """She signed in again in another tab: the token of the first one is old."""
    form = written(wati)
    session_ends(wati)
    sign_in(wati, "wati")
    answer = wati.post(NOTES, form, headers={"Origin": "http://testserver"})
    assert answer.url == reverse(KEPT)
    assert not rooms.SENT
    assert sent_from_kept(wati).content == b"taken"
    assert rooms.SENT[0]["request_id"] == UUID(KEY)


@pytest.mark.parametrize("origin", ["https://jahat.example", "null", ""])
def test_a_form_of_another_site_is_not_kept(wati, origin):
    form = written(wati)
    if not origin:
        form["csrfmiddlewaretoken"] = "x" * 64  # else it would be hers, and welcome
    answer = wati.post(NOTES, form, headers={"Origin": origin} if origin else {})
    assert answer.status_code == 403
    assert not rooms.SENT
    assert not KeptForm.objects.exists()


def test_after_keluar_a_late_form_is_nobodys(wati, people):
    form = written(wati)
    token = token_of(wati, wati.get(NOTES))
    wati.post(reverse("account_logout"), {"csrfmiddlewaretoken": token})
    answer = wati.post(NOTES, form)
    assert answer.url.startswith(reverse("account_login"))
    assert not KeptForm.objects.exists()
    assert "belum terkirim" in wati.get(answer.url).content.decode()


def test_a_forged_cookie_owns_nothing(wati, people):
    form = written(wati)
    session_ends(wati)
    wati.cookies[kept.COOKIE_NAME] = wati.cookies[kept.COOKIE_NAME].value[:-2] + "xx"
    wati.post(NOTES, form)
    assert not KeptForm.objects.exists()


def test_the_same_form_twice_is_kept_once(wati):
    form = written(wati)
    session_ends(wati)
    wati.post(NOTES, form)
    wati.post(NOTES, {**form, "note": "Siti pulang bulan Mei"})
    (row,) = KeptForm.objects.all()
    assert ("note", "Siti pulang bulan Mei") in kept.typed_in(row).fields


def test_a_form_to_be_corrected_goes_on_from_its_own_page(wati):
    form = written(wati, note="")
    session_ends(wati)
    wati.post(NOTES, form)
    sign_in(wati, "wati")
    page = sent_from_kept(wati)
    assert page.status_code == 422
    assert KEY in page.content.decode()
    assert not KeptForm.objects.exists()


def test_a_session_that_ends_once_more_keeps_it_once_more(wati):
    form = written(wati)
    session_ends(wati)
    wati.post(NOTES, form)
    sign_in(wati, "wati")
    page = wati.get(reverse(KEPT)).content.decode()
    token = token_of(wati, wati.get(reverse(KEPT)))
    (pk,) = re.findall(r'name="kept" value="(\d+)"', page)
    session_ends(wati)
    wati.post(NOTES, {**form, "csrfmiddlewaretoken": token, "kept": pk})
    sign_in(wati, "wati")
    assert sent_from_kept(wati).content == b"taken"


def test_a_button_alone_is_not_kept(wati):
    token = written(wati)["csrfmiddlewaretoken"]
    session_ends(wati)
    wati.post(NOTES, {"csrfmiddlewaretoken": token, "request_id": KEY})
    assert not KeptForm.objects.exists()


def test_one_puts_a_note_aside_and_takes_it_back(wati):
    form = written(wati)
    session_ends(wati)
    wati.post(NOTES, form)
    sign_in(wati, "wati")
    token = {"csrfmiddlewaretoken": token_of(wati, wati.get(reverse(KEPT)))}
    row = KeptForm.objects.get()
    answer = wati.post(reverse("accounts:drop_kept", args=[row.pk]), token)
    page = wati.get(answer.url).content.decode()
    assert "Siti pulang" not in page
    assert "Catatan sudah dibuang" in page
    assert reverse("accounts:take_back_kept", args=[row.pk]) in page
    wati.post(reverse("accounts:take_back_kept", args=[row.pk]), token)
    assert "Siti pulang" in wati.get(reverse(KEPT)).content.decode()


def test_htmx_opens_the_door_whole_and_not_in_a_part_of_the_page(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/notes/?a=1"}
    answer = client.get(NOTES, headers=headers)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == f"{reverse('account_login')}?next=%2Fnotes%2F"
    boosted = client.get(NOTES, headers={**headers, "HX-Boosted": "true"})
    assert boosted.status_code == 302


# --- what is never kept ----------------------------------------------------------------------


def test_passwords_codes_and_national_ids_are_asked_again(wati):
    form = written(wati, national_id=NIK, password="rahasia besar", code="123456")
    session_ends(wati)
    wati.post(NOTES, form)
    row = KeptForm.objects.get()
    typed = kept.typed_in(row)
    assert typed.left_out == ["code", "national_id", "password"]
    assert not {"rahasia besar", "123456", NIK} & {value for _name, value in typed.fields}
    sign_in(wati, "wati")
    page = wati.get(reverse(KEPT)).content.decode()
    assert NIK not in page
    assert ">NIK</label>" in page
    sent_from_kept(wati, national_id=NIK)
    assert rooms.SENT[0]["national_id"] == NIK


@pytest.mark.parametrize(
    ("name", "value", "is_kept"),
    [
        ("note", "Ibu Wati", True),
        ("country_code", "HK", True),
        ("postcode", "34196", True),
        ("opinion", "baik", True),
        ("family_card_number", "9907010101200001", False),
        ("nik", "9907", False),
        ("resident_nik", "9907", False),
        ("new_password", "x", False),
        ("password1", "x", False),
        ("code", "123456", False),
        ("pin", "1234", False),
        ("credential", "{}", False),
        ("note", NIK, False),
        ("note", "9907 0152 0485 0003", False),
        ("note", "9907.0152.0485.0003", False),
        ("phone", "+6281234567890", True),
    ],
)
def test_what_is_secret_is_told_by_its_name_or_its_look(people, name, value, is_kept):
    row = kept.keep(
        owner=people.wati, path="/notes/", fields=[(name, value)], files=[], at=timezone.now()
    )
    assert (kept.typed_in(row).fields == [(name, value)]) == is_kept


def test_files_must_be_chosen_again(wati):
    form = written(wati, letter=SimpleUploadedFile("surat.pdf", b"%PDF"))
    session_ends(wati)
    wati.post(NOTES, form)
    sign_in(wati, "wati")
    page = wati.get(reverse(KEPT)).content.decode()
    assert 'name="letter" type="file"' in page
    assert 'enctype="multipart/form-data"' in page


def test_the_database_alone_shows_nothing(wati):
    form = written(wati)
    session_ends(wati)
    wati.post(NOTES, form)
    assert "Siti" not in str(list(KeptForm.objects.values_list("sealed", "path")))


def test_what_was_typed_is_shown_as_text(wati):
    form = written(wati, note='"><script>alert(1)</script>')
    session_ends(wati)
    wati.post(NOTES, form)
    sign_in(wati, "wati")
    assert "<script>alert" not in wati.get(reverse(KEPT)).content.decode()


# --- limits ----------------------------------------------------------------------------------


def keep(owner, **more):
    values = {
        "path": "/notes/",
        "fields": [("request_id", str(uuid4())), ("note", "x")],
        "files": [],
        "at": timezone.now(),
    }
    return kept.keep(owner=owner, **{**values, **more})


def test_the_five_newest_are_kept(people):
    now = timezone.now()
    rows = [keep(people.wati, at=now + timedelta(seconds=n)) for n in range(7)]
    keep(people.dewi, at=now)
    assert list(kept.waiting(people.wati, at=now)) == rows[:1:-1]


def test_after_seven_days_they_are_gone(people):
    now = timezone.now()
    keep(people.wati, at=now)
    assert not kept.waiting(people.wati, at=now + timedelta(days=7, seconds=1)).exists()
    keep(people.dewi, at=now + timedelta(days=7, seconds=1))
    assert KeptForm.objects.count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"fields": [("note", "x" * 65_537)]},
        {"fields": [("note", "é" * 33_000)]},
        {"fields": [("note", "x")] * 201},
        {"path": "/" + "x" * 500},
        {"path": "//jahat.example/"},
    ],
)
def test_what_is_too_large_is_refused_with_a_way_out(people, more):
    with pytest.raises(Refused, match="Masuk di tab lain"):
        keep(people.wati, **more)


def test_a_too_long_text_is_told(wati):
    form = written(wati, note="x" * 70_000)
    session_ends(wati)
    answer = wati.post(NOTES, form)
    assert "Masuk di tab lain" in wati.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("path = 'https://jahat.example/'", "accounts_keptform_goes_back_to_us"),
        ("path = '//jahat.example/'", "accounts_keptform_goes_back_to_us"),
        (
            f"request_id = '{UUID(KEY).hex}'",
            "accounts_keptform_one_per_form|accounts_keptform.owner_id",
        ),
    ],
)
def test_the_database_refuses_what_must_not_be(people, change, constraint):
    keep(people.wati), keep(people.wati)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        connection.cursor().execute(f"UPDATE accounts_keptform SET {change}")


# --- telling ---------------------------------------------------------------------------------


def test_known_fields_have_their_label_and_codes_stay_out(monkeypatch):
    monkeypatch.setattr(kept, "_labels", [])
    names = {"country": "negara", "note": "catatan", "consent": "izin", "phone": "nomor HP"}
    kept.name_fields_with(names.get)
    fields = [
        ("note", " Siti pulang "),
        ("note", "siti"),
        ("country", "HK"),
        ("phone", "081234567890"),
        ("consent", "not_asked"),
        ("consent", "PAPER"),
        ("kind", "HOMECOMING"),
        ("resident", "2163178923"),
        ("agreed", "on"),
        ("step", "Simpan saja"),
        ("village_thing", "dekat masjid"),
        ("empty", ""),
    ]
    assert kept.told(kept.Typed(fields=fields, left_out=[], files=[])) == [
        ("Catatan", "Siti pulang"),
        ("Catatan", "siti"),
        ("Negara", "HK"),
        ("Nomor HP", "081234567890"),
        ("", "dekat masjid"),
    ]


@pytest.mark.parametrize("token", ["", "x", "x" * 64, "é" * 64, "-" * 64, "a" * 65])
def test_a_token_that_is_none_belongs_to_nobody(people, token):
    cookie = kept.mark("", secret="q" * 32, user=people.wati, at=timezone.now())
    assert kept.owner_of(token, cookie=cookie) is None


def token_with(secret):
    """A token as Django puts it on a page, for this secret of the cookie."""
    request = HttpRequest()
    request.META["CSRF_COOKIE"] = secret
    return csrf.get_token(request)


def test_a_browser_remembers_its_last_three_sign_ins(people):
    cookie, secrets = "", ["a" * 32, "b" * 32, "c" * 32, "d" * 32]
    owners = [people.wati, people.dewi, people.wati, people.budi]
    for secret, owner in zip(secrets, owners, strict=True):
        cookie = kept.mark(cookie, secret=secret, user=owner, at=timezone.now())
    known = [kept.owner_of(token_with(secret), cookie=cookie) for secret in secrets]
    assert known == [None, people.dewi, people.wati, people.budi]
    cookie = kept.unmark(cookie, user=people.wati)
    assert kept.owner_of(token_with("c" * 32), cookie=cookie) is None
    assert kept.owner_of(token_with("d" * 32), cookie=cookie) == people.budi


def test_the_password_of_the_story_is_not_kept_by_accident(wati):
    assert who_is_in(wati) == "wati"
    assert PASSWORD not in str(wati.cookies)
