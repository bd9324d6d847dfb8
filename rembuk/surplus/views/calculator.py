"""The surplus calculator that is open to everybody: no signing in, no script, nothing kept."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.lib import words
from rembuk.lib.rounding import HUNDRED
from rembuk.surplus.forms.calculator import FEW, FUNDS, MANY, SurplusForm, in_words
from rembuk.surplus.imagining import Imagined, Line, divide
from rembuk.villages.access import public
from rembuk.web.forms import status

SHOWN = 2  # places of an exact sum
# Invented people, so that the page says at once what it does.
FIRST = {
    "shu": 12_500_000,
    **{fund: part for fund, (_label, part) in FUNDS.items()},
    "name1": "Ira", "savings1": 1_200_000, "paid1": 240_000,
    "name2": "Uci", "savings2": 900_000, "paid2": 0,
    "name3": "Lela", "savings3": 1_450_000, "paid3": 385_000,
}  # fmt: skip


@public
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """A surplus in the address: its funds, its members, and each step by hand."""
    typed = "shu" in request.GET
    lines = _lines(request)
    form = SurplusForm(request.GET if typed else None, initial=FIRST, lines=lines)
    context: dict[str, Any] = {"form": form, "more": lines < MANY}
    if typed and form.is_valid():
        context |= _told(request, divide(form.idea()))
    return render(request, "surplus/calculator.html", context, status=status(form))


def _lines(request: HttpRequest) -> int:
    """Return how many members there is room for: as many as were sent, and some when asked."""
    sent = request.GET.get("lines", "")
    lines = int(sent) if sent.isdecimal() and len(sent) <= SHOWN else FEW
    return min(max(lines, FEW) + (FEW if "more" in request.GET else 0), MANY)


def _told(request: HttpRequest, found: Imagined) -> dict[str, Any]:
    idea = found.idea
    sent = [(name, value) for name, value in request.GET.items() if value and name != "more"]
    address = request.build_absolute_uri(f"{request.path}?{urlencode(sent)}")
    message = _("A surplus divided: %(address)s") % {"address": address}
    funds = [
        (FUNDS[fund][0], in_words(percent), _exact(idea.shu_rp * percent / HUNDRED), amount)
        for fund, amount in found.funds.items()
        for percent in [idea.percents[fund]]
    ]
    return {
        "idea": idea,
        "found": found,
        "funds": funds,
        "lines": [(line, _steps(found, line)) for line in found.lines],
        "address": address,
        "whatsapp": f"https://wa.me/?text={quote(message)}",
        "command": f"echo '{json.dumps(idea.inputs())}' | rembuk calc shu_distribution",
    }


def _steps(found: Imagined, line: Line) -> list[dict[str, Any]]:
    """Write both products of a member as one would on paper."""
    return [
        {
            "what": what, "own": step.own_rp, "all": whole, "pool": step.pool_rp,
            "exact": _exact(step.exact_rp), "paid": step.paid_rp,
            "one_more": step.has_one_more(found.idea.multiple_rp),
        }
        for what, step, whole in (
            (_("By savings"), line.by_savings, found.savings_rp),
            (_("By use"), line.by_use, found.used_rp),
        )
    ]  # fmt: skip


def _exact(sum_rp: Fraction) -> str:
    """Write a sum with two places that are cut off, never rounded up: 416.666,66."""
    cents = int(sum_rp * HUNDRED)
    language = get_language() or "id"
    mark = "," if language == "id" else "."
    return f"{words.grouped(cents // HUNDRED, language=language)}{mark}{cents % HUNDRED:02}"
