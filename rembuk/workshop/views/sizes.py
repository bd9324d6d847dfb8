"""Sizes of an order: a row of numbers, a class list, cards of measures, the sheet to sign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.enterprise import products
from rembuk.enterprise.letters import school_words
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web import paper
from rembuk.web.forms import press, status
from rembuk.web.views import address
from rembuk.workshop import papers, sizes
from rembuk.workshop.forms.sizes import CALLED, ClassForm, GridForm, MeasureForm
from rembuk.workshop.models import PARTS, Customer, Measurement, Order
from rembuk.workshop.views.book import order_of


@requires(Permission.RECORD_WORK)
def add_sizes(request: VillageRequest, order_id: int) -> HttpResponse:
    """Put so many of each size into an order."""
    order = order_of(request, order_id)
    offered = list(products.offered(group_of(request)))
    form = GridForm(request.POST or None, products=offered)

    def add(*, order: Order, **_typed: Any) -> None:
        by, at = actor_of(request), timezone.now()
        sizes.add_sizes(order=order, thing=form.thing, counts=form.counts, by=by, at=at)

    if request.method == "POST" and form.run(
        request, kind="workshop.add_sizes", work=add, about={"order": order}
    ):
        messages.success(request, _("The sizes are in the order."))
        return redirect("workshop:order", *address(request, order.pk))
    context = {"group": group_of(request), "order": order, "form": form, "products": offered}
    return render(request, "workshop/sizes.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def add_class(request: VillageRequest, order_id: int) -> HttpResponse:
    """Put a whole class into an order, from a pasted list."""
    order = order_of(request, order_id)
    offered = list(products.offered(group_of(request)))
    form = ClassForm(request.POST or None, products=offered)

    def add(*, order: Order, class_name: str, children: list[sizes.Child], **_typed: Any) -> None:
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        sizes.add_class(
            order=order, thing=form.thing, class_name=class_name, children=children, **told
        )

    if request.method == "POST" and form.run(
        request, kind="workshop.add_class", work=add, about={"order": order}
    ):
        messages.success(request, _("The class is in the order, size by size."))
        return redirect("workshop:order", *address(request, order.pk))
    context = {
        "group": group_of(request), "order": order, "form": form, "products": offered,
        "to_parents": school_words(),
    }  # fmt: skip
    return render(request, "workshop/class.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_POST
def forget_names(request: VillageRequest, order_id: int) -> HttpResponse:
    """Empty the names of the children of an order."""
    order = order_of(request, order_id)

    def forget(*, order: Order) -> None:
        sizes.forget_names(order=order, by=actor_of(request), at=timezone.now())

    done = _("The children's names are gone; the sizes stay.")
    press(request, kind="workshop.forget_names", work=forget, about={"order": order}, done=done)
    return redirect("workshop:order", *address(request, order.pk))


@requires(Permission.RECORD_WORK)
@require_safe
def delivery_pdf(request: VillageRequest, order_id: int) -> HttpResponse:
    """The sheet that is signed at handing over."""
    order = order_of(request, order_id)
    made = papers.delivery(order, at=timezone.now())
    name = f"serah-terima-{order.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type=paper.PDF, headers=headers)


@requires(Permission.RECORD_WORK)
def customer_page(request: VillageRequest, customer_id: int) -> HttpResponse:
    """The measures of a customer's people, the newest first; another one is written below."""
    mine = Customer.objects.of(request.village).filter(group=group_of(request))
    customer = get_object_or_404(mine, pk=customer_id)
    form = MeasureForm(request.POST or None)

    def measure(*, customer: Customer, person: str, **_typed: Any) -> None:
        by, at = actor_of(request), timezone.now()
        sizes.measure(
            customer=customer, person=person, parts_mm=form.parts_mm, by=by, at=at,
            today=request.today,
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="workshop.measure", work=measure, about={"customer": customer}
    ):
        messages.success(request, _("The measures are saved."))
        return redirect(request.path)
    cards = [(who, [_told(row) for row in rows]) for who, rows in sizes.cards(customer).items()]
    context = {"group": group_of(request), "customer": customer, "form": form, "cards": cards}
    return render(request, "workshop/customer.html", context, status=status(form))


def _told(row: Measurement) -> tuple[Measurement, list[tuple[str, str]]]:
    """A measurement with its measures in centimetres, each with its name."""
    found = []
    for part in PARTS:
        if mm := getattr(row, f"{part}_mm"):
            whole, rest = divmod(mm, 10)
            found.append((str(CALLED[part]), f"{whole},{rest}" if rest else f"{whole}"))
    return row, found
