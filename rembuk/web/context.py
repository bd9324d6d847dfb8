"""What the frame of every page shows: village, office, bars, help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from rembuk.villages.models.places import HelpContact, Village
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
    acting = getattr(request, "acting", None)
    # On pages about oneself and on those for anybody it is the village one works in.
    village = getattr(request, "village", None) or (acting.village if acting else None)
    offices = getattr(request, "offices", [])
    session = getattr(request, "session", {})
    contact = village.help_contact if village else None
    return {
        "demo": settings.DEMO,
        "village": village,
        "acting": acting,
        "offices": offices,
        "help_contact": contact,
        "asked_by_others": _is_asked(request, contact),
        "nav": _nav(request, village) if village and acting else [],
        "own_visit": getattr(request, "visit", None),
        "lock_seconds": session.get("lock_seconds"),
    }


def _is_asked(request: HttpRequest, contact: HelpContact | None) -> bool:
    """Is whoever reads this page the one whom the village asks for help?"""
    phone = getattr(getattr(request, "user", None), "phone", None)
    return contact is not None and bool(phone) and phone == contact.phone


def _nav(request: Any, village: Village) -> list[NavItem]:
    places = today.places_for(request)
    here = today.place_among(
        places, request.path, slug=village.slug,
        of_group=getattr(request, "group", None) is not None,
    )  # fmt: skip
    return [
        NavItem(
            label=str(place.label),
            url=reverse(place.url_name, args=[village.slug]),
            icon=place.icon,
            current=place is here,
        )
        for place in places
    ]
