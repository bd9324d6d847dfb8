"""What members put into the group."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.enterprise import members
from rembuk.shares import capital, rules, seeing
from rembuk.shares.forms.capital import GiveBackForm, PutInForm
from rembuk.shares.models import Contribution, Rule
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
@require_safe
def capital_page(request: VillageRequest) -> HttpResponse:
    """Who put in how much; each member at least her own."""
    group = group_of(request)
    own = seeing.own_ids(request.user, group)
    rule = rules.in_force(group, on=request.today) or Rule()
    sees_all = seeing.sees_all(request.acting, rule)
    held = [one for one in capital.held(group) if sees_all or one.membership.pk in own]
    context = {
        "group": group,
        "held": held,
        "sum_rp": sum(one.amount_rp for one in held) if sees_all else None,
        "may_record": request.acting.may(Permission.RECORD_WORK) and not group.ended_on,
    }
    return render(request, "shares/capital.html", context)


@requires(Permission.RECORD_WORK)
def put_in(request: VillageRequest) -> HttpResponse:
    """Record what a member put in."""
    group = group_of(request)
    people = members.standing(group, on=request.today).now
    form = PutInForm(request.POST or None, people=people, today=request.today)

    def work(*, membership_id: int, on: date, amount_rp: int, source: str, **_about: Any) -> None:
        chosen = next(one for one in people if one.pk == membership_id)
        told = capital.PutIn(on, amount_rp, source)
        capital.put_in(
            membership=chosen, told=told, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="shares.put_in", work=work, about={"group": group}
    ):
        messages.success(request, _("The capital is recorded."))
        return redirect("shares:capital", *address(request))
    context = {"group": group, "form": form, "people": people}
    return render(request, "shares/put_in.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def give_back(request: VillageRequest, contribution_id: int) -> HttpResponse:
    """Record that a member got it back."""
    mine = Contribution.objects.of(request.village).filter(group=group_of(request))
    rows = mine.select_related("group", "membership")
    row = get_object_or_404(rows, pk=contribution_id)
    form = GiveBackForm(request.POST or None, today=request.today)

    def work(*, row: Contribution, on: date, why: str) -> None:
        capital.give_back(
            row=row, on=on, why=why, by=actor_of(request), at=timezone.now(), today=request.today
        )

    if request.method == "POST" and form.run(
        request, kind="shares.give_back", work=work, about={"row": row}
    ):
        messages.success(request, _("It is recorded as given back."))
        return redirect("shares:capital", *address(request))
    context = {"group": row.group, "row": row, "form": form}
    return render(request, "shares/give_back.html", context, status=status(form))
