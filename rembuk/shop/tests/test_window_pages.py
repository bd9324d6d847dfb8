"""The chair shows what the tailors make."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rembuk.enterprise.tests.drawn import photo
from rembuk.shop.models import Listing, Photo, Window
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries


def address(world, name, *more):
    return reverse(f"shop:{name}", args=[world.here.slug, world.tailors.pk, *more])


def text(response):
    return response.content.decode()


def sent(name="Keset bundar", file=None, **typed):
    form = {"request_id": uuid4(), "name": name, "price_rp": "15rb", "made": "order", **typed}
    if file is not None:
        form["photo"] = SimpleUploadedFile("foto.jpg", file, "image/jpeg")
    return form


def test_the_chair_shows_a_product_and_takes_it_out(lastri, world):
    assert "Belum ada barang di toko" in text(lastri.get(address(world, "window")))
    page = text(lastri.post(address(world, "show"), sent(file=photo()), follow=True))
    assert "Rp15.000 per potong" in page
    one = Listing.objects.get()
    small = lastri.get(address(world, "photo", Photo.objects.get().pk))
    assert small["Content-Type"] == "image/webp"
    change = address(world, "change", one.pk)
    lastri.post(change, sent("Keset bundar besar", photo(), made="stock"), follow=True)
    assert Photo.objects.count() == 2
    page = text(lastri.get(change))
    assert 'value="Keset bundar besar"' in page
    key = {"request_id": uuid4()}
    gone = address(world, "remove_photo", Photo.objects.first().pk)
    assert "Foto 2" not in text(lastri.post(gone, key, follow=True))
    out = address(world, "take_out", one.pk)
    page = text(lastri.post(out, {"request_id": uuid4()}, follow=True))
    again = address(world, "show_again", one.pk)
    assert again in page
    lastri.post(again, {"request_id": uuid4()})
    assert Listing.objects.get().until_on is None


def test_a_character_is_asked_about_and_the_photo_stays(lastri, world):
    asked = lastri.post(address(world, "show"), sent("Keset Keroppi", photo()))
    assert asked.status_code == 422
    form = asked.context["form"]
    assert "Keroppi" in text(asked)
    assert "data:image/webp" in text(asked)
    kept = sent("Keset Keroppi", photo_kept=form.data["photo_kept"], character_answer="PERMITTED")
    asked = lastri.post(address(world, "show"), kept)
    assert "Tulis siapa yang mengizinkan" in text(asked)
    assert "Tulis surat mana" in text(asked)
    kept |= {"permitted_by": "PT Kodok", "permitted_paper": "Surat 2 Maret", "request_id": uuid4()}
    lastri.post(address(world, "show"), kept)
    assert Listing.objects.get().character_answer == "PERMITTED"
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "says"), [(b"surat", "bukan foto"), (bytes(13 * 1024 * 1024), "12 MB"),
                       (bytes(21 * 1024 * 1024), "12 MB")],
)  # fmt: skip
def test_a_file_that_cannot_be_is_told_what_to_do_and_the_words_stay(lastri, world, file, says):
    answer = lastri.post(address(world, "show"), sent(file=file))
    assert answer.status_code == 422
    assert says in text(answer)
    assert 'value="Keset bundar"' in text(answer)
    assert not Listing.objects.exists()


def test_the_chair_opens_and_closes_the_window(lastri, world):
    opened = {"request_id": uuid4(), "whatsapp": "0812-3456-7890", "about": "Sepuluh penjahit"}
    page = text(lastri.post(address(world, "open_window"), opened, follow=True))
    assert "0812-3456-7890" in page
    closed = lastri.post(address(world, "close_window"), {"request_id": uuid4()}, follow=True)
    assert "Toko masih tutup" in text(closed)
    assert Window.objects.get().whatsapp == "+6281234567890"


def test_catat_leads_to_the_own_group_and_asks_where_there_are_several(lastri, world, client):
    begin = reverse("shop:begin_show", args=[world.here.slug])
    assert lastri.get(begin)["Location"] == address(world, "show")
    client.force_login(world.adi)
    answer = client.get(begin)
    assert answer.status_code in {200, 302}


def test_the_pages_ask_few_questions(lastri, world):
    for number in range(8):
        lastri.post(address(world, "show"), sent(f"Keset {number}", photo()))
    with few_queries():
        lastri.get(address(world, "window"))
    with few_queries():
        lastri.get(address(world, "change", Listing.objects.first().pk))


@pytest.mark.parametrize(
    ("office", "name", "status"),
    [("GROUP_MEMBER", "window", 200), ("GROUP_MEMBER", "show", 403), ("TREASURER", "show", 403),
     ("GROUP_OFFICER", "show", 200), ("GROUP_OFFICER", "open_window", 403)],
)  # fmt: skip
def test_who_shows_and_who_opens(world, client, office, name, status):
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office(office), group=world.tailors)
    client.force_login(user)
    assert client.get(address(world, name)).status_code == status
