"""What the frame of every page shows: village, office, bars, help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from rembuk.web import today


@dataclass(frozen=True)
class NavItem:
    """One place in the bar."""

    label: str
    url: str
    icon: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Give base.html what it may show; everything is optional, nothing asks the database."""
    village = getattr(request, "village", None)
    acting = getattr(request, "acting", None)
    offices = getattr(request, "offices", [])
    session = getattr(request, "session", {})
    of = village or (acting.village if acting else None)
    return {
        "demo": settings.DEMO,
        "village": village,
        "acting": acting,
        "offices": offices,
        "help_contact": of.help_contact if of else None,
        "nav": _nav(request) if village and acting else [],
        "own_visit": getattr(request, "visit", None),
        "lock_seconds": session.get("lock_seconds"),
    }


def _nav(request: Any) -> list[NavItem]:
    items = []
    for place in today.places_for(request):
        url = reverse(place.url_name, args=[request.village.slug])
        items.append(
            NavItem(
                label=str(place.label),
                url=url,
                icon=place.icon,
                current=request.path.startswith(url),
            )
        )
    return items
