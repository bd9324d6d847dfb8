"""What becomes of a photo that somebody sends."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from rembuk.enterprise import pictures
from rembuk.enterprise.models.photos import PICTURE_BYTES_MAX, THUMBNAIL_BYTES_MAX
from rembuk.enterprise.tests.drawn import NOTED, photo
from rembuk.lib.errors import Refused


def test_what_the_phone_wrote_into_it_is_gone_and_it_stands_upright():
    sent = photo(size=(2400, 1200))
    assert NOTED in sent
    kept = pictures.shrink(sent)
    assert NOTED not in kept.picture
    read = Image.open(io.BytesIO(kept.picture))
    assert (read.format, read.size) == ("JPEG", (kept.width, kept.height))
    assert (kept.width, kept.height) == (500, 1000)
    assert not read.getexif()
    small = Image.open(io.BytesIO(kept.thumbnail))
    assert (small.format, small.size) == ("WEBP", (kept.thumbnail_px, kept.thumbnail_px))


def test_the_busiest_photo_stays_within_its_bytes():
    noise = random.Random(7).randbytes(900 * 900 * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (900, 900), noise).save(out, "PNG")
    kept = pictures.shrink(out.getvalue())
    assert len(kept.picture) <= PICTURE_BYTES_MAX
    assert len(kept.thumbnail) <= THUMBNAIL_BYTES_MAX


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("size", [(1, 1), (3000, 2), (400, 700)])
def test_any_shape_is_read(kind, size):
    kept = pictures.shrink(photo(kind, size))
    assert kept.picture
    assert kept.width >= 1 <= kept.height


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"", "bukan foto"),
        (b"halo", "bukan foto"),
        (b"%PDF-1.7 surat", "bukan foto"),
        (photo()[:300], "bukan foto"),
        (photo("PNG")[:60], "bukan foto"),
        (b"\xff\xd8" + bytes(pictures.UPLOAD_BYTES_MAX), "12 MB"),
        (photo("GIF", (9000, 9000)), "12 MB"),
    ],
)
def test_what_is_no_photo_is_told_what_to_do(sent, says):
    with pytest.raises(Refused, match=says):
        pictures.shrink(sent)


def test_a_photo_that_would_fill_the_memory_is_refused_with_a_sentence():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(Refused, match="12 MB"):
        pictures.shrink(out.getvalue())
