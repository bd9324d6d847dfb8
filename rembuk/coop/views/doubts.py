"""Lines that members doubt: read and answered by who keeps or oversees the money."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop import doubts
from rembuk.coop.forms.doubts import AnswerForm
from rembuk.coop.models import Doubt
from rembuk.coop.views.places import coop_of, sees_sums, shown
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask

SHOWN = 50


@requires(Permission.SEE_GROUP)
@require_safe
def doubts_page(request: VillageRequest) -> HttpResponse:
    """What members doubt, and what was answered; its words are for who sees members' sums."""
    found = doubts.waiting_first(coop_of(request))
    context = shown(
        request,
        doubts=list(found[:SHOWN]) if sees_sums(request) else [],
        waiting=doubts.waiting(coop_of(request)).count(),
        sees_sums=sees_sums(request),
        may_answer=request.acting.may(Permission.RECORD_CASH),
        may_oversee=request.acting.may(Permission.OVERSEE_GROUP),
    )
    return render(request, "coop/doubts.html", context)


@requires(Permission.RECORD_CASH)
def answer_doubt(request: VillageRequest, doubt_id: int) -> HttpResponse:
    """Answer as the treasurer."""
    return _answer(request, doubt_id)


@requires(Permission.OVERSEE_GROUP)
def oversee_doubt(request: VillageRequest, doubt_id: int) -> HttpResponse:
    """Answer as the supervisory board."""
    return _answer(request, doubt_id)


def _answer(request: VillageRequest, doubt_id: int) -> HttpResponse:
    mine = doubts.of(coop_of(request))
    doubt = get_object_or_404(mine, pk=doubt_id)

    def work(*, doubt: Doubt, **typed: Any) -> None:
        doubts.answer(doubt=doubt, by=actor_of(request), at=timezone.now(), **typed)

    question = Question(
        kind="coop.answer_doubt",
        title=_("Answer about line no. %(number)s") % {"number": doubt.line},
        lead=f"{doubt.member.name}: {doubt.said}", done=_("The answer stands in her book."),
        back=reverse("coop:doubts", args=address(request)),
    )  # fmt: skip
    return ask(
        request, AnswerForm(request.POST or None), question, work=work, about={"doubt": doubt}
    )
