"""The pages that belong to no room: the door, Hari ini, + Catat, the office one acts in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rembuk.villages.access import (
    ACTING_KEY,
    SignedInRequest,
    VillageRequest,
    public,
    requires,
    signed_in,
)
from rembuk.villages.models import OfficeTerm
from rembuk.villages.permissions import Permission
from rembuk.web import publiclinks, today


def home_of(term: OfficeTerm | None) -> str:
    """The first page of somebody who acts in this office."""
    if term is None:
        return reverse("mine:data")
    if term.village is not None:
        return reverse("web:today", args=[term.village.slug])
    if term.may(Permission.OPERATE):
        return reverse("operator:villages")
    return reverse("reporting:overview")


@public
def door(request: HttpRequest) -> HttpResponse:
    """The front page: who is signed in goes home, everybody else may sign in."""
    if request.user.is_authenticated:
        return redirect("web:home")
    return render(request, "web/door.html", {"tools": publiclinks.tools()})


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """Send the person to the first page of the office she acts in."""
    return redirect(home_of(request.acting))


@requires(Permission.SEE_TODAY)
def today_page(request: VillageRequest) -> HttpResponse:
    """Hari ini: at most seven cards, the rest one tap away."""
    cards = today.cards_for(request)
    shown = cards if "all" in request.GET else cards[: today.CARDS_SHOWN_MAX]
    context = {"cards": shown, "hidden": len(cards) - len(shown)}
    if request.visit:
        context["places"] = _listed(request, today.places_to_visit(request))
    return render(request, "web/today.html", context)


@requires(Permission.SEE_TODAY)
def record_page(request: VillageRequest) -> HttpResponse:
    """+ Catat: what may be recorded here."""
    return render(
        request, "web/record.html", {"entries": _listed(request, today.entries_for(request))}
    )


def _listed(request: VillageRequest, entries: list[today.Entry]) -> list[dict[str, Any]]:
    """Entries with their addresses in the village."""
    return [
        {"entry": entry, "url": reverse(entry.url_name, args=[request.village.slug])}
        for entry in entries
    ]


@signed_in
@require_POST
def act_as(request: SignedInRequest, term_id: int) -> HttpResponse:
    """Change the office one acts in."""
    get_object_or_404(OfficeTerm.objects.on(request.today), pk=term_id, user=request.user)
    request.session[ACTING_KEY] = term_id
    return redirect("web:home")
