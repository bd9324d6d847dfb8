"""The journey of one person: its steps, the next one, and taking a wrong one back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.people import journeys, listing
from rembuk.people.forms import journeys as forms
from rembuk.people.listing import Wanted
from rembuk.people.models import JourneyStep, Resident
from rembuk.people.portrait import portrait
from rembuk.people.standing import Kind, missing_step
from rembuk.people.views.lookup import resident_of, step_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.undo import offer_undo

FOUND_SHOWN = 10


@requires(Permission.SEE_PEOPLE)
@require_safe
def journey_page(request: VillageRequest, resident_id: int) -> HttpResponse:
    """All steps of one person, and what may come next."""
    who = resident_of(request, resident_id)
    context = {
        "who": who,
        "portrait": portrait(who, on=request.today),
        "may_record": request.acting.may(Permission.RECORD_PEOPLE),
        "tab": "journey",
    }
    return render(request, "people/journey.html", context)


@requires(Permission.RECORD_PEOPLE)
def pick_for_step(request: VillageRequest) -> HttpResponse:
    """+ Catat > Langkah perjalanan: whose journey is it?"""
    typed = request.POST.get("q", "")
    people = listing.listed(request.village, Wanted.asked({"q": typed}), on=request.today)
    context = {"typed": typed, "people": people[:FOUND_SHOWN] if typed else None}
    return render(request, "people/pick_for_step.html", context)


@requires(Permission.RECORD_PEOPLE)
def new_step(request: VillageRequest, resident_id: int) -> HttpResponse:
    """Record one step; its kind decides what is asked."""
    who = resident_of(request, resident_id)
    asked = request.POST.get("kind") or request.GET.get("kind")
    if asked not in Kind.values:
        return render(request, "people/step_kinds.html", {"who": who, "kinds": list(Kind)})
    kind, rough = Kind(asked), "rough" in request.GET
    form_class = forms.RoughStepForm if rough else forms.StepForm
    form = form_class(
        request.POST or None, kind=kind, today=request.today, initial={"country": who.country}
    )

    def work(*, resident: Resident, **told: Any) -> dict[str, Any]:
        step = journeys.add(
            resident=who, facts=form.facts(told), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"step": step.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="people.add_step", work=work, about={"resident": who})
        if outcome:
            _offer_undo(request, step_of(request, outcome.facts["step"]))
            return redirect("people:journey", request.village.slug, who.pk)
    missing = missing_step(str(form.refused)) if form.refused else None
    context = {"form": form, "who": who, "kind": kind, "rough": rough, "missing": missing}
    return render(request, "people/new_step.html", context, status=status(form))


def _offer_undo(request: VillageRequest, step: JourneyStep) -> None:
    done = _("%(name)s: %(step)s is recorded.") % {
        "name": step.resident.name,
        "step": step.get_kind_display(),
    }
    url = reverse("people:undo_step", args=[request.village.slug, step.pk])
    offer_undo(request, done=done, url=url)


@requires(Permission.RECORD_PEOPLE)
def withdraw_step(request: VillageRequest, step_id: int) -> HttpResponse:
    """Withdraw a step that was wrong, with the reason."""
    step = step_of(request, step_id)
    form = forms.WithdrawForm(request.POST or None)

    def work(*, step: JourneyStep, reason: str) -> dict[str, Any]:
        journeys.withdraw_step(step=step, reason=reason, by=actor_of(request), at=timezone.now())
        return {"step": step.pk}

    about = {"step": step}
    if request.method == "POST" and form.run(
        request, kind="people.withdraw_step", work=work, about=about
    ):
        url = reverse("people:restore_step", args=[request.village.slug, step.pk])
        offer_undo(request, done=_("The step is withdrawn."), url=url)
        return redirect("people:journey", request.village.slug, step.resident_id)
    context = {"form": form, "step": step, "who": step.resident}
    return render(request, "people/withdraw_step.html", context, status=status(form))


@requires(Permission.RECORD_PEOPLE)
@require_POST
def undo_step(request: VillageRequest, step_id: int) -> HttpResponse:
    """Take back a step that was recorded a moment ago."""
    step = step_of(request, step_id)
    work = partial(
        journeys.withdraw_step, reason=_("Taken back right after it was recorded"),
        by=actor_of(request), at=timezone.now(),
    )  # fmt: skip
    told = _("The step is taken back.")
    press(request, kind="people.undo_step", work=work, about={"step": step}, done=told)
    return redirect("people:journey", request.village.slug, step.resident_id)


@requires(Permission.RECORD_PEOPLE)
@require_POST
def restore_step(request: VillageRequest, step_id: int) -> HttpResponse:
    """Let a step count again that was withdrawn a moment ago."""
    step = step_of(request, step_id)
    work = partial(journeys.restore_step, by=actor_of(request), at=timezone.now())
    told = _("The step counts again.")
    press(request, kind="people.restore_step", work=work, about={"step": step}, done=told)
    return redirect("people:journey", request.village.slug, step.resident_id)
