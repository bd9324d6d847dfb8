"""One member, one vote: open on rules, secret on people; a leaver and a second vote are refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from rembuk.cash import purse
from rembuk.forum import attending, meetings, minutes, voting
from rembuk.forum.models import SecretCount, Voted
from rembuk.forum.tests.meeting_scenes import came, opened
from rembuk.forum.voting import Proposal
from rembuk.ledger import ends
from rembuk.ledger.posting import Signed
from rembuk.lib.errors import Refused
from rembuk.villages.models import Command
from rembuk.villages.tests.stories import NOW, TODAY

HOUR = timedelta(hours=1)
OPEN = Proposal("Membeli mesin jahit", HOUR)
SECRET = Proposal("Ketua baru", HOUR, people=("Tari", "Wati"))


@pytest.fixture
def meeting(world, tailors):
    """Two of three are there, so it may decide."""
    made = opened(world)
    came(world, made, "Tari", "Wati")
    return made


def put(world, meeting, proposal=OPEN, at=NOW):
    return voting.put(meeting=meeting, proposal=proposal, by=world.by_adi, at=at)


def choose(motion, number):
    return motion.options.get(number=number)


def votes(motion, who, number=1, at=NOW):
    return voting.vote(motion=motion, option=choose(motion, number), who=who, at=at, today=TODAY)


def hall(world, motion, counts, *names):
    people = voting.who_may(motion, today=TODAY)
    keys = [one.key for one in people if one.name in names]
    told = {choose(motion, number).pk: n for number, n in counts.items()}
    return voting.vote_in_hall(
        motion=motion, counts=told, keys=keys, by=world.by_adi, at=NOW, today=TODAY
    )


def text(response):
    return response.content.decode()


def test_nothing_is_voted_on_before_enough_are_there(world, tailors):
    empty = opened(world)
    came(world, empty, "Tari")
    with translation.override("en"), pytest.raises(Refused, match="may not decide yet"):
        put(world, empty)


@pytest.mark.parametrize("people", [("A", "A"), ("x",) * 13, tuple("ABCDEFGHIJKLM"), (" ",)])
def test_people_to_choose_from_are_named_once(world, meeting, people):
    with pytest.raises(Refused):
        put(world, meeting, Proposal("Ketua", HOUR, "MOST", people))


def test_an_open_vote_ends_by_the_majority_of_the_rules(world, meeting, tailors):
    simple, two_thirds = put(world, meeting), put(world, meeting, Proposal("AD", HOUR, "2/3"))
    for motion in (simple, two_thirds):
        votes(motion, tailors["Siti"])  # abroad
        hall(world, motion, {1: 1}, "Tari")
        hall(world, motion, {2: 1}, "Wati")
        assert voting.result(motion, at=NOW) is None  # nobody votes by what others chose
    found = voting.result(simple, at=NOW + HOUR)
    assert (next(iter(found.counts))[1], found.voted, found.members) == (2, 3, 3)
    assert found.carried
    assert voting.result(two_thirds, at=NOW + HOUR).carried
    assert {one.option.stands for one in simple.voted.all()} == {"YES", "NO"}


def test_who_votes_by_phone_is_there_online_on_that_day(world, meeting, tailors):
    """Wati sits in the hall and stays on the sheet; Siti is abroad. The day after nobody comes."""
    first, second = put(world, meeting), put(world, meeting, SECRET)
    for who in ("Siti", "Wati"):
        votes(first, tailors[who])
    votes(second, tailors["Siti"])
    here = list(meetings.present_at(meeting).values_list("name", "how"))
    assert here == [("Siti Aminah", "ONLINE"), ("Tari", "SHEET"), ("Wati", "SHEET")]
    assert minutes.quorum(meeting, list(meetings.present_at(meeting)))[0].startswith("3")


def test_a_vote_of_the_day_after_makes_nobody_present(world, meeting, tailors):
    motion, later = put(world, meeting), TODAY + timedelta(days=1)
    voting.vote(motion=motion, option=choose(motion, 1), who=tailors["Siti"], at=NOW, today=later)
    assert not attending.is_there(meeting, tailors["Siti"])


def test_of_a_secret_vote_no_row_says_who_chose_whom(world, meeting, tailors):
    motion = put(world, meeting, SECRET)
    assert votes(motion, tailors["Siti"], 2).option_id is None
    hall(world, motion, {1: 1, 3: 1}, "Tari", "Wati")
    assert sorted(motion.counts.values_list("option__number", "votes")) == [(1, 1), (2, 1), (3, 1)]
    found = voting.result(motion, at=NOW + HOUR)
    assert (found.is_draw, found.elected, found.carried) == (True, "", None)
    names = {field.name for field in SecretCount._meta.get_fields()}
    assert names == {"id", "village", "motion", "option", "votes"}


def test_who_left_or_voted_before_has_no_vote(world, meeting, tailors):
    motion = put(world, meeting, SECRET)
    with translation.override("en"):
        with pytest.raises(Refused, match="Only members have a vote"):
            votes(motion, tailors["Yanti"])
        votes(motion, tailors["Siti"])
        with pytest.raises(Refused, match="Siti Aminah has voted already: one member, one vote"):
            votes(motion, tailors["Siti"])
        with pytest.raises(Refused, match="voted already"):
            hall(world, motion, {1: 2}, "Siti Aminah", "Wati")
        with pytest.raises(Refused, match="As many votes as names"):
            hall(world, motion, {1: 2}, "Wati")
        with pytest.raises(Refused, match="vote is closed"):
            votes(motion, tailors["Wati"], at=NOW + HOUR)
        with pytest.raises(Refused, match="closed and stays"):
            voting.take_back(motion=motion, why="x", by=world.by_adi, at=NOW + HOUR)
    voting.take_back(motion=motion, why="Nama kurang", by=world.by_adi, at=NOW)
    with pytest.raises(Refused):
        votes(motion, tailors["Wati"])


COPIED = (
    "INSERT INTO forum_voted (id, village_id, motion_id, member_key, name, how, option_id, at)"
    " SELECT 7, village_id, motion_id, {key}, name, how, {option}, {at} FROM forum_voted v"
    " WHERE option_id IS {which}"
)
ITS = "(SELECT MIN(o.id) FROM forum_option o WHERE o.motion_id = v.motion_id)"
NEW = {"key": "'x'", "at": "at"}
ATTACKS = [
    (
        COPIED.format(key="member_key", option="option_id", at="at", which="NOT NULL"),
        "one_member_one_vote|member_key",
    ),
    (COPIED.format(option=ITS, which="NULL", **NEW), "secret_names_no_choice"),
    (COPIED.format(option="NULL", which="NOT NULL", **NEW), "open_names_its_choice"),
    (
        COPIED.format(key="'x'", option="option_id", at="'2099-01-01'", which="NOT NULL"),
        "voted_in_its_time",
    ),
    ("UPDATE forum_voted SET member_key = 'x'", "voted_stays"),
    ("DELETE FROM forum_voted", "forum_voted_never_deleted"),
    ("UPDATE forum_secretcount SET votes = votes + 1", "one_for_each_who_voted"),
    ("UPDATE forum_secretcount SET votes = 0", "one_for_each_who_voted"),
    ("DELETE FROM forum_secretcount", "forum_secretcount_never_deleted"),
    ("UPDATE forum_motion SET closes_at = '2099-01-01'", "forum_motion_stays"),
    ("UPDATE forum_motion SET secret = NOT secret", "forum_motion_(stays|people_secretly)"),
    ("UPDATE forum_option SET name = 'Lain'", "forum_option_append_only"),
    ("DELETE FROM forum_motion", "forum_motion_never_deleted"),
]


def test_the_database_holds_one_vote_for_each_member(world, meeting, tailors):
    for proposal in (OPEN, SECRET):
        votes(put(world, meeting, proposal), tailors["Siti"])
    for attack, rule in ATTACKS:
        with pytest.raises(DatabaseError, match=rule), transaction.atomic():
            connection.cursor().execute(attack)


def test_siti_votes_from_abroad_and_nothing_keeps_her_choice(client, world, tailors):
    today = timezone.localdate()
    meeting = opened(world, on=today)
    keys = [one.key for one in attending.members_of(meeting)]
    attending.write_down(meeting=meeting, keys=keys, by=world.by_adi, at=timezone.now())
    motion = put(world, meeting, SECRET, at=timezone.now())
    client.force_login(tailors["Siti"].user)
    page = reverse("meets:vote", args=[meeting.plan_id, motion.pk])
    assert "Rahasia" in text(client.get(page))
    assert client.post(page, {"request_id": uuid4()}).status_code == 422
    key, choice = uuid4(), choose(motion, 1).pk
    done = client.post(page, {"request_id": key, "secret_choice": choice}, follow=True)
    assert "Suara Anda sudah dihitung" in text(done)
    # The same form with another choice is the same command: its hash holds no choice.
    other = {"request_id": key, "secret_choice": choose(motion, 2).pk}
    assert client.post(page, other).status_code == 302
    assert Command.objects.get(request_id=key).outcome == {}
    assert list(motion.counts.order_by("option__number").values_list("votes", flat=True)) == [
        1, 0, 0,
    ]  # fmt: skip
    assert Voted.objects.get().option_id is None


def test_the_hall_votes_by_paper_and_everybody_reads_the_result(lastri, world, tailors):
    today = timezone.localdate()
    meeting = opened(world, on=today)
    keys = [one.key for one in attending.members_of(meeting)]
    where = [world.here.slug, world.tailors.pk, meeting.pk]
    new = reverse("forum:put_to_vote", args=where)
    sent = {"request_id": uuid4(), "text": "Ketua", "about": "PEOPLE", "lasts": "10"}
    assert lastri.post(new, sent).status_code == 422
    sent["people"] = "Tari\nWati"
    assert lastri.post(new, sent).status_code == 422  # nobody is there yet
    attending.write_down(meeting=meeting, keys=keys, by=world.by_adi, at=timezone.now())
    page = text(lastri.post(new, sent, follow=True))
    assert "0 dari 3 anggota sudah memberi suara" in page
    motion = meeting.motions.get()
    box = reverse("forum:votes_of_hall", args=[*where, motion.pk])
    papers = {f"papers_{one.pk}": 0 for one in motion.options.all()}
    filled = {"request_id": uuid4(), "keys": keys, **papers, f"papers_{choose(motion, 1).pk}": 2}
    assert lastri.post(box, filled).status_code == 422
    filled[f"papers_{choose(motion, 2).pk}"] = 1
    assert "3 dari 3" in text(lastri.post(box, filled, follow=True))
    assert voting.result(motion, at=motion.closes_at).elected == "Tari"


def test_the_minutes_print_votes_and_the_head_of_the_book(lastri, world, meeting, tailors):
    motion = put(world, meeting)
    votes(motion, tailors["Siti"])
    day = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    assert minutes.head_of_book(meeting, at=day) is None
    beginning = purse.Beginning(TODAY, 75_000, 500_000)
    signed = Signed(by=world.by_adi, at=NOW, request_id=uuid4())
    book = purse.open_purse(group=world.tailors, beginning=beginning, signed=signed, today=TODAY)
    assert minutes.head_of_book(meeting, at=day) == tuple(ends.last(book))
    with translation.override("id"):
        made = minutes.printed(meeting, at=day, with_names=True)
    assert len(made) < 60_000
    page = reverse("forum:minutes_pdf", args=[world.here.slug, world.tailors.pk, meeting.pk])
    assert lastri.get(page).content.startswith(b"%PDF")
