"""From an agreement to a roster in force, as rules."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction

from rembuk.duty import absences, agreeing, carrying, holidays, records, rosters, swapping
from rembuk.duty.models import Absence, Consequence, Pair, Roster, Rule, Turn
from rembuk.duty.tests.scenes import NOW, TODAY
from rembuk.enterprise import members
from rembuk.enterprise.models import Leaving
from rembuk.lib.errors import Refused
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry

TOMORROW = TODAY + timedelta(days=1)


def counts(roster):
    return sorted(Counter(turn.holder.name for turn in roster.turns.all()).values())


def test_everybody_has_as_many_turns_as_the_others_and_it_is_proved(herd):
    herd.agree(people_a_day=2)
    roster = herd.roster(days=10)
    assert roster.state == Roster.State.IN_FORCE
    assert roster.spread_halves == 0
    assert counts(roster) == [5, 5, 5, 5]
    assert roster.first_on == TOMORROW
    assert records.load_of(herd.group, since=TODAY, until=roster.last_on) == {}
    assert [one.name for one in records.carriers_on(herd.group, TOMORROW)] == sorted(
        turn.holder.name for turn in roster.turns.filter(on=TOMORROW)
    )


def test_a_draft_holds_nobody(herd):
    herd.agree()
    draft = herd.ask()
    assert draft.state == Roster.State.DRAFT
    assert draft.turns.count() == 8
    assert not records.turns_of(herd.group).exists()
    with pytest.raises(Refused, match="masih menunggu"):
        herd.ask()
    rosters.put_aside(draft=draft, **herd.told())
    with pytest.raises(Refused):
        rosters.put_in_force(draft=draft, **herd.dated())


def test_who_is_away_has_no_turn_on_these_days_and_nobody_else_reads_why(herd):
    herd.agree(people_a_day=2)
    joko = herd.people["Joko"]
    away = {"first_on": TODAY, "last_on": TODAY + timedelta(days=4), "reason": "Berobat"}
    absence = absences.record(membership=joko, **away, **herd.told())
    herd.roster(days=8)
    assert all(turn.on > away["last_on"] for turn in herd.turns("Joko"))
    assert len(herd.turns("Joko")) == 4
    assert absences.reason_for(absence, herd.chair.user) == "Berobat"  # who wrote it down
    assert absences.reason_for(absence, herd.users["Joko"]) == "Berobat"
    assert absences.reason_for(absence, herd.users["Karto"]) == ""
    line = AuditEntry.objects.get(verb="duty.away")
    assert "Berobat" not in sentence(line)
    with pytest.raises(Refused):
        absences.record(membership=joko, **away, **herd.told())
    absences.withdraw(absence=absence, **herd.told())
    with pytest.raises(Refused):
        absences.withdraw(absence=absence, **herd.told())


def test_pairs_are_kept(herd):
    herd.agree(people_a_day=2)
    joko, karto, slamet, wiryo = herd.people.values()
    agreeing.pair(kind=Pair.Kind.APART, one=karto, other=joko, **herd.told())
    agreeing.pair(kind=Pair.Kind.TOGETHER, one=joko, other=slamet, **herd.told())
    roster = herd.roster(days=6)
    for n in range(6):
        people = {t.holder for t in roster.turns.filter(on=TOMORROW + timedelta(days=n))}
        assert people in ({joko, slamet}, {karto, wiryo})
    with pytest.raises(Refused):
        agreeing.pair(kind=Pair.Kind.APART, one=joko, other=karto, **herd.told())
    agreeing.unpair(agreed=agreeing.pairs(herd.group)[0], **herd.told())
    assert agreeing.pairs(herd.group).count() == 1


def test_a_roster_that_cannot_be_says_which_rule_to_ease(herd):
    herd.agree(people_a_day=2, at_most_turns=1, at_most_days=4)
    asked = herd.ask(days=8)
    assert asked.state == Roster.State.STUCK
    assert asked.stuck["day"] == (TOMORROW + timedelta(days=2)).isoformat()
    assert asked.stuck["ways"][0] == {
        "rule": "AT_MOST", "days": [], "pair": [], "turns": 2, "in_days": 4,
    }  # fmt: skip
    for name in ("Joko", "Karto", "Slamet"):
        absences.record(
            membership=herd.people[name], first_on=TOMORROW, last_on=TOMORROW, **herd.told()
        )
    again = herd.ask(days=8)
    assert again.stuck["ways"][0]["rule"] == "PRESENCE"
    assert again.stuck["ways"][0]["days"] == [TOMORROW.isoformat()]


def test_nothing_of_the_past_is_rewritten(herd):
    herd.agree(since=TODAY - timedelta(days=9))
    roster = herd.roster(days=8)
    assert rosters.next_first_on(herd.group, today=TODAY) == roster.last_on + timedelta(days=1)
    with pytest.raises(Refused, match="yang berlaku"):
        herd.ask(first_on=roster.last_on)
    with pytest.raises(Refused, match="hari ini"):
        herd.ask(first_on=TODAY - timedelta(days=1))
    following = herd.roster(days=8)
    assert following.first_on == roster.last_on + timedelta(days=1)


def test_a_draft_is_looked_at_again_before_it_holds(herd):
    herd.agree()
    draft = herd.ask()
    members.leave(
        membership=herd.people["Joko"], left_on=TODAY, why=Leaving.MOVED, by=herd.chair, at=NOW,
        today=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="Joko"):
        rosters.put_in_force(draft=draft, **herd.dated())


def test_what_was_carried_more_or_less_goes_into_the_next_roster(herd):
    herd.agree(consequence=Consequence.MAKE_UP)
    first = herd.roster(days=8)
    for turn in herd.turns("Joko"):
        herd.missed(turn)
    for turn in herd.turns("Karto"):
        herd.done(turn, doer="Wiryo")
    brought = carrying.carried(herd.group, before=first.last_on + timedelta(days=1))
    by_name = {name: brought[herd.people[name].pk] for name in herd.people}
    assert by_name == {"Joko": -3, "Karto": -3, "Slamet": 1, "Wiryo": 5}  # halves
    second = herd.roster(days=8)
    held = {name: len(herd.turns(name)) - 2 for name in herd.people}
    assert held == {"Joko": 3, "Karto": 3, "Slamet": 1, "Wiryo": 0} or sum(held.values()) == 8
    assert held["Joko"] == 3
    assert held["Wiryo"] <= 1
    assert second.carried == {str(herd.people[name].pk): by_name[name] for name in herd.people}


# What was agreed -> what Joko owes after missing both of his turns, in halves beside the others.
AFTER = [
    ({"consequence": Consequence.NOTHING}, 0),
    ({"consequence": Consequence.FINE, "fine_rp": 10_000}, 0),
    ({"consequence": Consequence.MAKE_UP}, -4),
    ({"consequence": Consequence.WEIGHT, "extra_weight": Fraction(1, 2)}, -6),
]


@pytest.mark.parametrize(("terms", "owed"), AFTER)
def test_what_follows_a_missed_turn_is_what_the_group_agreed(herd, terms, owed):
    decided = {"resolution": herd.decision()} if "fine_rp" in terms else {}
    herd.agree(**terms, **decided)
    roster = herd.roster(days=8)
    for turn in herd.turns("Joko"):
        herd.missed(turn)
    brought = carrying.carried(herd.group, before=roster.last_on + timedelta(days=1))
    others = {brought[herd.people[name].pk] for name in ("Karto", "Slamet", "Wiryo")}
    assert len(others) == 1
    assert brought[herd.people["Joko"].pk] - others.pop() == owed


def test_a_heavy_day_weighs_more(herd):
    rule = herd.agree(heavy_days=["6", "H"], heavy_weight=Fraction(3, 2))
    assert agreeing.weight_halves(rule, date(2026, 11, 29)) == 3  # a Sunday
    known = holidays.between(herd.group.village, first=date(2026, 8, 1), last=date(2026, 8, 31))
    assert agreeing.weight_halves(rule, date(2026, 8, 17), holidays=known) == 3  # on a Monday
    assert agreeing.weight_halves(rule, date(2026, 8, 18), holidays=known) == 2
    assert agreeing.weight_halves(rule, date(2026, 11, 30)) == 2
    herd.roster(days=8)
    assert Turn.objects.get(on=date(2026, 11, 29)).weight_halves == 3


REFUSED = [
    {"people_a_day": 0},
    {"at_most_turns": 2},
    {"at_most_turns": 7, "at_most_days": 7},
    {"heavy_days": ["6"], "heavy_weight": Fraction(4, 3)},
    {"heavy_days": ["6"], "heavy_weight": Fraction(1, 2)},
    {"consequence": Consequence.WEIGHT},
    {"consequence": Consequence.FINE, "fine_rp": 5_000},
    {"since": date(2026, 1, 1)},
]


@pytest.mark.parametrize("terms", REFUSED)
def test_an_agreement_that_makes_no_sense_is_refused(herd, terms):
    herd.agree()
    with pytest.raises(Refused):
        herd.agree(**terms)


def test_another_trade_names_its_duty(herd):
    herd.group.trade = "SEWING"
    herd.group.save()
    with pytest.raises(Refused):
        herd.agree()
    assert herd.agree(duty_name="Menyapu").title == "Jadwal: Menyapu"


def test_a_group_without_agreement_has_no_roster(herd):
    with pytest.raises(Refused):
        herd.ask()


BROKEN = [
    ("duty_roster", "last_on = '2020-01-01'", "ends_after_start"),
    ("duty_roster", "state = 'DRAFT'", "is_proved_and_decided"),
    ("duty_roster", "spread_halves = NULL", "is_proved_and_decided"),
    ("duty_turn", "weight_halves = 0", "weighs_something"),
    ("duty_absence", "last_on = '2020-01-01'", "ends_after_start"),
    ("duty_pair", "other_id = one_id", "of_two_in_order"),
    ("duty_pair", "kind = 'FRIENDS'", "kind_known"),
]


@pytest.mark.parametrize(("table", "change", "rule"), BROKEN)
def test_the_database_refuses_what_cannot_be(herd, table, change, rule):
    herd.agree()
    herd.roster()
    joko, karto = herd.people["Joko"], herd.people["Karto"]
    absences.record(membership=joko, first_on=TODAY, last_on=TODAY, **herd.told())
    agreeing.pair(kind=Pair.Kind.APART, one=joko, other=karto, **herd.told())
    with (
        pytest.raises(IntegrityError, match=f"{table}_{rule}"),
        transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(f"UPDATE {table} SET {change}")


def test_an_agreement_is_never_changed_and_nobody_has_two_turns_on_a_day(herd):
    herd.agree(people_a_day=2)
    roster = herd.roster(days=4)
    with pytest.raises(IntegrityError, match="duty_rule_append_only"), transaction.atomic():
        Rule.objects.update(people_a_day=1)
    one, other = roster.turns.filter(on=TOMORROW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.filter(pk=one.pk).update(holder=other.holder)
    assert not Absence.objects.exists()


def test_a_roster_ends_early_and_what_lies_between_the_members_is_carried_on(herd):
    herd.agree(people_a_day=2)
    roster = herd.roster(days=10)
    later = herd.turns("Joko")[-1]
    swap = herd.swap(later, swapping.to_offer(later, today=TODAY)[-1])
    last = TODAY + timedelta(days=3)
    told = {"ends": roster, "why": "Tiga orang keluar", **herd.dated()}
    for wrong, says in (
        ({"why": " "}, "Tulis alasannya"),
        ({"last_on": TODAY}, "Pilih hari terakhir"),
        ({"last_on": roster.last_on}, "Pilih hari terakhir"),
        ({"today": roster.last_on}, "sudah selesai"),
    ):
        with pytest.raises(Refused, match=says):
            rosters.end_early(**({"last_on": last} | told | wrong))
    rosters.end_early(last_on=last, **told)
    roster.refresh_from_db()
    assert (roster.last_on, roster.planned_last_on) == (last, TODAY + timedelta(days=10))
    assert {one.on for one in records.turns_of(herd.group)} == {
        TODAY + timedelta(days=n) for n in (1, 2, 3)
    }
    assert not swapping.waiting(herd.group, today=TODAY).filter(pk=swap.pk).exists()
    # Six turns of four people: two carried one more, and the next roster evens that out.
    brought = carrying.carried(herd.group, before=last + timedelta(days=1))
    assert sorted(brought.values()) == [-1, -1, 1, 1]
    after = herd.roster(days=3)
    assert after.first_on == last + timedelta(days=1)
    held = Counter(one.holder.name for one in records.turns_of(herd.group))
    assert set(held.values()) == {3}
    assert "mengakhiri jadwal" in sentence(AuditEntry.objects.get(verb="duty.roster_ended"))
    for wrong in ({"ended_why": ""}, {"planned_last_on": last}, {"state": "DROPPED"}):
        with pytest.raises(IntegrityError, match="ends_early_with_a_reason"), transaction.atomic():
            Roster.objects.filter(pk=roster.pk).update(**wrong)
