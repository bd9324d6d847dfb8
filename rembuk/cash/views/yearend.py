"""Closing a year from one page: months, surplus, members' meeting, seal; one button each."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rembuk.cash import yearend
from rembuk.cash.monthend import State
from rembuk.cash.views import steps
from rembuk.ledger import months as ledger_months
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key


@requires(Permission.SEE_CASH)
@require_safe
def begin_year_end(request: VillageRequest) -> HttpResponse:
    """Go to the year that is to be closed next, else to the running one."""
    book = steps.book_of(request)
    standings = ledger_months.standings(book, with_steps=False)
    year = yearend.year_to_close(book, standings, today=request.today)
    return redirect("cash:year_end", request.village.slug, group_of(request).pk, year)


@requires(Permission.SEE_CASH)
@require_safe
def year_end_page(request: VillageRequest, year: int) -> HttpResponse:
    """What is done before this year is sealed, in order."""
    group, book = group_of(request), steps.book_of(request)
    first = book.begins_on.year
    if not first <= year <= request.today.year:
        raise Http404
    standings = ledger_months.standings(book, with_steps=False)
    told = yearend.steps_of(yearend.Asked(book, year, standings, request.today))
    context = {
        "group": group, "year": year, "key": key(), "steps": steps.shown(request, told),
        "done": sum(one.state == State.DONE for one in told),
        "total": sum(one.state != State.NOTHING for one in told),
        "before": year - 1 if year > first else None,
        "after": year + 1 if year < request.today.year else None,
    }  # fmt: skip
    return render(request, "cash/year_end.html", context)
