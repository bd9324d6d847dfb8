"""Siti in Hong Kong, Wati without a phone, Rina who did not agree to messages.

People are a neighbour of this room: the tests make their rows without entering it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from rembuk.messaging import announcements
from rembuk.messaging.models import Delivery, Message
from rembuk.villages.tests.stories import World

# 20 May 2026, 10.00 in the village.
NOW = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 5, 20)
TITLE = "rapat warga hari Sabtu"
TEXT = "Kita berkumpul di balai desa pukul 09.00. Kita membahas jalan dan air bersih."


def person(world: World, name: str, *, agrees: bool = True, **facts: Any) -> Any:
    """Record somebody in the village; with `agrees` she may be sent messages."""
    one = apps.get_model("people", "Resident").objects.create(
        village=world.here, name=name, created_at=NOW, **facts
    )
    if agrees:
        apps.get_model("people", "Consent").objects.create(
            village=world.here, resident=one, purpose="CONTACT", text_version="2026-11",
            channel="PAPER", given_on=date(2026, 1, 1), recorded_at=NOW,
        )  # fmt: skip
    return one


def siti(world: World) -> Any:
    """Siti Aminah, called Yuni, works in Hong Kong."""
    return person(
        world, "Siti Aminah", nickname="Yuni", phone="+85251234567", status="migrant_worker",
        country="HK",
    )  # fmt: skip


def wati(world: World) -> Any:
    """Wati, her mother, has no phone."""
    return person(world, "Wati", hamlet="Dusun Satu", neighborhood_unit="003")


def rina(world: World) -> Any:
    """Rina has a phone and does not want messages."""
    return person(
        world, "Rina Lestari", agrees=False, phone="+6281234567890", hamlet="Dusun Satu",
        neighborhood_unit="005",
    )  # fmt: skip


def announced(world: World, *, audience: str = "all", **told: str) -> Message:
    """Adi announces something to everybody."""
    facts = {"title": TITLE, "text": TEXT} | told
    return announcements.announce(
        village=world.here, audience=audience, by=world.by_adi, at=NOW, **facts
    )


def to(message: Message, resident: Any) -> Delivery:
    """The row of one person."""
    return Delivery.objects.get(message=message, resident=resident)
