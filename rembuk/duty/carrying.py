"""What each member brings into the next roster: carried more than the others, or still owes.

Nothing of it is stored but what each roster counted with: it follows from the log, so what is
marked late still counts the next time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from rembuk.duty import records
from rembuk.duty.records import Kept
from rembuk.villages.models import Group


def carried(group: Group, *, before: date) -> dict[int, int]:
    """Return what members bring along from all rosters that began before a day, in halves.

    Above 0: carried more than the others. Below: owes. Who joins later begins at 0. Five queries.
    """
    rosters = list(records.rosters_of(group).filter(first_on__lt=before))
    turns = records.turns_of(group).filter(roster__in=rosters)
    by_roster: dict[int, list[Kept]] = defaultdict(list)
    for one in records.kept(turns):
        by_roster[one.turn.roster_id].append(one)
    brought: dict[int, int] = {}
    for roster in rosters:
        took_part = [int(member) for member in roster.carried]
        earned = records.earned(roster, by_roster[roster.pk])
        brought = after(brought, took_part=took_part, earned=earned)
    return brought


def after(
    brought: Mapping[int, int], *, took_part: Sequence[int], earned: Mapping[int, int]
) -> dict[int, int]:
    """Return what is brought out of a roster, by who took part or helped out, in halves.

    The level of those who took part becomes 0, rounded down to a half turn, so that only what lies
    between the members is carried on.
    """
    total = {one: brought.get(one, 0) + earned.get(one, 0) for one in {*took_part, *earned}}
    ours = [total[one] for one in took_part]
    level = sum(ours) // len(ours) if ours else 0
    helped = {one: earned[one] for one in earned if one not in took_part}
    return {one: helped.get(one, total[one] - level) for one in total}
