"""What the pages of this room share: the group's arisan of an address, and the frame."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from rembuk.arisan import arisans, rounds
from rembuk.arisan.models import Arisan, Draw, HandedOver, Paid
from rembuk.arisan.rounds import Round, Standing
from rembuk.villages.access import VillageRequest, group_of
from rembuk.villages.permissions import Permission

# Who reads name by name what is still owed: the officers who need it.
OFFICERS = (Permission.RECORD_CASH, Permission.RUN_GROUP, Permission.OVERSEE_GROUP)


def frame(request: VillageRequest, **more: Any) -> dict[str, Any]:
    """What every page of this room shows: the group and who may what."""
    group, may = group_of(request), request.acting.may
    return {
        "group": group,
        "may_record": may(Permission.RECORD_CASH) and not group.ended_on,
        "may_run": may(Permission.RUN_GROUP) and not group.ended_on,
        "reads_names": any(may(one) for one in OFFICERS),
        **more,
    }


def arisan_of(request: VillageRequest, arisan_id: int) -> Arisan:
    """Return the arisan of an address."""
    found = get_object_or_404(arisans.of(group_of(request)), pk=arisan_id)
    found.village = request.village
    return found


def round_of(request: VillageRequest, arisan_id: int, round_no: int) -> tuple[Standing, Round]:
    """Return how far an arisan is, and one of its rounds."""
    found = rounds.standing(arisan_of(request, arisan_id), on=request.today)
    one = found.round(round_no)
    if one is None:
        raise Http404
    return found, one


def draw_of(request: VillageRequest, draw_id: int) -> Draw:
    """Return the draw of an address."""
    mine = Draw.objects.of(request.village).filter(arisan__group=group_of(request))
    draw = get_object_or_404(
        mine.select_related("arisan__group", "seat__resident", "by", "signed_by"), pk=draw_id
    )
    draw.arisan.village = request.village
    return draw


def paid_of(request: VillageRequest, paid_id: int) -> Paid:
    """Return what somebody gave, by its address."""
    mine = Paid.objects.of(request.village).filter(arisan__group=group_of(request))
    paid = get_object_or_404(mine.select_related("arisan__group", "seat"), pk=paid_id)
    paid.arisan.village = request.village
    return paid


def handed_of(request: VillageRequest, handed_id: int) -> HandedOver:
    """Return what was handed over, by its address."""
    mine = HandedOver.objects.of(request.village).filter(arisan__group=group_of(request))
    handed = get_object_or_404(
        mine.select_related("arisan__group", "draw__seat", "by"), pk=handed_id
    )
    handed.arisan.village = request.village
    return handed
