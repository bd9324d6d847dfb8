"""One form, one outcome: sent twice, at once, changed, refused, forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from rembuk.lib.errors import Refused
from rembuk.villages import commands, offices, tenancy
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Command, Group, OfficeTerm
from rembuk.villages.permissions import Office
from rembuk.villages.tests import races, stories


def run(world: stories.World, request_id, name="Kambing", *, by=None, village=None, work=None):
    village = village or world.here

    def start():
        group = Group.objects.create(village=village, kind="BUSINESS", name=name)
        return {"group": group.pk}

    return commands.run(
        request_id=request_id, kind="group.start", payload={"name": name}, by=by or world.by_adi,
        village=village, work=work or start,
    )  # fmt: skip


def test_the_same_form_twice_is_done_once(world):
    key = uuid4()
    first, second = run(world, key), run(world, key)
    assert (first.repeated, second.repeated) == (False, True)
    assert first.facts == second.facts
    assert Group.objects.of(world.here).filter(name="Kambing").count() == 1


def test_the_same_key_with_other_content_person_or_village_is_refused(world):
    key = uuid4()
    run(world, key)
    for changed in (
        {"name": "Sapi"},
        {"by": Actor(user=world.dewi)},
        {"village": world.there},
    ):
        with pytest.raises(commands.AlreadyUsed):
            run(world, key, **changed)
    assert not Group.objects.filter(name="Sapi").exists()


def test_what_somebody_recorded_a_moment_earlier_is_a_sentence_and_no_crash(world, caplog):
    run(world, uuid4())
    with pytest.raises(Refused, match="saat yang sama"):
        run(world, uuid4())  # past the rule, as when both looked before either wrote
    assert Group.objects.filter(name="Kambing").count() == 1
    assert "group.start met what stands already" in caplog.text


def test_a_refusal_leaves_nothing_and_the_corrected_form_keeps_its_key(world):
    key = uuid4()

    def refuse():
        Group.objects.create(village=world.here, kind="BUSINESS", name="Setengah jadi")
        raise Refused("Pilih nama lain.")

    with pytest.raises(Refused):
        run(world, key, work=refuse)
    assert not Group.objects.filter(name="Setengah jadi").exists()
    assert not Command.objects.exists()
    assert not run(world, key, name="Sapi").repeated


def test_a_mistake_of_the_program_is_not_taken_for_a_second_sending(world):
    def clash():
        Group.objects.create(village=world.here, kind="BUSINESS", name="X", ended_reason="?")

    with pytest.raises(IntegrityError, match="villages_group"):
        run(world, uuid4(), work=clash)
    assert not Command.objects.exists()


SAME = [
    ({"on": date(2026, 1, 2)}, {"on": date(2026, 1, 2)}, True),
    ({"on": date(2026, 1, 2)}, {"on": date(2026, 1, 3)}, False),
    ({"rp": Decimal("10.50")}, {"rp": Decimal("10.50")}, True),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
    ({"a": {"x": 1, "y": 2}}, {"a": {"y": 2, "x": 1}}, True),
    ({"a": {3, 1, 2}}, {"a": {2, 3, 1}}, True),
    ({"a": [1, 2]}, {"a": [2, 1]}, False),
    ({"a": "1"}, {"a": 1}, False),
    ({"a": None}, {"a": ""}, False),
    ({"f": SimpleUploadedFile("a.csv", b"1")}, {"f": SimpleUploadedFile("b.csv", b"1")}, True),
    ({"f": SimpleUploadedFile("a.csv", b"1")}, {"f": SimpleUploadedFile("a.csv", b"2")}, False),
    ({"request_id": uuid4()}, {"request_id": uuid4()}, True),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_what_counts_as_the_same_content(world, one, other, same):
    key = uuid4()

    def send(payload):
        return commands.run(
            request_id=key, kind="x", payload=payload, by=world.by_adi, village=world.here,
            work=dict,
        )  # fmt: skip

    send(one)
    if same:
        assert send(other).repeated
    else:
        with pytest.raises(commands.AlreadyUsed):
            send(other)


def test_a_file_can_still_be_read_after_it_was_compared(world):
    file = SimpleUploadedFile("a.csv", b"siti,wati")
    seen = commands.run(
        request_id=uuid4(), kind="x", payload={"file": file}, by=world.by_adi, village=world.here,
        work=lambda: {"read": file.read().decode()},
    )  # fmt: skip
    assert seen.facts == {"read": "siti,wati"}


def test_keys_are_forgotten_after_400_days(world, capsys):
    young, old = uuid4(), uuid4()
    run(world, young, name="Muda")
    run(world, old, name="Tua")
    long_ago = timezone.now() - timedelta(days=commands.KEPT_DAYS, minutes=1)
    Command.objects.filter(pk=old).update(at=long_ago)
    call_command("tidy")
    assert list(Command.objects.values_list("pk", flat=True)) == [young]
    assert "1 keys" in capsys.readouterr().out


def test_ended_sessions_are_removed_and_others_stay(world, client):
    from django.contrib.sessions.models import Session

    client.force_login(world.adi)
    live = client.session.session_key
    Session.objects.create(
        session_key="ended", session_data="", expire_date=timezone.now() - timedelta(days=1)
    )
    call_command("tidy")
    assert list(Session.objects.values_list("pk", flat=True)) == [live]


# --- at the same moment ----------------------------------------------------------------------


def groups_there() -> int:
    with tenancy.every_village("counting after a race"):
        return Group.objects.filter(name__startswith="Kambing").count()


@pytest.mark.django_db(transaction=True)
def test_four_sendings_at_one_moment_leave_one_record(tmp_path):
    world, key = stories.world(), uuid4()

    def send(_number):
        with tenancy.inside(world.here):
            return run(world, key)

    with races.shared_by_threads(tmp_path):
        outcomes = races.at_once(send)
        assert sorted(outcome.repeated for outcome in outcomes) == [False, True, True, True]
        assert races.alone(groups_there) == 1
        assert races.alone(Command.objects.count) == 1


@pytest.mark.django_db(transaction=True)
def test_different_forms_at_one_moment_are_all_done(tmp_path):
    world = stories.world()

    def send(number):
        with tenancy.inside(world.here):
            return run(world, uuid4(), name=f"Kambing {number}")

    with races.shared_by_threads(tmp_path):
        outcomes = races.at_once(send, times=6)
        assert [outcome.repeated for outcome in outcomes] == [False] * 6
        assert races.alone(groups_there) == 6


@pytest.mark.django_db(transaction=True)
def test_two_village_heads_appointed_at_one_moment_leave_one(tmp_path):
    world = stories.world()
    OfficeTerm.objects.filter(user=world.budi).update(until=stories.SINCE)
    people = [world.adi, world.rina]

    def appoint(number: int) -> OfficeTerm:
        return offices.appoint(
            user=people[number], office=Office.VILLAGE_HEAD, over=world.here, since=stories.TODAY,
            by=REMBUK, at=stories.NOW,
        )  # fmt: skip

    def write(number: int) -> None:
        OfficeTerm.objects.create(
            user=people[number], office=Office.VILLAGE_HEAD, village=world.there,
            since=stories.TODAY,
        )  # fmt: skip

    with races.shared_by_threads(tmp_path):
        by_rule = races.at_once(appoint, times=2)
        assert sorted(type(outcome).__name__ for outcome in by_rule) == ["OfficeTerm", "Refused"]
        by_hand = races.at_once(write, times=2)
        assert sorted(type(outcome).__name__ for outcome in by_hand) == [
            "IntegrityError",
            "NoneType",
        ]
