"""Looking back at one member's income, and looking at other rules: nothing is changed here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.sums import said
from rembuk.enterprise.models import Membership
from rembuk.lib.errors import Refused
from rembuk.shares import dividing, imagining, incomes, seeing, wording
from rembuk.shares.forms.looking import EQUALLY, OTHERS, MixForm
from rembuk.shares.imagining import Board, Imagined
from rembuk.shares.models import Sharing, Weighing
from rembuk.shares.views.places import Seen, may_run, seen
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.parts import Cell, cards

SHOWN_MAX = 60


@requires(Permission.SEE_WORK)
@require_safe
def income(request: VillageRequest, sharer_id: int) -> HttpResponse:
    """What one member got over the years: hers, the chair's and the treasurer's."""
    group = group_of(request)
    own = seeing.own_ids(request.user, group)
    if not seeing.sees_income(request.acting, membership_id=sharer_id, own=own):
        raise Http404
    mine = Membership.objects.of(request.village).filter(group=group)
    membership = get_object_or_404(mine, pk=sharer_id)
    membership.group, membership.village = group, request.village
    known = membership.resident_id
    ids = mine.filter(resident=known).values_list("pk", flat=True) if known else [membership.pk]
    history = incomes.history(membership, ids=frozenset(ids))
    waged = [(one, incomes.settled_told(one.settled)) for one in history.wages]
    context = {
        "group": group, "history": history, "waged": waged, "is_own": sharer_id in own,
    }  # fmt: skip
    return render(request, "shares/income.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def what_if(request: VillageRequest) -> HttpResponse:
    """The same sum under other rules, side by side; nothing is kept."""
    group = group_of(request)
    rows = list(dividing.told_of(group, drafts=may_run(request), steps=False)[:SHOWN_MAX])
    context: dict[str, Any] = {"group": group}
    if rows:
        first: dict[str, Any] = {"of": rows[0].pk, "equal": EQUALLY, "other": OTHERS[0].value}
        form = MixForm(request.GET or None, rows=rows, initial=first)
        typed = form.cleaned_data if form.is_valid() else first
        sharing = next(one for one in rows if one.pk == typed["of"])
        mix = imagining.mix_of(typed["equal"], Weighing(typed["other"]))
        context |= {"form": form, "sharing": sharing, **_board(request, sharing, mix)}
    return render(request, "shares/what_if.html", context)


def _board(
    request: VillageRequest, sharing: Sharing, mix: imagining.Mix | None
) -> dict[str, object]:
    try:
        board = imagining.board(sharing, own_mix=mix)
    except Refused as reason:
        return {"refused": str(reason)}
    heads = [_("As agreed"), *(imagining.named(one.mix) for one in board.others)]
    head = [Cell(_("Name")), *(Cell(text, amount=True) for text in heads)]
    table = cards(head, list(_rows(board, seen(request, sharing))))
    agreed = wording.short(sharing.rule)
    return {"board": board, "head": head, "table": table, "agreed": agreed}


def _rows(board: Board, shown: Seen) -> list[list[Cell]]:
    lines = [
        one for one in board.now.lines
        if shown.only is None or one.member.membership.pk in shown.only
    ]  # fmt: skip
    lines.sort(key=lambda one: (one.member.name.casefold(), one.member.membership.pk))
    return [
        [
            Cell(line.member.name), Cell(said(line.share_rp), amount=True),
            *(_cell(other, line.member.membership.pk) for other in board.others),
        ]
        for line in lines
    ]  # fmt: skip


def _cell(other: Imagined, pk: int) -> Cell:
    difference = other.differences[pk]
    sign = "+" if difference > 0 else "−"
    told = f" ({sign}{said(difference)})" if difference else ""
    return Cell(f"{said(other.shares[pk])}{told}", amount=True)
