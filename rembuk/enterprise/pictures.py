"""A photo made small: upright, without what the phone wrote into it, within its bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from rembuk.enterprise.models.photos import (
    MEDIUM_BYTES_MAX,
    PICTURE_BYTES_MAX,
    THUMBNAIL_BYTES_MAX,
)
from rembuk.lib.errors import Refused

UPLOAD_BYTES_MAX = 12 * 1024 * 1024
PIXELS_MAX = 60_000_000  # a 50-megapixel phone; more is a trap that unpacks without end
SIDES_PX = (1000, 800, 640, 500)  # Meta's catalogue takes 500 and more
MEDIUM_SIDES_PX = (480, 400, 320)
THUMBNAIL_SIDES_PX = (176, 144, 112, 80)
QUALITIES = (80, 66, 52, 40)
LAST_QUALITIES = (*QUALITIES, 28, 16, 6)  # of the smallest side
READ = ("JPEG", "PNG", "WEBP", "GIF")
LIGHT = (255, 255, 255)
Writer = Callable[[int], bytes]
Kind = Callable[[Image.Image], Writer]


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: JPEG, a WebP for its page, and a square one for lists."""

    picture: bytes
    medium: bytes
    thumbnail: bytes
    width: int
    height: int
    thumbnail_px: int


def shrink(data: bytes) -> Picture:
    """Make a photo small. Errors: Refused with what to do, for too large a file or no photo."""
    if len(data) > UPLOAD_BYTES_MAX:
        raise Refused(too_large())
    whole = _upright(data)
    picture, size = _fit(PICTURE_BYTES_MAX, whole, SIDES_PX, _jpeg)
    medium, _size = _fit(MEDIUM_BYTES_MAX, whole, MEDIUM_SIDES_PX, _webp)
    thumbnail, (side, _same) = _fit(
        THUMBNAIL_BYTES_MAX, ImageOps.fit(whole, (SIDES_PX[0],) * 2), THUMBNAIL_SIDES_PX, _webp
    )
    return Picture(picture, medium, thumbnail, *size, side)


def too_large() -> str:
    """Say what to do with a file above 12 MB."""
    return _("This photo is larger than 12 MB. Take it again with a smaller size, or send it to"
             " yourself by WhatsApp first and choose that one.")  # fmt: skip


def _upright(data: bytes) -> Image.Image:
    """Read the photo as one sees it: turned upright, on white where it is see-through."""
    try:
        with Image.open(io.BytesIO(data), formats=READ) as read:
            if read.width * read.height > PIXELS_MAX:
                raise Refused(too_large())
            read.draft("RGB", (SIDES_PX[0] * 2,) * 2)  # a large JPEG is read smaller at once
            turned = ImageOps.exif_transpose(read)
            seen = turned.convert("RGBA")
    except Image.DecompressionBombError as reason:
        raise Refused(too_large()) from reason
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as reason:
        raise Refused(
            _("This file is no photo we can read. Choose a photo, such as JPG or PNG.")
        ) from reason
    ground = Image.new("RGB", seen.size, LIGHT)
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _fit(
    most: int, whole: Image.Image, sides: Sequence[int], kind: Kind
) -> tuple[bytes, tuple[int, int]]:
    """Return the largest and best of a kind that stays within its bytes, and its size."""
    for side in sides:
        smaller = whole.copy()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        write = kind(smaller)
        for quality in LAST_QUALITIES if side == sides[-1] else QUALITIES:
            if len(made := write(quality)) <= most:
                return made, smaller.size
    raise AssertionError("the smallest side at the lowest quality is within its bytes")


def _jpeg(image: Image.Image) -> Writer:
    return lambda quality: _saved(image, "JPEG", quality=quality, optimize=True, progressive=True)


def _webp(image: Image.Image) -> Writer:
    return lambda quality: _saved(image, "WEBP", quality=quality, method=4)


def _saved(image: Image.Image, kind: str, **how: int | bool) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()
