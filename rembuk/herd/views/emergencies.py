"""The cards for an emergency: for everybody, without signing in, kept on the phone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.herd import papers
from rembuk.herd.emergencies import CARDS
from rembuk.villages.access import public
from rembuk.web.views import as_paper


@public
@require_safe
def emergencies_page(request: HttpRequest) -> HttpResponse:
    """All cards on one page, so that one page is all a phone must keep."""
    return render(request, "herd/emergencies.html", {"cards": CARDS})


@public
@require_safe
def emergencies_pdf(request: HttpRequest) -> HttpResponse:
    """The cards to print, one a page of A6."""
    return as_paper(papers.emergency_cards(at=timezone.now()), name="kambing-darurat")
