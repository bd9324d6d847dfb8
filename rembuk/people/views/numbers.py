"""Angka: how many people are where, who moved between two days, and who is behind each number."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rembuk.people import counting, periods
from rembuk.people.counting import Flow, Line
from rembuk.people.forms.numbers import PeriodForm
from rembuk.people.models import JourneyStep, Resident, Status
from rembuk.people.periods import Period, Stretch
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status as page_status

A_PAGE = 30
NOWHERE = "-"  # in an address: the person was not known to the village before


@requires(Permission.SEE_PEOPLE)
@require_safe
def numbers_page(request: VillageRequest) -> HttpResponse:
    """Stocks and flows of a stretch of days, reconciled to nobody unexplained."""
    named = request.GET.get("stretch") or Stretch.THIS_YEAR
    period = periods.stretch(
        named if named in Stretch.values else Stretch.THIS_YEAR, today=request.today
    )
    typed = request.GET if "since_day" in request.GET else None
    form = PeriodForm(typed, today=request.today, initial=period.__dict__)
    if form.is_bound and form.is_valid():
        period, named = Period(form.cleaned_data["since"], form.cleaned_data["until"]), ""
    lines, flows = counting.account(request.village, after=period.before, until=period.until)
    context = {
        "form": form,
        "period": period,
        "stretches": Stretch.choices,
        "named": "" if form.is_bound else named,
        "lines": [_line(request, line, period) for line in lines if _is_used(line)],
        "opening": sum(line.opening for line in lines),
        "closing": sum(line.closing for line in lines),
        "unexplained": sum(abs(line.unexplained) for line in lines),
        "flows": [(flow, _flow_address(request, flow, period)) for flow in flows],
    }
    return render(request, "people/numbers.html", context, status=page_status(form))


def _is_used(line: Line) -> bool:
    return any((line.opening, line.came, line.went, line.closing))


def _line(request: VillageRequest, line: Line, period: Period) -> dict[str, Any]:
    return {
        "line": line,
        "opening_url": _stock_address(request, line.status, period.before),
        "closing_url": _stock_address(request, line.status, period.until),
    }


def _stock_address(request: VillageRequest, status: Status, on: date) -> str:
    told = urlencode({"on": on.isoformat(), "status": status.value})
    return f"{reverse('people:people_then', args=[request.village.slug])}?{told}"


def _flow_address(request: VillageRequest, flow: Flow, period: Period) -> str:
    told = {
        "since": period.since.isoformat(), "until": period.until.isoformat(), "kind": flow.kind,
        "before": NOWHERE if flow.before is None else flow.before, "after": flow.after,
    }  # fmt: skip
    return f"{reverse('people:people_moved', args=[request.village.slug])}?{urlencode(told)}"


@requires(Permission.SEE_PEOPLE)
@require_safe
def people_then(request: VillageRequest) -> HttpResponse:
    """Who stood in a status on a day: the people behind one number."""
    on, status = _day(request, "on"), request.GET.get("status", "")
    if status not in Status.values:
        raise Http404
    people = counting.standing_then(request.village, on).filter(status_then=status)
    context = {
        "on": on,
        "status": Status(status),
        "page": Paginator(people.order_by("name", "pk"), A_PAGE).get_page(request.GET.get("page")),
        "query": urlencode({"on": on.isoformat(), "status": status}) + "&",
    }
    return render(request, "people/people_then.html", context)


@requires(Permission.SEE_PEOPLE)
@require_safe
def people_moved(request: VillageRequest) -> HttpResponse:
    """Who moved from one status to another in a stretch of days."""
    period = Period(_day(request, "since"), _day(request, "until"))
    flow = _flow(request)
    ids = counting.movers(request.village, flow, after=period.before, until=period.until)
    page = Paginator(ids, A_PAGE).get_page(request.GET.get("page"))
    found = Resident.objects.of(request.village).in_bulk(list(page))
    context = {
        "flow": flow,
        "period": period,
        "page": page,
        "people": [found[pk] for pk in page],
        "query": _flow_address(request, flow, period).partition("?")[2] + "&",
    }
    return render(request, "people/people_moved.html", context)


def _day(request: VillageRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        raise Http404 from None


def _flow(request: VillageRequest) -> Flow:
    kind, before, after = (request.GET.get(name, "") for name in ("kind", "before", "after"))
    statuses = set(Status.values)
    if kind not in {"", *JourneyStep.Kind.values} or not {before, after} <= statuses | {NOWHERE}:
        raise Http404
    return Flow(kind, None if before == NOWHERE else before, after)
