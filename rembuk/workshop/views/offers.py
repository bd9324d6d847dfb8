"""How long an offer of the group stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address
from rembuk.workshop import offers
from rembuk.workshop.forms.offers import OfferDaysForm


@requires(Permission.RUN_GROUP)
def choose_offer_days(request: VillageRequest) -> HttpResponse:
    """Choose for how many days the group's offers stand."""
    group = group_of(request)
    now = offers.on(group, request.today)
    form = OfferDaysForm(request.POST or None, initial={"days": now.days})

    def choose(*, group: Group, **typed: Any) -> None:
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        offers.choose(group=group, today=request.today, **typed, **told)

    if request.method == "POST" and form.run(
        request, kind="workshop.choose_offer_days", work=choose, about={"group": group}
    ):
        messages.success(request, _("Saved. Offers printed from now on say it."))
        return redirect("workshop:orders", *address(request))
    context = {"group": group, "form": form, "stands": now}
    return render(request, "workshop/offer_days.html", context, status=status(form))
