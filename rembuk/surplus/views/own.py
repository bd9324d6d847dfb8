"""Buku saya: a member's own part of each year's surplus, and its slip. Nobody else's (K19)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.coop import passbook
from rembuk.coop.models import Member
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.surplus import slips
from rembuk.villages.access import SignedInRequest
from rembuk.web.views import as_paper


@about_me
@require_safe
def my_shares(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """What she got of each year, and how every number came about."""
    member = _mine(who, member_id)
    context = {
        "member": member, "group": member.group, "home": member.village,
        "own": member.resident_id == who.pk, "rounding": slips.rule_of_rounding(),
        "slips": [(one, slips.became(one.part)) for one in slips.of_member(member)],
    }  # fmt: skip
    return render(request, "surplus/my_shares.html", context)


@about_me
@require_safe
def my_slip(
    request: SignedInRequest, who: Resident, member_id: int, own_share_id: int
) -> HttpResponse:
    """The slip of one year as a file."""
    member = _mine(who, member_id)
    slip = next((one for one in slips.of_member(member) if one.share.pk == own_share_id), None)
    if slip is None:
        raise Http404
    made = slips.on_paper(slip, member=member, at=timezone.now())
    return as_paper(made, name=f"slip-shu-{slip.year}")


def _mine(who: Resident, member_id: int) -> Member:
    member = get_object_or_404(passbook.mine(who), pk=member_id)
    member.village = member.group.village
    return member
