"""Data saya: what the village holds about the person who is signed in, and 'this is wrong'."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rembuk.accounts import returning
from rembuk.people import consents, held, history, journeys, merging, rights
from rembuk.people.forms.rights import CorrectionForm
from rembuk.people.models import CorrectionRequest, Resident
from rembuk.villages import tenancy
from rembuk.villages.access import SignedInRequest, signed_in
from rembuk.villages.actors import Actor
from rembuk.web.forms import status

OPENINGS_SHOWN = 20
OWN_RECORD = "a person's own record, in whichever village it is kept"
OwnView = Callable[..., HttpResponse]  # of the request, the person, and what the address names


def about_me(view: OwnView) -> Callable[..., HttpResponse]:
    """Hand a view the record of whoever is signed in; without one, say what to do."""

    @wraps(view)
    def opened(request: SignedInRequest, **named: Any) -> HttpResponse:
        with tenancy.every_village(OWN_RECORD):
            mine = Resident.objects.filter(user=request.user, erased_at__isnull=True)
            found = mine.select_related(
                "village", "household", "national_id", "merged_into"
            ).first()
        if found is None:
            return render(request, "people/rights/no_record.html")
        with timezone.override(found.village.zone), tenancy.inside(found.village):
            return view(request, merging.final_record(found), **named)

    return signed_in(never_cache(opened))


@about_me
@require_safe
def my_data(request: SignedInRequest, who: Resident) -> HttpResponse:
    """Facts, journey, consents, messages, and who opened what."""
    ids = merging.ids_of(who)
    opened = list(history.openings(who.village, about=ids)[:OPENINGS_SHOWN])
    asked = CorrectionRequest.objects.of(who.village).filter(resident__in=ids)
    context: dict[str, Any] = {
        "who": who,
        "home": who.village,
        "no_way_back": returning.lacks_way_back(request.user),
        "facts": held.facts_of(who),
        "steps": [step for step in journeys.timeline(who) if step.withdrawn_at is None],
        "standings": consents.standing(who).values(),
        "openings": history.told_openings(opened, village=who.village),
        "pages": history.operator_pages(who.village, about=ids)[:OPENINGS_SHOWN],
        "asked": asked.select_related("answer").order_by("-asked_at", "-pk")[:5],
    }
    return render(request, "people/rights/my_data.html", context)


@about_me
def my_correction(request: SignedInRequest, who: Resident) -> HttpResponse:
    """Ini keliru: one question, in her own words."""
    form = CorrectionForm(request.POST or None)
    by = Actor(user=request.user)

    def work(*, resident: Resident, said: str) -> dict[str, Any]:
        asked = rights.ask_correction(resident=resident, said=said, by=by, at=timezone.now())
        return {"request": asked.pk}

    about = {"resident": who}
    if form.run(
        request, kind="people.ask_correction", work=work, about=about, village=who.village, by=by
    ):
        messages.success(request, _("Thank you. The village answers within three days."))
        return redirect("mine:data")
    context = {"form": form, "who": who}
    return render(request, "people/rights/my_correction.html", context, status=status(form))
