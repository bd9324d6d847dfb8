"""What loans put on 'Hari ini': an application to decide, a loan to pay out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.coop import offices
from rembuk.loans import claims, rescheduling, standing
from rembuk.loans.models import Application, Rescheduling, WriteOff
from rembuk.loans.writing_off import SIDE_OF, Side
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


def to_write_off(request: VillageRequest) -> Iterator[Card]:
    """Proposals to take a loan off the books that wait for one's organ; without names."""
    count = _unanswered(request).count()
    if count:
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL, title=_("A loan may be taken off the books"),
            why=_("One of the board and one of the supervisory board decide. It stays owed."),
            button=_("Open loans"),
            url=reverse("loans:loans", args=[request.village.slug, request.acting.group_id]),
            icon="coop",
        )  # fmt: skip


def unanswered(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that to_write_off tells of."""
    return [_unanswered(request)]


def _unanswered(request: VillageRequest) -> QuerySet[WriteOff]:
    group, side = request.acting.group, SIDE_OF.get(request.acting.office)
    if group is None or side is None or not offices.is_of_cooperative(request.acting):
        return WriteOff.objects.none()
    waiting = claims.waiting_of(group).exclude(votes__side=side).exclude(votes__by=request.user)
    own = waiting.exclude(by=request.user)
    return own.exclude(loan__application__member__resident__user=request.user)


def to_reschedule(request: VillageRequest) -> Iterator[Card]:
    """New schedules that wait for one of the board; without names."""
    if _unscheduled(request).count():
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL, title=_("A new schedule for a loan waits"),
            why=_("She cannot keep the old one. One of the board says yes or no."),
            button=_("Open loans"),
            url=reverse("loans:loans", args=[request.village.slug, request.acting.group_id]),
            icon="coop",
        )  # fmt: skip


def unscheduled(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that to_reschedule tells of."""
    return [_unscheduled(request)]


def _unscheduled(request: VillageRequest) -> QuerySet[Rescheduling]:
    group = request.acting.group
    of_board = SIDE_OF.get(request.acting.office) == Side.BOARD
    if group is None or not of_board or not offices.is_of_cooperative(request.acting):
        return Rescheduling.objects.none()
    own = rescheduling.waiting_of(group).exclude(by=request.user)
    return own.exclude(loan__application__member__resident__user=request.user)
