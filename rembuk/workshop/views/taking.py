"""Taking an order: who, what, how much, until when; check; saved. An enquiry asks for less."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps as check
from rembuk.enterprise import products
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.days import OTHER
from rembuk.web.forms import status
from rembuk.web.views import address
from rembuk.workshop import costs, orders, stages
from rembuk.workshop.forms.orders import AskForm, OrderForm, TermsForm
from rembuk.workshop.models import Order, Stage
from rembuk.workshop.views.book import order_of


@requires(Permission.RECORD_WORK)
@require_safe
def begin_order(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to a new order of the office's own group."""
    if request.acting.group_id is None:
        raise Http404
    return redirect("workshop:new_order", request.village.slug, request.acting.group_id)


@requires(Permission.RECORD_WORK)
def new_order(request: VillageRequest) -> HttpResponse:
    """Take an order with its down payment and its day."""
    return _ask(request, OrderForm)


@requires(Permission.RECORD_WORK)
def new_enquiry(request: VillageRequest) -> HttpResponse:
    """Write down what somebody asks for, before a price is agreed."""
    return _ask(request, AskForm)


@requires(Permission.RECORD_WORK)
def offer_order(request: VillageRequest, order_id: int) -> HttpResponse:
    """Offer what was asked for at a price."""
    return _settle(request, order_id, Stage.OFFER)


@requires(Permission.RECORD_WORK)
def place_order(request: VillageRequest, order_id: int) -> HttpResponse:
    """Turn what was asked for into an order."""
    return _settle(request, order_id, Stage.ORDERED)


def _ask(request: VillageRequest, form_class: type[AskForm]) -> HttpResponse:
    group = group_of(request)
    offered = list(products.offered(group))
    checked = check.is_checked(request)
    form = form_class(
        request.POST or None, group=group, products=offered, today=request.today, checked=checked
    )

    def work(*, group: Group, **_typed: Any) -> dict[str, Any]:
        told: dict[str, Any] = {
            "group": group, "customer": form.buyer, "lines": form.lines,
            "by": actor_of(request), "at": timezone.now(), "today": request.today,
        }  # fmt: skip
        if isinstance(form, OrderForm):
            return {"order": orders.take(**told, terms=form.terms).pk}
        return {"order": orders.enquire(**told, note=form.cleaned_data["note"]).pk}

    kind = f"workshop.{form_class.__name__}"
    if checked and (outcome := form.run(request, kind=kind, work=work, about={"group": group})):
        if outcome.repeated:
            messages.info(request, _("This was recorded already. Nothing was written twice."))
        else:
            messages.success(request, _("It is in the order book."))
        return redirect("workshop:order", *address(request, outcome.facts["order"]))
    context = {
        "group": group, "form": form, "products": offered, "is_order": form_class is OrderForm,
    }  # fmt: skip
    if check.shows_check_page(request, form):
        context["carried"] = _with_day(check.carried(request, form), form)
        form.ready_to_check()
        return render(request, "workshop/check_order.html", context, status=status(form))
    return render(request, "workshop/new_order.html", context, status=status(form))


def _with_day(carried: list[tuple[str, Any]], form: AskForm | TermsForm) -> list[tuple[str, Any]]:
    """Hand on the day that was read, not 'count it': the queue may change meanwhile."""
    day = form.cleaned_data.get("ready_on")
    if day is None:
        return carried
    parts = {"which": OTHER, "parts_day": day.day, "parts_month": day.month, "parts_year": day.year}
    kept = [(name, value) for name, value in carried if not name.startswith("ready_on_")]
    # As text: a template would write a year as 2.026.
    return [*kept, *((f"ready_on_{part}", str(value)) for part, value in parts.items())]


def _settle(request: VillageRequest, order_id: int, to: Stage) -> HttpResponse:
    one = stages.standing(order_of(request, order_id))
    checked = check.is_checked(request)
    form = TermsForm(
        request.POST or None, one=one, today=request.today, checked=checked,
        is_order=to == Stage.ORDERED,
    )  # fmt: skip

    def work(*, order: Order, **_typed: Any) -> dict[str, Any]:
        rule = orders.place if to == Stage.ORDERED else orders.offer
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        rule(order=order, terms=form.terms, today=request.today, **told)
        return {"order": order.pk}

    about = {"order": one.order}
    if checked and form.run(request, kind=f"workshop.settle.{to}", work=work, about=about):
        messages.success(request, _("It is in the order book."))
        return redirect("workshop:order", *address(request, one.order.pk))
    context = {
        "group": group_of(request), "form": form, "one": one, "is_order": to == Stage.ORDERED,
        "sheet": costs.sheet(one, on=request.today),
    }  # fmt: skip
    if check.shows_check_page(request, form):
        context["carried"] = _with_day(check.carried(request, form), form)
        return render(request, "workshop/check_terms.html", context, status=status(form))
    return render(request, "workshop/terms.html", context, status=status(form))
