"""Hasil jahit: who did how many pieces of what, and what that pays.

Pay is counted from these rows and the rates of their days, and from nothing else: every member can
count it again from the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.enterprise import members
from rembuk.enterprise.models import Membership
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.workshop import payments, rates, sewing, stages
from rembuk.workshop.models import Operation, Order, WorkOutput

PIECES_MOST, MINUTES_MOST = 10_000, 30_000


@dataclass(frozen=True)
class Sewn:
    """Pieces somebody did; `minutes` at the machine for all of them, None when nobody looked."""

    membership: Membership
    operation: Operation
    pieces: int
    rejected: int = 0
    rework: bool = False
    minutes: int | None = None


@dataclass
class Line:
    """What one member did of one operation at one rate; `rate_rp` None where none is agreed."""

    operation: str
    rate_rp: int | None
    pieces: int = 0
    rejected: int = 0
    reworked: int = 0

    @property
    def paid_pieces(self) -> int:
        """The pieces that are paid."""
        return self.pieces - self.rejected

    @property
    def sum_rp(self) -> int:
        """What they pay in whole rupiah."""
        return self.paid_pieces * (self.rate_rp or 0)


@dataclass
class Earned:
    """What one member did in a period, line by line, and what it pays in whole rupiah."""

    membership: Membership
    lines: list[Line] = field(default_factory=list)

    @property
    def pieces(self) -> int:
        """Good pieces."""
        return sum(line.paid_pieces for line in self.lines)

    @property
    def rejected(self) -> int:
        """Pieces that were not good."""
        return sum(line.rejected for line in self.lines)

    @property
    def pay_rp(self) -> int:
        """What it pays."""
        return sum(line.sum_rp for line in self.lines)

    @property
    def unpriced(self) -> bool:
        """Is there work for which no rate was agreed on its day?"""
        return any(line.rate_rp is None for line in self.lines)


@transaction.atomic
def record(
    *, group: Group, order: Order | None, sewn: Sewn, by: Actor, at: datetime, today: date
) -> WorkOutput:
    """Record pieces of an order, or for the shelf.

    Errors: Refused if the order is not in work, for who is no member today, for more rejected
    than done, more put right than was rejected, and more good pieces than are ordered.
    """
    member = sewn.membership
    assert member.group_id == sewn.operation.group_id == group.pk
    if not 1 <= sewn.pieces <= PIECES_MOST:
        raise Refused(_("Write how many pieces: from 1 to 10,000."))
    if not 0 <= sewn.rejected <= sewn.pieces:
        raise Refused(_("More is rejected than was done. Write a smaller number."))
    if sewn.minutes is not None and not 1 <= sewn.minutes <= MINUTES_MOST:
        raise Refused(_("Write the minutes for all pieces together, or leave them empty."))
    if not members.may_have_worked(member, today):
        raise Refused(_("%(name)s is no member today. Choose somebody else.") % {"name": member})
    if order is not None:
        _check_fits(order, sewn)
    else:
        _check_rework(group, sewn)
    output = WorkOutput.objects.create(
        village=group.village, group=group, order=order, membership=member,
        operation=sewn.operation, pieces=sewn.pieces, rejected=sewn.rejected, rework=sewn.rework,
        minutes=sewn.minutes, on=today, recorded_at=at, recorded_by=by.user,
    )  # fmt: skip
    _tell("recorded", output, by=by, at=at)
    return output


@transaction.atomic
def take_back(*, output: WorkOutput, by: Actor, at: datetime) -> WorkOutput:
    """Take back what was recorded; the row stays.

    Errors: Refused if it is taken back already, or if the treasurer was asked to pay it.
    """
    output.take_turn()
    if output.withdrawn_at is not None:
        raise Refused(_("The pieces are taken back already. Nothing more is needed."))
    if output.wage and expected.settled_one(output.wage.expected).state not in payments.GONE:
        raise Refused(
            _("The treasurer was asked to pay these pieces. Let her say no to that sum first.")
        )
    output.withdrawn_at, output.withdrawn_by, output.wage = at, by.user, None
    output.save(update_fields=["withdrawn_at", "withdrawn_by", "wage"])
    _tell("taken_back", output, by=by, at=at)
    return output


def of_order(order: Order) -> QuerySet[WorkOutput]:
    """Return what was done for an order, the newest first, also what was taken back."""
    rows = WorkOutput.objects.of(order.village).filter(order=order)
    return rows.select_related("membership", "operation").order_by("-on", "-pk")


def in_period(group: Group, *, since: date, until: date) -> QuerySet[WorkOutput]:
    """Return what counts in a period, both days with it, in the order it was recorded."""
    rows = WorkOutput.objects.of(group.village).filter(
        group=group, on__range=(since, until), withdrawn_at__isnull=True
    )
    return rows.select_related("membership__resident", "operation").order_by("on", "pk")


def sheet(group: Group, *, since: date, until: date) -> list[Earned]:
    """Return what each member did and what it pays, by name; two queries."""
    priced = rates.of(group)
    found: dict[int, Earned] = {}
    lines: dict[tuple[int, int, int | None], Line] = {}
    for one in in_period(group, since=since, until=until):
        rate = priced.on(one.operation_id, one.on)
        earned = found.setdefault(one.membership_id, Earned(one.membership))
        at = (one.membership_id, one.operation_id, rate.rate_rp if rate else None)
        if at not in lines:
            lines[at] = Line(one.operation.name, at[2])
            earned.lines.append(lines[at])
        lines[at].pieces += one.pieces
        lines[at].rejected += one.rejected
        lines[at].reworked += one.pieces if one.rework else 0
    return sorted(found.values(), key=lambda one: (one.membership.name, one.membership.pk))


def pay_of(group: Group, *, since: date, until: date) -> dict[int, Fraction]:
    """Return what each member earned in a period in rupiah, by the membership's key.

    Work without a rate on its day pays nothing yet. Source: sewing.pay.
    """
    priced = rates.of(group)
    paid: dict[str, Fraction] = {}
    done: list[sewing.Sewn] = []
    for one in in_period(group, since=since, until=until):
        rate = priced.on(one.operation_id, one.on)
        operation = str(rate.pk) if rate else ""
        paid[operation] = Fraction(rate.rate_rp if rate else 0)
        done.append(sewing.Sewn(str(one.membership_id), operation, one.pieces, one.rejected))
    return {int(member): earned for member, earned in sewing.pay(paid, done).items()}


def pieces_of(group: Group, *, since: date, until: date) -> dict[int, int]:
    """Return how many good pieces each member did in a period, by the membership's key."""
    found: dict[int, int] = {}
    for one in in_period(group, since=since, until=until):
        good = one.pieces - one.rejected
        found[one.membership_id] = found.get(one.membership_id, 0) + good
    return found


