"""How a message leaves: one interface, and one channel that needs no provider.

A provider's channel is a class with `key` and `deliver`; it sends and says so. The default one
cannot send by itself: it gives the address that opens WhatsApp, and a person taps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rembuk.messaging.models import Delivery, State


@dataclass(frozen=True)
class Outcome:
    """What a channel did with a message: its state now, why, and where a person goes on."""

    state: State
    why: str = ""
    open_url: str = ""


class Channel(Protocol):
    """A way for messages to leave."""

    key: str

    def deliver(self, delivery: Delivery, *, text: str, at: datetime) -> Outcome:
        """Send, or say what a person has to do. Never raises for what the network does."""
        ...
