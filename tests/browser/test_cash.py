"""Rina records money in with five taps; banknotes add up; without script it is the same page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import complaints
from tests.browser.test_people import Thumb

pytestmark = pytest.mark.browser


@pytest.fixture
def purse(transactional_db: None) -> Any:
    """The tailors' purse with a few lines and money out that waits."""
    from rembuk.cash.tests import scenes

    world = scenes.world()
    book = scenes.opened(world)
    for amount in (75_000, 120_000, 60_000):
        scenes.came(world, book, amount)
    scenes.went(world, book, 45_000)
    scenes.asked(world, book)
    return world, book


@pytest.mark.parametrize("script", [True, False])
def test_money_in_is_recorded_with_five_taps(open_page: Any, purse: Any, script: bool) -> None:
    from rembuk.cash.tests.scenes import url
    from rembuk.ledger import reading

    world, book = purse
    page = open_page(url(world, "purse"), user=world.rina, java_script_enabled=script)
    thumb = Thumb(page)
    thumb.tap("link", "Uang masuk")
    thumb.type("Dari siapa?", "SD Sumber Rejo")
    thumb.type("Berapa uangnya?", "50rb")
    thumb.tap("button", "Lanjut")
    expect(page.get_by_text("lima puluh ribu rupiah")).to_be_visible()
    thumb.tap("button", "Simpan Rp50.000 masuk")
    expect(page.get_by_role("heading", name="Uang masuk tercatat")).to_be_visible()
    assert thumb.taps == 5
    assert reading.lines_of(book, count=1)[0].in_rp == 50_000


def test_going_back_from_the_check_page_finds_what_was_typed(open_page: Any, purse: Any) -> None:
    from rembuk.cash.tests.scenes import url

    world, _book = purse
    page = open_page(url(world, "purse"), user=world.rina)
    page.get_by_role("link", name="Uang masuk").click()
    page.get_by_label("Dari siapa?").fill("SD Sumber Rejo")
    page.get_by_label("Berapa uangnya?").fill("50rb")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", name="Sudah benar?")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Dari siapa?")).to_have_value("SD Sumber Rejo")
    expect(page.get_by_label("Berapa uangnya?")).to_have_value("50rb")
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("button", name="Simpan Rp50.000 masuk").click()
    expect(page.get_by_role("heading", name="Uang masuk tercatat")).to_be_visible()
    page.get_by_role("link", name="Uang masuk berikutnya").click()
    expect(page.get_by_label("Berapa uangnya?")).to_have_value("")
    expect(page.locator("[data-draft-take]")).to_have_count(0)


def test_banknotes_add_up(open_page: Any, purse: Any) -> None:
    from rembuk.cash.tests.scenes import url

    world, _book = purse
    page = open_page(url(world, "purse"), user=world.rina)
    page.get_by_role("link", name="Uang keluar").click()
    for note in ("+50 ribu", "+20 ribu", "+5 ribu", "+1 ribu"):
        page.get_by_role("button", name=note, exact=True).click()
    expect(page.get_by_label("Berapa uangnya?")).to_have_value("76.000")
    page.get_by_role("button", name="Hapus").click()
    expect(page.get_by_label("Berapa uangnya?")).to_have_value("")
    page.get_by_label("Berapa uangnya?").fill("50rb")  # in words, and a note more
    page.get_by_role("button", name="+10 ribu", exact=True).click()
    expect(page.get_by_label("Berapa uangnya?")).to_have_value("60.000")
    page.get_by_label("Berapa uangnya?").fill("1.25")  # doubtful: the server asks
    page.get_by_role("button", name="+10 ribu", exact=True).click()
    expect(page.get_by_label("Berapa uangnya?")).to_have_value("1.25")


@pytest.mark.looks
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_check_page_is_usable(open_page: Any, purse: Any, width: int) -> None:
    from rembuk.cash.tests.scenes import url

    world, _book = purse
    page = open_page(url(world, "record_in"), user=world.rina, width=width)
    page.get_by_label("Dari siapa?").fill("Siti Aminah")
    page.get_by_label("Berapa uangnya?").fill("2jt")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_label("Siti Aminah · RT 003")).to_be_checked()
    expect(page.get_by_text("Tulis sekali lagi")).to_be_visible()
    assert not complaints(page)
