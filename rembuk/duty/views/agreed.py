"""What the group agreed: the rules by date, pairs, and who is away."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.duty import absences, agreeing, marking, shown
from rembuk.duty.forms.agreed import AbsenceForm, PairForm, RuleForm, as_typed, chosen
from rembuk.duty.models import Absence, Pair
from rembuk.duty.views.places import frame, own_of, people_now
from rembuk.enterprise.models import Membership
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
@require_safe
def agreed_page(request: VillageRequest) -> HttpResponse:
    """What holds, what held before, and who must not or must be together."""
    group = group_of(request)
    every = list(agreeing.rules(group))
    context = frame(
        request,
        rule=every[0] if every else None,
        told=[(rule, shown.rule_told(rule)) for rule in every],
        pairs=agreeing.pairs(group),
        key=key(),
    )
    return render(request, "duty/agreed.html", context)


@requires(Permission.RUN_GROUP)
def agree(request: VillageRequest) -> HttpResponse:
    """Write down what the group agreed."""
    group = group_of(request)
    now = agreeing.rules(group).first()
    initial = as_typed(now, today=request.today)
    form = RuleForm(request.POST or None, group=group, initial=initial)

    def work(*, group: Group, since: date, **typed: Any) -> None:
        agreeing.agree(
            group=group, since=since, terms=form.terms(**typed), by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="duty.agree", work=work, about={"group": group}
    ):
        messages.success(request, _("The agreement is recorded. New rosters keep it."))
        return redirect("duty:agreed", *address(request))
    context = frame(request, rule=now, form=form)
    return render(request, "duty/agree.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def pair(request: VillageRequest) -> HttpResponse:
    """Write down that two members must not, or must, have their turn together."""
    group, people = group_of(request), people_now(request)
    form = PairForm(request.POST or None, people=people)

    def work(*, group: Group, kind: str, one: int, other: int) -> None:
        agreeing.pair(
            kind=kind, one=chosen(people, one), other=chosen(people, other),
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="duty.pair", work=work, about={"group": group}
    ):
        messages.success(request, _("The agreement is recorded. New rosters keep it."))
        return redirect("duty:agreed", *address(request))
    return render(request, "duty/pair.html", frame(request, form=form), status=status(form))


@requires(Permission.RUN_GROUP)
@require_POST
def unpair(request: VillageRequest, pair_id: int) -> HttpResponse:
    """End what was agreed for two."""
    mine = Pair.objects.of(request.village).filter(group=group_of(request))
    agreed = get_object_or_404(mine.select_related("one", "other"), pk=pair_id)

    def work(*, agreed: Pair) -> None:
        agreeing.unpair(agreed=agreed, by=actor_of(request), at=timezone.now())

    done = _("This holds no longer. The roster in force stays as it is.")
    press(request, kind="duty.unpair", work=work, about={"agreed": agreed}, done=done)
    return redirect("duty:agreed", *address(request))


@requires(Permission.SEE_WORK)
@require_safe
def absences_page(request: VillageRequest) -> HttpResponse:
    """Who is away when; why is hers alone."""
    found = absences.of(group_of(request)).filter(last_on__gte=request.today)
    told = [
        (one, absences.reason_for(one, request.user), _may_withdraw(request, one)) for one in found
    ]
    context = frame(request, absences=told, may_add=bool(_whom(request)), key=key())
    return render(request, "duty/absences.html", context)


@requires(Permission.SEE_WORK)
def be_away(request: VillageRequest) -> HttpResponse:
    """Write down that a member is away: herself, or another for who records the group's work."""
    people = _whom(request)
    initial = {"first_on": request.today, "last_on": request.today}
    form = AbsenceForm(request.POST or None, people=people, initial=initial)

    def work(*, member: int, group: Group, **typed: Any) -> None:
        absences.record(
            membership=chosen(people, member), by=actor_of(request), at=timezone.now(), **typed
        )

    about = {"group": group_of(request)}
    if request.method == "POST" and form.run(request, kind="duty.be_away", work=work, about=about):
        messages.success(request, _("The days are recorded. New rosters leave them free."))
        return redirect("duty:absences", *address(request))
    context = frame(request, form=form, people=people)
    return render(request, "duty/be_away.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_POST
def not_away(request: VillageRequest, absence_id: int) -> HttpResponse:
    """Take back that a member is away."""
    mine = Absence.objects.of(request.village).filter(membership__group=group_of(request))
    absence = get_object_or_404(mine.select_related("membership__resident"), pk=absence_id)

    def work(*, absence: Absence) -> None:
        absences.withdraw(absence=absence, by=actor_of(request), at=timezone.now())

    done = _("It is taken back.")
    press(request, kind="duty.not_away", work=work, about={"absence": absence}, done=done)
    return redirect("duty:absences", *address(request))


def _whom(request: VillageRequest) -> list[Membership]:
    """Return whom the person may write down as away."""
    everybody = marking.may_for_others(actor_of(request))
    return people_now(request) if everybody else own_of(request)


def _may_withdraw(request: VillageRequest, absence: Absence) -> bool:
    return marking.may_act_for(absence.membership, actor_of(request))
