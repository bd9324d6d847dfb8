"""What meetings put on 'Hari ini': the next thing that is due before or after one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.forum import preparing
from rembuk.forum.models import Plan
from rembuk.forum.preparing import Line, State
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency

BEFORE, AFTER = timedelta(days=100), timedelta(days=30)


def preparing_waits(request: VillageRequest) -> Iterator[Card]:
    """One card for each meeting whose next task is late or due this week."""
    for plan in _near(request).select_related("group"):
        plan.village = plan.group.village = request.village
        lines = preparing.lines_of(plan, today=request.today)
        waits = [one for one in lines if one.state in {State.LATE, State.SOON}]
        if waits:
            yield _card(request, plan, waits[0])


def called(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that preparing_waits tells of, and some that wait for nothing."""
    return [_near(request)]


def _near(request: VillageRequest) -> QuerySet[Plan]:
    mine = groups.seen_by(request.acting, request.village).filter(ended_on__isnull=True)
    first, last = request.today - AFTER, request.today + BEFORE
    rows = Plan.objects.of(request.village).filter(
        group__in=mine.order_by(), taken_back_at__isnull=True, meets_on__range=(first, last)
    )
    return rows.order_by("meets_on", "pk")


def _card(request: VillageRequest, plan: Plan, line: Line) -> Card:
    return Card(
        urgency=Urgency.DUE_TODAY,
        title=_("%(task)s: %(about)s") % {"task": line.task.label, "about": plan.about},
        why=_("%(group)s: %(who)s") % {"group": plan.group.name, "who": line.who},
        button=_("Open the meeting"), icon="meeting", due_on=line.due_on,
        url=reverse("forum:plan", args=[request.village.slug, plan.group_id, plan.pk]),
    )  # fmt: skip
