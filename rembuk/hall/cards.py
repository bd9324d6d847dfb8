"""What the hall puts on 'Hari ini' of the village head."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.villages import visits
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def cards(request: VillageRequest) -> Iterator[Card]:
    """Operator's visits of the last week, and whom to ask for help while nobody is named."""
    slug = request.village.slug
    for visit in visits.shown_today(request.village, today=request.today):
        day = visit.started_at.astimezone(request.village.zone).date()
        yield Card(
            urgency=Urgency.WAITS_FOR_REPLY,
            title=_("An operator looked into the village's data"),
            why=_("%(name)s, %(day)s: %(reason)s")
            % {
                "name": visit.user.name,
                "day": words.plain_day(day, language=request.LANGUAGE_CODE),
                "reason": visit.reason,
            },
            button=_("See which pages"),
            url=reverse("hall:visit", args=[slug, visit.pk]),
            icon="eye",
        )
    if request.village.help_contact is None:
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=_("Nobody is named under 'Help' yet"),
            why=_("Every page can show whom to ask, with one phone number."),
            button=_("Name somebody"),
            url=reverse("hall:change_settings", args=[slug]),
            icon="help",
        )
