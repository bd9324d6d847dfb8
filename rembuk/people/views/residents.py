"""The list of residents, finding somebody in it, and the page of one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rembuk.lib.errors import Refused
from rembuk.people import consents, exporting, listing, national_ids, search, written
from rembuk.people.listing import Need, Wanted
from rembuk.people.models import Consent, Status
from rembuk.people.portrait import portrait
from rembuk.people.views.lookup import resident_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission


@requires(Permission.SEE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def residents_page(request: VillageRequest) -> HttpResponse:
    """Warga: everybody, or whom somebody looks for."""
    if request.method == "POST":
        return _find(request)
    if search.is_national_id(request.GET.get("q", "")):
        return redirect("people:residents", request.village.slug)
    wanted = Wanted.asked(request.GET)
    return render(request, "people/residents.html", _list_context(request, wanted))


@requires(Permission.EXPORT_PEOPLE)
@require_safe
def residents_paper(request: VillageRequest) -> HttpResponse:
    """The whole list that is shown, for paper; the trail says who took it."""
    wanted = Wanted.asked(request.GET)
    exporting.note_printing(village=request.village, by=actor_of(request), at=timezone.now())
    status = Status.NONE if wanted.status == listing.RESIDENT else Status(wanted.status)
    need = Need(wanted.need).label if wanted.need else ""
    narrowed = (status.label if wanted.status else "", wanted.hamlet, need, wanted.text)
    context = {
        "people": list(listing.listed(request.village, wanted, on=request.today)),
        "narrowed": [str(words) for words in narrowed if words],
        "today": request.today,
        "back": _address(request, wanted),
    }
    return render(request, "people/residents_paper.html", context)


@requires(Permission.SEE_PEOPLE)
@require_POST
def found(request: VillageRequest) -> HttpResponse:
    """Return the rows for what has been typed so far, for the box that answers while typing."""
    wanted = Wanted.asked(request.POST)
    response = render(request, "people/_found.html", _list_context(request, wanted))
    if wanted.text == request.POST.get("q", "").strip() and not _is_number(wanted.text):
        response["HX-Replace-Url"] = _address(request, wanted)
    return response


def _find(request: VillageRequest) -> HttpResponse:
    """Answer the search box: a NIK leads to its person, a name to an address that can be kept."""
    typed = request.POST.get("q", "")
    if search.is_national_id(typed):
        return _find_by_national_id(request, national_ids.only_digits(typed))
    wanted = Wanted.asked(request.POST)
    if _is_number(wanted.text):
        return render(request, "people/residents.html", _list_context(request, wanted))
    return redirect(_address(request, wanted))


def _find_by_national_id(request: VillageRequest, digits: str) -> HttpResponse:
    village = request.village
    if not request.acting.may(Permission.SEE_NATIONAL_ID):
        messages.info(request, _("Your office does not look for a NIK. Type the name instead."))
        return redirect("people:residents", village.slug)
    by, now = actor_of(request), timezone.now()
    who = national_ids.find(village=village, digits=digits, by=by, at=now)
    if who is None:
        messages.info(request, _("Nobody here has this NIK. Check it, or type the name."))
        return redirect("people:residents", village.slug)
    return redirect("people:resident", village.slug, who.pk)


def _list_context(request: VillageRequest, wanted: Wanted) -> dict[str, Any]:
    query, number = wanted.address(), request.GET.get("page")
    context = {
        "wanted": wanted,
        "too_short": bool(wanted.text) and search.is_too_short(wanted.text),
        "page": listing.page_of(request.village, wanted, on=request.today, number=number),
        "query": f"{query}&" if query else "",
        "need": Need(wanted.need).label if wanted.need else "",
        "may_record": request.acting.may(Permission.RECORD_PEOPLE),
        "may_import": request.acting.may(Permission.IMPORT_PEOPLE),
        "may_merge": request.acting.may(Permission.MERGE_PEOPLE),
        "may_audit": request.acting.may(Permission.SEE_AUDIT),
        "may_export": request.acting.may(Permission.EXPORT_PEOPLE),
    }
    if not wanted.text:  # who looks for a name wants to see people, not ways to narrow the list
        context["written_url"] = written.address(request.village, acting=request.acting)
        context["statuses"], context["hamlets"] = listing.chips(request.village, wanted)
    return context


def _address(request: VillageRequest, wanted: Wanted) -> str:
    address = reverse("people:residents", args=[request.village.slug])
    return f"{address}?{wanted.address()}" if wanted.address() else address


def _is_number(text: str) -> bool:
    """Is this a number, perhaps the beginning of a NIK, which no address should hold?"""
    return bool(text) and not any(c.isalpha() for c in text)


@requires(Permission.SEE_PEOPLE)
@require_safe
def resident_page(request: VillageRequest, resident_id: int) -> HttpResponse:
    """One person: where she stands, how to reach her, her family, and what may come next."""
    who = resident_of(request, resident_id)
    context = {
        "who": who,
        "portrait": portrait(who, on=request.today),
        "contact": consents.standing(who)[Consent.Purpose.CONTACT] if who.phone else None,
        "may_record": request.acting.may(Permission.RECORD_PEOPLE),
        "may_see_national_id": request.acting.may(Permission.SEE_NATIONAL_ID),
        "tab": "summary",
    }
    return render(request, "people/resident.html", context)


@requires(Permission.SEE_NATIONAL_ID)
@require_POST
@never_cache
def national_id_page(request: VillageRequest, resident_id: int) -> HttpResponse:
    """Show the whole NIK once; the reading is noted where the person can see it."""
    who = resident_of(request, resident_id)
    try:
        digits = national_ids.read(resident=who, by=actor_of(request), at=timezone.now())
    except Refused as reason:
        messages.info(request, str(reason))
        return redirect("people:resident", request.village.slug, who.pk)
    return render(request, "people/national_id.html", {"who": who, "digits": digits})
