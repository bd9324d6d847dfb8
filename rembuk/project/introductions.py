"""What accounts, a low room, is told by those above: a person's offices, and names of fields."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.accounts import returning, second_factor
from rembuk.accounts.duties import Duty
from rembuk.accounts.models import User
from rembuk.villages import audit
from rembuk.villages.access import VillageRequest, offices_of
from rembuk.villages.models import OfficeTerm
from rembuk.villages.permissions import SECOND_FACTOR
from rembuk.web.today import Card, Urgency


def duties(user: User, on: date) -> list[Duty]:
    """The offices a person holds on a day, as accounts shows them."""
    terms = offices_of(user, on=on)
    return [Duty(label=t.label, since=t.since, asks_second_factor=asks(t)) for t in terms]


def asks(term: OfficeTerm) -> bool:
    """Does this office see many people or move money?"""
    return term.office in SECOND_FACTOR


def field_label(name: str) -> str | None:
    """What a field is called in the audit trail, and so on the page of kept forms."""
    label = audit.field_label(name)
    return label if label != name else None


def cards(request: VillageRequest) -> Iterator[Card]:
    """Remind whoever has no password: the last of all."""
    if returning.lacks_way_back(request.user):
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=_("Choose a password"),
            why=_("You came in by a link or a code. With a password you come back by yourself."),
            button=_("Choose it"),
            url=f"{reverse('account_set_password')}?{urlencode({'next': request.path})}",
            icon="lock",
        )


def unprotected(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the row that second_step_cards tells of: an account that lacks a second factor."""
    asked = any(asks(term) for term in request.offices)
    return [second_factor.lacking(request.user)] if asked else []


def second_step_cards(_request: VillageRequest) -> Iterator[Card]:
    """Remind whoever needs a second factor and has none."""
    yield Card(
        urgency=Urgency.SUGGESTION,
        title=_("Set up a second step for signing in"),
        why=_("Your office sees many people or moves money. A password alone is not enough."),
        button=_("Set it up"),
        url=reverse("mfa_index"),
        icon="lock",
    )
