"""Rosters: asked for, watched while they are worked out, read, put in force or aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rembuk.duty import agreeing, rosters, shown
from rembuk.duty.forms.turns import EndForm, RosterForm
from rembuk.duty.models import Roster
from rembuk.duty.views import making
from rembuk.duty.views.places import WEEK_DAYS, frame, people_now, roster_of
from rembuk.enterprise import members
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.views import Question, address, ask


@requires(Permission.SEE_WORK)
@require_safe
def rosters_page(request: VillageRequest) -> HttpResponse:
    """Every roster of the group, the latest first."""
    every = rosters.of(group_of(request))
    return render(request, "duty/rosters.html", frame(request, rosters=every))


@requires(Permission.RUN_GROUP)
def ask_roster(request: VillageRequest) -> HttpResponse:
    """Ask for a roster; it is worked out beside the request."""
    group = group_of(request)
    first = rosters.next_first_on(group, today=request.today)
    form = RosterForm(request.POST or None, initial={"first_on": first})

    def work(*, group: Group, first_on: date, weeks: str) -> dict[str, Any]:
        last_on = first_on + timedelta(days=int(weeks) * WEEK_DAYS - 1)
        asked = rosters.ask(
            group=group, first_on=first_on, last_on=last_on, by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip
        making.begin(asked)
        return {"roster": asked.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="duty.ask_roster", work=work, about={"group": group})
        if outcome:
            return redirect("duty:roster", *address(request, outcome.facts["roster"]))
    rule = agreeing.rules(group).first()
    context = frame(
        request, rule=rule, form=form, told=shown.rule_told(rule) if rule else [],
        people=people_now(request),
    )  # fmt: skip
    return render(request, "duty/ask_roster.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@never_cache
@require_safe
def roster_page(request: VillageRequest, roster_id: int) -> HttpResponse:
    """One roster: how far it is, why none fits, or its turns with the proof."""
    roster = roster_of(request, roster_id)
    looks_again = "HX-Request" in request.headers and "HX-Boosted" not in request.headers
    context = frame(request, rule=roster.rule, roster=roster, key=key())
    if roster.state == Roster.State.WORKING:
        context["progress"] = making.progress_of(roster)
        part = looks_again and context["progress"] is not None
        name = "duty/_progress.html" if part else "duty/working.html"
        return render(request, name, context)
    if looks_again:  # progress was looked for and the work is done: show the whole page
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context["told"] = shown.rule_told(roster.rule)
    if roster.state == Roster.State.STUCK:
        context["ways"] = shown.stuck_told(roster, members.of(roster.group))
        context["day"] = date.fromisoformat(roster.stuck["day"])
        return render(request, "duty/stuck.html", context)
    if roster.spread_halves is not None:
        context |= _filled(roster)
        context["may_end"] = context["may_run"] and rosters.may_end(roster, today=request.today)
    return render(request, "duty/roster.html", context)


def _filled(roster: Roster) -> dict[str, Any]:
    """The turns of a roster by day, how many each has, and what was proved."""
    days, loads = shown.planned(roster)
    return {
        "days": days, "loads": loads, "moved": shown.moved(days), "proof": shown.proof(roster),
    }  # fmt: skip


@requires(Permission.RUN_GROUP)
@require_POST
def work_again(request: VillageRequest, roster_id: int) -> HttpResponse:
    """Work out anew what stopped halfway."""

    def work(*, roster: Roster) -> None:
        rosters.refuse_unless_working(roster)
        making.begin(roster)

    return _do(request, roster_id, "duty.work_again", work)


@requires(Permission.RUN_GROUP)
@require_POST
def stop_roster(request: VillageRequest, roster_id: int) -> HttpResponse:
    """Stop the work on a roster."""

    def work(*, roster: Roster) -> None:
        rosters.stop(asked=roster, by=actor_of(request), at=timezone.now())
        making.stop(roster)

    done = _("The work is stopped. Nothing was changed.")
    return _do(request, roster_id, "duty.stop_roster", work, done=done)


@requires(Permission.RUN_GROUP)
@require_POST
def put_in_force(request: VillageRequest, roster_id: int) -> HttpResponse:
    """Let a roster hold."""

    def work(*, roster: Roster) -> None:
        rosters.put_in_force(
            draft=roster, by=actor_of(request), at=timezone.now(), today=request.today
        )

    done = _("The roster is in force. Every member sees it now.")
    return _do(request, roster_id, "duty.put_in_force", work, done=done)


@requires(Permission.RUN_GROUP)
@require_POST
def put_aside(request: VillageRequest, roster_id: int) -> HttpResponse:
    """Put a roster aside."""

    def work(*, roster: Roster) -> None:
        rosters.put_aside(draft=roster, by=actor_of(request), at=timezone.now())

    done = _("The roster is put aside. Nothing was changed.")
    return _do(request, roster_id, "duty.put_aside", work, done=done)


@requires(Permission.RUN_GROUP)
def end_roster(request: VillageRequest, roster_id: int) -> HttpResponse:
    """Let a roster end before its day."""
    roster = roster_of(request, roster_id)
    form = EndForm(request.POST or None, initial={"last_on": max(roster.first_on, request.today)})

    def work(*, roster: Roster, last_on: date, why: str) -> None:
        rosters.end_early(
            ends=roster, last_on=last_on, why=why, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="duty.end_roster",
        title=_("End the roster early?"),
        lead=_("Turns after that day are dropped. Who did more or less carries it on."),
        save=_("End the roster"),
        done=_("The roster ends earlier. Make the next one now."),
        back=reverse("duty:roster", args=address(request, roster.pk)),
        keeps_typed=True,
    )
    return ask(request, form, question, work=work, about={"roster": roster})


def _do(
    request: VillageRequest,
    roster_id: int,
    kind: str,
    work: Callable[..., None],
    *,
    done: str = "",
) -> HttpResponse:
    roster = roster_of(request, roster_id)
    press(request, kind=kind, work=work, about={"roster": roster}, done=done)
    return redirect("duty:roster", *address(request, roster.pk))
