"""A meeting that was called and is open today, for tests."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from rembuk.forum import attending, inviting, planning, rules
from rembuk.forum.models import Meeting, Plan
from rembuk.forum.planning import Called
from rembuk.forum.rules import Terms
from rembuk.villages.tests.stories import NOW, TODAY, World

TERMS = Terms("1/2>", "1/3", 0, "AD pasal 12", second_within_days=7)


def opened(world: World, *, on: date = TODAY, second_of: Plan | None = None) -> Meeting:
    """Call a meeting of the tailors for a day and open it."""
    told: dict[str, Any] = {"by": world.by_adi, "at": NOW, "today": on}
    if rules.valid_on(world.tailors, on) is None:
        rules.record(
            group=world.tailors, terms=TERMS, since=date(2026, 1, 1), by=world.by_adi, at=NOW
        )
    called = Called(
        Plan.Kind.MEMBERS, "Rencana tahun depan", on, time(9), "Balai desa", ("Pembukaan",)
    )
    plan = planning.call(group=world.tailors, called=called, second_of=second_of, **told)
    inviting.invite(plan=plan, **told)
    return attending.open_meeting(plan=plan, **told)


def came(world: World, meeting: Meeting, *names: str) -> None:
    """Write members down on the sheet."""
    keys = [one.key for one in attending.members_of(meeting) if one.name in names]
    attending.write_down(meeting=meeting, keys=keys, by=world.by_adi, at=NOW)
