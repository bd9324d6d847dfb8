"""Residents' own businesses: counted beside the groups, told only with consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Channel, Leaving, Membership, OwnBusiness
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Known, Village


@dataclass(frozen=True)
class Consent:
    """That somebody agreed to have her business recorded, how, and who heard it."""

    on: date
    channel: str
    witness: str = ""


@dataclass(frozen=True)
class Facts:
    """What is told of a business."""

    name: str
    does: str
    since: date | None = None
    since_precision: str = Known.DAY
    source: str = ""


@transaction.atomic
def record(
    *, village: Village, facts: Facts, resident: Resident | None, consent: Consent | None,
    membership: Membership | None = None, by: Actor, at: datetime, today: date,
) -> OwnBusiness:  # fmt: skip
    """Record a resident's own business.

    Errors: Refused without words, for a day to come, for a resident without her consent, and for
    a consent that nobody heard.
    """
    name, does = clean_text(facts.name)[0], clean_text(facts.does)[0]
    if not name or not does:
        raise Refused(_("Write what the business is called, and what it does."))
    if facts.since is not None and facts.since > today:
        raise Refused(_("Choose today or an earlier day."))
    if resident is not None and consent is None:
        raise Refused(_("Ask first whether it may be recorded, and write how the answer came."))
    witness = clean_text(consent.witness)[0] if consent else ""
    if consent and consent.channel == Channel.SPOKEN and not witness:
        raise Refused(_("Write who heard it: a spoken consent needs a witness."))
    business = OwnBusiness.objects.create(
        village=village, resident=resident, membership=membership, name=name, does=does,
        since=facts.since, since_precision=facts.since_precision, source=facts.source,
        agreed_on=consent.on if consent else None,
        channel=Channel(consent.channel) if consent else "", witness=witness,
    )  # fmt: skip
    _tell("recorded", business, by=by, at=at)
    return business


@transaction.atomic
def end(
    *, business: OwnBusiness, on: date, why: str, by: Actor, at: datetime, today: date
) -> OwnBusiness:
    """Record that a business ended, or that it is told no longer.

    Errors: Refused if it ended before, without a reason, and for days that make no sense.
    """
    business.take_turn()
    said = clean_text(why)[0]
    if business.ended_on is not None:
        raise Refused(_("It ended already. Open the page again."))
    if not said:
        raise Refused(_("Write why it ends."))
    if on > today:
        raise Refused(_("Choose today or an earlier day."))
    if business.since is not None and on < business.since:
        raise Refused(_("It began later than this day. Choose a later one."))
    business.ended_on, business.ended_why = on, said
    business.save(update_fields=["ended_on", "ended_why"])
    _tell("ended", business, by=by, at=at)
    return business


@dataclass(frozen=True)
class Standing:
    """What runs now and what ended, and how many left a group for a business of their own."""

    now: Sequence[OwnBusiness]
    ended: Sequence[OwnBusiness]
    left_for_it: int

    @property
    def from_groups(self) -> int:
        """How many of those that run grew out of a group."""
        return sum(one.membership_id is not None for one in self.now)


def standing(village: Village) -> Standing:
    """Return the own businesses of a village, by name; two queries."""
    rows = OwnBusiness.objects.of(village).select_related("resident", "membership__group")
    known = list(rows.order_by("name", "pk"))
    left = Membership.objects.of(village).filter(left_why=Leaving.OWN_BUSINESS).count()
    return Standing(
        now=[one for one in known if one.ended_on is None],
        ended=[one for one in known if one.ended_on is not None],
        left_for_it=left,
    )


def _tell(what: str, business: OwnBusiness, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=business.village, verb=f"enterprise.business_{what}", subject=business, by=by,
        at=at, resident_id=business.resident_id,
    )  # fmt: skip
