"""How a group meets: its own rules by date, and each meeting measured by that of its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from rembuk.forum import gathering, meetings, rules
from rembuk.forum.meetings import Facts, Somebody
from rembuk.forum.models import MeetingRule
from rembuk.forum.rules import Terms
from rembuk.lib.errors import Refused
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)
TERMS = Terms("1/2>", "1/3", 14, "AD pasal 12")
NAMES = ("Ira", "Lela", "Tari", "Uci", "Wati", "Yanti")


@pytest.fixture
def members(world):
    """Six members; Yanti left a week ago."""
    membership = apps.get_model("enterprise", "Membership")
    for name in NAMES:
        gone = name == "Yanti"
        membership.objects.create(
            village=world.here, group=world.tailors, name=name, joined_on=date(2024, 1, 1),
            left_on=TODAY - timedelta(days=7) if gone else None,
            left_why=membership._meta.get_field("left_why").choices[0][0] if gone else "",
        )  # fmt: skip


def written(world, terms=TERMS, since=TODAY):
    return rules.record(group=world.tailors, terms=terms, since=since, by=world.by_adi, at=NOW)


def measured(world, *names, on=TODAY):
    facts = Facts(on, "Rapat", present=[Somebody(name) for name in names])
    told = {"by": world.by_adi, "at": NOW, "today": TODAY}
    meeting = meetings.record(group=world.tailors, facts=facts, **told)
    return gathering.of(meeting, meeting.present.all())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": " "}, "where this is written"),
        ({"second_call": "2/3"}, "for fewer"),
        ({"first_call": "1/2", "second_call": "1/2>"}, "for fewer"),
        ({"notice_days": 61}, "from 0 to 60"),
    ],
)
def test_a_rule_has_a_source_and_a_second_call_that_is_no_harder(world, change, says):
    with translation.override("en"), pytest.raises(Refused, match=says):
        written(world, replace(TERMS, **change))


# Who came -> members there, enough at the first call, at the second.
CAME = [
    (("Ira", "Lela", "Tari"), 3, True, True),
    (("Ira", "Lela"), 2, False, True),
    (("Ira",), 1, False, False),
    (("Ira", "Lela", "Pak RT", "Bu Kades"), 2, False, True),  # guests do not count
    (("Ira", "Lela", "Yanti"), 2, False, True),  # who left does not either
]


@pytest.mark.parametrize(("names", "there", "first", "second"), CAME)
def test_members_of_the_day_count_and_nobody_else(world, members, names, there, first, second):
    written(world)
    found = measured(world, *names)
    assert (found.members, found.present) == (5, there)
    assert (found.enough, found.enough_at_second) == (first, second)
    assert (found.first_minimum, found.second_minimum) == (3, 2)


def test_a_meeting_is_measured_by_the_rule_of_its_day(world, members):
    early, late = TODAY - timedelta(days=30), TODAY - timedelta(days=3)
    assert measured(world, "Ira", on=early) is None
    written(world, since=early)
    newer = written(world, replace(TERMS, first_call="1/1", source="AD pasal 12 baru"), since=late)
    assert measured(world, *NAMES, on=early).first_minimum == 4  # Yanti was still there: six
    assert measured(world, "Ira", on=TODAY).first_minimum == 5
    rules.take_back(rule=newer, why="Belum disahkan", by=world.by_adi, at=NOW)
    assert measured(world, "Ira", on=TODAY).first_minimum == 3
    with pytest.raises(Refused):
        rules.take_back(rule=newer, why="Lagi", by=world.by_adi, at=NOW)
    written(world, since=late)  # its day is free again


def test_two_versions_do_not_begin_on_one_day(world):
    written(world)
    with pytest.raises(Refused):
        written(world)


@pytest.mark.parametrize(
    ("set_", "rule"),
    [
        ("first_call = '9/9'", "forum_meetingrule_parts_known"),
        ("second_call = ''", "forum_meetingrule_parts_known"),
        ("notice_days = 61", "forum_meetingrule_notice_in_reason"),
        ("source = ''", "forum_meetingrule_has_a_source"),
        ("taken_back_why = 'x'", "forum_meetingrule_taken_back_with_a_reason"),
    ],
)
def test_the_database_refuses_it_too(world, set_, rule):
    written(world)
    attack = f"UPDATE forum_meetingrule SET {set_}"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        connection.cursor().execute(attack)


def test_the_database_lets_one_version_begin_on_a_day(world):
    one, other = written(world), written(world, since=TODAY + timedelta(days=1))
    with pytest.raises(IntegrityError, match=r"one_a_day|since"), transaction.atomic():
        MeetingRule.objects.filter(pk=other.pk).update(since=one.since)


def test_lastri_writes_down_the_rule_and_the_meeting_says_if_it_was_enough(lastri, world, members):
    at = [world.here.slug, world.tailors.pk]
    assert "Belum ada aturan" in lastri.get(reverse("forum:rules", args=at)).content.decode()
    sent = {
        "request_id": uuid4(), "since_which": "today", "first_call": "1/2>", "second_call": "1/3",
        "notice_days": "14", "source": "",
    }  # fmt: skip
    address = reverse("forum:write_rule", args=at)
    answer = lastri.post(address, sent)
    assert answer.status_code == 422
    sent |= {"request_id": uuid4(), "source": "AD pasal 12"}
    page = lastri.post(address, sent, follow=True).content.decode()
    assert "Lebih dari separuh" in page
    assert "AD pasal 12" in page
    rule = MeetingRule.objects.get()
    facts = Facts(rule.since, "RAT", present=[Somebody("Ira"), Somebody("Lela"), Somebody("Budi")])
    meeting = meetings.record(
        group=world.tailors, facts=facts, by=world.by_adi, at=NOW, today=rule.since
    )
    with few_queries():
        page = lastri.get(reverse("forum:meeting", args=[*at, meeting.pk])).content.decode()
    assert "2 dari 5 anggota hadir." in page
    assert "cukup untuk panggilan kedua (2)" in page
    back = reverse("forum:take_back_rule", args=[*at, rule.pk])
    page = lastri.post(back, {"request_id": uuid4(), "why": "Salah pasal"}, follow=True)
    assert "Salah pasal" in page.content.decode()


@pytest.mark.parametrize("office", ["GROUP_MEMBER", "GROUP_OFFICER"])
def test_who_does_not_run_the_group_reads_the_rule_and_writes_none(world, client, office):
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office(office), group=world.tailors)
    client.force_login(user)
    at = [world.here.slug, world.tailors.pk]
    assert client.get(reverse("forum:rules", args=at)).status_code == 200
    assert client.get(reverse("forum:write_rule", args=at)).status_code == 403
