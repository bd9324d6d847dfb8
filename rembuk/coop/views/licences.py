"""The licence for savings and loans: entered by the board, confirmed by the supervisory board."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.coop import custody
from rembuk.coop.forms.members import EndLicenceForm, LicenceForm
from rembuk.coop.models import Licence
from rembuk.coop.views.places import coop_of, shown
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press
from rembuk.web.views import Question, address, ask


@requires(Permission.SEE_WORK)
@require_safe
def licences_page(request: VillageRequest) -> HttpResponse:
    """What the cooperative may hold today, and every licence that was ever entered."""
    context = shown(
        request,
        licences=list(custody.of(coop_of(request))),
        may_enter=request.acting.may(Permission.RUN_GROUP),
        may_confirm=request.acting.may(Permission.OVERSEE_GROUP),
        key=key(),
    )
    return render(request, "coop/licences.html", context)


@requires(Permission.RUN_GROUP)
def enter_licence(request: VillageRequest) -> HttpResponse:
    """Enter a licence from its paper."""
    form = LicenceForm(request.POST or None)

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        made = custody.enter(
            group=group, paper=form.paper(**typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"licence": made.pk}

    question = Question(
        kind="coop.enter_licence", title=_("Enter a licence for savings and loans"),
        lead=_("It holds only after somebody of the supervisory board compared it with the paper."),
        done=_("The licence is entered. It waits for the supervisory board."),
        back=reverse("coop:licences", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": coop_of(request)})


@requires(Permission.OVERSEE_GROUP)
@require_POST
def confirm_licence(request: VillageRequest, licence_id: int) -> HttpResponse:
    """Say that the paper says so."""
    licence = _licence(request, licence_id)

    def work(*, licence: Licence) -> None:
        custody.confirm(licence=licence, by=actor_of(request), at=timezone.now())

    press(
        request, kind="coop.confirm_licence", work=work, about={"licence": licence},
        done=_("The licence is confirmed: savings and loans may begin."),
    )  # fmt: skip
    return redirect("coop:licences", *address(request))


@requires(Permission.RUN_GROUP)
def end_licence(request: VillageRequest, licence_id: int) -> HttpResponse:
    """Record that a licence holds no longer."""
    licence = _licence(request, licence_id)

    def work(*, licence: Licence, why: str, on: date) -> None:
        custody.end(
            licence=licence, on=on, why=why, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="coop.end_licence",
        title=_("The licence %(number)s holds no longer") % {"number": licence.number},
        done=_("It is recorded that the licence holds no longer."),
        back=reverse("coop:licences", args=address(request)),
    )  # fmt: skip
    form = EndLicenceForm(request.POST or None, today=request.today)
    return ask(request, form, question, work=work, about={"licence": licence})


def _licence(request: VillageRequest, licence_id: int) -> Licence:
    mine = Licence.objects.of(request.village).filter(group=coop_of(request))
    return get_object_or_404(mine.select_related("group"), pk=licence_id)
