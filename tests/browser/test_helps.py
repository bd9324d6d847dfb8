"""The small helps of rembuk.js: keys, drafts, one sending, the lock, undo, and no signal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.urls import resolve
from playwright.sync_api import Page, Route, expect

from rembuk.villages.access import access_of

# Nobody is signed in and nothing is stored here: the helps live on the phone.
pytestmark = pytest.mark.looks
FORM = "/gallery/form/"
KEPT = """caches.keys()
  .then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys()))))
  .then(lists => lists.flat().map(request => new URL(request.url).pathname))"""
KEY = "document.querySelector('[name=request_id]').value"
DRAFTS = "Object.entries(localStorage).filter(([k]) => k.startsWith('draft:'))"
WAITING = "Object.keys(localStorage).filter(k => k.startsWith('waiting:'))"
SAVED_MS = 2000  # P31: each field is kept at most two seconds after a change


def changed(page: Page, change: Callable[[str], str]) -> None:
    """Serve the sample form with another frame than the gallery's."""

    def serve(route: Route) -> None:
        if route.request.method != "GET" or route.request.resource_type == "script":
            route.continue_()
            return
        answer = route.fetch()
        route.fulfill(response=answer, body=change(answer.text()))

    page.route(re.compile("/gallery/form/"), serve)


def fill(page: Page, *, name: str = "Siti Aminah") -> None:
    page.get_by_label("Nama lengkap sesuai KTP").fill(name)
    page.get_by_text("Sudah pulang").click()
    page.get_by_label("Berapa orang yang datang?").fill("2")
    page.get_by_text("Orang ini setuju").click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan kunjungan").click()


def typed_and_left(page: Page, **more: Any) -> None:
    """Fill the form in and leave the page without sending."""
    fill(page, **more)
    page.wait_for_timeout(SAVED_MS)
    assert page.evaluate(DRAFTS)
    page.goto("about:blank")


def test_each_form_gets_its_own_key_on_the_device(open_page):
    page = open_page(FORM)
    first = page.evaluate(KEY)
    assert UUID(first).version == 4
    page.reload()
    assert page.evaluate(KEY) != first


def test_a_key_can_be_made_without_https_too(open_page):
    page = open_page("/help/")
    page.add_init_script("delete Crypto.prototype.randomUUID")
    page.goto(page.url.replace("/help/", FORM))
    assert UUID(page.evaluate(KEY)).version == 4


def test_a_form_to_be_corrected_keeps_its_key(open_page):
    page = open_page(FORM)
    changed(page, lambda html: html)
    kept = page.evaluate(KEY)
    sent = []
    page.on("request", lambda r: sent.append(r.post_data) if r.method == "POST" else None)
    save(page)
    expect(page.locator(".errors")).to_be_focused()
    assert kept in sent[0]


def test_what_was_typed_is_offered_again(open_page):
    page = open_page(FORM)
    here = page.url
    typed_and_left(page)
    page.goto(here)
    page.get_by_role("button", name="Lanjutkan catatan tadi").click()
    expect(page.get_by_label("Nama lengkap sesuai KTP")).to_have_value("Siti Aminah")
    expect(page.get_by_label("Sudah pulang")).to_be_checked()
    expect(page.get_by_text("Tadi Anda sedang mencatat")).to_be_hidden()


def test_a_draft_taken_up_again_is_sent_with_its_first_key(open_page):
    page = open_page(FORM)
    here, first = page.url, page.evaluate(KEY)
    typed_and_left(page)
    page.goto(here)
    page.get_by_role("button", name="Lanjutkan catatan tadi").click()
    assert page.evaluate(KEY) == first


@pytest.mark.parametrize("way", ["fetched", "loaded"])
def test_going_back_finds_the_answers_again(open_page, way):
    page = open_page(FORM)
    fill(page)
    if way == "loaded":
        page.wait_for_timeout(SAVED_MS)
        page.goto("about:blank")
    else:
        page.get_by_role("link", name="Bantuan").click()
        expect(page).to_have_title(re.compile("^Bantuan"))
    page.go_back()
    expect(page.get_by_label("Nama lengkap sesuai KTP")).to_have_value("Siti Aminah")
    expect(page.get_by_label("Sudah pulang")).to_be_checked()


