"""The way to a cooperative for everybody of the village who can sign in, here and abroad."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.coop import minimums, path
from rembuk.coop.models import Minimum
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.villages import groups
from rembuk.villages.access import SignedInRequest
from rembuk.villages.models import Group


@about_me
@require_safe
def ideas(request: SignedInRequest, who: Resident) -> HttpResponse:
    """The cooperatives of one's village; a single one opens at once."""
    found = list(_of(who))
    if len(found) == 1:
        return redirect("books:idea", found[0].pk)
    return render(request, "coop/ideas.html", {"groups": found})


@about_me
@require_safe
def idea(request: SignedInRequest, who: Resident, idea_id: int) -> HttpResponse:
    """How far one's village is with one of them."""
    group, today = _mine(who, idea_id), timezone.localdate()
    rule = minimums.rule_on(group.village, Minimum.Key.STUCK, today)
    context = {
        "group": group, "path": path.read(group, on=today), "stuck_days": rule.value,
        "may_record": False,
    }  # fmt: skip
    return render(request, "coop/idea.html", context)


def _of(who: Resident) -> QuerySet[Group]:
    running = groups.running(who.village, on=timezone.localdate())
    return running.filter(kind=Group.Kind.COOPERATIVE)


def _mine(who: Resident, idea_id: int) -> Group:
    group = get_object_or_404(_of(who), pk=idea_id)
    group.village = who.village
    return group
