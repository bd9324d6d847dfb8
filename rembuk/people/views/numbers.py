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

from rembuk.people import counting, periods, written
from rembuk.people.counting import Flow, Line
from rembuk.people.forms.numbers import PeriodForm
from rembuk.people.models import JourneyStep, Resident, Status
from rembuk.people.models.journeys import EARLIEST
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
    lines, flows = counting.account_shown(request.village, after=period.before, until=period.until)
    context = {
        "form": form,
        "period": period,
        "erased": sum(line.erased for line in lines),
        "stretches": Stretch.choices,
        "named": "" if form.is_bound else named,
        "lines": [_line(request, line, period) for line in lines if _is_used(line)],
        "opening": sum(line.opening for line in lines),
        "closing": sum(line.closing for line in lines),
        "home_again": sum(line.home_again for line in lines),
        "home_again_url": _address(request, "people_then", on=period.until, home_again="1"),
        "unexplained": sum(abs(line.unexplained) for line in lines),
        "opening_url": _address(request, "people_then", on=period.before),
        "closing_url": _address(request, "people_then", on=period.until),
        "written_url": written.address(request.village, acting=request.acting),
        "flows": [(flow, _flow_address(request, flow, period)) for flow in flows],
    }
    return render(request, "people/numbers.html", context, status=page_status(form))


def _is_used(line: Line) -> bool:
    return any((line.opening, line.came, line.went, line.closing))


def _line(request: VillageRequest, line: Line, period: Period) -> dict[str, Any]:
    status = line.status.value
    moved: dict[str, str | date] = {
        "status": status, "since": period.since, "until": period.until,
    }  # fmt: skip
    return {
        "line": line,
        "opening_url": _address(request, "people_then", on=period.before, status=status),
        "closing_url": _address(request, "people_then", on=period.until, status=status),
        "came_url": _address(request, "people_crossed", way="in", **moved),
        "went_url": _address(request, "people_crossed", way="out", **moved),
    }


def _flow_address(request: VillageRequest, flow: Flow, period: Period) -> str:
    before = NOWHERE if flow.before is None else flow.before
    told = {"kind": flow.kind, "before": before, "after": flow.after}
    return _address(request, "people_moved", since=period.since, until=period.until, **told)


def _address(request: VillageRequest, page: str, **told: str | date) -> str:
    return f"{reverse(f'people:{page}', args=[request.village.slug])}?{urlencode(told)}"


@requires(Permission.SEE_PEOPLE)
@require_safe
def people_then(request: VillageRequest) -> HttpResponse:
    """Who stood in a status on a day: the people behind one number."""
    on, status = _day(request, "on"), request.GET.get("status")
    home_again = "home_again" in request.GET
    count = counting.home_again if home_again else counting.standing_then
    people = count(request.village, on)
    if status is not None:
        people = people.filter(status_then=_status(request))
    context = {
        "on": on,
        "status": None if status is None else Status(status),
        "home_again": home_again,
        "written_url": written.address(request.village, acting=request.acting),
        "page": Paginator(people.order_by("name", "pk"), A_PAGE).get_page(request.GET.get("page")),
        "query": _query(request),
        "numbers_url": reverse("people:numbers", args=[request.village.slug]),
    }
    return render(request, "people/people_then.html", context)


@requires(Permission.SEE_PEOPLE)
@require_safe
def people_moved(request: VillageRequest) -> HttpResponse:
    """Who moved from one status to another by one kind of step."""
    period, flow = _period(request), _flow(request)
    ids = counting.movers(request.village, flow, after=period.before, until=period.until)
    return render(
        request, "people/people_moved.html", {"flow": flow, **_moved(request, ids, period)}
    )


@requires(Permission.SEE_PEOPLE)
@require_safe
def people_crossed(request: VillageRequest) -> HttpResponse:
    """Who came into a status, or went out of it, whatever the step."""
    period, status = _period(request), _status(request)
    came = request.GET.get("way") == "in"
    ids = counting.crossers(
        request.village, status, came=came, after=period.before, until=period.until
    )
    context = {"status": status, "came": came, **_moved(request, ids, period)}
    return render(request, "people/people_crossed.html", context)


def _moved(request: VillageRequest, ids: list[int], period: Period) -> dict[str, Any]:
    """Return one page of people, once for each step they took."""
    page = Paginator(ids, A_PAGE).get_page(request.GET.get("page"))
    found = Resident.objects.of(request.village).in_bulk(list(page))
    return {
        "period": period,
        "page": page,
        "people": [found[pk] for pk in page],
        "query": _query(request),
        "numbers_url": reverse("people:numbers", args=[request.village.slug]),
    }


def _query(request: VillageRequest) -> str:
    told = {name: value for name, value in request.GET.items() if name != "page"}
    return f"{urlencode(told)}&"


def _period(request: VillageRequest) -> Period:
    return Period(_day(request, "since"), _day(request, "until"))


def _day(request: VillageRequest, name: str) -> date:
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        raise Http404 from None
    if not EARLIEST <= day <= request.today:
        raise Http404
    return day


def _status(request: VillageRequest) -> Status:
    status = request.GET.get("status", "")
    if status not in Status.values:
        raise Http404
    return Status(status)


def _flow(request: VillageRequest) -> Flow:
    kind, before, after = (request.GET.get(name, "") for name in ("kind", "before", "after"))
    statuses = set(Status.values)
    if kind not in {"", *JourneyStep.Kind.values} or not {before, after} <= statuses | {NOWHERE}:
        raise Http404
    return Flow(kind, None if before == NOWHERE else before, after)
