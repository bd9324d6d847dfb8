"""Steps of an order: one further, another day promised, called off, and taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rembuk.cash.views import steps as check
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.undo import offer_undo
from rembuk.web.views import address
from rembuk.workshop import orders, payments
from rembuk.workshop.forms.orders import CallOffForm, HandOverForm, MoveForm, PayForm, PromiseForm
from rembuk.workshop.models import Order, OrderStep, Stage
from rembuk.workshop.views.book import order_of


@requires(Permission.RECORD_WORK)
@require_POST
def move_order(request: VillageRequest, order_id: int) -> HttpResponse:
    """Record that an order came one step further; handed over, who still owes is asked for it."""
    order = order_of(request, order_id)
    if request.POST.get("to") == Stage.DELIVERED and payments.sums_of(order).left_rp:
        return redirect("workshop:hand_over", *address(request, order.pk))
    form = MoveForm(request.POST)

    def work(*, order: Order, to: str) -> dict[str, Any]:
        step = orders.move(
            order=order, to=Stage(to), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"step": step.pk}

    outcome = form.run(request, kind="workshop.move", work=work, about={"order": order})
    if outcome:
        _offer_undo(request, order, Stage(form.cleaned_data["to"]), step=outcome.facts["step"])
    else:
        told = " ".join(str(reason) for reason in form.non_field_errors())
        messages.info(request, told or _("Open the page again and press once more."))
    return redirect("workshop:order", *address(request, order.pk))


@requires(Permission.RECORD_WORK)
def hand_over(request: VillageRequest, order_id: int) -> HttpResponse:
    """Hand an order over, and say whether its rest is paid; the treasurer books it."""
    order = order_of(request, order_id)
    sums = payments.sums_of(order)
    form = HandOverForm(request.POST or None, left_rp=sums.left_rp or 0)

    def work(*, order: Order, **_typed: Any) -> dict[str, Any]:
        step = orders.move(
            order=order, to=Stage.DELIVERED, paid_rp=form.paid_rp, by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip
        return {"step": step.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="workshop.hand_over", work=work, about={"order": order})
        if outcome:
            _offer_undo(request, order, Stage.DELIVERED, step=outcome.facts["step"])
            return redirect("workshop:order", *address(request, order.pk))
    context = {
        "group": group_of(request), "order": order, "form": form, "sums": sums,
        "left": payments.left_words(sums),
    }  # fmt: skip
    return render(request, "workshop/hand_over.html", context, status=status(form))


def _offer_undo(request: VillageRequest, order: Order, to: Stage, *, step: int) -> None:
    told = _("Order no. %(number)s: %(stage)s") % {"number": order.number, "stage": to.label}
    url = reverse("workshop:take_back_step", args=address(request, order.pk, step))
    offer_undo(request, done=told, url=url)


@requires(Permission.RECORD_WORK)
@require_POST
def take_back_step(request: VillageRequest, order_id: int, orderstep_id: int) -> HttpResponse:
    """Take back the last step of an order."""
    order = order_of(request, order_id)
    mine = OrderStep.objects.of(request.village).filter(order=order)
    step = get_object_or_404(mine, pk=orderstep_id)
    step.order = order

    def work(*, step: OrderStep) -> dict[str, Any]:
        return {"gone": orders.take_back(step=step, by=actor_of(request), at=timezone.now()).gone}

    outcome = press(request, kind="workshop.take_back", work=work, about={"step": step})
    if outcome and outcome.facts["gone"]:
        told = ngettext(
            "Taken back. %(n)s piece that was kept for it is gone meanwhile; make it, or keep"
            " another one.",
            "Taken back. %(n)s pieces that were kept for it are gone meanwhile; make them, or keep"
            " others.",
            outcome.facts["gone"],
        )
        messages.warning(request, told % {"n": outcome.facts["gone"]})
    elif outcome:
        messages.success(request, _("Taken back. The order stands as before."))
    return redirect("workshop:order", *address(request, order.pk))


@requires(Permission.RECORD_WORK)
def promise_order(request: VillageRequest, order_id: int) -> HttpResponse:
    """Promise another day."""
    order = order_of(request, order_id)
    form = PromiseForm(request.POST or None, today=request.today)

    def work(*, order: Order, **typed: Any) -> None:
        by, at = actor_of(request), timezone.now()
        orders.promise(order=order, by=by, at=at, today=request.today, **typed)

    about = {"order": order}
    if request.method == "POST" and form.run(
        request, kind="workshop.promise", work=work, about=about
    ):
        messages.success(request, _("The new day is saved. Tell the customer."))
        return redirect("workshop:order", *address(request, order.pk))
    context = {"group": group_of(request), "order": order, "form": form}
    return render(request, "workshop/promise.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def pay_order(request: VillageRequest, order_id: int) -> HttpResponse:
    """Say that the customer pays a part; the treasurer books it."""
    order = order_of(request, order_id)
    sums = payments.sums_of(order)
    checked = check.is_checked(request)
    form = PayForm(
        request.POST or None, initial={"amount_rp": sums.left_rp}, checked=checked,
        left_rp=sums.left_rp,
    )  # fmt: skip

    def work(*, order: Order, amount_rp: int) -> None:
        by, at = actor_of(request), timezone.now()
        orders.pay(order=order, amount_rp=amount_rp, by=by, at=at, today=request.today)

    about = {"order": order}
    if checked and form.run(request, kind="workshop.pay", work=work, about=about):
        messages.success(request, _("The treasurer finds it on her page and records the money."))
        return redirect("workshop:order", *address(request, order.pk))
    context = {
        "group": group_of(request), "order": order, "form": form, "sums": sums,
        "left": payments.left_words(sums),
    }  # fmt: skip
    if check.shows_check_page(request, form):
        context["carried"] = check.carried(request, form)
        return render(request, "workshop/check_pay.html", context, status=status(form))
    return render(request, "workshop/pay.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def call_off_order(request: VillageRequest, order_id: int) -> HttpResponse:
    """Call an order off, with the reason."""
    order = order_of(request, order_id)
    booked_rp = payments.booked_rp(payments.of(order))
    form = CallOffForm(request.POST or None, booked_rp=booked_rp)

    def work(*, order: Order, **typed: Any) -> dict[str, Any]:
        step = orders.call_off(
            order=order, by=actor_of(request), at=timezone.now(), today=request.today, **typed
        )
        return {"step": step.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="workshop.call_off", work=work, about={"order": order})
        if outcome:
            back = address(request, order.pk, outcome.facts["step"])
            url = reverse("workshop:take_back_step", args=back)
            told = _("Order no. %(number)s is called off.") % {"number": order.number}
            offer_undo(request, done=told, url=url)
            return redirect("workshop:order", *address(request, order.pk))
    context = {"group": group_of(request), "order": order, "form": form}
    return render(request, "workshop/call_off.html", context, status=status(form))
