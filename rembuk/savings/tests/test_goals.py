"""Without a licence Siti notes what she saves for: over her own money, which nobody else holds."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from rembuk.coop import trusted
from rembuk.coop.trusted import Named
from rembuk.ledger import daily
from rembuk.lib.errors import Refused
from rembuk.savings import goals, held
from rembuk.savings.goals import Wanted
from rembuk.savings.models import Aim, Goal, GoalEnd, GoalNote
from rembuk.savings.tests import scenes
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

QUERIES = 12
JULY = date(2027, 7, 1)
SAYS = "Koperasi tidak memegang uang ini"


def text(response):
    return response.content.decode()


def told(**more):
    return {"request_id": uuid4(), **more}


@pytest.fixture
def noted(world):
    """A cooperative without a licence."""
    return scenes.savings(world, licensed=False)


@pytest.fixture
def siti(noted):
    """Siti, who can sign in from abroad."""
    member = noted.member("Siti Aminah")
    member.resident.user = stories.user("siti", "Siti Aminah")
    member.resident.save(update_fields=["user"])
    return member


def begun(noted, siti, target_rp=1_000_000, wanted_on=JULY):
    return goals.set_goal(
        member=siti, wanted=Wanted("Sekolah Dimas", target_rp, wanted_on), where="BRI sendiri",
        by=noted.coop.by_chair, at=NOW, today=TODAY,
    )  # fmt: skip


def far(siti, on=TODAY):
    return goals.progress(list(goals.of(siti)), on=on)


def test_a_goal_is_noted_and_nothing_enters_the_book(noted, siti):
    before = daily.last_number(noted.book)
    goal = begun(noted, siti)
    by = {"by": noted.coop.by_chair, "at": NOW, "today": TODAY}
    for on, saved_rp in ((date(2026, 11, 1), 100_000), (TODAY, 250_000)):
        goals.note(goal=goal, saved_rp=saved_rp, on=on, **by)
    assert [one.saved_rp for one in far(siti, on=date(2026, 11, 5))] == [100_000]
    (now,) = far(siti)
    assert (now.saved_rp, now.left_rp, now.months_left) == (250_000, 750_000, 9)
    assert now.each_month_rp == 83_334
    assert daily.last_number(noted.book) == before
    goals.aim(goal=goal, wanted=Wanted("Sekolah", 250_000), **by)
    assert far(siti)[0].left_rp == 0
    goals.end(goal=goal, **by)
    assert far(siti) == []
    with pytest.raises(Refused, match="diakhiri"):
        goals.note(goal=goal, saved_rp=1, on=TODAY, **by)


# What is wrong with a goal -> what the refusal says.
WRONG = [
    ({"name": " "}, "untuk apa"),
    ({"target_rp": 0}, "dibutuhkan"),
    ({"wanted_on": TODAY}, "akan datang"),
    ({"where": " "}, "di mana uangnya"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG)
def test_a_goal_that_cannot_be_is_refused(noted, siti, wrong, says):
    facts = {"name": "Sapi", "target_rp": 1, "wanted_on": None, "where": "BRI"} | wrong
    where = facts.pop("where")
    by = {"by": noted.coop.by_chair, "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match=says):
        goals.set_goal(member=siti, wanted=Wanted(**facts), where=where, **by)


def test_siti_notes_it_from_abroad_and_wati_reads_it(noted, siti, opened):
    client = opened(siti.resident.user)
    mine = reverse("goals:mine", args=[siti.pk])
    assert mine in text(client.get(reverse("books:book", args=[siti.pk])))
    form = told(name="Warung", target_rp="2jt", where="BRI sendiri", wanted_on_day="1",
                wanted_on_month="7", wanted_on_year="2030")  # fmt: skip
    new = reverse("goals:new", args=[siti.pk])
    assert SAYS in text(client.get(new))
    page = text(client.post(new, form, follow=True))
    client.post(new, form)
    goal = Goal.objects.get()
    assert "Tinggal Rp2.000.000" in page
    note = reverse("goals:note", args=[siti.pk, goal.pk])
    page = text(client.post(note, told(saved_rp="-5", on_which="today")))
    assert SAYS in page
    client.post(note, told(saved_rp="500rb", on_which="today"))
    with few_queries(QUERIES):
        page = text(client.get(mine))
    assert SAYS in page
    assert "Tinggal Rp1.500.000" in page
    wati = noted.coop.resident("Wati Ningsih")
    wati.user = stories.user("wati", "Wati Ningsih")
    wati.save(update_fields=["user"])
    reader = opened(wati.user)
    assert reader.get(mine).status_code == 404
    named = Named("CONTACT", "ibu", resident=wati)
    trusted.name(member=siti, named=named, by=noted.coop.by_chair, at=NOW)
    assert "Warung" in text(reader.get(mine))
    assert reader.get(note).status_code == 404
    end = reverse("goals:end", args=[siti.pk, goal.pk])
    assert reader.post(end, told()).status_code == 404
    client = opened(siti.resident.user)
    assert "Belum ada tujuan" in text(client.post(end, told(), follow=True))


def test_the_database_refuses_what_cannot_be_and_words_are_erased(noted, siti):
    goal = begun(noted, siti)
    facts = {"village": siti.village, "at": NOW, "by": noted.coop.chair}
    broken = [
        (Goal(member=siti, where="", **facts), "goal_stands_in_one_place"),
        (Aim(goal=goal, name="", target_rp=1, **facts), "aim_has_a_name"),
        (Aim(goal=goal, name="x", target_rp=0, **facts), "aim_is_a_sum"),
        (GoalNote(goal=goal, on=TODAY, saved_rp=-1, **facts), "goalnote_is_a_sum"),
    ]
    for row, constraint in broken:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save(force_insert=True)
    held.erase(siti.village, [siti.resident_id], NOW)
    assert (Goal.objects.get().where, Aim.objects.get().name) == ("-", "-")
    GoalEnd.objects.create(goal=goal, on=TODAY, **facts)
    for model in (Goal, Aim, GoalEnd):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()
