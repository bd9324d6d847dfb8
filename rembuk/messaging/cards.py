"""What messages put on 'Hari ini'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.messaging import deliveries
from rembuk.web.today import Card, Urgency

if TYPE_CHECKING:
    from rembuk.villages.access import VillageRequest


def waiting(request: VillageRequest) -> Iterator[Card]:
    """Messages that wait for a tap, and slips that wait for the printer: two queries at most."""
    by_hand, on_paper = deliveries.waiting_counts(request.village)
    slug = request.village.slug
    if by_hand:
        count = ngettext(
            "%(n)s message waits to be sent", "%(n)s messages wait to be sent", by_hand
        )
        yield Card(
            urgency=Urgency.DUE_TODAY,
            title=count % {"n": by_hand},
            why=_("WhatsApp opens with the text filled in: one tap for each person."),
            button=_("Send now"),
            url=reverse("messaging:send_all", args=[slug]),
            icon="messages",
        )
    printed = list(deliveries.with_slips(request.village)[:2]) if on_paper else []
    if printed:
        # One message opens its slips; several open the list, where the numbers add up to this one.
        one = printed[0] if len(printed) == 1 else None
        count = ngettext(
            "%(n)s slip waits to be printed", "%(n)s slips wait to be printed", on_paper
        )
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=count % {"n": on_paper},
            why=_("For people without a phone, or who do not want messages."),
            button=_("Print slips") if one else _("See which messages"),
            url=reverse("messaging:slips", args=[slug, one.pk])
            if one
            else reverse("messaging:messages", args=[slug]),
            icon="print",
        )
