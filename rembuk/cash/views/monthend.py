"""Closing a month from one page: every run in order, how far it is, and one button each."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rembuk.cash import monthend, months, monthsteps
from rembuk.cash.monthend import Asked
from rembuk.cash.views import steps
from rembuk.ledger import months as ledger_months
from rembuk.lib.dates import next_month
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key


@requires(Permission.SEE_CASH)
@require_safe
def begin_month_end(request: VillageRequest) -> HttpResponse:
    """Go to the month that is to be closed next, else to the running one."""
    book = steps.book_of(request)
    standings = ledger_months.standings(book, from_last_closed=True)
    first = months.next_to_close(book, standings, today=request.today)
    first = first or request.today.replace(day=1)
    return redirect("cash:month_end", request.village.slug, group_of(request).pk, first)


@requires(Permission.SEE_CASH)
@require_safe
def month_end_page(request: VillageRequest, first: date) -> HttpResponse:
    """What is done before this month closes, in order."""
    group, book = group_of(request), steps.book_of(request)
    steps.month_of(request, book, first)
    standings = ledger_months.standings(book, from_last_closed=True)
    month, closed = standings.get(first), monthend.last_closed(standings)
    is_closed = closed is not None and first <= closed
    if is_closed:
        told = monthend.of_rooms(Asked(group, first, request.today, closed))
    else:
        found = months.readiness(book, first, standings=standings, today=request.today)
        asked = Asked(group, first, request.today, closed, found.closed_until)
        runs = monthend.of_rooms(asked)
        told = [*runs, *monthsteps.before(found, runs=runs)]
        told.append(monthsteps.closing(asked, told, month=month, ready=found.ready))
    upcoming = next_month(first)
    context = {
        "group": group, "first": first, "is_closed": is_closed, "key": key(),
        "steps": steps.shown(request, told),
        "done": sum(one.state == monthend.State.DONE for one in told),
        "total": sum(one.state != monthend.State.NOTHING for one in told),
        "before": _month_before(first, book.begins_on),
        "after": upcoming if upcoming <= request.today else None,
    }  # fmt: skip
    return render(request, "cash/month_end.html", context)


def _month_before(first: date, begins_on: date) -> date | None:
    last = date.fromordinal(first.toordinal() - 1)
    return last.replace(day=1) if last >= begins_on else None
