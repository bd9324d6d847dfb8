"""What a group sells: the list, a new product, a change, and what is no longer offered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.enterprise import products
from rembuk.enterprise.forms.products import ProductForm
from rembuk.enterprise.models import Product
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.undo import offer_undo
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
@require_safe
def products_page(request: VillageRequest) -> HttpResponse:
    """What the group sells now, and what it sold once."""
    group = group_of(request)
    context = {
        "group": group,
        "offered": products.offered(group),
        "ended": products.ended(group),
        "may_record": request.acting.may(Permission.RECORD_WORK),
        "key": key(),
    }
    return render(request, "enterprise/products.html", context)


@requires(Permission.RECORD_WORK)
def add_product(request: VillageRequest) -> HttpResponse:
    """Put a product among what is sold."""
    form = ProductForm(request.POST or None)

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        facts = products.Facts(**typed)
        made = products.add(group=group, facts=facts, by=actor_of(request), at=timezone.now())
        return {"name": made.name}

    if request.method == "POST":
        about = {"group": group_of(request)}
        outcome = form.run(request, kind="enterprise.add_product", work=work, about=about)
        if outcome:
            told = _("%(name)s is among what is sold.") % {"name": outcome.facts["name"]}
            messages.success(request, told)
            return redirect("enterprise:products", *address(request))
    context = {"group": group_of(request), "form": form}
    return render(request, "enterprise/product.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def change_product(request: VillageRequest, product_id: int) -> HttpResponse:
    """Change name, price or unit of a product."""
    product = _product(request, product_id)
    initial = vars(products.facts_of(product))
    form = ProductForm(request.POST or None, initial=initial)

    def work(*, product: Product, **typed: Any) -> None:
        facts = products.Facts(**typed)
        products.change(product=product, facts=facts, by=actor_of(request), at=timezone.now())

    about = {"product": product}
    if request.method == "POST" and form.run(
        request, kind="enterprise.change_product", work=work, about=about
    ):
        messages.success(request, _("The change is saved."))
        return redirect("enterprise:products", *address(request))
    context = {"group": product.group, "product": product, "form": form, "key": key()}
    return render(request, "enterprise/product.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_POST
def end_product(request: VillageRequest, product_id: int) -> HttpResponse:
    """Offer a product no longer."""
    product = _product(request, product_id)

    def work(*, product: Product) -> None:
        products.end(product=product, by=actor_of(request), at=timezone.now(), today=request.today)

    about = {"product": product}
    if press(request, kind="enterprise.end_product", work=work, about=about):
        told = _("%(name)s is no longer offered.") % {"name": product.name}
        url = reverse("enterprise:offer_product_again", args=address(request, product.pk))
        offer_undo(request, done=told, url=url)
    return redirect("enterprise:products", *address(request))


@requires(Permission.RECORD_WORK)
@require_POST
def offer_product_again(request: VillageRequest, product_id: int) -> HttpResponse:
    """Offer a product again."""
    product = _product(request, product_id)

    def work(*, product: Product) -> None:
        products.offer_again(product=product, by=actor_of(request), at=timezone.now())

    told = _("%(name)s is among what is sold.") % {"name": product.name}
    about = {"product": product}
    press(request, kind="enterprise.offer_product_again", work=work, about=about, done=told)
    return redirect("enterprise:products", *address(request))


def _product(request: VillageRequest, product_id: int) -> Product:
    mine = Product.objects.of(request.village).filter(group=request.group)
    return get_object_or_404(mine.select_related("group"), pk=product_id)