def test_starting_anew_forgets_the_draft(open_page):
    page = open_page(FORM)
    here = page.url
    typed_and_left(page)
    page.goto(here)
    page.get_by_role("button", name="Mulai baru").click()
    assert page.evaluate(DRAFTS) == []
    expect(page.get_by_label("Nama lengkap sesuai KTP")).to_have_value("")


def test_a_nik_never_stays_on_the_phone(open_page):
    page = open_page(FORM)
    page.get_by_label("NIK").fill("9907014412900003")
    fill(page)
    page.wait_for_timeout(SAVED_MS)
    assert "9907014412900003" not in str(page.evaluate("({...localStorage})"))


def test_a_sent_form_leaves_no_draft(open_page):
    page = open_page(FORM)
    fill(page)
    page.wait_for_timeout(SAVED_MS)
    save(page)
    expect(page.locator("main")).to_be_focused()  # the new page has settled
    assert page.evaluate(DRAFTS) == []


def to_the_door(route: Route) -> None:
    if route.request.method == "POST":
        route.fulfill(status=302, headers={"Location": "/help/"})
    else:
        route.continue_()


def test_a_draft_survives_a_session_that_ended(open_page):
    page = open_page(FORM)
    here = page.url
    changed(page, lambda html: html)
    fill(page)
    # The answer to the sending is a page without a person on it: the door.
    page.route("**" + FORM, to_the_door)
    save(page)
    expect(page).to_have_url(re.compile("/help/$"))
    page.unroute_all()
    page.goto(here)
    expect(page.get_by_role("button", name="Lanjutkan catatan tadi")).to_be_visible()


def test_a_draft_belongs_to_one_person(open_page):
    page = open_page(FORM)
    here = page.url
    typed_and_left(page)
    changed(page, lambda html: html.replace('data-user="0"', 'data-user="7"'))
    page.goto(here)
    expect(page.get_by_role("button", name="Lanjutkan catatan tadi")).to_have_count(0)


def test_signing_out_takes_the_drafts_along(open_page):
    page = open_page(FORM)
    fill(page)
    page.wait_for_timeout(SAVED_MS)
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("link", name="Masuk")).to_be_visible()
    assert page.evaluate(DRAFTS) == []


def test_a_second_tap_sends_nothing(open_page):
    page = open_page(FORM)
    fill(page)
    sent = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    page.evaluate(
        "() => { const b = document.querySelector('main .button-primary'); b.click(); b.click(); }"
    )
    expect(page.locator(".undo")).to_be_visible()
    assert len(sent) == 1


def test_a_locked_phone_shows_nothing_and_goes_to_the_lock(open_page, troubles):
    page = open_page("/help/")
    lock = '<form id="lock" method="post" action="/offline/" hx-boost="false" hidden></form></main>'
    changed(
        page,
        lambda html: html.replace('data-user="0"', 'data-user="0" data-lock-seconds="2"').replace(
            "</main>", lock
        ),
    )
    page.goto(page.url.replace("/help/", FORM))
    page.get_by_label("Nama lengkap sesuai KTP").fill("Siti")
    expect(page).to_have_url(re.compile("/offline/$"), timeout=6000)
    troubles.clear()  # this lock has no door behind it


def test_the_undo_bar_waits_for_the_hand_on_it(open_page):
    page = open_page(FORM)
    page.clock.install()
    fill(page)
    save(page)
    expect(page.locator("#main")).to_be_focused()  # a page that arrives takes the hand first
    undo = page.get_by_role("button", name="Urungkan")
    undo.focus()
    page.clock.run_for(30_000)
    expect(undo).to_be_visible()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.clock.run_for(10_000)  # WCAG and P12: never less than ten seconds
    expect(undo).to_be_visible()
    page.clock.run_for(15_000)
    expect(undo).to_be_hidden()


