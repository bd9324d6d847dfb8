"""What the pages of a group's duty share: its group, agreement and people, and the way back."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from rembuk.duty import agreeing, records, rosters
from rembuk.duty.models import Roster, Rule, Turn
from rembuk.enterprise import members
from rembuk.enterprise.models import Membership
from rembuk.villages.access import VillageRequest, group_of
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission

WEEK_DAYS = 7


def frame(request: VillageRequest, **more: Any) -> dict[str, Any]:
    """What every page of this room shows: the group, what its roster is called, who may what."""
    group = group_of(request)
    rule = more.pop("rule", None) or agreeing.rules(group).first()
    return {
        "group": group,
        "rule": rule,
        "title": rule.title if rule else _before_any(group),
        "may_run": request.acting.may(Permission.RUN_GROUP) and not group.ended_on,
        "may_record": request.acting.may(Permission.RECORD_WORK) and not group.ended_on,
        **more,
    }


def _before_any(group: Group) -> str:
    """What a roster is called before the group agreed on one: only goats are fed."""
    return Rule().title if group.trade == Group.Trade.GOATS else _("Duty roster")


def turn_of(request: VillageRequest, turn_id: int) -> Turn:
    """Return the turn of an address, of a roster in force."""
    mine = records.turns_of(group_of(request)).select_related("group", "holder__group")
    return get_object_or_404(mine, pk=turn_id)


def roster_of(request: VillageRequest, roster_id: int) -> Roster:
    """Return the roster of an address."""
    mine = rosters.of(group_of(request)).select_related("rule", "group", "decided_by")
    return get_object_or_404(mine, pk=roster_id)


def people_now(request: VillageRequest) -> list[Membership]:
    """Return the members of today, by name."""
    return members.standing(group_of(request), on=request.today).now


def own_of(request: VillageRequest) -> list[Membership]:
    """Return the membership of the person who asks, if she is a member."""
    now = members.of(group_of(request)).filter(left_on__isnull=True)
    return list(now.filter(resident__user=request.user))
