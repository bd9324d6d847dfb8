"""How much one QRIS payment may be at most: dated, with its source, and read again by the village.

As with the fees of marketplaces (rates.py): what is known when Rembuk is made stands here, and a
village's own row takes its place from its day on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.shop.models import QrisLimit
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village


@dataclass(frozen=True)
class Limit:
    """The most that one payment may be in whole rupiah, with what makes it believable."""

    most_rp: int
    valid_from: date
    source: str
    is_verified: bool = False


# The oldest first. Nobody of a village has looked it up yet, so it is shown as not verified.
KNOWN = (Limit(10_000_000, date(2022, 3, 1), "Bank Indonesia, PADG 24/1/PADG/2022"),)


@transaction.atomic
def record(*, village: Village, limit: Limit, by: Actor, today: date, at: datetime) -> QrisLimit:
    """Record what somebody read. Errors: Refused without a source or a sum."""
    source = clean_text(limit.source)[0]
    if not source:
        raise Refused(_("Write where you read it: the page and the day."))
    if limit.most_rp < 1:
        raise Refused(_("Write a sum above Rp0."))
    row = QrisLimit.objects.create(
        village=village, most_rp=limit.most_rp, valid_from=limit.valid_from, source=source,
        is_verified=limit.is_verified, recorded_on=today, recorded_by=by.user,
    )  # fmt: skip
    audit.record(
        village=village, verb="shop.qris_limit_recorded", subject=row, by=by, at=at,
        changes=[("most_rp", None, row.most_rp), ("since", None, row.valid_from.isoformat())],
    )  # fmt: skip
    return row


def on(village: Village, day: date) -> Limit:
    """Return what holds on a day; one query. Before the first known day the first one stands in."""
    ours = next((one for one in reversed(KNOWN) if one.valid_from <= day), KNOWN[0])
    rows = QrisLimit.objects.of(village).filter(valid_from__lte=day)
    own = rows.order_by("-valid_from", "-pk").first()
    if own is None or own.valid_from < ours.valid_from:
        return ours
    return Limit(own.most_rp, own.valid_from, own.source, own.is_verified)
