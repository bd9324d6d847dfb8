"""Joining and leaving a group, as rules."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from rembuk.cash import sheets
from rembuk.enterprise import members
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import Leaving, Membership
from rembuk.lib.errors import Refused
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry, Known

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def joined(world, name="Wati", on=date(2026, 1, 5), **more):
    joining = Joining(on, name=name, **more)
    return members.join(group=world.tailors, joining=joining, by=world.by_adi, at=NOW, today=TODAY)


def left(world, membership, why=Leaving.OWN_BUSINESS, on=date(2026, 2, 1), **more):
    return members.leave(
        membership=membership, left_on=on, why=why, by=world.by_adi, at=NOW, today=TODAY, **more
    )


def wati(world):
    return residents.register(
        village=world.here, facts=ResidentFacts(name="Wati Ningsih"), by=world.by_adi, at=NOW
    )


def test_half_of_them_left_and_that_is_a_success(world):
    twenty = [joined(world, f"Penjahit {number}") for number in range(20)]
    for one in twenty[:9]:
        left(world, one)
    left(world, twenty[9], Leaving.MOVED)
    found = members.standing(world.tailors, on=TODAY)
    assert (len(found.now), len(found.left), found.ever, found.on_their_own) == (10, 10, 20, 9)
    before = members.standing(world.tailors, on=date(2026, 1, 31))
    assert (len(before.now), before.on_their_own) == (20, 0)
    assert members.standing(world.tailors, on=date(2026, 1, 4)).ever == 0


def test_who_comes_back_is_one_person(world):
    left(world, joined(world))
    joined(world, "wati", on=date(2026, 2, 20))
    found = members.standing(world.tailors, on=TODAY)
    assert (len(found.now), len(found.left), found.ever) == (1, 1, 1)


def test_nobody_belongs_to_a_group_twice_at_one_time(world):
    left(world, joined(world), on=date(2026, 2, 1))
    with pytest.raises(Refused, match="sampai 1 Februari 2026"):
        joined(world, "WATI", on=date(2026, 1, 31))
    joined(world, on=date(2026, 2, 1))


def test_a_resident_gives_her_own_name(world):
    membership = joined(world, "wati yang menjahit", resident=wati(world))
    assert membership.name == "Wati Ningsih"


def test_who_was_never_a_member_is_told_nowhere(world):
    left(world, joined(world), Leaving.MISTAKE, on=TODAY)
    assert members.standing(world.tailors, on=TODAY).ever == 0


REFUSED = [
    ({"name": " "}, "Tulis nama anggota."),
    ({"on": date(2026, 3, 3)}, "hari ini atau hari sebelumnya"),
    ({"name": "WATI"}, "sudah menjadi anggota"),
]


@pytest.mark.parametrize(("told", "says"), REFUSED)
def test_who_cannot_join_is_told_why(world, told, says):
    joined(world)
    with pytest.raises(Refused, match=says):
        joined(world, **told)


def test_nobody_joins_before_the_group_began_unless_that_is_how_it_is_known(world):
    world.tailors.started_on = date(2026, 1, 10)
    world.tailors.save()
    with pytest.raises(Refused):
        joined(world)
    joined(world, on=date(2026, 1, 1), joined_precision=Known.MONTH)


NOT_LEFT = [
    ({"on": date(2026, 3, 3)}, "hari ini atau hari sebelumnya"),
    ({"on": date(2026, 1, 4)}, "lebih akhir|lebih lambat"),
    ({"why": Leaving.OTHER}, "Tulis alasannya"),
]


@pytest.mark.parametrize(("told", "says"), NOT_LEFT)
def test_who_cannot_leave_so_is_told_why(world, told, says):
    membership = joined(world)
    with pytest.raises(Refused, match=says):
        left(world, membership, **told)


def test_leaving_is_taken_back_once_and_not_beside_a_newer_membership(world):
    first = joined(world)
    left(world, first)
    with pytest.raises(Refused):
        left(world, first)
    back = {"membership": first, "by": world.by_adi, "at": NOW}
    members.take_back_leaving(**back)
    assert members.standing(world.tailors, on=TODAY).left == []
    with pytest.raises(Refused):
        members.take_back_leaving(**back)
    left(world, first)
    joined(world, on=date(2026, 2, 20))
    with pytest.raises(Refused):
        members.take_back_leaving(**back)


def test_the_trail_tells_it_in_sentences(world):
    left(world, joined(world), note="Buka jahitan di rumah")
    lines = AuditEntry.objects.filter(verb__startswith="enterprise.").order_by("pk")
    told = [sentence(line) for line in lines]
    assert told[0].endswith(f"mencatat Wati sebagai anggota {world.tailors.name}")
    assert "Wati keluar dari" in told[1]
    assert "1 Februari 2026" in told[1]


BROKEN = [
    ("left_on = '2025-12-31', left_why = 'MOVED'", "leaves_after_joining"),
    ("left_on = '2026-02-01'", "leaves_with_a_reason"),
    ("left_why = 'MOVED'", "leaves_with_a_reason"),
    ("left_on = '2026-02-01', left_why = 'BORED'", "leaves_with_a_reason"),
    ("left_note = 'x'", "leaves_with_a_reason"),
    ("name = ''", "has_a_name"),
    ("joined_precision = 'MAYBE'", "precision_known"),
]


@pytest.mark.parametrize(("change", "constraint"), BROKEN)
def test_the_database_refuses_what_cannot_be(world, change, constraint):
    membership = joined(world)
    statement = f"UPDATE enterprise_membership SET {change} WHERE id = %s"
    with (
        pytest.raises(IntegrityError, match=f"enterprise_membership_{constraint}"),
        transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(statement, [membership.pk])


def test_nobody_is_twice_in_one_group(world):
    who = wati(world)
    joined(world, resident=who)
    twice = Membership(
        village=world.here, group=world.tailors, resident=who, name="Wati", joined_on=TODAY
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save(force_insert=True)


def test_what_is_held_of_a_person_is_told_and_erased(world):
    from rembuk.enterprise import held

    who = wati(world)
    left(world, joined(world, resident=who), note="Anaknya sakit")
    (section, *_things) = held.told(world.here, [who.pk])
    assert dict(section.rows[0])["Catatan"] == "Anaknya sakit"
    held.erase(world.here, [who.pk], NOW)
    membership = Membership.objects.get()
    assert (membership.resident, membership.left_note) == (None, "")
    assert "Wati" not in membership.name
    assert members.standing(world.tailors, on=TODAY).ever == 1


def test_the_sheet_of_a_meeting_has_a_row_for_each_member_of_that_day(world):
    known = wati(world)
    here, gone = joined(world, resident=known), joined(world, "Sri")
    left(world, gone)
    told = sheets.members_of(world.tailors, on=TODAY)
    assert told.listed
    assert [(one.key, one.name, one.resident_id) for one in told.people] == [
        (f"m{here.pk}", "Wati Ningsih", known.pk)
    ]
    assert [one.name for one in sheets.members_of(world.tailors, on=date(2026, 1, 31)).people] == [
        "Sri", "Wati Ningsih",
    ]  # fmt: skip
    assert sheets.members_page(world.tailors) == "enterprise:members"
