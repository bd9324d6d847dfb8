"""Stock of a group: what is on the shelf, free, promised, at stalls; what happened to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.enterprise.models import Product
from rembuk.shop import keeping, selling, stock
from rembuk.shop.forms.stock import COUNTED, KeepForm, MoveForm, PromiseForm, TakeBackForm
from rembuk.shop.models import Movement, Promise, Reason
from rembuk.shop.models.stock import COME
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.templatetags.rembuk import rupiah
from rembuk.web.views import Question, address, ask
from rembuk.workshop.models import OrderLine

MOVEMENTS_SHOWN = 50


@requires(Permission.SEE_WORK)
@require_safe
def stock_page(request: VillageRequest) -> HttpResponse:
    """What there is of everything, and what is promised."""
    group = group_of(request)
    known = {product.pk: product for product in stock.moved(group)}
    held = stock.levels(request.village, known.values(), today=request.today)
    rows = [{"item": stock.Item(known[pk], size), "level": one} for (pk, size), one in held.items()]
    rows.sort(key=lambda row: str(row["item"]).casefold())
    kept = stock.open_promises(request.village, today=request.today)
    context = {
        "group": group,
        "rows": rows,
        "promises": kept.filter(product__group=group).select_related("product", "line__order"),
        "may_record": request.acting.may(Permission.RECORD_WORK) and not group.ended_on,
        "key": key(),
    }
    return render(request, "shop/stock.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def product_stock(request: VillageRequest, product_id: int) -> HttpResponse:
    """Every movement of one product."""
    mine = Product.objects.of(request.village).filter(group=request.group)
    product = get_object_or_404(mine, pk=product_id)
    held = stock.levels(request.village, [product], today=request.today)
    context = {
        "group": group_of(request),
        "product": product,
        "rows": [{"item": stock.Item(product, key[1]), "level": one} for key, one in held.items()],
        "movements": stock.history(product)[:MOVEMENTS_SHOWN],
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "shop/product_stock.html", context)


@requires(Permission.RECORD_WORK)
def move(request: VillageRequest) -> HttpResponse:
    """Record what happened to pieces on the shelf."""
    group = group_of(request)
    form = MoveForm(request.POST or None, group=group, initial=_chosen(request))

    def work(
        *, group: Group, what: str, note: str, place: str = "", **typed: Any
    ) -> dict[str, Any]:
        item = form.item(typed)
        noted = stock.Noted(actor_of(request), timezone.now(), request.today, note, place)
        made = _record(item, what, noted=noted, today=request.today, **typed)
        shelf = stock.level(item, today=request.today).shelf
        money = made.expected.amount_rp if made and made.expected else 0
        return {"name": str(item), "shelf": shelf, "money": money}

    if request.method == "POST":
        outcome = form.run(request, kind="shop.move", work=work, about={"group": group})
        if outcome:
            told = _("Saved. On the shelf now: %(shelf)s of %(name)s.") % outcome.facts
            messages.success(request, told)
            _tell_money(request, outcome.facts["money"])
            return redirect("shop:stock", *address(request))
    context = {"group": group, "form": form}
    return render(request, "shop/move.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def promise(request: VillageRequest) -> HttpResponse:
    """Keep pieces for somebody."""
    group = group_of(request)
    form = PromiseForm(request.POST or None, group=group, initial=_chosen(request))

    def work(*, group: Group, pieces: int, whom: str, days: int, **typed: Any) -> dict[str, Any]:
        item = form.item(typed)
        stock.promise(
            item=item, pieces=pieces, whom=whom, keep_until=request.today + timedelta(days=days),
            by=actor_of(request), at=timezone.now(), today=request.today,
        )  # fmt: skip
        return {"name": str(item), "pieces": pieces}

    if request.method == "POST":
        outcome = form.run(request, kind="shop.promise", work=work, about={"group": group})
        if outcome:
            messages.success(request, _("%(pieces)s of %(name)s are kept.") % outcome.facts)
            return redirect("shop:stock", *address(request))
    context = {"group": group, "form": form}
    return render(request, "shop/promise.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_POST
def release(request: VillageRequest, promise_id: int) -> HttpResponse:
    """Keep the pieces no longer."""
    kept = _promise(request, promise_id)

    def work(*, promise: Promise) -> None:
        stock.release(promise=promise, by=actor_of(request), at=timezone.now())

    told = _("The pieces are free again.")
    press(request, kind="shop.release", work=work, about={"promise": kept}, done=told)
    return redirect("shop:stock", *address(request))


@requires(Permission.RECORD_WORK)
@require_POST
def hand_over(request: VillageRequest, promise_id: int) -> HttpResponse:
    """Sell the pieces to whom they were promised."""
    kept = _promise(request, promise_id)

    def work(*, promise: Promise) -> dict[str, Any]:
        noted = stock.Noted(actor_of(request), timezone.now(), request.today)
        made = selling.hand_over(promise=promise, noted=noted, today=request.today)
        return {"money": made.expected.amount_rp if made.expected else 0}

    told = _("It is recorded as sold.")
    outcome = press(request, kind="shop.hand_over", work=work, about={"promise": kept}, done=told)
    if outcome:
        _tell_money(request, outcome.facts["money"])
    return redirect("shop:stock", *address(request))


@requires(Permission.RECORD_WORK)
def take_back(request: VillageRequest, movement_id: int) -> HttpResponse:
    """Take back one movement that was recorded by mistake."""
    mine = Movement.objects.of(request.village).filter(product__group=request.group)
    row = get_object_or_404(mine.select_related("product__group", "expected"), pk=movement_id)
    row.product.village = request.village

    def work(*, movement: Movement, why: str) -> None:
        noted = stock.Noted(actor_of(request), timezone.now(), request.today)
        selling.take_back(movement=movement, why=why, noted=noted)

    question = Question(
        kind="shop.take_back",
        title=_("Take it back: %(what)s, %(pieces)s of %(name)s")
        % {"what": row.get_reason_display(), "pieces": row.pieces, "name": str(item_of(row))},
        done=_("Taken back. Both rows stay visible."),
        back=reverse("shop:product_stock", args=address(request, row.product_id)),
        save=_("Take it back"),
        lead=_("As many pieces are written the other way. Money nobody recorded yet is expected"
               " no longer."),
    )  # fmt: skip
    form = TakeBackForm(request.POST or None)
    return ask(request, form, question, work=work, about={"movement": row})


@requires(Permission.RECORD_WORK)
def keep_for_order(request: VillageRequest, line_id: int) -> HttpResponse:
    """Keep pieces from the shelf for a line of an order."""
    mine = OrderLine.objects.of(request.village).filter(order__group=request.group)
    found = mine.select_related("order__customer", "order__group", "product__group")
    line = get_object_or_404(found, pk=line_id, product__isnull=False, withdrawn_at__isnull=True)
    line.order.village = line.village = request.village
    there = keeping.held(request.village, [line], today=request.today)[line.pk]

    def work(*, line: OrderLine, pieces: int) -> None:
        keeping.keep(
            line=line, pieces=pieces, by=actor_of(request), at=timezone.now(), today=request.today
        )

    most = there.kept + there.free
    question = Question(
        kind="shop.keep_for_order",
        title=_("Keep %(name)s for order no. %(number)s")
        % {"name": str(line), "number": line.order.number},
        done=_("Saved. What is kept is sold with the order, and free again without it."),
        back=reverse("workshop:order", args=address(request, line.order_id)),
        lead=_("The order asks for %(asked)s. At most %(most)s can be kept now.")
        % {"asked": line.quantity, "most": most},
    )
    form = KeepForm(request.POST or None, initial={"pieces": most})
    return ask(request, form, question, work=work, about={"line": line})


def _promise(request: VillageRequest, promise_id: int) -> Promise:
    mine = Promise.objects.of(request.village).filter(product__group=request.group)
    return get_object_or_404(mine.select_related("product"), pk=promise_id)


def _record(
    item: stock.Item, what: str, *, pieces: int, paid_rp: int | None, noted: stock.Noted,
    today: date,
) -> Movement | None:  # fmt: skip
    """Do what the form of stock says."""
    if what == COUNTED:
        return stock.count(item=item, found=pieces, noted=noted)
    if what in COME:
        return stock.come(item=item, reason=Reason(what), pieces=pieces, noted=noted)
    if what == Reason.SOLD:
        return selling.sell(item=item, pieces=pieces, paid_rp=paid_rp, noted=noted, today=today)
    return stock.go(item=item, reason=Reason(what), pieces=pieces, noted=noted, today=today)


def _tell_money(request: VillageRequest, sum_rp: int) -> None:
    if sum_rp:
        told = _("%(sum)s: the treasurer finds it on her page and records the money.")
        messages.info(request, told % {"sum": rupiah(sum_rp)})


def item_of(movement: Movement) -> stock.Item:
    """Return what moved."""
    return stock.Item(movement.product, movement.size)


def _chosen(request: VillageRequest) -> dict[str, str]:
    """What a link of the stock page chose already."""
    return {name: request.GET[name] for name in ("product", "size") if name in request.GET}
