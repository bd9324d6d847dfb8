"""Findings: a supervisor writes them down, the board answers, a supervisor closes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop.views.places import coop_of, sees_sums
from rembuk.supervision import findings
from rembuk.supervision.forms.findings import FindingForm, StepForm
from rembuk.supervision.models import Finding
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask

SHOWN = 50


@requires(Permission.SEE_GROUP)
@require_safe
def findings_page(request: VillageRequest) -> HttpResponse:
    """What was found and answered; its words are for who keeps or oversees the money."""
    group = coop_of(request)
    mine = findings.of(request.village, group.pk)
    context = {
        "group": group, "sees_sums": sees_sums(request),
        "findings": list(mine[:SHOWN]) if sees_sums(request) else [],
        "open": 0 if sees_sums(request) else findings.open_of(request.village, group.pk).count(),
        "may_write": request.acting.may(Permission.OVERSEE_GROUP),
        "may_answer": request.acting.may(Permission.RUN_GROUP),
    }  # fmt: skip
    return render(request, "supervision/findings.html", context)


@requires(Permission.OVERSEE_GROUP)
def write_finding(request: VillageRequest) -> HttpResponse:
    """Write down what was seen."""
    group = coop_of(request)

    def work(**typed: Any) -> None:
        findings.write(
            group=group, facts=findings.Facts(**typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = _question(
        request, "write_finding", _("Write down a finding"),
        lead=_("The board reads it today and answers until the day you choose."),
        done=_("Written down. The board sees it on 'Hari ini'."),
    )  # fmt: skip
    form = FindingForm(request.POST or None, today=request.today)
    return ask(request, form, question, work=work, about={})


@requires(Permission.RUN_GROUP)
def answer_finding(request: VillageRequest, finding_id: int) -> HttpResponse:
    """Answer for the board."""
    finding = _finding(request, finding_id)

    def work(*, finding: Finding, said: str) -> None:
        findings.answer(finding=finding, said=said, by=actor_of(request), at=timezone.now())

    question = _question(
        request, "answer_finding", _("Answer the finding"), lead=finding.said,
        done=_("The supervisory board reads your answer now."),
    )  # fmt: skip
    form = StepForm(request.POST or None)
    return ask(request, form, question, work=work, about={"finding": finding})


@requires(Permission.OVERSEE_GROUP)
def close_finding(request: VillageRequest, finding_id: int) -> HttpResponse:
    """Close it: it is settled."""
    finding = _finding(request, finding_id)

    def work(*, finding: Finding, said: str) -> None:
        findings.close(finding=finding, said=said, by=actor_of(request), at=timezone.now())

    question = _question(
        request, "close_finding", _("Close the finding"), lead=finding.said,
        done=_("Closed. It stays readable with all that was said."),
    )  # fmt: skip
    form = StepForm(request.POST or None)
    return ask(request, form, question, work=work, about={"finding": finding})


def _finding(request: VillageRequest, finding_id: int) -> Finding:
    if not sees_sums(request):
        raise PermissionDenied
    found = get_object_or_404(findings.of(request.village, coop_of(request).pk), pk=finding_id)
    found.village = request.village
    return found


def _question(request: VillageRequest, kind: str, title: str, *, lead: str, done: str) -> Question:
    back = reverse("supervision:findings", args=address(request))
    return Question(kind=f"supervision.{kind}", title=title, lead=lead, done=done, back=back)
