"""Recording a new person, correcting what is recorded, and taking a record back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rembuk.people import national_ids, registration, residents, search
from rembuk.people.forms import residents as forms
from rembuk.people.models import Resident
from rembuk.people.views.lookup import resident_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import AuditEntry
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.undo import offer_undo


@requires(Permission.RECORD_PEOPLE)
def new_resident(request: VillageRequest) -> HttpResponse:
    """Warga baru: six questions, then everything once more before it is saved."""
    step = request.POST.get("step", "")
    if step == "back":
        told = {name: request.POST.get(name) for name in forms.NewResidentForm.base_fields}
        return _ask(request, forms.NewResidentForm(initial=told))
    if step == "save":
        return _save(request)
    form = forms.NewResidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _check(request, forms.CheckedResidentForm(initial=request.POST.dict()))
    return _ask(request, form)


def _ask(request: VillageRequest, form: forms.NewResidentForm) -> HttpResponse:
    return render(request, "people/new_resident.html", {"form": form}, status=status(form))


def _check(request: VillageRequest, form: forms.CheckedResidentForm) -> HttpResponse:
    """Show the answers, and who may be the same person."""
    name = form["name"].value() or ""
    context = {
        "form": form,
        "lines": form.lines(),
        "alike": search.alike(request.village, name),
    }
    return render(request, "people/check_resident.html", context, status=status(form))


def _save(request: VillageRequest) -> HttpResponse:
    form = forms.CheckedResidentForm(request.POST)

    def work(**told: Any) -> dict[str, Any]:
        who = registration.welcome(
            village=request.village,
            facts=forms.facts_of_newcomer(told),
            standing=told["standing"],
            country=told.get("country", ""),
            agreed=registration.Agreed(
                channel="" if told["consent"] == forms.NOT_ASKED else told["consent"],
                witness=told.get("witness", ""),
                contact=told["contact"],
            ),
            by=actor_of(request),
            at=timezone.now(),
        )
        return {"resident": who.pk, "name": who.name}

    outcome = form.run(request, kind="people.welcome", work=work)
    if outcome is None:
        if form.wrong_at_first:
            return _ask(request, forms.NewResidentForm(request.POST))
        return _check(request, form)
    who, slug = outcome.facts["resident"], request.village.slug
    done = _("%(name)s is recorded.") % {"name": outcome.facts["name"]}
    offer_undo(request, done=done, url=reverse("people:undo_resident", args=[slug, who]))
    return redirect("people:resident", slug, who)


@requires(Permission.RECORD_PEOPLE)
@require_POST
def undo_resident(request: VillageRequest, resident_id: int) -> HttpResponse:
    """Take back a record that was made a moment ago."""
    who = resident_of(request, resident_id)
    work = partial(registration.take_back, by=actor_of(request), at=timezone.now())
    told = _("The record of %(name)s is taken back.") % {"name": who.name}
    if press(request, kind="people.undo_record", work=work, about={"resident": who}, done=told):
        return redirect("people:residents", request.village.slug)
    return redirect("people:resident", request.village.slug, resident_id)


@requires(Permission.RECORD_PEOPLE)
def edit_resident(request: VillageRequest, resident_id: int, part: str) -> HttpResponse:
    """Correct one part of what is recorded; the trail keeps what was."""
    who = resident_of(request, resident_id)
    if part not in forms.EDIT_FORMS:
        raise Http404
    kind, facts = forms.EDIT_FORMS[part], residents.facts_of(who)
    initial = kind.initial_of(facts)
    read = initial or national_ids.number_of(who)  # a NIK is not shown, but compared
    form = kind(request.POST or None, today=request.today, initial=initial, read=read)

    def work(*, resident: Resident, part: str, **told: Any) -> dict[str, Any]:
        changed = form.changed(facts, told)
        residents.correct(resident=who, facts=changed, by=actor_of(request), at=timezone.now())
        return {"resident": who.pk}

    if request.method == "POST":
        about = {"resident": who, "part": part}
        if form.run(request, kind="people.correct", work=work, about=about):
            _say_what_was_kept(request, who)
            return redirect("people:resident", request.village.slug, who.pk)
    context = {"form": form, "who": who, "part": part}
    return render(request, "people/edit_resident.html", context, status=status(form))


def _say_what_was_kept(request: VillageRequest, who: Resident) -> None:
    """Say that it is saved, and gently where the NIK and the rest disagree (P37)."""
    done = _("Saved. What was there before stands in the history.")
    last = registration.last_correction(who)
    if last is not None and last.by == request.user:
        slug = request.village.slug
        url = reverse("people:undo_correction", args=[slug, who.pk, last.pk])
        offer_undo(request, done=done, url=url)
    else:
        messages.success(request, done)
    digits = national_ids.number_of(who)
    if not digits:
        return
    notes = national_ids.notes(digits, birth_date=who.birth_date, sex=who.sex, today=request.today)
    for note in notes:
        messages.warning(request, note)


@requires(Permission.RECORD_PEOPLE)
@require_POST
def undo_correction(request: VillageRequest, resident_id: int, entry_id: int) -> HttpResponse:
    """Write again what stood there before a correction."""
    who = resident_of(request, resident_id)
    mine = AuditEntry.objects.of(request.village).filter(
        verb="people.corrected", resident_id=who.pk
    )
    entry = get_object_or_404(mine, pk=entry_id)
    work = partial(registration.take_back_correction, by=actor_of(request), at=timezone.now())
    about, told = {"entry": entry, "resident": who}, _("It is as it was before.")
    press(request, kind="people.undo_correction", work=work, about=about, done=told)
    return redirect("people:resident", request.village.slug, who.pk)
