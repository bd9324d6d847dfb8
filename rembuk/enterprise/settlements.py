"""A member leaves: things come back or go along, and what either owes the other is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import expected, lines
from rembuk.cash.purposes import Way
from rembuk.enterprise import things
from rembuk.enterprise.models import (
    Ending,
    Fate,
    Membership,
    Owing,
    SettledSum,
    SettledThing,
    Settlement,
    Source,
    Thing,
)
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor

SOURCE = "enterprise.settlement"  # in the cash: money of a leaver's settlement
# Which way a sum goes, and its purpose in the cash.
IN_CASH = {
    Owing.THING: (Way.IN, "other_in"),
    Owing.OTHER_IN: (Way.IN, "other_in"),
    Owing.SHARE: (Way.OUT, "share"),
    Owing.WAGES: (Way.OUT, "wages"),
    Owing.OTHER_OUT: (Way.OUT, "other_out"),
}


@dataclass(frozen=True)
class Kept:
    """A thing she kept, what becomes of it, and its price in whole rupiah if she buys it."""

    thing: Thing
    fate: str
    price_rp: int | None = None


@dataclass(frozen=True)
class Sum:
    """A sum either owes the other, in whole rupiah, and why. Shares are handed in like any."""

    owing: str
    amount_rp: int
    reason: str


@dataclass(frozen=True)
class Who:
    """Who settles, when it is recorded, and the village's day."""

    by: Actor
    at: datetime
    today: date


@transaction.atomic
def settle(
    *, membership: Membership, kept: Sequence[Kept], sums: Sequence[Sum], on: date, note: str = "",
    who: Who,
) -> Settlement:  # fmt: skip
    """Settle with a member who left: her things, and the sums, which wait for the treasurer.

    Errors: Refused while she is a member, if it was settled before, for a day to come or before
    she left, for a thing she takes that is not hers or buys that is not the group's, and for a sum
    without its reason.
    """
    membership.take_turn()
    if membership.left_on is None:
        raise Refused(_("Record first that %(name)s leaves.") % {"name": membership.name})
    if of(membership) is not None:
        raise Refused(_("It is settled already. Open the page again."))
    if on > who.today:
        raise Refused(_("Choose today or an earlier day."))
    if on < membership.left_on:
        raise Refused(_("She left later than this day. Choose a later one."))
    made = Settlement.objects.create(
        village=membership.village, membership=membership, on=on, note=clean_text(note)[0]
    )
    bought = [_part_with(made, one, who=who) for one in kept]
    for one in [*filter(None, bought), *sums]:
        _expect(made, one, who=who)
    _tell("settled", membership, by=who.by, at=who.at)
    return made


@transaction.atomic
def take_back(*, settlement: Settlement, why: str, by: Actor, at: datetime) -> Settlement:
    """Take a settlement back while the treasurer has recorded none of its money.

    Where its things are is not undone: that is recorded with the things. Errors: Refused without
    a reason, if it was taken back before, and once money of it was recorded.
    """
    settlement.take_turn()
    said = clean_text(why)[0]
    if settlement.taken_back_why:
        raise Refused(_("It is taken back already. Open the page again."))
    if not said:
        raise Refused(_("Write why it is taken back."))
    for one in settlement.sums.select_related("money").order_by("pk"):
        expected.drop(one.money, why=said, by=by, at=at)
    settlement.taken_back_why = said
    settlement.save(update_fields=["taken_back_why"])
    _tell("settlement_taken_back", settlement.membership, by=by, at=at)
    return settlement


def of(membership: Membership) -> Settlement | None:
    """Return the settlement that stands for a membership, if there is one."""
    rows = Settlement.objects.of(membership.village).filter(membership=membership)
    return rows.filter(taken_back_why="").first()


def is_out(owing: str) -> bool:
    """Say whether the group owes a sum of this kind to her."""
    return IN_CASH[Owing(owing)][0] == Way.OUT


def _part_with(made: Settlement, kept: Kept, *, who: Who) -> Sum | None:
    """Record what becomes of a thing; returns what she pays for it."""
    thing = kept.thing
    hers = thing.source == Source.MEMBER and thing.owner_id in {None, made.membership_id}
    if kept.fate == Fate.OWN and not hers:
        raise Refused(
            _("“%(name)s” is not hers: she gives it back or buys it.") % {"name": thing.name}
        )
    if kept.fate == Fate.BOUGHT and thing.source == Source.LENT:
        raise Refused(
            _("“%(name)s” was lent to the group: she gives it back.") % {"name": thing.name}
        )
    if kept.fate == Fate.BOUGHT and not kept.price_rp:
        raise Refused(_("Write what she pays for “%(name)s”.") % {"name": thing.name})
    SettledThing.objects.create(
        village=made.village, settlement=made, thing=thing, fate=Fate(kept.fate)
    )
    if kept.fate == Fate.RETURNED:
        things.come_back(thing=thing, on=made.on, by=who.by, at=who.at)
        return None
    why = Ending.SOLD if kept.fate == Fate.BOUGHT else Ending.RETURNED
    note = made.membership.name
    things.end(thing=thing, on=made.on, why=why, note=note, by=who.by, at=who.at, today=who.today)
    return Sum(Owing.THING, kept.price_rp, thing.name) if kept.price_rp else None


def _expect(made: Settlement, one: Sum, *, who: Who) -> None:
    reason = clean_text(one.reason)[0]
    if not reason:
        raise Refused(_("Write what the sum is for."))
    way, purpose = IN_CASH[Owing(one.owing)]
    membership = made.membership
    money = lines.Money(
        way=way, party=membership.name, purpose=purpose, amount_rp=one.amount_rp, on=made.on,
        memo=_("Settlement: %(reason)s") % {"reason": reason}, resident_id=membership.resident_id,
    )  # fmt: skip
    asked = expected.expect(
        group=membership.group, money=money, source=SOURCE, by=who.by, at=who.at, today=who.today
    )
    SettledSum.objects.create(
        village=made.village, settlement=made, owing=Owing(one.owing), amount_rp=one.amount_rp,
        reason=reason, money=asked,
    )  # fmt: skip


def _tell(what: str, membership: Membership, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=membership.village, verb=f"enterprise.member_{what}", subject=membership,
        resident_id=membership.resident_id, by=by, at=at,
        changes=[("group", None, membership.group.name)],
    )  # fmt: skip
