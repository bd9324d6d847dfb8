"""The roster as members read it: a week, a month, the strip that is the same for all."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.duty import fairness, records, rosters, shown, swapping
from rembuk.duty.fairness import What
from rembuk.duty.models import Roster
from rembuk.duty.views.places import WEEK_DAYS, frame, roster_of
from rembuk.enterprise import members
from rembuk.enterprise.models import Membership
from rembuk.lib import dates, words
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web import paper
from rembuk.web.forms import key
from rembuk.web.views import printed


@requires(Permission.SEE_WORK)
@require_safe
def begin(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to this week of the group whose office one holds."""
    if request.acting.group_id is None:
        return redirect("hall:groups", request.village.slug)
    return redirect("duty:week", request.village.slug, request.acting.group_id)


@requires(Permission.SEE_WORK)
@require_safe
def week_page(request: VillageRequest) -> HttpResponse:
    """One week, this one unless another is asked for; and what waits."""
    group, by = group_of(request), actor_of(request)
    asked = _day(request, "from") or request.today
    first = asked - timedelta(days=asked.weekday())
    last = first + timedelta(days=WEEK_DAYS - 1)
    days = shown.days(group, first=first, last=last, by=by, today=request.today)
    context = frame(
        request,
        days=days,
        away=shown.away_told(days),
        first=first,
        last=last,
        before=first - timedelta(days=WEEK_DAYS),
        after=first + timedelta(days=WEEK_DAYS),
        this_week=first <= request.today <= last,
        swaps=swapping.waiting(group, today=request.today),
        latest=rosters.of(group).first(),
        key=key(),
    )
    return render(request, "duty/week.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def month_page(request: VillageRequest) -> HttpResponse:
    """A whole month at a glance, on a narrow phone too."""
    group = group_of(request)
    first = (_day(request, "from") or request.today).replace(day=1)
    last = dates.month_end(first)
    days = shown.days(group, first=first, last=last, by=actor_of(request), today=request.today)
    people = {row.kept.turn.holder.name for day in days for row in day.rows}
    context = frame(
        request,
        weeks=shown.weeks(days),
        weekdays=[
            words.long_day(date(2024, 1, n), language=get_language() or "id").split(",")[0]
            for n in range(1, WEEK_DAYS + 1)
        ],
        people=sorted(people),
        month=words.month_of_year(first, language=get_language() or "id"),
        before=first - timedelta(days=1),
        after=last + timedelta(days=1),
    )
    return render(request, "duty/month.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def fairness_page(request: VillageRequest) -> HttpResponse:
    """The strip of every member, the same for all; of the roster in force or a chosen one."""
    group = group_of(request)
    every = list(records.rosters_of(group))
    roster = _chosen(request, every)
    context = frame(request, roster=roster, rosters=list(reversed(every)), whats=What)
    if roster:
        context["strips"] = fairness.strips(
            roster, fairness.turns_of_roster(roster), people=members.of(group),
            today=request.today,
        )  # fmt: skip
        context["spread"] = fairness.spread(context["strips"])
    return render(request, "duty/fairness.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def made_of(request: VillageRequest, roster_id: int, membership_id: int) -> HttpResponse:
    """The turns behind one number of the strip."""
    group, roster = group_of(request), roster_of(request, roster_id)
    mine = Membership.objects.of(request.village).filter(group=group)
    member = get_object_or_404(mine, pk=membership_id)
    try:
        what = What(request.GET.get("what", What.HELD))
    except ValueError:
        raise Http404 from None
    turns = [
        one
        for one in fairness.turns_of_roster(roster)
        if fairness.counts_as(one, what, member_id=member.pk, today=request.today)
    ]
    told = [(one, shown.told(one)) for one in turns]
    context = frame(request, roster=roster, member=member, what=what, turns=told)
    return render(request, "duty/made_of.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def print_roster(request: VillageRequest, roster_id: int) -> HttpResponse:
    """The roster on A4, large enough for the wall."""
    roster = roster_of(request, roster_id)
    if roster.state != Roster.State.IN_FORCE:
        raise Http404
    language = get_language() or "id"
    by_day: dict[date, list[str]] = {}
    for turn in records.turns_of(roster.group).filter(roster=roster):
        by_day.setdefault(turn.on, []).append(turn.holder.name)
    rows = [
        [words.long_day(day, language=language), ", ".join(names), ""]
        for day, names in by_day.items()
    ]
    columns = [paper.Column(_("Day")), paper.Column(_("Whose turn"), wide=True)]
    part = paper.Part([*columns, paper.Column(_("Done?"))], rows)
    now = timezone.now()
    head = paper.Head(
        village=request.village.name, group=roster.group.name, title=str(roster.rule.title),
        period=shown.period(roster.first_on, roster.last_on),
        printed=printed(request),
    )  # fmt: skip
    made = paper.tables(head, [part], at=now, notes=shown.notes(roster))
    headers = {"Content-Disposition": f'inline; filename="jadwal-{roster.first_on}.pdf"'}
    return HttpResponse(made, content_type=paper.PDF, headers=headers)


def _chosen(request: VillageRequest, every: list[Roster]) -> Roster | None:
    """Return the roster of the address, else the one of today, else the last that began."""
    asked = request.GET.get("roster", "")
    by_id = {str(one.pk): one for one in every}
    begun = [one for one in every if one.first_on <= request.today]
    return by_id.get(asked) or next(iter(reversed(begun or every)), None)


def _day(request: VillageRequest, name: str) -> date | None:
    """Return the day of the address; anything else counts as none."""
    with suppress(ValueError, OverflowError):
        day = date.fromisoformat(request.GET.get(name, ""))
        if 1950 < day.year < 2150:
            return day
    return None
