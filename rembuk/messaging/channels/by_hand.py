"""The channel that needs no provider: WhatsApp opens with the text filled in, one tap a person."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote

from rembuk.messaging.channels import Outcome
from rembuk.messaging.models import Delivery, State, Way


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
