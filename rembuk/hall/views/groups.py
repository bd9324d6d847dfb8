"""Groups: who leads them, when they began, when and why they ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.hall import forms
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web import grouplinks
from rembuk.web.forms import status


@requires(Permission.SEE_GROUP)
@require_safe
def groups_page(request: VillageRequest) -> HttpResponse:
    """The groups that the office may open, each with its officers."""
    seen = list(groups.seen_by(request.acting, request.village))
    officers = groups.officers_by_group(seen, on=request.today)
    context = {
        "groups": [(group, officers.get(group.pk, [])) for group in seen],
        "may_change": request.acting.may(Permission.CHANGE_VILLAGE),
    }
    return render(request, "hall/groups.html", context)


@requires(Permission.SEE_GROUP)
@require_safe
def group_page(request: VillageRequest) -> HttpResponse:
    """One group. `group_id` in the address became request.group at the door."""
    assert request.group is not None
    context = {
        "group": request.group,
        "officers": groups.officers_of(request.group, on=request.today),
        "links": grouplinks.links_for(request, request.group),
        "may_end": request.acting.may(Permission.CHANGE_VILLAGE) and not request.group.ended_on,
    }
    return render(request, "hall/group.html", context)


@requires(Permission.CHANGE_VILLAGE)
def start_group(request: VillageRequest) -> HttpResponse:
    """Begin a group."""
    form = forms.StartGroupForm(
        request.POST or None, today=request.today, known=request.GET.get("known", "")
    )

    def work(**typed: Any) -> dict[str, Any]:
        by, at = actor_of(request), timezone.now()
        return {"group": groups.start_group(village=request.village, by=by, at=at, **typed).pk}

    if request.method == "POST":
        outcome = form.run(request, kind="group.start", work=work)
        if outcome:
            messages.success(request, _("The group is recorded."))
            return redirect("hall:group", request.village.slug, outcome.facts["group"])
    return render(request, "hall/start_group.html", {"form": form}, status=status(form))


@requires(Permission.CHANGE_VILLAGE)
def end_group(request: VillageRequest) -> HttpResponse:
    """End a group, with its offices."""
    group = request.group
    assert group is not None
    form = forms.EndGroupForm(request.POST or None, today=request.today)

    def work(*, group: Group, ended_on: date, reason: str) -> None:
        groups.end_group(
            group=group, ended_on=ended_on, reason=reason, by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip

    about = {"group": group}
    if request.method == "POST" and form.run(request, kind="group.end", work=work, about=about):
        messages.success(request, _("The end of the group is recorded."))
        return redirect("hall:group", request.village.slug, group.pk)
    context = {"form": form, "group": group}
    return render(request, "hall/end_group.html", context, status=status(form))
