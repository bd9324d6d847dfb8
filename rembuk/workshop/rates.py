"""What work is paid by the piece, and how much since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.web.templatetags.rembuk import plain_day
from rembuk.workshop.models import Operation, PieceRate, WorkOutput


@dataclass(frozen=True)
class Rates:
    """Every rate of a group, to be asked by operation and day."""

    known: Mapping[int, list[PieceRate]]

    def on(self, operation_id: int, day: date) -> PieceRate | None:
        """Return the rate of an operation on a day; None before the first one."""
        of_day = [rate for rate in self.known.get(operation_id, []) if rate.since <= day]
        return max(of_day, key=lambda rate: (rate.since, rate.pk), default=None)

    @property
    def operations(self) -> list[Operation]:
        """The kinds of work that are done now and have a rate, in the order of their naming."""
        named = {rates[0].operation_id: rates[0].operation for rates in self.known.values()}
        return [named[pk] for pk in sorted(named) if named[pk].ended_on is None]


@transaction.atomic
def begin(
    *, group: Group, name: str, rate_rp: int, since: date, by: Actor, at: datetime
) -> Operation:
    """Name a kind of work and what a piece of it pays.

    Errors: Refused without a name, for one that is known, and as change.
    """
    group.take_turn()
    told = clean_text(name)[0]
    if not told:
        raise Refused(_("Write what the work is called."))
    if operations(group).filter(name__iexact=told).exists():
        raise Refused(_("%(name)s is known already. Change its rate instead.") % {"name": told})
    operation = Operation.objects.create(village=group.village, group=group, name=told)
    change(operation=operation, rate_rp=rate_rp, since=since, by=by, at=at)
    return operation


@transaction.atomic
def change(
    *, operation: Operation, rate_rp: int, since: date, by: Actor, at: datetime
) -> PieceRate:
    """Pay another rate from a day on; what was done before keeps the old one.

    Errors: Refused for a rate of nothing, and for a day on which wages were asked for already.
    """
    if rate_rp <= 0:
        raise Refused(_("Write a sum above Rp0."))
    operation.group.take_turn()  # wages are asked for under the same turn, at the rates of then
    asked = WorkOutput.objects.of(operation.village).filter(
        operation=operation, wage__isnull=False, withdrawn_at__isnull=True, on__gte=since
    )
    if (last := asked.order_by("-on").first()) is not None:
        raise Refused(
            _("The wages until %(day)s were asked for at the rate before. Choose a later day.")
            % {"day": plain_day(last.on)}
        )
    rate = PieceRate.objects.create(
        village=operation.village, operation=operation, rate_rp=rate_rp, since=since,
        recorded_at=at, recorded_by=by.user,
    )  # fmt: skip
    audit.record(
        village=operation.village, verb="workshop.rate_set", subject=operation, by=by, at=at,
        changes=[("rate_rp", None, rate_rp), ("since", None, since.isoformat())],
    )  # fmt: skip
    return rate


def operations(group: Group) -> QuerySet[Operation]:
    """Return the kinds of work that are done now, in the order in which they were named."""
    mine = Operation.objects.of(group.village).filter(group=group, ended_on__isnull=True)
    return mine.order_by("pk")


def of(group: Group) -> Rates:
    """Return every rate of a group; one query."""
    found: dict[int, list[PieceRate]] = {}
    rows = PieceRate.objects.of(group.village).filter(operation__group=group)
    for rate in rows.select_related("operation", "recorded_by").order_by("since", "pk"):
        found.setdefault(rate.operation_id, []).append(rate)
    return Rates(found)
