"""Consents of a person: what holds, in which words, given and taken back; and the paper form."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.people import consents, residents
from rembuk.people.forms.rights import ConsentForm, WithdrawalForm
from rembuk.people.models import Consent, Resident
from rembuk.people.views.lookup import resident_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.undo import offer_undo


@requires(Permission.SEE_PEOPLE)
@require_safe
def consents_page(request: VillageRequest, resident_id: int) -> HttpResponse:
    """What a person agreed to, one line for each purpose."""
    who = resident_of(request, resident_id)
    context = {
        "who": who,
        "tab": "consents",
        "standings": consents.standing(who).values(),
        "may_record": request.acting.may(Permission.RECORD_PEOPLE),
        "may_handle": request.acting.may(Permission.HANDLE_DATA_RIGHTS),
    }
    return render(request, "people/rights/consents.html", context)


@requires(Permission.RECORD_PEOPLE)
def give_page(request: VillageRequest, resident_id: int, purpose: str) -> HttpResponse:
    """Read the words to a person, and record her yes."""
    who = resident_of(request, resident_id)
    if purpose not in Consent.Purpose.values:
        raise Http404
    form = ConsentForm(request.POST or None, today=request.today)

    def work(*, resident: Resident, purpose: str, **told: Any) -> dict[str, Any]:
        given = consents.give(
            resident=resident, purpose=purpose, by=actor_of(request), at=timezone.now(), **told
        )
        return {"consent": given.pk}

    about = {"resident": who, "purpose": purpose}
    if form.run(request, kind="people.give_consent", work=work, about=about):
        messages.success(request, _("The consent of %(name)s is recorded.") % {"name": who.name})
        return redirect("people:resident_consents", request.village.slug, who.pk)
    context = {
        "form": form,
        "who": who,
        "text": consents.text(purpose),
        "label": Consent.Purpose(purpose).label,
    }
    return render(request, "people/rights/give_consent.html", context, status=status(form))


@requires(Permission.RECORD_PEOPLE)
def withdraw_page(request: VillageRequest, consent_id: int) -> HttpResponse:
    """Say what taking back means, and record it."""
    consent = _consent(request, consent_id)
    form = WithdrawalForm(request.POST or None, today=request.today)

    def work(*, consent: Consent, **told: Any) -> dict[str, Any]:
        consents.withdraw(consent=consent, by=actor_of(request), at=timezone.now(), **told)
        return {"consent": consent.pk}

    if form.run(request, kind="people.withdraw_consent", work=work, about={"consent": consent}):
        offer_undo(
            request,
            done=_("Taken back: %(purpose)s.") % {"purpose": consent.get_purpose_display()},
            url=reverse("people:consent_undo", args=[request.village.slug, consent.pk]),
        )
        return redirect("people:resident_consents", request.village.slug, consent.resident_id)
    text = consents.text(consent.purpose, version=consent.text_version)
    context = {"form": form, "consent": consent, "who": consent.resident, "text": text}
    return render(request, "people/rights/withdraw_consent.html", context, status=status(form))


@requires(Permission.RECORD_PEOPLE)
@require_POST
def withdrawal_undo(request: VillageRequest, consent_id: int) -> HttpResponse:
    """The consent holds after all."""
    consent = _consent(request, consent_id)
    work = partial(consents.undo_withdrawal, by=actor_of(request), at=timezone.now())
    told = _("The consent holds again.")
    press(request, kind="people.undo_withdrawal", work=work, about={"consent": consent}, done=told)
    return redirect("people:resident_consents", request.village.slug, consent.resident_id)


@requires(Permission.SEE_PEOPLE)
@require_safe
def consent_paper(request: VillageRequest, resident_id: int | None = None) -> HttpResponse:
    """The form on paper: blank, or with a person's name and what she agreed to."""
    who = resident_of(request, resident_id) if resident_id else None
    standings = consents.standing(who) if who else {}
    lines = [
        (purpose.label, consents.text(purpose), standings.get(purpose))
        for purpose in Consent.Purpose
    ]
    context = {"who": who, "lines": lines, "today": request.today}
    return render(request, "people/rights/consent_paper.html", context)


def _consent(request: VillageRequest, consent_id: int) -> Consent:
    found = Consent.objects.of(request.village).select_related("resident")
    return get_object_or_404(found, pk=consent_id, resident__in=residents.known(request.village))
