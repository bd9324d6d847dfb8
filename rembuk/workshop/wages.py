"""Wages for pieces: the treasurer is asked to pay them, each piece by one sum and never by two."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.expected import Settled
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.enterprise.models import Membership
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.workshop import payments, rates, work
from rembuk.workshop.models import Wage, WorkOutput

SOURCE = "workshop.wages"


@dataclass
class Due:
    """What a member's pieces pay for which nobody was asked yet, in whole rupiah."""

    membership: Membership
    since: date  # the day of the first of them
    outputs: list[int] = field(default_factory=list)
    pieces: int = 0
    amount_rp: int = 0


@dataclass(frozen=True)
class Asked:
    """A sum that the treasurer was told of, and what became of it."""

    wage: Wage
    settled: Settled


@dataclass(frozen=True)
class Standing:
    """The wages of some days: what is to be asked for, and what was, both by name."""

    due: list[Due]
    asked: list[Asked]

    @property
    def due_rp(self) -> int:
        """What is to be asked for, in whole rupiah."""
        return sum(one.amount_rp for one in self.due)


def over_the_years(group: Group, *, memberships: Collection[int]) -> QuerySet[Wage]:
    """Return every wage of somebody, by all her memberships, the newest first."""
    rows = Wage.objects.of(group.village).filter(group=group, membership__in=list(memberships))
    return rows.order_by("-until", "-pk")


def of(group: Group, *, since: date, until: date, membership: Membership | None = None) -> Standing:
    """Say how wages of some days stand; pieces without a rate wait for one; three queries.

    What the treasurer said no to, or took back, may be asked for again. `membership` is the member
    whose pieces alone count.
    """
    found_rows = work.in_period(group, since=since, until=until)
    if membership is not None:
        found_rows = found_rows.filter(membership=membership)
    rows = list(found_rows.select_related("membership__resident", "wage__membership"))
    wages = {row.wage.pk: row.wage for row in rows if row.wage is not None}
    became = expected.settled(group.village, [one.expected_id for one in wages.values()])
    asked = [Asked(one, became[one.expected_id]) for one in wages.values()]
    live = {one.wage.pk for one in asked if one.settled.state not in payments.GONE}
    priced = rates.of(group)
    found: dict[int, Due] = {}
    for row in rows:
        rate = priced.on(row.operation_id, row.on)
        if rate is None or row.wage_id in live:
            continue
        told = found.setdefault(row.membership_id, Due(row.membership, row.on))
        told.since = min(told.since, row.on)
        told.outputs.append(row.pk)
        told.pieces += row.pieces - row.rejected
        told.amount_rp += (row.pieces - row.rejected) * rate.rate_rp
    return Standing(
        sorted(
            (one for one in found.values() if one.amount_rp), key=lambda one: _name(one.membership)
        ),
        sorted(asked, key=lambda one: (*_name(one.wage.membership), one.wage.pk)),
    )


@transaction.atomic
def ask(
    *, group: Group, since: date, until: date, by: Actor, at: datetime, today: date
) -> list[Wage]:
    """Ask the treasurer to pay the pieces of some days, one sum for each member.

    Errors: Refused where all of them were asked for, or no wage is agreed for them yet.
    """
    group.take_turn()
    # Nobody takes pieces back while they are asked for: they would be paid and gone.
    list(work.in_period(group, since=since, until=until).order_by("pk").select_for_update(
        of=("self",)
    ))  # fmt: skip
    due = of(group, since=since, until=until).due
    if not due:
        raise Refused(_("The treasurer was asked for all pieces of these days already."))
    said: dict[str, Any] = {"by": by, "at": at, "today": today}
    return [_ask(one, group, since=since, until=until, **said) for one in due]


def _ask(one: Due, group: Group, *, since: date, until: date, **said: Any) -> Wage:
    member = one.membership
    money = Money(
        Way.OUT, member.name, "wages", one.amount_rp, said["today"],
        memo=_("Wages for %(n)s pieces") % {"n": one.pieces}, resident_id=member.resident_id,
    )  # fmt: skip
    wage = Wage.objects.create(
        village=group.village, group=group, membership=member, since=since, until=until,
        amount_rp=one.amount_rp,
        expected=expected.expect(group=group, money=money, source=SOURCE, **said),
    )  # fmt: skip
    WorkOutput.objects.of(group.village).filter(pk__in=one.outputs).update(wage=wage)
    return wage


def _name(membership: Membership) -> tuple[str, int]:
    return (membership.name, membership.pk)
