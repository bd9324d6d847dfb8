"""What to say when something does not go as planned: what happened, and what to do next.

Nothing here tells how Rembuk is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models.places import HelpContact


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


def broken() -> HttpResponse:
    """Show the page for 500: without request, session or database, which may be what broke."""
    return HttpResponse(render_to_string("web/500.html"), status=500)


def full(contact: HelpContact | None) -> HttpResponse:
    """Show the page for a full disk: what was not saved, and whom to call. Nothing is read."""
    return HttpResponse(render_to_string("web/503.html", {"contact": contact}), status=503)
