"""Lastri puts a doormat into the shop with six taps; anybody sees it without a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from rembuk.enterprise.products import Facts
from rembuk.enterprise.tests.drawn import photo, picture
from rembuk.shop import listings, windows
from rembuk.shop.models import Listing, Photo
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from tests.browser.looking import complaints
from tests.browser.test_people import Thumb

pytestmark = pytest.mark.browser
FIRST_VIEW_BYTES_MAX = 30_000
SHRINKS_MS = 20_000  # without a script the server makes the photo of 12 megapixels small


@pytest.fixture
def shop(transactional_db: None) -> Any:
    """The tailors with an open window, and their chair."""
    from django.utils import timezone

    world = stories.world()
    world.tailors.trade = Group.Trade.SEWING
    world.tailors.save(update_fields=["trade"])
    lastri = stories.user("lastri", "Lastri Handayani")
    stories.appoint(lastri, Office.GROUP_CHAIR, group=world.tailors)
    told = {"by": world.by_adi, "at": timezone.now(), "today": timezone.localdate()}
    windows.open_window(
        group=world.tailors, told=windows.Told("+6281234567890", "Sepuluh penjahit"), **told
    )
    return world, lastri, told


@pytest.mark.parametrize("script", [True, False])
def test_a_product_is_shown_with_six_taps(
    open_page: Any, shop: Any, tmp_path: Path, script: bool
) -> None:
    world, lastri, _told = shop
    sent = tmp_path / "keset.jpg"
    sent.write_bytes(photo(size=(3000, 4000)))
    page = open_page(f"/desa/{world.here.slug}/today/", user=lastri, java_script_enabled=script)
    thumb = Thumb(page)
    thumb.tap("link", "Catat")
    thumb.tap("link", "Barang ke toko")
    page.get_by_label("Foto").set_input_files(sent)
    thumb.taps += 1
    if script:
        page.wait_for_function(
            "size => document.querySelector('[data-photo]').files[0].size < size",
            arg=sent.stat().st_size,
        )
    thumb.type("Barang apa?", "Keset bundar")
    thumb.type("Harga satuan", "15rb")
    thumb.tap("button", "Tayangkan")
    shown = page.get_by_text("Keset bundar sudah tayang di toko.")
    expect(shown).to_be_visible(timeout=SHRINKS_MS)
    assert thumb.taps == 6
    kept = Photo.objects.get()
    assert Listing.objects.get().product.price_rp == 15_000
    assert len(kept.picture) < 100_000
    assert kept.width > kept.height, "the phone was held upright: the photo is turned"


def test_a_photo_chosen_before_the_script_is_there_is_made_small_too(
    open_page: Any, shop: Any, tmp_path: Path
) -> None:
    world, lastri, _told = shop
    sent = tmp_path / "keset.jpg"
    sent.write_bytes(photo(size=(3000, 4000)))
    page = open_page(f"/desa/{world.here.slug}/shop/{world.tailors.pk}/stock/", user=lastri)
    page.route("**/photo*.js", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.goto(f"{page.url.rpartition('stock/')[0]}show/", wait_until="commit")
    page.get_by_label("Foto").set_input_files(sent)
    page.wait_for_function(
        "size => document.querySelector('[data-photo]').files[0].size < size",
        arg=sent.stat().st_size,
    )


@pytest.mark.looks
def test_the_shop_is_light_and_plain_to_everybody(open_page: Any, shop: Any) -> None:
    world, _lastri, told = shop
    for number in range(6):
        showing = listings.Showing(Facts(f"Keset nomor {number}", price_rp=15_000), "Perca")
        made = picture() if number % 3 else None
        listings.show(group=world.tailors, showing=showing, picture=made, **told)
    shown = Listing.objects.order_by("-pk")[1]
    for path in ("", f"{shown.pk}/", f"{shown.pk}/pesan/"):
        page = open_page(f"/toko/{world.here.slug}/{path}")
        received = page.evaluate(
            "performance.getEntriesByType('resource').concat(performance.getEntriesByType("
            "'navigation')).reduce((sum, one) => sum + one.transferSize, 0)"
        )
        assert 0 < received < FIRST_VIEW_BYTES_MAX
        assert not complaints(page)


@pytest.mark.parametrize("script", [True, False])
def test_somebody_without_an_account_orders_in_three_taps_or_by_the_form(
    open_page: Any, shop: Any, script: bool
) -> None:
    from django.urls import reverse

    world, lastri, told = shop
    showing = listings.Showing(Facts("Keset bundar", price_rp=25_000), "Perca")
    listings.show(group=world.tailors, showing=showing, picture=None, **told)
    page = open_page(f"/toko/{world.here.slug}/", java_script_enabled=script)
    thumb = Thumb(page)
    thumb.tap("link", "Keset bundar")
    by_phone = page.get_by_role("link", name="Pesan lewat WhatsApp").get_attribute("href")
    assert by_phone is not None  # the second tap; the third sends it
    assert by_phone.startswith("https://wa.me/6281234567890?text=Halo")
    thumb.tap("link", "Pesan lewat formulir")
    thumb.type("Nama Anda", "Bu Ratna")
    thumb.type("Nomor WhatsApp Anda", "081298765432")
    thumb.tap("button", "Kirim pesanan")
    expect(page.get_by_role("heading", name="Pesanan Anda sudah sampai")).to_be_visible()
    assert thumb.taps == 5
    book = open_page(
        reverse("workshop:orders", args=[world.here.slug, world.tailors.pk]), user=lastri
    )
    expect(book.get_by_text("Bu Ratna")).to_be_visible()
