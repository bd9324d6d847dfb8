"""Rapat saya: what a member is invited to, here and abroad, and what is due in her groups."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.cash import sheets
from rembuk.forum import (
    attending,
    gathering,
    inviting,
    letters,
    meetings,
    minutes,
    notice,
    planning,
    preparing,
    voting,
)
from rembuk.forum.forms import AnswerForm, ComeForm, VoteForm
from rembuk.forum.models import Invitation, Meeting, Motion, Plan
from rembuk.forum.views.meetings import as_pdf
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
        **_live(request, plan, who),
        "group": plan.group, "plan": plan, "invitation": invitation, "form": form,
        "agenda": plan.agenda.order_by("number"), "pairs": letters.when_and_where(plan),
        "remarks": letters.remarks(plan, asked), "told": "told" in request.GET,
        "calendar": preparing.lines_of(plan, today=today, asked=asked),
        "may_answer": invitation is not None and plan.is_in_force and plan.meets_on >= today,
    }  # fmt: skip
    return render(request, "forum/mine/meeting.html", context, status=status(form))


@about_me
def come(request: SignedInRequest, who: Resident, plan_id: int) -> HttpResponse:
    """Say that one is there: with the code of the hall, or online."""
    plan, _invitation = plan_for(who, plan_id)
    meeting = plan.opened
    if meeting is None:
        return redirect("meets:meeting", plan.pk)
    form = ComeForm(request.POST or None, initial={"code_of_hall": request.GET.get("code", "")})
    by = Actor(user=request.user)

    def work(*, meeting: Meeting, how: str, code_of_hall: str) -> None:
        attending.come(
            meeting=meeting, who=who, how=how, code=code_of_hall, at=timezone.now(),
            today=timezone.localdate(),
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="forum.come", work=work, about={"meeting": meeting}, village=who.village,
        by=by,
    ):  # fmt: skip
        return redirect(f"{reverse('meets:meeting', args=[plan.pk])}?here=1")
    context = {"plan": plan, "group": plan.group, "form": form}
    return render(request, "forum/mine/come.html", context, status=status(form))


@about_me
@require_safe
def my_minutes(request: SignedInRequest, who: Resident, plan_id: int) -> HttpResponse:
    """The minutes, without the list of names."""
    plan, _invitation = plan_for(who, plan_id)
    if plan.opened is None:
        raise Http404
    made = minutes.printed(plan.opened, at=timezone.now(), with_names=False)
    return as_pdf(made, f"notulen-{plan.meets_on}")


@about_me
def my_vote(
    request: SignedInRequest, who: Resident, plan_id: int, motion_id: int
) -> HttpResponse:  # fmt: skip
    """Vote, here or abroad. What she chose is no part of what makes two sendings the same."""
    plan, _invitation = plan_for(who, plan_id)
    meeting = plan.opened
    motion = get_object_or_404(voting.of(meeting), pk=motion_id) if meeting else None
    if motion is None or meeting is None:
        raise Http404
    motion.meeting, motion.village = meeting, who.village
    form, by = VoteForm(request.POST or None, motion=motion), Actor(user=request.user)

    def work(*, motion: Motion) -> None:
        at, today = timezone.now(), timezone.localdate()
        voting.vote(motion=motion, option=option, who=who, at=at, today=today)

    if request.method == "POST" and form.is_valid():
        option = form.options[form.cleaned_data.pop("secret_choice")]
        if form.run(
            request, kind="forum.vote", work=work, about={"motion": motion}, village=who.village,
            by=by,
        ):  # fmt: skip
            return redirect("meets:vote", plan.pk, motion.pk)
    now = timezone.now()
    context = {
        "plan": plan, "group": plan.group, "motion": motion, "form": form, "home": who.village,
        "has_voted": voting.has_voted(motion, who), "closed": voting.is_closed(motion, at=now),
        "result": voting.result(motion, at=now) if motion.is_in_force else None,
    }  # fmt: skip
    return render(request, "forum/mine/vote.html", context, status=status(form))


def _live(request: SignedInRequest, plan: Plan, who: Resident) -> dict[str, Any]:
    """Return what a member sees of a meeting that was opened: whether she is there, and enough."""
    meeting = plan.opened if plan.meets_on <= timezone.localdate() else None
    if meeting is None:
        return {"meeting": None, "motions": []}
    here = list(meetings.present_at(meeting))
    ids = set(merging.ids_of(who))
    return {
        "meeting": meeting,
        "gathering": gathering.of(meeting, here),
        "is_there": any(one.resident_id in ids for one in here),
        "motions": voting.of(meeting),
        "now": timezone.now(),
        "village": plan.village,
        "may_come": meeting.held_on == timezone.localdate(),
        "arrived": "here" in request.GET,
    }


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
