"""What a group's money puts on 'Hari ini' of who approves it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.cash import approving
from rembuk.ledger import reading
from rembuk.lib import words
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def cards(request: VillageRequest) -> Iterator[Card]:
    """Money out that waits in the group of the office the person acts in."""
    if request.acting.group_id is None:
        return
    for asked in reading.waiting_in(request.village, [request.acting.group_id]):
        if asked.maker_id == request.user.pk:
            continue
        amount = words.grouped(approving.amount_of(asked), language=request.LANGUAGE_CODE)
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL,
            title=_("Money out of Rp%(amount)s waits for you") % {"amount": amount},
            why=_("%(name)s asks for it, for %(party)s, from %(group)s.")
            % {"name": asked.maker.name, "party": asked.party, "group": asked.book.group.name},
            button=_("Read and decide"),
            url=reverse("cash:asked", args=[request.village.slug, asked.book.group_id, asked.pk]),
            icon="coop",
            due_on=asked.expires_on,
        )
