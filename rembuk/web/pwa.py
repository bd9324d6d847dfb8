"""Rembuk on a phone's home screen: manifest, service worker, the page for no signal."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from rembuk.villages.access import public
from rembuk.web import stylesheet

HERE = Path(__file__).parent
SHELL_FILES = (
    "web/rembuk.js",
    "web/vendor/htmx-2.0.11.min.js",
    "web/icons.svg",
    "web/favicon.svg",
)
PAPER = "#fbf7ef"


@dataclass(frozen=True)
class KeptPage:
    """A page that opens without a signal: public, with nobody on it, the same for everybody."""

    url_name: str
    label: Promise
    files: tuple[Path, ...]  # what it is made of: where one changes, phones fetch it again


_kept: list[KeptPage] = []


def keep(page: KeptPage) -> None:
    """Register a page that phones keep."""
    _kept.append(page)


@public
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Say to the phone what to install."""
    icons = [
        {
            "src": static(f"web/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    about = {
        "id": "/",
        "name": "Rembuk",
        "short_name": "Rembuk",
        "description": _("The daily work of a migrant-worker village."),
        "lang": request.LANGUAGE_CODE,
        "start_url": reverse("web:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(about, content_type="application/manifest+json")


@public
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker with today's list of what to keep."""
    offline = reverse("web:offline")
    shell = [stylesheet.address(), *(static(name) for name in SHELL_FILES)]
    kept = [reverse(page.url_name) for page in _kept]
    facts = {"VERSION": shell_version(), "SHELL": shell, "OFFLINE": offline, "KEPT": kept}
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items())
    source = (HERE / "sw.js").read_text(encoding="utf-8")
    return HttpResponse(head + source, content_type="text/javascript; charset=utf-8")


def shell_version() -> str:
    """Return a digest over everything the service worker keeps: any change brings a new cache."""
    offline_page = (HERE / "templates" / "web" / "offline.html").read_bytes()
    pages = b"".join(file.read_bytes() for page in _kept for file in page.files)
    return hashlib.sha256(
        _shell_digest() + stylesheet.current().digest.encode() + offline_page + pages
    ).hexdigest()[:12]


@cache
def _shell_digest() -> bytes:
    together = hashlib.sha256()
    for name in SHELL_FILES:
        found = finders.find(name)
        assert found, f"{name} is not among the static files"
        together.update(Path(found).read_bytes())
    return together.digest()


@public
def offline(request: HttpRequest) -> HttpResponse:
    """The page for no signal, the same for everybody: the service worker keeps it."""
    with translation.override("id"):  # the page is in both languages at once, this part in one
        return HttpResponse(render_to_string("web/offline.html", {"kept": _kept}))
