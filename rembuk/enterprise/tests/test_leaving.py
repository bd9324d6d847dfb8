"""What members can do, how far a group is, what is settled, and who went on alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from rembuk.cash import expected
from rembuk.enterprise import (
    businesses,
    held,
    letters,
    members,
    paths,
    settlements,
    skills,
    things,
)
from rembuk.enterprise.businesses import Consent, Facts
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import (
    Milestone,
    Owing,
    OwnBusiness,
    Reached,
    SettledSum,
    SettledThing,
    Settlement,
    Skill,
    Thing,
)
from rembuk.enterprise.settlements import Kept, Sum, Who
from rembuk.lib.errors import Refused
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

TODAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def told(world):
    return {"by": world.by_adi, "at": NOW, "today": TODAY}


def wati(world):
    facts = ResidentFacts(name="Wati Ningsih")
    return residents.register(village=world.here, facts=facts, by=world.by_adi, at=NOW)


def member(world, name="Wati", *, left=False, resident=None):
    joining = Joining(date(2026, 1, 5), name=name, resident=resident)
    one = members.join(group=world.tailors, joining=joining, **told(world))
    if left:
        members.leave(membership=one, left_on=date(2026, 2, 1), why="OWN_BUSINESS", **told(world))
    return one


def machine(world, name="Mesin jahit", keeper=None, **facts):
    thing = things.add(group=world.tailors, facts=things.Facts(name, **facts), **told(world))
    if keeper:
        things.give(thing=thing, keeper=keeper, name="", since=date(2026, 1, 6), **told(world))
    return thing


def settle(world, one, kept=(), sums=(), on=TODAY):
    who = Who(world.by_adi, NOW, TODAY)
    return settlements.settle(membership=one, kept=kept, sums=sums, on=on, who=who)


def reached(world, milestone, evidence="Surat dinas", on=TODAY):
    return paths.reach(
        group=world.tailors, milestone=milestone, on=on, evidence=evidence, **told(world)
    )


def alone(world, resident=None, consent=None, **facts):
    facts = Facts(**{"name": "Warung Wati", "does": "Warung kelontong", **facts})
    return businesses.record(
        village=world.here, facts=facts, resident=resident, consent=consent, **told(world)
    )


def address(world, name, *more):
    return reverse(f"enterprise:{name}", args=[world.here.slug, world.tailors.pk, *more])


def send(client, world, page, *more, **typed):
    form = {"request_id": uuid4(), "on_which": "today", **typed}
    return client.post(address(world, page, *more), form, follow=True)


# --- what members can do, and how far the group is ------------------------------------------------


def test_what_somebody_wrote_is_offered_to_the_next(world):
    one, other = member(world), member(world, "Sri")
    skills.record(membership=one, names=["menjahit", "bordir"], **told(world))
    skills.record(membership=one, names=["Bordir", " bordir ", "keset"], **told(world))
    assert [skill.name for skill in skills.of(one)] == ["bordir", "keset"]
    assert Skill.objects.filter(ended_on=TODAY).get().name == "menjahit"
    skills.record(membership=other, names=["bordir"], **told(world))
    assert "bordir" in skills.offered(world.tailors)
    assert skills.counted(world.tailors) == [("bordir", 2), ("keset", 1)]
    with pytest.raises(Refused, match="20"):
        skills.record(membership=one, names=[str(n) for n in range(21)], **told(world))


# Stages reached -> the stage it is at: a gap stops the count.
STAGES = [
    ([], 0),
    (["POTENTIAL"], 1),
    (["POTENTIAL", "EQUIPMENT"], 1),
    (["FACILITATOR"], 0),
    (["POTENTIAL", "FACILITATOR", "EQUIPMENT", "RUNNING", "MARKETING"], 5),
]


@pytest.mark.parametrize(("there", "expected_stage"), STAGES)
def test_the_stage_follows_from_what_shows_it(world, there, expected_stage):
    for one in there:
        reached(world, one)
    assert paths.standing(world.tailors).stage == expected_stage
    assert (world.here.pk, expected_stage) in paths.stages_of(Group.objects.of(world.here))


def test_a_stage_is_reached_once_and_taken_back_with_a_reason(world):
    one = reached(world, Milestone.POTENTIAL)
    with pytest.raises(Refused, match="sudah tercapai"):
        reached(world, Milestone.POTENTIAL)
    for wrong in ({"evidence": " "}, {"on": date(2026, 3, 3)}):
        with pytest.raises(Refused):
            reached(world, Milestone.RUNNING, **wrong)
    back = {"reached": one, "by": world.by_adi, "at": NOW}
    with pytest.raises(Refused):
        paths.take_back(why=" ", **back)
    paths.take_back(why="Salah kelompok", **back)
    with pytest.raises(Refused):
        paths.take_back(why="Salah kelompok", **back)
    assert paths.standing(world.tailors).stage == 0


# --- the settlement -------------------------------------------------------------------------------


def test_who_leaves_gives_back_buys_or_takes_along_and_both_pay(world):
    one = member(world, left=True)
    back, bought = machine(world, "Mesin 1", one), machine(world, "Mesin 2", one)
    own = machine(world, "Mesin sendiri", source="MEMBER", owner=one)
    made = settle(
        world, one,
        kept=[Kept(back, "RETURNED"), Kept(bought, "BOUGHT", 900_000), Kept(own, "OWN")],
        sums=[Sum("WAGES", 240_000, "12 seragam"), Sum("OTHER_IN", 50_000, "Benang")],
    )  # fmt: skip
    waiting = expected.waiting(world.here, [world.tailors.pk])
    assert sorted((money.way, money.purpose, money.amount_rp) for money in waiting) == [
        ("CASH_IN", "other_in", 50_000), ("CASH_IN", "other_in", 900_000),
        ("CASH_OUT", "wages", 240_000),
    ]  # fmt: skip
    assert list(things.there(world.tailors)) == [back]
    assert things.kept_by(one) == []
    assert letters.settlement_sheet(made, at=NOW).startswith(b"%PDF-1.7")
    with pytest.raises(Refused, match="sudah diselesaikan"):
        settle(world, one)
    settlements.take_back(settlement=made, why="Salah jumlah", by=world.by_adi, at=NOW)
    assert expected.waiting(world.here, [world.tailors.pk]) == []
    assert settlements.of(one) is None
    settle(world, one)


def test_what_cannot_be_settled_is_told(world):
    stays, one = member(world, "Sri"), member(world, left=True)
    hers_not = machine(world, keeper=one)
    lent = machine(world, "Gunting", one, source="LENT")
    for who, kept, sums, on, says in (
        (stays, [], [], TODAY, "Catat dulu"),
        (one, [], [], date(2026, 1, 31), "lebih akhir"),
        (one, [], [], date(2026, 3, 3), "hari ini atau"),
        (one, [Kept(hers_not, "OWN")], [], TODAY, "bukan miliknya"),
        (one, [Kept(hers_not, "BOUGHT")], [], TODAY, "berapa yang dibayarnya"),
        (one, [Kept(lent, "BOUGHT", 90_000)], [], TODAY, "dipinjamkan kepada kelompok"),
        (one, [], [Sum("SHARE", 5_000, " ")], TODAY, "untuk apa"),
        (one, [], [Sum("SHARE", 0, "x")], TODAY, "di atas Rp0"),
    ):
        with pytest.raises(Refused, match=says), transaction.atomic():
            settle(world, who, kept, sums, on)
    assert not Settlement.objects.exists()


# --- own businesses -------------------------------------------------------------------------------


def test_a_business_is_recorded_with_consent_and_counted_beside_groups(world):
    resident = wati(world)
    with pytest.raises(Refused, match="Tanyakan dulu"):
        alone(world, resident)
    with pytest.raises(Refused, match="mendengar"):
        alone(world, resident, Consent(TODAY, "SPOKEN"))
    for wrong in ({"does": " "}, {"since": date(2026, 3, 3)}):
        with pytest.raises(Refused):
            alone(world, **wrong)
    left = member(world, resident=resident, left=True)
    one = businesses.record(
        village=world.here, facts=Facts("Jahitan Wati", "Jahitan"), resident=resident,
        consent=Consent(TODAY, "PAPER"), membership=left, **told(world),
    )  # fmt: skip
    alone(world)
    found = businesses.standing(world.here)
    assert (len(found.now), found.from_groups, found.left_for_it) == (2, 1, 1)
    ended = {"business": one, "on": TODAY, **told(world)}
    with pytest.raises(Refused):
        businesses.end(why=" ", **ended)
    businesses.end(why="Pindah", **ended)
    with pytest.raises(Refused):
        businesses.end(why="Pindah", **ended)
    assert len(businesses.standing(world.here).ended) == 1


def test_what_is_held_of_her_is_told_and_goes(world):
    resident = wati(world)
    one = member(world, resident=resident)
    skills.record(membership=one, names=["bordir"], **told(world))
    alone(world, resident, Consent(TODAY, "SPOKEN", "Ketua RT"))
    titles = {section.title for section in held.told(world.here, [resident.pk]) if section.rows}
    assert {"Yang bisa dikerjakannya", "Usaha sendiri"} <= titles
    held.erase(world.here, [resident.pk], NOW)
    left = OwnBusiness.objects.get()
    assert (left.resident, left.witness, "Wati" in left.name) == (None, "", False)
    assert not Skill.objects.exists()


# --- the database ---------------------------------------------------------------------------------

BROKEN = [
    (Skill, "name = ''", "enterprise_skill_has_a_name"),
    (Skill, "ended_on = '2020-01-01'", "enterprise_skill_ends_after_it_began"),
    (Reached, "evidence = ''", "enterprise_reached_has_evidence"),
    (Reached, "milestone = 'RICH'", "enterprise_reached_milestone_known"),
    (SettledThing, "fate = 'BOUGHT'", "enterprise_settledthing_append_only"),
    (SettledSum, "amount_rp = 1", "enterprise_settledsum_append_only"),
    (OwnBusiness, "does = ''", "enterprise_ownbusiness_says_what"),
    (OwnBusiness, "agreed_on = NULL", "enterprise_ownbusiness_is_told_with_consent"),
    (OwnBusiness, "witness = ''", "enterprise_ownbusiness_somebody_heard_it"),
    (OwnBusiness, "since_precision = 'MAYBE'", "enterprise_ownbusiness_precision_known"),
    (OwnBusiness, "ended_on = '2026-03-01'", "enterprise_ownbusiness_ends_with_a_reason"),
    (
        OwnBusiness,
        "since = '2026-02-01', ended_on = '2026-01-01', ended_why = 'x'",
        "enterprise_ownbusiness_ends_after_it_began",
    ),
]


@pytest.mark.parametrize(("model", "change", "rule"), BROKEN)
def test_the_database_refuses_what_cannot_be(world, model, change, rule):
    one = member(world, left=True)
    skills.record(membership=one, names=["bordir"], **told(world))
    reached(world, Milestone.POTENTIAL)
    settle(world, one, [Kept(machine(world, keeper=one), "RETURNED")], [Sum("SHARE", 9, "x")])
    alone(world, wati(world), Consent(TODAY, "SPOKEN", "Ketua RT"))
    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(f"UPDATE {model._meta.db_table} SET {change}")


def test_the_database_keeps_one_of_each(world):
    one = member(world, left=True)
    settle(world, one)
    reached(world, Milestone.POTENTIAL)
    skills.record(membership=one, names=["bordir"], **told(world))
    twice = (
        Settlement(membership=one, on=TODAY),
        Reached(group=world.tailors, milestone="POTENTIAL", on=TODAY, evidence="x"),
        Skill(membership=one, name="bordir", since=TODAY),
    )
    for row in twice:
        row.village = world.here
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


# --- pages ----------------------------------------------------------------------------------------


def test_the_chair_settles_with_who_left(lastri, world):
    one = member(world, left=True)
    thing = machine(world, keeper=one)
    page = lastri.get(address(world, "member", one.pk)).content.decode()
    assert address(world, "settle", one.pk) in page
    wrong = {f"fate_{thing.pk}": "BOUGHT", "sum_WAGES": "240rb"}
    answer = send(lastri, world, "settle", one.pk, **wrong)
    assert answer.status_code == 422
    assert "Tulis berapa yang dibayarnya" in answer.content.decode()
    assert "Tulis untuk apa uang itu" in answer.content.decode()
    long = send(lastri, world, "settle", one.pk, why_WAGES="x" * 300).content.decode()
    assert "Pastikan nilai" not in long
    right = {**wrong, f"price_{thing.pk}": "900rb", "why_WAGES": "12 seragam"}
    page = send(lastri, world, "settle", one.pk, **right).content.decode()
    made = Settlement.objects.get()
    assert address(world, "settlement_paper", one.pk, made.pk) in page
    assert "Kelompok membayar Rp240.000" in page
    assert "Anggota membayar Rp900.000" in page
    assert "Menunggu bendahara" in page
    paper = lastri.get(address(world, "settlement_paper", one.pk, made.pk))
    assert paper.content.startswith(b"%PDF")
    assert Thing.objects.get().ended_why == "SOLD"


def test_who_records_that_somebody_left_goes_on_to_settle(lastri, world):
    stays, never = member(world), member(world, "Sri")
    thing = machine(world, "Gunting", stays, source="LENT")
    day = {"left_on_day": 1, "left_on_month": 3, "left_on_year": 2026}
    page = send(lastri, world, "leave", stays.pk, left_why="FAMILY", **day).content.decode()
    assert address(world, "settle", stays.pk) in page
    page = lastri.get(address(world, "settle", stays.pk)).content.decode()
    assert f'name="fate_{thing.pk}" value="RETURNED"' in page
    assert f'name="fate_{thing.pk}" value="BOUGHT"' not in page
    page = send(lastri, world, "leave", never.pk, left_why="MISTAKE", **day).content.decode()
    assert "Anggota baru" in page


def test_the_chair_records_skills_and_stages(lastri, world):
    one = member(world)
    page = send(lastri, world, "record_skills", one.pk, names=["menjahit"], more="bordir, sulam")
    assert "sulam" in page.content.decode()
    day = {"on_day": 1, "on_month": 2, "on_year": 2026}
    page = send(lastri, world, "reach_stage", "POTENTIAL", evidence="Didata RT", **day)
    assert "Tahap 1 dari 5" in page.content.decode()
    assert '<div class="ledger-gutter">2026</div>' in page.content.decode()
    assert lastri.get(address(world, "reach_stage", "RICH")).status_code == 404


def test_the_facilitator_records_what_somebody_runs_alone(client, world):
    client.force_login(world.adi)
    slug, resident = world.here.slug, wati(world)
    left = member(world, resident=resident, left=True)
    url = reverse("enterprise:add_business_of", args=[slug, left.pk])
    assert url in client.get(address(world, "member", left.pk)).content.decode()
    typed = {"name": "Jahitan Wati", "does": "Jahitan", "channel": "SPOKEN", "witness": "Pak RT"}
    page = client.post(url, {"request_id": uuid4(), **typed}, follow=True).content.decode()
    assert "Wati Ningsih" in page
    url = reverse("enterprise:add_business", args=[slug])
    stranger = client.post(url, {"request_id": uuid4(), **typed, "owner": "Tukiyem"})
    assert stranger.status_code == 422
    assert "Catat dulu warganya" in stranger.content.decode()
    asked = client.post(url, {"request_id": uuid4(), **typed, "owner": "Wati Ningsih"})
    assert "Pilih orangnya" in asked.content.decode()
    known = {**typed, "owner": "Wati Ningsih", "resident_id": resident.pk}
    client.post(url, {"request_id": uuid4(), **known})
    assert OwnBusiness.objects.filter(resident=resident).count() == 2
    with few_queries():
        client.get(reverse("enterprise:businesses", args=[slug]))


def test_own_businesses_are_not_for_groups(lastri, world):
    assert lastri.get(reverse("enterprise:businesses", args=[world.here.slug])).status_code == 403


def test_members_do_not_read_settlements(client, world):
    one = member(world, left=True)
    made = settle(world, one, sums=[Sum("SHARE", 9_000, "x")])
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office.GROUP_MEMBER, group=world.tailors)
    client.force_login(user)
    page = client.get(address(world, "member", one.pk)).content.decode()
    assert "Penyelesaian" not in page
    assert client.get(address(world, "settlement", one.pk, made.pk)).status_code == 403


def test_pages_ask_few_questions(lastri, world):
    one = member(world, left=True)
    for number in range(10):
        machine(world, f"Mesin {number}", one)
    reached(world, Milestone.POTENTIAL)
    for name, more in (("member", [one.pk]), ("path", []), ("settle", [one.pk])):
        with few_queries():
            lastri.get(address(world, name, *more))


def test_who_is_settled_with_stays_gone_until_that_is_taken_back(world):
    one = member(world, left=True)
    made = settle(world, one, sums=[Sum(Owing.OTHER_OUT, 50_000, "Modal")])
    back = {"membership": one, "by": world.by_adi, "at": NOW}
    with pytest.raises(Refused, match="Batalkan dulu"):
        members.take_back_leaving(**back)
    (money,) = [row.money for row in made.sums.all()]
    expected.withdraw(one=money, why="Salah jumlah", by=world.by_adi, at=NOW)
    settlements.take_back(settlement=made, why="Salah", by=world.by_adi, at=NOW)
    members.take_back_leaving(**back)
