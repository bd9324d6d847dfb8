"""Groups: started, and ended with a reason. What they make or save is kept by rooms above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit, offices
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Known, OfficeTerm, Village
from rembuk.villages.permissions import SCOPE_OF, Office, Scope


@dataclass(frozen=True)
class GroupFacts:
    """What is told of a group; `started_on` is any day of what `started_precision` covers.

    `trade` is what a business lives on; of other kinds of groups it is left aside.
    """

    kind: str
    name: str
    activity: str = ""
    trade: str = ""
    started_on: date | None = None
    started_precision: str = Known.DAY


@transaction.atomic
def start_group(*, village: Village, facts: GroupFacts, by: Actor, at: datetime) -> Group:
    """Start a group.

    Errors: Refused without a name, or for a name the village has already.
    """
    called = _free_name(village, facts)
    group = Group.objects.create(
        village=village, kind=Group.Kind(facts.kind), name=called, trade=_trade(facts),
        activity=clean_text(facts.activity)[0], started_on=facts.started_on,
        started_precision=facts.started_precision,
    )  # fmt: skip
    audit.record(village=village, verb="group.started", subject=group, by=by, at=at)
    return group


@transaction.atomic
def change_group(*, group: Group, facts: GroupFacts, by: Actor, at: datetime) -> Group:
    """Change name, activity and trade of a group; its kind and its beginning stay.

    Errors: Refused without a name, or for a name another group of the village has.
    """
    group.take_turn()
    before = facts_of(group)
    group.name, group.trade = _free_name(group.village, facts, but=group), _trade(facts)
    group.activity = clean_text(facts.activity)[0]
    group.save(update_fields=["name", "trade", "activity"])
    changes = [
        (name, getattr(before, name), getattr(group, name))
        for name in ("name", "trade", "activity")
        if getattr(before, name) != getattr(group, name)
    ]
    if changes:
        audit.record(
            village=group.village, verb="group.changed", subject=group, by=by, at=at,
            changes=changes,
        )  # fmt: skip
    return group


def facts_of(group: Group) -> GroupFacts:
    """Return what is told of a group."""
    return GroupFacts(
        kind=group.kind, name=group.name, activity=group.activity, trade=group.trade,
        started_on=group.started_on, started_precision=group.started_precision,
    )  # fmt: skip


@transaction.atomic
def end_group(
    *, group: Group, ended_on: date, reason: str, by: Actor, at: datetime, today: date
) -> Group:
    """End a group and the offices over it. Its pages and its history stay.

    Errors: Refused for a group that has ended, without a reason, for a day to come, and for a
    day before the group began.
    """
    group = Group.objects.of(group.village).select_for_update(no_key=True).get(pk=group.pk)
    if group.ended_on is not None:
        raise Refused(_("%(group)s has ended already.") % {"group": group.name})
    if not reason.strip():
        raise Refused(_("Write why the group ends."))
    if ended_on > today:
        raise Refused(_("Choose today or an earlier day."))
    if group.started_on is not None and ended_on < group.started_on:
        raise Refused(_("The group began later than this day. Choose a later one."))
    offices.end_all_of(group, until=ended_on, reason=reason, by=by, at=at, today=today)
    group.ended_on, group.ended_reason = ended_on, clean_text(reason)[0]
    group.save(update_fields=["ended_on", "ended_reason"])
    audit.record(
        village=group.village,
        verb="group.ended",
        subject=group,
        by=by,
        at=at,
        changes=[("reason", None, group.ended_reason)],
    )
    return group


def groups_of(village: Village) -> QuerySet[Group]:
    """The village's groups: running ones first, by name."""
    return Group.objects.of(village).order_by("ended_on", "name", "pk")


def seen_by(term: OfficeTerm, village: Village) -> QuerySet[Group]:
    """The groups an office may open: its own for a group office, else all."""
    groups = groups_of(village)
    if SCOPE_OF[Office(term.office)] == Scope.GROUP:
        return groups.filter(office_terms=term)
    return groups


def running(village: Village, *, on: date) -> QuerySet[Group]:
    """Groups that have not ended on a day, by name."""
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    return groups_of(village).filter(still)


def officers_of(group: Group, *, on: date) -> list[OfficeTerm]:
    """Who holds which office in a group on a day, the chair first."""
    return officers_by_group([group], on=on).get(group.pk, [])


def officers_by_group(groups: Iterable[Group], *, on: date) -> dict[int, list[OfficeTerm]]:
    """The officers of several groups on a day, by the group's id, chairs first: one query."""
    held = OfficeTerm.objects.on(on).filter(group__in=list(groups))
    held = held.exclude(office=Office.GROUP_MEMBER)
    officers: dict[int, list[OfficeTerm]] = {}
    for term in sorted(held.select_related("user", "group"), key=_chair_first):
        assert term.group_id is not None
        officers.setdefault(term.group_id, []).append(term)
    return officers


def _chair_first(term: OfficeTerm) -> tuple[bool, str, str, int]:
    return (term.office != Office.GROUP_CHAIR, term.title, term.user.name, term.pk)


def _free_name(village: Village, facts: GroupFacts, *, but: Group | None = None) -> str:
    called = clean_text(facts.name)[0]
    if not called:
        raise Refused(_("Write the name of the group."))
    same = Group.objects.of(village).filter(name__iexact=called)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(
            _("%(group)s is there already. Open it, or choose another name.") % {"group": called}
        )
    return called


def _trade(facts: GroupFacts) -> str:
    business = facts.kind == Group.Kind.BUSINESS
    return Group.Trade(facts.trade) if facts.trade and business else ""
