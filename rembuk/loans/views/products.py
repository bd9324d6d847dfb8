"""What the cooperative lends by: every version, and a new one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop.views.places import coop_of, shown
from rembuk.loans import products
from rembuk.loans.forms.products import ProductForm
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask


@requires(Permission.SEE_WORK)
@require_safe
def products_page(request: VillageRequest) -> HttpResponse:
    """The products that hold today, and those that held before: open to every member."""
    every = products.of(coop_of(request))
    offered = products.offered(every, on=request.today)
    context = shown(
        request, offered=offered, before=[one for one in every[::-1] if one not in offered],
        may_decide=request.acting.may(Permission.RUN_GROUP),
    )  # fmt: skip
    return render(request, "loans/products.html", context)


@requires(Permission.RUN_GROUP)
def agree_product(request: VillageRequest) -> HttpResponse:
    """Record a product, or a new version of one."""
    group = coop_of(request)
    form = ProductForm(request.POST or None, group=group, today=request.today)

    def work(*, group: Group, **typed: Any) -> None:
        version = form.version(**typed)
        products.agree(group=group, version=version, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="loans.agree_product", title=_("A loan product"),
        lead=_("Loans that run keep what they agreed on. The same name makes a newer version."),
        done=_("The product is recorded."), back=reverse("loans:products", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group})
