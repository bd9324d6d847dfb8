"""Whose turn it is: one begins, another signs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.arisan import drawing
from rembuk.arisan.forms.arisans import TurnForm, WhyForm, WordForm
from rembuk.arisan.models import Arisan, Draw, Way
from rembuk.arisan.views.places import draw_of, frame, round_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, status
from rembuk.web.views import Question, address, ask


@requires(Permission.RECORD_CASH)
def begin_draw(request: VillageRequest, arisan_id: int, round_no: int) -> HttpResponse:
    """Begin a draw: choose the secret number, or write down whose turn it is."""
    found, _one = round_of(request, arisan_id, round_no)
    by_page = found.arisan.way == Way.DRAW
    sent = request.POST or None
    form = CommandForm(sent) if by_page else TurnForm(sent, found=found)

    def work(*, arisan: Arisan, number: int, seat: str = "") -> None:
        chosen = form.by_id[seat] if isinstance(form, TurnForm) else None
        drawing.begin(
            arisan=arisan, number=number, seat=chosen, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="arisan.begin_draw",
        title=_("Draw round %(number)s") % {"number": round_no},
        lead=_("A secret number is chosen now. Then a second person types the meeting's word.")
        if by_page
        else _("Somebody else signs it afterwards."),
        save=_("Begin the draw") if by_page else _("Save whose turn it is"),
        done=_("Now a second person signs, on their own phone."),
        back=reverse("arisan:round", args=address(request, arisan_id, round_no)),
    )  # fmt: skip
    return ask(
        request, form, question, work=work, about={"arisan": found.arisan, "number": round_no}
    )


@requires(Permission.SEE_WORK)
def sign_draw(request: VillageRequest, draw_id: int) -> HttpResponse:
    """Sign as the second person; the page then tells who takes the pot."""
    draw = draw_of(request, draw_id)
    sent = request.POST or None
    form = WordForm(sent) if draw.way == Way.DRAW else CommandForm(sent)

    def work(*, draw: Draw, word: str = "") -> dict[str, Any]:
        seat = drawing.sign(draw=draw, word=word, by=actor_of(request), at=timezone.now())
        return {"name": seat.name}

    if request.method == "POST":
        outcome = form.run(request, kind="arisan.sign_draw", work=work, about={"draw": draw})
        if outcome:
            said = _("The pot goes to %(name)s.") % {"name": outcome.facts["name"]}
            messages.success(request, said)
            return redirect("arisan:round", *address(request, draw.arisan_id, draw.round))
    shown = drawing.fingerprint(draw.salt) if draw.salt else ""
    context = frame(request, one=draw.arisan, draw=draw, form=form, fingerprint=shown)
    return render(request, "arisan/sign_draw.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def take_back_draw(request: VillageRequest, draw_id: int) -> HttpResponse:
    """Take a draw back, for everybody to see."""
    row = draw_of(request, draw_id)

    def work(*, draw: Draw, why: str) -> None:
        drawing.take_back(draw=draw, why=why, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="arisan.take_back_draw",
        title=_("Take back the draw of round %(number)s?") % {"number": row.round},
        lead=_("Everybody in the group sees that it was taken back, by whom and why."),
        save=_("Take it back"),
        done=_("The draw is taken back."),
        back=reverse("arisan:round", args=address(request, row.arisan_id, row.round)),
    )
    return ask(request, WhyForm(request.POST or None), question, work=work, about={"draw": row})
