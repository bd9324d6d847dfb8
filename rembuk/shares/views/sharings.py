"""What a group divided: the list, one sharing, and one member's part of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rembuk.lib.errors import Refused
from rembuk.shares import dividing, incomes, paying, rules, seeing, steps, tables, telling, wording
from rembuk.shares.models import Agreeing, Sharing, Step
from rembuk.shares.paying import State
from rembuk.shares.reckoning import Line, Reckoned
from rembuk.shares.views.places import Seen, may_run, seen, sharing_of
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key
from rembuk.web.parts import Cell, cards
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
@require_safe
def shares_page(request: VillageRequest) -> HttpResponse:
    """What the group agreed, what it divided, and one's own sums."""
    group = group_of(request)
    rows = list(dividing.told_of(group, drafts=may_run(request)))
    settled = paying.settled_of(request.village, rows)
    standings = paying.standings_by(rows, settled)
    own = seeing.own_ids(request.user, group)
    rule = rules.in_force(group, on=request.today)
    context = {
        "group": group,
        "rule": rule,
        "rule_told": wording.short(rule) if rule else "",
        "rows": [(one, standings[one.pk]) for one in rows],
        "mine": incomes.among(rows, standings, settled=settled, own=own)[:3],
        "own_id": max(own, default=None),
        "may_run": request.acting.may(Permission.RUN_GROUP) and not group.ended_on,
        "may_tell": seeing.is_of_group(request.acting),
    }
    return render(request, "shares/shares.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def sharing_page(request: VillageRequest, sharing_id: int) -> HttpResponse:
    """The statement: what was divided, by what, and each member's share."""
    sharing = sharing_of(request, sharing_id)
    told, refused = reckoned(sharing)
    standing = paying.standings(request.village, [sharing])[sharing.pk]
    context = {
        "group": sharing.group,
        "sharing": sharing,
        "standing": standing,
        "refused": refused,
        "rule_sentences": wording.sentences(sharing.rule),
        "steps": [*steps.whole_sum(told), *steps.left_over(told)] if told else [],
        "people": dividing.people(sharing) if refused and may_run(request) else [],
        "weighed": dividing.typed_kinds(sharing),
        "corrections": dividing.corrections(sharing) if may_run(request) else [],
        "key": key(),
        **_buttons(request, sharing, standing.state),
    }
    if told:
        context |= _statement(request, sharing, told)
    return render(request, "shares/sharing.html", context)


def _statement(request: VillageRequest, sharing: Sharing, told: Reckoned) -> dict[str, Any]:
    shown = seen(request, sharing)
    head = [Cell(text, amount=place > 0) for place, text in enumerate(tables.heads(told))]
    rows = []
    for row in tables.rows(told, only=shown.only):
        url = reverse("shares:member", args=address(request, sharing.pk, row.membership_id))
        cells = [Cell(text, amount=place > 0) for place, text in enumerate(row.values)]
        rows.append([Cell(row.values[0], url=url), *cells[1:]])
    [foot] = cards(head, [[Cell(text, amount=True) for text in tables.foot(told)]])
    return {
        "told": told, "shown": shown, "head": head, "rows": cards(head, rows),
        "foot": foot if shown.everybody else [], "members_rp": told.members_rp,
    }  # fmt: skip


def _buttons(request: VillageRequest, sharing: Sharing, state: State) -> dict[str, bool]:
    """Say what somebody may do with a sharing now."""
    runs = request.acting.may(Permission.RUN_GROUP)
    pays = request.acting.may(Permission.RECORD_CASH)
    by_meeting = sharing.rule.agreeing == Agreeing.MEETING
    waits = state == State.PROPOSED
    return {
        "may_propose": runs and state == State.COMPUTED,
        "may_agree": pays and waits and not by_meeting,
        "may_agree_by_meeting": runs and waits and by_meeting,
        "may_send_back": pays and waits,
        "may_pay": pays and state == State.AGREED,
        "may_tell": may_run(request)
        and state == State.AGREED
        and seeing.sees_all(request.acting, sharing.rule),
        "may_end": runs and state in {State.COMPUTED, State.PROPOSED, State.AGREED},
    }


@requires(Permission.SEE_WORK)
@require_safe
def member_page(request: VillageRequest, sharing_id: int, sharer_id: int) -> HttpResponse:
    """One member's share, step by step, as she can do it again on paper."""
    sharing = sharing_of(request, sharing_id)
    told, line = part_of(request, sharing, sharer_id)
    share = next((one for one in sharing.shares.all() if one.membership_id == sharer_id), None)
    money = share.money_id if share else None
    paid = paying.settled_one(request.village, money) if money else None
    context = {
        "group": sharing.group,
        "sharing": sharing,
        "line": line,
        "paid": paid,
        "steps": [*steps.whole_sum(told), *steps.own(told, line)],
        "tell": _telling(request, sharing, line) if share else None,
        "may_see_income": seeing.sees_income(
            request.acting, membership_id=sharer_id, own=seen(request, sharing).own
        ),
    }
    return render(request, "shares/member.html", context)


def _telling(request: VillageRequest, sharing: Sharing, line: Line) -> telling.Way | None:
    """Return how the member is told, for who runs the group, once it is agreed."""
    agreed = any(one.kind == Step.Kind.AGREED for one in sharing.steps.all())
    if not agreed or not may_run(request):
        return None
    path = reverse("shares:member", args=address(request, sharing.pk, line.member.membership.pk))
    return telling.way_to(
        line.member.membership, sharing=sharing, share_rp=line.share_rp, on=request.today,
        link=request.build_absolute_uri(path), sender=request.user.name,
    )  # fmt: skip


@requires(Permission.SEE_WORK)
@require_safe
def tell_all(request: VillageRequest, sharing_id: int) -> HttpResponse:
    """Every member's message on one page, to send one after another; once it is agreed."""
    sharing = sharing_of(request, sharing_id)
    agreed = any(one.kind == Step.Kind.AGREED for one in sharing.steps.all())
    told, _refused = reckoned(sharing)
    sees_all = seeing.sees_all(request.acting, sharing.rule)
    if told is None or not agreed or not may_run(request) or not sees_all:
        raise Http404

    def link_of(pk: int) -> str:
        path = reverse("shares:member", args=address(request, sharing.pk, pk))
        return request.build_absolute_uri(path)

    sharing.village = request.village
    ways = telling.ways_to(
        sharing, told.lines, link_of=link_of, sender=request.user.name, on=request.today
    )
    context = {"group": sharing.group, "sharing": sharing, "ways": ways}
    return render(request, "shares/tell_all.html", context)


def part_of(request: VillageRequest, sharing: Sharing, sharer_id: int) -> tuple[Reckoned, Line]:
    """Return the whole calculation and one member's line; 404 for who may not see it."""
    told, _refused = reckoned(sharing)
    shown: Seen = seen(request, sharing)
    if told is None or not (shown.everybody or sharer_id in shown.own):
        raise Http404
    line = next((one for one in told.lines if one.member.membership.pk == sharer_id), None)
    if line is None:
        raise Http404
    return told, line


def reckoned(sharing: Sharing) -> tuple[Reckoned | None, str]:
    """Compute it; what cannot be computed says what is missing."""
    try:
        return dividing.reckoned(sharing), ""
    except Refused as reason:
        return None, str(reason)
