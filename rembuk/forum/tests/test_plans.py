"""A meeting is called in time, everybody is invited and answers, and it shows who owes what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from rembuk.forum import inviting, notice, planning, preparing, rules
from rembuk.forum.models import Invitation, Plan
from rembuk.forum.planning import Called
from rembuk.forum.preparing import State
from rembuk.forum.rules import Terms
from rembuk.lib.errors import Refused
from rembuk.villages.permissions import Office
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

DAY = TODAY + timedelta(days=20)
PLAIN = Called(Plan.Kind.MEMBERS, "Rencana kerja", DAY, time(9), "Balai desa", ("Pembukaan",))
ANNUAL = replace(PLAIN, kind=Plan.Kind.ANNUAL, year=2026, about="RAT 2026")
TERMS = Terms("1/2>", "1/5", 14, "AD pasal 12", second_within_days=7, annual_months=6)


@pytest.fixture
def siti(tailors):
    """Siti is a tailor and works abroad."""
    return tailors["Siti"]


def called(world, what=PLAIN, **more):
    told = {"group": world.tailors, "by": world.by_adi, "at": NOW, "today": TODAY}
    return planning.call(called=what, **{**told, **more})


def written(world, terms=TERMS):
    return rules.record(
        group=world.tailors, terms=terms, since=date(2026, 1, 1), by=world.by_adi, at=NOW
    )


def invited(world, plan):
    inviting.invite(plan=plan, by=world.by_adi, at=NOW, today=TODAY)
    return plan


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"about": " "}, "a few words"),
        ({"place": ""}, "where people meet"),
        ({"agenda": (" ",)}, "Write the agenda"),
        ({"agenda": ("x",) * 21}, "at most 20"),
        ({"meets_on": TODAY - timedelta(days=1)}, "next 400 days"),
        ({"meets_on": TODAY + timedelta(days=401)}, "next 400 days"),
        ({"kind": Plan.Kind.ANNUAL}, "Write the year"),
        ({"kind": Plan.Kind.ANNUAL, "year": 2027}, "nearly over"),
    ],
)
def test_a_meeting_to_come_is_told_whole(world, change, says):
    with translation.override("en"), pytest.raises(Refused, match=says):
        called(world, replace(PLAIN, **change))


def test_an_annual_meeting_is_called_in_time_or_somebody_allowed_less(world):
    soon = replace(ANNUAL, meets_on=TODAY + timedelta(days=13))
    with translation.override("en"), pytest.raises(Refused, match=r"14 days before.*AD/Dinas"):
        called(world, soon)
    written(world, replace(TERMS, notice_days=10))
    called(world, soon)
    with pytest.raises(Refused):
        called(world, soon)  # one about a year
    assert called(world, replace(ANNUAL, year=2025)).year == 2025
    late = replace(PLAIN, meets_on=TODAY + timedelta(days=9))
    with translation.override("en"), pytest.raises(Refused, match="30 November 2026"):
        called(world, late)
    allowed = called(world, replace(late, short_because="Semua anggota, 19 November"))
    assert allowed.short_because


def test_a_second_call_follows_within_the_days_of_the_rules(world):
    written(world)
    first = called(world, ANNUAL)
    for days in (-1, 8):
        with pytest.raises(Refused):
            called(world, replace(ANNUAL, meets_on=DAY + timedelta(days=days)), second_of=first)
    second = called(world, replace(ANNUAL, meets_on=DAY + timedelta(days=7)), second_of=first)
    assert second.second_of == first


def test_every_member_of_the_day_is_invited_once(world, siti):
    plan = invited(world, called(world))
    assert [one.name for one in inviting.of(plan)] == ["Siti Aminah", "Tari", "Wati"]
    assert inviting.invite(plan=plan, by=world.by_adi, at=NOW, today=TODAY) == 0
    planning.call_off(plan=plan, why="Hujan", by=world.by_adi, at=NOW)
    with pytest.raises(Refused):
        inviting.invite(plan=plan, by=world.by_adi, at=NOW, today=TODAY)
    with pytest.raises(Refused):
        planning.call_off(plan=plan, why="Lagi", by=world.by_adi, at=NOW)


def test_the_calendar_says_what_is_late_and_what_is_done(world, siti):
    plan = called(world, ANNUAL)
    told = {"by": world.by_adi, "at": NOW, "today": TODAY}

    def states(on=TODAY):
        return {one.task.code: one.state for one in preparing.lines_of(plan, today=on)}

    assert states() == {
        "books": State.LATE, "oversight": State.LATE, "materials": State.LATE,
        "invitations": State.SOON, "reminder": State.WAITS, "meeting": State.WAITS,
        "minutes": State.WAITS,
    }  # fmt: skip
    invited(world, plan)
    chair = replace(world.by_adi, office=Office.GROUP_CHAIR)
    with pytest.raises(Refused):  # a facilitator owes none of it
        preparing.mark(plan=plan, code="materials", done_on=TODAY, note="", **told)
    told["by"] = chair
    done = preparing.mark(plan=plan, code="materials", done_on=TODAY, note="Di balai", **told)
    assert (states()["invitations"], states()["materials"]) == (State.DONE, State.DONE_LATE)
    with pytest.raises(Refused):
        preparing.mark(plan=plan, code="materials", done_on=TODAY, note="", **told)
    preparing.take_back(done=done, why="Belum dicetak", by=chair, at=NOW)
    assert states()["materials"] == State.LATE
    assert notice.of(world.tailors, "ANNUAL", on=TODAY).annual_deadline(2026) is None
    written(world)
    asked = notice.of(world.tailors, "ANNUAL", on=TODAY)
    assert (asked.annual_deadline(2026), asked.source) == (date(2027, 6, 30), "AD pasal 12")


# Raw SQL, and what refuses it.
ATTACKS = [
    ("UPDATE forum_plan SET year = NULL", "forum_plan_annual_is_about_a_year"),
    ("UPDATE forum_plan SET kind = 'PARTY'", "forum_plan_(annual_is_about_a_year|stays)"),
    ("UPDATE forum_plan SET meets_on = '2030-01-01'", "forum_plan_stays"),
    ("UPDATE forum_plan SET place = ''", "forum_plan_(has_a_place|stays)"),
    ("UPDATE forum_plan SET code = 'x'", "forum_plan_(code_six_signs|stays)"),
    ("UPDATE forum_plan SET second_of_id = id", "forum_plan_not_its_own_second_call"),
    ("UPDATE forum_plan SET taken_back_why = 'x'", "forum_plan_taken_back_with_a_reason"),
    ("DELETE FROM forum_plan", "forum_plan_never_deleted|FOREIGN KEY"),
    ("UPDATE forum_agendaitem SET text = 'Lain'", "forum_agendaitem_append_only"),
    ("DELETE FROM forum_invitation", "forum_invitation_never_deleted"),
    ("UPDATE forum_invitation SET member_key = 'x'", "forum_invitation_stays|member_key"),
    ("UPDATE forum_invitation SET name = ''", "forum_invitation_has_a_name"),
    ("UPDATE forum_reply SET answer = 'COMES'", "forum_reply_append_only"),
    ("UPDATE forum_taskdone SET task = 'meeting'", "forum_taskdone_task_known"),
    ("DELETE FROM forum_taskdone", "forum_taskdone_never_deleted"),
    ("UPDATE forum_meetingrule SET second_within_days = 0", "forum_meetingrule_second_call"),
    ("UPDATE forum_meetingrule SET annual_months = 13", "forum_meetingrule_annual_within"),
]


@pytest.fixture
def full(world, siti):
    """One of everything."""
    written(world)
    plan = invited(world, called(world, ANNUAL))
    for one in inviting.of(plan):
        inviting.answer(invitation=one, answer="ONLINE", by=world.by_adi, at=NOW, today=TODAY)
    chair = replace(world.by_adi, office=Office.GROUP_CHAIR)
    told = {"by": chair, "at": NOW, "today": TODAY}
    preparing.mark(plan=plan, code="reminder", done_on=TODAY, note="", **told)
    return plan


def test_the_database_keeps_what_people_were_told(full):
    for attack, rule in ATTACKS:
        with pytest.raises(DatabaseError, match=rule), transaction.atomic():
            connection.cursor().execute(attack)


def test_the_chair_calls_a_meeting_and_sends_the_invitations(lastri, world, siti):
    address = reverse("forum:call_meeting", args=[world.here.slug, world.tailors.pk])
    day = timezone.localdate() + timedelta(days=20)
    sent = {
        "request_id": uuid4(), "about": "Rencana kerja", "meets_on_day": day.day,
        "meets_on_month": day.month, "meets_on_year": day.year, "begins": "19.30", "place": "Balai",
        "link": "telepon 0812", "agenda": "",
    }  # fmt: skip
    answer = lastri.post(address, sent)
    assert answer.status_code == 422
    assert 'value="Rencana kerja"' in text(answer)
    page = text(lastri.post(address, {**sent, "agenda": "Buka\n\nTutup"}, follow=True))
    assert "19.30 WIB" in page
    plan = Plan.objects.get()
    assert [one.text for one in plan.agenda.order_by("number")] == ["Buka", "Tutup"]
    where = [world.here.slug, world.tailors.pk, plan.pk]
    page = text(
        lastri.post(reverse("forum:invite", args=where), {"request_id": uuid4()}, follow=True)
    )
    assert "3 anggota menerima surat langsung" in page  # neither agreed to messages
    with few_queries():
        assert "3 anggota diundang" in text(lastri.get(reverse("forum:plan", args=where)))
    letter = lastri.get(reverse("forum:invitation_pdf", args=where))
    assert letter.content.startswith(b"%PDF")
    assert len(letter.content) < 60_000
    off = reverse("forum:call_off", args=where)
    page = text(lastri.post(off, {"request_id": uuid4(), "why": "Panen"}, follow=True))
    assert "Dibatalkan oleh Lastri Handayani: Panen" in page


def test_the_page_of_a_rat_says_by_when_the_rules_want_it(lastri, world, full):
    page = reverse("forum:plan", args=[world.here.slug, world.tailors.pk, full.pk])
    with few_queries():
        shown = text(lastri.get(page))
    assert "RAT tahun buku 2026 harus diadakan paling lambat 30 Juni 2027." in shown
    assert "AD pasal 12" in shown


def test_siti_abroad_reads_her_invitation_and_answers(client, world, siti, full):
    client.force_login(siti.user)
    assert "RAT 2026" in text(client.get(reverse("meets:mine")))
    address = reverse("meets:meeting", args=[full.pk])
    with few_queries():
        page = text(client.get(address))
    assert "Tutup buku" in page
    assert "terlambat" in page
    said = {"request_id": uuid4(), "answer": "COMES"}
    assert "Jawaban Anda disimpan" in text(client.post(address, said, follow=True))
    assert inviting.mine(siti).get().answer == "COMES"
    group = reverse("meets:group", args=[world.tailors.pk])
    assert "RAT 2026" in text(client.get(group))


def test_a_stranger_finds_no_invitation_of_others(client, world, tailors, full):
    client.force_login(tailors["Yanti"].user)  # who left before it was called
    assert client.get(reverse("meets:meeting", args=[full.pk])).status_code == 404
    assert client.get(reverse("meets:group", args=[world.tailors.pk])).status_code == 404
    assert not Invitation.objects.filter(resident=tailors["Yanti"]).exists()
