"""Pages for when something does not go as planned, and the page of help."""

from __future__ import annotations

import sys

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rembuk.accounts.views.kept_forms import after_csrf_failure
from rembuk.lib.room import is_full
from rembuk.villages.access import anybody
from rembuk.web import guides
from rembuk.web.problems import PAGE_EXPIRED, broken, full, problem


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request no browser of ours sends."""
    return problem(request, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the office may not; access.py sometimes says which office may."""
    said = str(exception) if isinstance(exception, PermissionDenied) else ""
    return problem(request, status=403, what=said)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or one of another village; the two look the same on purpose."""
    return problem(request, status=404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: sign-in tries and codes are limited."""
    return problem(request, status=429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with a cure: the form's token is gone, for example after signing in anew.

    What one typed oneself on that page is not lost: it is shown again with one button.
    """
    return after_csrf_failure(request) or problem(request, status=403, shown=PAGE_EXPIRED)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something of ours broke; 503 where only the room for it was missing.

    The village was read before, if it was: nothing is asked of the database here.
    """
    if is_full(sys.exception()):
        village = getattr(request, "village", None)
        return full(village.help_contact if village else None)
    return broken()


@anybody
def help_page(request: HttpRequest) -> HttpResponse:
    """Where things are, and whom to ask."""
    return render(request, "web/help.html", {"guides": guides.guides()})


@anybody
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide for village staff, and which comes after it."""
    known = guides.guides()
    place = next((place for place, guide in enumerate(known) if guide.slug == slug), None)
    if place is None:
        raise Http404
    told = {"title": known[place].title, "text": guides.shown(slug)}
    return render(request, "web/guide.html", told | {"after": known[place + 1 : place + 2]})
