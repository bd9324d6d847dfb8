"""Pages for when something does not go as planned, and the page of help.

Each says what happened and what to do next, and nothing about how Rembuk is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.villages.access import public


@dataclass(frozen=True)
class Problem:
    """What to tell a person: what happened, and what to do."""

    title: Promise
    what: Promise
    then: Promise


PROBLEMS = {
    400: Problem(
        _("We could not read that"),
        _("The page got something it cannot read."),
        _("Go back, open the page again, and send it once more."),
    ),
    403: Problem(
        _("This page is not for your office"),
        _("The office you act in may not open this page."),
        _("Choose another of your offices under 'You act as', or ask the village head."),
    ),
    404: Problem(
        _("There is no such page here"),
        _("The address may be mistyped, or the page belongs to another village."),
        _("Go to your first page and look for it from there."),
    ),
    405: Problem(
        _("This address is only for sending a form"),
        _("It was opened without a form."),
        _("Go back to the page with the form and send it from there."),
    ),
    409: Problem(
        _("This form was sent before"),
        _("What was sent first is kept. What you sent now is different, and was not kept."),
        _("Open the page again and look at what is recorded. Correct it there if needed."),
    ),
    413: Problem(
        _("The file is too large"),
        _("Nothing was kept."),
        _("Choose a file of at most 20 MB, or split it in two."),
    ),
    422: Problem(
        _("Something is still missing"),
        _("Nothing was kept yet."),
        _("Go back, check what you filled in, and send it again."),
    ),
    429: Problem(
        _("Too many tries"),
        _("For safety we wait a little."),
        _("Wait five minutes and try again. Need it sooner? Ask your facilitator."),
    ),
}
PAGE_EXPIRED = Problem(
    _("This page was open too long"),
    _("Nothing was kept yet. What you typed is still on the page before."),
    _("Go back, open the page again, and send it once more."),
)


def problem(
    request: HttpRequest, *, status: int, what: str = "", shown: Problem | None = None
) -> HttpResponse:
    """Show the page for `status`; `what` replaces its middle sentence when a rule said more."""
    about = shown or PROBLEMS[status]
    context = {"problem": about, "what": what or about.what, "status": status}
    return render(request, "web/problem.html", context, status=status)


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
    """403 with a cure: the form's token is gone, for example after signing in anew."""
    return problem(request, status=403, shown=PAGE_EXPIRED)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: asks neither the database nor the session, because one of them may be what broke."""
    return HttpResponseServerError(render_to_string("web/500.html"))


@public
def help_page(request: HttpRequest) -> HttpResponse:
    """Where things are, and whom to ask."""
    return render(request, "web/help.html")
