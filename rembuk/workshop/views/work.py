"""Hasil jahit: recording pieces, what they pay, and the rates they are paid by."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.enterprise import members
from rembuk.lib.dates import next_month
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, press, status
from rembuk.web.undo import offer_undo
from rembuk.web.views import address
from rembuk.workshop import rates, stages, wages, work
from rembuk.workshop.forms.work import OperationForm, OutputForm, RateForm
from rembuk.workshop.models import Operation, Order, WorkOutput
from rembuk.workshop.views.book import order_of, sees_all

YEAR_MIN = 2000


@requires(Permission.RECORD_WORK)
@require_safe
def begin_output(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to the orders for which pieces can be recorded."""
    if request.acting.group_id is None:
        raise Http404
    return redirect("workshop:choose_output", request.village.slug, request.acting.group_id)


@requires(Permission.RECORD_WORK)
@require_safe
def choose_output(request: VillageRequest) -> HttpResponse:
    """For which order are the pieces? The most urgent stands first."""
    group = group_of(request)
    context = {"group": group, "open_orders": stages.book(group).in_work}
    return render(request, "workshop/choose_output.html", context)


@requires(Permission.RECORD_WORK)
def record_output(request: VillageRequest, order_id: int) -> HttpResponse:
    """Record pieces of an order."""
    return _record(request, order_of(request, order_id))


@requires(Permission.RECORD_WORK)
def record_output_for_shelf(request: VillageRequest) -> HttpResponse:
    """Record pieces that nobody ordered: they go on the shelf."""
    return _record(request, None)


@requires(Permission.RECORD_WORK)
@require_POST
def take_back_output(request: VillageRequest, output_id: int) -> HttpResponse:
    """Take back pieces that were recorded."""
    mine = WorkOutput.objects.of(request.village).filter(group=request.group)
    output = get_object_or_404(
        mine.select_related("membership", "operation", "order", "group", "wage__expected"),
        pk=output_id,
    )

    def undo(*, output: WorkOutput) -> None:
        work.take_back(output=output, by=actor_of(request), at=timezone.now())

    done = _("The pieces are taken back.")
    press(request, kind="workshop.take_back_output", work=undo, about={"output": output}, done=done)
    if output.order_id:
        return redirect("workshop:order", *address(request, output.order_id))
    return redirect("workshop:work", *address(request))


@requires(Permission.SEE_WORK)
@require_safe
def work_page(request: VillageRequest) -> HttpResponse:
    """What was sewn in a month and what it pays; a member finds her own there."""
    group, (first, last) = group_of(request), _month(request)
    earned = _seen(request, work.sheet(group, since=first, until=last))
    standing = wages.of(group, since=first, until=last)
    shown = {one.membership.pk for one in earned}
    context = {
        "group": group, "first": first, "earned": earned, "sees_all": sees_all(request),
        "asked": [one for one in standing.asked if one.wage.membership_id in shown],
        "due_rp": standing.due_rp,
        "may_ask": request.acting.may(Permission.RUN_GROUP) and not group.ended_on,
        "total_rp": sum(one.pay_rp for one in earned),
        "may_record": request.acting.may(Permission.RECORD_WORK),
        **_beside(first, request.today),
    }  # fmt: skip
    return render(request, "workshop/work.html", context)


