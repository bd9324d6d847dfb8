"""Photos drawn for tests."""

from __future__ import annotations

import io

from PIL import Image

from rembuk.enterprise import pictures
from rembuk.enterprise.pictures import Picture

NOTED = b"Lampung 2019"


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **how: object) -> bytes:
    """Draw a photo: brown, with what a phone writes into it."""
    image = Image.new("RGBA" if kind == "PNG" else "RGB", size, "sienna")
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x010E] = NOTED.decode()  # description
        exif[0x0112] = 6  # the phone was held upright: turn it to the right
        how["exif"] = exif
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def picture() -> Picture:
    """Return one as it is kept."""
    return pictures.shrink(photo())
