"""Reading an arisan: all of a group, one of them, one round, and the sheet for the wall."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.arisan import arisans, drawing, papers, rounds, telling
from rembuk.arisan.models import Draw
from rembuk.arisan.rounds import Round, Standing
from rembuk.arisan.views.places import arisan_of, frame, round_of
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import as_paper


@requires(Permission.SEE_WORK)
@require_safe
def arisans_page(request: VillageRequest) -> HttpResponse:
    """Every arisan of a group, running ones first."""
    every = arisans.of(group_of(request))
    return render(request, "arisan/arisans.html", frame(request, arisans=every))


@requires(Permission.SEE_WORK)
@require_safe
def arisan_page(request: VillageRequest, arisan_id: int) -> HttpResponse:
    """One arisan: what was agreed, its rounds, and for officers who owes."""
    one = arisan_of(request, arisan_id)
    context = frame(request, one=one, found=rounds.standing(one, on=request.today))
    context["goes_on"] = not hasattr(one, "ending")
    return render(request, "arisan/arisan.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def round_page(request: VillageRequest, arisan_id: int, round_no: int) -> HttpResponse:
    """One round: who gave, whose turn it was and how it was drawn, what was handed over."""
    found, one = round_of(request, arisan_id, round_no)
    context = frame(request, one=found.arisan, found=found, round=one)
    context["goes_on"] = not hasattr(found.arisan, "ending")
    context |= {"rows": _rows(found, one), "withdrawn": _withdrawn(found, one)}
    context["may_sign"] = _may_sign(request, one)
    if one.draw and one.draw.salt:
        context["fingerprint"] = drawing.fingerprint(one.draw.salt)
    if context["reads_names"] and context["goes_on"]:
        context["calls"] = telling.of_round(
            found, one, sender=request.user.name, today=request.today
        )  # fmt: skip
    return render(request, "arisan/round.html", context)


@requires(Permission.SEE_CASH)
@require_safe
def print_arisan(request: VillageRequest, arisan_id: int) -> HttpResponse:
    """Print the sheet for the wall: shares down, rounds across, a tick where somebody gave."""
    one = arisan_of(request, arisan_id)
    found = rounds.standing(one, on=request.today)
    return as_paper(papers.wall(found, at=timezone.now()), name=f"arisan-{one.pk}")


def _rows(found: Standing, one: Round) -> list[tuple[Any, Any]]:
    return [(seat, one.paid.get(seat.pk)) for seat in found.seats]


def _withdrawn(found: Standing, one: Round) -> list[Draw]:
    """Return the draws of a round that were taken back: everybody sees them."""
    rows = Draw.objects.of(found.arisan.village).filter(arisan=found.arisan, round=one.number)
    gone = rows.filter(withdrawn_at__isnull=False).select_related("seat", "withdrawn_by")
    return list(gone.order_by("withdrawn_at", "pk"))


def _may_sign(request: VillageRequest, one: Round) -> bool:
    draw = one.draw
    return draw is not None and draw.signed_at is None and draw.by_id != request.user.pk
