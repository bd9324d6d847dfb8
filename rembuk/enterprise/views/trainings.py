"""What the group learned, whether it is used, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.enterprise import needs, trainings
from rembuk.enterprise.forms import trainings as forms
from rembuk.enterprise.forms.things import WhyForm
from rembuk.enterprise.models import Need, Training
from rembuk.enterprise.models.trainings import FOLLOWED_AFTER
from rembuk.enterprise.views.places import told
from rembuk.forum import resolutions
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask


@requires(Permission.SEE_WORK)
@require_safe
def trainings_page(request: VillageRequest) -> HttpResponse:
    """What the group learned, and what is missing."""
    group = group_of(request)
    context = {
        "group": group,
        "trainings": [(one, _last(one)) for one in trainings.of(group)],
        "needs": needs.of(group),
        "may_record": request.acting.may(Permission.RECORD_WORK),
        "may_decide": request.acting.may(Permission.RUN_GROUP),
    }
    return render(request, "enterprise/trainings.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def training_page(request: VillageRequest, training_id: int) -> HttpResponse:
    """One training: who came, whether it is used, what is missing."""
    training = _training(request, training_id)
    context = {
        "group": training.group,
        "training": training,
        "answers": trainings.last_answers(training),
        "needs": list(training.needs.order_by("-pk")),
        "may_record": request.acting.may(Permission.RECORD_WORK),
        "may_decide": request.acting.may(Permission.RUN_GROUP),
    }
    return render(request, "enterprise/training.html", context)


@requires(Permission.RECORD_WORK)
def add_training(request: VillageRequest) -> HttpResponse:
    """Record a training and who came."""
    form = forms.TrainingForm(
        request.POST or None, group=group_of(request), today=request.today,
        known=request.GET.get("known", ""), initial={"held_on": request.today},
    )  # fmt: skip

    def work(*, group: Group, came: Any = (), **typed: Any) -> None:
        facts = trainings.Facts(**typed)
        trainings.record(group=group, facts=facts, came=came, **told(request))

    question = _question(request, kind="add_training", title=_("New training"))
    return ask(request, form, question, work=work, about={"group": group_of(request)})


@requires(Permission.RECORD_WORK)
def answer_training(request: VillageRequest, training_id: int) -> HttpResponse:
    """Record whether what was learned is used."""
    training = _training(request, training_id)
    due = trainings.due(training, on=request.today)
    initial = {"after_days": due.after_days if due else FOLLOWED_AFTER[0]}
    form = forms.AnswerForm(request.POST or None, today=request.today, initial=initial)

    def work(*, training: Training, **typed: Any) -> None:
        trainings.answer(training=training, answer=trainings.Answer(**typed), **told(request))

    title = _("Is it used: %(what)s?") % {"what": trainings.name_of(training)}
    asked = _question(request, kind="answer_training", title=title, training=training)
    lessons = reverse("enterprise:lessons", args=address(request))
    question = replace(
        asked, aside=(_("Not sure any more? Small lessons on selling online"), lessons)
    )
    return ask(request, form, question, work=work, about={"training": training})


@requires(Permission.RECORD_WORK)
def take_back_training(request: VillageRequest, training_id: int) -> HttpResponse:
    """Take back a training recorded by mistake."""
    training = _training(request, training_id)
    form = WhyForm(request.POST or None)

    def work(*, training: Training, why: str) -> None:
        trainings.take_back(training=training, why=why, by=actor_of(request), at=timezone.now())

    question = _question(
        request, kind="take_back_training", title=_("Take this training back"),
        lead=trainings.name_of(training),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"training": training})


@requires(Permission.RECORD_WORK)
def add_need(request: VillageRequest) -> HttpResponse:
    """Record that something is missing."""
    form = forms.NeedForm(request.POST or None)

    def work(*, group: Group, **typed: Any) -> None:
        needs.record(
            group=group, facts=needs.Facts(**typed), by=actor_of(request), at=timezone.now()
        )

    question = _question(request, kind="add_need", title=_("Something is missing"))
    return ask(request, form, question, work=work, about={"group": group_of(request)})


@requires(Permission.RECORD_WORK)
def add_training_need(request: VillageRequest, training_id: int) -> HttpResponse:
    """Record what is missing for using what was learned."""
    training = _training(request, training_id)
    form = forms.NeedForm(request.POST or None)

    def work(*, training: Training, **typed: Any) -> None:
        needs.record(
            group=training.group, facts=needs.Facts(**typed), training=training,
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip

    question = _question(
        request, kind="add_training_need", title=_("Something is missing"), training=training,
        lead=trainings.name_of(training),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"training": training})


@requires(Permission.RUN_GROUP)
def decide_need(request: VillageRequest, need_id: int) -> HttpResponse:
    """Record what the group decided about what is missing."""
    mine = Need.objects.of(request.village).filter(group=request.group)
    need = get_object_or_404(mine.select_related("group"), pk=need_id)
    form = forms.DecideForm(
        request.POST or None, today=request.today, resolutions=list(resolutions.every(need.group))
    )

    def work(*, need: Need, decision: str, on: date, words: str, resolution: str = "") -> None:
        verdict = needs.Verdict(decision, on, words, resolution=form.chosen(resolution))
        needs.decide(need=need, verdict=verdict, **told(request))

    title = _("What was decided: %(what)s?") % {"what": need.what}
    question = _question(request, kind="decide_need", title=title)
    return ask(request, form, question, work=work, about={"need": need})


def _training(request: VillageRequest, training_id: int) -> Training:
    return get_object_or_404(trainings.of(group_of(request)), pk=training_id)


def _last(training: Training) -> str:
    """What was said last about whether it is used, in words."""
    said = trainings.last_answers(training)
    return str(said[-1].get_in_use_display()) if said else ""


def _question(
    request: VillageRequest, *, kind: str, title: str, training: Training | None = None,
    lead: str = "",
) -> Question:  # fmt: skip
    more = [training.pk] if training else []
    name = "enterprise:training" if training else "enterprise:trainings"
    return Question(
        kind=f"enterprise.{kind}",
        title=title,
        done=_("It is recorded."),
        back=reverse(name, args=address(request, *more)),
        lead=lead,
    )
