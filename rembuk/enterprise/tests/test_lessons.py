"""Small lessons: for everybody to read, kept on the phone; how far one is, is her own affair."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.enterprise import held, lessons, members
from rembuk.enterprise.lesson_texts import LESSONS
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import LessonDone
from rembuk.lib.errors import Refused
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

TODAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
PHOTO = LESSONS[0]


@pytest.fixture
def wati(world):
    """Wati, a member who signs in herself."""
    return learner(world, "Wati")


def learner(world, name):
    told = {"by": world.by_adi, "at": NOW, "today": TODAY}
    facts = ResidentFacts(name=name)
    one = residents.register(village=world.here, facts=facts, by=world.by_adi, at=NOW)
    one.user = stories.user(name.lower(), name)
    one.save(update_fields=["user"])
    stories.appoint(one.user, Office.GROUP_MEMBER, group=world.tailors)
    return members.join(group=world.tailors, joining=Joining(TODAY, resident=one), **told)


def address(world, name, *more):
    return reverse(f"enterprise:{name}", args=[world.here.slug, world.tailors.pk, *more])


def done(member, chosen=PHOTO.right, lesson=PHOTO):
    by = Actor(user=member.resident.user, office=Office.GROUP_MEMBER)
    told = {"by": by, "at": NOW, "today": TODAY}
    return lessons.answer(membership=member, lesson=lesson, chosen=chosen, **told)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.code)
def test_a_lesson_is_short_and_its_answer_is_one_of_them(lesson):
    told = [str(words) for words in (lesson.what, lesson.why, lesson.now, lesson.because)]
    sentences = [part for words in told for part in words.split(". ")]
    assert all(len(words) <= 120 for words in told)
    assert all(len(sentence.split()) <= 20 for sentence in sentences)
    codes = [code for code, _words in lesson.answers]
    assert (len(codes), len(set(codes)), codes.count(lesson.right)) == (3, 3, 1)


def test_everybody_reads_them_and_the_phone_keeps_them(client, db):
    url = reverse("lessons:all_lessons")
    page = client.get(url).content.decode()
    assert all(f'id="{one.code}"' in page for one in LESSONS)
    assert page.count("Lihat jawabannya") == len(LESSONS)  # the answer opens without JavaScript
    assert url in client.get("/sw.js").content.decode()
    assert f'href="{url}"' in client.get(reverse("web:offline")).content.decode()


def test_wati_answers_once_more_after_a_wrong_answer(world, wati, client):
    client.force_login(wati.resident.user)
    url, page = address(world, "lesson", PHOTO.code), address(world, "lessons")
    wrong = client.post(url, {"request_id": uuid4(), "chosen": "lamp"})
    assert wrong.status_code == 422
    assert "Belum tepat" in wrong.content.decode()
    right = client.post(url, {"request_id": uuid4(), "chosen": PHOTO.right}, follow=True)
    assert "Cahaya siang yang lembut" in right.content.decode()
    assert "1 dari 8 selesai" in right.content.decode()
    client.post(url, {"request_id": uuid4(), "chosen": PHOTO.right})
    assert LessonDone.objects.get().membership == wati
    assert "Ini jawaban saya" not in client.get(url).content.decode()
    for one in (url, page):
        with few_queries():
            client.get(one)


def test_only_she_and_who_leads_the_group_read_how_far_she_is(world, wati, lastri, client):
    done(wati)
    page = address(world, "lessons")
    assert "1 dari 8 selesai" in lastri.get(page).content.decode()
    siti = learner(world, "Siti")
    for user, sees in ((siti.resident.user, "0 dari 8 selesai"), (world.rina, ""), (world.adi, "")):
        client.force_login(user)
        told = client.get(page).content.decode()
        assert "1 dari 8" not in told
        assert "Wati" not in told
        assert sees in told
    answered = client.post(
        address(world, "lesson", PHOTO.code), {"request_id": uuid4(), "chosen": PHOTO.right}
    )
    assert answered.status_code == 404  # Adi is no member: nothing is kept for him


def test_a_wrong_answer_or_one_of_a_leaver_is_not_kept(world, wati):
    for code in ("lamp", "", "no such"):
        with pytest.raises(Refused, match="Belum tepat"):
            done(wati, code)
    members.leave(
        membership=wati, left_on=TODAY, why="MOVED", by=world.by_adi, at=NOW, today=TODAY
    )  # fmt: skip
    with pytest.raises(Refused, match="hanya dicatat untuk anggota"):
        done(wati)
    assert not LessonDone.objects.exists()


def test_what_is_kept_of_her_tells_it_and_erasing_takes_it_away(world, wati):
    one = done(wati)
    ids = [wati.resident_id]
    sections = held.told(world.here, ids)
    assert ("Pelajaran", "Satu foto yang bagus") in [row[0] for s in sections for row in s.rows]
    for wrong, rule in (({"lesson": ""}, "enterprise_lessondone_names_a_lesson"),):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            LessonDone.objects.filter(pk=one.pk).update(**wrong)
    twin = LessonDone(
        village=world.here, membership=wati, lesson=PHOTO.code, done_on=TODAY, recorded_at=NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    held.erase(world.here, ids, NOW)
    assert not LessonDone.objects.exists()


def test_a_training_leads_to_them(world, lastri):
    assert address(world, "lessons") in lastri.get(address(world, "trainings")).content.decode()
