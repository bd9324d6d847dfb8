"""Bucks to swap with other villages: the card of one, the cards that came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.herd import papers, swaps
from rembuk.herd.forms.swaps import CardForm
from rembuk.herd.models import Animal
from rembuk.herd.swaps import Card
from rembuk.herd.views.animals import animal_of, signed_by
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address, as_paper


@requires(Permission.SEE_WORK)
@require_safe
def swaps_page(request: VillageRequest) -> HttpResponse:
    """Which buck to swap with which village."""
    group = group_of(request)
    context = {
        "group": group,
        "matches": swaps.matches(group, on=request.today),
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "herd/swaps.html", context)


@requires(Permission.RECORD_WORK)
def new_swap(request: VillageRequest) -> HttpResponse:
    """Keep a card that a neighbour sent."""
    group = group_of(request)
    form = CardForm(request.POST or None)

    def work(*, group: Group, text: str) -> dict[str, Any]:
        return {"card": swaps.receive(group=group, text=text, signed=signed_by(request)).pk}

    if request.method == "POST" and form.run(
        request, kind="herd.new_swap", work=work, about={"group": group}
    ):
        messages.success(request, _("The card is kept."))
        return redirect("herd:swaps", *address(request))
    context = {"group": group, "form": form}
    return render(request, "herd/new_swap.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_safe
def swap_card(request: VillageRequest, animal_id: int) -> HttpResponse:
    """The card of a buck, to send to the neighbour's chair."""
    buck, card = _card(request, animal_id)
    context = {
        "group": group_of(request),
        "animal": buck,
        "card": card,
        "share_url": papers.card_address(card),
    }
    return render(request, "herd/swap.html", context)


@requires(Permission.RECORD_WORK)
@require_safe
def swap_pdf(request: VillageRequest, animal_id: int) -> HttpResponse:
    """The card of a buck on paper."""
    buck, card = _card(request, animal_id)
    made = papers.swap_card(buck.group, card, at=timezone.now())
    return as_paper(made, name=f"kartu-tukar-{buck}")


def _card(request: VillageRequest, animal_id: int) -> tuple[Animal, Card]:
    buck = animal_of(request, animal_id)
    card = swaps.card_of(group_of(request), buck, on=request.today)
    if card is None:
        raise Http404
    return buck, card
