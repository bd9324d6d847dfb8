"""The gallery: every part of our look in each of its states, in the templates the pages use.

Nothing here comes from a village. Whoever changes a part looks here first, at 360 and at 1280
pixels.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from rembuk.villages.access import public
from rembuk.web import samples
from rembuk.web.problems import PROBLEMS, broken, full, problem
from rembuk.web.templatetags.rembuk import icon_names
from rembuk.web.undo import offer_undo


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """All parts on one page."""
    marks = {
        "icons": sorted(icon_names()),
        "swatches": samples.SWATCHES,
        "problems": [*PROBLEMS, 500, 503],
    }
    return render(
        request, "web/gallery/index.html", {**samples.frame(), **samples.parts(), **marks}
    )


@public
def sample_form(request: HttpRequest) -> HttpResponse:
    """A whole form that may be sent: wrong answers come back, right ones offer to undo."""
    shown = samples.WRONG if "wrong" in request.GET else None
    form = samples.SampleForm(request.POST or shown)
    if request.POST and form.is_valid():
        offer_undo(
            request,
            done=pgettext("gallery", "The visit is recorded."),
            url=reverse("web:gallery_undo"),
        )
        return redirect("web:gallery_form")
    context = {**samples.frame(), "form": form}
    return render(request, "web/gallery/form.html", context, status=422 if request.POST else 200)


@public
@require_POST
def sample_undo(request: HttpRequest) -> HttpResponse:
    """Where the sample's 'Undo' leads."""
    return redirect("web:gallery_form")


@public
def sample_paper(request: HttpRequest) -> HttpResponse:
    """A printed page: letterhead, a table, the code at its foot."""
    return render(request, "web/gallery/paper.html", {**samples.frame(), **samples.parts()})


@public
def sample_problem(request: HttpRequest, status: int) -> HttpResponse:
    """Any of the pages for when something does not go as planned."""
    if status == 500:
        return broken()
    if status == 503:
        return full(None)
    if status not in PROBLEMS:
        raise Http404
    return problem(request, status=status)
