"""What members put into the group, dated and with its source: the weights of "by capital"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.cash.sums import sum_told
from rembuk.enterprise.models import Membership
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.shares.models import Contribution
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


@dataclass(frozen=True)
class PutIn:
    """What a member put in: when, how much in whole rupiah, and which paper says so."""

    on: date
    amount_rp: int
    source: str


@dataclass(frozen=True)
class Held:
    """One member's capital in the group: what stands, and every row of it."""

    membership: Membership
    rows: list[Contribution]

    @property
    def amount_rp(self) -> int:
        """What she has in the group now."""
        return sum(one.amount_rp for one in self.rows if one.returned_on is None)


@transaction.atomic
def put_in(
    *,
    membership: Membership,
    told: PutIn,
    by: Actor,
    at: datetime,
    today: date,
    synthetic: bool = False,
) -> Contribution:
    """Record what a member put in. It moves no money: that stands in the group's cash.

    Errors: Refused for a day to come or before she joined, and without a source.
    """
    if told.on > today:
        raise Refused(_("Choose today or an earlier day."))
    if told.on < membership.joined_on:
        raise Refused(_("The member joined later than this day. Choose a later one."))
    source = clean_text(told.source)[0]
    if not source:
        raise Refused(_("Write where this is known from, such as: receipt no. 12."))
    row = Contribution.objects.create(
        village=membership.village, group=membership.group, membership=membership, on=told.on,
        amount_rp=told.amount_rp, source=source, synthetic=synthetic,
    )  # fmt: skip
    _tell("capital_put_in", row, by=by, at=at)
    return row


@transaction.atomic
def give_back(
    *, row: Contribution, on: date, why: str, by: Actor, at: datetime, today: date
) -> Contribution:
    """Record that a member got it back; from that day on it counts no longer.

    Errors: Refused twice, without a reason, for a day to come or before she put it in.
    """
    row.take_turn()
    if row.returned_on is not None:
        raise Refused(_("This is given back already. Nothing more is needed."))
    if not why.strip():
        raise Refused(_("Write why it was given back."))
    if on > today:
        raise Refused(_("Choose today or an earlier day."))
    if on < row.on:
        raise Refused(_("It was put in later than this day. Choose a later one."))
    row.returned_on, row.returned_why = on, why.strip()
    row.save(update_fields=["returned_on", "returned_why"])
    _tell("capital_given_back", row, by=by, at=at)
    return row


def of(group: Group) -> QuerySet[Contribution]:
    """Return everything that was ever put in, by the member's name, the newest last."""
    mine = Contribution.objects.of(group.village).filter(group=group)
    return mine.select_related("membership").order_by("membership__name", "on", "pk")


def held(group: Group) -> list[Held]:
    """Return what each member has in the group: one query."""
    found: dict[int, Held] = {}
    for row in of(group):
        found.setdefault(row.membership_id, Held(row.membership, [])).rows.append(row)
    return list(found.values())


def counted(group: Group, *, since: date, until: date) -> dict[int, Fraction]:
    """Return the rupiah each membership has in the group at the end of a period."""
    assert since <= until
    rows = of(group).filter(on__lte=until)
    rows = rows.filter(Q(returned_on__isnull=True) | Q(returned_on__gt=until))
    found: dict[int, Fraction] = {}
    for pk, amount_rp in rows.values_list("membership_id", "amount_rp"):
        found[pk] = found.get(pk, Fraction(0)) + amount_rp
    return found


def _tell(what: str, row: Contribution, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=row.village, verb=f"shares.{what}", subject=row,
        subject_name=row.membership.name, resident_id=row.membership.resident_id, by=by, at=at,
        changes=[("group", None, row.group.name), ("amount", None, sum_told(row.amount_rp))],
    )  # fmt: skip
