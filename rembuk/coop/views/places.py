"""The cooperative that an address names, and what each of its pages says of its custody."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from rembuk.coop import custody, offices
from rembuk.coop.models import Member
from rembuk.villages.access import VillageRequest, group_of
from rembuk.villages.models import Group


def coop_of(request: VillageRequest) -> Group:
    """Return the cooperative in the address; 404 for a group of another kind."""
    group = group_of(request)
    if group.kind != Group.Kind.COOPERATIVE:
        raise Http404
    return group


def member_of(request: VillageRequest, member_id: int) -> Member:
    """Return a member of the cooperative in the address, or 404."""
    mine = Member.objects.of(request.village).filter(group=coop_of(request))
    member = get_object_or_404(mine.select_related("resident"), pk=member_id)
    member.group, member.village = group_of(request), request.village
    return member


def shown(request: VillageRequest, **more: Any) -> dict[str, Any]:
    """Return what every page of money needs: the group, and what it may hold today."""
    group = coop_of(request)
    return {"group": group, "custody": custody.mode_of(group, request.today), **more}


def sees_sums(request: VillageRequest) -> bool:
    """Whether the office keeps or oversees the members' money."""
    return offices.sees_sums(request.acting)
