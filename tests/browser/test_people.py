"""Tasks 2, 4 and 5 of the facilitator, counted in taps; and each page of the registry, usable.

A tap is a press of a link, a button or a choice; typing a field is one tap.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import complaints

pytestmark = pytest.mark.browser
NOW = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)


class Thumb:
    """One hand on a phone, counting what it does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, role: Any, name: str, **options: Any) -> None:
        self.taps += 1
        self.page.get_by_role(role, name=name, **options).first.click()

    def choose(self, label: str) -> None:
        self.taps += 1
        self.page.get_by_text(label, exact=True).click()

    def type(self, label: str, text: str) -> None:
        self.taps += 1
        self.page.get_by_label(label).first.press_sequentially(text, delay=30)


@pytest.fixture
def village(transactional_db: None) -> Any:
    """Siti abroad and Wati, her mother, in the village of the stories."""
    from rembuk.people import households, journeys, residents
    from rembuk.villages.tests import stories

    world = stories.world()
    by = {"by": world.by_adi, "at": NOW}
    facts = residents.ResidentFacts(
        name="Siti Aminah", nickname="Yuni", sex="P", birth_date=date(1990, 1, 15),
        hamlet="Dusun Satu", neighborhood_unit="003", community_unit="001",
        phone="+6281234567890", national_id="9901015501900001",
    )  # fmt: skip
    siti = residents.register(village=world.here, facts=facts, **by)
    mother = residents.ResidentFacts(name="Wati", hamlet="Dusun Dua", neighborhood_unit="003")
    wati = residents.register(village=world.here, facts=mother, **by)
    journeys.add_step(
        resident=siti, kind="DEPARTURE", on=date(2024, 1, 10), country="HK", contract_months=24,
        today=date(2026, 5, 20), **by,
    )  # fmt: skip
    home = households.open_household(
        village=world.here, facts=households.HouseholdFacts(head=wati), **by
    )
    households.join(resident=siti, household=home, **by)
    households.give_duty(
        household=home, resident=wati, duty="KEEPS_CHILDREN", since=date(2024, 1, 10), **by
    )
    world.siti, world.home = siti, home  # type: ignore[attr-defined]  # the story's own people
    return world


@pytest.fixture
def today(open_page: Any, village: Any) -> Any:
    def open_today(**options: Any) -> Page:
        return open_page(f"/desa/{village.here.slug}/today/", user=village.adi, **options)

    return open_today


def test_task_2_a_person_is_found_with_two_letters(today):
    thumb = Thumb(today())
    thumb.tap("link", "Warga", exact=True)
    thumb.type("Siapa yang dicari?", "ju")
    row = thumb.page.get_by_role("link", name="Siti Aminah")
    expect(thumb.page.get_by_role("link", name="Wati")).to_have_count(0)
    expect(row).to_be_visible()
    assert thumb.taps <= 2
    row.click()
    expect(thumb.page.get_by_role("heading", name="Siti Aminah")).to_be_visible()
    thumb.page.go_back()
    expect(thumb.page.get_by_label("Siapa yang dicari?")).to_have_value("ju")


def test_task_2_without_script_a_press_of_the_button_finds(today):
    thumb = Thumb(today(java_script_enabled=False))
    thumb.tap("link", "Warga", exact=True)
    thumb.type("Siapa yang dicari?", "juni")
    thumb.tap("button", "Cari")
    expect(thumb.page.get_by_role("link", name="Siti Aminah")).to_be_visible()
    assert thumb.taps <= 3


def test_a_nik_that_is_typed_never_comes_into_the_address(today):
    page = today()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="Warga", exact=True).click()
    page.get_by_label("Siapa yang dicari?").press_sequentially("9901015501900001", delay=60)
    page.wait_for_timeout(600)
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("heading", name="Siti Aminah")).to_be_visible()
    assert not [url for url in asked if "9901" in url]


