"""What an operator looked at: the village reads it here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from rembuk.villages import visits
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.permissions import Permission
from rembuk.web import today

VISITS_SHOWN = 100


@requires(Permission.SEE_AUDIT)
@require_safe
def visits_page(request: VillageRequest) -> HttpResponse:
    """All visits, latest first."""
    context = {"visits": visits.visits_to(request.village)[:VISITS_SHOWN]}
    return render(request, "hall/visits.html", context)


@requires(Permission.SEE_AUDIT)
@require_safe
def visit_page(request: VillageRequest, visit_id: int) -> HttpResponse:
    """One visit: why, how long, which pages."""
    visit = get_object_or_404(visits.visits_to(request.village), pk=visit_id)
    pages = [(today.place_of(page.subject_name), page) for page in visits.pages_opened(visit)]
    context = {"visit": visit, "pages": pages}
    return render(request, "hall/visit.html", context)
