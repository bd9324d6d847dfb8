"""The pages of the programme: pillars, facts and their sources, where sources differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from rembuk.programme import evidence, facts, facts_csv, forms, pillars, records, staffing
from rembuk.programme.models import (
    Evidence,
    Pillar,
    SourceConflict,
    SourcedFact,
    VillageProgramme,
)
from rembuk.programme.models.words import said
from rembuk.programme.sources import all_sources, cited
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web import undo
from rembuk.web.forms import press, status

FACTS_PER_PAGE = 15
FACTS_OF_PILLAR = 5
LEGAL_STATUS = {
    "IN_FORCE": gettext_lazy("in force when recorded"),
    "REPLACED": gettext_lazy("replaced"),
    "BEING_REVISED": gettext_lazy("being revised"),
    "DRAFT": gettext_lazy("draft"),
}


@requires(Permission.SEE_PROGRAMME)
@require_safe
def pillars_page(request: VillageRequest) -> HttpResponse:
    """Every pillar of every programme the village runs, with the word that evidence allows."""
    runs = pillars.running_in(request.village, on=request.today)
    mine = pillars.pillars_of(runs)
    told = evidence.standings(request.village, mine, on=request.today)
    by_programme = [
        (run, [standing for standing in told if standing.pillar.template_id == run.template_id])
        for run in runs
    ]
    templates = [run.template for run in runs]
    context = {
        "programmes": by_programme,
        "gaps": staffing.gaps(request.village, templates, on=request.today),
        "frame": staffing.frame(templates),
        "may_record": request.acting.may(Permission.RECORD_PROGRAMME),
        "may_change": request.acting.may(Permission.CHANGE_VILLAGE),
    }
    return render(request, "programme/pillars.html", context)


@requires(Permission.SEE_PROGRAMME)
@require_safe
def pillar_page(request: VillageRequest, pillar_id: int) -> HttpResponse:
    """One pillar: its word, what that word rests on, what sources say, where they differ."""
    pillar = _pillar(request, pillar_id)
    (standing,) = evidence.standings(request.village, [pillar], on=request.today)
    found = facts.facts_for(request.village, facts.Wanted(pillar=pillar))
    conflicts = facts.conflicts_for(request.village)
    context = {
        "pillar": pillar,
        "standing": standing,
        "facts": _with_sources(request, found[:FACTS_OF_PILLAR], conflicts),
        "more": len(found) if len(found) > FACTS_OF_PILLAR else 0,
        "conflicts": [_told(c) for c in facts.about_pillar(conflicts, found)],
        "may_record": request.acting.may(Permission.RECORD_PROGRAMME),
    }
    return render(request, "programme/pillar.html", context)


@requires(Permission.RECORD_PROGRAMME)
def new_evidence(request: VillageRequest) -> HttpResponse:
    """Record what there is to show for a pillar."""
    mine = pillars.pillars_of(pillars.running_in(request.village, on=request.today))
    form = forms.EvidenceForm(
        request.POST or None,
        today=request.today,
        pillars=mine,
        initial={"pillar": request.GET.get("pillar"), "seen_on": request.today},
    )

    def work(*, pillar: Pillar, **seen: Any) -> dict[str, Any]:
        row = evidence.record_evidence(
            village=request.village,
            pillar=pillar,
            seen=evidence.Seen(**seen),
            by=actor_of(request),
            at=timezone.now(),
        )
        return {"pillar": pillar.pk, "evidence": row.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="evidence.record", work=work)
        if outcome:
            slug = request.village.slug
            url = reverse("programme:undo_evidence", args=[slug, outcome.facts["evidence"]])
            undo.offer_undo(request, done=_("Evidence recorded."), url=url)
            return redirect("programme:pillar", slug, outcome.facts["pillar"])
    context = {"form": form, "pillars": mine}
    return render(request, "programme/new_evidence.html", context, status=status(form))


@requires(Permission.RECORD_PROGRAMME)
def withdraw_evidence(request: VillageRequest, evidence_id: int) -> HttpResponse:
    """Take back evidence that was recorded by mistake."""
    mine = Evidence.objects.of(request.village).select_related("pillar", "fact")
    row = get_object_or_404(mine, pk=evidence_id)
    form = forms.WithdrawForm(request.POST or None)

    def work(*, evidence_id: int, reason: str) -> dict[str, Any]:
        evidence.withdraw(row=row, reason=reason, by=actor_of(request), at=timezone.now())
        return {"evidence": evidence_id}

    if request.method == "POST":
        about = {"evidence_id": row.pk}
        if form.run(request, kind="evidence.withdraw", work=work, about=about):
            messages.success(request, _("Evidence withdrawn."))
            return redirect("programme:pillar", request.village.slug, row.pillar_id)
    context = {"form": form, "row": row}
    return render(request, "programme/withdraw_evidence.html", context, status=status(form))


@requires(Permission.RECORD_PROGRAMME)
@require_POST
def undo_evidence(request: VillageRequest, evidence_id: int) -> HttpResponse:
    """Take back what was recorded a moment ago; the page it was offered on asks nothing more."""
    mine = Evidence.objects.of(request.village).select_related("pillar")
    mine = mine.filter(withdrawn_at__isnull=True, fact__isnull=True)
    row = get_object_or_404(mine, pk=evidence_id)
    reason = _("Taken back right after it was recorded")

    def work(*, row: Evidence) -> None:
        evidence.withdraw(row=row, reason=reason, by=actor_of(request), at=timezone.now())

    told = _("Evidence withdrawn.")
    press(request, kind="programme.undo_evidence", work=work, about={"row": row}, done=told)
    return redirect("programme:pillar", request.village.slug, row.pillar_id)


@requires(Permission.SEE_PROGRAMME)
@require_safe
def facts_page(request: VillageRequest) -> HttpResponse:
    """Facts and their sources: looked for, fifteen on a page, or all on one for paper."""
    form, found, conflicts = _looked_for(request)
    per_page = max(1, len(found)) if "all" in request.GET else FACTS_PER_PAGE
    page = Paginator(found, per_page).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    for name in ("page", "all"):
        asked.pop(name, None)
    context = {
        "form": form,
        "page": page,
        "facts": _with_sources(request, list(page.object_list), conflicts),
        "asked": asked.urlencode(),
        "chosen": "numbers" in request.GET,
        "narrowed": any(asked.get(name) for name in ("pillar", "topic", "status", "conflict")),
        "everything": "all" in request.GET,
    }
    return render(request, "programme/facts.html", context)


@requires(Permission.SEE_PROGRAMME)
@require_safe
def facts_download(request: VillageRequest) -> HttpResponse:
    """The facts that were looked for, as a table for a spreadsheet."""
    _form, found, conflicts = _looked_for(request)
    differences = facts.conflicts_of_facts(conflicts, found)
    text = facts_csv.as_csv(found, differences=differences)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"fakta-{request.village.slug.split('/')[-1]}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Permission.SEE_PROGRAMME)
@require_safe
def differences_page(request: VillageRequest) -> HttpResponse:
    """Where sources differ: both sides, and what Rembuk does with it."""
    conflicts = facts.conflicts_for(request.village)
    context = {"conflicts": [_told(conflict) for conflict in conflicts]}
    return render(request, "programme/differences.html", context)


@requires(Permission.SEE_PROGRAMME)
@require_safe
def running_page(request: VillageRequest) -> HttpResponse:
    """Which programmes the village runs and ran, and on what basis."""
    runs = pillars.runs_of(request.village)
    context = {
        "runs": [(run, _basis(run)) for run in runs],
        "may_start": pillars.may_start(request.village),
        "may_change": request.acting.may(Permission.CHANGE_VILLAGE),
    }
    return render(request, "programme/running.html", context)


@requires(Permission.CHANGE_VILLAGE)
def start_programme(request: VillageRequest) -> HttpResponse:
    """Let the village run one more programme."""
    # A form sent twice names a programme that runs by now: the key answers it, not the choice.
    sent = request.method == "POST"
    offered = pillars.every() if sent else pillars.may_start(request.village)
    if not offered:
        messages.info(request, _("Every programme runs here already."))
        return redirect("programme:running", request.village.slug)
    known = request.GET.get("known", "")
    form = forms.StartForm(
        request.POST or None, today=request.today, known=known, templates=offered
    )

    def work(**asked: Any) -> dict[str, Any]:
        by, at = actor_of(request), timezone.now()
        run = pillars.start(village=request.village, by=by, at=at, **asked)
        return {"run": run.pk}

    if request.method == "POST" and form.run(request, kind="programme.start", work=work):
        messages.success(request, _("Programme started."))
        return redirect("programme:pillars", request.village.slug)
    return render(request, "programme/start.html", {"form": form}, status=status(form))


@requires(Permission.CHANGE_VILLAGE)
def stop_programme(request: VillageRequest, run_id: int) -> HttpResponse:
    """Write the last day of a programme."""
    mine = VillageProgramme.objects.of(request.village).select_related("template")
    run = get_object_or_404(mine, pk=run_id)
    form = forms.StopForm(request.POST or None, today=request.today)

    def work(*, run_id: int, until: Any) -> dict[str, Any]:
        pillars.stop(run=run, until=until, by=actor_of(request), at=timezone.now())
        return {"run": run_id}

    about = {"run_id": run.pk}
    if request.method == "POST" and form.run(
        request, kind="programme.stop", work=work, about=about
    ):
        messages.success(request, _("Programme stopped."))
        return redirect("programme:running", request.village.slug)
    context = {"form": form, "run": run}
    return render(request, "programme/stop.html", context, status=status(form))


def _pillar(request: VillageRequest, pillar_id: int) -> Pillar:
    runs = pillars.running_in(request.village, on=request.today)
    for pillar in pillars.pillars_of(runs):
        if pillar.pk == pillar_id:
            return pillar
    raise Http404


def _looked_for(
    request: VillageRequest,
) -> tuple[forms.FactsForm, list[SourcedFact], list[SourceConflict]]:
    """Read the search in the address: the form, the facts that fit, and all differences."""
    conflicts = facts.conflicts_for(request.village)
    runs = pillars.running_in(request.village, on=request.today)
    form = forms.FactsForm(request.GET, pillars=pillars.pillars_of(runs), conflicts=conflicts)
    # A filter that an old link names and that is gone leaves all facts in sight.
    wanted = facts.Wanted(**form.cleaned_data) if form.is_valid() else facts.Wanted()
    return form, facts.facts_for(request.village, wanted), conflicts


def _with_sources(
    request: VillageRequest, found: list[SourcedFact], conflicts: Iterable[SourceConflict]
) -> list[dict[str, Any]]:
    conflicts = list(conflicts)
    codes = facts.conflicts_of_facts(conflicts, found)
    may_see = request.acting.may(Permission.SEE_PEOPLE)
    recorded = records.beside(request.village, found) if may_see else {}
    return [
        {
            "fact": fact,
            "sources": cited(fact.source_codes),
            "differences": [c for c in conflicts if c.code in codes[fact.number]],
            "recorded": recorded.get(fact.number),
        }
        for fact in found
    ]


def _told(conflict: SourceConflict) -> dict[str, Any]:
    known = all_sources()
    sides = [
        {**reading, "sources": [known[code] for code in reading["sources"]]}
        for reading in conflict.readings
    ]
    basis = [code for code in conflict.resolution_sources.split(",") if code]
    return {"conflict": conflict, "sides": sides, "basis": cited(basis)}


def _basis(run: VillageProgramme) -> dict[str, Any]:
    """What a programme rests on, in the reader's language."""
    content = run.template.content
    return {
        "aims": [said(aim) for aim in content["objectives"]],
        "criteria": [{"text": said(item)} for item in content["criteria"]],
        "laws": [
            {
                "title": said(law["title"]),
                "status": LEGAL_STATUS[law["status"]],
                "note": said(law["note"]),
                "sources": cited(law["sources"]),
            }
            for law in content["legal_basis"]
        ],
        "today": said(content["state_today"]),
        "caution": said(content["caution"]),
        "sources": cited(content["sources"]),
    }
