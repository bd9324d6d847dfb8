"""Beginning an arisan and ending it. The money stays the participants' own, outside every book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from rembuk.arisan import rounds
from rembuk.arisan.models import Arisan, Ending, Rhythm, Seat
from rembuk.arisan.models.arisans import MOST_RP
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

SHARES_LEAST, SHARES_MOST, AHEAD = 2, 100, timedelta(days=365)


@dataclass(frozen=True)
class Terms:
    """What a group agrees: whole rupiah a share and round, from the first day on."""

    name: str
    share_rp: int
    first_on: date
    rhythm: str = Rhythm.MONTHLY
    way: str = "DRAW"
    kept_where: str = ""


@dataclass(frozen=True)
class Taking:
    """Who takes part, with how many shares."""

    name: str
    shares: int = 1
    resident_id: int | None = None


@transaction.atomic
def begin(
    *, group: Group, terms: Terms, people: Sequence[Taking], by: Actor, at: datetime, today: date
) -> Arisan:
    """Write down an arisan and number its shares in the order of `people`.

    Errors: Refused without a name, a sum or where the money is kept; for a first day more than a
    year ahead; for fewer than two shares or more than a hundred.
    """
    group.take_turn()
    name, kept = clean_text(terms.name)[0], clean_text(terms.kept_where)[0]
    if not name:
        raise Refused(_("Write what the arisan is called."))
    if not kept:
        raise Refused(_("Write where the money is kept until it is handed over."))
    if not 1 <= terms.share_rp <= MOST_RP:
        raise Refused(_("Write a smaller sum: an arisan goes round among neighbours."))
    if terms.first_on > today + AHEAD:
        raise Refused(_("Choose a first day within a year."))
    shares = sum(one.shares for one in people)
    if not SHARES_LEAST <= shares <= SHARES_MOST:
        raise Refused(
            _("Choose who takes part: from %(least)s to %(most)s shares.")
            % {"least": SHARES_LEAST, "most": SHARES_MOST}
        )
    made = Arisan.objects.create(
        village=group.village, group=group, name=name, share_rp=terms.share_rp,
        rhythm=terms.rhythm, first_on=terms.first_on, way=terms.way, kept_where=kept,
        by=by.user, at=at,
    )  # fmt: skip
    seated = [one for one in people for _share in range(one.shares)]
    for number, one in enumerate(seated, start=1):
        Seat.objects.create(
            village=group.village, arisan=made, number=number, resident_id=one.resident_id,
            name=clean_text(one.name)[0],
        )  # fmt: skip
    audit.record(
        village=group.village, verb="arisan.begun", subject=made, subject_name=name, by=by, at=at,
        changes=[("group", None, group.name), ("arisan_shares", None, shares)],
    )  # fmt: skip
    return made


@transaction.atomic
def end(
    *, arisan: Arisan, kind: str, why: str = "", by: Actor, at: datetime, today: date
) -> Ending:
    """End an arisan: everybody had a turn, the group stops it, or it was a mistake.

    Errors: Refused if it ended before; while a pot waits to be handed over; for ROUND, while
    somebody has not had a turn or owes; for MISTAKE, once anything was paid; without a reason.
    """
    arisan.take_turn()
    found = rounds.standing(arisan, on=today)
    said = clean_text(why)[0]
    rounds.check_lasts(arisan)
    if kind == Ending.Kind.MISTAKE and any(one.paid for one in found.rounds):
        raise Refused(_("Somebody paid already. Take the payments back first, or stop it."))
    if any(one.left_rp for one in found.rounds):
        raise Refused(_("Hand over first what lies in the pot."))
    if kind == Ending.Kind.ROUND and not found.is_round:
        raise Refused(_("Somebody has not had a turn or still owes. End it with a reason."))
    if kind != Ending.Kind.ROUND and not said:
        raise Refused(_("Write why it ends."))
    made = Ending.objects.create(
        village=arisan.village, arisan=arisan, kind=kind, on=today, why=said, by=by.user, at=at
    )
    audit.record(
        village=arisan.village, verb="arisan.ended", subject=arisan, subject_name=arisan.name,
        by=by, at=at, changes=[("arisan_ending", None, kind)],
    )  # fmt: skip
    return made


def of(group: Group) -> QuerySet[Arisan]:
    """Return the arisans of a group, running ones first, each with its ending."""
    rows = Arisan.objects.of(group.village).filter(group=group).select_related("group", "ending")
    return rows.order_by(F("ending__on").asc(nulls_first=True), "-first_on", "-pk")


def running(village: Village) -> QuerySet[Arisan]:
    """Return the arisans of a village that go on."""
    rows = Arisan.objects.of(village).filter(ending__isnull=True).select_related("group")
    return rows.order_by("first_on", "pk")
