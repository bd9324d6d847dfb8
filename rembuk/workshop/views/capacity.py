"""Where a ready date comes from: what the group sews a day, how long things take, what waits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.enterprise import products
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address
from rembuk.workshop import capacity
from rembuk.workshop.forms.work import EstimateForm, PaceForm


@requires(Permission.SEE_WORK)
@require_safe
def capacity_page(request: VillageRequest) -> HttpResponse:
    """What the group sews a day, how long each thing takes, and what waits."""
    group = group_of(request)
    takes = capacity.known(group)
    context = {
        "group": group,
        "counted": capacity.suggest(group, [], today=request.today, takes=takes),
        "takes": sorted(takes.values(), key=lambda one: one.what),
        "may_record": request.acting.may(Permission.RECORD_WORK),
        "may_decide": request.acting.may(Permission.RUN_GROUP),
    }
    return render(request, "workshop/capacity.html", context)


@requires(Permission.RUN_GROUP)
def agree_pace(request: VillageRequest) -> HttpResponse:
    """Agree how much the group sews a day."""
    group = group_of(request)
    form = PaceForm(request.POST or None)
    form.begin_with(capacity.pace_on(group, request.today))

    def agree(*, group: Group, hours_a_day: Any, **typed: Any) -> None:
        capacity.agree(
            group=group, minutes_a_day=int(hours_a_day * 60), by=actor_of(request),
            at=timezone.now(), today=request.today, **typed,
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="workshop.agree_pace", work=agree, about={"group": group}
    ):
        messages.success(request, _("Saved. New ready dates are counted from it."))
        return redirect("workshop:capacity", *address(request))
    context = {"group": group, "form": form}
    return render(request, "workshop/pace.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def estimate_minutes(request: VillageRequest) -> HttpResponse:
    """Write down how long a thing takes, until the group's own records say it."""
    group = group_of(request)
    form = EstimateForm(request.POST or None, initial={"what": request.GET.get("what", "")[:100]})

    def estimate(*, group: Group, **typed: Any) -> None:
        capacity.estimate(group=group, by=actor_of(request), at=timezone.now(), **typed)

    if request.method == "POST" and form.run(
        request, kind="workshop.estimate", work=estimate, about={"group": group}
    ):
        messages.success(request, _("Saved. New ready dates are counted from it."))
        return redirect("workshop:capacity", *address(request))
    context = {"group": group, "form": form, "products": products.offered(group)}
    return render(request, "workshop/estimate.html", context, status=status(form))
