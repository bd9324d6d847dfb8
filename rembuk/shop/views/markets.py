"""Where what the group sells goes, and asking where a customer lives."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.shop import markets
from rembuk.shop.forms.markets import PlaceForm
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask
from rembuk.workshop import customers
from rembuk.workshop.models import Customer


@requires(Permission.SEE_WORK)
@require_safe
def markets_page(request: VillageRequest) -> HttpResponse:
    """What part of a year's sales went beyond the village, and of how much nobody knows."""
    group = group_of(request)
    may_record = request.acting.may(Permission.RECORD_WORK)
    until = request.today
    context = {
        "group": group,
        "sold": markets.sold(group, until=until),
        "unknown": markets.unknown_customers(group, until=until) if may_record else [],
        "unknown_stalls": markets.unknown_stalls(group, until=until) if may_record else [],
    }
    return render(request, "shop/markets.html", context)


@requires(Permission.RECORD_WORK)
def say_place(request: VillageRequest, customer_id: int) -> HttpResponse:
    """Write down where a customer lives."""
    mine = Customer.objects.of(request.village).filter(group=group_of(request))
    customer = get_object_or_404(mine.select_related("group"), pk=customer_id)
    form = PlaceForm(request.POST or None, initial={"place": customer.place})

    def work(*, customer: Customer, place: str) -> None:
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        customers.say_place(customer=customer, place=place, **told)

    question = Question(
        kind="shop.say_place",
        title=_("Where does %(name)s live?") % {"name": customer.name},
        done=_("It is recorded."),
        back=reverse("shop:markets", args=address(request)),
    )
    return ask(request, form, question, work=work, about={"customer": customer})
