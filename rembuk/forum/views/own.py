"""Rapat saya: what a member is invited to, here and abroad, and what is due in her groups."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.cash import sheets
from rembuk.forum import inviting, letters, notice, planning, preparing
from rembuk.forum.forms import AnswerForm
from rembuk.forum.models import Invitation, Plan
from rembuk.people import merging
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.villages.access import SignedInRequest
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.web.forms import status

SHOWN = 30


@about_me
@require_safe
def my_meetings(request: SignedInRequest, who: Resident) -> HttpResponse:
    """Every meeting somebody is invited to, the newest first."""
    context = {"invitations": inviting.mine(who)[:SHOWN], "today": timezone.localdate()}
    return render(request, "forum/mine/meetings.html", context)


@about_me
@require_safe
def my_group(request: SignedInRequest, who: Resident, own_group_id: int) -> HttpResponse:
    """The meetings to come of a group one belongs to, each with its calendar."""
    group = get_object_or_404(Group.objects.of(who.village), pk=own_group_id)
    group.village = who.village
    today = timezone.localdate()
    if not _belongs(group, who):
        raise Http404
    plans = list(planning.to_come(group, today=today)[:SHOWN])
    for one in plans:
        one.group, one.village = group, who.village
    told = [(one, preparing.lines_of(one, today=today)) for one in plans]
    return render(request, "forum/mine/group.html", {"group": group, "plans": told})


@about_me
def my_meeting(request: SignedInRequest, who: Resident, plan_id: int) -> HttpResponse:
    """One meeting: when, where, what about, and whether she comes."""
    plan, invitation = plan_for(who, plan_id)
    today, by = timezone.localdate(), Actor(user=request.user)
    form, asked = AnswerForm(request.POST or None), notice.of_plan(plan)

    def work(*, invitation: Invitation, answer: str) -> None:
        at = timezone.now()
        inviting.answer(invitation=invitation, answer=answer, by=by, at=at, today=today)

    if request.method == "POST" and invitation is not None and form.run(
        request, kind="forum.answer", work=work, about={"invitation": invitation},
        village=who.village, by=by,
    ):  # fmt: skip
        return redirect(f"{reverse('meets:meeting', args=[plan.pk])}?told=1")
    context: dict[str, Any] = {
        "group": plan.group, "plan": plan, "invitation": invitation, "form": form,
        "agenda": plan.agenda.order_by("number"), "pairs": letters.when_and_where(plan),
        "remarks": letters.remarks(plan, asked), "told": "told" in request.GET,
        "calendar": preparing.lines_of(plan, today=today, asked=asked),
        "may_answer": invitation is not None and plan.is_in_force and plan.meets_on >= today,
    }  # fmt: skip
    return render(request, "forum/mine/meeting.html", context, status=status(form))


def plan_for(who: Resident, plan_id: int) -> tuple[Plan, Invitation | None]:
    """Return a meeting she is invited to, or of a group she belongs to; else 404."""
    invitation = inviting.mine(who).filter(plan=plan_id).first()
    if invitation is not None:
        plan = invitation.plan
    else:
        rows = Plan.objects.of(who.village).select_related("group", "taken_back_by")
        plan = get_object_or_404(rows, pk=plan_id)
    plan.village = plan.group.village = who.village
    if invitation is None and not _belongs(plan.group, who):
        raise Http404
    return plan, invitation


def _belongs(group: Group, who: Resident) -> bool:
    ids = set(merging.ids_of(who))
    people = sheets.members_of(group, on=timezone.localdate()).people
    return any(one.resident_id in ids for one in people)
