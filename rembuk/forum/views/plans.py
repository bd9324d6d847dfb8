"""Meetings to come: calling one, inviting, its calendar, calling it off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rembuk.forum import inviting, letters, notice, planning, preparing
from rembuk.forum.forms import BackForm, DoneForm, PlanForm, SecondCallForm
from rembuk.forum.models import Plan, TaskDone
from rembuk.forum.views.meetings import as_pdf
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status


@requires(Permission.SEE_TODAY)
@require_safe
def to_my_meetings(request: VillageRequest) -> HttpResponse:
    """Go from the village's pages to what one is invited to."""
    return redirect("meets:mine")


@requires(Permission.RECORD_WORK)
@require_safe
def begin_plan(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to calling a meeting of one's own group."""
    group = groups.seen_by(request.acting, request.village).filter(ended_on=None).first()
    if group is None:
        raise Http404
    return redirect("forum:call_meeting", request.village.slug, group.pk)


@requires(Permission.SEE_WORK)
@require_safe
def plan_page(request: VillageRequest, plan_id: int) -> HttpResponse:
    """One meeting to come: when, where, what about, who comes, who owes what by when."""
    plan = plan_in(request, plan_id)
    invitations = list(inviting.of(plan))
    by, asked = actor_of(request), notice.of_plan(plan)
    may_record = request.acting.may(Permission.RECORD_WORK) and plan.is_in_force
    context = {
        "group": plan.group, "plan": plan, "agenda": plan.agenda.order_by("number"),
        "pairs": letters.when_and_where(plan), "remarks": letters.remarks(plan, asked),
        "notice": asked, "last_day": asked.latest(plan.meets_on),
        "due": asked.annual_deadline(plan.year) if plan.year else None,
        "invited": len(invitations), "answers": inviting.counted(invitations),
        "calendar": [
            (line, preparing.may_mark(line.task, by) and plan.is_in_force)
            for line in preparing.lines_of(
                plan, today=request.today, asked=asked, invited=invitations
            )
        ],
        "may_record": may_record, "may_run": request.acting.may(Permission.RUN_GROUP),
        "meeting": plan.opened if plan.meets_on <= request.today else None, "today": request.today,
        "is_over": plan.meets_on < request.today, "form": key(),
    }  # fmt: skip
    return render(request, "forum/plan.html", context)


@requires(Permission.RECORD_WORK)
def call_meeting(request: VillageRequest) -> HttpResponse:
    """Call a meeting."""
    group = group_of(request)
    form = PlanForm(request.POST or None, group=group, today=request.today)

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        made = planning.call(
            group=group, called=form.called(**typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"plan": made.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="forum.call", work=work, about={"group": group})
        if outcome:
            messages.success(request, _("The meeting is called. Now invite every member."))
            return to_plan(request, outcome.facts["plan"])
    context = {"group": group, "form": form, "notice": form.asked}
    return render(request, "forum/call_meeting.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def call_second(request: VillageRequest, plan_id: int) -> HttpResponse:
    """Call a meeting a second time, because too few came."""
    first = plan_in(request, plan_id)
    form = SecondCallForm(
        request.POST or None, first=first, group=first.group, today=request.today
    )  # fmt: skip

    def work(*, first: Plan, **typed: Any) -> dict[str, Any]:
        made = planning.call(
            group=first.group, called=form.second(**typed), by=actor_of(request),
            at=timezone.now(), today=request.today, second_of=first,
        )  # fmt: skip
        return {"plan": made.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="forum.call_second", work=work, about={"first": first})
        if outcome:
            messages.success(request, _("The second call is made. Now invite every member."))
            return to_plan(request, outcome.facts["plan"])
    context = {"group": first.group, "form": form, "first": first}
    return render(request, "forum/call_meeting.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_POST
def invite(request: VillageRequest, plan_id: int) -> HttpResponse:
    """Write an invitation for every member who has none."""
    plan = plan_in(request, plan_id)

    def work(*, plan: Plan) -> dict[str, Any]:
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        return {"count": inviting.invite(plan=plan, today=request.today, **told)}

    outcome = press(request, kind="forum.invite", work=work, about={"plan": plan})
    if outcome is None:
        return to_plan(request, plan.pk)
    n = outcome.facts["count"]
    said = ngettext("%(n)s member is invited.", "%(n)s members are invited.", n)
    messages.success(request, said % {"n": n})
    return redirect("forum:invitations", request.village.slug, plan.group_id, plan.pk)


@requires(Permission.RECORD_WORK)
@require_safe
def invitations_page(request: VillageRequest, plan_id: int) -> HttpResponse:
    """Everybody who is invited, with one tap for WhatsApp, and who gets a letter."""
    plan = plan_in(request, plan_id)
    reminds = "remind" in request.GET
    link = request.build_absolute_uri(reverse("meets:meeting", args=[plan.pk]))
    rows = inviting.told(
        plan, list(inviting.of(plan)), link=link, sender=request.user.name, today=request.today,
        template=inviting.REMINDER if reminds else inviting.INVITATION,
    )  # fmt: skip
    context = {
        "group": plan.group, "plan": plan, "reminds": reminds,
        "by_phone": [one for one in rows if one.whatsapp],
        "on_paper": [one for one in rows if not one.whatsapp],
    }  # fmt: skip
    return render(request, "forum/invitations.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def invitation_pdf(request: VillageRequest, plan_id: int) -> HttpResponse:
    """The letter, with the names of those who get it by hand for who may write invitations."""
    plan = plan_in(request, plan_id)
    names: list[str] = []
    if request.acting.may(Permission.RECORD_WORK):
        rows = inviting.told(
            plan, list(inviting.of(plan)), template=inviting.INVITATION, link="", sender="",
            today=request.today,
        )  # fmt: skip
        names = [one.invitation.name for one in rows if not one.whatsapp]
    made = letters.invitation(plan, names=names, at=timezone.now())
    return as_pdf(made, f"undangan-{plan.meets_on}")


@requires(Permission.RUN_GROUP)
def call_off(request: VillageRequest, plan_id: int) -> HttpResponse:
    """Call a meeting off."""
    plan = plan_in(request, plan_id)
    form = BackForm(request.POST or None)

    def work(*, plan: Plan, why: str) -> None:
        planning.call_off(plan=plan, why=why, by=actor_of(request), at=timezone.now())

    if request.method == "POST" and form.run(
        request, kind="forum.call_off", work=work, about={"plan": plan}
    ):
        messages.success(request, _("The meeting is called off. Everybody invited reads why."))
        return to_plan(request, plan.pk)
    context = {"group": plan.group, "plan": plan, "what": plan.about, "form": form}
    return render(request, "forum/take_back.html", context, status=status(form))


@requires(Permission.SEE_WORK)
def mark_task(request: VillageRequest, plan_id: int, task_code: str) -> HttpResponse:
    """Say that something before or after the meeting was done."""
    plan = plan_in(request, plan_id)
    task = next((one for one in preparing.tasks_of(plan) if one.code == task_code), None)
    if task is None or not task.marked:
        raise Http404
    form = DoneForm(request.POST or None, today=request.today)

    def work(*, plan: Plan, task: str, **typed: Any) -> None:
        by, at = actor_of(request), timezone.now()
        preparing.mark(plan=plan, code=task, by=by, at=at, today=request.today, **typed)

    about = {"plan": plan, "task": task_code}
    if request.method == "POST" and form.run(request, kind="forum.task", work=work, about=about):
        messages.success(request, _("Marked as done. Every member sees it."))
        return to_plan(request, plan.pk)
    context = {"group": plan.group, "plan": plan, "task": task, "form": form}
    return render(request, "forum/mark_task.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def take_back_task(request: VillageRequest, plan_id: int, task_done_id: int) -> HttpResponse:
    """Take a mark back."""
    plan = plan_in(request, plan_id)
    mine = TaskDone.objects.of(request.village).filter(plan=plan)
    done = get_object_or_404(mine, pk=task_done_id)
    form = BackForm(request.POST or None)

    def work(*, done: TaskDone, why: str) -> None:
        preparing.take_back(done=done, why=why, by=actor_of(request), at=timezone.now())

    about = {"done": done}
    if request.method == "POST" and form.run(
        request, kind="forum.take_back_task", work=work, about=about
    ):
        messages.success(request, _("Taken back. It stays visible with the reason."))
        return to_plan(request, plan.pk)
    label = next(one.label for one in preparing.tasks_of(plan) if one.code == done.task)
    context = {"group": plan.group, "plan": plan, "what": label, "form": form}
    return render(request, "forum/take_back.html", context, status=status(form))


def plan_in(request: VillageRequest, plan_id: int) -> Plan:
    """Return a meeting of the group in the address."""
    mine = Plan.objects.of(request.village).filter(group=request.group)
    plan = get_object_or_404(mine.select_related("taken_back_by", "second_of"), pk=plan_id)
    plan.group, plan.village = group_of(request), request.village  # the door has read both
    return plan


def to_plan(request: VillageRequest, plan_id: int) -> HttpResponse:
    """Go to the page of a meeting."""
    return redirect("forum:plan", request.village.slug, group_of(request).pk, plan_id)
