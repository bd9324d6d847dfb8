"""What other channels read of a group's window, and files of marketplaces with its goods."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from rembuk.enterprise import pictures
from rembuk.enterprise.products import Facts
from rembuk.enterprise.tests.drawn import photo, picture
from rembuk.shop import listings, photos, stock, windows
from rembuk.shop.models import FilledFile, Reason, Weight
from rembuk.shop.tests import blanks
from rembuk.villages.tests.counting import few_queries

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)


def show(world, name, *, photo=True, **facts):
    showing = listings.Showing(Facts(name, **facts), description="Dari kain perca")
    return listings.show(
        group=world.tailors, showing=showing, picture=picture() if photo else None,
        by=world.by_adi, at=NOW, today=TODAY,
    )  # fmt: skip


@pytest.fixture
def open_shop(world):
    windows.open_window(
        group=world.tailors, told=windows.Told("+6281234567890", ""), by=world.by_adi, at=NOW,
        today=TODAY,
    )  # fmt: skip


def address(world, name, *more):
    return reverse(f"shop:{name}", args=[world.here.slug, world.tailors.pk, *more])


def outside(world, name):
    return reverse(f"window:{name}", args=[world.here.slug, world.tailors.pk])


def read(client, world, name):
    answer = client.get(outside(world, name))
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def send(client, world, data, **more):
    file = SimpleUploadedFile("Shopee_mass_upload.xlsx", data)
    typed = {"request_id": uuid4(), "file": file, **more}
    return client.post(address(world, "fill_file"), typed, follow=True)


def test_channels_read_what_is_shown_with_addresses_that_open(world, open_shop, client):
    one = show(world, "Keset bundar", price_rp=35_000)
    (row,) = read(client, world, "meta")
    assert (row["title"], row["price"], row["brand"]) == (
        "Keset bundar", "35000 IDR", world.tailors.name,
    )  # fmt: skip
    assert row["id"] == str(one.product_id)
    for link in (row["link"], row["image_link"]):
        assert link.startswith("http://testserver/")
        assert client.get(link.removeprefix("http://testserver")).status_code == 200
    (row,) = read(client, world, "google")
    assert (row["availability"], row["identifier_exists"]) == ("in_stock", "no")
    told = client.get(outside(world, "schema_org"))
    assert told["Content-Type"] == "application/ld+json"
    assert told.json()["@graph"][0]["name"] == "Keset bundar"


def test_a_photo_too_small_for_meta_is_told_and_a_larger_one_goes_out(
    world, open_shop, client, lastri
):
    one = show(world, "Keset bundar", price_rp=35_000)  # 480 x 640
    page = lastri.get(address(world, "channels")).content.decode()
    assert "500 piksel" in page
    assert "Keset bundar: 480 x 640" in page
    large = photos.add(
        listing=one, picture=pictures.shrink(photo(size=(700, 900))), by=world.by_adi, at=NOW
    )
    (row,) = read(client, world, "meta")
    assert f"/{large.pk}" in row["image_link"]
    assert "500 piksel" not in lastri.get(address(world, "channels")).content.decode()


def test_what_is_kept_in_stock_and_gone_is_told_and_counts_go_into_files(
    world, open_shop, client, lastri
):
    one = show(world, "Keset bundar", price_rp=35_000, to_order=False)
    item, noted = stock.item_of(one.product), stock.Noted(world.by_adi, NOW, TODAY)
    stock.come(item=item, reason=Reason.MADE, pieces=7, noted=noted)
    assert read(client, world, "meta")[0]["availability"] == "in stock"
    send(lastri, world, blanks.shopee())
    assert ["Stok", "7"] in FilledFile.objects.get().lines[0]["written"]
    stock.go(item=item, reason=Reason.SOLD, pieces=7, noted=noted, today=TODAY)
    assert read(client, world, "meta")[0]["availability"] == "out of stock"


def test_what_has_no_price_or_no_photo_stays_behind_and_is_told(world, open_shop, lastri):
    show(world, "Keset kotak", photo=False, price_rp=20_000)
    show(world, "Kebaya")
    assert read(lastri, world, "meta") == []
    page = lastri.get(address(world, "channels")).content.decode()
    assert "Keset kotak: belum ada fotonya" in page
    assert "Kebaya: harganya belum ditulis" in page


def test_a_closed_shop_is_read_by_nobody(world, client, lastri):
    show(world, "Keset bundar", price_rp=35_000)
    for name in ("meta", "google", "schema_org"):
        assert client.get(outside(world, name)).status_code == 404
    assert "Toko masih tutup" in lastri.get(address(world, "channels")).content.decode()


def test_a_shop_of_another_village_is_not_read_here(world, open_shop, client):
    there = reverse("window:meta", args=[world.there.slug, world.tailors.pk])
    assert client.get(there).status_code == 404
    far = reverse("window:meta", args=[world.here.slug, 10**30])
    assert client.get(far).status_code == 404


def test_the_chair_sends_a_file_looks_and_downloads(world, lastri):
    one = show(world, "Keset bundar", price_rp=35_000)
    weight = {f"weight_{one.product_id}": "450"}
    page = send(lastri, world, blanks.shopee(), **weight).content.decode()
    assert "Berkas Shopee sudah diisi" in page
    assert "Masih Anda isi sendiri:" in page
    assert "Kategori" in page
    file = FilledFile.objects.get()
    answer = lastri.get(address(world, "download_file", file.pk))
    assert "attachment" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content))["Template"]
    assert sheet["B7"].value == "Keset bundar"
    assert 'value="450"' in lastri.get(address(world, "fill_file")).content.decode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (blanks.shopee(["Harga Jual*", *blanks.SHOPEE[:16]]), "harga"),
        (b"PK\x03\x04 bukan zip", "xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "xlsx"),
        (b"0" * 12 * 1024 * 1024, "10 MB"),
    ],
    ids=["renamed", "no zip", "xls", "12 MB"],
)
def test_a_file_that_cannot_be_filled_is_told_and_weights_stay(world, lastri, data, told):
    one = show(world, "Keset bundar", price_rp=35_000)
    answer = send(lastri, world, data, **{f"weight_{one.product_id}": "451"})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'value="451"' in answer.content.decode()
    assert not FilledFile.objects.exists()


@pytest.mark.parametrize("typed", ["0", "-3", "banyak", "500001"])
def test_a_weight_that_cannot_be_sent_is_asked_again(world, lastri, typed):
    one = show(world, "Keset bundar", price_rp=35_000)
    answer = send(lastri, world, blanks.shopee(), **{f"weight_{one.product_id}": typed})
    assert answer.status_code == 422
    assert "misalnya 450" in answer.content.decode()
    assert not Weight.objects.exists()


def test_only_the_last_three_files_are_kept(world, lastri):
    show(world, "Keset bundar", price_rp=35_000)
    for _each in range(4):
        send(lastri, world, blanks.plain_sheet(blanks.TOKOPEDIA))
    first = FilledFile.objects.order_by("pk")[0]
    assert bytes(first.content) == b""
    assert lastri.get(address(world, "filled_file", first.pk)).status_code == 404
    assert lastri.get(address(world, "download_file", first.pk)).status_code == 404


def test_the_database_refuses_it_too(world):
    one = show(world, "Keset bundar", price_rp=35_000)
    for grams in (0, 500_001):
        with pytest.raises(IntegrityError, match="shop_weight"), transaction.atomic():
            Weight.objects.create(village=world.here, product=one.product, grams=grams)
    with pytest.raises(IntegrityError, match="has_a_name"), transaction.atomic():
        FilledFile.objects.create(
            village=world.here, group=world.tailors, name="", content=b"x", made_at=NOW
        )


def test_an_empty_shop_has_nothing_to_fill(world, lastri):
    page = lastri.get(address(world, "fill_file")).content.decode()
    assert 'type="file"' not in page
    assert send(lastri, world, blanks.shopee()).status_code == 422


def test_the_pages_ask_few_questions(world, open_shop, lastri):
    for number in range(12):
        show(world, f"Keset {number}", price_rp=35_000)
    for page in (
        address(world, "channels"), address(world, "fill_file"), outside(world, "meta"),
        outside(world, "schema_org"),
    ):  # fmt: skip
        with few_queries():
            assert lastri.get(page).status_code == 200
