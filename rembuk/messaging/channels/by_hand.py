"""The channel that needs no provider: WhatsApp opens with the text filled in, one tap a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import quote

from rembuk.messaging import templates
from rembuk.messaging.channels import Outcome
from rembuk.messaging.models import Delivery, State, Way
from rembuk.villages import circles
from rembuk.villages.models import Village

LANGUAGE = "id"  # what a message is written in


class ByHand:
    """Gives the link that opens WhatsApp on the sender's own phone; a slip needs no link."""

    key = "by_hand"

    def deliver(self, delivery: Delivery, *, text: str, at: datetime) -> Outcome:
        """Return the address to tap; the message stays as it is until somebody says it went."""
        state = State(delivery.state)
        if delivery.way != Way.WHATSAPP or not delivery.phone:
            return Outcome(state)
        return Outcome(state, open_url=whatsapp_url(delivery.phone, text))


def whatsapp_url(phone: str, text: str) -> str:
    """Return https://wa.me/<digits>?text=... for a number in the form +62..."""
    return f"https://wa.me/{re.sub(r'[^0-9]', '', phone)}?text={quote(text, safe='')}"


def addresses(
    village: Village, *, template: str, values: Mapping[str, str], on: date
) -> dict[int, str]:
    """Return for each adult who has a phone and agreed to messages what opens WhatsApp for her.

    By the id of the resident, her own name filled in; two queries. Children are in no circle.
    """
    words = templates.newest(template)
    found = {}
    for one in circles.people_in(village, "all", on=on):
        if one.may_message and one.phone:
            named = {**values, "name": one.nickname or one.name}
            text = templates.fill(words, named, language=LANGUAGE)
            found[one.resident_id] = whatsapp_url(one.phone, text)
    return found
