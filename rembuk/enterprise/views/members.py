"""The members of a group: who is one, who joins, who leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.enterprise import members
from rembuk.enterprise.forms.members import JoinForm, LeaveForm
from rembuk.enterprise.models import Leaving, Membership
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office, Permission
from rembuk.web.forms import press, status
from rembuk.web.undo import offer_undo
from rembuk.web.views import address


@requires(Permission.SEE_GROUP)
@require_safe
def members_page(request: VillageRequest) -> HttpResponse:
    """Who belongs to the group, and who did."""
    context = {
        "group": group_of(request),
        "standing": members.standing(group_of(request), on=request.today),
        "may_record": request.acting.may(Permission.RECORD_MEMBERS),
        "may_see_work": request.acting.may(Permission.SEE_WORK),
        # Why somebody left is hers and the officers', not every member's.
        "may_read_why": request.acting.office != Office.GROUP_MEMBER,
    }
    return render(request, "enterprise/members.html", context)


@requires(Permission.RECORD_MEMBERS)
def join(request: VillageRequest) -> HttpResponse:
    """Record a new member."""
    group = group_of(request)
    form = JoinForm(
        request.POST or None, village=request.village, today=request.today,
        known=request.GET.get("known", ""), initial={"joined_on": request.today},
    )  # fmt: skip

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        joined = members.join(
            group=group, joining=form.joining(**typed), by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip
        return {"name": joined.name}

    if request.method == "POST":
        outcome = form.run(request, kind="enterprise.join", work=work, about={"group": group})
        if outcome:
            told = _("%(name)s is recorded as a member.") % {"name": outcome.facts["name"]}
            messages.success(request, told)
            return _back(request)
    context = {"group": group, "form": form}
    return render(request, "enterprise/join.html", context, status=status(form))


@requires(Permission.RECORD_MEMBERS)
def leave(request: VillageRequest, membership_id: int) -> HttpResponse:
    """Record that a member left."""
    membership = _membership(request, membership_id)
    form = LeaveForm(request.POST or None, today=request.today)

    def work(*, membership: Membership, left_why: str, left_note: str, left_on: date) -> None:
        members.leave(
            membership=membership, left_on=left_on, why=left_why, note=left_note,
            by=actor_of(request), at=timezone.now(), today=request.today,
        )  # fmt: skip

    about = {"membership": membership}
    if request.method == "POST" and form.run(
        request, kind="enterprise.leave", work=work, about=about
    ):
        url = reverse("enterprise:take_back_leaving", args=address(request, membership.pk))
        told = _("It is recorded that %(name)s left.") % {"name": membership.name}
        offer_undo(request, done=told, url=url)
        was_one = form.cleaned_data["left_why"] != Leaving.MISTAKE
        if not (was_one and request.acting.may(Permission.RECORD_WORK)):
            return _back(request)
        return redirect("enterprise:member", *address(request, membership.pk))
    context = {"group": membership.group, "membership": membership, "form": form}
    return render(request, "enterprise/leave.html", context, status=status(form))


@requires(Permission.RECORD_MEMBERS)
@require_POST
def take_back_leaving(request: VillageRequest, membership_id: int) -> HttpResponse:
    """Take back that a member left."""
    membership = _membership(request, membership_id)

    def work(*, membership: Membership) -> None:
        members.take_back_leaving(membership=membership, by=actor_of(request), at=timezone.now())

    told = _("%(name)s stays a member.") % {"name": membership.name}
    about = {"membership": membership}
    press(request, kind="enterprise.take_back_leaving", work=work, about=about, done=told)
    return _back(request)


def _membership(request: VillageRequest, membership_id: int) -> Membership:
    mine = Membership.objects.of(request.village).filter(group=request.group)
    return get_object_or_404(mine.select_related("group"), pk=membership_id)


def _back(request: VillageRequest) -> HttpResponse:
    return redirect("enterprise:members", *address(request))
