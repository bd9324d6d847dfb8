"""Who paid in a round."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.arisan import paying
from rembuk.arisan.forms.arisans import PaidForm, WhyForm
from rembuk.arisan.models import Arisan, Paid
from rembuk.arisan.views.places import frame, paid_of, round_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import Question, address, ask


@requires(Permission.RECORD_CASH)
def record_paid(request: VillageRequest, arisan_id: int, round_no: int) -> HttpResponse:
    """Tap who paid for a round, then save: all or nothing."""
    found, one = round_of(request, arisan_id, round_no)
    form = PaidForm(request.POST or None, found=found, one=one, today=request.today)

    def work(*, arisan: Arisan, number: int, seats: list[str], on: date) -> dict[str, int]:
        made = paying.record(
            arisan=arisan, number=number, seats=form.chosen(seats), on=on, by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip
        return {"count": len(made)}

    if request.method == "POST":
        about = {"arisan": found.arisan, "number": round_no}
        outcome = form.run(request, kind="arisan.record_paid", work=work, about=about)
        if outcome:
            count = outcome.facts["count"]
            said = ngettext("%(n)s share is recorded.", "%(n)s shares are recorded.", count)
            messages.success(request, said % {"n": count})
            return redirect("arisan:round", *address(request, arisan_id, round_no))
    context = frame(request, one=found.arisan, found=found, round=one, form=form)
    return render(request, "arisan/record_paid.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
def take_back_paid(request: VillageRequest, paid_id: int) -> HttpResponse:
    """Take back that somebody paid."""
    row = paid_of(request, paid_id)

    def work(*, paid: Paid, why: str) -> None:
        paying.take_back(paid=paid, why=why, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="arisan.take_back_paid",
        title=_("Take back what %(name)s gave for round %(number)s?")
        % {"name": row.seat.name, "number": row.round},
        save=_("Take it back"),
        done=_("It is taken back."),
        back=reverse("arisan:round", args=address(request, row.arisan_id, row.round)),
    )
    return ask(request, WhyForm(request.POST or None), question, work=work, about={"paid": row})
