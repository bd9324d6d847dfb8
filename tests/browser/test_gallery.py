"""Every part of the look: usable by everybody, fitting every width, whole without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import axe, complaints, picture, sideways

# The gallery shows parts of pages; no row of any table stands behind them.
pytestmark = pytest.mark.looks
PAGES = [
    "/gallery/",
    "/gallery/form/",
    "/gallery/form/?wrong",
    "/gallery/paper/",
    "/help/",
    "/offline/",
]
TROUBLE = "/gallery/problems/%s/"

SMALL_TEXT = """(least) => [...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility())
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < least)
  .map(e => e.textContent.trim().slice(0, 40))"""
# Each pair of text and background colours on the page.
INKS = """() => [...new Set([...document.querySelectorAll('main *')].map(e => getComputedStyle(e))
  .map(style => JSON.stringify([style.color, style.backgroundColor])))].map(JSON.parse)"""
# The lower edge of what has the focus; nothing for the bar itself or the end of the page.
FOCUSED = """() => {
  const e = document.activeElement, box = (e.closest('label') || e).getBoundingClientRect();
  const elsewhere = e === document.body || e.closest('.bar, .to-content');
  return [elsewhere ? null : box.bottom, e.outerHTML.slice(0, 200)];
}"""


@pytest.mark.parametrize("path", PAGES)
def test_every_part_is_usable_by_everybody(open_page, path):
    page = open_page(path)
    picture(page, re.sub(r"\W+", "-", path).strip("-"))
    assert complaints(page) == []


def test_english_fits_too(open_page):
    page = open_page("/gallery/", language="en")
    assert complaints(page, widths=[320]) == []


def test_a_page_for_trouble_is_usable_by_everybody(open_page, troubles):
    page = open_page("/help/")
    for status in [400, 403, 404, 405, 409, 413, 422, 429, 500]:
        page.goto(page.url.partition("/help/")[0].partition("/gallery/")[0] + TROUBLE % status)
        assert complaints(page, widths=[320, 1280]) == []
        page.get_by_role("link", name="Ke halaman awal saya").wait_for()
    assert [trouble for trouble in troubles if "Failed to load resource" not in trouble] == []
    troubles.clear()


def test_nothing_on_the_screen_is_smaller_than_16_px_or_on_paper_than_11_pt(open_page):
    page = open_page("/gallery/")
    assert page.evaluate(SMALL_TEXT, 16) == []
    page.emulate_media(media="print")
    assert page.evaluate(SMALL_TEXT, 11 / 72 * 96 - 0.01) == []


def test_paper_carries_ink_only(open_page):
    page = open_page("/gallery/paper/")
    page.emulate_media(media="print")
    for gone in (".top", ".help", "[data-print]"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.evaluate(INKS) == [["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]]


def test_text_at_twice_the_size_still_fits(open_page):
    page = open_page("/gallery/", width=360)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(page) == []


def test_the_page_fits_where_colours_are_forced(open_page):
    page = open_page("/gallery/", forced_colors="active")
    picture(page, "gallery-forced-colours")
    assert axe(page) == []


def test_a_focused_field_is_never_under_the_bottom_bar(open_page):
    page = open_page("/gallery/form/", width=320)
    bar = page.locator(".bar").bounding_box()
    for _step in range(40):
        page.keyboard.press("Tab")
        bottom, what = page.evaluate(FOCUSED)
        assert bottom is None or bottom <= bar["y"] + 1, what


def test_a_form_is_whole_without_script(open_page):
    page = open_page("/gallery/form/", java_script_enabled=False)
    page.get_by_role("button", name="Simpan kunjungan").click()
    expect(page).to_have_title(re.compile("^Periksa lagi: "))
    page.get_by_role("link", name="Isi nama lengkap.").click()
    assert page.url.endswith("#id_name")
    page.get_by_label("Nama lengkap sesuai KTP").fill("Siti Aminah")
    page.get_by_text("Sudah pulang").click()
    page.get_by_text("Kemarin, 13 Desember 2019").click()
    page.get_by_label("Berapa orang yang datang?").fill("2")
    page.get_by_text("Orang ini setuju").click()
    page.get_by_role("button", name="Simpan kunjungan").click()
    expect(page.locator(".undo")).to_contain_text("Kunjungan sudah dicatat.")
    page.get_by_role("button", name="Urungkan").click()
    expect(page).to_have_url(re.compile("/gallery/form/$"))


def test_another_day_opens_its_parts_only_when_chosen(open_page):
    page = open_page("/gallery/form/")
    parts = page.get_by_role("group", name="Tanggal lain")
    expect(parts).to_be_hidden()
    page.get_by_role("radio", name="Tanggal lain").check()
    expect(parts).to_be_visible()
