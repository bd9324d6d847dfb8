"""Money between the cash box and the bank: which way and how much; check; saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rembuk.cash import moving
from rembuk.cash.forms import MoveForm
from rembuk.cash.views import steps
from rembuk.ledger import chart, reading
from rembuk.ledger.reading import Pending
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.commands import Outcome
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status


@requires(Permission.RECORD_CASH)
def move(request: VillageRequest) -> HttpResponse:
    """Move money between box and bank; from the limit on a second person is asked."""
    group, book = group_of(request), steps.book_of(request)
    checked = steps.is_checked(request)
    form = MoveForm(request.POST or None, book=book, today=request.today, checked=checked)

    def work(**_typed: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        done = moving.move(book=book, moving=form.moving(), signed=signed, today=request.today)
        if isinstance(done, Pending):
            return {"asked": done.pk}
        return {"line": done.sequence}

    outcome = None
    if checked:
        outcome = form.run(request, kind="cash.move", work=work, about={"group": group})
    if outcome:
        return _done(request, outcome)
    held = reading.held_now(book, [chart.CASH, chart.BANK])
    context: dict[str, Any] = {
        "form": form,
        "group": group,
        "cash_rp": held[chart.CASH],
        "bank_rp": held[chart.BANK],
    }
    if steps.shows_check_page(request, form):
        told = form.moving()
        form.fields["again_rp"].required = True  # where the page asks for it
        context |= {
            "carried": steps.carried(request, form),
            "moving": told,
            "second": moving.needs_second(book, told),
        }
        return render(request, "cash/check_move.html", context, status=status(form))
    return render(request, "cash/move.html", context, status=status(form))


def _done(request: VillageRequest, outcome: Outcome) -> HttpResponse:
    """Lead to the line, or to what waits for a second person."""
    if outcome.repeated:
        messages.info(request, _("This was recorded already. Nothing was written twice."))
    elif "line" in outcome.facts:
        messages.success(request, _("The money is moved."))
    page = "asked" if "asked" in outcome.facts else "line"
    keys = [request.village.slug, group_of(request).pk, outcome.facts[page]]
    return redirect(f"cash:{page}", *keys)