def test_without_signal_a_page_says_so_and_typed_text_stays(open_page, troubles):
    page = open_page(FORM, service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    fill(page)
    page.get_by_label("NIK").fill(
        "9907014412900003"
    )  # what never stays on a phone never waits there
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_text("Isian Anda masih di sini")).to_be_visible()
    assert not page.evaluate(WAITING)
    expect(page.get_by_label("Nama lengkap sesuai KTP")).to_have_value("Siti Aminah")
    page.get_by_role("link", name="Bantuan").click()
    expect(page.get_by_role("heading", name="Belum ada sinyal")).to_be_visible()
    page.context.set_offline(False)
    troubles.clear()  # Chromium notes each request that found no network


def test_what_waits_is_told_at_signing_out_and_goes_with_it(open_page, troubles):
    page = open_page(FORM)
    fill(page)
    page.context.set_offline(True)
    save(page)
    page.get_by_text("Menunggu sinyal: 1 catatan").click()
    expect(page.locator("#waiting dd").first).to_have_text("Siti Aminah")
    page.context.set_offline(False)
    page.route("**" + FORM, lambda route: route.abort())  # still none for this form
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_text("Kalau Anda keluar, catatan ini terbuang")).to_be_visible()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("link", name="Masuk")).to_be_visible()
    assert not page.evaluate(WAITING)
    troubles.clear()  # Chromium notes each request that found no network


def test_the_phone_keeps_no_page_about_people(open_page):
    page = open_page("/gallery/", service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.reload()
    kept = page.evaluate(KEPT)
    pages = [address for address in kept if not re.search(r"\.(css|js|svg)$", address)]
    assert "/offline/" in pages
    for address in pages:  # the same for everybody: nothing of anybody's village stands in it
        door = access_of(resolve(address).func)
        assert door is not None
        assert door.who == "public", address


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_fetched_page_for_trouble_is_shown(open_page, troubles, status):
    page = open_page("/gallery/")
    page.get_by_role("link", name=str(status), exact=True).click()
    expect(page.get_by_role("link", name="Ke halaman awal saya")).to_be_visible()
    troubles.clear()


def test_a_newer_look_or_another_kind_of_page_is_loaded_whole(open_page):
    page = open_page("/gallery/")
    page.evaluate("window.here = 1")
    page.get_by_role("link", name="Isian lengkap").click()
    expect(page).to_have_title(re.compile("^Catat kunjungan"))
    assert page.evaluate("window.here") == 1  # fetched, not loaded
    page.evaluate(
        "document.querySelector('link[rel=stylesheet]').setAttribute('href', '/look-old.css')"
    )
    page.get_by_role("link", name="Bantuan").click()
    expect(page).to_have_title(re.compile("^Bantuan"))
    assert page.evaluate("window.here") is None


def test_a_file_is_downloaded_and_not_shown(open_page):
    page = open_page("/gallery/")
    page.evaluate("document.querySelector('.help a').setAttribute('download', 'help.html')")
    with page.expect_download() as download:
        page.get_by_role("link", name="Bantuan").click()
    assert download.value.url.endswith("/help/")


def test_a_field_pulled_larger_breaks_no_security_policy(open_page):
    page = open_page(FORM)
    page.evaluate("document.querySelector('textarea').style.height = '300px'")  # as a hand does
    save(page)
    expect(page.locator(".errors")).to_be_focused()  # and nothing in `troubles`


def test_the_focus_follows_a_fetched_page(open_page):
    page = open_page("/gallery/")
    page.get_by_role("link", name="Isian lengkap").click()
    expect(page.locator("main")).to_be_focused()


def test_a_fetched_page_leaves_the_focus_to_who_types_already(open_page):
    page = open_page("/gallery/")
    page.evaluate(
        "document.addEventListener('htmx:afterSwap',"
        " () => document.querySelector('main form textarea').focus())"
    )
    page.evaluate(
        "document.addEventListener('htmx:afterSettle', () => { document.body.id = 'settled' })"
    )
    page.get_by_role("link", name="Isian lengkap").click()
    expect(page.locator("#settled")).to_be_attached()
    expect(page.locator("main form textarea").first).to_be_focused()


def test_a_menu_closes_with_escape_and_by_looking_elsewhere(open_page):
    page = open_page("/gallery/")
    menu = page.locator("details.menu")
    summary = menu.locator("summary")
    summary.click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
    summary.click()
    page.mouse.click(180, 600)
    expect(menu).not_to_have_attribute("open", "")
