"""Material of a group, what an order used of it, and what the order costs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web import paper
from rembuk.web.forms import key, press, status
from rembuk.web.undo import offer_undo
from rembuk.web.views import address
from rembuk.workshop import costs, material, papers, stages
from rembuk.workshop.forms.material import BuyForm, MaterialForm, OtherCostForm, UseForm
from rembuk.workshop.models import Material, MaterialMove, Order, OtherCost
from rembuk.workshop.views.book import order_of

LAST_SHOWN = 50


@requires(Permission.SEE_WORK)
@require_safe
def materials_page(request: VillageRequest) -> HttpResponse:
    """What material is there, what it cost, and how many pieces a unit made."""
    group = group_of(request)
    stock = [
        (one, material.told_amount(one.there_milli, one.material.unit))
        for one in material.stock(group)
    ]
    may_record = request.acting.may(Permission.RECORD_WORK)
    context = {"group": group, "stock": stock, "may_record": may_record}
    return render(request, "workshop/materials.html", context)


@requires(Permission.RECORD_WORK)
def new_material(request: VillageRequest) -> HttpResponse:
    """Name a material."""
    form = MaterialForm(request.POST or None)

    def name(*, group: Group, **typed: Any) -> dict[str, Any]:
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        return {"material": material.name_material(group=group, **typed, **told).pk}

    about = {"group": group_of(request)}
    if request.method == "POST" and (
        outcome := form.run(request, kind="workshop.new_material", work=name, about=about)
    ):
        return redirect("workshop:buy_material", *address(request, outcome.facts["material"]))
    context = {"group": group_of(request), "form": form}
    return render(request, "workshop/new_material.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def buy_material(request: VillageRequest, material_id: int) -> HttpResponse:
    """One material: what was bought and used; another purchase is written here."""
    mine = Material.objects.of(request.village).filter(group=group_of(request))
    one = get_object_or_404(mine.select_related("group"), pk=material_id)
    form = BuyForm(request.POST or None)

    def buy(*, one: Material, **_typed: Any) -> dict[str, Any]:
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        move = material.buy(material=one, bought=form.bought, today=request.today, **told)
        return {"move": move.pk}

    if request.method == "POST" and (
        outcome := form.run(request, kind="workshop.buy_material", work=buy, about={"one": one})
    ):
        back = address(request, outcome.facts["move"])
        url = reverse("workshop:take_back_material", args=back)
        offer_undo(request, done=_("The purchase is written down."), url=url)
        return redirect(request.path)
    moves = one.moves.select_related("order").order_by("-on", "-pk")[:LAST_SHOWN]
    context = {
        "group": group_of(request), "one": one, "form": form,
        "there": material.told_amount(material.there_milli(one), one.unit),
        "moves": [(m, material.told_amount(m.amount_milli, one.unit)) for m in moves],
    }  # fmt: skip
    return render(request, "workshop/material.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def use_material(request: VillageRequest, order_id: int) -> HttpResponse:
    """Record what an order used."""
    order = order_of(request, order_id)
    stock = [
        (one.material, material.told_amount(one.there_milli, one.material.unit))
        for one in material.stock(group_of(request))
    ]
    form = UseForm(request.POST or None, materials=stock)

    def use(*, order: Order, **typed: Any) -> dict[str, Any]:
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        move = material.use(
            material=form.materials[typed["material"]], order=order,
            amount_milli=typed["amount_milli"], today=request.today, **told,
        )  # fmt: skip
        return {"move": move.pk}

    if request.method == "POST" and (
        outcome := form.run(request, kind="workshop.use_material", work=use, about={"order": order})
    ):
        back = address(request, outcome.facts["move"])
        url = reverse("workshop:take_back_material", args=back)
        offer_undo(request, done=_("What was used is written down."), url=url)
        return redirect("workshop:costs", *address(request, order.pk))
    context = {"group": group_of(request), "order": order, "form": form, "stock": stock}
    return render(request, "workshop/use_material.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_POST
def take_back_material(request: VillageRequest, move_id: int) -> HttpResponse:
    """Take back what was bought or used."""
    mine = MaterialMove.objects.of(request.village).filter(material__group=request.group)
    move = get_object_or_404(mine.select_related("material", "expected"), pk=move_id)

    def undo(*, move: MaterialMove) -> None:
        material.take_back(move=move, by=actor_of(request), at=timezone.now())

    done = _("Taken back.")
    press(request, kind="workshop.take_back_material", work=undo, about={"move": move}, done=done)
    return redirect("workshop:buy_material", *address(request, move.material_id))


@requires(Permission.RECORD_WORK)
def costs_page(request: VillageRequest, order_id: int) -> HttpResponse:
    """What an order costs: material, wages and the rest, per piece; what else is written here."""
    one = stages.now_of(group_of(request), order_id)
    if one is None:
        raise Http404
    order = one.order
    form = OtherCostForm(request.POST or None)

    def add(*, order: Order, **typed: Any) -> None:
        costs.add_other(order=order, by=actor_of(request), at=timezone.now(), **typed)

    if request.method == "POST" and form.run(
        request, kind="workshop.add_other_cost", work=add, about={"order": order}
    ):
        messages.success(request, _("It is in the cost sheet."))
        return redirect(request.path)
    context = {
        "group": group_of(request), "order": order, "one": one, "form": form,
        "sheet": costs.sheet(one, on=request.today), "key": key(),
        "may_decide": request.acting.may(Permission.RUN_GROUP),
    }  # fmt: skip
    return render(request, "workshop/costs.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_POST
def take_back_cost(request: VillageRequest, order_id: int, othercost_id: int) -> HttpResponse:
    """Take back what else an order cost."""
    order = order_of(request, order_id)
    mine = OtherCost.objects.of(request.village).filter(order=order)
    cost = get_object_or_404(mine.select_related("order"), pk=othercost_id)

    def undo(*, cost: OtherCost) -> None:
        costs.take_back_other(cost=cost, by=actor_of(request), at=timezone.now())

    done = _("The cost is taken back.")
    press(request, kind="workshop.take_back_cost", work=undo, about={"cost": cost}, done=done)
    return redirect("workshop:costs", *address(request, order.pk))


@requires(Permission.RECORD_WORK)
@require_safe
def offer_pdf(request: VillageRequest, order_id: int) -> HttpResponse:
    """The offer on one page: for the customer, or with what it costs for the group."""
    one = stages.standing(order_of(request, order_id))
    own = request.GET.get("for") == "group"
    sheet = costs.sheet(one, on=request.today) if own else None
    contact = papers.Contact(request.user.name, request.user.phone or "")  # she prints it
    made = papers.offer(one, sheet=sheet, contact=contact, at=timezone.now(), today=request.today)
    name = f"penawaran-{one.order.number}{'-kelompok' if own else ''}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type=paper.PDF, headers=headers)
