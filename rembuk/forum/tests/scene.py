"""A meeting that agreed something, and one that agreed nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from django.apps import apps

from rembuk.forum import (
    attending,
    inviting,
    meetings,
    planning,
    preparing,
    resolutions,
    rules,
    voting,
)
from rembuk.forum.meetings import Facts, Somebody
from rembuk.forum.models import Plan
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
        Plan.Kind.MEMBERS, "Rencana tahun depan", cast.today + timedelta(days=20), time(9),
        "Rumah Wati", ("Pembukaan", "Rencana tahun depan"),
    )  # fmt: skip
    people = Resident.objects.of(cast.village).filter(user__isnull=False, erased_at__isnull=True)
    own = people.order_by("pk").first()
    membership = apps.get_model("enterprise", "Membership")
    if own and not membership.objects.filter(group=cast.group, resident=own).exists():
        membership.objects.create(
            village=cast.village, group=cast.group, name=own.name, resident=own,
            joined_on=cast.today,
        )  # fmt: skip
    plan = planning.call(group=cast.group, called=called, **told)
    inviting.invite(plan=plan, **told)
    ids = _open_now(cast, replace(called, meets_on=cast.today, short_because="Semua anggota"))
    done = preparing.mark(plan=plan, code="reminder", done_on=cast.today, note="", **told)
    return {
        "plan_id": plan.pk, "task_code": "minutes", "task_done_id": done.pk,
        "own_group_id": cast.group.pk, **ids,
    }  # fmt: skip


def _open_now(cast: Cast, called: planning.Called) -> dict[str, Any]:
    """A meeting that is open, with somebody there and an open vote; another one waits."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    plan, waits = (planning.call(group=cast.group, called=called, **told) for _time in range(2))
    inviting.invite(plan=plan, **told)
    meeting = attending.open_meeting(plan=plan, **told)
    keys = [one.key for one in attending.members_of(meeting)]
    attending.write_down(meeting=meeting, keys=keys, by=cast.chair, at=cast.at)
    proposal = voting.Proposal("Membeli mesin jahit", timedelta(hours=3))
    motion = voting.put(meeting=meeting, proposal=proposal, by=cast.chair, at=cast.at)
    pages = ("attendance", "take_back_attendance", "put_to_vote", "motion", "votes_of_hall",
             "take_back_motion")  # fmt: skip
    return {
        **{f"forum:{page}/meeting_id": meeting.pk for page in pages},
        "forum:open_meeting/plan_id": waits.pk,
        "meets:come/plan_id": plan.pk, "meets:minutes/plan_id": plan.pk,
        "meets:vote/plan_id": plan.pk,
        "attendance_id": meeting.present.earliest("pk").pk, "motion_id": motion.pk,
    }  # fmt: skip
