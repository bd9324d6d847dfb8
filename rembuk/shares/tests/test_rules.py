"""The rule book: versions by date, each with a decision, read in plain words."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Facts, Somebody
from rembuk.lib.errors import Refused
from rembuk.shares import percents, rules, wording
from rembuk.shares.models import Rule
from rembuk.shares.rules import Terms
from rembuk.shares.tests.conftest import NOW, SINCE, TODAY


def record(tailors, decision, since=SINCE, **terms):
    return rules.record(
        group=tailors.group, terms=Terms(**terms), since=since, resolution=decision,
        by=tailors.chair, at=NOW,
    )  # fmt: skip


def test_each_day_has_the_version_of_then(tailors, decision):
    first = record(tailors, decision)
    second = record(tailors, decision, since=date(2026, 3, 1), cash_part=1000)
    asked = [date(2025, 12, 31), SINCE, date(2026, 2, 28), date(2026, 3, 1), TODAY]
    found = [rules.in_force(tailors.group, on=day) for day in asked]
    assert found == [None, first, first, second, second]
    rules.drop(rule=second, why="Salah tulis", by=tailors.chair, at=NOW)
    assert rules.in_force(tailors.group, on=TODAY) == first
    with pytest.raises(Refused):
        rules.drop(rule=second, why="lagi", by=tailors.chair, at=NOW)
    record(tailors, decision, since=date(2026, 3, 1))


REFUSED = [
    ({"cash_part": 6000, "reserve_part": 4001}, "100 persen"),
    ({"by_equal": 9999}, "100 persen"),
    ({"by_equal": 10_000, "by_duty": 1}, "100 persen"),
    ({"since": date(2025, 12, 31)}, "berlaku mundur"),
]


@pytest.mark.parametrize(("told", "says"), REFUSED)
def test_what_is_no_rule_is_told_why(tailors, decision, told, says):
    with pytest.raises(Refused, match=says):
        record(tailors, decision, **told)


def test_one_version_begins_on_a_day_and_it_is_the_groups_own_decision(tailors, decision):
    record(tailors, decision)
    with pytest.raises(Refused, match="hari lain"):
        record(tailors, decision)
    tailors.group.pk, mine = tailors.world.weavers_there.pk, tailors.group.pk
    with pytest.raises(Refused, match="Pilih keputusan rapatnya"):
        record(tailors, decision, since=TODAY)
    tailors.group.pk = mine


BROKEN = [
    ({"cash_part": 9000, "reserve_part": 1001}, "parts_fit_the_whole"),
    ({"by_equal": 9000}, "weighings_are_the_whole"),
    ({"unit_rp": 7}, "rounds_to_a_unit"),
    ({"belonging": "MAYBE"}, "says_who"),
    ({"dropped_why": "x"}, "dropped_with_a_reason"),
]


@pytest.mark.parametrize(("wrong", "rule"), BROKEN)
def test_the_database_refuses_it_too(tailors, decision, wrong, rule):
    one = record(tailors, decision)
    with pytest.raises(IntegrityError, match=f"shares_rule_{rule}"), transaction.atomic():
        Rule.objects.filter(pk=one.pk).update(**wrong)


def test_no_version_without_a_decision(tailors, decision):
    one = record(tailors, decision)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.filter(pk=one.pk).update(resolution=None)


def test_no_decision_of_another_village_stands_behind_a_rule(tailors, decision):
    one = record(tailors, decision)
    world = tailors.world
    facts = Facts(SINCE, "Rapat", present=[Somebody("Dewi")])
    held = meetings.record(
        group=world.weavers_there, facts=facts, by=tailors.chair, at=NOW, today=TODAY
    )
    theirs = resolutions.agree(meeting=held, text="Lain", by=tailors.chair, at=NOW)
    with pytest.raises(IntegrityError, match="same_village"), transaction.atomic():
        Rule.objects.filter(pk=one.pk).update(resolution=theirs)


def test_a_version_is_read_in_plain_words(tailors, decision):
    one = record(tailors, decision, cash_part=1000, by_equal=7000, by_duty=3000, unit_rp=500)
    told = wording.sentences(one)
    assert told[0] == "Pertama, 10 persen dari jumlah itu tinggal di kas kelompok."
    assert "70 persen sama rata, 30 persen menurut giliran" in told[1]
    assert "ke bawah per Rp500" in told[2]


def test_two_versions_beside_each_other_show_what_differs(tailors, decision):
    one = record(tailors, decision)
    other = record(tailors, decision, since=TODAY, cash_part=250)
    assert [(row.one, row.other) for row in wording.compared(one, other) if row.differs] == [
        ("–", "2,5%")
    ]


@pytest.mark.parametrize(
    ("typed", "part"),
    [("2,5", 250), ("2.5", 250), ("10", 1000), (" 10 % ", 1000), ("0,05", 5), ("2,555", None),
     ("-1", None), ("satu", None), ("", None), ("1.000,5", None)],
)  # fmt: skip
def test_percents_are_read_as_people_write_them(typed, part):
    assert percents.hundredths(typed) == part