@dataclass(frozen=True)
class Progress:
    """How far one operation of an order is."""

    operation: Operation
    good: int
    rejected: int


def progress(outputs: Iterable[WorkOutput]) -> list[Progress]:
    """Say for each operation how many good pieces there are, and how many wait to be put right."""
    good: dict[Operation, int] = {}
    bad: dict[Operation, int] = {}
    for one in outputs:
        if one.withdrawn_at is None:
            good[one.operation] = good.get(one.operation, 0) + one.pieces - one.rejected
            put_right = one.pieces if one.rework else 0
            bad[one.operation] = bad.get(one.operation, 0) + one.rejected - put_right
    return [Progress(operation, good[operation], max(bad[operation], 0)) for operation in good]


def by_member(outputs: Iterable[WorkOutput]) -> list[tuple[str, int]]:
    """Say how many good pieces of all work each member did, the most recent member first."""
    found: dict[str, int] = {}
    for one in outputs:
        if one.withdrawn_at is None:
            name = one.membership.name
            found[name] = found.get(name, 0) + one.pieces - one.rejected
    return list(found.items())


def _check_rework(group: Group, sewn: Sewn) -> None:
    """Refuse more put right for the shelf than was rejected there."""
    group.take_turn()
    there = WorkOutput.objects.of(group.village).filter(group=group, order__isnull=True)
    told = {one.operation: one for one in progress(there.filter(operation=sewn.operation))}
    left = told[sewn.operation].rejected if sewn.operation in told else 0
    if sewn.rework and sewn.pieces > left:
        raise Refused(_("More is put right than was rejected. Write a smaller number."))


def _check_fits(order: Order, sewn: Sewn) -> None:
    order.take_turn()
    if stages.stage_of(order) not in stages.WORK:
        raise Refused(_("This order is not in work. Open it again."))
    there = of_order(order).filter(operation=sewn.operation)
    told = {one.operation: one for one in progress(there)}.get(sewn.operation)
    if sewn.rework and sewn.pieces > (told.rejected if told else 0):
        raise Refused(_("More is put right than was rejected. Write a smaller number."))
    ordered = sum(line.quantity for line in stages.lines_of(order))
    good = (told.good if told else 0) + sewn.pieces - sewn.rejected
    if good > ordered:
        raise Refused(
            _("That makes %(good)s good pieces, and %(ordered)s are ordered. Check the number.")
            % {"good": good, "ordered": ordered}
        )


def _tell(what: str, output: WorkOutput, *, by: Actor, at: datetime) -> None:
    number = output.order.number if output.order else ""
    changes = [
        ("operation", None, output.operation.name), ("pieces", None, output.pieces),
        ("order_number", None, number),
    ]  # fmt: skip
    audit.record(
        village=output.village, verb=f"workshop.output_{what}", subject=output,
        subject_name=output.membership.name, resident_id=output.membership.resident_id,
        changes=changes, by=by, at=at,
    )  # fmt: skip
