"""The page of an order for its customer: no signing in, a code in the address, no full name."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.villages.access import public
from rembuk.workshop import payments, schools, stages, telling
from rembuk.workshop.models import Payment


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
    told = payments.of(order)
    sums = payments.sums(one.total_rp, told)
    context = {
        "one": one, "order": order, "group": order.group, "kept": kept,
        "name": telling.first_name(order.customer), "sums": sums,
        "left": payments.left_words(sums),
        "back": [row for row in told if row.payment.kind == Payment.Kind.BACK and row.counts],
        "to_parents": schools.words_for(order) if one.asked_only else "",
        "whatsapp": telling.ask_url(order),
        "late": one.is_late(request.today),  # type: ignore[attr-defined]  # the door sets it
    }  # fmt: skip
    answer = render(request, "workshop/status.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer
