"""Kin: who is to be mated with whom, which buck to swap, and the herd tree."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.herd import bookings, kin
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission

A_PAGE, BUCKS_SHOWN = 30, 10


@requires(Permission.SEE_WORK)
@require_safe
def breeding_page(request: VillageRequest) -> HttpResponse:
    """Every grown doe with every buck: how near of kin their kids' parents would be."""
    group = group_of(request)
    breeding = kin.breeding(group, on=request.today)
    kept, shown = bookings.kept_until(group), breeding.bucks[:BUCKS_SHOWN]
    page = Paginator(breeding.does, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "bucks": [(one, kept.get(one.animal.pk)) for one in shown],
        "page": page,
        "pairs": [(doe, breeding.best(doe)) for doe in page],
        "limits": breeding.limits,
    }
    return render(request, "herd/breeding.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def tree_page(request: VillageRequest) -> HttpResponse:
    """The herd by its mothers."""
    group = group_of(request)
    return render(request, "herd/tree.html", {"group": group, "branches": kin.tree(group)})
