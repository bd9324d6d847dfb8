"""Task 7: announce, then see who confirmed, in six taps; by hand, on paper, without script."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from rembuk.messaging import deliveries
from rembuk.messaging.models import Delivery
from rembuk.messaging.tests.scenes import TEXT, TITLE, announced, person, rina, siti, wati
from rembuk.villages.tests import stories
from tests.browser.looking import complaints, picture

TAPS_MAX = 6
CUT_OFF = """[...document.querySelectorAll('.paper-slip')]
  .filter(e => e.scrollHeight > e.clientHeight + 1).length"""


@pytest.fixture
def world(transactional_db):
    return stories.world()


def at(world, name: str, *args: object) -> str:
    return reverse(f"messaging:{name}", args=[world.here.slug, *args])


class Hand:
    """A thumb that counts: a tap is a tap, filling a field is one."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, role, name: str) -> None:
        self.page.get_by_role(role, name=name, exact=False).first.click()
        self.taps += 1

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.taps += 1


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_announcing_takes_six_taps(open_page, world, script):
    siti(world), wati(world), rina(world)
    today = reverse("web:today", args=[world.here.slug])
    hand = Hand(open_page(today, user=world.adi, java_script_enabled=script))
    hand.tap("link", "Pesan")
    hand.tap("link", "Semua warga")
    hand.fill("Tentang apa?", TITLE)
    hand.fill("Apa yang ingin disampaikan?", TEXT)
    hand.tap("button", "Periksa")
    expect(hand.page.get_by_text(f"tentang {TITLE}")).to_be_visible()
    hand.tap("button", "Kirim")
    assert hand.taps <= TAPS_MAX
    expect(hand.page.get_by_role("heading", name="Kirim satu per satu")).to_be_visible()
    assert Delivery.objects.count() == 3
    row = Delivery.objects.get(way="WHATSAPP")
    link = hand.page.get_by_role("link", name="Buka WhatsApp")
    expect(link).to_have_attribute("href", deliveries_url(row, hand.page))
    hand.page.get_by_role("button", name="Sudah dikirim").click()
    expect(hand.page.get_by_text("Terkirim kepada Siti Aminah (Yuni).")).to_be_visible()
    expect(hand.page.get_by_role("button", name="Urungkan")).to_be_visible()
    assert Delivery.objects.get(pk=row.pk).state == "SENT"


def deliveries_url(row: Delivery, page: Page) -> str:
    from rembuk.messaging.channels.by_hand import whatsapp_url

    site = page.url.split("/desa/")[0]
    return whatsapp_url(row.phone, deliveries.text_of(row, site=site))


def test_tapping_whatsapp_is_noted_and_leaves_the_page_standing(open_page, world):
    siti(world)
    message = announced(world)
    page = open_page(at(world, "send", message.pk), user=world.adi)
    page.context.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
    with page.context.expect_page(), page.expect_response("**/opened/"):
        page.get_by_role("link", name="Buka WhatsApp").click()
    assert message.deliveries.get().state == "OPENED"
    expect(page.get_by_role("button", name="Sudah dikirim")).to_be_visible()


def test_who_has_read_it_says_so_without_signing_in(open_page, world):
    siti(world)
    row = announced(world).deliveries.get()
    page = open_page(at(world, "read", row.code))
    page.get_by_role("button", name="Sudah baca").click()
    expect(page.get_by_text("Terima kasih.")).to_be_visible()
    assert Delivery.objects.get(pk=row.pk).state == "CONFIRMED"


@pytest.mark.looks
def test_a_wrong_and_a_checked_announcement_are_usable_too(open_page, world):
    siti(world)
    page = open_page(at(world, "announce") + "?for=all", user=world.adi)
    page.get_by_role("button", name="Periksa").click()
    expect(page.get_by_text("Tulis dengan beberapa kata tentang apa.").first).to_be_visible()
    assert complaints(page) == []
    page.get_by_label("Tentang apa?").fill("tunggakan")
    page.get_by_label("Apa yang ingin disampaikan?").fill(TEXT)
    page.get_by_role("button", name="Periksa").click()
    expect(page.get_by_text("layar HP yang terkunci").first).to_be_visible()
    page.get_by_label("Tentang apa?").fill(TITLE)
    page.get_by_role("button", name="Periksa").click()
    expect(page.get_by_role("button", name="Kirim")).to_be_visible()
    assert complaints(page) == []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 780})
        picture(page, "messaging-check")


@pytest.mark.looks
@pytest.mark.parametrize(("sentences", "sheets"), [(1, 3), (13, 3), (30, 5), (55, 9)])
def test_slips_fill_a_page_and_none_is_cut_off(open_page, world, sentences, sheets):
    for number in range(9):
        person(world, f"Warga {number}")
    message = announced(world, text="Kita berkumpul di balai desa. " * sentences)
    page = open_page(at(world, "slips", message.pk), user=world.adi, width=1280)
    assert page.locator(".slip-sheet").count() == sheets
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Sudah dicetak")).to_be_hidden()
    heights = page.evaluate(
        "[...document.querySelectorAll('.slip-sheet')].map(e => e.getBoundingClientRect().height)"
    )
    assert max(heights) <= 1122, "a sheet fits on A4 at 96 px an inch"
    assert page.evaluate(CUT_OFF) == 0, "no slip is cut off"
