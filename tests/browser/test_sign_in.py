"""Signing in with a real browser: passkeys, the lock, what was typed, and every page usable."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from rembuk.accounts import delivery, links
from rembuk.accounts.models import KeptForm, User
from rembuk.people.models import Resident
from rembuk.villages.tests.stories import PASSWORD
from rembuk.villages.tests.stories import world as make_world
from tests.browser.looking import complaints, picture

SIGN_IN = "/account/sign-in/"
BEFORE = [SIGN_IN, "/account/code/", "/account/link/sent/", "/account/closed/"]


@pytest.fixture
def world(live_server):
    """The two villages; Adi has a phone number."""
    made = make_world()
    User.objects.filter(pk=made.adi.pk).update(phone="+6281234567890")
    return made


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr("rembuk.accounts.views.signing_in.ANSWER_SECONDS", 0)


def sign_in(page, login="adi", *, shared=False):
    """Sign in by password on the page of signing in."""
    page.get_by_label("Nomor HP atau nama pengguna").fill(login)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_label("dipakai bersama").set_checked(shared)
    page.get_by_role("button", name="Masuk", exact=True).click()


def own_phone(page, **how):
    """Give the browser a finger, as a phone has one."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    finger = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        **how,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": finger})


def set_up_passkey(page):
    page.goto(page.url.partition("/account/")[0].partition("/desa/")[0] + "/account/passkeys/new/")
    page.get_by_label("Nama kunci sandi ini").fill("HP Adi")
    page.get_by_role("button", name="Pasang kunci sandi").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()


def sign_out(page):
    page.locator("header").get_by_role("button", name="Keluar").click()
    expect(page).to_have_url(re.compile(r"//[^/]+/$"))


# --- passkeys --------------------------------------------------------------------------------


def test_a_finger_signs_adi_in(world, open_page):
    page = open_page(SIGN_IN)
    own_phone(page)
    sign_in(page)
    set_up_passkey(page)
    assert Authenticator.objects.get(type="webauthn").wrap().name == "HP Adi"
    sign_out(page)
    page.goto(page.url.rstrip("/") + SIGN_IN)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page).to_have_url(re.compile("/today/$"))


def test_a_finger_is_the_second_step_and_opens_the_lock(world, open_page, settings):
    settings.SECOND_FACTOR = "required"
    page = open_page(SIGN_IN)
    own_phone(page)
    sign_in(page)
    expect(page.get_by_role("heading", name="Langkah kedua")).to_be_visible()
    set_up_passkey(page)
    sign_out(page)
    page.goto(page.url.rstrip("/") + SIGN_IN)
    sign_in(page, shared=True)
    expect(page.get_by_role("heading", name="Langkah kedua")).to_be_visible()
    page.get_by_role("button", name="Pakai kunci sandi saya").click()
    expect(page).to_have_url(re.compile("/today/$"))
    page.locator("#lock").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", name="Terkunci untuk Adi Saputra")).to_be_visible()
    page.get_by_role("button", name="Pakai kunci sandi saya").click()
    expect(page).to_have_url(re.compile("/today/$"))


def test_the_last_passkey_stays_while_an_office_requires_it(world, open_page, settings):
    settings.SECOND_FACTOR = "required"
    page = open_page(SIGN_IN)
    own_phone(page)
    sign_in(page)
    set_up_passkey(page)
    base = page.url.partition("/account/")[0]
    page.goto(base + "/account/passkeys/")
    page.get_by_role("link", name="Lepas").click()
    page.get_by_role("button", name="Lepas kunci sandi").click()
    expect(page.get_by_text("Pasang yang lain dulu, baru lepas yang ini.")).to_be_visible()
    assert Authenticator.objects.filter(type="webauthn").exists()
    settings.SECOND_FACTOR = "asked"
    page.goto(base + "/account/passkeys/")
    page.get_by_role("link", name="Lepas").click()
    page.get_by_role("button", name="Lepas kunci sandi").click()
    expect(page.get_by_text("Belum ada kunci sandi")).to_be_visible()


@pytest.mark.looks
def test_pages_of_the_second_step_are_usable_by_everybody(world, open_page):
    page = open_page(SIGN_IN)
    own_phone(page)
    sign_in(page)
    set_up_passkey(page)
    base = page.url.partition("/account/")[0]
    page.goto(base + "/account/second-step/app/")
    secret = page.locator(".slip-code").inner_text().strip()
    page.get_by_label("Kode").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Pakai aplikasi ini").click()
    expect(page.get_by_text("Aplikasi kode sudah dipasang.")).to_be_visible()
    key = Authenticator.objects.get(type="webauthn").pk
    found = []
    for path in (
        "second-step/", "second-step/app/remove/", "second-step/again/", "second-step/codes/",
        "second-step/codes/new/", "passkeys/", f"passkeys/{key}/name/", f"passkeys/{key}/remove/",
        "passkeys/again/",
    ):  # fmt: skip
        page.goto(f"{base}/account/{path}")
        picture(page, "account-" + re.sub(r"\W+", "-", path).strip("-"))
        found += [f"{path}: {line}" for line in complaints(page, widths=[320, 1280])]
    assert found == []
    sign_out(page)
    page.goto(base + SIGN_IN)
    sign_in(page)
    expect(page.get_by_role("heading", name="Langkah kedua")).to_be_visible()
    assert complaints(page) == []


