"""AD/ART by answering questions, and the papers of the founding."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop import bylaws, founding, questions
from rembuk.coop.forms.bylaws import BylawForm
from rembuk.coop.views.places import coop_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, as_paper, ask


@requires(Permission.SEE_WORK)
@require_safe
def bylaws_page(request: VillageRequest) -> HttpResponse:
    """The questions with their answers, and the rules they make."""
    group = coop_of(request)
    parts = bylaws.read(bylaws.now(group))
    context = {
        "group": group,
        "parts": parts,
        "answered": bylaws.answered(parts),
        "next": next((line for part in parts for line in part.lines if not line.value), None),
        "may_record": request.acting.may(Permission.RECORD_WORK) and group.ended_on is None,
        "may_print": request.acting.may(Permission.RECORD_MEMBERS),
    }
    return render(request, "coop/bylaws.html", context)


@requires(Permission.RECORD_WORK)
def answer_bylaw(request: VillageRequest, bylaw_question: str) -> HttpResponse:
    """Answer one question."""
    group = coop_of(request)
    if bylaw_question not in questions.BY_CODE:
        raise Http404
    asked = questions.BY_CODE[bylaw_question]
    now = bylaws.now(group).get(asked.code, "")
    form = BylawForm(request.POST or None, question=asked, now=now)

    def work(*, group: Group, code: str, **typed: Any) -> None:
        bylaws.answer(
            group=group, code=code, value=form.value(**typed), by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip

    question = Question(
        kind="coop.answer_bylaw", title=str(asked.asks), lead=_from(asked),
        done=_("The answer is written down. Here is the next question."),
        back=reverse("coop:bylaws", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group, "code": asked.code})


@requires(Permission.SEE_WORK)
@require_safe
def bylaws_pdf(request: VillageRequest) -> HttpResponse:
    """The rules as a file."""
    made = founding.rules(coop_of(request), on=request.today, at=timezone.now())
    return as_paper(made, name="rancangan-ad-art")


@requires(Permission.RECORD_MEMBERS)
@require_safe
def founding_paper(request: VillageRequest, founding_paper: str) -> HttpResponse:
    """Invitation, attendance list or minutes as a file."""
    if founding_paper not in founding.Paper.values:
        raise Http404
    paper = founding.Paper(founding_paper)
    made = founding.printed_paper(coop_of(request), paper, on=request.today, at=timezone.now())
    return as_paper(made, name=f"rapat-pendirian-{paper.value}")


def _from(asked: questions.Question) -> str:
    if not asked.source:
        return ""
    if asked.stated:
        return _("Where it stands: %(source)s") % {"source": asked.source}
    return _("%(source)s. Not compared with a law: check it with the Dinas.") % {
        "source": asked.source
    }
