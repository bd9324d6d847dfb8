"""Savings products: what is promised now, what was before, and what the law allows."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop.views.places import coop_of, shown
from rembuk.savings import law, products, telling
from rembuk.savings.forms.products import LawForm, VersionForm
from rembuk.savings.models import Product
from rembuk.savings.models.products import Control
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask

TITLES = {
    Control.VOLUNTARY: lambda: _("A product for voluntary savings"),
    Control.TERM: lambda: _("A product for savings for a term"),
    Control.GOAL: lambda: _("A product for savings for a goal"),
}


@requires(Permission.SEE_WORK)
@require_safe
def products_page(request: VillageRequest) -> HttpResponse:
    """Every product with its promise of today and those before, and the law behind them."""
    group = coop_of(request)
    rules = law.rules_of(group)
    found = products.of(group)
    told = [
        (one, products.version_on(one.told, request.today))  # type: ignore[attr-defined]  # Prefetch
        for one in found
    ]
    context = shown(
        request, products=told, law=law.on_day(rules, request.today), rules=rules[::-1],
        may_decide=request.acting.may(Permission.RUN_GROUP),
    )  # fmt: skip
    return render(request, "savings/products.html", context)


@requires(Permission.RUN_GROUP)
def new_product(request: VillageRequest, control: str) -> HttpResponse:
    """Begin a product with what it promises first."""
    group = coop_of(request)
    form = VersionForm(
        request.POST or None, group=group, control=control, named=False, today=request.today
    )

    def work(*, group: Group, control: str, name: str, **typed: Any) -> None:
        products.create(
            group=group, control=control, name=name, terms=form.terms(**typed),
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip

    question = Question(
        kind="savings.new_product", title=TITLES[Control(control)](),
        lead=_("What it promises holds for every account that is opened under it."),
        done=_("The product is recorded."), keeps_typed=True,
        back=reverse("savings:products", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group, "control": control})


@requires(Permission.RUN_GROUP)
def new_version(request: VillageRequest, product_id: int) -> HttpResponse:
    """Let other terms hold for accounts that are opened from a day on."""
    group = coop_of(request)
    mine = Product.objects.of(request.village).filter(group=group)
    product = get_object_or_404(mine.select_related("group"), pk=product_id)
    form = VersionForm(
        request.POST or None, group=group, control=product.control, named=True,
        today=request.today,
    )  # fmt: skip

    def work(*, product: Product, **typed: Any) -> None:
        who: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        version = products.issue(product=product, terms=form.terms(**typed), **who)
        telling.tell(version, **who)

    question = Question(
        kind="savings.new_version",
        title=_("New terms of %(product)s") % {"product": product.name},
        lead=_("Accounts that are open keep what they were promised."),
        done=_(
            "The new terms are recorded. A message for each member concerned waits in Messages."
        ),
        keeps_typed=True,
        back=reverse("savings:products", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"product": product})


@requires(Permission.RUN_GROUP)
def record_law(request: VillageRequest) -> HttpResponse:
    """Record what the law says from a month on."""
    group = coop_of(request)
    form = LawForm(request.POST or None, holds=law.of(group, request.today), today=request.today)

    def work(*, group: Group, **typed: Any) -> None:
        law.record(group=group, law=form.law(**typed), by=actor_of(request), at=timezone.now())

    question = Question(
        kind="savings.record_law", title=_("What the law says of savings"),
        lead=_("What was worked out for earlier months stays as it was."),
        done=_("It is recorded."), back=reverse("savings:products", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group})
