"""A training, whether it is used, and the tool that nobody bought."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.enterprise import members, needs, trainings
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import FollowUp, Need, Training
from rembuk.enterprise.trainings import Answer, Facts
from rembuk.forum.models import Meeting, Resolution
from rembuk.lib.errors import Refused
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

TODAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
HELD = date(2026, 1, 1)


def told(world):
    return {"by": world.by_adi, "at": NOW, "today": TODAY}


def training(world, what="Menjahit tas", on=HELD, **facts):
    return trainings.record(group=world.tailors, facts=Facts(what, on, **facts), **told(world))


def answered(world, one, in_use="IN_USE", after=30, on=TODAY, **more):
    answer = Answer(after, in_use, on, **more)
    return trainings.answer(training=one, answer=answer, **told(world))


def missing(world, what="Mesin press", **facts):
    facts = needs.Facts(what, **facts)
    return needs.record(group=world.tailors, facts=facts, by=world.by_adi, at=NOW)


def address(world, name, *more):
    return reverse(f"enterprise:{name}", args=[world.here.slug, world.tailors.pk, *more])


def send(client, world, page, *more, **typed):
    form = {"request_id": uuid4(), "on_which": "today", **typed}
    return client.post(address(world, page, *more), form, follow=True)


# Days after the training, questions answered by then -> the question that is due.
DUE = [
    (29, [], None),
    (30, [], 30),
    (89, [], 30),
    (90, [], 90),
    (90, [30], 90),
    (60, [30], None),
    (180, [30, 90], 180),
    (200, [180], None),
    (365, [], 180),
    (366, [], None),
]


@pytest.mark.parametrize(("days", "said", "expected"), DUE)
def test_each_question_is_asked_once_its_day_has_come(world, days, said, expected):
    one = training(world)
    for after in said:
        answered(world, one, after=after)
    found = trainings.due(trainings.of(world.tailors).get(), on=HELD + timedelta(days=days))
    assert (found.after_days if found else None) == expected


def test_told_again_the_last_word_counts(world):
    one = training(world)
    answered(world, one, "NO_TOOL")
    answered(world, one, "IN_USE")
    (last,) = trainings.last_answers(trainings.of(world.tailors).get())
    assert last.in_use == "IN_USE"


def test_a_training_taken_back_is_asked_for_no_more(world):
    one = training(world)
    back = {"training": one, "by": world.by_adi, "at": NOW}
    for why in (" ",):
        with pytest.raises(Refused):
            trainings.take_back(why=why, **back)
    trainings.take_back(why="Kelompok lain", **back)
    assert trainings.all_due(world.here, world.tailors.pk, on=TODAY) == []
    with pytest.raises(Refused):
        trainings.take_back(why="Kelompok lain", **back)


REFUSED = [
    (lambda w: training(w, " "), "apa yang dipelajari"),
    (lambda w: training(w, on=date(2026, 3, 3)), "hari ini atau"),
    (lambda w: answered(w, training(w), on=date(2025, 1, 1)), "lebih akhir"),
    (lambda w: answered(w, training(w), on=date(2026, 3, 3)), "hari ini atau"),
    (lambda w: answered(w, training(w), "OTHER"), "alasannya"),
    (lambda w: missing(w, " "), "apa yang kurang"),
    (lambda w: missing(w, amount_rp=0), "di atas Rp0"),
]


@pytest.mark.parametrize(("act", "says"), REFUSED)
def test_what_makes_no_sense_is_refused(world, act, says):
    with pytest.raises(Refused, match=says):
        act(world)


def test_a_missing_tool_is_decided_once_with_words_or_in_a_meeting(world):
    need = missing(world, amount_rp=10_000_000, about=True)
    told_of = {"need": need, **told(world)}
    with pytest.raises(Refused, match="apa yang dikatakan"):
        needs.decide(verdict=needs.Verdict("NO", TODAY), **told_of)
    meeting = Meeting.objects.create(
        village=world.here, group=world.tailors, held_on=TODAY, about="Alat", recorded_at=NOW
    )
    agreed = Resolution.objects.create(
        village=world.here, meeting=meeting, number=1, text="Tidak dibeli dulu", recorded_at=NOW
    )
    needs.decide(verdict=needs.Verdict("NO", TODAY, resolution=agreed), **told_of)
    assert (need.decided_words, need.resolution) == ("Tidak dibeli dulu", agreed)
    with pytest.raises(Refused, match="sudah diputuskan"):
        needs.decide(verdict=needs.Verdict("YES", TODAY, "Jadi beli"), **told_of)
    second = missing(world, "Meja potong")
    assert needs.of(world.tailors) == [second, need]


BROKEN = [
    (Training, "what = '', note = ''", "enterprise_training_says_something"),
    (Training, "held_precision = 'MAYBE'", "enterprise_training_precision_known"),
    (Need, "what = ''", "enterprise_need_says_what"),
    (Need, "amount_rp = 0", "enterprise_need_costs_something"),
    (Need, "way = 'STEAL'", "enterprise_need_way_known"),
    (Need, "decision = 'NO'", "enterprise_need_decided_with_day_and_words"),
    (FollowUp, "note = 'x'", "enterprise_followup_append_only"),
]


@pytest.mark.parametrize(("model", "change", "rule"), BROKEN)
def test_the_database_refuses_what_cannot_be(world, model, change, rule):
    answered(world, training(world))
    missing(world)
    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(f"UPDATE {model._meta.db_table} SET {change}")


@pytest.mark.parametrize("wrong", [{"after_days": 31}, {"in_use": "MAYBE"}])
def test_the_database_takes_no_such_answer(world, wrong):
    row = {"after_days": 30, "in_use": "IN_USE", "answered_on": TODAY, **wrong}
    with pytest.raises(IntegrityError, match="enterprise_followup"), transaction.atomic():
        FollowUp.objects.create(village=world.here, training=training(world), **row)


def test_the_chair_records_answers_and_decides(lastri, world):
    assert "Belum ada pelatihan" in lastri.get(address(world, "trainings")).content.decode()
    joining = Joining(date(2020, 1, 1), name="Wati")
    wati = members.join(group=world.tailors, joining=joining, **told(world))
    held = timezone.localdate() - timedelta(days=40)
    day = {"held_on_day": held.day, "held_on_month": held.month, "held_on_year": held.year}
    page = send(lastri, world, "add_training", what="Menjahit tas", came=[wati.pk], **day)
    assert "1 anggota ikut" in page.content.decode()
    one = Training.objects.get()
    home = lastri.get(reverse("web:today", args=[world.here.slug])).content.decode()
    assert "Apakah dipakai: Menjahit tas?" in home
    at = [world.here.slug, world.tailors.pk]
    asked = lastri.get(reverse("enterprise:answer_training", args=[*at, one.pk])).content.decode()
    assert f'href="{reverse("enterprise:lessons", args=at)}"' in asked
    page = send(lastri, world, "answer_training", one.pk, in_use="NO_TOOL", after_days="30")
    assert "alatnya tidak ada" in page.content.decode()
    page = send(
        lastri, world, "add_training_need", one.pk, what="Mesin press", amount_rp="10jt",
        about="on", way="CASH",
    )  # fmt: skip
    assert "sekitar Rp10.000.000" in page.content.decode()
    need = Need.objects.get()
    assert need.training == one
    answer = send(lastri, world, "decide_need", need.pk, decision="NO")
    assert answer.status_code == 422
    page = send(lastri, world, "decide_need", need.pk, decision="NO", words="Terlalu mahal")
    assert "Tidak dibeli" in page.content.decode()


@pytest.mark.parametrize(("office", "status"), [("GROUP_OFFICER", 403), ("BOARD", 200)])
def test_officers_record_and_the_board_decides(world, client, office, status):
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office(office), group=world.tailors)
    client.force_login(user)
    assert client.get(address(world, "add_need")).status_code == 200
    assert client.get(address(world, "decide_need", missing(world).pk)).status_code == status


def test_pages_ask_few_questions(lastri, world):
    for number in range(15):
        answered(world, training(world, f"Pelatihan {number}"))
        missing(world, f"Alat {number}")
    with few_queries():
        lastri.get(address(world, "trainings"))
    with few_queries():
        lastri.get(address(world, "training", Training.objects.first().pk))
    with few_queries(12):
        lastri.get(reverse("web:today", args=[world.here.slug]))


def test_what_a_person_learned_is_told_to_her(world):
    from rembuk.enterprise import held
    from rembuk.people import residents
    from rembuk.people.residents import ResidentFacts

    facts = ResidentFacts(name="Wati Ningsih")
    who = residents.register(village=world.here, facts=facts, by=world.by_adi, at=NOW)
    joining = Joining(date(2020, 1, 1), resident=who)
    wati = members.join(group=world.tailors, joining=joining, **told(world))
    trainings.record(
        group=world.tailors, facts=Facts("Menjahit tas", HELD), came=[wati], **told(world)
    )
    rows = held.told(world.here, [who.pk])[2].rows
    assert dict(rows[0])["Pelatihan"] == "Menjahit tas"
