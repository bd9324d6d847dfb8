"""One turn: its history, done, covered, not done, and taking back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.duty import calling, marking, photos, records, shown, swapping
from rembuk.duty.forms.agreed import chosen
from rembuk.duty.forms.turns import CoverForm, MissedForm
from rembuk.duty.models import Mark, Turn
from rembuk.duty.records import Kept
from rembuk.duty.views.places import frame, own_of, people_now, turn_of
from rembuk.enterprise.models import Membership
from rembuk.enterprise.views.photos import frames
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.undo import offer_undo
from rembuk.web.views import address

TODAY = "today"  # where the button stood


@requires(Permission.SEE_WORK)
@require_safe
def turn_page(request: VillageRequest, turn_id: int) -> HttpResponse:
    """Whose turn it is, what became of it, and what may be done about it."""
    turn, by = turn_of(request, turn_id), actor_of(request)
    kept = records.kept_one(turn)
    may_act = marking.may_act_for(turn.holder, by)
    to_come = turn.on >= request.today
    mine = records.is_theirs(turn.holder, request.user.pk)
    may_call = to_come and not mine and marking.may_for_others(by)
    open_swaps = swapping.of(turn.group).filter(turn=turn) | swapping.of(turn.group).filter(
        other=turn
    )
    context = frame(
        request,
        rule=turn.roster.rule,
        turn=turn,
        kept=kept,
        status=shown.told(kept),
        history=marking.history(turn),
        photos=frames(
            request, photos.of(turn), room="duty", may_remove=photos.may_remove(turn, by)
        ),
        may_photo=_may_photo(kept, by, today=request.today),
        swaps=open_swaps,
        may_mark=may_act and kept.mark is None and turn.on <= request.today,
        may_cover=bool(_who_may_have_done_it(request)) and turn.on <= request.today,
        may_swap=may_act and kept.mark is None and to_come,
        may_undo=_may_undo(request, kept.mark),
        call_url=_call_url(request, turn) if may_call and kept.mark is None else "",
        key=key(),
    )
    return render(request, "duty/turn.html", context)


@requires(Permission.SEE_WORK)
@require_POST
def mark_done(request: VillageRequest, turn_id: int) -> HttpResponse:
    """Mark a turn as done by who has it: one tap."""
    turn = turn_of(request, turn_id)

    def work(*, turn: Turn) -> dict[str, Any]:
        mark = marking.done(turn=turn, by=actor_of(request), at=timezone.now(), today=request.today)
        return {"mark": mark.pk}

    outcome = press(request, kind="duty.done", work=work, about={"turn": turn})
    if outcome:
        done = _("The turn of %(name)s is done. Thank you.") % {"name": turn.holder.name}
        _offer_undo(request, outcome.facts["mark"], done=done)
    return _back(request, turn)


@requires(Permission.SEE_WORK)
def cover(request: VillageRequest, turn_id: int) -> HttpResponse:
    """Mark a turn as done by somebody else."""
    turn, people = turn_of(request, turn_id), _who_may_have_done_it(request)
    form = CoverForm(request.POST or None, people=[one for one in people if one != turn.holder])

    def work(*, turn: Turn, doer: int, note: str) -> dict[str, Any]:
        mark = marking.done(
            turn=turn, doer=chosen(people, doer), note=note, by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip
        return {"mark": mark.pk}

    return _asked(request, form, turn, kind="duty.cover", work=work, heading=_("Who did it?"))


@requires(Permission.SEE_WORK)
def mark_missed(request: VillageRequest, turn_id: int) -> HttpResponse:
    """Mark that nobody did a turn."""
    turn = turn_of(request, turn_id)
    form = MissedForm(request.POST or None)

    def work(*, turn: Turn, note: str) -> dict[str, Any]:
        mark = marking.missed(
            turn=turn, note=note, by=actor_of(request), at=timezone.now(), today=request.today
        )
        return {"mark": mark.pk}

    heading = _("This turn was not done")
    return _asked(request, form, turn, kind="duty.missed", work=work, heading=heading)


@requires(Permission.SEE_WORK)
@require_POST
def undo_mark(request: VillageRequest, mark_id: int) -> HttpResponse:
    """Take back what was marked."""
    mine = Mark.objects.of(request.village).filter(turn__group=request.group, turn__live=True)
    mark = get_object_or_404(mine.select_related("turn__holder", "turn__group"), pk=mark_id)

    def work(*, mark: Mark) -> None:
        marking.undo(mark=mark, by=actor_of(request), at=timezone.now())

    done = _("The mark is taken back.")
    press(request, kind="duty.undo_mark", work=work, about={"mark": mark}, done=done)
    return redirect("duty:turn", *address(request, mark.turn_id))


def _asked(
    request: VillageRequest,
    form: CoverForm | MissedForm,
    turn: Turn,
    *,
    kind: str,
    work: Callable[..., Mapping[str, Any]],
    heading: str,
) -> HttpResponse:
    """Show the form of one mark, or do what it says."""
    if request.method == "POST":
        outcome = form.run(request, kind=kind, work=work, about={"turn": turn})
        if outcome:
            _offer_undo(request, outcome.facts["mark"], done=_("It is marked."))
            return redirect("duty:turn", *address(request, turn.pk))
    context = frame(request, rule=turn.roster.rule, turn=turn, form=form, heading=heading)
    return render(request, "duty/mark.html", context, status=status(form))


def _who_may_have_done_it(request: VillageRequest) -> list[Membership]:
    """Return whom the person may name: everybody, or herself."""
    everybody = marking.may_for_others(actor_of(request))
    return people_now(request) if everybody else own_of(request)


def _may_photo(kept: Kept, by: Actor, *, today: date) -> bool:
    people = [kept.turn.holder, *([kept.doer] if kept.doer else [])]
    return kept.turn.on <= today and any(marking.may_act_for(one, by) for one in people)


def _may_undo(request: VillageRequest, mark: Mark | None) -> bool:
    by = actor_of(request)
    return mark is not None and (mark.by_id == request.user.pk or marking.may_for_others(by))


def _offer_undo(request: VillageRequest, mark_id: int, *, done: str) -> None:
    url = reverse("duty:undo_mark", args=address(request, mark_id))
    offer_undo(request, done=done, url=url)


def _call_url(request: VillageRequest, turn: Turn) -> str:
    link = request.build_absolute_uri(reverse("duty:turn", args=address(request, turn.pk)))
    sender = f"{request.user.name}, {turn.group.name}"
    return calling.about_turn(turn, link=link, sender=sender, today=request.today)


def _back(request: VillageRequest, turn: Turn) -> HttpResponse:
    if request.POST.get("from") == TODAY or "from" not in request.POST:
        return redirect("web:today", request.village.slug)
    url = reverse("duty:week", args=address(request))
    return redirect(f"{url}?from={turn.on.isoformat()}")
