"""The sharing of an address, and what a page may show of it to whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from rembuk.shares import dividing, seeing
from rembuk.shares.models import Sharing
from rembuk.villages.access import VillageRequest, group_of
from rembuk.villages.permissions import Permission

RUNS = (Permission.RUN_GROUP, Permission.RECORD_CASH)


@dataclass(frozen=True)
class Seen:
    """What somebody sees of a sharing: every member's sum, or only her own."""

    everybody: bool
    own: frozenset[int]

    @property
    def only(self) -> frozenset[int] | None:
        """Return whose rows are shown; None for all."""
        return None if self.everybody else self.own


def sharing_of(request: VillageRequest, sharing_id: int) -> Sharing:
    """Return a sharing of the group; one that nobody proposed yet only for who runs the group."""
    rows = Sharing.objects.of(request.village).filter(group=group_of(request))
    one = get_object_or_404(dividing.with_parts(rows), pk=sharing_id)
    if not one.steps.all() and not may_run(request):
        raise Http404
    return one


def may_run(request: VillageRequest) -> bool:
    """Say whether somebody sees what is only computed: who proposes it, and who pays it."""
    return any(request.acting.may(permission) for permission in RUNS)


def seen(request: VillageRequest, sharing: Sharing) -> Seen:
    """Return what somebody sees of a sharing."""
    own = seeing.own_ids(request.user, sharing.group)
    return Seen(seeing.sees_all(request.acting, sharing.rule), own)
