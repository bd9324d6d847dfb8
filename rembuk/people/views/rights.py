"""What a person may ask of the village: a copy of everything, a correction, an erasure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rembuk.lib.errors import Refused
from rembuk.people import rights
from rembuk.people.forms.rights import AnswerForm, EraseForm
from rembuk.people.models import CorrectionRequest, Erasure, Resident
from rembuk.people.views.lookup import resident_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.today import Card, Urgency


@requires(Permission.HANDLE_DATA_RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def copy_page(request: VillageRequest, resident_id: int) -> HttpResponse:
    """Everything held about a person, to print; sent by the button, with the NIK in full."""
    who = resident_of(request, resident_id)
    may_see = request.acting.may(Permission.SEE_NATIONAL_ID)
    in_full = request.method == "POST" and may_see
    try:
        copy = rights.copy_of(
            resident=who, by=actor_of(request), at=timezone.now(), with_national_id=in_full
        )
    except Refused as reason:
        messages.info(request, str(reason))
        return redirect("people:resident_copy", request.village.slug, who.pk)
    context = {"who": who, "copy": copy, "in_full": in_full, "may_see_national_id": may_see}
    return render(request, "people/rights/copy.html", context)


@requires(Permission.HANDLE_DATA_RIGHTS)
@require_safe
@never_cache
def copy_file(request: VillageRequest, resident_id: int) -> HttpResponse:
    """The same as a file that another program can read; the NIK stays masked."""
    who = resident_of(request, resident_id)
    copy = rights.copy_of(resident=who, by=actor_of(request), at=timezone.now())
    response = JsonResponse(copy.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="data-{who.pk}.json"'
    return response


@requires(Permission.HANDLE_DATA_RIGHTS)
def erase_page(request: VillageRequest, resident_id: int) -> HttpResponse:
    """What goes, what must stay and why; then the name is typed, and it is done."""
    who = _resident_or_erased(request, resident_id)
    if who.erased_at:
        return redirect("people:erasure", request.village.slug, who.pk)
    form = EraseForm(request.POST or None, today=request.today)

    def work(*, resident: Resident, **told: Any) -> dict[str, Any]:
        rights.erase(resident=resident, by=actor_of(request), at=timezone.now(), **told)
        return {"resident": resident.pk}

    if form.run(request, kind="people.erase", work=work, about={"resident": who}):
        messages.success(request, _("The data are erased."))
        return redirect("people:erasure", request.village.slug, who.pk)
    context = {"form": form, "who": who, "erasing": rights.erasing(who)}
    return render(request, "people/rights/erase.html", context, status=status(form))


@requires(Permission.HANDLE_DATA_RIGHTS)
@require_safe
def erasure_page(request: VillageRequest, resident_id: int) -> HttpResponse:
    """That it was done, and what stayed: to print for the person (UU 27/2022 art. 45)."""
    erasure = get_object_or_404(
        Erasure.objects.of(request.village).select_related("by"), resident=resident_id
    )
    context = {"erasure": erasure, "stayed": rights.what_stayed(erasure)}
    return render(request, "people/rights/erasure.html", context)


def _resident_or_erased(request: VillageRequest, resident_id: int) -> Resident:
    found = Resident.objects.of(request.village).filter(merged_into__isnull=True)
    return get_object_or_404(found, pk=resident_id)


@requires(Permission.HANDLE_DATA_RIGHTS)
@require_safe
def corrections_page(request: VillageRequest) -> HttpResponse:
    """What people said is wrong, and nobody answered yet."""
    waiting = [(asked, _answer_by(asked)) for asked in rights.open_requests(request.village)]
    return render(request, "people/rights/corrections.html", {"waiting": waiting})


@requires(Permission.HANDLE_DATA_RIGHTS)
def correction_page(request: VillageRequest, request_id: int) -> HttpResponse:
    """Answer one of them, after correcting the data or with the reason why not."""
    found = CorrectionRequest.objects.of(request.village).select_related("resident", "answer")
    asked = get_object_or_404(found, pk=request_id)
    may_record = request.acting.may(Permission.RECORD_PEOPLE)
    if request.method == "POST" and not may_record:  # 'put right' is for who can put it right
        raise PermissionDenied
    form = AnswerForm(request.POST or None)

    def work(*, correction: CorrectionRequest, **told: Any) -> dict[str, Any]:
        rights.answer_correction(
            request=correction, by=actor_of(request), at=timezone.now(), **told
        )
        return {"request": correction.pk}

    if form.run(request, kind="people.answer_correction", work=work, about={"correction": asked}):
        messages.success(request, _("Answered. It stands on the person's own page."))
        return redirect("people:corrections", request.village.slug)
    context = {
        "form": form,
        "asked": asked,
        "who": asked.resident,
        "answer_by": _answer_by(asked),
        "may_record": may_record,
    }
    return render(request, "people/rights/correction.html", context, status=status(form))


def cards(request: VillageRequest) -> Iterator[Card]:
    """Hari ini: corrections that wait for an answer, due within three days by law."""
    waiting = list(rights.open_requests(request.village)[:20])
    if not waiting:
        return
    first, slug = waiting[0], request.village.slug
    may_answer = request.acting.may(Permission.RECORD_PEOPLE)
    if len(waiting) == 1:
        title = _("%(name)s asks for a correction") % {"name": first.resident.name}
        url = reverse("people:correction", args=[slug, first.pk])
    else:
        count = ngettext(
            "%(n)s person asks for a correction", "%(n)s people ask for a correction", len(waiting)
        )
        title = count % {"n": len(waiting)}
        url = reverse("people:corrections", args=[slug])
    yield Card(
        urgency=Urgency.WAITS_FOR_REPLY,
        title=title,
        why=_("The law gives three days to answer (UU 27/2022 art. 30)."),
        button=_("Read and answer") if may_answer else _("See"),
        url=url,
        icon="edit",
        due_on=timezone.localdate(_answer_by(first)),
    )


def _answer_by(asked: CorrectionRequest) -> datetime:
    return timezone.localtime(asked.asked_at + rights.ANSWER_WITHIN)
