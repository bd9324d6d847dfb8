"""What this room puts on 'Hari ini'."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.programme import evidence
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def cards(request: VillageRequest) -> Iterator[Card]:
    """Name the pillars that have nothing to show; one card, however many there are."""
    empty = evidence.empty_pillars(request.village, on=request.today)
    if not empty:
        return
    slug, only_one = request.village.slug, len(empty) == 1
    pillars_url = reverse("programme:pillars", args=[slug])
    yield Card(
        urgency=Urgency.SUGGESTION,
        title=_("No evidence yet: %(pillars)s") % {"pillars": ", ".join(p.name for p in empty)},
        why=_("How far a pillar is follows from what there is to show, and from nothing else."),
        button=_("See the pillar") if only_one else _("See the pillars"),
        url=reverse("programme:pillar", args=[slug, empty[0].pk]) if only_one else pillars_url,
        icon="pillars",
    )
