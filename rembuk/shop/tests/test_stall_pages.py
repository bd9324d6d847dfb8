"""The chair keeps stock and visits stalls, with one phone or two."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rembuk.enterprise import products
from rembuk.enterprise.products import Facts
from rembuk.shop import stalls, stock, visits
from rembuk.shop.models import Movement, Promise, Reason, Stall, Visit
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries


@pytest.fixture
def keset(world):
    facts = Facts("Keset bundar", price_rp=15_000, to_order=False)
    return products.add(group=world.tailors, facts=facts, by=world.by_adi, at=timezone.now())


@pytest.fixture
def warung(world, keset):
    """A stall where twenty doormats lie."""
    today = timezone.localdate()
    told = {"by": world.by_adi, "at": timezone.now()}
    stall = stalls.begin(
        group=world.tailors, facts=stalls.Facts("Warung Bu Tini"),
        agreed=stalls.Agreed(Decimal(10)), today=today, **told,
    )  # fmt: skip
    noted = stock.Noted(on=today, **told)
    stock.come(item=stock.Item(keset), reason=Reason.MADE, pieces=30, noted=noted)
    row = visits.Row(stock.Item(keset), None, delivered=20)
    visits.settle(visits.Sheet(stall, [row], 0, today), today=today, **told)
    return stall


def address(world, name, *more):
    return reverse(f"shop:{name}", args=[world.here.slug, world.tailors.pk, *more])


def text(response):
    return response.content.decode()


def keyed(**typed):
    return {"request_id": uuid4(), **typed}


def sheet(product, *, seen=1, **counted):
    typed = {f"{product.pk}--{part}": value for part, value in counted.items()}
    return keyed(seen=seen, on_0="today", on_which="today", **typed)


def test_stock_is_made_kept_counted_and_sold(lastri, world, keset):
    assert "Belum ada stok yang tercatat" in text(lastri.get(address(world, "stock")))

    def moved(what, pieces):
        form = keyed(what=what, product=keset.pk, pieces=pieces)
        return text(lastri.post(address(world, "move"), form, follow=True))

    assert "Di rak sekarang: 12 Keset bundar" in moved("MADE", 12)
    kept = keyed(product=keset.pk, pieces=3, whom="Bu Wati", days=7)
    page = text(lastri.post(address(world, "promise"), kept, follow=True))
    assert "9 dapat dijual" in page
    assert "Bu Wati" in page
    assert "Hanya 9 Keset bundar" in moved("SOLD", 10)
    assert "Di rak sekarang: 11 Keset bundar" in moved("COUNTED", 11)
    promise = Promise.objects.get()
    lastri.post(address(world, "hand_over", promise.pk), keyed())
    assert stock.level(stock.Item(keset), today=timezone.localdate()).shelf == 8
    page = text(lastri.get(address(world, "product_stock", keset.pk)))
    assert "Terjual: −3" in page


def test_a_stall_begins_and_is_visited(lastri, world, warung, keset):
    begun = keyed(
        name="Toko Rejeki", commission_percent="12,5", missing="net", damaged="nothing",
        visit_days="10", phone="",
    )  # fmt: skip
    page = text(lastri.post(address(world, "begin_stall"), begun, follow=True))
    assert "Bagian warung 12,5 persen" in page
    typed = sheet(keset, stays=15, sold=4, price="15.000")
    check = text(lastri.post(address(world, "visit_stall", warung.pk), typed))
    assert "Rp67.500" in check  # one missing, charged like a sold one
    assert "enam puluh tujuh ribu lima ratus rupiah" in check
    assert Visit.objects.count() == 1
    saved = lastri.post(address(world, "visit_stall", warung.pk), {**typed, "checked": "1"})
    assert saved.status_code == 302
    again = lastri.post(address(world, "visit_stall", warung.pk), {**typed, "checked": "1"})
    assert again["Location"] == saved["Location"]
    page = text(lastri.get(saved["Location"]))
    assert "Menunggu dicatat bendahara" in page or "Menunggu bendahara" in page
    slip = lastri.get(address(world, "slip", Visit.objects.get(number=2).pk, "roll"))
    assert slip["Content-Type"] == "application/pdf"
    assert "Rp67.500" in text(lastri.get(address(world, "stalls")))
    page = text(lastri.get(address(world, "product_stock", keset.pk)))
    assert "Terjual di warung: 4" in page  # they left the shelf when they were brought


def test_two_phones_at_one_stall(lastri, world, warung, keset):
    other = Client()
    tari = stories.user("tari", "Tari")
    stories.appoint(tari, Office.GROUP_OFFICER, group=world.tailors)
    other.force_login(tari)
    url = address(world, "visit_stall", warung.pk)
    hers, mine = (sheet(keset, stays=stays, delivered=2) for stays in (15, 14))
    assert other.post(url, {**hers, "checked": "1"}).status_code == 302
    answer = lastri.post(url, {**mine, "checked": "1"})
    assert answer.status_code == 422
    page = text(answer)
    assert "Tari baru saja menyimpan kunjungan ke-2" in page
    assert 'value="14"' in page
    assert "Tadinya ada 17." in page
    seen = answer.context["form"].data["seen"]
    assert lastri.post(url, {**mine, "seen": seen, "checked": "1"}).status_code == 302
    assert stock.at_stall(warung) == {(keset.pk, ""): 16}


def test_what_was_typed_stays_when_it_cannot_be(lastri, world, warung, keset):
    url = address(world, "visit_stall", warung.pk)
    for typed, says in (
        (sheet(keset, stays=15, sold=9), "4 potong lebih banyak"),
        (sheet(keset, stays="lima belas"), "dengan angka"),
        (sheet(keset), "sedikitnya satu angka"),
    ):
        before = Movement.objects.count()
        answer = lastri.post(url, typed)
        assert answer.status_code == 422
        assert says in text(answer)
        assert Movement.objects.count() == before


def test_a_stall_that_waits_stands_on_hari_ini(lastri, world, warung):
    today = reverse("web:today", args=[world.here.slug])
    assert "menunggu kunjungan" not in text(lastri.get(today))
    Stall.objects.filter(pk=warung.pk).update(visit_days=1)
    long_ago = timezone.localdate() - timedelta(days=1)
    assert stalls.standings(world.here, [warung])[0].late_days(today=long_ago) == 0
    [standing] = stalls.standings(world.here, [Stall.objects.get(pk=warung.pk)])
    assert standing.late_days(today=timezone.localdate() + timedelta(days=4)) == 3


def test_the_pages_ask_few_questions(lastri, world, warung, keset):
    for number in range(12):
        stalls.begin(
            group=world.tailors, facts=stalls.Facts(f"Warung {number}"),
            agreed=stalls.Agreed(Decimal(10)), by=world.by_adi, at=timezone.now(),
            today=timezone.localdate(),
        )  # fmt: skip
    for name, *more in (("stock",), ("stalls",), ("stall", warung.pk), ("product_stock", keset.pk),
                        ("visit", Visit.objects.get().pk)):  # fmt: skip
        with few_queries():
            assert lastri.get(address(world, name, *more)).status_code == 200


def test_nothing_free_is_told_in_the_shop(lastri, world, warung, keset, client):
    from rembuk.shop import listings, windows

    told = {"by": world.by_adi, "at": timezone.now(), "today": timezone.localdate()}
    windows.open_window(group=world.tailors, told=windows.Told(), **told)
    facts = Facts("Keset bundar", price_rp=15_000, to_order=False)
    listings.show(group=world.tailors, showing=listings.Showing(facts), product=keset, **told)
    shop = reverse("window:shop", args=[world.here.slug])
    assert "habis" not in text(Client().get(shop))
    noted = stock.Noted(world.by_adi, timezone.now(), timezone.localdate())
    stock.count(item=stock.Item(keset), found=0, noted=noted)
    assert "habis" in text(Client().get(shop))
