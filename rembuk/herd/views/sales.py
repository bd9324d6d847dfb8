"""The sales of a herd: what was sold by which decision, and whether its money is in the purse."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.herd import margins, sales
from rembuk.herd.forms.events import WhyForm
from rembuk.herd.forms.sales import SaleForm
from rembuk.herd.models import Sale
from rembuk.herd.views.animals import signed_by
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address

A_PAGE = 20


@requires(Permission.SEE_WORK)
@require_safe
def sales_page(request: VillageRequest) -> HttpResponse:
    """Every sale, the newest first."""
    group = group_of(request)
    context = {
        "group": group,
        "sales": sales.of(group),
        "may_record": request.acting.may(Permission.RECORD_WORK),
        # Who bought is a person's affair: those who sell, and not every member, read it.
        "may_read_buyer": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "herd/sales.html", context)


@requires(Permission.SEE_CASH)
@require_safe
def margins_page(request: VillageRequest) -> HttpResponse:
    """What was left of each goat that was sold."""
    group = group_of(request)
    found = margins.of(group, on=request.today)
    page = Paginator(found.sold, A_PAGE).get_page(request.GET.get("page"))
    context = {"group": group, "margins": found, "page": page}
    return render(request, "herd/margins.html", context)


@requires(Permission.RECORD_WORK)
def new_sale(request: VillageRequest) -> HttpResponse:
    """Sell goats."""
    group = group_of(request)
    kids = "kids" in request.GET
    initial = {"goats": request.GET.getlist("goat")}
    form = SaleForm(
        request.POST or None, group=group, today=request.today, initial=initial, kids=kids
    )

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        sale = sales.sell(group=group, selling=form.selling(**typed), signed=signed_by(request))
        return {"sale": sale.pk}

    if request.method == "POST" and form.run(
        request, kind="herd.new_sale", work=work, about={"group": group}
    ):
        messages.success(request, _("The sale is recorded. The treasurer books the money."))
        return redirect("herd:sales", *address(request))
    context = {"group": group, "form": form, "kids": kids}
    return render(request, "herd/new_sale.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def take_back(request: VillageRequest, sale_id: int) -> HttpResponse:
    """Take a sale back."""
    mine = Sale.objects.of(request.village).filter(group=request.group)
    sale = get_object_or_404(mine.select_related("expected", "group", "village"), pk=sale_id)
    form = WhyForm(request.POST or None)

    def work(*, sale: Sale, why: str) -> None:
        sales.take_back(sale=sale, why=why, signed=signed_by(request))

    if request.method == "POST" and form.run(
        request, kind="herd.sale_back", work=work, about={"sale": sale}
    ):
        messages.success(request, _("It counts no more. It stays to be read with the reason."))
        return redirect("herd:sales", *address(request))
    context = {"group": group_of(request), "sale": sale, "form": form}
    return render(request, "herd/sale_back.html", context, status=status(form))
