"""From an idea to a cooperative: the stages follow from dated steps, and stuck is told to all."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from rembuk.coop import checklist, custody, founders, held, minimums, path
from rembuk.coop.checklist import Stage
from rembuk.coop.custody import Paper
from rembuk.coop.minimums import Rule
from rembuk.coop.models import Founder, Minimum, PathDuty, PathMark, RouteChoice
from rembuk.coop.path import Chosen, Mark
from rembuk.coop.tests import scenes
from rembuk.lib.errors import Refused
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

BEGAN = date(2026, 3, 1)


def told(coop):
    return {"group": coop.group, "by": coop.by_chair, "at": NOW, "today": TODAY}


def marked(coop, step, on=BEGAN, state="DONE", note="", signed=()):
    return path.mark(told=Mark(step, state, on, note, signed), **told(coop))


def chosen(coop, route, on=BEGAN):
    return path.choose_route(chosen=Chosen(route, "Kata rapat", on), **told(coop))


def walked(coop, until, on=BEGAN):
    """Every step up to a stage."""
    for step in checklist.steps_on("OWN"):
        if step.stage == until:
            return
        if step.code == "route_chosen":
            chosen(coop, "OWN", on)
        elif step.stage not in checklist.OPTIONAL:
            held_now = step.code == checklist.MEETING_HELD
            marked(coop, step.code, on, signed=scenes.founders(coop, 9) if held_now else ())


def reads(coop, on=TODAY):
    return path.read(coop.group, on=on)


def address(coop, name, *more):
    return reverse(f"coop:{name}", args=[coop.group.village.slug, coop.group.pk, *more])


def test_the_stages_follow_one_another(coop):
    assert (reads(coop).stage, reads(coop).next.step.code) == (None, "idea_spoken")
    marked(coop, "idea_spoken")
    assert reads(coop).stage == Stage.IDEA
    walked_to = [(Stage.MEETING, Stage.GROUP), (Stage.DEED, Stage.MEETING)]
    marked(coop, "explained")
    assert (reads(coop).stage, reads(coop).next.step.code) == (Stage.IDEA, "route_chosen")
    chosen(coop, "OWN")
    assert reads(coop).next.step.code == "enough_promised"
    marked(coop, "enough_promised")
    assert reads(coop).stage == walked_to[0][1]
    for step in ("bylaws_written", "invited", "officers_chosen", "minutes_signed"):
        marked(coop, step)
    marked(coop, checklist.MEETING_HELD, signed=scenes.founders(coop, 9))
    found = reads(coop)
    assert (found.stage, found.current.stage) == (Stage.MEETING, Stage.DEED)
    assert reads(coop, on=BEGAN - timedelta(days=1)).stage is None, "an earlier day knows nothing"


def test_what_is_optional_holds_nobody_up(coop):
    walked(coop, None)
    assert (reads(coop).stage, reads(coop).next) == (Stage.NIK, None)
    licence = next(part for part in reads(coop).parts if part.stage == Stage.LICENCE)
    assert not licence.is_reached
    paper = custody.enter(
        group=coop.group, paper=Paper("SP-1", BEGAN, "OSS"), by=coop.by_chair, at=NOW, today=TODAY
    )
    custody.confirm(licence=paper, by=coop.by_supervisor, at=NOW)
    line = next(part for part in reads(coop).parts if part.stage == Stage.LICENCE).lines[-1]
    assert (line.step.code, line.seen) == ("licence", True)


def test_another_route_asks_for_other_steps(coop):
    marked(coop, "idea_spoken")
    chosen(coop, "SAVINGS")
    assert [part.stage for part in reads(coop).parts] == [Stage.IDEA, Stage.GROUP]
    for step in ("explained", "account_of_three", "enough_promised"):
        marked(coop, step)
    marked(coop, "counted_openly", state="SPARED", note="Uang langsung ke bank")
    assert reads(coop).current is None
    chosen(coop, "OWN", on=date(2026, 9, 1))
    assert reads(coop).current.stage == Stage.MEETING
    assert [one.route for one in path.routes_of(coop.group)] == ["OWN", "SAVINGS"]


REFUSED = [
    ({"step": "explained"}, "Selesaikan dulu"),
    ({"step": "idea_spoken", "on": TODAY + timedelta(days=1)}, "hari ini"),
    ({"step": "idea_spoken", "state": "OPEN"}, "sudah"),
    ({"step": "idea_spoken", "state": "SPARED"}, "Tulis alasannya"),
    ({"step": "merah_putih_asked"}, "tidak ada di jalan"),
]


@pytest.mark.parametrize(("facts", "says"), REFUSED)
def test_a_mark_that_cannot_be_is_refused(coop, facts, says):
    with pytest.raises(Refused, match=says):
        marked(coop, **facts)


# Held on, how many -> founded: twenty before UU 11/2020, nine since (Kompas, 8 October 2020).
FOUNDINGS = [
    (date(2019, 5, 1), 19, False), (date(2019, 5, 1), 20, True), (BEGAN, 8, False),
    (BEGAN, 0, False), (BEGAN, 9, True),
]  # fmt: skip


@pytest.mark.parametrize(("on", "people", "founded"), FOUNDINGS)
def test_a_founding_needs_as_many_as_the_law_of_its_day(coop, on, people, founded):
    walked(coop, Stage.MEETING, on=date(2019, 1, 1))
    signed = scenes.founders(coop, people)
    if founded:
        assert marked(coop, checklist.MEETING_HELD, on, signed=signed).people == people
        assert Founder.objects.count() == people
        return
    with pytest.raises(Refused, match=rf"sedikitnya.*{people} orang"):
        marked(coop, checklist.MEETING_HELD, on, signed=signed)


def test_nobody_counts_twice_and_no_child_founds(coop):
    walked(coop, Stage.MEETING)
    eight, wati = scenes.founders(coop, 8), coop.applicant("Wati Ningsih").resident

    def founded(*signed):
        return marked(coop, checklist.MEETING_HELD, signed=[*eight, *signed])

    with pytest.raises(Refused, match=r"8 orang.*Belum: Wati Ningsih"):
        founded(eight[0], eight[7])
    with pytest.raises(Refused, match="tanggal lahirnya dulu: Wati Ningsih"):
        founded(wati)
    for born, enough in ((date(2008, 3, 2), False), (date(2008, 3, 1), True)):
        wati.birth_date = born
        wati.save(update_fields=["birth_date"])
        if not enough:
            with pytest.raises(Refused, match="18 tahun: Wati Ningsih"):
                founded(wati)
    mark = founded(wati)
    assert founders.of_group(coop.group)[1][-1] == "Wati Ningsih"
    assert any("Koperasi Sumber Rejo" in dict(row).values() for part in
               held.told(coop.group.village, [wati.pk]) for row in part.rows)  # fmt: skip
    again = Founder(village=coop.group.village, mark=mark, resident=wati)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
    with pytest.raises(DatabaseError, match="coop_founder_never_deleted"), transaction.atomic():
        Founder.objects.all()._raw_delete("default")


def test_a_founding_that_was_told_as_a_number_stays_readable(coop, opened):
    walked(coop, Stage.MEETING)
    PathMark.objects.create(
        village=coop.group.village, group=coop.group, step=checklist.MEETING_HELD, state="DONE",
        on=BEGAN, people=12, at=NOW,
    )  # fmt: skip
    adi = opened(coop.world.adi)
    assert "12 pendiri" in adi.get(address(coop, "path")).content.decode()
    assert "12 pendiri dicatat waktu itu" in adi.get(address(coop, "founders")).content.decode()


def test_who_signed_is_ticked_on_the_list_of_who_applied(coop, opened):
    walked(coop, Stage.MEETING)
    people = scenes.founders(coop, 9)
    adi, mark = opened(coop.world.adi), address(coop, "mark_step", checklist.MEETING_HELD)
    form = {"request_id": uuid4(), "state": "DONE", "on_which": "today", "note": ""}
    refused = adi.post(mark, form | {"signed": [one.pk for one in people[1:]]})
    assert refused.status_code == 422
    assert f"Belum: {people[0].name}" in refused.content.decode()
    for _twice in range(2):
        page = adi.post(mark, form | {"signed": [one.pk for one in people]}, follow=True)
    assert Founder.objects.count() == 9
    assert "9 pendiri" in page.content.decode()
    with few_queries():
        page = adi.get(address(coop, "founders")).content.decode()
    assert page.count(f">{people[0].name}</p>") == 1


def test_what_the_dinas_says_holds_from_its_day_on(coop):
    village = coop.group.village
    rule = Rule(Minimum.Key.FOUNDERS, 7, TODAY, "Dinas Koperasi, ditanya 20 November 2026")
    minimums.agree(village=village, rule=rule, by=coop.by_chair, at=NOW, today=TODAY)
    found = [
        minimums.rule_on(village, Minimum.Key.FOUNDERS, on=on).value
        for on in (date(2000, 1, 1), TODAY - timedelta(days=1), TODAY)
    ]
    assert found == [20, 9, 7]
    assert minimums.rule_on(coop.world.there, Minimum.Key.FOUNDERS, on=TODAY).value == 9
    now, periods = minimums.told(village, on=TODAY)[0]
    assert (now.value, [(one.value, one.until) for one in periods]) == (7, [
        (7, None), (9, TODAY - timedelta(days=1)), (20, date(2020, 11, 1)),
    ])  # fmt: skip
    for value, key, source in ((0, "FOUNDERS", "x"), (101, "SHARE", "x"), (3, "STUCK", "x"),
                               (30, "ADULT", "x"), (9, "FOUNDERS", " ")):  # fmt: skip
        wrong = Rule(key, value, TODAY, source)
        with pytest.raises(Refused):
            minimums.agree(village=village, rule=wrong, by=coop.by_chair, at=NOW, today=TODAY)


def test_who_owes_a_step_is_told_with_the_days(coop):
    marked(coop, "idea_spoken")
    wati = coop.resident("Wati Ningsih")
    path.owe(step="explained", name="", resident=wati, **told(coop) | {"today": BEGAN})
    found = reads(coop)
    assert (found.next.duty.name, found.owed_days) == ("Wati Ningsih", (TODAY - BEGAN).days)
    rows = [dict(row) for part in held.told(coop.group.village, [wati.pk]) for row in part.rows]
    assert any("Koperasi Sumber Rejo" in row.values() for row in rows)
    held.erase(coop.group.village, [wati.pk], NOW)
    assert PathDuty.objects.get().resident_id is None
    assert PathDuty.objects.get().name != "Wati Ningsih"
    path.owe(step="explained", name="Dinas Koperasi", resident=None, **told(coop))
    assert reads(coop).owed_days == 0
    with pytest.raises(Refused, match="siapa"):
        path.owe(step="explained", name=" ", resident=None, **told(coop))


# Last step so many days ago -> told on Hari ini.
@pytest.mark.parametrize(("days", "said"), [(60, True), (59, False)])
def test_a_way_on_which_nothing_moves_is_told_to_everybody_on_it(coop, opened, days, said):
    from django.utils import timezone

    marked(coop, "idea_spoken", on=timezone.localdate() - timedelta(days=days + 2))
    chosen(coop, "OWN", on=timezone.localdate() - timedelta(days=days))
    member = stories.user("tumini", "Tumini")
    stories.appoint(member, Office.GROUP_MEMBER, group=coop.group)
    today = reverse("web:today", args=[coop.group.village.slug])
    for user in (coop.world.adi, coop.world.budi, coop.chair, member):
        page = opened(user).get(today).content.decode()
        assert (address(coop, "path") in page) == said
    assert address(coop, "path") not in opened(coop.world.rina).get(today).content.decode()


BROKEN = [
    (PathMark, {"step": "nib", "state": "X", "on": BEGAN, "note": "x"}, "pathmark_state_known"),
    (PathMark, {"step": "nib", "state": "OPEN", "on": BEGAN}, "pathmark_says_why_not_done"),
    (PathDuty, {"step": "nib", "name": "", "since": BEGAN}, "pathduty_is_somebodys"),
    (RouteChoice, {"route": "X", "reason": "x", "on": BEGAN}, "routechoice_route_known"),
    (RouteChoice, {"route": "OWN", "reason": "", "on": BEGAN}, "routechoice_has_a_reason"),
]
FIGURES = [
    ({"key": "X", "value": 1}, "key_known"), ({"key": "FOUNDERS", "value": 0}, "is_a_number"),
    ({"key": "SHARE", "value": 101}, "share_is_a_part"),
    ({"key": "STUCK", "value": 6}, "days_are_weeks"),
    ({"key": "ADULT", "value": 14}, "age_is_grown"),
    ({"key": "FOUNDERS", "value": 9, "source": ""}, "has_a_source"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "facts", "constraint"), BROKEN)
def test_the_database_refuses_what_cannot_be(coop, model, facts, constraint):
    row = model(village=coop.group.village, group=coop.group, at=NOW, **facts)
    with pytest.raises(IntegrityError, match=f"coop_{constraint}"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(("facts", "constraint"), FIGURES)
def test_the_database_refuses_figures_that_cannot_be(coop, facts, constraint):
    row = Minimum(
        **{"village": coop.group.village, "since": TODAY, "source": "x", "by": coop.chair,
           "at": NOW, **facts}
    )  # fmt: skip
    with pytest.raises(IntegrityError, match=f"coop_minimum_{constraint}"), transaction.atomic():
        row.save(force_insert=True)


def test_what_was_marked_is_never_changed(coop):
    marked(coop, "idea_spoken")
    chosen(coop, "OWN")
    for change in (PathMark.objects.update, RouteChoice.objects.update):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(on=TODAY)


def test_the_pages_lead_along_the_way(coop, opened):
    adi = opened(coop.world.adi)
    with few_queries():
        page = adi.get(address(coop, "path")).content.decode()
    assert "Belum dimulai" in page
    mark = address(coop, "mark_step", "idea_spoken")
    form = {"request_id": uuid4(), "state": "DONE", "on_which": "today", "note": "Arisan"}
    for _twice in range(2):
        page = adi.post(mark, form, follow=True).content.decode()
    assert PathMark.objects.count() == 1
    assert "Gagasan" in page
    who = address(coop, "give_step", "explained")
    adi.post(who, {"request_id": uuid4(), "name": "Dinas Koperasi"})
    route = {"request_id": uuid4(), "route": "OWN", "reason": "Kata rapat", "on_which": "today"}
    page = adi.post(address(coop, "choose_route"), route, follow=True).content.decode()
    assert "Kata rapat" in page
    rule = {
        "request_id": uuid4(), "value": "7", "source": "Dinas", "since_day": "1",
        "since_month": "11", "since_year": "2026",
    }  # fmt: skip
    page = adi.post(address(coop, "agree_minimum", "FOUNDERS"), rule, follow=True)
    assert Minimum.objects.get().since == date(2026, 11, 1)
    assert "<strong>7</strong>" in page.content.decode()
    with few_queries():
        page = adi.get(address(coop, "path")).content.decode()
    assert "Dinas Koperasi" in page
    assert adi.get(address(coop, "mark_step", "nothing")).status_code == 404
    member = stories.user("tumini", "Tumini")
    stories.appoint(member, Office.GROUP_MEMBER, group=coop.group)
    assert mark not in opened(member).get(address(coop, "path")).content.decode()
    assert opened(member).get(mark).status_code == 403


def test_siti_abroad_reads_how_far_her_village_is(coop, opened):
    siti = coop.resident("Siti Aminah")
    siti.user = stories.user("siti", "Siti Aminah")
    siti.save(update_fields=["user"])
    marked(coop, "idea_spoken")
    client = opened(siti.user)
    assert client.get(reverse("books:ideas")).url == reverse("books:idea", args=[coop.group.pk])
    with few_queries():
        page = client.get(reverse("books:idea", args=[coop.group.pk])).content.decode()
    assert "Gagasan" in page
    there = Group.objects.create(village=coop.world.there, kind="COOPERATIVE", name="Lain")
    assert client.get(reverse("books:idea", args=[there.pk])).status_code == 404
