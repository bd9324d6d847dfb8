"""What 'Hari ini' says of transfers: money nobody is known for yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.coop import offices
from rembuk.remittance import identifying
from rembuk.remittance.models import Credit
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def unknown(request: VillageRequest) -> Iterator[Card]:
    """Say how many transfers wait, since when, and where they are."""
    group = request.acting.group
    if group is None or not offices.is_of_cooperative(request.acting):
        return
    days = [day for day in _rows(request).values_list("row__on", flat=True) if day]
    if not days:
        return
    late = request.today - days[0] > identifying.LATE
    yield Card(
        urgency=Urgency.DUE_TODAY if late else Urgency.WAITS_FOR_REPLY,
        title=ngettext(
            "A transfer belongs to somebody not known yet",
            "%(n)s transfers belong to people not known yet", len(days),
        ) % {"n": len(days)},
        why=_("A family waits for this money."), button=_("Open the list"),
        url=reverse("remittance:unknown", args=[request.village.slug, group.pk]), icon="coop",
        due_on=days[0] + identifying.LATE,
    )  # fmt: skip


def unknown_rows(request: VillageRequest) -> list[QuerySet[Credit]]:
    """Return the rows that `unknown` tells of."""
    return [_rows(request)] if offices.is_of_cooperative(request.acting) else []


def _rows(request: VillageRequest) -> QuerySet[Credit]:
    group = request.acting.group
    assert group is not None
    group.village = request.village
    return identifying.rows_of(group)
