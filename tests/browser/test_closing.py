"""Rina counts the notes and closes the day; sums are said in words while they are typed."""

from __future__ import annotations

import random
from typing import Any

import pytest
from playwright.sync_api import expect

from rembuk.lib import money, terbilang
from tests.browser.looking import complaints
from tests.browser.test_people import Thumb

pytestmark = pytest.mark.browser

# Cells of a table that stick out of the window: they could not be read.
CUT_OFF = """() => [...document.querySelectorAll('.passbook :is(td, th)')]
    .filter(cell => cell.getBoundingClientRect().right > innerWidth).map(cell => cell.innerText)"""

TYPED = [
    "1250000", "1.250.000", "Rp 1.250.000,00", "1,25jt", "50rb", "50 ribu", "2 m", "1 000 000",
    "1,000,000", "10k", "5,-", "1.25", "1.250 jt", "1.250jt", "0,0001rb", "12 apel", "", "-5",
    "lima", "9" * 18, "0", "00012", "1.50jt", "toString", "50.00", "1.250.00", "1,250.00", "0.00",
]  # fmt: skip
PIECES = (
    "1", "50", "250", "000", "00", "0", ".", ",", ".00", ",00", ".000", " ", "rp", "jt", "rb", ",-",
)  # fmt: skip


@pytest.fixture
def purse(transactional_db: None) -> Any:
    """The tailors' purse with a sale and a purchase of today."""
    from rembuk.cash.tests import scenes

    world = scenes.world()
    book = scenes.opened(world)
    scenes.came(world, book, 75_000)
    scenes.went(world, book, 45_000)
    return world, book


@pytest.mark.parametrize("script", [True, False])
def test_the_day_is_closed_with_three_taps_and_one_a_note(
    open_page: Any, purse: Any, script: bool
) -> None:
    from rembuk.cash import days
    from rembuk.cash.tests.scenes import today, url

    world, book = purse
    page = open_page(url(world, "purse"), user=world.rina, java_script_enabled=script)
    thumb = Thumb(page)
    thumb.tap("link", "Hitung uang dan tutup hari")
    thumb.type("Rp100.000", "10")
    thumb.type("Rp20.000", "1")
    thumb.type("Rp5.000", "2")
    if script:
        expect(page.get_by_text("Rp1.030.000")).to_be_visible()
        expect(page.get_by_text("satu juta tiga puluh ribu rupiah")).to_be_visible()
    thumb.tap("button", "Lanjut")
    expect(page.get_by_role("heading", name="Uang dan buku cocok")).to_be_visible()
    thumb.tap("button", "Simpan Rp1.030.000 dan tutup hari")
    expect(page.get_by_role("heading", name="Uang dihitung, hari ditutup")).to_be_visible()
    assert thumb.taps == 3 + 3
    assert days.closed_until(book) == today()


@pytest.mark.looks
@pytest.mark.parametrize("width", [320, 360])
def test_much_money_is_counted_and_told_within_the_page(
    open_page: Any, purse: Any, width: int
) -> None:
    from rembuk.cash.tests.scenes import came, url

    world, book = purse
    came(world, book, 106_915_000)
    page = open_page(url(world, "count"), user=world.rina, width=width)
    page.get_by_label("Rp100.000").fill("2120")
    expect(page.get_by_text("Rp212.000.000").first).to_be_visible()
    assert not complaints(page)
    page.goto(page.url.replace("/count/", "/reports/trial-balance/"))
    assert page.evaluate(CUT_OFF) == []


def test_the_browser_reads_and_says_sums_as_the_server_does(open_page: Any, purse: Any) -> None:
    from rembuk.cash.tests.scenes import url

    world, _book = purse
    page = open_page(url(world, "record_in"), user=world.rina)
    field = page.get_by_label("Berapa uangnya?")
    field.fill("1,25jt")
    expect(page.get_by_text("satu juta dua ratus lima puluh ribu rupiah")).to_be_visible()
    field.fill("1.25")  # may mean two sums: nothing is said
    expect(page.get_by_text("rupiah", exact=False).and_(page.locator(".said"))).to_have_count(0)

    chance = random.Random(1)
    drawn = chance.sample(range(10**18), 1500)
    sums = [*range(1200), *(10**n for n in range(21)), *(n % 10**9 for n in drawn), *drawn]
    for language in ("id", "en"):
        says = "([sums, language]) => sums.map(n => rembukWords.say(n, language))"
        said = page.evaluate(says, [[str(n) for n in sums], language])
        assert said == [terbilang.amount_in_words(n, language=language) for n in sums]
    pieced = ["".join(chance.choices(PIECES, k=chance.randint(1, 6))) for _ in range(3000)]
    typed = [*TYPED, *pieced]
    read = page.evaluate("typed => typed.map(t => rembukWords.read(t)?.toString() ?? '')", typed)
    assert dict(zip(typed, read, strict=True)) == {text: _read(text) for text in typed}


def _read(typed: str) -> str:
    try:
        return str(money.read_rupiah(typed))
    except (money.Doubtful, money.Unreadable):
        return ""
