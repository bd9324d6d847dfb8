"""Pages for when something does not go as planned, and the page of help."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.accounts.views.kept_forms import after_csrf_failure
from rembuk.lib import words
from rembuk.lib.room import is_full
from rembuk.villages.access import VillageRequest, anybody, group_of
from rembuk.web import guides, paper, publiclinks
from rembuk.web.forms import CommandForm, status
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
    told = {"guides": guides.guides(), "tools": publiclinks.tools()}
    return render(request, "web/help.html", told)


@anybody
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide for village staff, and which comes after it."""
    known = guides.guides()
    place = next((place for place, guide in enumerate(known) if guide.slug == slug), None)
    if place is None:
        raise Http404
    told = {"title": known[place].title, "text": guides.shown(slug)}
    return render(request, "web/guide.html", told | {"after": known[place + 1 : place + 2]})


# --- the page with one question, for every room ---------------------------------------------------


def address(request: VillageRequest, *more: Any) -> list[Any]:
    """Return what an address of this group is made of."""
    return [request.village.slug, group_of(request).pk, *more]


@dataclass(frozen=True)
class Question:
    """A page that asks one thing: its heading, what its button says, and where one goes after."""

    kind: str  # of the command, such as "enterprise.check_thing"
    title: str
    done: str  # told on the next page
    back: str  # an address
    save: str = ""
    lead: str = ""
    keeps_typed: bool = False  # on the phone, where the network fails
    aside: tuple[str, str] | None = None  # what may help to answer: a link's words and address
    on_record: OnRecord | None = None  # what is known already, above the questions


@dataclass(frozen=True)
class OnRecord:
    """What stands elsewhere already: a heading, a sentence, and rows of words, hint, address."""

    title: str
    lead: str
    rows: Sequence[tuple[str, str, str]]


def ask(
    request: VillageRequest,
    form: CommandForm,
    question: Question,
    *,
    work: Callable[..., Mapping[str, Any] | None],
    about: Mapping[str, Any],
    then: Callable[[Mapping[str, Any]], str] | None = None,
) -> HttpResponse:
    """Show a question; once it is answered, do the work and go back.

    `then` makes an address of what the work returned, where one goes on from there.
    """
    if request.method == "POST":
        outcome = form.run(request, kind=question.kind, work=work, about=about)
        if outcome is not None:
            messages.success(request, question.done)
            return redirect(then(outcome.facts) if then else question.back)
    context = {
        "group": request.group,
        "form": form,
        "question": question,
        "save": question.save or _("Save"),
    }
    return render(request, "web/question.html", context, status=status(form))


def printed(request: VillageRequest) -> str:
    """Return the foot of a paper: who printed it, and when."""
    day = words.plain_day(request.today, language=get_language() or "id")
    return _("Printed on %(day)s by %(name)s") % {"day": day, "name": request.user.name}


def as_paper(made: bytes, *, name: str) -> HttpResponse:
    """Return a paper as a file that opens in the browser."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(made, content_type=paper.PDF, headers=headers)
