"""Reading the trail: of the village, of one person, and who opened what."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.lib.dates import read_date
from rembuk.people import history, merging, residents
from rembuk.people.forms.rights import TrailForm
from rembuk.people.views.lookup import resident_of
from rembuk.villages import audit
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.models import AuditEntry
from rembuk.villages.permissions import Permission

OPENINGS_SHOWN = 10
# More digits than a day or a house number: this is no name, and must not stand in an address.
DIGITS_MAX = 8


@requires(Permission.SEE_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def history_page(request: VillageRequest) -> HttpResponse:
    """Riwayat: what was done in the village, by whom, newest first."""
    offices = history.offices_seen(request.village)
    if request.method == "POST":
        return _filtered(request, TrailForm(request.POST, offices=offices))
    asked = {key: request.GET.get(key, "") for key in ("name", "office", "on")}
    day = read_date(asked["on"], today=request.today)
    found = history.entries(request.village, name=asked["name"], office=asked["office"], on=day)
    page = Paginator(found, history.LINES_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({key: value for key, value in asked.items() if value})
    context = {
        "form": TrailForm(initial={**asked, "on": day}, offices=offices),
        "page": page,
        "lines": _lines(request, page, since=history.undo_from(timezone.now())),
        "query": f"{query}&" if query else "",
        "asked": any(asked.values()),
    }
    return render(request, "people/rights/history.html", context)


def _filtered(request: VillageRequest, form: TrailForm) -> HttpResponse:
    """Keep the filter in the address; a number typed as a name does not get there."""
    address = reverse("people:history", args=[request.village.slug])
    asked = form.cleaned_data if form.is_valid() else {}
    if sum(letter.isdigit() for letter in asked.get("name", "")) > DIGITS_MAX:
        messages.info(request, _("Look for a name here, not for a number."))
        return redirect(address)
    kept = {key: str(value) for key, value in asked.items() if value}
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


@requires(Permission.SEE_AUDIT)
@require_safe
def openings_page(request: VillageRequest) -> HttpResponse:
    """Siapa membuka data: restricted records that were opened, and visits of operators."""
    found = history.openings(request.village)
    page = Paginator(found, history.LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "openings": history.told_openings(list(page), village=request.village),
        "visits": history.operator_visits(request.village)[:OPENINGS_SHOWN],
    }
    return render(request, "people/rights/openings.html", context)


@requires(Permission.SEE_PEOPLE)
@require_safe
def resident_history(request: VillageRequest, resident_id: int) -> HttpResponse:
    """What was done about one person, and who opened her restricted data."""
    who = resident_of(request, resident_id)
    ids = merging.ids_of(who)
    found = history.entries(request.village, about=ids)
    page = Paginator(found, history.LINES_A_PAGE).get_page(request.GET.get("page"))
    opened = list(history.openings(request.village, about=ids)[:OPENINGS_SHOWN])
    context = {
        "who": who,
        "tab": "history",
        "page": page,
        "lines": _lines(request, page, since=None),
        "openings": history.told_openings(opened, village=request.village),
        "pages": history.operator_pages(request.village, about=ids)[:OPENINGS_SHOWN],
    }
    return render(request, "people/rights/resident_history.html", context)


def _lines(request: VillageRequest, page: Page[AuditEntry], *, since: Any) -> list[dict[str, Any]]:
    """The entries of a page as the template shows them."""
    village = request.village
    entries = list(page)
    undoable = history.undoable(entries, village=village, since=since)
    here = set(
        residents.known(village)
        .filter(pk__in={entry.resident_id for entry in entries})
        .values_list("pk", flat=True)
    )
    return [
        {
            "at": entry.at,
            "sentence": audit.sentence(entry),
            "who": entry.by.name if entry.by else "",
            "resident_id": entry.resident_id if entry.resident_id in here else None,
            "undo_url": _undo_url(request, entry) if entry.pk in undoable else "",
        }
        for entry in entries
    ]


def _undo_url(request: VillageRequest, entry: AuditEntry) -> str:
    """Where the entry is taken back, for an office that may."""
    name, permission = history.TAKEN_BACK_AT[entry.verb]
    if not request.acting.may(permission):
        return ""
    return reverse(name, args=[request.village.slug, entry.subject_id])
