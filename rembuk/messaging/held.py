"""What this room holds about one person: the messages that were made for her."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.messaging.models import Delivery
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village

MESSAGES_KEPT = Kept(
    code="messages",
    what=gettext_lazy("That a message was made and read, without name, number and address"),
    why=gettext_lazy("How many were told must stay true."),
    source=gettext_lazy("Law 27/2022, article 31"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every message made for a person, and what became of it."""
    found = Delivery.objects.of(village).filter(resident__in=ids).select_related("message")
    rows = tuple(_row(one, village.zone) for one in found.order_by("message__queued_at", "pk"))
    return [Section(_("Messages"), rows, goes=_("Messages: name, number and address"))]


def _row(one: Delivery, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    language = get_language() or "id"
    queued_on = one.message.queued_at.astimezone(zone).date()
    facts = (
        (_("On"), words.plain_day(queued_on, language=language)),
        (_("Message"), one.message.title),
        (_("For"), one.name),
        (_("Phone number"), words.phone_number(one.phone) if one.phone else ""),
        (_("How"), str(one.get_way_display())),
        (_("What became of it"), str(one.get_state_display())),
    )
    return tuple((label, value) for label, value in facts if value)


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty name, number, place and values; what became of the message stays, for the counts."""
    Delivery.objects.of(village).filter(resident__in=ids).update(
        name="", phone="", place="", country="", values={}
    )


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many rows stay without a name."""
    return {MESSAGES_KEPT.code: Delivery.objects.of(village).filter(resident__in=ids).count()}


HOLDING = Holding(order=40, told=told, erase=erase, staying=staying, kept=(MESSAGES_KEPT,))
