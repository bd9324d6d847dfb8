"""The order book of a group: what is due when, what is over, and one order with everything."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key
from rembuk.workshop import payments, schools, shelf, sizes, stages, telling, work
from rembuk.workshop.models import Order, Stage
from rembuk.workshop.stages import Standing

A_PAGE = 25
SEES_ALL = (Permission.RECORD_WORK, Permission.RECORD_CASH)  # what each member did
READY = (Stage.FINISHING, Stage.FITTING, Stage.READY)  # a customer may be called


@requires(Permission.SEE_WORK)
@require_safe
def orders_page(request: VillageRequest) -> HttpResponse:
    """What is in work, late first, and what is only asked for."""
    group = group_of(request)
    book = stages.book(group)
    context = {
        "group": group,
        "book": book,
        "late": [one for one in book.in_work if one.is_late(request.today)],
        "unpaid": payments.unpaid(group),
        "ahead": [one for one in book.in_work if not one.is_late(request.today)],
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "workshop/orders.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def orders_over_page(request: VillageRequest) -> HttpResponse:
    """What is handed over or called off, the newest first."""
    group = group_of(request)
    known = stages.over(group)
    page = Paginator(known, A_PAGE).get_page(request.GET.get("page"))
    first = (page.number - 1) * A_PAGE
    found = stages.with_lines(known[first : first + A_PAGE])
    told = payments.told_of(request.village, [one.order.pk for one in found])
    context = {
        "group": group,
        "page": page,
        "found": [(one, payments.sums(one.total_rp, told.get(one.order.pk, []))) for one in found],
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "workshop/orders_over.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def order_page(request: VillageRequest, order_id: int) -> HttpResponse:
    """One order: what, for how much, until when, and each step with who recorded it."""
    one = stages.standing(order_of(request, order_id))
    may_record = request.acting.may(Permission.RECORD_WORK)
    told, outputs = payments.of(one.order), list(work.of_order(one.order))
    sums = payments.sums(one.total_rp, told)
    children, named = sizes.children(one.order)
    to_parents = schools.words_for(one.order, has_class=children > 0) if one.asked_only else ""
    context = {
        "group": group_of(request),
        "one": one,
        "order": one.order,
        "late": one.is_late(request.today),
        "may_record": may_record,
        "other_steps": _other_steps(one) if may_record else [],
        "payments": told,
        "sums": sums,
        "left": payments.left_words(sums),
        "owes": one.stage in stages.OWED and not sums.is_paid,
        "may_pay": one.stage in stages.OWED and sums.left_rp != 0,
        "may_take_back": may_record and sum(s.withdrawn_at is None for s in one.steps) > 1,
        "progress": work.progress(outputs),
        "sewers": work.by_member(outputs) if sees_all(request) else [],
        "sews": stages.sews(one.order.group),
        "named": named if may_record else 0,
        "key": key(),
        "to_parents": to_parents,
        **(_on_shelf(request, one) if may_record else {}),
        **(_telling(request, one, sums) if may_record else {}),
    }
    return render(request, "workshop/order.html", context)


def sees_all(request: VillageRequest) -> bool:
    """Say whether an office sees who did how many pieces: with the rates, that is her pay."""
    return any(request.acting.may(one) for one in SEES_ALL)


def order_of(request: VillageRequest, order_id: int) -> Order:
    """Return the order that the address names, of the group of the address."""
    mine = Order.objects.of(request.village).filter(group=group_of(request))
    order = get_object_or_404(mine.select_related("customer", "group"), pk=order_id)
    order.village = request.village
    return order


def _on_shelf(request: VillageRequest, one: Standing) -> dict[str, Any]:
    """What the shelf keeps for each line of an order that is not over, or could keep."""
    if one.stage in stages.OVER:
        return {}
    held = shelf.held(request.village, one.lines, today=request.today)
    rows = [(line, held[line.pk]) for line in one.lines if line.pk in held]
    return {"on_shelf": rows, "keep_url": shelf.keep_url()}


def _telling(request: VillageRequest, one: Standing, sums: payments.Sums) -> dict[str, str]:
    """The customer's page, and the messages that fit how far the order is."""
    values = [request.village.slug, one.order.pk, telling.code_of(one.order)]
    page = reverse("workshop:status", args=values)
    told_of: dict[str, Any] = {
        "link": request.build_absolute_uri(page), "by": request.user.name,
    }  # fmt: skip
    texts = {}
    if one.stage == Stage.OFFER:
        texts["offered_url"] = telling.offered(one, **told_of)
    elif one.stage == Stage.ORDERED:
        texts["received_url"] = telling.received(one, sums=sums, **told_of)
    elif one.stage in READY:
        texts["ready_url"] = telling.ready(one, sums=sums, **told_of)
    elif one.in_work:
        texts["news_url"] = telling.news(one, sums=sums, **told_of)
    elif one.stage == Stage.DELIVERED:
        texts["handed_over_url"] = telling.handed_over(one, sums=sums, **told_of)
    customer = one.order.customer
    urls = {name: telling.open_url(customer, text) for name, text in texts.items()}
    return {"status_url": page, **urls}


def _other_steps(one: Standing) -> list[tuple[str, str]]:
    """The steps besides the usual one that a button records, each with its word."""
    apart = (*stages.ASKED, *stages.WORK[:1], stages.OVER[1], one.usually_next)
    return [(step.value, str(step.label)) for step in one.steps_of_group if step not in apart]
