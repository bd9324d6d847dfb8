"""A goat without a tag is told apart by its photo, which only its group sees."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from rembuk.enterprise.pictures import UPLOAD_BYTES_MAX
from rembuk.enterprise.tests.drawn import NOTED, photo, picture
from rembuk.herd import photos
from rembuk.herd.models import Animal, AnimalPhoto
from rembuk.herd.tests.pens import SIGNED, came
from rembuk.herd.tests.test_pages import address, sent, text
from rembuk.lib.errors import Refused
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries


def chosen(data=None):
    return SimpleUploadedFile("foto.jpg", photo() if data is None else data, "image/jpeg")


def test_a_goat_without_a_tag_is_told_apart_by_its_photo(karto, goats):
    new = {"sex": "F", "kind": "GRANTED", "age_months": "14"}
    wrong = sent(karto, address(goats, "new_animal"), **new)
    assert wrong.status_code == 422
    assert "atau pilih foto" in text(wrong)
    # What is wrong elsewhere does not lose the photo: it comes back with the form.
    page = sent(karto, address(goats, "new_animal"), **new | {"sex": ""}, photo=chosen())
    kept = page.context["form"].data["photo_kept"]
    assert "Foto yang Anda pilih tetap tersimpan di sini." in text(page)
    page = text(sent(karto, address(goats, "new_animal"), **new, photo_kept=kept))
    assert "#1" in page
    goat, one = Animal.objects.get(), AnimalPhoto.objects.get()
    assert str(goat).startswith("Foto ")
    small = karto.get(address(goats, "small_photo", one.pk))
    assert (small["Content-Type"], small["Cache-Control"]) == (
        "image/webp",
        "private, max-age=86400",
    )
    whole = karto.get(address(goats, "photo", one.pk)).content
    assert NOTED not in whole
    with few_queries():
        assert address(goats, "small_photo", one.pk) in text(
            karto.get(address(goats, "animal", goat.pk))
        )
    gone = address(goats, "remove_photo", one.pk)
    for _time in range(2):
        assert "Foto sudah dibuang." in text(sent(karto, gone))
    one.refresh_from_db()
    assert not bytes(one.picture)
    assert karto.get(address(goats, "photo", one.pk)).status_code == 404


WRONG = [
    ({}, "Pilih foto, atau ambil sekarang."),
    ({"photo": b""}, "Foto ini kosong"),
    ({"photo": b"%PDF-1.7 surat"}, "bukan foto"),
    ({"photo": b"\xff\xd8" + bytes(UPLOAD_BYTES_MAX)}, "lebih dari 12 MB"),
]


@pytest.mark.parametrize(("typed", "says"), WRONG)
def test_a_file_that_is_no_photo_is_told_what_to_do(karto, goats, typed, says):
    doe = came(goats, "KMB-1")
    files = {name: chosen(data) for name, data in typed.items()}
    answer = sent(karto, address(goats, "new_photo", doe.pk), **files)
    assert answer.status_code == 422
    assert says in text(answer)
    assert not AnimalPhoto.objects.exists()
    assert sent(karto, address(goats, "new_photo", doe.pk), photo=chosen()).redirect_chain


def test_five_photos_are_enough_and_nobody_else_sees_them(goats, world, client):
    doe = came(goats, "KMB-1")
    one, *_rest = [photos.add(animal=doe, picture=picture(), signed=SIGNED) for _n in range(5)]
    with pytest.raises(Refused, match="5 foto"):
        photos.add(animal=doe, picture=picture(), signed=SIGNED)
    stranger = stories.user("lastri", "Lastri")
    stories.appoint(stranger, Office.GROUP_CHAIR, group=world.tailors)
    client.force_login(stranger)
    assert client.get(address(goats, "photo", one.pk)).status_code in {403, 404}
    inside = address(world.tailors, "photo", one.pk)
    assert client.get(inside).status_code == 404
    for wrong, rule in (
        ({"picture": b""}, "herd_animalphoto_kept_has_bytes"),
        ({"thumbnail": bytes(4_001)}, "herd_animalphoto_is_small"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            AnimalPhoto.objects.filter(pk=one.pk).update(**wrong)
