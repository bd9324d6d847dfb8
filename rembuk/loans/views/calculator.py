"""The calculator that is open to everybody: no signing in, no script, nothing kept."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.lib import words
from rembuk.lib.wrong_inputs import Wrong
from rembuk.loans import ceilings, simulating
from rembuk.loans.contracts import percent
from rembuk.loans.forms.calculator import LoanForm
from rembuk.loans.schedule import Method
from rembuk.loans.simulating import MONTH, Idea, Simulated
from rembuk.villages.access import public
from rembuk.web.forms import status

FIRST = {"principal": 5_000_000, "months": 12, "method": Method.FLAT, "rate": "1", "per": MONTH}


@public
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """A loan in the address: its schedule, its cost, and how to recompute both."""
    typed = request.GET.copy() if "principal" in request.GET else None
    if typed is not None:
        typed.setdefault("round_to", "1")
    form = LoanForm(typed, initial=FIRST)
    context: dict[str, Any] = {"form": form}
    if typed is not None and form.is_valid():
        try:
            context |= _told(request, form.idea())
        except Wrong:
            form.add_error(None, _("Rounding leaves nothing to pay back. Borrow more to compare."))
    return render(request, "loans/calculator.html", context, status=status(form))


def _told(request: HttpRequest, idea: Idea) -> dict[str, Any]:
    found = simulating.simulate(idea)
    ceiling = ceilings.read_told(settings.LOAN_CEILING)
    address = request.build_absolute_uri()
    message = _("A loan worked out: %(address)s") % {"address": address}
    real = found.yearly * 100
    return {
        "idea": idea,
        "found": found,
        "rows": list(_rows(found)),
        "last": found.plan.instalment[-1],
        "total_rp": sum(found.plan.instalment),
        "named": percent(idea.yearly_percent),
        "real": percent(real),
        "ceiling": ceiling,
        "ceiling_percent": percent(ceiling.percent),
        "above": idea.yearly_percent > ceiling.percent,
        "really_above": real > ceiling.percent,
        "address": address,
        "whatsapp": f"https://wa.me/?text={quote(message)}",
        "commands": [
            _command("loan_schedule", idea.inputs()),
            _command("effective_rate", simulating.cost_inputs(idea, found)),
        ],
    }


def _command(kind: str, inputs: dict[str, Any]) -> str:
    return f"echo '{json.dumps(inputs)}' | rembuk calc {kind}"


def _rows(found: Simulated) -> Any:
    plan = found.plan
    columns = (plan.principal, plan.interest, plan.instalment, plan.balance)
    language = get_language() or "id"
    for number, row in enumerate(zip(*columns, strict=True), start=1):
        yield number, [words.grouped(int(one), language=language) for one in row]
