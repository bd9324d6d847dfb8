"""Two members with a roster in force, a draft, an absence, a pair, a swap and a mark."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rembuk.duty import absences, agreeing, marking, photos, records, rosters, swapping
from rembuk.duty.agreeing import Terms
from rembuk.duty.models import Pair, Roster
from rembuk.enterprise import members
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import Membership
from rembuk.enterprise.tests.drawn import picture
from rembuk.villages.tests.cast import Cast

DAYS = 4


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at}
    dated = {**told, "today": cast.today}
    one, other, third = (
        members.join(group=cast.group, joining=Joining(cast.today, name=name), **dated)
        for name in ("Joko", "Karto", "Slamet")
    )
    pair = agreeing.pair(kind=Pair.Kind.APART, one=one, other=other, **told)
    agreeing.agree(group=cast.group, since=cast.today, terms=Terms(duty_name="Menyapu"), **told)
    away = cast.today + timedelta(days=30)
    absence = absences.record(
        membership=third, first_on=away, last_on=away, reason="Berobat", **told
    )
    _put_in_force(cast)
    today, *coming = records.turns_of(cast.group)
    mark = marking.done(turn=today, **dated)
    turn = coming[0]
    swap = swapping.ask(turn=turn, other=_another(turn.holder, coming), **dated)
    draft = rosters.ask(
        group=cast.group, first_on=cast.today + timedelta(days=DAYS),
        last_on=cast.today + timedelta(days=2 * DAYS), **dated,
    )  # fmt: skip
    plan = rosters.plan_of(draft)
    rosters.keep(asked=draft, plan=plan, outcome=rosters.work_out(plan))
    in_force = turn.roster_id
    kept = photos.add(turn=mark.turn, picture=picture(), **dated)
    return {
        "turn_id": turn.pk, "swap_id": swap.pk, "mark_id": mark.pk, "pair_id": pair.pk,
        "absence_id": absence.pk, "roster_id": draft.pk, "duty:end_roster/roster_id": in_force,
        "duty:/photo_id": kept.pk,
        "duty:made_of/roster_id": in_force, "duty:print_roster/roster_id": in_force,
    }  # fmt: skip


def _another(holder: Membership, turns: list[Any]) -> Any:
    return next(turn for turn in turns if turn.holder != holder)


def _put_in_force(cast: Cast) -> Roster:
    """Put a roster in force from today on."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    first = cast.today
    asked = rosters.ask(
        group=cast.group, first_on=first, last_on=first + timedelta(days=DAYS - 1), **told
    )
    plan = rosters.plan_of(asked)
    rosters.keep(asked=asked, plan=plan, outcome=rosters.work_out(plan))
    rosters.put_in_force(draft=asked, **told)
    return asked