@pytest.mark.parametrize("script", [True, False])
def test_task_4_a_resident_is_registered(today, script):
    thumb = Thumb(today(java_script_enabled=script))
    thumb.tap("link", "Catat", exact=True)
    thumb.tap("link", "Warga baru", exact=True)
    thumb.type("Nama lengkap sesuai KTP", "Rina Lestari")
    thumb.choose("Sudah pulang dari luar negeri")
    thumb.type("RT", "3")
    thumb.type("Nomor HP", "0812-9999-0000")
    thumb.choose("Ya, tanda tangan di kertas")
    thumb.tap("button", "Lanjut")
    expect(thumb.page.get_by_role("heading", name="Sudah benar?")).to_be_visible()
    thumb.tap("button", "Simpan warga ini")
    expect(thumb.page.get_by_role("heading", name="Rina Lestari")).to_be_visible()
    assert thumb.taps <= 9
    expect(thumb.page.get_by_text("Purna PMI").first).to_be_visible()
    thumb.page.get_by_role("button", name="Urungkan").click()
    expect(thumb.page.get_by_text("Catatan Rina Lestari sudah diurungkan.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_task_5_a_homecoming_is_recorded(today, script):
    thumb = Thumb(today(java_script_enabled=script))
    thumb.tap("link", "Warga", exact=True)
    if script:
        thumb.type("Siapa yang dicari?", "yu")
        expect(thumb.page.get_by_role("link", name="Wati")).to_have_count(0)
    thumb.tap("link", "Siti Aminah")
    thumb.tap("link", "Perjalanan", exact=True)
    thumb.tap("link", "Pulang", exact=True)
    thumb.tap("button", "Simpan")
    expect(thumb.page.get_by_text("Purna PMI").first).to_be_visible()
    assert thumb.taps <= 6
    thumb.page.get_by_role("button", name="Urungkan").click()
    expect(thumb.page.get_by_text("Langkah itu sudah diurungkan.")).to_be_visible()


def test_a_wrong_form_leads_to_the_field(today):
    page = today()
    page.get_by_role("link", name="Catat", exact=True).click()
    page.get_by_role("link", name="Warga baru", exact=True).click()
    page.get_by_label("Nomor HP").fill("12")
    page.get_by_role("button", name="Lanjut").click()
    summary = page.locator(".errors")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Periksa nomor HP").click()
    expect(page.get_by_label("Nomor HP")).to_be_focused()
    assert page.title().startswith("Periksa lagi:")


# What stands behind an address; the pages themselves are walked in test_every_page.
ASKED = [
    "?q=yuni", "?q=zzz", "?need=incomplete", "{siti}/journey/new/?kind=DEPARTURE",
    "{siti}/journey/new/?kind=STATUS_REPORT", "{siti}/journey/new/?kind=HOMECOMING&rough",
    "numbers/?since_day=x",
]  # fmt: skip


@pytest.mark.looks
def test_what_one_asks_for_is_usable_by_everybody(open_page, village):
    base = f"/desa/{village.here.slug}/people/"
    page = open_page(base, user=village.adi)
    server = page.url.removesuffix(base)
    found = {}
    for path in ASKED:
        page.goto(server + base + path.format(siti=village.siti.pk))
        found[path] = complaints(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.looks
def test_what_comes_back_to_be_corrected_is_usable_too(open_page, village):
    base = f"/desa/{village.here.slug}/people/"
    page = open_page(base + "new/", user=village.adi)
    page.get_by_role("button", name="Lanjut").click()
    page.locator(".errors").wait_for()
    assert complaints(page) == []
    page.get_by_label("Nama lengkap sesuai KTP").fill("Siti Aminah")
    page.get_by_text("Sedang bekerja di luar negeri", exact=True).click()
    page.get_by_text("Ya, lisan di depan saksi", exact=True).click()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_text("Mungkin orang ini sudah ada").wait_for()
    assert complaints(page) == []


@pytest.mark.looks
def test_an_empty_village_is_usable(open_page, transactional_db):
    from rembuk.villages.tests import stories

    world = stories.world()
    for path in ("", "households/", "numbers/"):
        page = open_page(f"/desa/{world.here.slug}/people/{path}", user=world.adi)
        assert complaints(page) == []
