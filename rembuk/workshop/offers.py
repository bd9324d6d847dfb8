"""How long an offer stands. No rule says it: we begin with a number, the group may change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.workshop.models import OfferDays
from rembuk.workshop.models.offers import DAYS_MOST

OUR_CHOICE = 14  # days: a choice made with Rembuk, from no source


@dataclass(frozen=True)
class Stands:
    """For how many days an offer stands; `row` says since when and who chose it, if it was said."""

    days: int
    row: OfferDays | None = None


@transaction.atomic
def choose(
    *, group: Group, days: int, source: str, by: Actor, at: datetime, today: date
) -> OfferDays:
    """Let the group's offers stand for so many days from today on.

    Errors: Refused below a day, above a year, and without who decided it.
    """
    if not 1 <= days <= DAYS_MOST:
        raise Refused(_("Write the days: from 1 to 365."))
    told = clean_text(source)[0]
    if not told:
        raise Refused(_("Write who decided it, and when."))
    group.take_turn()
    row = OfferDays.objects.create(
        village=group.village, group=group, days=days, since=today, source=told, recorded_at=at,
        recorded_by=by.user,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="workshop.offer_days_chosen", subject=group, by=by, at=at,
        changes=[("offer_days", None, days)],
    )  # fmt: skip
    return row


def on(group: Group, day: date) -> Stands:
    """Say how long an offer made on a day stands; one query."""
    rows = OfferDays.objects.of(group.village).filter(group=group, since__lte=day)
    row = rows.order_by("-since", "-pk").first()
    return Stands(row.days if row else OUR_CHOICE, row)
