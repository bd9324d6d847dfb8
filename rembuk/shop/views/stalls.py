"""Stalls that sell for a group: the list, one stall, what is agreed, its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.enterprise.models import Product
from rembuk.shop import stalls, stock, visits
from rembuk.shop.forms.stalls import BeginForm, StallForm, TermsForm
from rembuk.shop.models import Stall
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.views import address

VISITS_SHOWN = 20


@requires(Permission.SEE_WORK)
@require_safe
def stalls_page(request: VillageRequest) -> HttpResponse:
    """Every stall: what lies there, what it owes, when somebody was there."""
    group = group_of(request)
    standings = stalls.standings(request.village, stalls.of_group(group))
    rows = [{"one": one, "late_days": one.late_days(today=request.today)} for one in standings]
    context = {
        "group": group,
        "rows": rows,
        "pieces": sum(one.pieces for one in standings),
        "owed_rp": sum(one.owed_rp for one in standings),
        "ended": stalls.ended(group),
        "may_record": request.acting.may(Permission.RECORD_WORK) and not group.ended_on,
    }
    return render(request, "shop/stalls.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def stall_page(request: VillageRequest, stall_id: int) -> HttpResponse:
    """One stall: what lies there, what is agreed, its visits and what became of their money."""
    stall = stall_of(request, stall_id)
    lying = stock.at_stall(stall)
    known = Product.objects.of(request.village).in_bulk([pk for pk, _size in lying])
    told = list(visits.of_stall(stall))
    money = stalls.money_of(request.village, told)
    terms = stalls.terms_of(stall, on=request.today)
    context = {
        "group": group_of(request),
        "stall": stall,
        "standing": stalls.standing(stall, pieces=sum(lying.values()), visits=told, money=money),
        "terms": terms,
        "percent": stalls.percent_told(terms) if terms else "",
        "lying": sorted(
            ((str(stock.Item(known[pk], size)), pieces) for (pk, size), pieces in lying.items()),
            key=lambda one: one[0].casefold(),
        ),
        "visits": [
            {"visit": v, "money": money.get(v.expected_id or 0)} for v in told[:VISITS_SHOWN]
        ],
        "may_record": request.acting.may(Permission.RECORD_WORK) and not stall.ended_on,
        "may_run": request.acting.may(Permission.RUN_GROUP) and not stall.ended_on,
        "key": key(),
    }
    return render(request, "shop/stall.html", context)


@requires(Permission.RECORD_WORK)
def begin_stall(request: VillageRequest) -> HttpResponse:
    """A new stall with what is agreed."""
    group = group_of(request)
    form = BeginForm(request.POST or None)

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        facts, agreed = form.facts(typed), form.agreed(typed)
        stall = stalls.begin(
            group=group, facts=facts, agreed=agreed, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"stall": stall.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="shop.begin_stall", work=work, about={"group": group})
        if outcome:
            messages.success(request, _("The stall is recorded."))
            return redirect("shop:stall", *address(request, outcome.facts["stall"]))
    context = {"group": group, "form": form}
    return render(request, "shop/stall_form.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def change_stall(request: VillageRequest, stall_id: int) -> HttpResponse:
    """Change what is told of a stall."""
    stall = stall_of(request, stall_id)
    form = StallForm(request.POST or None, initial=vars(stalls.facts_of(stall)))

    def work(*, stall: Stall, **typed: Any) -> None:
        facts = form.facts(typed, note=stall.note)
        stalls.change(stall=stall, facts=facts, by=actor_of(request), at=timezone.now())

    about = {"stall": stall}
    if request.method == "POST" and form.run(
        request, kind="shop.change_stall", work=work, about=about
    ):
        messages.success(request, _("The change is saved."))
        return redirect("shop:stall", *address(request, stall.pk))
    context = {"group": group_of(request), "stall": stall, "form": form}
    return render(request, "shop/stall_form.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def agree(request: VillageRequest, stall_id: int) -> HttpResponse:
    """Agree on something else from today on."""
    stall = stall_of(request, stall_id)
    now = stalls.terms_of(stall, on=request.today)
    names = ("commission_percent", "missing", "damaged")
    initial = {name: getattr(now, name) for name in names} if now else {}
    form = TermsForm(request.POST or None, initial=initial)

    def work(*, stall: Stall, **typed: Any) -> None:
        stalls.agree(
            stall=stall, agreed=form.agreed(typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    about = {"stall": stall}
    if request.method == "POST" and form.run(request, kind="shop.agree", work=work, about=about):
        messages.success(request, _("The agreement is saved. It holds from today on."))
        return redirect("shop:stall", *address(request, stall.pk))
    context = {"group": group_of(request), "stall": stall, "form": form}
    return render(request, "shop/terms.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
@require_POST
def end_stall(request: VillageRequest, stall_id: int) -> HttpResponse:
    """Leave goods there no longer."""
    stall = stall_of(request, stall_id)

    def work(*, stall: Stall) -> None:
        stalls.end(stall=stall, by=actor_of(request), at=timezone.now(), today=request.today)

    told = _("%(name)s sells for the group no longer.") % {"name": stall.name}
    press(request, kind="shop.end_stall", work=work, about={"stall": stall}, done=told)
    return redirect("shop:stall", *address(request, stall.pk))


def stall_of(request: VillageRequest, stall_id: int) -> Stall:
    """Return a stall of the group in the address."""
    mine = Stall.objects.of(request.village).filter(group=request.group)
    stall = get_object_or_404(mine, pk=stall_id)
    stall.village, stall.group = request.village, group_of(request)
    return stall
