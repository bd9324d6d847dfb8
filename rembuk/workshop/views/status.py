"""The page of an order for its customer: no signing in, a code in the address, no full name."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.villages.access import public
from rembuk.workshop import payments, stages, telling


@public
@require_safe
def status_page(request: HttpRequest, order_id: int, order_code: str) -> HttpResponse:
    """How far an order is, for who has its link."""
    village = request.village  # type: ignore[attr-defined]  # the door sets it
    order = telling.find(village, order_id=order_id, code=order_code)
    if order is None:
        raise Http404
    one = stages.standing(order)
    kept = [step for step in one.steps if step.withdrawn_at is None]
    sums = payments.sums(one.total_rp, payments.of(order))
    context = {
        "one": one, "order": order, "group": order.group, "kept": kept,
        "name": telling.first_name(order.customer), "sums": sums,
        "left": payments.left_words(sums),
        "late": one.is_late(request.today),  # type: ignore[attr-defined]  # the door sets it
    }  # fmt: skip
    answer = render(request, "workshop/status.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer
