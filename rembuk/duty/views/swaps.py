"""Asking somebody to swap a turn, and answering."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.duty import calling, marking, records, swapping
from rembuk.duty.forms.turns import SwapForm
from rembuk.duty.models import Swap, Turn
from rembuk.duty.views.places import frame, turn_of
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
def ask_swap(request: VillageRequest, turn_id: int) -> HttpResponse:
    """Choose whose turn to ask for, and send the question."""
    turn = turn_of(request, turn_id)
    offered = swapping.to_offer(turn, today=request.today)
    form = SwapForm(request.POST or None, offered=offered)

    def work(*, turn: Turn, other: int) -> dict[str, Any]:
        wanted = next(one for one in offered if one.pk == other)
        swap = swapping.ask(
            turn=turn, other=wanted, by=actor_of(request), at=timezone.now(), today=request.today
        )
        return {"swap": swap.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="duty.ask_swap", work=work, about={"turn": turn})
        if outcome:
            messages.success(request, _("The question is sent. It counts once both agree."))
            return redirect("duty:swap", *address(request, outcome.facts["swap"]))
    context = frame(request, rule=turn.roster.rule, turn=turn, form=form, offered=offered)
    return render(request, "duty/ask_swap.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_safe
def swap_page(request: VillageRequest, swap_id: int) -> HttpResponse:
    """Who asks whom, which days, and the answer."""
    swap, by = _swap(request, swap_id), actor_of(request)
    waits = swap.answer == "" and not swapping.is_over(swap, today=request.today)
    own_question = records.is_theirs(swap.asker, request.user.pk)
    own_answer = records.is_theirs(swap.asked, request.user.pk)
    context = frame(
        request,
        swap=swap,
        over=swapping.is_over(swap, today=request.today),
        may_answer=waits and not own_question and marking.may_act_for(swap.asked, by),
        may_withdraw=waits and not own_answer and marking.may_act_for(swap.asker, by),
        call_url=_call_url(request, swap) if waits and not own_answer else "",
        key=key(),
    )
    return render(request, "duty/swap.html", context)


@requires(Permission.SEE_WORK)
@require_POST
def accept_swap(request: VillageRequest, swap_id: int) -> HttpResponse:
    """Agree to swap."""

    def work(*, swap: Swap) -> None:
        swapping.accept(swap=swap, by=actor_of(request), at=timezone.now(), today=request.today)

    return _do(request, swap_id, "duty.accept_swap", work, _("The turns are swapped."))


@requires(Permission.SEE_WORK)
@require_POST
def decline_swap(request: VillageRequest, swap_id: int) -> HttpResponse:
    """Say that it cannot be; nobody asks why."""

    def work(*, swap: Swap) -> None:
        swapping.decline(swap=swap, by=actor_of(request), at=timezone.now(), today=request.today)

    done = _("It is answered. The turns stay as they are.")
    return _do(request, swap_id, "duty.decline_swap", work, done)


@requires(Permission.SEE_WORK)
@require_POST
def withdraw_swap(request: VillageRequest, swap_id: int) -> HttpResponse:
    """Ask no longer."""

    def work(*, swap: Swap) -> None:
        swapping.withdraw(swap=swap, by=actor_of(request), at=timezone.now())

    done = _("The question is taken back.")
    return _do(request, swap_id, "duty.withdraw_swap", work, done)


def _do(
    request: VillageRequest, swap_id: int, kind: str, work: Callable[..., None], done: str
) -> HttpResponse:  # fmt: skip
    swap = _swap(request, swap_id)
    press(request, kind=kind, work=work, about={"swap": swap}, done=done)
    return redirect("duty:swap", *address(request, swap.pk))


def _swap(request: VillageRequest, swap_id: int) -> Swap:
    mine = swapping.of(group_of(request)).select_related(
        "asker__resident", "asked__resident", "turn__roster__rule", "turn__group",
        "turn__holder__group", "other__holder__group", "other__group", "answered_by", "asked_by",
    )  # fmt: skip
    return get_object_or_404(mine, pk=swap_id)


def _call_url(request: VillageRequest, swap: Swap) -> str:
    link = request.build_absolute_uri(reverse("duty:swap", args=address(request, swap.pk)))
    sender = f"{request.user.name}, {swap.turn.group.name}"
    return calling.about_swap(swap, link=link, sender=sender, today=request.today)
