"""A visit to a stall: the sheet, what it comes to, the slip."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.cash import expected
from rembuk.shop import slips, visits
from rembuk.shop.forms.stalls import VisitForm
from rembuk.shop.models import Stall, Visit
from rembuk.shop.slips import Size
from rembuk.shop.views.stalls import stall_of
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web import paper
from rembuk.web.forms import status
from rembuk.web.views import address

CHECKED, CHANGE = "checked", "change"
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", CHECKED, CHANGE})


@requires(Permission.RECORD_WORK)
def visit_stall(request: VillageRequest, stall_id: int) -> HttpResponse:
    """Write the sheet, see what it comes to, save it."""
    stall = stall_of(request, stall_id)
    if stall.ended_on:
        raise Http404
    change, checked = CHANGE in request.POST, CHECKED in request.POST
    form = VisitForm(request.POST or None, stall=stall, today=request.today, checked=checked)

    def work(*, stall: Stall, **typed: Any) -> dict[str, Any]:
        made = visits.settle(
            form.sheet(typed), by=actor_of(request), at=timezone.now(), today=request.today
        )
        return {"visit": made.pk}

    context: dict[str, Any] = {"group": group_of(request), "stall": stall, "form": form}
    if request.method == "POST" and checked and not change:
        outcome = form.run(request, kind="shop.visit", work=work, about={"stall": stall})
        if outcome:
            return redirect("shop:visit", *address(request, outcome.facts["visit"]))
    elif request.method == "POST" and not change and form.is_valid():
        context["due_rp"] = sum(one.settled.net_payable_rp for one in form.counted)
        context["carried"] = [
            (name, value) for name, values in request.POST.lists() if name not in NOT_CARRIED
            for value in values
        ]  # fmt: skip
        return render(request, "shop/check_visit.html", context)
    return render(request, "shop/visit_sheet.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_safe
def visit_page(request: VillageRequest, visit_id: int) -> HttpResponse:
    """What a visit came to, whether the money came, and its slip."""
    visit = _visit(request, visit_id)
    pk = visit.expected_id
    context = {
        "group": group_of(request),
        "visit": visit,
        "stall": visit.stall,
        "lines": visits.lines_of(visit),
        "money": expected.settled(request.village, [pk])[pk] if pk else None,
        "share_url": slips.share_address(visit),
        "sizes": Size,
        "newest": visits.last_of(visit.stall) == visit,
    }
    return render(request, "shop/visit.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def slip_pdf(request: VillageRequest, visit_id: int, size: str) -> HttpResponse:
    """The slip as a file to print, for the stall."""
    if size not in Size:
        raise Http404
    visit = _visit(request, visit_id)
    made = slips.printed(visit, size=Size(size))
    headers = {"Content-Disposition": f'inline; filename="titip-jual-{visit.number}-{size}.pdf"'}
    return HttpResponse(made, content_type=paper.PDF, headers=headers)


def _visit(request: VillageRequest, visit_id: int) -> Visit:
    mine = Visit.objects.of(request.village).filter(stall__group=request.group)
    visit = get_object_or_404(mine.select_related("stall", "terms", "by"), pk=visit_id)
    visit.village = visit.stall.village = request.village
    visit.stall.group = group_of(request)
    return visit
