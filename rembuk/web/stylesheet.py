"""One stylesheet for all rooms, joined from their small files without a build step.

Each room may keep `css/*.css`; this room's come first. The address carries a digest of the text,
so a browser keeps the file for a year and asks again only when a rule has changed.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from rembuk.villages.access import public

KEPT_SECONDS = 365 * 24 * 3600
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Stylesheet:
    """The joined rules, their digest, and the same text for the wire."""

    text: str
    digest: str
    zipped: bytes


def files() -> list[Path]:
    """Return the style files of every room, this room's first, each room's by name."""
    rooms = [
        Path(config.path) for config in apps.get_app_configs() if config.name.startswith("rembuk.")
    ]
    here = Path(__file__).parent
    return [
        file
        for room in sorted(rooms, key=lambda r: (r != here, r))
        for file in sorted(room.glob("css/*.css"))
    ]


def current() -> Stylesheet:
    """Return the stylesheet: joined once, and with REMBUK_DEBUG again after a file has changed."""
    if not settings.DEBUG:  # every page asks; looking at each file took a tenth of its time
        return _once()
    return _join(tuple((file, file.stat().st_mtime_ns) for file in files()))


@cache
def _once() -> Stylesheet:
    return _join(tuple((file, 0) for file in files()))


@lru_cache(maxsize=1)
def _join(stamped: tuple[tuple[Path, int], ...]) -> Stylesheet:
    rules = "\n".join(file.read_text(encoding="utf-8") for file, _changed in stamped)
    text = SPACE.sub(" ", COMMENT.sub("", rules)).strip()
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()[:12]
    return Stylesheet(text=text, digest=digest, zipped=gzip.compress(data, mtime=0))


def address() -> str:
    """Return the address of the stylesheet as it is now."""
    return reverse("web:stylesheet", args=[current().digest])


@public
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve the stylesheet; a page of yesterday that asks for an old digest gets today's."""
    sheet = current()
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        sheet.zipped if zipped else sheet.text, content_type="text/css; charset=utf-8"
    )
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    fresh = digest == sheet.digest
    response["Cache-Control"] = (
        f"public, max-age={KEPT_SECONDS}, immutable" if fresh else "no-cache"
    )
    return response
