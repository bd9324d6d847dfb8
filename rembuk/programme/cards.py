"""What this room puts on 'Hari ini'."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.programme import evidence, pillars
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def cards(request: VillageRequest) -> Iterator[Card]:
    """Suggest the first pillar that has nothing to show; one card, however many there are."""
    running = pillars.running_in(request.village, on=request.today)
    mine = pillars.pillars_of(running)
    told = evidence.standings(request.village, mine, on=request.today)
    empty = [standing.pillar for standing in told if not standing.shown]
    if not empty:
        return
    yield Card(
        urgency=Urgency.SUGGESTION,
        title=_("%(pillar)s: no evidence yet") % {"pillar": empty[0].name},
        why=_("The district sees a pillar only by what there is to show."),
        button=_("See the pillar"),
        url=reverse("programme:pillar", args=[request.village.slug, empty[0].pk]),
        icon="pillars",
    )
