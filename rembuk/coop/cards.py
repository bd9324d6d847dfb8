"""What a cooperative puts on 'Hari ini': doubts, a licence to compare, who is to be paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.coop import custody, doubts, exits, objections, offices, path
from rembuk.coop.models import Objection
from rembuk.ledger import books
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest
from rembuk.villages.models import Group
from rembuk.web.today import Card, Urgency

SOON = timedelta(days=14)


def doubts_waiting(request: VillageRequest) -> Iterator[Card]:
    """Lines that members doubt, and who is to be paid soon: for the treasurer."""
    group = request.acting.group
    if group is None or not offices.is_of_cooperative(request.acting):
        return
    yield from _doubts(request)
    book = books.book_of(group)
    if book is None:
        return
    for one in exits.standings(book, list(exits.open_of(request.village, group.pk))):
        by = one.exit.pay_by
        if one.state == exits.State.OWED and by and by <= request.today + SOON:
            yield Card(
                urgency=Urgency.DUE_TODAY,
                title=_("Pay member %(number)s, who left") % {"number": one.exit.member.number},
                why=_("The cooperative promised it by a day."), button=_("Open the list"),
                url=reverse("coop:exits", args=[request.village.slug, group.pk]),
                icon="coop", due_on=by,
            )  # fmt: skip


def doubted_or_owed(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that doubts_waiting tells of."""
    group = request.acting.group
    if group is None or not offices.is_of_cooperative(request.acting):
        return []
    soon = exits.open_of(request.village, group.pk).filter(pay_by__lte=request.today + SOON)
    return [doubts.waiting(group), soon]


def to_oversee(request: VillageRequest) -> Iterator[Card]:
    """Lines that members doubt, and a licence that waits: for the supervisory board."""
    group = request.acting.group
    if group is None or not offices.is_of_cooperative(request.acting):
        return
    yield from _doubts(request)
    for licence in custody.waiting(group):
        if licence.entered_by_id != request.user.pk:
            yield Card(
                urgency=Urgency.WAITS_FOR_APPROVAL,
                title=_("Compare the licence %(number)s with its paper")
                % {"number": licence.number},
                why=_("Only then may the cooperative hold savings."), button=_("Open licences"),
                url=reverse("coop:licences", args=[request.village.slug, group.pk]), icon="lock",
            )  # fmt: skip


def doubted_or_licensed(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that to_oversee tells of."""
    group = request.acting.group
    if group is None or not offices.is_of_cooperative(request.acting):
        return []
    return [doubts.waiting(group), custody.waiting(group)]


def stuck(request: VillageRequest) -> Iterator[Card]:
    """A way to a cooperative on which nothing moves: for everybody who walks it."""
    for group in _quiet(request):
        group.village = request.village
        found = path.read(group, on=request.today)
        if found.next is None or not found.is_stuck:
            continue
        yield Card(
            urgency=Urgency.WAITS_FOR_REPLY,
            title=_("%(group)s: no step for %(days)s days")
            % {"group": group.name, "days": found.quiet_days},
            why=_("Next step: %(step)s") % {"step": found.next.step.label},
            button=_("Open the way"), icon="journey",
            url=reverse("coop:path", args=[request.village.slug, group.pk]),
        )  # fmt: skip


def heard(request: VillageRequest) -> Iterator[Card]:
    """Objections that wait for an answer, one card for each cooperative."""
    for group in groups.seen_by(request.acting, request.village).filter(
        pk__in=_heard(request).values("group").order_by()
    ):
        group.village = request.village
        count = objections.waiting(group).count()
        yield Card(
            urgency=Urgency.WAITS_FOR_REPLY,
            title=ngettext(
                "%(count)s objection waits for an answer",
                "%(count)s objections wait for an answer", count,
            ) % {"count": count},
            why=_("%(group)s: who is afraid and hears nothing stays away") % {"group": group.name},
            button=_("Read and answer"), icon="messages",
            url=reverse("coop:objections", args=[request.village.slug, group.pk]),
        )  # fmt: skip


def waiting_to_be_answered(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that heard tells of."""
    return [_heard(request)]


def _heard(request: VillageRequest) -> QuerySet[Objection]:
    mine = groups.seen_by(request.acting, request.village).filter(ended_on__isnull=True)
    rows = Objection.objects.of(request.village).filter(answers__isnull=True)
    return rows.filter(group__in=mine.order_by())


def perhaps_stuck(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that stuck tells of, and some that are not yet late enough."""
    return [_quiet(request)]


def _quiet(request: VillageRequest) -> QuerySet[Group]:
    return path.quiet(groups.seen_by(request.acting, request.village), on=request.today)


def _doubts(request: VillageRequest) -> Iterator[Card]:
    group = request.acting.group
    assert group is not None, "asked for an office of a cooperative"
    count = doubts.waiting(group).count()
    if count:
        yield Card(
            urgency=Urgency.WAITS_FOR_REPLY,
            title=ngettext(
                "%(count)s member says a line is wrong", "%(count)s members say a line is wrong",
                count,
            ) % {"count": count},
            why=_("She waits for an answer with a name."), button=_("Read and answer"),
            url=reverse("coop:doubts", args=[request.village.slug, group.pk]), icon="edit",
        )  # fmt: skip
