"""A meeting that agreed something, and one that agreed nothing."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from rembuk.forum import inviting, meetings, planning, preparing, resolutions, rules
from rembuk.forum.meetings import Facts, Somebody
from rembuk.forum.models import Invitation, Plan
from rembuk.people.models import Resident
from rembuk.villages.tests.cast import Cast


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at}

    def met(about: str) -> Any:
        facts = Facts(cast.today, about, present=[Somebody("Wati"), Somebody("Siti")])
        return meetings.record(group=cast.group, facts=facts, today=cast.today, **told)

    held, empty = met("Menjual kambing"), met("Silaturahmi")
    against = [resolutions.Against(Somebody("Wati"), "Tunggu dulu")]
    agreed = resolutions.agree(
        meeting=held, text="Jual enam ekor sebelum Idul Adha", against=against, **told
    )
    terms = rules.Terms("1/2>", "1/5", 14, "AD pasal 12")
    rule = rules.record(group=cast.group, terms=terms, since=cast.today, **told)
    return {
        "meeting_rule_id": rule.pk,
        "meeting_id": held.pk,
        "forum:take_back_meeting/meeting_id": empty.pk,
        "resolution_id": agreed.pk,
        **_planned(cast),
    }


def _planned(cast: Cast) -> dict[str, Any]:
    """A meeting to come, with an invitation for somebody who can sign in."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    called = planning.Called(
        Plan.Kind.MEMBERS, "Rencana kerja", cast.today + timedelta(days=20), time(9), "Balai desa",
        ("Pembukaan", "Rencana kerja"),
    )  # fmt: skip
    plan = planning.call(group=cast.group, called=called, **told)
    inviting.invite(plan=plan, **told)
    people = Resident.objects.of(cast.village).filter(user__isnull=False, erased_at__isnull=True)
    own = people.exclude(pk__in=plan.invitations.values("resident")).order_by("pk").first()
    if own is not None:
        Invitation.objects.create(
            village=cast.village, plan=plan, member_key="own", name=own.name, resident=own,
            invited_at=cast.at,
        )  # fmt: skip
    done = preparing.mark(plan=plan, code="reminder", done_on=cast.today, note="", **told)
    return {"plan_id": plan.pk, "task_code": "minutes", "task_done_id": done.pk}
