"""Who is there: the sheet, the code in the hall, online from abroad; and whether that is enough."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from rembuk.forum import attending, gathering, meetings
from rembuk.forum.tests.meeting_scenes import came, opened
from rembuk.lib.errors import Refused
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY


def measured(meeting):
    return gathering.of(meeting, meetings.present_at(meeting))


def comes(meeting, who, how="CODE", code=None, today=TODAY):
    return attending.come(
        meeting=meeting, who=who, how=how, code=meeting.plan.code if code is None else code,
        at=NOW, today=today,
    )  # fmt: skip


def text(response):
    return response.content.decode()


def test_the_strip_says_whether_the_meeting_may_decide(world, tailors):
    meeting = opened(world)
    came(world, meeting, "Wati")
    found = measured(meeting)
    assert (found.members, found.present, found.minimum, found.missing) == (3, 1, 2, 1)
    with translation.override("en"), pytest.raises(Refused, match="1 more member is needed"):
        gathering.require_enough(meeting)
    comes(meeting, tailors["Siti"], how="ONLINE")
    found = measured(meeting)
    assert (found.present, found.online, found.missing) == (2, 1, 0)
    gathering.require_enough(meeting)


def test_a_second_call_does_with_fewer(world, tailors):
    first = opened(world)
    second = opened(world, on=TODAY + timedelta(days=5), second_of=first.plan)
    came(world, second, "Wati")
    found = measured(second)
    assert (found.is_second_call, found.minimum, found.missing) == (True, 1, 0)
    with pytest.raises(Refused):  # enough came to that one
        opened(world, on=TODAY + timedelta(days=6), second_of=second.plan)


# Who, how, with what -> what she is told.
REFUSED = [
    ("Siti", {"code": "AAAAAA"}, "code in the hall"),
    ("Siti", {"today": TODAY + timedelta(days=1)}, "on the day of the meeting only"),
    ("Yanti", {}, "Only members of today"),
    ("Wati", {}, "down already"),
]


@pytest.mark.parametrize(("who", "change", "says"), REFUSED)
def test_who_is_not_counted_is_told_why(world, tailors, who, change, says):
    meeting = opened(world)
    came(world, meeting, "Wati")
    with translation.override("en"), pytest.raises(Refused, match=says):
        comes(meeting, tailors[who], **change)


def test_a_slip_on_the_sheet_is_taken_back_and_she_may_still_come(world, tailors):
    meeting = opened(world)
    came(world, meeting, "Siti Aminah", "Wati")
    came(world, meeting, "Wati")  # sent twice, written once
    siti = meeting.present.get(resident=tailors["Siti"])
    attending.take_back(attendance=siti, why="Salah ketuk", by=world.by_adi, at=NOW)
    assert [one.name for one in meetings.present_at(meeting)] == ["Wati"]
    comes(meeting, tailors["Siti"])
    assert measured(meeting).present == 2


def test_a_meeting_opens_on_its_day_and_once(world, tailors):
    meeting = opened(world)
    with pytest.raises(Refused):
        attending.open_meeting(plan=meeting.plan, by=world.by_adi, at=NOW, today=TODAY)
    early = TODAY - timedelta(days=1)
    meetings.take_back(meeting=meeting, why="Salah", by=world.by_adi, at=NOW)
    with pytest.raises(Refused):
        attending.open_meeting(plan=meeting.plan, by=world.by_adi, at=NOW, today=early)


AGAIN = (
    "INSERT INTO forum_attendance (id, village_id, name, resident_id, meeting_id, member_key, how,"
    " taken_back_why) SELECT 7, village_id, name, resident_id, meeting_id, '', how, ''"
    " FROM forum_attendance WHERE name = 'Wati'"
)
TWICE = (
    "INSERT INTO forum_meeting (id, village_id, group_id, held_on, held_precision, about, place,"
    " recorded_at, synthetic, taken_back_why, plan_id) SELECT 7, village_id, group_id, held_on,"
    " held_precision, about, place, recorded_at, synthetic, '', plan_id FROM forum_meeting"
)
ATTACKS = [
    ("UPDATE forum_attendance SET how = 'RUMOUR'", "how_known|attendance_stays"),
    ("UPDATE forum_attendance SET member_key = 'x'", "attendance_stays|member_key"),
    ("UPDATE forum_attendance SET taken_back_why = 'x'", "taken_back_with_a_reason"),
    ("DELETE FROM forum_attendance", "forum_attendance_never_deleted"),
    (AGAIN, "once_a_person|resident_id"),
    (TWICE, "opened_once|plan_id"),
]


def test_the_database_counts_nobody_twice(world, tailors):
    came(world, opened(world), "Wati", "Tari")
    for attack, rule in ATTACKS:
        with pytest.raises(DatabaseError, match=rule), transaction.atomic():
            connection.cursor().execute(attack)


def test_lastri_opens_the_meeting_and_siti_comes_by_the_code(lastri, world, tailors, client):
    today = timezone.localdate()
    meeting = opened(world, on=today)
    page = reverse("forum:attendance", args=[world.here.slug, world.tailors.pk, meeting.pk])
    with few_queries():
        shown = text(lastri.get(page))
    assert meeting.plan.code in shown
    assert "belum boleh memutuskan" in shown
    assert lastri.post(page, {"request_id": uuid4()}).status_code == 422
    wati = next(one.key for one in attending.members_of(meeting) if one.name == "Wati")
    shown = text(lastri.post(page, {"request_id": uuid4(), "keys": [wati]}, follow=True))
    assert "1 dari 3 anggota" in shown
    client.force_login(tailors["Siti"].user)
    come = reverse("meets:come", args=[meeting.plan_id])
    sent = {"request_id": uuid4(), "how": "CODE", "code_of_hall": "salah"}
    assert client.post(come, sent).status_code == 422
    sent["code_of_hall"] = meeting.plan.code.lower()
    assert "Rapat boleh memutuskan" in text(client.post(come, sent, follow=True))
