"""Goats come, bear, fall ill, leave: what is refused, and what the book says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from rembuk.herd import animals, births, events, fathers, pen, stockbook
from rembuk.herd.births import Litter
from rembuk.herd.events import Told
from rembuk.herd.models import Animal, Event, Kind, Sex
from rembuk.herd.pen import AgeClass
from rembuk.herd.tests.pens import BEGAN, SIGNED, TODAY, came, happened, kidded
from rembuk.lib.errors import Refused
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry, Known

MAY, AUGUST = date(2024, 5, 6), date(2024, 8, 6)


def numbers(group, day=TODAY):
    return {sex: n for sex, n in stockbook.on(group, day=day).items() if n}


def test_a_doe_does_not_kid_twice_within_the_days_she_carries(goats):
    doe = came(goats, "B1", on=date(2023, 1, 10))
    kidded(doe, MAY)
    for near in (MAY + timedelta(days=141), MAY - timedelta(days=141), MAY):
        with pytest.raises(Refused, match="paling sedikit 142 hari"):
            kidded(doe, near)
    assert Event.objects.filter(kind=Kind.KIDDED).count() == 1
    later = MAY + timedelta(days=142)
    kidded(doe, later)
    row = Event.objects.get(kind=Kind.KIDDED, happened_on=later)
    with pytest.raises(Refused, match="melahirkan"):
        births.move(kidded=row, on=MAY + timedelta(days=20), stillborn=0, signed=SIGNED)
    births.move(kidded=row, on=later + timedelta(days=1), stillborn=0, signed=SIGNED)


def test_nineteen_goats_and_what_became_of_them(goats):
    does = [came(goats, f"B{number}") for number in range(17)]
    [came(goats, f"J{number}", sex=Sex.MALE) for number in range(2)]
    for doe in does[:3]:
        happened(doe, Kind.DIED, MAY)
    kidded(does[4], MAY, females=2, males=1, stillborn=1)
    happened(does[5], Kind.DIED, MAY, cause="KIDDING")
    assert numbers(goats, BEGAN) == {"F": 17, "M": 2}
    assert numbers(goats) == {"F": 15, "M": 3}
    book = stockbook.book(goats, since=date(2024, 2, 1), until=TODAY)
    assert (book.opening, book.closing, book.total, book.stillborn) == ([17, 2], [15, 3], 18, 1)
    assert [(line.kind, line.numbers) for line in book.lines] == [
        (Kind.BORN, [2, 1]), (Kind.DIED, [4, 0]),
    ]  # fmt: skip


def test_what_is_corrected_or_taken_back_counts_no_more(goats):
    doe = came(goats, "B1")
    died = happened(doe, Kind.DIED, MAY)
    again = events.correct(
        event=died, told=Told(Kind.DIED, date(2024, 6, 1), cause="AGE"), signed=SIGNED
    )
    assert numbers(goats, date(2024, 5, 31)) == {"F": 1}
    assert numbers(goats) == {}
    events.take_back(event=again, why="Tertukar dengan B2", signed=SIGNED)
    assert numbers(goats) == {"F": 1}
    for late in (died, again):
        with pytest.raises(Refused, match="sudah membetulkan"):
            events.take_back(event=late, why="Lagi", signed=SIGNED)
    assert Event.objects.filter(animal=doe).count() == 4


def test_a_kidding_taken_back_takes_its_kids_back(goats):
    doe = came(goats, "B1")
    kids = kidded(doe, MAY, females=1, males=1)
    row = Event.objects.get(kind=Kind.KIDDED)
    happened(kids[0], Kind.WEANED, MAY + timedelta(days=90))
    with pytest.raises(Refused, match="Batalkan itu dulu"), transaction.atomic():
        events.take_back(event=row, why="Salah induk", signed=SIGNED)
    assert numbers(goats) == {"F": 2, "M": 1}
    events.take_back(event=Event.objects.get(kind=Kind.WEANED), why="Belum", signed=SIGNED)
    events.take_back(event=row, why="Salah induk", signed=SIGNED)
    assert numbers(goats) == {"F": 1}
    doe.refresh_from_db()
    animals.correct(animal=doe, facts=animals.Facts(sex=Sex.MALE, tag="B1"), signed=SIGNED)


def test_a_kidding_on_another_day_moves_its_kids(goats):
    doe = came(goats, "B1")
    (kid,) = kidded(doe, MAY)
    day = MAY - timedelta(days=2)
    row = births.move(
        kidded=Event.objects.get(kind=Kind.KIDDED), on=day, stillborn=1, signed=SIGNED
    )
    kid.refresh_from_db()
    assert kid.born_on == day
    born = Event.objects.get(kind=Kind.BORN, corrected_by__isnull=True)
    assert (born.litter, born.happened_on) == (row, day)
    births.add_kid(kidded=row, sex=Sex.MALE, signed=SIGNED)
    assert numbers(goats) == {"F": 2, "M": 1}


# What is told of the buck J1, the doe B1 or the kid C1, born in May -> what to do instead.
REFUSED = [
    ("B1", Told(Kind.ILL, TODAY + timedelta(days=1)), "hari ini atau hari sebelumnya"),
    ("B1", Told(Kind.ILL, BEGAN - timedelta(days=1)), "datang 10 Januari 2024"),
    ("J1", Told(Kind.KIDDED, MAY), "jantan"),
    ("J1", Told(Kind.MATED, MAY), "jantan"),
    ("B1", Told(Kind.DIED, MAY), "Pilih sebab matinya"),
    ("B1", Told(Kind.WEIGHED, MAY), "Tulis berat atau lingkar dada"),
    ("B1", Told(Kind.BOUGHT, MAY), "sudah ada di buku"),
    ("C1", Told(Kind.ILL, MAY - timedelta(days=1)), "lahir 6 Mei 2024"),
    ("B1", Told(Kind.SOLD, BEGAN), "ada catatan"),
    ("B2", Told(Kind.SOLD, TODAY), "tidak ada lagi di kandang sejak 7 Mei 2024: Mati"),
    ("B2", Told(Kind.ILL, TODAY), "tidak ada lagi di kandang"),
]


@pytest.mark.parametrize(("tag", "told", "says"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(goats, tag, told, says):
    came(goats, "J1", sex=Sex.MALE)
    gone = came(goats, "B2")
    happened(gone, Kind.DIED, date(2024, 5, 7))
    births.record(dam=came(goats, "B1"), litter=Litter(MAY, 1), signed=SIGNED, tags=["C1"])
    animal = Animal.objects.get(tag=tag)
    before = Event.objects.count()
    with pytest.raises(Refused, match=says):
        events.record(animal=animal, told=told, signed=SIGNED)
    assert Event.objects.count() == before


def test_late_notes_of_a_dead_goat_are_taken(goats):
    doe = came(goats, "B1")
    happened(doe, Kind.DIED, MAY)
    happened(doe, Kind.ILL, MAY - timedelta(days=3), note="Batuk")
    happened(doe, Kind.TREATED, MAY, medicine="Obat cacing")


def test_a_treated_goat_is_slaughtered_only_to_who_knows(goats):
    doe = came(goats, "B1")
    happened(doe, Kind.TREATED, MAY, medicine="Oksitetrasiklin", withdrawal_days=14)
    with pytest.raises(Refused, match="sebelum 21 Mei 2024"):
        happened(doe, Kind.SLAUGHTERED, MAY + timedelta(days=14))
    happened(doe, Kind.SLAUGHTERED, MAY + timedelta(days=14), knows_withdrawal=True)
    other = came(goats, "B2")
    happened(other, Kind.TREATED, MAY, medicine="Oksitetrasiklin", withdrawal_days=14)
    happened(other, Kind.SLAUGHTERED, MAY + timedelta(days=15))


PARENTS = [
    ({"dam": "J1"}, "jantan"),
    ({"sire": "B1"}, "betina"),
    ({"dam": "B1", "born_on": date(2020, 1, 1)}, "belum lahir"),
    ({"sire": "J1", "other_sire": "J1", "sire_certainty": "ONE_OF"}, "dua pejantan yang berbeda"),
    ({"sire": "J1", "sire_certainty": "ONE_OF"}, "kedua pejantan"),
    ({"tag": "b1"}, "sudah dipakai|yang lain"),
    ({"tag": " "}, "nomor telinga"),
]


@pytest.mark.parametrize(("told", "says"), PARENTS)
def test_parents_who_cannot_be_are_refused(goats, told, says):
    young = date(2023, 1, 1)
    there = {
        "B1": came(goats, "B1", born_on=young),
        "J1": came(goats, "J1", sex=Sex.MALE, born_on=young),
    }
    facts = {"tag": "C1", **told}
    named = {key: there.get(value, value) for key, value in facts.items() if key != "tag"}
    with pytest.raises(Refused, match=says):
        came(goats, facts["tag"], **named)


YOUNG = [(Kind.WEANED, 13, "masih perlu menyusu"), (Kind.MATED, 0, "terlalu muda untuk kawin")]


@pytest.mark.parametrize(("kind", "days", "says"), YOUNG)
def test_a_newborn_is_neither_weaned_nor_mated(goats, kind, days, says):
    (kid,) = kidded(came(goats, "B1"), MAY)
    with pytest.raises(Refused, match=says):
        happened(kid, kind, MAY + timedelta(days=days))
    happened(kid, Kind.WEANED, MAY + timedelta(days=14))
    happened(kid, Kind.MATED, date(2024, 8, 6))  # three months after


def test_a_buck_of_a_day_covers_nobody_and_of_a_month_alone_nothing_is_said(goats):
    doe = came(goats, "B1")
    kids = kidded(doe, MAY, females=0, males=1)
    with pytest.raises(Refused, match="terlalu muda untuk kawin"):
        happened(doe, Kind.MATED, date(2024, 8, 5), sire=kids[0])
    young = came(goats, "B2", on=date(2024, 5, 1), born_on=MAY, born_precision=Known.MONTH)
    happened(young, Kind.MATED, date(2024, 6, 1))


def test_nobody_is_born_before_the_mother_nor_descends_from_himself(goats):
    old = came(goats, "B1", born_on=date(2024, 1, 1))
    with pytest.raises(Refused, match="lahir"):
        kidded(old, date(2023, 12, 30))
    first = came(goats, "B2")
    second = came(goats, "B3", dam=first)
    third = came(goats, "B4", dam=second)
    facts = animals.Facts(sex=Sex.FEMALE, tag="B2", dam=third)
    with pytest.raises(Refused, match="keturunan dirinya"), transaction.atomic():
        animals.correct(animal=first, facts=facts, signed=SIGNED)
    with pytest.raises(Refused, match="cempe sendiri"):
        animals.correct(
            animal=second,
            facts=animals.Facts(sex=Sex.MALE, tag="B3", dam=first),
            signed=SIGNED,
        )


def test_classes_on_any_day(goats):
    doe = came(goats, "B1")
    (kid,) = kidded(doe, MAY)
    october = date(2024, 10, 6)
    found = {head.animal: head.age_class for head in pen.heads(goats, on=MAY)}
    assert found == {doe: AgeClass.DAM, kid: AgeClass.KID}
    before = pen.heads(goats, on=MAY - timedelta(days=1))
    assert [(head.animal, head.age_class) for head in before] == [(doe, AgeClass.DOELING)]
    classes = {head.animal: (head.age_class, head.months) for head in pen.heads(goats, on=october)}
    assert classes[kid] == (AgeClass.DOELING, 5)


def test_the_father_follows_from_the_matings(goats):
    doe = came(goats, "B1")
    bucks = [came(goats, f"J{n}", sex=Sex.MALE) for n in range(3)]
    assert fathers.likely(doe, on=AUGUST)[0] is None
    happened(doe, Kind.MATED, AUGUST - timedelta(days=100), sire=bucks[2])
    happened(doe, Kind.MATED, AUGUST - timedelta(days=150), sire=bucks[0])
    assert fathers.likely(doe, on=AUGUST) == (bucks[0], None, "KNOWN")
    happened(doe, Kind.MATED, AUGUST - timedelta(days=148), sire=bucks[1])
    sire, other, sure = fathers.likely(doe, on=AUGUST)
    assert ({sire, other}, sure) == (set(bucks[:2]), "ONE_OF")


def test_the_trail_tells_it_in_sentences(goats):
    doe = came(goats, "B1")
    events.take_back(event=happened(doe, Kind.ILL, MAY), why="Sehat", signed=SIGNED)
    animals.correct(animal=doe, facts=animals.Facts(sex=Sex.FEMALE, tag="KMB-1"), signed=SIGNED)
    lines = AuditEntry.objects.filter(verb__startswith="herd.").order_by("pk")
    told = [sentence(line) for line in lines]
    assert "kambing B1, 10 Januari 2024: Datang sebagai bantuan" in told[0]
    assert "membatalkan catatan kambing B1: Sakit" in told[2]
    assert "KMB-1" in told[3]


def test_a_day_that_is_known_by_its_month_refuses_nothing_in_that_month(goats):
    facts = animals.Facts(sex=Sex.FEMALE, tag="B1")
    coming = animals.Coming(Kind.GRANTED, date(2024, 5, 1), Known.MONTH)
    doe = animals.add(group=goats, facts=facts, coming=coming, signed=SIGNED)
    happened(doe, Kind.ILL, MAY)
    with pytest.raises(Refused, match="datang"):
        happened(doe, Kind.ILL, date(2024, 4, 30))


E = "INSERT INTO herd_event SELECT {columns} FROM herd_event WHERE kind = '{kind}'"
BROKEN = [
    ("UPDATE herd_animal SET tag = '', looks = ''", "herd_animal_can_be_told_apart"),
    ("UPDATE herd_animal SET sex = 'X'", "herd_animal_sex_known"),
    ("UPDATE herd_animal SET dam_id = id WHERE sex = 'F'", "herd_animal_is_not_its_own_parent"),
    ("UPDATE herd_animal SET dam_certainty = 'LIKELY'", "herd_animal_dam_certainty_known"),
    ("UPDATE herd_animal SET dam_certainty = 'ONE_OF'", "herd_animal_dam_certainty_known"),
    ("UPDATE herd_animal SET sire_certainty = 'ONE_OF'", "herd_animal_one_of_two_sires"),
    ("UPDATE herd_animal SET born_precision = 'X'", "herd_animal_born_precision_known"),
    ("UPDATE herd_animal SET sex = 'M' WHERE tag = 'B1'", "herd_animal_mother_stays_female"),
    (
        (
            "UPDATE herd_animal SET dam_id = (SELECT id FROM herd_animal WHERE tag = 'J1')"
            " WHERE tag = 'B2'"
        ),
        "herd_animal_dam_has_the_other_sex_u",
    ),
    (
        (
            "UPDATE herd_animal SET sire_id = (SELECT id FROM herd_animal WHERE tag = 'B1')"
            " WHERE tag = 'B2'"
        ),
        "herd_animal_sire_has_the_other_sex_u",
    ),
    ("UPDATE herd_event SET happened_on = '2024-01-01'", "herd_event_append_only"),
    ("DELETE FROM herd_event", "herd_event_append_only"),
]


@pytest.mark.parametrize(("statement", "constraint"), BROKEN)
def test_the_database_refuses_what_cannot_be(goats, statement, constraint):
    came(goats, "B2")
    came(goats, "J1", sex=Sex.MALE)
    kidded(came(goats, "B1"), MAY)
    with (
        pytest.raises(IntegrityError, match=constraint), transaction.atomic(),
        connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(statement)


def row(animal, kind, on=TODAY, **more):
    return Event(
        village=animal.village, group=animal.group, animal=animal, kind=kind, happened_on=on,
        recorded_at=SIGNED.at, **more,
    )  # fmt: skip


ROWS = [
    ({"kind": "SOLD"}, "B2", "herd_event_leaves_once"),
    ({"kind": "SOLD", "price_rp": 1}, "B1", "herd_event_sold_in_a_sale"),
    ({"kind": "BOUGHT"}, "B1", "herd_event_comes_once"),
    ({"kind": "KIDDED"}, "J1", "herd_event_only_does_kid"),
    ({"kind": "CHECKED"}, "J1", "herd_event_only_does_kid"),
    ({"kind": "DIED"}, "B1", "herd_event_death_has_a_cause"),
    ({"kind": "HUNGRY"}, "B1", "herd_event_kind_known"),
    ({"kind": "ILL", "precision": "X"}, "B1", "herd_event_precision_known"),
    ({"kind": "ILL", "stillborn": 1}, "B1", "herd_event_only_kidding_has_stillborn"),
    ({"kind": "WEIGHED"}, "B1", "herd_event_weighed_says_how_much"),
    ({"kind": "WEIGHED", "kg": 0}, "B1", "herd_event_kg_above_nought"),
    ({"kind": "WEIGHED", "girth_cm": 0}, "B1", "herd_event_girth_above_nought"),
    ({"kind": "BOUGHT", "price_rp": 0}, "B3", "herd_event_price_above_nought"),
    ({"kind": "KEPT", "kids_keeper": 2, "kids_of": 1}, "B1", "herd_event_keepers_share_is_a_share"),
    ({"kind": "TAKEN_BACK", "note": "x"}, "B1", "herd_event_taken_back_with_a_reason"),
    ({"kind": "ILL", "corrects": "of another"}, "B1", "herd_event_corrects_the_same_animal"),
    ({"kind": "ILL", "corrects": "corrected"}, "B2", "herd_event_corrected_once|corrects_id"),
    ({"kind": "MATED", "sire": "B1"}, "B2", "herd_event_sire_is_male"),
    ({"kind": "NURSED"}, "B1", "herd_event_only_nursed_has_a_nurse"),
    ({"kind": "ILL", "nurse": "B3"}, "B1", "herd_event_only_nursed_has_a_nurse"),
    ({"kind": "NURSED", "nurse": "B1"}, "B1", "herd_event_nurse_is_another"),
    ({"kind": "NURSED", "nurse": "J1"}, "B1", "herd_event_nurse_is_a_doe"),
    ({"kind": "DEFECT"}, "B1", "herd_event_only_a_defect_has_one"),
    ({"kind": "MENDED", "defect": "BENT"}, "B1", "herd_event_only_a_defect_has_one"),
    ({"kind": "ILL", "defect": "LAME"}, "B1", "herd_event_only_a_defect_has_one"),
    ({"kind": "DEFECT", "defect": "OTHER"}, "B1", "herd_event_another_defect_says_which"),
    ({"kind": "GIVEN"}, "B2", "herd_event_leaves_once"),
    ({"kind": "CAME"}, "B1", "herd_event_comes_once"),
    ({"kind": "ILL", "litter": "of another"}, "B1", "herd_event_only_kids_have_a_litter"),
]


@pytest.mark.parametrize(("told", "tag", "constraint"), ROWS)
def test_no_row_comes_past_the_database(goats, told, tag, constraint):
    there = {one: came(goats, one, sex="M" if one == "J1" else "F") for one in ("B1", "B2", "J1")}
    there["B3"] = animals.put(group=goats, facts=animals.Facts(sex="F", tag="B3"))
    died = happened(there["B2"], Kind.DIED, MAY)
    ill = happened(there["B2"], Kind.ILL, MAY)
    events.correct(event=ill, told=Told(Kind.ILL, MAY, note="Batuk"), signed=SIGNED)
    meant = {"of another": died, "corrected": ill, **there}
    named = {key: meant.get(value, value) for key, value in told.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row(there[tag], **named).save(force_insert=True)


def test_no_kid_is_added_to_a_birth_that_was_moved_meanwhile(goats):
    doe = came(goats, "B1")
    kidded(doe, MAY)
    row = Event.objects.get(kind=Kind.KIDDED)
    births.move(kidded=row, on=MAY + timedelta(days=4), stillborn=0, signed=SIGNED)
    stale = Event.objects.get(pk=row.pk)
    with pytest.raises(Refused, match="sudah"):
        births.add_kid(kidded=stale, sex=Sex.FEMALE, signed=SIGNED)


def test_nobody_descends_from_himself_by_either_buck(goats):
    one, other = (came(goats, tag, sex=Sex.MALE) for tag in ("A", "C"))
    young = came(goats, "X", sex=Sex.MALE)
    animals.correct(
        animal=young,
        facts=animals.Facts(
            sex=Sex.MALE, tag="X", sire=one, other_sire=other, sire_certainty="ONE_OF"
        ),
        signed=SIGNED,
    )
    with pytest.raises(Refused, match="keturunan dirinya"):
        animals.correct(
            animal=one,
            facts=animals.Facts(
                sex=Sex.MALE, tag="A", sire=other, other_sire=young, sire_certainty="ONE_OF"
            ),
            signed=SIGNED,
        )
