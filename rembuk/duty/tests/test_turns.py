"""What became of turns, and swaps: rules, the log, the strip, raw SQL."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from rembuk.cash import expected
from rembuk.cash.models import ExpectedMoney
from rembuk.duty import (
    absences,
    agreeing,
    carrying,
    fairness,
    marking,
    photos,
    records,
    swapping,
)
from rembuk.duty.fairness import PARTS, What
from rembuk.duty.models import Consequence, Mark, Pair, Swap, Turn, TurnPhoto
from rembuk.duty.tests.scenes import TODAY
from rembuk.enterprise.tests.drawn import picture
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.models import AuditEntry
from rembuk.villages.permissions import Office


class Undone(Exception):
    """Asked, and taken back."""


def test_a_member_marks_her_own_turn_and_nobody_elses(herd):
    herd.agree()
    herd.roster()
    mine, hers = herd.turns("Joko")[0], herd.turns("Karto")[0]
    mark = herd.done(mine, by=herd.member("Joko"))
    assert (mark.doer.name, mark.office) == ("Joko", Office.GROUP_MEMBER)
    with pytest.raises(Refused):
        herd.done(hers, by=herd.member("Joko"))
    with pytest.raises(Refused):
        herd.done(hers, by=Actor(herd.world.budi, Office.VILLAGE_HEAD))
    herd.done(hers, by=herd.member("Joko"), doer="Joko")  # she did it for another
    assert records.kept_one(hers).is_covered
    load = records.load_of(herd.group, since=TODAY, until=TODAY + timedelta(days=9))
    assert load == {herd.people["Joko"].pk: Fraction(2)}


def test_what_is_marked_is_marked_once_and_taking_back_stays_visible(herd):
    herd.agree()
    herd.roster()
    turn = herd.turns("Joko")[0]
    with pytest.raises(Refused):
        marking.done(turn=turn, **herd.dated())  # its day is to come
    mark = herd.done(turn)
    with pytest.raises(Refused):
        herd.missed(turn)
    with pytest.raises(Refused):
        marking.undo(mark=mark, **herd.told(herd.member("Karto")))
    marking.undo(mark=mark, **herd.told())
    with pytest.raises(Refused):
        marking.undo(mark=mark, **herd.told())
    herd.missed(turn)
    kinds = [one.kind for one in marking.history(turn)]
    assert sorted(kinds) == ["DONE", "MISSED", "UNDONE"]
    assert records.kept_one(turn).is_missed
    assert AuditEntry.objects.filter(verb__startswith="duty.").count() > 5


def test_a_mark_is_a_row_that_stays(herd):
    herd.agree()
    herd.roster()
    herd.done(herd.turns("Joko")[0])
    with pytest.raises(IntegrityError, match="duty_mark_append_only"), transaction.atomic():
        Mark.objects.update(kind="MISSED", doer=None)
    with pytest.raises(IntegrityError, match="duty_mark_append_only"), transaction.atomic():
        Mark.objects.all().delete()


def test_an_agreed_fine_waits_for_the_treasurer_until_the_mark_is_taken_back(herd):
    herd.agree(consequence=Consequence.FINE, fine_rp=10_000, resolution=herd.decision())
    herd.roster()
    mark = herd.missed(herd.turns("Joko")[0])
    one = ExpectedMoney.objects.get()
    assert (one.amount_rp, one.party, one.source) == (10_000, "Joko", "duty.fine")
    assert mark.fine == one
    marking.undo(mark=mark, **herd.told())
    assert expected.settled_one(one).state == expected.State.WITHDRAWN


def test_two_agree_to_swap_and_each_has_the_others_turn(herd):
    herd.agree()
    herd.roster()
    mine, theirs = herd.turns("Joko")[0], herd.turns("Karto")[0]
    swap = herd.swap(mine, theirs, by=herd.member("Joko"))
    assert records.kept_one(mine).turn.holder.name == "Joko"  # not before both agreed
    with pytest.raises(Refused):
        swapping.accept(swap=swap, **herd.dated(herd.member("Joko")))
    with pytest.raises(Refused):
        swapping.accept(swap=swap, **herd.dated(herd.member("Slamet")))
    swapping.accept(swap=swap, **herd.dated(herd.member("Karto")))
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.holder.name, mine.member.name) == ("Karto", "Joko")
    assert (theirs.holder.name, theirs.member.name) == ("Joko", "Karto")
    with pytest.raises(Refused):
        swapping.decline(swap=swap, **herd.dated(herd.member("Karto")))


def test_a_swap_may_be_refused_withdrawn_or_too_late(herd):
    herd.agree()
    herd.roster()
    mine, theirs = herd.turns("Joko")[0], herd.turns("Karto")[0]
    swap = herd.swap(mine, theirs)
    with pytest.raises(Refused):
        herd.swap(mine, herd.turns("Slamet")[0])  # one question at a time
    swapping.decline(swap=swap, **herd.dated(herd.member("Karto")))
    again = herd.swap(mine, theirs)
    swapping.withdraw(swap=again, **herd.told(herd.member("Joko")))
    third = herd.swap(mine, theirs)
    late = herd.dated(herd.member("Karto")) | {"today": max(mine.on, theirs.on)}
    with pytest.raises(Refused):
        swapping.accept(swap=third, **late)
    assert not swapping.waiting(herd.group, today=late["today"]).exists()


def _away(herd, mine, theirs):
    absences.record(membership=mine.holder, first_on=theirs.on, last_on=theirs.on, **herd.told())


def _apart(herd, mine, theirs):
    beside = records.turns_of(herd.group).filter(on=theirs.on).exclude(pk=theirs.pk).get()
    agreeing.pair(kind=Pair.Kind.APART, one=mine.holder, other=beside.holder, **herd.told())


def _done(herd, mine, theirs):
    herd.done(theirs)


@pytest.mark.parametrize("agreed", [_away, _apart, _done])
def test_a_swap_never_breaks_what_was_agreed(herd, agreed):
    herd.agree(people_a_day=2)
    herd.roster()
    mine = herd.turns("Joko")[0]
    theirs = next(
        turn for turn in swapping.to_offer(mine, today=TODAY) if turn.holder.name != "Joko"
    )
    agreed(herd, mine, theirs)
    with pytest.raises(Refused):
        herd.swap(mine, theirs)


def test_what_is_offered_may_be_asked_and_nothing_else(herd):
    """Also where somebody is away, and two must not meet: the list says what the rule says."""
    herd.agree(people_a_day=2)
    herd.roster(days=8)
    mine = herd.turns("Joko")[0]
    slamet, karto, joko = (herd.turns(name)[0].holder for name in ("Slamet", "Karto", "Joko"))
    days = {"first_on": mine.on, "last_on": mine.on, "reason": "Berobat"}
    absences.record(membership=slamet, **days, **herd.told())
    agreeing.pair(kind=Pair.Kind.APART, one=karto, other=joko, **herd.told())
    offered = {one.pk for one in swapping.to_offer(mine, today=TODAY)}
    for one in records.turns_of(herd.group):
        try:
            with transaction.atomic():
                herd.swap(mine, one)
                raise Undone
        except Undone:
            assert one.pk in offered, f"{one.holder}, {one.on} may be asked"
        except Refused:
            assert one.pk not in offered, f"{one.holder}, {one.on} is refused"
    assert offered


def test_a_swap_never_gives_more_turns_in_so_many_days_than_agreed(herd):
    """Four people, one turn a day each fourth day: two in three days are too many."""
    herd.agree(at_most_turns=1, at_most_days=3)
    herd.roster(days=12)
    found = {one.on: one.holder_id for one in records.turns_of(herd.group)}

    def fits(holder, leaves, takes):
        days = {on for on, one in found.items() if one == holder and on != leaves} | {takes}
        ordered = sorted(days)
        return all((later - one).days >= 3 for one, later in pairwise(ordered))

    mine = herd.turns("Joko")[1]
    others = [one for one in records.turns_of(herd.group) if one.holder != mine.holder]
    offered = {one.pk for one in swapping.to_offer(mine, today=TODAY)}
    tight = [
        one for one in others
        if not (fits(mine.holder_id, mine.on, one.on) and fits(one.holder_id, one.on, mine.on))
    ]  # fmt: skip
    assert tight
    assert offered == {one.pk for one in others} - {one.pk for one in tight}
    with pytest.raises(Refused, match="paling banyak 1 giliran dalam 3 hari"):
        herd.swap(mine, tight[0])
    free = next(one for one in others if one.pk in offered)
    swap = herd.swap(mine, free)
    swapping.accept(swap=swap, **herd.dated(herd.member(free.holder.name)))


def test_nobody_is_asked_to_swap_with_herself(herd):
    herd.agree()
    herd.roster()
    swap = herd.swap(herd.turns("Joko")[0], herd.turns("Karto")[0])
    with pytest.raises(IntegrityError, match="duty_swap_is_between_two"), transaction.atomic():
        Swap.objects.filter(pk=swap.pk).update(asked=swap.asker)
    with pytest.raises(IntegrityError, match="answered_with_its_moment"), transaction.atomic():
        Swap.objects.filter(pk=swap.pk).update(answer="YES")


def test_a_turn_is_done_with_a_photo_that_only_the_group_sees(herd):
    herd.agree()
    herd.roster()
    turn, to_come = herd.turns("Joko")
    told = herd.dated(herd.member("Joko"))
    with pytest.raises(Refused, match="ketua"):
        photos.add(
            turn=turn, picture=picture(), **herd.dated(herd.member("Karto")) | {"today": turn.on}
        )
    with pytest.raises(Refused):
        photos.add(turn=to_come, picture=picture(), **told | {"today": turn.on})
    told["today"] = turn.on
    one = photos.add(turn=turn, picture=picture(), **told)
    assert records.kept_one(turn).is_done
    for _more in range(2):
        photos.add(turn=turn, picture=picture(), **told)
    with pytest.raises(Refused, match="3 foto"):
        photos.add(turn=turn, picture=picture(), **told)
    with pytest.raises(Refused, match="ketua"):
        photos.remove(photo=one, **herd.told(herd.member("Karto")))
    photos.remove(photo=one, **herd.told(herd.member("Joko")))
    assert photos.of(turn).count() == 2
    with pytest.raises(IntegrityError, match="duty_turnphoto_kept_has_bytes"), transaction.atomic():
        TurnPhoto.objects.filter(removed_at__isnull=True).update(picture=b"")


def test_the_strip_is_the_log(herd):
    """T17: every number is the list behind it, the same for all, and the parts are the whole."""
    herd.agree(people_a_day=2)
    roster = herd.roster(days=10)
    joko, karto = herd.turns("Joko"), herd.turns("Karto")
    herd.done(joko[0])
    herd.done(joko[1], doer="Wiryo")
    herd.missed(karto[0])
    free = next(t for t in swapping.to_offer(karto[-1], today=TODAY) if t.holder.name == "Slamet")
    swap = herd.swap(karto[-1], free)
    swapping.accept(swap=swap, **herd.dated(herd.member("Slamet")))
    today = TODAY + timedelta(days=5)
    every = fairness.turns_of_roster(roster)
    found = fairness.strips(roster, every, people=herd.people.values(), today=today)
    assert [one.member.name for one in found] == sorted(herd.people)
    for one in found:
        assert one.numbers[What.HELD] == sum(one.numbers[part] for part in PARTS)
    total = {what: sum(one.numbers[what] for one in found) for what in What}
    assert total[What.HELD] == Turn.objects.filter(live=True).count() == 20
    assert total[What.DONE] + total[What.COVERED] == Mark.objects.filter(kind="DONE").count()
    assert total[What.COVERED] == total[What.HELPED] == 1
    assert total[What.MISSED] == 1
    assert total[What.SWAPPED] == 4  # two turns, seen from both sides
    assert {tuple(one.numbers) for one in found} == {tuple(What)}


@given(
    brought=st.dictionaries(st.integers(1, 6), st.integers(-9, 9)),
    earned=st.dictionaries(st.integers(1, 6), st.integers(-4, 40), min_size=1),
    took_part=st.sets(st.integers(1, 6), min_size=1),
)
def test_what_lies_between_members_is_carried_on_and_nothing_else(brought, earned, took_part):
    people = sorted(took_part)
    after = carrying.after(brought, took_part=people, earned=earned)
    before = {one: brought.get(one, 0) + earned.get(one, 0) for one in people}
    for one in people:
        for other in people:
            assert after[one] - after[other] == before[one] - before[other]
    total = sum(after[one] for one in people)
    assert 0 <= total < len(people)  # the level is 0, rounded down
