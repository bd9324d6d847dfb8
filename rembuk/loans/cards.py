"""What loans put on 'Hari ini': an application to decide, a loan to pay out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.coop import offices
from rembuk.loans import standing
from rembuk.loans.models import Application
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def to_decide(request: VillageRequest) -> Iterator[Card]:
    """Applications that wait for one of the committee who did not answer yet; without names."""
    count = _undecided(request).count()
    if count:
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL, title=_("A member waits for an answer to a loan"),
            why=_("Two people decide who are not of her family."), button=_("Open loans"),
            url=reverse("loans:loans", args=[request.village.slug, request.acting.group_id]),
            icon="coop",
        )  # fmt: skip


def undecided(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that to_decide tells of."""
    return [_undecided(request)]


def _undecided(request: VillageRequest) -> QuerySet[Application]:
    group = request.acting.group
    if group is None or not offices.is_of_cooperative(request.acting):
        return Application.objects.none()
    waiting = standing.waiting_of(group).exclude(decisions__by=request.user)
    return waiting.exclude(member__resident__user=request.user)
