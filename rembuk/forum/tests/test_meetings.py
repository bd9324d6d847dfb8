"""The tailors sit down together: as rules, in the database, and as their chair sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.forum import meetings, resolutions
from rembuk.forum.forms import ResolutionField
from rembuk.forum.meetings import Facts, Somebody
from rembuk.forum.models import Attendance, Meeting, Resolution
from rembuk.forum.resolutions import Against
from rembuk.lib.errors import Refused
from rembuk.people import residents, rights
from rembuk.people.residents import ResidentFacts
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)
WATI = Somebody("Wati")


def met(world, about="Menjual kambing", on=TODAY, present=(WATI,), group=None):
    facts = Facts(on, about, present=present)
    return meetings.record(
        group=group or world.tailors, facts=facts, by=world.by_adi, at=NOW, today=TODAY
    )


def agreed(world, text="Jual enam ekor", meeting=None, against=()):
    return resolutions.agree(
        meeting=meeting or met(world), text=text, against=against, by=world.by_adi, at=NOW
    )


def address(world, name, *more):
    return reverse(f"forum:{name}", args=[world.here.slug, world.tailors.pk, *more])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (Facts(TODAY, " ", [WATI]), "a few words"),
        (Facts(TODAY + timedelta(days=1), "Rapat", [WATI]), "today or an earlier day"),
        (Facts(TODAY, "Rapat"), "who was there"),
    ],
)
def test_a_meeting_was_held_by_somebody_about_something(world, facts, says):
    from django.utils import translation

    with translation.override("en"), pytest.raises(Refused, match=says):
        meetings.record(group=world.tailors, facts=facts, by=world.by_adi, at=NOW, today=TODAY)


def test_decisions_are_numbered_and_the_newest_meeting_comes_first(world):
    early = met(world, "Awal", on=TODAY - timedelta(days=9))
    late = met(world, "Akhir")
    texts = [
        agreed(world, f"Putusan {n}", meeting=m) for n, m in ((1, early), (2, late), (3, late))
    ]
    assert [one.number for one in texts] == [1, 1, 2]
    assert [one.text for one in resolutions.of(world.tailors)] == [
        "Putusan 2", "Putusan 3", "Putusan 1",
    ]  # fmt: skip
    assert resolutions.of(world.tailors)[0].agreed_on == TODAY


def test_what_is_taken_back_stays_visible_and_nothing_more_rests_on_it(world):
    one = agreed(world)
    told = {"by": world.by_adi, "at": NOW}
    with pytest.raises(Refused):
        meetings.take_back(meeting=one.meeting, why="Salah", **told)
    with pytest.raises(Refused):
        resolutions.take_back(resolution=one, why=" ", **told)
    resolutions.take_back(resolution=one, why="Rapat berikutnya mengubahnya", **told)
    assert list(resolutions.of(world.tailors)) == []
    with pytest.raises(Refused):
        resolutions.take_back(resolution=one, why="Lagi", **told)
    meetings.take_back(meeting=one.meeting, why="Tercatat dua kali", **told)
    with pytest.raises(Refused):
        agreed(world, meeting=one.meeting)
    assert [m.taken_back_why for m in meetings.of(world.tailors)] == ["Tercatat dua kali"]


@pytest.mark.parametrize(
    ("kind", "wrong", "rule"),
    [
        (Meeting, {"about": ""}, "forum_meeting_is_about_something"),
        (Meeting, {"held_precision": "HOUR"}, "forum_meeting_precision_known"),
        (Meeting, {"taken_back_why": "Salah"}, "forum_meeting_taken_back_with_a_reason"),
        (Resolution, {"text": ""}, "forum_resolution_says_something"),
        (Resolution, {"taken_back_at": NOW}, "forum_resolution_taken_back_with_a_reason"),
        (Attendance, {"name": ""}, "forum_attendance_has_a_name"),
    ],
)
def test_the_database_refuses_it_too(world, kind, wrong, rule):
    agreed(world)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        kind.objects.update(**wrong)


def test_two_decisions_of_a_meeting_have_two_numbers(world):
    one = agreed(world)
    other = agreed(world, "Lain", meeting=one.meeting)
    with pytest.raises(IntegrityError, match=r"number_once|meeting_id"), transaction.atomic():
        Resolution.objects.filter(pk=other.pk).update(number=one.number)


def test_who_is_erased_is_not_named(world):
    told = {"by": world.by_adi, "at": timezone.now()}
    wati = residents.register(village=world.here, facts=ResidentFacts(name="Wati"), **told)
    who = Somebody("Wati", wati.pk)
    one = agreed(world, meeting=met(world, present=[who]), against=[Against(who, "Terlalu cepat")])
    rights.erase(resident=wati, typed_name="Wati", asked_on=timezone.localdate(), **told)
    dissent = one.dissents.get()
    assert (dissent.resident_id, dissent.why) == (None, "")
    assert "Wati" not in dissent.name + one.meeting.present.get().name


def test_lastri_records_a_meeting_and_what_it_agreed(lastri, world):
    assert "Belum ada rapat" in text(lastri.get(address(world, "meetings")))
    page = lastri.get(address(world, "record_meeting"))
    keys = [key for key, _name in page.context["form"].fields["present"].choices]
    sent = {
        "request_id": uuid4(), "held_on_which": "today", "about": "Bagi hasil", "place": "Balai",
        "present": keys[:1], "guests": "Pak RT\n\n Bu Kades ",
    }  # fmt: skip
    page = text(lastri.post(address(world, "record_meeting"), sent, follow=True))
    assert "3 orang hadir" in page
    meeting = Meeting.objects.get()
    present = meeting.present.order_by("pk")
    assert [one.name for one in present][1:] == ["Pak RT", "Bu Kades"]
    agree = address(world, "agree", meeting.pk)
    unsaid = {"request_id": uuid4(), "text": "Dibagi rata", "why": "Tidak adil"}
    answer = lastri.post(agree, unsaid)
    assert answer.status_code == 422
    assert "Dibagi rata" in text(answer)
    said = {**unsaid, "request_id": uuid4(), "against": [present[1].pk]}
    page = text(lastri.post(agree, said, follow=True))
    assert "Pak RT tidak setuju" in page
    assert "Tidak adil" in page
    back = address(world, "take_back_decision", Resolution.objects.get().pk)
    page = text(lastri.post(back, {"request_id": uuid4(), "why": "Diulang"}, follow=True))
    assert "Diulang" in page


def test_a_meeting_without_anybody_is_asked_again_and_keeps_what_was_typed(lastri, world):
    sent = {"request_id": uuid4(), "held_on_which": "today", "about": "Bagi hasil", "guests": " "}
    answer = lastri.post(address(world, "record_meeting"), sent)
    assert answer.status_code == 422
    assert 'value="Bagi hasil"' in text(answer)


def test_other_rooms_choose_among_the_newest_decisions_of_their_own_group(world):
    for number in range(8):
        agreed(world, f"Putusan {number}", meeting=met(world, on=TODAY - timedelta(days=number)))
    other = Group.objects.create(village=world.here, kind="BUSINESS", name="Kambing")
    strange = agreed(world, "Lain", meeting=met(world, group=other))
    field = ResolutionField()
    field.about(world.tailors)
    shown = [label for _value, label in field.widget.choices]
    assert len(shown) == 6
    assert shown[0].endswith("Putusan 0")
    with pytest.raises(ValidationError):
        field.clean(str(strange.pk))


def test_the_pages_ask_few_questions(lastri, world):
    meeting = met(world)
    for number in range(12):
        agreed(world, f"Putusan {number}", meeting=meeting, against=[Against(WATI)])
        met(world, f"Rapat {number}")
    for page in (address(world, "meetings"), address(world, "meeting", meeting.pk)):
        with few_queries():
            lastri.get(page)


@pytest.mark.parametrize(("office", "status"), [("GROUP_MEMBER", 403), ("GROUP_OFFICER", 200)])
def test_members_read_and_officers_record(world, client, office, status):
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office(office), group=world.tailors)
    client.force_login(user)
    assert client.get(address(world, "meetings")).status_code == 200
    assert client.get(address(world, "record_meeting")).status_code == status
