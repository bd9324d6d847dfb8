"""Objections and their answers; promises written down for who has no way in, and who is invited."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop import objections, pledges
from rembuk.coop.forms.voices import ObjectionAnswerForm, ObjectionForm, PledgeForForm
from rembuk.coop.models import Objection
from rembuk.coop.objections import Voice
from rembuk.coop.views.places import coop_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask

SHOWN = 60


@requires(Permission.SEE_WORK)
@require_safe
def objections_page(request: VillageRequest) -> HttpResponse:
    """How often what was said, and what was answered; the words are for who answers."""
    group = coop_of(request)
    context = {
        "group": group,
        "counted": objections.counted(group),
        "objections": objections.of(group)[:SHOWN],
        "may_answer": request.acting.may(Permission.RECORD_WORK) and group.ended_on is None,
    }
    return render(request, "coop/objections.html", context)


@requires(Permission.RECORD_WORK)
def tell_objection(request: VillageRequest) -> HttpResponse:
    """Write down what somebody said, without her name."""
    group = coop_of(request)

    def work(*, group: Group, kind: str, said: str) -> None:
        objections.tell(
            group=group, voice=Voice(kind, said), by=actor_of(request), at=timezone.now(),
            on=request.today,
        )  # fmt: skip

    question = Question(
        kind="coop.tell_objection", title=_("What speaks against it?"),
        lead=_("Write down what somebody said to you, without her name."),
        done=_("It is heard. Answer it, so that everybody reads what was done."),
        back=_back(request),
    )  # fmt: skip
    return ask(
        request, ObjectionForm(request.POST or None), question, work=work, about={"group": group}
    )


@requires(Permission.RECORD_WORK)
def answer_objection(request: VillageRequest, objection_id: int) -> HttpResponse:
    """Answer what was said."""
    group = coop_of(request)
    mine = Objection.objects.of(request.village).filter(group=group)
    objection = get_object_or_404(mine, pk=objection_id)
    objection.group = group

    def work(*, objection: Objection, said: str, done: str) -> None:
        objections.answer(
            objection=objection, said=said, done=done, by=actor_of(request), at=timezone.now()
        )

    question = Question(
        kind="coop.answer_objection", title=str(objection.get_kind_display()),
        lead=objection.said, done=_("The answer stands there for everybody."),
        back=_back(request),
    )  # fmt: skip
    form = ObjectionAnswerForm(request.POST or None)
    return ask(request, form, question, work=work, about={"objection": objection})


@requires(Permission.RECORD_PEOPLE)
def pledge_for(request: VillageRequest) -> HttpResponse:
    """Write down the promise of somebody who has no way in; no page shows it afterwards."""
    group = coop_of(request)
    form = PledgeForForm(request.POST or None, village=request.village)

    def work(
        *, group: Group, name: str, least: int, may_invite: bool, resident_id: str = ""
    ) -> None:
        resident = form.chosen(resident_id)
        assert resident is not None, f"{name} is of the registry"
        pledges.pledge(
            group=group, resident=resident, least=least, may_invite=may_invite,
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip

    question = Question(
        kind="coop.pledge_for", title=_("Write down a promise for somebody"),
        lead=_("Ask her alone. You keep to yourself what she says; no page shows it."),
        done=_("The promise counts. No page shows her number."),
        back=reverse("coop:promises", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group})


@requires(Permission.RECORD_PEOPLE)
@require_safe
def promises_page(request: VillageRequest) -> HttpResponse:
    """How many promised, whether it is enough, and then who may be invited."""
    group = coop_of(request)
    founded = pledges.is_founded(group, on=request.today)
    context = {
        "group": group,
        "count": pledges.count(group, on=request.today),
        "founded": founded,
        "invited": pledges.invited(group, on=request.today),
        "may_record": group.ended_on is None and not founded,
    }
    return render(request, "coop/promises.html", context)


def _back(request: VillageRequest) -> str:
    return reverse("coop:objections", args=address(request))
