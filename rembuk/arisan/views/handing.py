"""The pot is handed over, with a receipt on paper."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.arisan import handing, papers, rounds
from rembuk.arisan.forms.arisans import HandForm, WhyForm
from rembuk.arisan.models import Draw, HandedOver
from rembuk.arisan.views.places import draw_of, handed_of
from rembuk.lib import words
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, as_paper, ask


@requires(Permission.RECORD_CASH)
def hand_over(request: VillageRequest, draw_id: int) -> HttpResponse:
    """Hand over what lies in the pot of a round."""
    row = draw_of(request, draw_id)
    if row.seat is None:
        raise Http404
    one = rounds.standing(row.arisan, on=request.today).round(row.round)
    assert one is not None

    def work(*, draw: Draw, on: date) -> None:
        handing.hand_over(
            draw=draw, on=on, by=actor_of(request), at=timezone.now(), today=request.today
        )

    told = {"sum": words.rupiah(one.left_rp, language=get_language() or "id"), "name": row.seat}
    question = Question(
        kind="arisan.hand_over",
        title=_("Hand %(sum)s to %(name)s?") % told,
        lead=_("Count it together. Print the receipt afterwards; both sign it."),
        save=_("It is handed over"),
        done=_("It is recorded. Print the receipt now."),
        back=reverse("arisan:round", args=address(request, row.arisan_id, row.round)),
    )
    form = HandForm(request.POST or None, today=request.today)
    return ask(request, form, question, work=work, about={"draw": row})


@requires(Permission.SEE_CASH)
@require_safe
def receipt(request: VillageRequest, handed_id: int) -> HttpResponse:
    """Print the receipt of a pot."""
    row = handed_of(request, handed_id)
    return as_paper(papers.receipt(row, at=timezone.now()), name=f"arisan-{row.number}")


@requires(Permission.RECORD_CASH)
def take_back_handed(request: VillageRequest, handed_id: int) -> HttpResponse:
    """Take back that a pot was handed over."""
    row = handed_of(request, handed_id)

    def work(*, handed: HandedOver, why: str) -> None:
        handing.take_back(handed=handed, why=why, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="arisan.take_back_handed",
        title=_("Take back receipt no. %(number)s?") % {"number": row.number},
        save=_("Take it back"),
        done=_("It is taken back."),
        back=reverse("arisan:round", args=address(request, row.arisan_id, row.draw.round)),
    )
    return ask(request, WhyForm(request.POST or None), question, work=work, about={"handed": row})
