"""Opening a meeting in the hall, and writing down who is there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rembuk.forum import attending, gathering, meetings
from rembuk.forum.forms import BackForm, SheetForm
from rembuk.forum.models import Attendance, Meeting, Plan
from rembuk.forum.views.meetings import meeting_in
from rembuk.forum.views.plans import plan_in, to_plan
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status


@requires(Permission.RECORD_WORK)
@require_POST
def open_meeting(request: VillageRequest, plan_id: int) -> HttpResponse:
    """Open a meeting that was called."""
    plan = plan_in(request, plan_id)

    def work(*, plan: Plan) -> dict[str, Any]:
        made = attending.open_meeting(
            plan=plan, by=actor_of(request), at=timezone.now(), today=request.today
        )
        return {"meeting": made.pk}

    done = _("The meeting is open. Write down who is there.")
    outcome = press(request, kind="forum.open", work=work, about={"plan": plan}, done=done)
    if outcome is None:
        return to_plan(request, plan.pk)
    return _to(request, plan.group_id, outcome.facts["meeting"])


@requires(Permission.RECORD_WORK)
def attendance_page(request: VillageRequest, meeting_id: int) -> HttpResponse:
    """Tap who is there; the code for the members' own phones; what was written by mistake."""
    meeting = meeting_in(request, meeting_id)
    form = SheetForm(request.POST or None, meeting=meeting)

    def work(*, meeting: Meeting, keys: list[str]) -> dict[str, Any]:
        by, at = actor_of(request), timezone.now()
        return {"count": attending.write_down(meeting=meeting, keys=keys, by=by, at=at)}

    if request.method == "POST":
        outcome = form.run(request, kind="forum.sheet", work=work, about={"meeting": meeting})
        if outcome:
            n = outcome.facts["count"]
            said = ngettext("%(n)s member is written down.", "%(n)s members are written down.", n)
            messages.success(request, said % {"n": n})
            return _to(request, meeting.group_id, meeting.pk)
    here = list(meetings.present_at(meeting))
    context = {
        "group": meeting.group, "meeting": meeting, "form": form, "present": here,
        "gathering": gathering.of(meeting, here),
        "come_url": _come_url(request, meeting),
    }  # fmt: skip
    return render(request, "forum/attendance.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def take_back_attendance(
    request: VillageRequest, meeting_id: int, attendance_id: int
) -> HttpResponse:
    """Take back that somebody was there."""
    meeting = meeting_in(request, meeting_id)
    mine = Attendance.objects.of(request.village).filter(meeting=meeting)
    attendance = get_object_or_404(mine, pk=attendance_id)
    form = BackForm(request.POST or None)

    def work(*, attendance: Attendance, why: str) -> None:
        by, at = actor_of(request), timezone.now()
        attending.take_back(attendance=attendance, why=why, by=by, at=at)

    about = {"attendance": attendance}
    if request.method == "POST" and form.run(
        request, kind="forum.attendance_back", work=work, about=about
    ):
        messages.success(request, _("Taken back. It stays visible with the reason."))
        return _to(request, meeting.group_id, meeting.pk)
    context = {"group": meeting.group, "meeting": meeting, "what": attendance.name, "form": form}
    return render(request, "forum/take_back.html", context, status=status(form))


def _come_url(request: VillageRequest, meeting: Meeting) -> str:
    if meeting.plan is None or meeting.held_on != request.today:
        return ""
    address = reverse("meets:come", args=[meeting.plan_id])
    return request.build_absolute_uri(f"{address}?code={meeting.plan.code}")


def _to(request: VillageRequest, group_id: int, meeting_id: int) -> HttpResponse:
    return redirect("forum:attendance", request.village.slug, group_id, meeting_id)
