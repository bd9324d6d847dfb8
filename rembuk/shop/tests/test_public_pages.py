"""The village's shop as everybody sees it: light, without script, with nobody's name."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from rembuk.enterprise import products
from rembuk.enterprise.products import Facts
from rembuk.enterprise.tests.drawn import picture
from rembuk.shop import listings, photos, windows
from rembuk.shop.models import Photo
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import telling
from rembuk.workshop.models import Order

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)
PAGE_BYTES_MAX = 30_000


@pytest.fixture
def anybody():
    """Somebody who never signed in."""
    return Client()


def show(world, name="Keset bundar", **facts):
    showing = listings.Showing(Facts(name, **{"price_rp": 15_000, **facts}), "Perca pilihan")
    return listings.show(
        group=world.tailors, showing=showing, picture=picture(), by=world.by_adi, at=NOW,
        today=TODAY,
    )  # fmt: skip


def open_window(world, number="+6281234567890"):
    windows.open_window(
        group=world.tailors, told=windows.Told(number), by=world.by_adi, at=NOW, today=TODAY
    )


def shop(world, **more):
    return reverse("window:shop", args=[world.here.slug]) + (
        f"?page={more['page']}" if more else ""
    )


def good(world, listing):
    return reverse("window:good", args=[world.here.slug, listing.pk])


def text(response):
    return response.content.decode()


def test_nothing_is_seen_before_the_group_opens_its_window(world, anybody):
    one = show(world)
    photo = Photo.objects.get()
    kinds = [reverse(f"window:{k}", args=[world.here.slug, photo.pk])
             for k in ("picture", "medium", "thumbnail")]  # fmt: skip
    hidden = [good(world, one), *kinds]
    assert "Belum ada barang di toko" in text(anybody.get(shop(world)))
    assert {anybody.get(address).status_code for address in hidden} == {404}
    open_window(world)
    assert "Keset bundar" in text(anybody.get(shop(world)))
    assert {anybody.get(address).status_code for address in hidden} == {200}
    for closing in (
        lambda: windows.close_window(group=world.tailors, by=world.by_adi, at=NOW),
        lambda: open_window(world) or listings.take_out(
            listing=one, by=world.by_adi, at=NOW, today=TODAY
        ),
    ):  # fmt: skip
        closing()
        assert {anybody.get(address).status_code for address in hidden} == {404}


def test_fifty_products_weigh_less_than_thirty_kilobytes(world, anybody):
    open_window(world)
    for number in range(51):
        show(world, f"Keset bundar warna-warni nomor {number}")
    with few_queries(6):
        answer = anybody.get(shop(world))
    page = text(answer)
    assert page.count("<li>") == 50
    assert 'loading="lazy"' in page
    assert "Barang lainnya" in page
    style = gzip.compress(Path(finders.find("shop/window.css")).read_bytes())
    assert len(page.encode()) < PAGE_BYTES_MAX
    on_the_wire = len(gzip.compress(page.encode())) + len(style)
    assert on_the_wire < 8_000, "what is left of 30 KB shows the first photos"
    assert "<script" not in page
    assert page.count("<li>") == 50 > text(anybody.get(shop(world, page=2))).count("<li>")


def test_a_product_is_told_with_its_photo_and_ordered_by_whatsapp(world, anybody):
    open_window(world)
    one = show(world)
    with few_queries(7):
        page = text(anybody.get(good(world, one)))
    assert "Rp15.000 per potong" in page
    assert "<script" not in page
    message = unquote(re.search(r'href="(https://wa.me/[^"]+)"', page)[1])
    assert message.startswith("https://wa.me/6281234567890?text=Halo Jahit Melati, saya mau")
    assert f"http://testserver{good(world, one)}" in message
    photo = Photo.objects.get()
    assert len(page.encode()) + len(photo.medium) < PAGE_BYTES_MAX
    kept = anybody.get(reverse("window:medium", args=[world.here.slug, photo.pk]))
    assert "immutable" in kept["Cache-Control"]


def test_a_page_sent_on_shows_a_card(world, anybody):
    open_window(world)
    one = show(world)
    photo = photos.kept(world.here).get()
    large = reverse("window:picture", args=[world.here.slug, photo.pk])
    for address in (shop(world), good(world, one)):
        page = text(anybody.get(address))
        told = dict(re.findall(r'<meta property="og:([a-z:]+)" content="([^"]*)">', page))
        assert told["url"] == f"http://testserver{address}"
        assert told["image"] == f"http://testserver{large}"
        assert (told["image:width"], told["image:height"]) == (str(photo.width), str(photo.height))
        assert re.search(r'<meta name="description" content="[^"]{10,}">', page)
        assert re.search(r'<html lang="id">', page)


def test_a_product_renamed_after_a_character_is_hidden_until_that_is_answered(world, anybody):
    open_window(world)
    one = show(world)
    facts = Facts("Keset Doraemon", price_rp=15_000)
    products.change(product=one.product, facts=facts, by=world.by_adi, at=NOW)
    assert "Doraemon" not in text(anybody.get(shop(world)))
    assert anybody.get(good(world, one)).status_code == 404


def test_no_member_and_no_other_village_stands_there(world, anybody):
    open_window(world)
    show(world)
    page = text(anybody.get(shop(world)))
    there = reverse("window:shop", args=[world.there.slug])
    for name in ("Adi", "Rina", "Lastri"):
        assert name not in page
    assert "Keset" not in text(anybody.get(there))


@pytest.mark.parametrize("page", ["0", "9999999999", "x", "-1"])
def test_any_page_number_is_answered(world, anybody, page):
    assert anybody.get(shop(world, page=page)).status_code == 200


def test_the_village_page_leads_there(world, anybody):
    assert shop(world) in text(anybody.get(reverse("hall:village", args=[world.here.slug])))


def ordered(client, world, listing, **typed):
    url = reverse("window:order", args=[world.here.slug, listing.pk])
    form = {"request_id": uuid4(), "name": "Bu Yuni", "phone": "0812-9000-0001", "pieces": "3"}
    return client.post(url, {**form, **typed})


def test_the_first_page_leads_to_the_villages_that_sell(world, anybody):
    shops = reverse("shops:shops")
    assert shops in text(anybody.get("/"))
    assert "Belum ada toko yang buka" in text(anybody.get(shops))
    show(world)
    open_window(world)
    page = text(anybody.get(shops))
    assert reverse("window:shop", args=[world.here.slug]) in page
    assert world.there.name not in page


def test_an_order_by_form_stands_in_the_order_book(world, anybody):
    open_window(world)
    one = show(world)
    assert reverse("window:order", args=[world.here.slug, one.pk]) in text(
        anybody.get(good(world, one))
    )
    key = uuid4()
    for _sent in range(2):
        page = text(ordered(anybody, world, one, request_id=key, note="Warna merah"))
        assert "Pesanan Anda sudah sampai" in page
    made = Order.objects.get()
    status = reverse("workshop:status", args=[world.here.slug, made.pk, telling.code_of(made)])
    assert status in page, "who orders keeps the address of her order"
    assert "6281234567890" in text(anybody.get(status)), "and can ask the group"
    assert (made.customer.name, made.customer.phone) == ("Bu Yuni", "+6281290000001")
    assert "Warna merah" in made.note


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"name": ""}, "Tulis nama Anda"), ({"phone": "12"}, "0812-3456-7890"),
     ({"pieces": "0"}, "dari 1 sampai"), ({"pieces": "banyak"}, "dari 1 sampai")],
)  # fmt: skip
def test_what_is_missing_in_an_order_is_asked_for(world, anybody, typed, says):
    open_window(world)
    answer = ordered(anybody, world, show(world), **typed)
    assert answer.status_code == 422
    assert says in text(answer)
    assert not Order.objects.exists()


def test_a_flood_of_orders_is_stopped_with_a_sentence(world, anybody, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "shop_order": "2/h/key"}
    open_window(world)
    one = show(world)
    assert [ordered(anybody, world, one).status_code for _each in range(3)] == [200, 200, 422]
    assert Order.objects.count() == 2


def test_a_group_without_an_order_book_is_written_to(world, anybody):
    open_window(world)
    one = show(world)
    world.tailors.trade = "GOATS"
    world.tailors.save(update_fields=["trade"])
    assert ordered(anybody, world, one).status_code == 404
    assert "Pesan lewat formulir" not in text(anybody.get(good(world, one)))
