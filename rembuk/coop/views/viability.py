"""Can it carry itself? Three years as a range, every assumption in sight; nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rembuk.coop import custody, dues, minimums, viability
from rembuk.coop.forms.viability import ViabilityForm
from rembuk.coop.models import Minimum
from rembuk.coop.views.places import coop_of
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status

# What stands in the form first; dues are the cooperative's own rule where there is one.
FIRST: dict[str, Any] = {
    "members": 20, "joining": (0, 3, 8), "leaving": (0, 1, 3), "pokok_rp": 50_000,
    "wajib_rp": 10_000, "paying": (60, 80, 95), "lent": 0, "charge": 12, "bad": (1, 4, 10),
    "cost_rp": 50_000,
}  # fmt: skip


@requires(Permission.SEE_WORK)
@require_safe
def viability_page(request: VillageRequest) -> HttpResponse:
    """Ask for the assumptions, and show the three years below them."""
    group = coop_of(request)
    first = _first(request, group)
    asked = request.GET if "members" in request.GET else None
    form = ViabilityForm(asked, initial=first)
    given = None
    if asked is None:
        given = viability.Assumptions(**first)
    elif form.is_valid():
        given = form.assumptions()
    context: dict[str, Any] = {"group": group, "form": form, "given": given}
    if given:
        found = viability.told(given)
        needed = minimums.rule_on(request.village, Minimum.Key.CAPITAL, on=request.today)
        context |= {
            "found": found, "needed": needed, "enough": found.money_rp[-1].high >= needed.value,
            "band": viability.band(given.members * given.pokok_rp, found.money_rp),
            "custody": custody.mode_of(group, request.today),
        }  # fmt: skip
    return render(request, "coop/viability.html", context, status=status(form))


def _first(request: VillageRequest, group: Group) -> dict[str, Any]:
    rule = dues.rule_on(dues.rules_of(group), request.today)
    own = {"pokok_rp": rule.pokok_rp, "wajib_rp": rule.wajib_rp} if rule else {}
    return FIRST | own
