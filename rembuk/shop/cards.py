"""What the shop puts on 'Hari ini'."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.shop import own_qris, stalls
from rembuk.shop.models import OwnQris, Stall
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def qris_to_agree(request: VillageRequest) -> Iterator[Card]:
    """A QRIS that the chair proposed: for who records the money."""
    group_id = request.acting.group_id
    waits = own_qris.waiting_in(request.village, group_id) if group_id else None
    if waits and waits.proposed_by_id != request.user.pk:
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL,
            title=_("Is %(name)s the group's QRIS?") % {"name": waits.merchant_name},
            why=_("Compare name and city with the sticker. Whoever stands there is paid."),
            button=_("Compare and answer"),
            url=reverse("shop:qris", args=[request.village.slug, group_id]),
            icon="coop",
        )


def qris(request: VillageRequest) -> list[QuerySet[OwnQris]]:
    """Return the rows that qris_to_agree tells of."""
    group_id = request.acting.group_id
    return [own_qris.waiting_rows(request.village, group_id)] if group_id else []


def stalls_there(request: VillageRequest) -> list[QuerySet[Stall]]:
    """Return the rows that stalls_to_visit tells of."""
    group = request.acting.group
    return [stalls.of_group(group)] if group and not group.ended_on else []


def stalls_to_visit(request: VillageRequest) -> Iterator[Card]:
    """One card for the stall that waits longest, in the group of the office one acts in."""
    group = request.acting.group
    if group is None or group.ended_on:
        return
    late = [
        (one.late_days(today=request.today), one)
        for one in stalls.standings(request.village, stalls.of_group(group))
        if one.late_days(today=request.today)
    ]
    if not late:
        return
    days, first = max(late, key=lambda one: (one[0], -one[1].stall.pk))
    slug = request.village.slug
    one = len(late) == 1
    url = (
        reverse("shop:visit_stall", args=[slug, group.pk, first.stall.pk])
        if one
        else reverse("shop:stalls", args=[slug, group.pk])
    )
    yield Card(
        urgency=Urgency.DUE_TODAY,
        title=ngettext("%(name)s waits for a visit", "%(count)s stalls wait for a visit", len(late))
        % {"name": first.stall.name, "count": len(late)},
        why=ngettext(
            "%(name)s: goods lie there, and nobody came for %(days)s day longer than agreed.",
            "%(name)s: goods lie there, and nobody came for %(days)s days longer than agreed.",
            days,
        )
        % {"name": first.stall.name, "days": days},
        button=_("Record a visit") if one else _("See the stalls"),
        url=url,
        icon="business",
        due_on=first.next_on(),
    )
