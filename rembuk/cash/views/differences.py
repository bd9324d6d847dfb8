"""The open difference of the cash box: where it comes from, and how it ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import differences
from rembuk.cash.differences import Ending
from rembuk.cash.forms import ExplainForm
from rembuk.cash.views import steps
from rembuk.ledger.reading import Pending
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status


@requires(Permission.SEE_CASH)
@require_safe
def difference_page(request: VillageRequest) -> HttpResponse:
    """What is open, all that led to it, and the ways in which it can end."""
    group, book = group_of(request), steps.book_of(request)
    open_rp = differences.open_rp(book)
    may = request.acting.may(Permission.RECORD_CASH)
    context = {
        "group": group,
        "missing_rp": max(open_rp, 0),
        "more_rp": -min(open_rp, 0),
        "lines": differences.lines_of(book, today=request.today),
        "endings": differences.endings(open_rp) if may else (),
    }
    return render(request, "cash/difference.html", context)


@requires(Permission.RECORD_CASH)
def explain(request: VillageRequest, ending: str) -> HttpResponse:
    """End the difference, or a part of it, in one of these ways."""
    group, book = group_of(request), steps.book_of(request)
    open_rp = differences.open_rp(book)
    chosen = _chosen(request, ending, open_rp)
    checked = steps.is_checked(request)
    form = ExplainForm(
        request.POST or None, ending=chosen, open_rp=open_rp, checked=checked,
        offered=differences.purposes_for(book, open_rp),
    )  # fmt: skip

    def work(**_typed: Any) -> dict[str, Any]:
        done = differences.explain(
            book=book, explained=form.explained(on=request.today), today=request.today,
            signed=steps.signed(request, form.cleaned_data["request_id"]),
        )  # fmt: skip
        return {"asked": done.pk if isinstance(done, Pending) else None}

    outcome = None
    if checked:
        about = {"group": group, "ending": ending}
        outcome = form.run(request, kind="cash.explain", work=work, about=about)
    if outcome:
        if outcome.facts["asked"]:
            return redirect("cash:asked", request.village.slug, group.pk, outcome.facts["asked"])
        messages.success(request, _("Recorded. The difference is smaller by that sum."))
        return redirect("cash:difference", request.village.slug, group.pk)
    context: dict[str, Any] = {"form": form, "group": group, "ending": chosen, "open_rp": open_rp}
    if steps.shows_check_page(request, form):
        explained = form.explained(on=request.today)
        context |= {
            "carried": steps.carried(request, form),
            "explained": explained,
            "second": differences.needs_second(book, explained),
        }
        return render(request, "cash/check_explain.html", context, status=status(form))
    return render(request, "cash/explain.html", context, status=status(form))


def _chosen(request: VillageRequest, code: str, open_rp: int) -> Ending:
    """Return the ending in the address; one sent again may have ended all that was open."""
    endings = differences.endings(open_rp)
    if request.method == "POST" and not open_rp:
        endings = differences.MISSING + differences.TOO_MUCH
    found = next((one for one in endings if one.code == code), None)
    if found is None:
        raise Http404
    return found
