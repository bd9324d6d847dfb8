"""Beginning an arisan, and ending it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.arisan import arisans
from rembuk.arisan.forms.arisans import BeginForm, EndForm
from rembuk.arisan.models import Arisan
from rembuk.arisan.views.places import arisan_of, frame
from rembuk.cash import sheets
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import Question, address, ask


@requires(Permission.RECORD_CASH)
def begin(request: VillageRequest) -> HttpResponse:
    """Write down what the group agreed, and who takes part."""
    group = group_of(request)
    people = sheets.members_of(group, on=request.today).people
    form = BeginForm(request.POST or None, people=people)

    def work(*, group: Group, **_typed: Any) -> dict[str, Any]:
        made = arisans.begin(
            group=group, terms=form.terms(), people=form.taking(), by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip
        return {"arisan": made.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="arisan.begin", work=work, about={"group": group})
        if outcome:
            messages.success(request, _("The arisan is written down."))
            return redirect("arisan:arisan", *address(request, outcome.facts["arisan"]))
    context = frame(request, form=form, has_people=bool(people))
    return render(request, "arisan/begin.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def end(request: VillageRequest, arisan_id: int) -> HttpResponse:
    """End an arisan."""
    one = arisan_of(request, arisan_id)

    def work(*, arisan: Arisan, kind: str, why: str) -> None:
        arisans.end(
            arisan=arisan, kind=kind, why=why, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="arisan.end",
        title=_("End this arisan?"),
        lead=_("Everything stays readable. What somebody still owes stays visible too."),
        save=_("End the arisan"),
        done=_("The arisan has ended."),
        back=reverse("arisan:arisan", args=address(request, one.pk)),
    )
    form = EndForm(request.POST or None)
    return ask(request, form, question, work=work, about={"arisan": one})
