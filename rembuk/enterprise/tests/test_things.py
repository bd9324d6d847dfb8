"""Machines and tools: they come, change hands, are mended, and go; nothing is deleted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from rembuk.cash import expected
from rembuk.enterprise import members, repairs, things
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import Check, Keeping, Repair, Thing, Use
from rembuk.enterprise.things import Facts
from rembuk.lib.errors import Refused
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

TODAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def told(world):
    return {"by": world.by_adi, "at": NOW, "today": TODAY}


def machine(world, name="Mesin jahit", **facts):
    return things.add(group=world.tailors, facts=Facts(name, **facts), **told(world))


def member(world, name="Wati"):
    joining = Joining(date(2026, 1, 5), name=name)
    return members.join(group=world.tailors, joining=joining, **told(world))


def given(world, thing, keeper=None, name="", since=TODAY):
    return things.give(thing=thing, keeper=keeper, name=name, since=since, **told(world))


def address(world, name, *more):
    return reverse(f"enterprise:{name}", args=[world.here.slug, world.tailors.pk, *more])


def send(client, world, page, *more, **typed):
    form = {"request_id": uuid4(), "on_which": "today", **typed}
    return client.post(address(world, page, *more), form, follow=True)


def test_a_machine_passes_from_hand_to_hand(world):
    thing, wati = machine(world), member(world)
    first = given(world, thing, wati, since=date(2026, 2, 1))
    assert [one.thing for one in things.kept_by(wati)] == [thing]
    with pytest.raises(Refused, match="Wati"):
        given(world, thing, name="Bu Sri", since=date(2026, 1, 31))
    given(world, thing, name="Bu Sri")
    first.refresh_from_db()
    assert (first.until, things.kept_by(wati)) == (TODAY, [])
    with pytest.raises(Refused, match="tulis namanya"):
        given(world, thing)


def test_how_it_was_last_seen_counts_also_when_told_late(world):
    thing = machine(world)
    for condition, on in (("MEND", date(2026, 2, 20)), ("GOOD", date(2026, 2, 10))):
        things.check(thing=thing, condition=condition, on=on, **told(world))
    assert things.there(world.tailors).get().condition == "MEND"
    assert things.mending(world.here, [world.tailors.pk]) == 1


def test_use_is_noted_per_day_and_the_later_word_counts(world):
    one, ten = machine(world), machine(world, "Mesin obras", many=10)
    for day, used in ((1, {one.pk: 1, ten.pk: 4}), (2, {one.pk: 0, ten.pk: 0}), (2, {one.pk: 1})):
        things.note_use(group=world.tailors, on=date(2026, 3, day), used=used, **told(world))
    found = things.usage([one, ten], on=TODAY)
    assert (found[one.pk].used, found[one.pk].idle) == (2, 0)
    assert (found[ten.pk].used, found[ten.pk].idle) == (1, 1)
    with pytest.raises(Refused, match="10"):
        things.note_use(group=world.tailors, on=TODAY, used={ten.pk: 11}, **told(world))


def test_mending_that_the_group_pays_waits_for_the_treasurer(world):
    thing = machine(world)
    facts = repairs.Facts("Ganti dinamo", "Pak Tono", TODAY, cost_rp=75_000, group_pays=True)
    repair = repairs.record(thing=thing, facts=facts, **told(world))
    (money,) = expected.waiting(world.here, [world.tailors.pk])
    assert (money.pk, money.amount_rp, money.party) == (repair.money_id, 75_000, "Pak Tono")
    back = {"repair": repair, "by": world.by_adi, "at": NOW}
    repairs.take_back(why="Salah mesin", **back)
    assert expected.waiting(world.here, [world.tailors.pk]) == []
    with pytest.raises(Refused):
        repairs.take_back(why="Salah mesin", **back)


REPAIRS = [
    ({"what": " "}, "apa yang diperbaiki"),
    ({"by_whom": ""}, "siapa yang memperbaiki"),
    ({"on": date(2026, 3, 3)}, "hari ini atau"),
    ({"group_pays": True}, "berapa yang dibayar"),
]


@pytest.mark.parametrize(("wrong", "says"), REPAIRS)
def test_mending_that_cannot_be_is_refused(world, wrong, says):
    facts = {"what": "Ganti jarum", "by_whom": "Pak Tono", "on": TODAY, **wrong}
    with pytest.raises(Refused, match=says):
        repairs.record(thing=machine(world), facts=repairs.Facts(**facts), **told(world))


def test_what_is_gone_keeps_its_history_and_may_be_there_after_all(world):
    thing = machine(world)
    given(world, thing, name="Bu Sri", since=date(2026, 2, 1))
    gone = {"thing": thing, "on": TODAY, **told(world)}
    with pytest.raises(Refused, match="kepada siapa"):
        things.end(why="HANDED_OVER", **gone)
    things.end(why="HANDED_OVER", note="Kelompok RT 3", **gone)
    assert list(things.there(world.tailors)) == []
    assert list(things.gone(world.tailors)) == [thing]
    with pytest.raises(Refused, match="sudah tidak ada"):
        given(world, thing, name="Bu Sri")
    back = {"thing": thing, "by": world.by_adi, "at": NOW}
    things.bring_back(**back)
    assert things.there(world.tailors).get().kept_by[0].name == "Bu Sri"
    with pytest.raises(Refused):
        things.bring_back(**back)


def test_what_never_was_is_told_nowhere(world):
    things.end(thing=machine(world), on=TODAY, why="MISTAKE", **told(world))
    assert list(things.gone(world.tailors)) == []


NOT_A_THING = [
    (Facts(" "), "nama barang"),
    (Facts("Mesin", many=0), "1 sampai 500"),
    (Facts("Mesin", value_rp=0), "di atas Rp0"),
    (Facts("Mesin", received_on=date(2026, 3, 3)), "hari ini atau"),
]


@pytest.mark.parametrize(("facts", "says"), NOT_A_THING)
def test_what_cannot_be_is_refused(world, facts, says):
    with pytest.raises(Refused, match=says):
        things.add(group=world.tailors, facts=facts, **told(world))


BROKEN = [
    (Thing, "name = ''", "enterprise_thing_has_a_name"),
    (Thing, "many = 0", "enterprise_thing_is_at_least_one"),
    (Thing, "value_rp = 0", "enterprise_thing_is_worth_something"),
    (Thing, "source = 'STOLEN'", "enterprise_thing_source_known"),
    (Thing, "ended_on = '2026-03-01'", "enterprise_thing_ends_with_a_reason"),
    (Thing, "ended_why = 'LOST'", "enterprise_thing_ends_with_a_reason"),
    (Thing, "received_precision = 'MAYBE'", "enterprise_thing_precision_known"),
    (Thing, "owner_id = {wati}", "enterprise_thing_owner_is_a_member"),
    (Keeping, "name = ''", "enterprise_keeping_has_a_name"),
    (Keeping, "until = '2020-01-01'", "enterprise_keeping_ends_after_it_began"),
    (Check, "note = 'x'", "enterprise_check_append_only"),
    (Repair, "what = ''", "enterprise_repair_says_what_and_who"),
    (Repair, "cost_rp = 0", "enterprise_repair_costs_something"),
]


@pytest.mark.parametrize(("model", "change", "rule"), BROKEN)
def test_the_database_refuses_what_cannot_be(world, model, change, rule):
    thing, wati = machine(world), member(world)
    given(world, thing, wati)
    things.check(thing=thing, condition="GOOD", on=TODAY, **told(world))
    repairs.record(thing=thing, facts=repairs.Facts("Jarum", "Tono", TODAY), **told(world))
    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(f"UPDATE {model._meta.db_table} SET {change.format(wati=wati.pk)}")


def test_the_database_keeps_one_keeper_and_one_word_a_day(world):
    thing = machine(world)
    given(world, thing, name="Bu Sri")
    there = {"village": world.here, "thing": thing}
    with pytest.raises(IntegrityError), transaction.atomic():
        Keeping.objects.create(**there, name="Bu Ani", since=TODAY)
    Use.objects.create(**there, on=TODAY, used=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Use.objects.create(**there, on=TODAY, used=0)


def test_the_trail_tells_it_in_sentences(world):
    thing = machine(world)
    given(world, thing, member(world))
    things.check(thing=thing, condition="MEND", on=TODAY, **told(world))
    lines = AuditEntry.objects.filter(verb__startswith="enterprise.thing").order_by("pk")
    assert [sentence(line).partition(" ")[2] for line in lines] == [
        "mencatat barang Mesin jahit",
        "menyerahkan Mesin jahit untuk disimpan Wati",
        "memeriksa Mesin jahit: Perlu diperbaiki",
    ]


def test_the_chair_records_a_machine_and_all_that_happens_to_it(lastri, world):
    assert "Belum ada yang dicatat" in lastri.get(address(world, "things")).content.decode()
    page = send(lastri, world, "add_thing", name="Mesin jahit", many="1", source="GRANT")
    assert "Bantuan program atau dinas" in page.content.decode()
    thing, wati = Thing.objects.get(), member(world)
    page = send(lastri, world, "give_thing", thing.pk, keeper=wati.pk)
    slip = address(world, "hand_over_slip", thing.pk, Keeping.objects.get().pk)
    assert slip in page.content.decode()
    assert lastri.get(slip).content.startswith(b"%PDF-1.7")
    send(lastri, world, "check_thing", thing.pk, condition="MEND", note="Dinamo panas")
    pay = {"what": "Dinamo", "by_whom": "Pak Tono", "cost_rp": "75rb", "group_pays": "on"}
    page = send(lastri, world, "repair_thing", thing.pk, **pay).content.decode()
    assert "Rp75.000" in page
    assert "Menunggu bendahara" in page
    send(lastri, world, "note_use", **{f"used_{thing.pk}": "on"})
    assert "dipakai 1 dari 1 hari" in lastri.get(address(world, "things")).content.decode()
    page = send(lastri, world, "end_thing", thing.pk, why="LOST", note="Banjir").content.decode()
    assert address(world, "bring_back_thing", thing.pk) in page


def test_what_is_missing_is_asked_for_beside_its_field(lastri, world):
    thing = machine(world)
    for name, typed, says in (
        ("give_thing", {"keeper": "-"}, "Tulis siapa yang menyimpan"),
        ("repair_thing", {"what": "x", "by_whom": "y", "group_pays": "on"}, "berapa yang dibayar"),
        ("end_thing", {"why": "LOST"}, "Tulis singkat"),
        ("check_thing", {}, "Pilih keadaannya"),
    ):
        answer = send(lastri, world, name, thing.pk, **typed)
        assert answer.status_code == 422
        assert says in answer.content.decode()


def test_pages_ask_few_questions(lastri, world):
    for number in range(20):
        given(world, machine(world, f"Mesin {number}"), name="Bu Sri")
    with few_queries():
        lastri.get(address(world, "things"))
    with few_queries():
        lastri.get(address(world, "thing", Thing.objects.first().pk))


@pytest.mark.parametrize(("office", "status"), [("GROUP_MEMBER", 403), ("GROUP_OFFICER", 200)])
def test_members_read_and_officers_record(world, client, office, status):
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office(office), group=world.tailors)
    client.force_login(user)
    assert client.get(address(world, "things")).status_code == 200
    assert client.get(address(world, "add_thing")).status_code == status


def test_what_a_person_keeps_is_told_and_her_name_goes(world):
    from rembuk.enterprise import held
    from rembuk.people import residents
    from rembuk.people.residents import ResidentFacts

    facts = ResidentFacts(name="Wati Ningsih")
    who = residents.register(village=world.here, facts=facts, by=world.by_adi, at=NOW)
    joining = Joining(date(2026, 1, 5), resident=who)
    wati = members.join(group=world.tailors, joining=joining, **told(world))
    given(world, machine(world), wati)
    sections = held.told(world.here, [who.pk])
    assert dict(sections[1].rows[0])["Barang"] == "Mesin jahit"
    held.erase(world.here, [who.pk], NOW)
    assert "Wati" not in Keeping.objects.get().name
