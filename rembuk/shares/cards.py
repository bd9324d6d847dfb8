"""What dividing puts on 'Hari ini': a sharing to agree on, and what was told in private."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.shares import concerns
from rembuk.shares.models import Agreeing, Concern, Sharing, Step
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def to_agree(request: VillageRequest) -> Iterator[Card]:
    """What the chair proposed and the treasurer has not agreed on yet."""
    for rows in agreeable(request):
        yield from map(partial(_to_agree, request), rows.order_by("until", "pk"))


def agreeable(request: VillageRequest) -> list[QuerySet[Sharing]]:
    """Return the rows that to_agree tells of."""
    if request.acting.group_id is None:
        return []
    rows = Sharing.objects.of(request.village).filter(
        group=request.acting.group_id, rule__agreeing=Agreeing.TREASURER,
        steps__kind=Step.Kind.PROPOSED,
    )  # fmt: skip
    later = Step.objects.of(request.village).exclude(kind=Step.Kind.PROPOSED).values("sharing")
    return [rows.exclude(pk__in=later)]


def _to_agree(request: VillageRequest, one: Sharing) -> Card:
    return Card(
        urgency=Urgency.WAITS_FOR_APPROVAL,
        title=_("%(title)s: %(sum)s waits to be divided")
        % {"title": one.title, "sum": said(one.amount_rp)},
        why=_("The chair proposed it. Read each member's share, then agree or say why not."),
        button=_("Read and decide"),
        url=reverse("shares:sharing", args=[request.village.slug, one.group_id, one.pk]),
        icon="coop",
    )


def told(request: VillageRequest) -> list[QuerySet[Concern]]:
    """Return the rows that concerns_told tells of."""
    return [concerns.unanswered(request.village, term=request.acting, user=request.user)]


def answers(request: VillageRequest) -> list[QuerySet[Concern]]:
    """Return the rows that concerns_answered tells of."""
    return [concerns.answered(request.village, user=request.user)]


def concerns_answered(request: VillageRequest) -> Iterator[Card]:
    """That somebody answered what one told in private; never what it is, nor who answered."""
    for one in concerns.answered(request.village, user=request.user):
        yield Card(
            urgency=Urgency.WAITS_FOR_REPLY,
            title=_("There is an answer to what you told in private"),
            why=_("Read it. If it is settled for you, close it: then this goes away."),
            button=_("Read it"),
            url=reverse("shares:concern", args=[request.village.slug, one.group_id, one.pk]),
            icon="messages",
        )


def concerns_told(request: VillageRequest) -> Iterator[Card]:
    """What somebody told this office in private and nobody answered yet; never what it is."""
    for one in concerns.unanswered(request.village, term=request.acting, user=request.user):
        yield Card(
            urgency=Urgency.WAITS_FOR_REPLY,
            title=_("Somebody told you something in private"),
            why=_("Only you and whom she chose can read it. Answer with care."),
            button=_("Read it"),
            url=reverse("shares:concern", args=[request.village.slug, one.group_id, one.pk]),
            icon="messages",
        )
