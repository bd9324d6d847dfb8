"""Which offices ask for a second factor, told to accounts; and the card that reminds of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.accounts import second_factor
from rembuk.accounts.duties import Duty
from rembuk.accounts.models import User
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


def cards(request: VillageRequest) -> Iterator[Card]:
    """Remind whoever needs a second factor and has none: the last of all cards."""
    if any(asks(term) for term in request.offices) and not second_factor.has(request.user):
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=_("Set up a second step for signing in"),
            why=_("Your office sees many people or moves money. A password alone is not enough."),
            button=_("Set it up"),
            url=reverse("mfa_index"),
            icon="lock",
        )