def test_a_phone_that_cannot_says_so(world, open_page):
    page = open_page(SIGN_IN)
    own_phone(page, isUserVerified=False)
    sign_in(page)
    page.goto(page.url.partition("/desa/")[0] + "/account/passkeys/new/")
    page.get_by_role("button", name="Pasang kunci sandi").click()
    expect(page.get_by_text("Belum berhasil di perangkat ini.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_a_password_can_be_looked_at(world, open_page):
    page = open_page(SIGN_IN)
    field = page.get_by_label("Kata sandi", exact=True)
    field.fill("rahasia")
    page.get_by_role("button", name="Perlihatkan kata sandi").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Perlihatkan kata sandi").click()
    expect(field).to_have_attribute("type", "password")


# --- what was typed --------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_person_typed_after_the_session_ended_is_recorded_once(world, open_page, script):
    page = open_page(SIGN_IN, java_script_enabled=script)
    sign_in(page)
    page.goto(page.url.removesuffix("today/") + "people/new/")
    page.get_by_label("Nama lengkap").fill("Siti Aminah")
    page.get_by_label("Nama panggilan").fill("Siti")
    page.locator("[name=standing]").first.check()
    page.locator("[name=consent]").last.check()
    page.get_by_role("button", name="Lanjut").click()
    save = page.get_by_role("button", name="Simpan warga")
    expect(save).to_be_visible()  # the session ends behind the last page, not on the way to it
    Session.objects.all().delete()
    save.click()
    expect(page.get_by_text("Yang Anda tulis tersimpan.")).to_be_visible()
    sign_in(page)
    expect(page.get_by_role("heading", name="Catatan tadi masih ada")).to_be_visible()
    expect(page.get_by_text("Siti Aminah")).to_be_visible()
    picture(page, f"kept-{script}")
    assert complaints(page, widths=[320, 1280]) == [] if script else True
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_role("heading", name="Siti Aminah")).to_be_visible()
    page.go_back()
    if page.get_by_role("button", name="Kirim sekarang").is_visible():
        page.get_by_role("button", name="Kirim sekarang").click()
        expect(page.get_by_role("heading", name="Siti Aminah")).to_be_visible()
    assert Resident.objects.filter(name="Siti Aminah").count() == 1
    assert not KeptForm.objects.exists()


def test_five_minutes_lock_the_page_and_the_password_brings_it_back(world, open_page):
    page = open_page(SIGN_IN)
    page.clock.install()
    sign_in(page, shared=True)
    expect(page).to_have_url(re.compile("/today/$"))
    page.clock.fast_forward("05:05")
    expect(page.get_by_role("heading", name="Terkunci untuk Adi Saputra")).to_be_visible()
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Buka lagi").click()
    expect(page).to_have_url(re.compile("/today/$"))


# --- without script, and for everybody -------------------------------------------------------


def test_code_and_link_work_without_script(world, open_page, monkeypatch):
    handed: list[delivery.Delivery] = []
    monkeypatch.setattr(delivery, "_post", delivery._Post(deliver=handed.append))
    page = open_page(SIGN_IN, java_script_enabled=False)
    page.get_by_role("link", name="Kirim kode atau tautan ke HP saya").click()
    page.get_by_label("Nomor HP").fill("0812-3456-7890")
    page.get_by_role("button", name="Kirim kode 6 angka").click()
    page.get_by_label("Kode").fill(handed[0].secret)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_url(re.compile("/today/$"))
    sign_out(page)
    page.goto(page.url.rstrip("/") + "/account/code/")
    page.get_by_label("Nomor HP").fill("+62 812 3456 7890")
    page.get_by_role("button", name="Kirim tautan saja").click()
    page.goto(handed[1].secret)
    assert handed[1].secret.rstrip("/").rpartition("/")[2] not in page.url
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_url(re.compile("/today/$"))


@pytest.mark.looks
@pytest.mark.parametrize("path", BEFORE)
def test_pages_before_signing_in_are_usable_by_everybody(world, open_page, path):
    page = open_page(path)
    picture(page, re.sub(r"\W+", "-", path).strip("-"))
    assert complaints(page) == []


@pytest.mark.looks
def test_pages_that_come_back_to_be_corrected_are_usable_by_everybody(world, open_page):
    page = open_page(SIGN_IN)
    page.get_by_label("Nomor HP atau nama pengguna").fill("adi")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_title(re.compile("^Periksa lagi:"))
    found = complaints(page)
    page.goto(page.url.replace(SIGN_IN, "/account/code/"))
    page.get_by_role("button", name="Buat kode 6 angka").click()
    expect(page).to_have_title(re.compile("^Periksa lagi:"))
    assert found + complaints(page) == []


@pytest.mark.looks
def test_link_lock_and_second_step_are_usable_by_everybody(world, open_page, troubles):
    page = open_page(SIGN_IN)
    base = page.url.removesuffix(SIGN_IN)
    token = links.issue(user=world.adi, minutes=15, by=None, at=timezone.now())
    page.goto(base + reverse("accounts:follow_link", args=[token]))
    found = complaints(page)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.locator("#lock").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", name="Terkunci untuk Adi Saputra")).to_be_visible()
    picture(page, "account-unlock")
    found += complaints(page)
    page.goto(base + "/account/link/")
    found += complaints(page)
    troubles[:] = [trouble for trouble in troubles if "410" not in trouble]
    assert found == []
