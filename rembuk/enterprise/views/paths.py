"""One member and what she can do; and how far the group has come."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.enterprise import paths, settlements, skills, things, trainings
from rembuk.enterprise.forms.people import ReachedForm, SkillsForm
from rembuk.enterprise.forms.things import WhyForm
from rembuk.enterprise.models import Leaving, Membership, Milestone, Reached
from rembuk.enterprise.views.places import told
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask


@requires(Permission.SEE_WORK)
@require_safe
def member_page(request: VillageRequest, membership_id: int) -> HttpResponse:
    """One member: what she can do, what she keeps, what she learned, and her settlement."""
    membership = member_of(request, membership_id)
    left = membership.left_on is not None
    may_record = request.acting.may(Permission.RECORD_WORK)
    context = {
        "group": membership.group,
        "membership": membership,
        "skills": skills.of(membership),
        "keepings": things.kept_by(membership),
        "learned": [(trainings.name_of(one), one) for one in trainings.learned_by(membership)],
        "left": left,
        "settlement": settlements.of(membership) if left and may_record else None,
        "may_record": may_record,
        "may_tell_business": (
            membership.left_why == Leaving.OWN_BUSINESS
            and membership.resident_id is not None
            and request.acting.may(Permission.RECORD_PEOPLE)
        ),
    }
    return render(request, "enterprise/member.html", context)


@requires(Permission.RECORD_WORK)
def record_skills(request: VillageRequest, membership_id: int) -> HttpResponse:
    """Record what a member can do."""
    membership = member_of(request, membership_id)
    now = [one.name for one in skills.of(membership)]
    offered = skills.offered(membership.group)
    form = SkillsForm(request.POST or None, offered=offered, initial={"names": now})

    def work(*, membership: Membership, names: list[str], more: list[str]) -> None:
        skills.record(membership=membership, names=[*names, *more], **told(request))

    question = Question(
        kind="enterprise.record_skills",
        title=_("What can %(name)s do?") % {"name": membership.name},
        done=_("It is recorded."),
        back=reverse("enterprise:member", args=address(request, membership.pk)),
    )
    return ask(request, form, question, work=work, about={"membership": membership})


@requires(Permission.SEE_WORK)
@require_safe
def path_page(request: VillageRequest) -> HttpResponse:
    """The five stages, what shows each, and what the members can do."""
    group = group_of(request)
    context = {
        "group": group,
        "standing": paths.standing(group),
        "skills": skills.counted(group),
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "enterprise/path.html", context)


@requires(Permission.RECORD_WORK)
def reach_stage(request: VillageRequest, milestone: str) -> HttpResponse:
    """Record that a stage is reached."""
    if milestone not in Milestone:
        raise Http404
    form = ReachedForm(
        request.POST or None, today=request.today, known=request.GET.get("known", ""),
        initial={"on": request.today},
    )  # fmt: skip

    def work(*, group: Group, milestone: str, on: date, **typed: Any) -> None:
        paths.reach(group=group, milestone=milestone, on=on, **typed, **told(request))

    question = Question(
        kind="enterprise.reach_stage",
        title=str(Milestone(milestone).label),
        done=_("It is recorded."),
        back=reverse("enterprise:path", args=address(request)),
    )
    about = {"group": group_of(request), "milestone": milestone}
    return ask(request, form, question, work=work, about=about)


@requires(Permission.RECORD_WORK)
def take_back_stage(request: VillageRequest, reached_id: int) -> HttpResponse:
    """Take back that a stage was reached."""
    mine = Reached.objects.of(request.village).filter(group=request.group)
    reached = get_object_or_404(mine.select_related("group"), pk=reached_id)

    def work(*, reached: Reached, why: str) -> None:
        paths.take_back(reached=reached, why=why, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="enterprise.take_back_stage",
        title=_("Take this stage back"),
        done=_("It is recorded."),
        back=reverse("enterprise:path", args=address(request)),
        lead=str(Milestone(reached.milestone).label),
    )
    form = WhyForm(request.POST or None)
    return ask(request, form, question, work=work, about={"reached": reached})


def member_of(request: VillageRequest, membership_id: int) -> Membership:
    """Return a membership of the group that the address names; who never was one has no page."""
    mine = Membership.objects.of(request.village).filter(group=request.group)
    known = mine.exclude(left_why=Leaving.MISTAKE).select_related("group", "resident")
    found = get_object_or_404(known, pk=membership_id)
    found.village = found.group.village = request.village
    return found
