"""Groups: who leads them, what they live on, when they began, when and why they ended."""

from __future__ import annotations

from dataclasses import replace
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
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web import grouplinks
from rembuk.web.forms import status


@requires(Permission.SEE_GROUP)
@require_safe
def groups_page(request: VillageRequest) -> HttpResponse:
    """The groups that the office may open; with one group, that group's own page at once."""
    seen = list(groups.seen_by(request.acting, request.village))
    if len(seen) == 1 and request.acting.group_id:
        return redirect("hall:group", request.village.slug, seen[0].pk)
    officers = groups.officers_by_group(seen, on=request.today)
    context = {
        "groups": [(group, officers.get(group.pk, [])) for group in seen],
        "may_change": request.acting.may(Permission.CHANGE_VILLAGE),
    }
    return render(request, "hall/groups.html", context)


@requires(Permission.SEE_GROUP)
@require_safe
def group_page(request: VillageRequest) -> HttpResponse:
    """One group: its officers, and what rooms keep of it."""
    group = group_of(request)
    context = {
        "group": group,
        "officers": groups.officers_of(group, on=request.today),
        "links": grouplinks.links_for(request, group),
        "may_change": request.acting.may(Permission.CHANGE_VILLAGE),
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
        facts = groups.GroupFacts(**typed)
        return {"group": groups.start_group(village=request.village, facts=facts, by=by, at=at).pk}

    if request.method == "POST":
        outcome = form.run(request, kind="group.start", work=work)
        if outcome:
            messages.success(request, _("The group is recorded."))
            return redirect("hall:group", request.village.slug, outcome.facts["group"])
    return render(request, "hall/start_group.html", {"form": form}, status=status(form))


@requires(Permission.CHANGE_VILLAGE)
def change_group(request: VillageRequest) -> HttpResponse:
    """Change what a group is called, what it does and what it lives on."""
    group = group_of(request)
    told = groups.facts_of(group)
    initial = {"name": told.name, "trade": told.trade, "activity": told.activity}
    form = forms.ChangeGroupForm(
        request.POST or None, initial=initial, read=initial,
        business=group.kind == Group.Kind.BUSINESS,
    )  # fmt: skip

    def work(*, group: Group, **typed: Any) -> None:
        facts = replace(told, **typed)
        groups.change_group(group=group, facts=facts, by=actor_of(request), at=timezone.now())

    about = {"group": group}
    if request.method == "POST" and form.run(request, kind="group.change", work=work, about=about):
        messages.success(request, _("The group is changed."))
        return redirect("hall:group", request.village.slug, group.pk)
    context = {"form": form, "group": group}
    return render(request, "hall/change_group.html", context, status=status(form))


@requires(Permission.CHANGE_VILLAGE)
def end_group(request: VillageRequest) -> HttpResponse:
    """End a group, with its offices."""
    group = group_of(request)
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