@requires(Permission.RUN_GROUP)
def ask_wages(request: VillageRequest) -> HttpResponse:
    """Ask the treasurer to pay the pieces of a month: what each gets is read before."""
    group, (first, last) = group_of(request), _month(request)
    due = wages.of(group, since=first, until=last).due
    back = reverse("workshop:work", args=address(request))
    form = CommandForm(request.POST or None)

    def ask(*, group: Group, since: str) -> None:
        wages.ask(
            group=group, since=first, until=last, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    about = {"group": group, "since": first.isoformat()}
    if request.method == "POST" and form.run(
        request, kind="workshop.ask_wages", work=ask, about=about
    ):
        messages.success(request, _("The treasurer finds each sum on her page and pays it."))
        return redirect(f"{back}?month={first:%Y-%m}")
    context = {"group": group, "first": first, "due": due, "form": form, "back": back}
    return render(request, "workshop/ask_wages.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_safe
def earned_page(request: VillageRequest, membership_id: int) -> HttpResponse:
    """What one member earned in a month, in lines that she can count again."""
    group, (first, last) = group_of(request), _month(request)
    known = get_object_or_404(members.of(group), pk=membership_id)
    sheet = work.sheet(group, since=first, until=last)
    found = [one for one in sheet if one.membership.pk == known.pk] or [work.Earned(known)]
    if not _seen(request, found):
        raise Http404
    rows = work.in_period(group, since=first, until=last).filter(membership=known)
    context = {
        "group": group, "first": first, "one": found[0],
        "rows": rows.select_related("operation", "order"),
        **_beside(first, request.today),
    }  # fmt: skip
    return render(request, "workshop/earned.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def rates_page(request: VillageRequest) -> HttpResponse:
    """What a piece of each work pays, and what it paid before: the same page for everybody."""
    group = group_of(request)
    known = rates.of(group)
    told = [
        (one, known.on(one.pk, request.today), list(reversed(known.known.get(one.pk, []))))
        for one in rates.operations(group)
    ]
    may_decide = request.acting.may(Permission.RUN_GROUP)
    context = {"group": group, "told": told, "may_decide": may_decide}
    return render(request, "workshop/rates.html", context)


@requires(Permission.RUN_GROUP)
def new_operation(request: VillageRequest) -> HttpResponse:
    """Name a kind of work, and what a piece of it pays."""
    form = OperationForm(request.POST or None, today=request.today)

    def name(*, group: Group, **typed: Any) -> None:
        rates.begin(group=group, by=actor_of(request), at=timezone.now(), **typed)

    about = {"group": group_of(request)}
    if request.method == "POST" and form.run(
        request, kind="workshop.new_operation", work=name, about=about
    ):
        messages.success(request, _("The wage is saved. Every member can read it."))
        return redirect("workshop:rates", *address(request))
    context = {"group": group_of(request), "form": form}
    return render(request, "workshop/rate.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def change_rate(request: VillageRequest, operation_id: int) -> HttpResponse:
    """Pay another rate from a day on."""
    mine = rates.operations(group_of(request))
    operation = get_object_or_404(mine, pk=operation_id)
    form = RateForm(request.POST or None, today=request.today)

    def change(*, operation: Operation, **typed: Any) -> None:
        rates.change(operation=operation, by=actor_of(request), at=timezone.now(), **typed)

    about = {"operation": operation}
    if request.method == "POST" and form.run(
        request, kind="workshop.change_rate", work=change, about=about
    ):
        messages.success(request, _("The wage is saved. Every member can read it."))
        return redirect("workshop:rates", *address(request))
    context = {"group": group_of(request), "form": form, "operation": operation}
    return render(request, "workshop/rate.html", context, status=status(form))


def _record(request: VillageRequest, order: Order | None) -> HttpResponse:
    group = group_of(request)
    known = list(rates.operations(group))
    done = list(work.of_order(order)) if order else []
    sewers = members.standing(group, on=request.today).now
    last = next((one.operation_id for one in done if one.withdrawn_at is None), None)
    form = OutputForm(request.POST or None, members=sewers, operations=known, last=last)

    def record(*, group: Group, order: Order | None = None, **_typed: Any) -> dict[str, Any]:
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        made = work.record(group=group, order=order, sewn=form.sewn, today=request.today, **told)
        return {"output": made.pk, "name": made.membership.name, "pieces": made.pieces}

    about: dict[str, Any] = {"group": group, **({"order": order} if order else {})}
    outcome = None
    if request.method == "POST":
        outcome = form.run(request, kind="workshop.record_output", work=record, about=about)
    if outcome:
        told = _("%(name)s: %(pieces)s pieces are written down.") % dict(outcome.facts)
        back = address(request, outcome.facts["output"])
        offer_undo(request, done=told, url=reverse("workshop:take_back_output", args=back))
        return redirect(request.path)
    context = {
        "group": group, "order": order, "form": form, "sewers": sewers, "operations": known,
        "progress": work.progress(done), "may_decide": request.acting.may(Permission.RUN_GROUP),
    }  # fmt: skip
    return render(request, "workshop/record_output.html", context, status=status(form))


def _seen(request: VillageRequest, earned: list[work.Earned]) -> list[work.Earned]:
    """What the office may read: who records or pays reads all, everybody else her own."""
    if sees_all(request):
        return earned
    return [
        one
        for one in earned
        if one.membership.resident and one.membership.resident.user_id == request.user.pk
    ]


def _month(request: VillageRequest) -> tuple[date, date]:
    """Return the first and the last day of the month in the address; this month without one."""
    this_month = first = request.today.replace(day=1)
    with suppress(ValueError):
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
        first = asked if asked.year >= YEAR_MIN else this_month
    first = min(first, this_month)
    return first, date.fromordinal(next_month(first).toordinal() - 1)


def _beside(first: date, today: date) -> dict[str, Any]:
    before = date.fromordinal(first.toordinal() - 1).replace(day=1)
    after = next_month(first)
    return {"before": before, "after": after if after <= today else None}
