"""Meetings of a group: the list, one meeting, a new one, and what it agreed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.forum import gathering, meetings, minutes, planning, resolutions, voting
from rembuk.forum.forms import BackForm, DecisionForm, MeetingForm
from rembuk.forum.models import Meeting, Resolution
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web import paper
from rembuk.web.forms import status


@requires(Permission.SEE_WORK)
@require_safe
def meetings_page(request: VillageRequest) -> HttpResponse:
    """When the group met and what it agreed."""
    group = group_of(request)
    context = {
        "group": group,
        "meetings": meetings.of(group),
        "plans": planning.to_come(group, today=request.today),
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "forum/meetings.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def meeting_page(request: VillageRequest, meeting_id: int) -> HttpResponse:
    """One meeting: who was there, what was agreed, who did not agree. It can be printed."""
    meeting = meeting_in(request, meeting_id)
    present = list(meetings.present_at(meeting))
    agreed = meeting.resolutions.select_related("taken_back_by").prefetch_related("dissents")
    context = {
        "group": meeting.group,
        "meeting": meeting,
        "present": present,
        "gathering": gathering.of(meeting, present),
        "resolutions": agreed.order_by("number", "pk"),
        "motions": voting.of(meeting),
        "now": timezone.now(),
        "may_record": request.acting.may(Permission.RECORD_WORK) and meeting.is_in_force,
    }
    return render(request, "forum/meeting.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def minutes_pdf(request: VillageRequest, meeting_id: int) -> HttpResponse:
    """The minutes; whoever writes them down gets the list of names too."""
    meeting = meeting_in(request, meeting_id)
    with_names = request.acting.may(Permission.RECORD_WORK)
    made = minutes.printed(meeting, at=timezone.now(), with_names=with_names)
    return as_pdf(made, f"notulen-{meeting.held_on}")


@requires(Permission.RECORD_WORK)
def record_meeting(request: VillageRequest) -> HttpResponse:
    """Record that the group met."""
    form = MeetingForm(request.POST or None, group=group_of(request), today=request.today)

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        made = meetings.record(
            group=group, facts=form.facts(**typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"meeting": made.pk}

    if request.method == "POST":
        about = {"group": group_of(request)}
        outcome = form.run(request, kind="forum.record_meeting", work=work, about=about)
        if outcome:
            messages.success(request, _("The meeting is recorded. Write what was agreed."))
            return to_meeting(request, outcome.facts["meeting"])
    context = {"group": group_of(request), "form": form}
    return render(request, "forum/record_meeting.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def agree(request: VillageRequest, meeting_id: int) -> HttpResponse:
    """Record what the meeting agreed."""
    meeting = meeting_in(request, meeting_id)
    form = DecisionForm(request.POST or None, meeting=meeting)

    def work(*, meeting: Meeting, text: str, **against: Any) -> None:
        resolutions.agree(
            meeting=meeting, text=text, against=form.dissents(**against), by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip

    about = {"meeting": meeting}
    if request.method == "POST" and form.run(request, kind="forum.agree", work=work, about=about):
        messages.success(request, _("The decision is recorded."))
        return to_meeting(request, meeting.pk)
    context = {"group": meeting.group, "meeting": meeting, "form": form}
    return render(request, "forum/agree.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def take_back_meeting(request: VillageRequest, meeting_id: int) -> HttpResponse:
    """Take a meeting back that never was."""
    meeting = meeting_in(request, meeting_id)
    form = BackForm(request.POST or None)

    def work(*, meeting: Meeting, why: str) -> None:
        meetings.take_back(meeting=meeting, why=why, by=actor_of(request), at=timezone.now())

    about = {"meeting": meeting}
    if request.method == "POST" and form.run(
        request, kind="forum.take_back_meeting", work=work, about=about
    ):
        messages.success(request, _("Taken back. It stays visible with the reason."))
        return redirect("forum:meetings", request.village.slug, meeting.group_id)
    context = {"group": meeting.group, "meeting": meeting, "what": meeting.about, "form": form}
    return render(request, "forum/take_back.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def take_back_decision(request: VillageRequest, resolution_id: int) -> HttpResponse:
    """Take a decision back."""
    mine = Resolution.objects.of(request.village).filter(meeting__group=request.group)
    resolution = get_object_or_404(mine.select_related("meeting__group"), pk=resolution_id)
    form = BackForm(request.POST or None)

    def work(*, resolution: Resolution, why: str) -> None:
        resolutions.take_back(
            resolution=resolution, why=why, by=actor_of(request), at=timezone.now()
        )

    about = {"resolution": resolution}
    if request.method == "POST" and form.run(
        request, kind="forum.take_back_decision", work=work, about=about
    ):
        messages.success(request, _("Taken back. It stays visible with the reason."))
        return to_meeting(request, resolution.meeting_id)
    meeting = resolution.meeting
    context = {"group": meeting.group, "meeting": meeting, "what": resolution.text, "form": form}
    return render(request, "forum/take_back.html", context, status=status(form))


def meeting_in(request: VillageRequest, meeting_id: int) -> Meeting:
    """Return a meeting of the group in the address."""
    mine = Meeting.objects.of(request.village).filter(group=request.group)
    meeting = get_object_or_404(mine.select_related("taken_back_by", "plan"), pk=meeting_id)
    meeting.group, meeting.village = group_of(request), request.village  # the door has read both
    return meeting


def to_meeting(request: VillageRequest, meeting_id: int) -> HttpResponse:
    """Go to the page of a meeting that was held."""
    return redirect("forum:meeting", request.village.slug, group_of(request).pk, meeting_id)


def as_pdf(made: bytes, name: str) -> HttpResponse:
    """Hand a paper out to be read in the browser."""
    answer = HttpResponse(made, content_type=paper.PDF)
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
