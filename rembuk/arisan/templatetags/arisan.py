"""What the templates of this room ask."""

from __future__ import annotations

from django import template

from rembuk.arisan.models import Seat

register = template.Library()


@register.filter
def of_seat(calls: dict[int, str] | str, seat: Seat) -> str:
    """Return what opens WhatsApp for a share; "" where nobody may write."""
    return calls.get(seat.pk, "") if isinstance(calls, dict) else ""
