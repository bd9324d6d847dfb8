"""'Saya ikut kalau sedikitnya N orang ikut': counted, never shown; no money before it is enough.

What anybody learns is how many promised in all, from FEWEST on, and whether it is enough. Enough is
only said from the founders of the law on (FEWEST on the other routes): below that, asking again
with another number would tell what the few others wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from rembuk.coop import joining, minimums
from rembuk.coop.checklist import MEETING_HELD
from rembuk.coop.models import Minimum, PathMark, Pledge, RouteChoice
from rembuk.lib.errors import Refused
from rembuk.people import merging
from rembuk.people.models import Resident
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

FEWEST = 5  # as counts of people above the village are masked (ADR 18)
MOST = 10_000


@dataclass(frozen=True)
class Count:
    """How many promised (None for fewer than FEWEST), how many would join, how many it takes.

    Pages tell `total` and `is_enough` and nothing else.
    """

    total: int | None
    joined: int
    needed: int

    @property
    def is_enough(self) -> bool:
        """Whether so many would join that the rule of founding is kept."""
        return self.joined >= self.needed


@transaction.atomic
def pledge(
    *, group: Group, resident: Resident, least: int, may_invite: bool, by: Actor, at: datetime
) -> Pledge:
    """Promise to join if at least so many do; an earlier promise of the same person ends.

    Errors: Refused for numbers that count nobody, for a group that is no cooperative or has ended,
    and once it is founded.
    """
    group.take_turn()
    if group.kind != Group.Kind.COOPERATIVE or group.ended_on is not None:
        raise Refused(_("Nobody works on a cooperative here any more. Tell the facilitator."))
    if not 1 <= least <= MOST:
        raise Refused(_("Write a number of people from 1 on, yourself among them."))
    if is_founded(group, on=at.astimezone(group.village.zone).date()):
        raise Refused(_("The cooperative is founded. Apply as a member with an officer."))
    _end(group, resident, at=at)
    return Pledge.objects.create(
        village=group.village, group=group, resident=resident, least=least,
        may_invite=may_invite, by=by.user, at=at,
    )  # fmt: skip


@transaction.atomic
def take_back(*, group: Group, resident: Resident, at: datetime) -> None:
    """End somebody's promise. Errors: Refused where there is none."""
    group.take_turn()
    if not _end(group, resident, at=at):
        raise Refused(_("There is no promise of yours. Nothing more is needed."))


def _end(group: Group, resident: Resident, *, at: datetime) -> int:
    mine = Pledge.objects.of(group.village).filter(group=group, ended_at__isnull=True)
    return mine.filter(resident__in=merging.ids_of(resident)).update(ended_at=at)


def mine(standing: Mapping[int, Pledge], resident: Resident) -> Pledge | None:
    """Return somebody's own promise among those that stand; `resident` is her final record."""
    return standing.get(resident.pk)


def standing(group: Group) -> dict[int, Pledge]:
    """Return the promises that stand, by person: two records of one person count once."""
    rows = Pledge.objects.of(group.village).filter(group=group, ended_at__isnull=True)
    told = rows.annotate(person=Coalesce("resident__merged_into", "resident"))
    return {one.person: one for one in told.select_related("resident").order_by("at", "pk")}


def counted(found: Mapping[int, Pledge], *, route: str, founders: int) -> Count:
    """Count promises; on a route of its own a cooperative takes the founders of the law."""
    needed = max(FEWEST, founders) if route in ("", RouteChoice.Route.OWN) else FEWEST
    total = len(found) if len(found) >= FEWEST else None
    return Count(total, joining.largest(one.least for one in found.values()), needed)


def count(group: Group, *, on: date) -> Count:
    """Count the promises of a group by the rules of a day."""
    routes = RouteChoice.objects.of(group.village).filter(group=group, on__lte=on)
    route = routes.order_by("-on", "-at", "-pk").first()
    rule = minimums.rule_on(group.village, Minimum.Key.FOUNDERS, on=on)
    return counted(standing(group), route=route.route if route else "", founders=rule.value)


def invited(group: Group, *, on: date) -> list[Resident]:
    """Return who would join and agreed to be asked; nobody before it is enough."""
    found = count(group, on=on)
    if not found.is_enough:
        return []
    who = [
        one.resident
        for one in standing(group).values()
        if one.may_invite and one.least <= found.joined
    ]
    return sorted(who, key=lambda one: (one.name, one.pk))


def require_enough(group: Group, *, on: date) -> None:
    """Refuse money while people promised only on a condition that is not met yet.

    Errors: Refused before the founding meeting, where promises stand and are not enough.
    """
    if not standing(group) or is_founded(group, on=on) or count(group, on=on).is_enough:
        return
    raise Refused(_("Not enough people promised to join yet. No money moves before that."))


def is_founded(group: Group, *, on: date) -> bool:
    """Say whether the founding meeting was held by a day."""
    marks = PathMark.objects.of(group.village).filter(group=group, step=MEETING_HELD, on__lte=on)
    last = marks.order_by("-on", "-at", "-pk").first()
    return last is not None and last.state == PathMark.State.DONE
