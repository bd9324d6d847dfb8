"""The way to a cooperative: the checklist, who owes what, the four routes, what rules ask."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop import checklist, founders, minimums, path, routes
from rembuk.coop.checklist import Step
from rembuk.coop.forms.path import DutyForm, MarkForm, MinimumForm, RouteForm
from rembuk.coop.models import Minimum, PathMark
from rembuk.coop.views.places import coop_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group, Village
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask

State = PathMark.State


@requires(Permission.SEE_WORK)
@require_safe
def path_page(request: VillageRequest) -> HttpResponse:
    """How far we are, what comes next, and who owes it."""
    group = coop_of(request)
    found = path.read(group, on=request.today)
    context = {
        "group": group,
        "path": found,
        "may_promise": request.acting.may(Permission.RECORD_PEOPLE),
        "may_record": _may_record(request, group),
    }
    return render(request, "coop/path.html", context)


@requires(Permission.RECORD_WORK)
def mark_step(request: VillageRequest, path_step: str) -> HttpResponse:
    """Write down what became of a step."""
    group, step = coop_of(request), _step(path_step)
    last = next((one for one in path.marks_of(group) if one.step == step.code), None)
    now = last.state if last else State.OPEN
    states = [one.value for one in State if one != now]
    founding = step.code == checklist.MEETING_HELD
    people = founders.candidates(group, on=request.today) if founding else []
    form = MarkForm(request.POST or None, today=request.today, founders=people, states=states,
                    initial={"state": states[0]})  # fmt: skip

    def work(*, group: Group, step: str, **typed: Any) -> None:
        told = form.mark(step, **typed)
        path.mark(
            group=group, told=told, by=actor_of(request), at=timezone.now(), today=request.today
        )

    question = Question(
        kind="coop.mark_step", title=str(step.label), lead=_where(step),
        done=_("It is written down. Everybody on this way sees it."), back=_back(request),
        aside=_to_apply(request) if founding else None,
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group, "step": step.code})


@requires(Permission.SEE_WORK)
@require_safe
def founders_page(request: VillageRequest) -> HttpResponse:
    """Who signed at the founding meeting."""
    group = coop_of(request)
    mark, names = founders.of_group(group)
    context = {"group": group, "mark": mark, "names": names}
    return render(request, "coop/founders.html", context)


@requires(Permission.RECORD_WORK)
def give_step(request: VillageRequest, path_step: str) -> HttpResponse:
    """Write down who does a step."""
    group, step = coop_of(request), _step(path_step)
    form = DutyForm(request.POST or None, village=request.village)

    def work(*, group: Group, step: str, name: str, resident_id: str = "") -> None:
        path.owe(
            group=group, step=step, name=name, resident=form.chosen(resident_id),
            by=actor_of(request), at=timezone.now(), today=request.today,
        )  # fmt: skip

    question = Question(
        kind="coop.give_step", title=_("Who does this step?"), lead=str(step.label),
        done=_("It is written down. The days count from today."), back=_back(request),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group, "step": step.code})


@requires(Permission.SEE_WORK)
@require_safe
def routes_page(request: VillageRequest) -> HttpResponse:
    """The four routes beside each other, which one holds, and what was chosen before."""
    group = coop_of(request)
    chosen = list(path.routes_of(group))
    context = {
        "group": group,
        "compared": routes.compared(request.village, on=request.today),
        "chosen": chosen,
        "now": chosen[0] if chosen else None,
        "may_record": _may_record(request, group),
    }
    return render(request, "coop/routes.html", context)


@requires(Permission.RECORD_WORK)
def choose_route(request: VillageRequest) -> HttpResponse:
    """Write down which route the group chose."""
    group = coop_of(request)
    form = RouteForm(request.POST or None, group=group, today=request.today)

    def work(*, group: Group, **typed: Any) -> None:
        path.choose_route(
            group=group, chosen=form.chosen(**typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="coop.choose_route", title=_("Which route did the group choose?"),
        lead=_("It can be changed later; what was chosen before stays visible."),
        done=_("The route is written down."),
        back=reverse("coop:routes", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group})


@requires(Permission.SEE_WORK)
@require_safe
def minimums_page(request: VillageRequest) -> HttpResponse:
    """What rules ask at least today, who says so, and what was so before."""
    group = coop_of(request)
    context = {
        "group": group,
        "figures": minimums.told(request.village, on=request.today),
        "may_record": _may_record(request, group),
    }
    return render(request, "coop/minimums.html", context)


@requires(Permission.RECORD_WORK)
def agree_minimum(request: VillageRequest, minimum_key: str) -> HttpResponse:
    """Write down what the Dinas says."""
    group = coop_of(request)
    if minimum_key not in Minimum.Key:
        raise Http404
    key = Minimum.Key(minimum_key)
    form = MinimumForm(request.POST or None, today=request.today)

    def work(*, village: Village, key: str, **typed: Any) -> None:
        minimums.agree(
            village=village, rule=form.rule(key, **typed), by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip

    question = Question(
        kind="coop.agree_minimum", title=str(key.label),
        lead=_("Ask the cooperative office of the regency, and write down what it says."),
        done=_("It is written down, with its day."),
        back=reverse("coop:minimums", args=address(request)),
    )  # fmt: skip
    about = {"village": group.village, "key": key.value}
    return ask(request, form, question, work=work, about=about)


def _step(code: str) -> Step:
    if code not in checklist.BY_CODE:
        raise Http404
    return checklist.BY_CODE[code]


def _where(step: Step) -> str:
    told = {"source": step.source}
    if step.checked:
        return _("Where it stands: %(source)s") % told
    return _("%(source)s. Not compared with a law: check it with the Dinas.") % told


def _to_apply(request: VillageRequest) -> tuple[str, str]:
    return _("Write down who applies"), reverse("coop:apply", args=address(request))


def _back(request: VillageRequest) -> str:
    return reverse("coop:path", args=address(request))


def _may_record(request: VillageRequest, group: Group) -> bool:
    return request.acting.may(Permission.RECORD_WORK) and group.ended_on is None
