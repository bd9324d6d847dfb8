"""Putting something to the vote, the votes of the hall, and how it ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.forum import gathering, meetings, voting
from rembuk.forum.forms import BackForm, HallForm, MotionForm
from rembuk.forum.models import Meeting, Motion
from rembuk.forum.views.meetings import meeting_in
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status


@requires(Permission.RECORD_WORK)
def put_to_vote(request: VillageRequest, meeting_id: int) -> HttpResponse:
    """Put something to the vote."""
    meeting = meeting_in(request, meeting_id)
    form = MotionForm(request.POST or None)

    def work(*, meeting: Meeting, **typed: Any) -> dict[str, Any]:
        made = voting.put(
            meeting=meeting, proposal=form.proposal(**typed), by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip
        return {"motion": made.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="forum.put", work=work, about={"meeting": meeting})
        if outcome:
            messages.success(request, _("The vote is open. Members see it in “My meetings”."))
            return _to(request, meeting, outcome.facts["motion"])
    context = {
        "group": meeting.group, "meeting": meeting, "form": form,
        "gathering": gathering.of(meeting, meetings.present_at(meeting)),
    }  # fmt: skip
    return render(request, "forum/put_to_vote.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_safe
def motion_page(request: VillageRequest, meeting_id: int, motion_id: int) -> HttpResponse:
    """One vote: until when, how many voted, and after closing how it ended."""
    motion = _motion(request, meeting_id, motion_id)
    now = timezone.now()
    voted = list(motion.voted.select_related("option").order_by("name", "pk"))
    context = {
        "group": motion.meeting.group, "meeting": motion.meeting, "motion": motion,
        "voted": voted, "members": len(voting.who_may(motion, today=request.today)),
        "closed": voting.is_closed(motion, at=now), "result": voting.result(motion, at=now),
        "may_record": request.acting.may(Permission.RECORD_WORK) and motion.is_in_force,
        "may_run": request.acting.may(Permission.RUN_GROUP) and motion.is_in_force,
    }  # fmt: skip
    return render(request, "forum/motion.html", context)


@requires(Permission.RECORD_WORK)
def votes_of_hall(request: VillageRequest, meeting_id: int, motion_id: int) -> HttpResponse:
    """Write down votes of the hall."""
    motion = _motion(request, meeting_id, motion_id)
    form = HallForm(request.POST or None, motion=motion, today=request.today)

    def work(*, motion: Motion, keys: list[str], **typed: Any) -> None:
        voting.vote_in_hall(
            motion=motion, counts=form.counts(keys, typed), keys=keys, by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="forum.hall", work=work, about={"motion": motion}
    ):
        messages.success(request, _("The votes of the hall are written down."))
        return _to(request, motion.meeting, motion.pk)
    context = {
        "group": motion.meeting.group, "meeting": motion.meeting, "motion": motion, "form": form
    }  # fmt: skip
    return render(request, "forum/votes_of_hall.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def take_back_motion(request: VillageRequest, meeting_id: int, motion_id: int) -> HttpResponse:
    """Take a vote back that was put wrongly."""
    motion = _motion(request, meeting_id, motion_id)
    form = BackForm(request.POST or None)

    def work(*, motion: Motion, why: str) -> None:
        voting.take_back(motion=motion, why=why, by=actor_of(request), at=timezone.now())

    if request.method == "POST" and form.run(
        request, kind="forum.motion_back", work=work, about={"motion": motion}
    ):
        messages.success(request, _("Taken back. It stays visible with the reason."))
        return _to(request, motion.meeting, motion.pk)
    context = {
        "group": motion.meeting.group, "meeting": motion.meeting, "what": motion.text, "form": form
    }  # fmt: skip
    return render(request, "forum/take_back.html", context, status=status(form))


def _motion(request: VillageRequest, meeting_id: int, motion_id: int) -> Motion:
    meeting = meeting_in(request, meeting_id)
    motion = get_object_or_404(voting.of(meeting), pk=motion_id)
    motion.meeting, motion.village = meeting, request.village
    return motion


def _to(request: VillageRequest, meeting: Meeting, motion_id: int) -> HttpResponse:
    where = [request.village.slug, meeting.group_id, meeting.pk, motion_id]
    return redirect("forum:motion", *where)
