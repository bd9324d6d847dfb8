"""What marketplaces take, and one product compared through every channel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.enterprise import products
from rembuk.shop import comparing, limits, rates, stalls
from rembuk.shop.forms.rates import CompareForm, LimitForm, RateForm
from rembuk.shop.models import Category, Channel
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status

WHOLE = 100  # a stall that keeps all of it sells nothing for the group


@requires(Permission.SEE_WORK)
@require_safe
def fees_page(request: VillageRequest) -> HttpResponse:
    """What marketplaces take: every row with its day and its source."""
    context = {
        "rows": _rows(request),
        "limit": limits.on(request.village, request.today),
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "shop/fees.html", context)


@requires(Permission.RECORD_WORK)
def record_fee(request: VillageRequest, channel: str, category: str) -> HttpResponse:
    """Record what somebody read of one row."""
    if channel not in Channel.values or category not in Category.values:
        raise Http404
    there = rates.table(request.village, on=request.today)
    row = next((one for one in there if (one.channel, one.category) == (channel, category)), None)
    form = RateForm(request.POST or None, initial=_initial(row, today=request.today))

    def work(*, channel: str, category: str, **typed: Any) -> None:
        rates.record(
            village=request.village, channel=channel, category=category,
            told=form.told(**typed), by=actor_of(request), today=request.today, at=timezone.now(),
        )  # fmt: skip

    about = {"channel": channel, "category": category}
    if request.method == "POST" and form.run(
        request, kind="shop.record_fee", work=work, about=about
    ):
        messages.success(request, _("The fee is recorded. The table before stays in the history."))
        return redirect("shop:fees", request.village.slug)
    return render(request, "shop/fee.html", {"row": row, "form": form}, status=status(form))


@requires(Permission.RECORD_WORK)
def record_qris_limit(request: VillageRequest) -> HttpResponse:
    """Record how much one QRIS payment may be, as somebody read it."""
    now = limits.on(request.village, request.today)
    initial = {"most_rp": now.most_rp, "valid_from": request.today}
    form = LimitForm(request.POST or None, initial=initial)

    def work(**typed: Any) -> None:
        limits.record(
            village=request.village, limit=limits.Limit(**typed), by=actor_of(request),
            today=request.today, at=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and form.run(request, kind="shop.record_qris_limit", work=work):
        messages.success(request, _("The limit is recorded. The one before stays in the history."))
        return redirect("shop:fees", request.village.slug)
    context = {"limit": now, "form": form}
    return render(request, "shop/qris_limit.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_safe
def compare(request: VillageRequest) -> HttpResponse:
    """What stays of one price through every channel, side by side."""
    group = group_of(request)
    offered = list(products.offered(group))
    form = CompareForm(request.GET or None, offered=offered, initial={"category": Category.CLOTHES})
    context: dict[str, Any] = {"group": group, "form": form, "lines": None}
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        product = next((one for one in offered if one.pk == asked["product"]), None)
        price_rp = asked["price_rp"] or (product.price_rp if product else None)
        if price_rp is None:
            form.add_error("price_rp", _("Write a price to compare."))
        else:
            rows = rates.of_category(_told(request), asked["category"] or Category.CLOTHES)
            context |= {"product": product, "price_rp": price_rp}
            context["lines"] = _shown(
                request,
                comparing.compare(
                    price_rp=price_rp, to_order=product.to_order if product else True,
                    stalls=_stalls(request), rows=rows,
                ),
            )  # fmt: skip
    return render(request, "shop/compare.html", context, status=status(form))


def _stalls(request: VillageRequest) -> list[comparing.Stall]:
    there = stalls.commissions(group_of(request), on=request.today)
    return [comparing.Stall(name, percent) for name, percent in there if percent < WHOLE]


def _told(request: VillageRequest) -> list[rates.Row]:
    return rates.table(request.village, on=request.today)


def _rows(request: VillageRequest) -> list[dict[str, Any]]:
    return [{"row": row, "is_old": row.is_old(on=request.today)} for row in _told(request)]


def _shown(request: VillageRequest, lines: list[comparing.Line]) -> list[dict[str, Any]]:
    return [
        {"line": line, "is_old": line.row is not None and line.row.is_old(on=request.today)}
        for line in lines
    ]


def _initial(row: rates.Row | None, *, today: date) -> dict[str, Any]:
    return {**(vars(row.told.rate) if row else {}), "valid_from": today}
