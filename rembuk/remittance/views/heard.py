"""What one of the family sees of a worker's transfers, as long as she lets her."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.remittance import family, receipts
from rembuk.remittance.family import Shared
from rembuk.remittance.receipts import Receipt
from rembuk.remittance.views.own import A_PAGE, one_of
from rembuk.villages.access import SignedInRequest
from rembuk.web.views import as_paper


@about_me
@require_safe
def heard_transfers(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """The transfers of a worker who lets her hear of them: days and sums."""
    found = _shared(who, member_id)
    page = Paginator(receipts.shared(found), A_PAGE).get_page(request.GET.get("page"))
    context = {"shared": found, "member": found.member, "page": page}
    return render(request, "remittance/heard_transfers.html", context)


@about_me
@require_safe
def heard_receipt(
    request: SignedInRequest, who: Resident, member_id: int, booked_no: int
) -> HttpResponse:
    """One of them, with its goals if the worker wishes."""
    found, receipt = _receipt(who, member_id, booked_no)
    context = {
        "member": found.member, "receipt": receipt, "remark": receipts.remark(family=True),
        "goals": receipt.goals if found.with_goals else [],
    }  # fmt: skip
    return render(request, "remittance/heard_receipt.html", context)


@about_me
@require_safe
def heard_paper(
    request: SignedInRequest, who: Resident, member_id: int, booked_no: int
) -> HttpResponse:
    """The same on paper."""
    found, receipt = _receipt(who, member_id, booked_no)
    made = receipts.on_paper(receipt, family=True, with_goals=found.with_goals)
    return as_paper(made, name=f"kiriman-{receipt.number}")


def _receipt(who: Resident, member_id: int, booked_no: int) -> tuple[Shared, Receipt]:
    found = _shared(who, member_id)
    on = timezone.localdate()
    return found, one_of(found.member, booked_no, on=on, since=found.since)


def _shared(who: Resident, member_id: int) -> Shared:
    found = next((one for one in family.shared_with(who) if one.member.pk == member_id), None)
    if found is None:
        raise Http404
    member = found.member
    member.village = member.group.village = who.village
    return found
