"""An arisan from its first round to its end: rules, and what the database refuses past them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from rembuk.arisan import arisans, drawing, handing, paying, rounds
from rembuk.arisan.arisans import Taking, Terms
from rembuk.arisan.models import Arisan, Draw, Ending, HandedOver, Paid, Seat, Way
from rembuk.arisan.tests.scene import a_day_later, begun, paid
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor

SALT = "ab" * 16
WON = 2  # what is left of its SHA-256 divided by three, worked out elsewhere


def told(cast, by=None):
    return {"by": by or cast.treasurer, "at": cast.at, "today": cast.today}


def drawn(cast, one, number, word="kenanga"):
    draw = drawing.begin(arisan=one, number=number, salt=SALT, **told(cast))
    drawing.sign(draw=draw, word=word, by=cast.chair, at=cast.at)
    return draw


def standing(cast, one):
    return rounds.standing(one, on=cast.today)


def test_everybody_gives_each_wins_once_and_the_sums_come_out(cast):
    one = begun(cast, first=-14)
    for number in (1, 2, 3):
        paid(cast, one, number)
        draw = drawn(cast, one, number)
        assert handing.hand_over(draw=draw, on=cast.today, **told(cast)).amount_rp == 150_000
    found = standing(cast, one)
    assert sorted(turn.winner.number for turn in found.rounds) == [1, 2, 3]
    assert (found.now, found.owed, found.is_round) == (None, [], True)
    assert [given.number for given in HandedOver.objects.order_by("number")] == [1, 2, 3]
    arisans.end(arisan=one, kind=Ending.Kind.ROUND, **told(cast, cast.chair))
    with pytest.raises(Refused):
        paid(cast, one, 1)


def test_who_missed_owes_and_what_she_gives_late_goes_to_who_won(cast):
    one = begun(cast, first=-7)
    first, *others = standing(cast, one).seats
    paying.record(arisan=one, number=1, seats=others, on=cast.today, **told(cast))
    draw = drawn(cast, one, 1)
    handing.hand_over(draw=draw, on=cast.today, **told(cast))
    assert standing(cast, one).owed == [(first, 50_000)]
    paying.record(arisan=one, number=1, seats=[first], on=cast.today, **told(cast))
    again = handing.hand_over(draw=draw, on=cast.today, **told(cast))
    assert (again.amount_rp, again.number) == (50_000, 2)
    assert standing(cast, one).owed == []


def test_a_round_of_today_is_owed_from_tomorrow_on(cast):
    one = begun(cast, first=0)
    assert standing(cast, one).owed_rp == 0
    assert standing(a_day_later(cast), one).owed_rp == 150_000


# Rhythm, first day, the days of the first three rounds: a month's day never drifts.
DAYS = [
    ("WEEKLY", date(2026, 1, 31), ["2026-01-31", "2026-02-07", "2026-02-14"]),
    ("FORTNIGHTLY", date(2026, 1, 31), ["2026-01-31", "2026-02-14", "2026-02-28"]),
    ("MONTHLY", date(2026, 1, 31), ["2026-01-31", "2026-02-28", "2026-03-31"]),
]


@pytest.mark.parametrize(("rhythm", "first_on", "days"), DAYS)
def test_the_days_of_the_rounds(rhythm, first_on, days):
    one = Arisan(rhythm=rhythm, first_on=first_on)
    assert [rounds.due_on(one, number).isoformat() for number in (1, 2, 3)] == days


def test_nobody_draws_alone_and_the_draw_can_be_worked_out_again(cast):
    one = begun(cast)
    draw = drawing.begin(arisan=one, number=1, salt=SALT, **told(cast))
    with pytest.raises(Refused, match="began"):
        drawing.sign(draw=draw, word="kenanga", by=cast.treasurer, at=cast.at)
    with pytest.raises(Refused, match="three letters"):
        drawing.sign(draw=draw, word="ya", by=cast.chair, at=cast.at)
    won = drawing.sign(draw=draw, word="  Kenanga ", by=cast.chair, at=cast.at)
    assert won.number == drawing.winner(SALT, "kenanga", numbers=[1, 2, 3]) == 1 + WON
    with pytest.raises(Refused):
        drawing.sign(draw=draw, word="melati", by=cast.facilitator, at=cast.at)


@given(st.lists(st.integers(1, 100), min_size=1, unique=True), st.text(min_size=3))
def test_a_draw_always_names_one_of_them_and_the_same_again(numbers, word):
    assert drawing.winner(SALT, word, numbers=numbers) in numbers
    assert drawing.winner(SALT, word, numbers=numbers) == drawing.winner(
        SALT, word, numbers=numbers
    )


def test_each_of_them_is_drawn_about_as_often():
    numbers = [2, 5, 7, 9]
    won = [drawing.winner(SALT, f"kata {word}", numbers=numbers) for word in range(4_000)]
    assert all(900 < won.count(number) < 1_100 for number in numbers)


def test_with_lots_neither_of_the_two_may_be_the_winner(cast):
    one = begun(cast, way=Way.LOTS)
    seat = Seat.objects.get(number=1)
    seat.resident = resident_of(cast, cast.chair)
    seat.save()
    seat.refresh_from_db()
    draw = drawing.begin(arisan=one, number=1, seat=standing(cast, one).seats[0], **told(cast))
    with pytest.raises(Refused, match="your own turn"):
        drawing.sign(draw=draw, by=cast.chair, at=cast.at)
    drawing.sign(draw=draw, by=cast.facilitator, at=cast.at)
    with pytest.raises(Refused, match="not had a turn"):
        drawing.begin(arisan=one, number=2, seat=standing(cast, one).seats[0], **told(cast))


def resident_of(cast, actor):
    from rembuk.people import residents
    from rembuk.people.residents import ResidentFacts

    made = residents.register(
        village=cast.village, facts=ResidentFacts(name="Karto"), by=cast.facilitator, at=cast.at
    )
    made.user = actor.user
    made.save(update_fields=["user"])
    return made


def test_a_mistake_is_taken_back_in_order_and_stays_visible(cast):
    one = begun(cast)
    given = paid(cast, one, 1)[0]
    draw = drawn(cast, one, 1)
    handed = handing.hand_over(draw=draw, on=cast.today, **told(cast))
    by = {"by": cast.treasurer, "at": cast.at}
    for work, row in ((paying.take_back, {"paid": given}), (drawing.take_back, {"draw": draw})):
        with pytest.raises(Refused, match="handed over"):
            work(why="Keliru", **row, **by)
    with pytest.raises(Refused, match="Write why"):
        handing.take_back(handed=handed, why=" ", **by)
    handing.take_back(handed=handed, why="Salah orang", **by)
    drawing.take_back(draw=draw, why="Kata terdengar salah", **by)
    paying.take_back(paid=given, why="Belum bayar", **by)
    found = standing(cast, one)
    assert (found.rounds[0].winner, len(found.rounds[0].paid)) == (None, 2)
    assert drawn(cast, one, 1, word="melati").seat is not None
    assert Draw.objects.filter(withdrawn_at__isnull=False).count() == 1


REFUSED = [
    ("too early", lambda c, o: drawing.begin(arisan=o, number=3, **told(c)), "one after"),
    ("not begun", lambda c, o: paid(c, o, 3), "has not begun"),
    ("twice", lambda c, o: (paid(c, o, 1), paid(c, o, 1)), "already"),
    ("nobody", lambda c, o: paying.record(
        arisan=o, number=1, seats=[], on=c.today, **told(c)), "Tap who"),
    ("to come", lambda c, o: paying.record(
        arisan=o, number=1, seats=[], on=c.today + timedelta(days=1), **told(c)), "earlier day"),
    ("not round", lambda c, o: arisans.end(
        arisan=o, kind="ROUND", **told(c)), "not had a turn"),
    ("why", lambda c, o: arisans.end(arisan=o, kind="STOPPED", **told(c)), "why it ends"),
    ("was paid", lambda c, o: (paid(c, o, 1), arisans.end(
        arisan=o, kind="MISTAKE", why="Keliru", **told(c))), "paid already"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "work", "says"), REFUSED, ids=[one[0] for one in REFUSED])
def test_what_is_refused(cast, what, work, says):
    one = begun(cast, first=-1)
    with pytest.raises(Refused, match=says):
        work(cast, one)


def test_an_arisan_needs_two_shares_a_sum_and_a_place(cast):
    terms = Terms("Arisan RT", 20_000, cast.today, kept_where="Kaleng")
    with pytest.raises(Refused, match="takes part"):
        arisans.begin(group=cast.group, terms=terms, people=[Taking("Wati")], **told(cast))
    two = [Taking("Wati", shares=2)]
    made = arisans.begin(group=cast.group, terms=terms, people=two, **told(cast))
    assert [seat.name for seat in standing(cast, made).seats] == ["Wati", "Wati"]
    nowhere = Terms("Arisan RT", 20_000, cast.today, kept_where=" ")
    with pytest.raises(Refused, match="kept"):
        arisans.begin(group=cast.group, terms=nowhere, people=two, **told(cast))


BROKEN = [
    ("UPDATE arisan_arisan SET share_rp = 1", "arisan_arisan_append_only"),
    ("UPDATE arisan_paid SET round = 2", "arisan_paid_stays"),
    ("DELETE FROM arisan_paid", "arisan_paid_never_deleted"),
    ("UPDATE arisan_handedover SET amount_rp = 1", "arisan_handedover_stays"),
    ("DELETE FROM arisan_handedover", "arisan_handedover_never_deleted"),
    ("DELETE FROM arisan_seat", "arisan_seat_never_deleted"),
    ("UPDATE arisan_seat SET number = number + 10", "arisan_seat_stays"),
    ("UPDATE arisan_seat SET name = ''", "arisan_seat_is_somebodys"),
    (
        "UPDATE arisan_draw SET withdrawn_at = at, withdrawn_why = 'x'",
        "arisan_draw_taken_back_first",
    ),
    ("UPDATE arisan_draw SET word = 'lain'", "arisan_draw_stays_signed"),
    ("UPDATE arisan_draw SET signed_by_id = by_id", "arisan_draw_signed_by_two"),
    ("UPDATE arisan_draw SET salt = 'lain'", "arisan_draw_stays"),
    ("UPDATE arisan_paid SET withdrawn_at = at", "arisan_paid_withdrawn_with_a_reason"),
    ("UPDATE arisan_handedover SET withdrawn_at = at", "arisan_handed_withdrawn_with_a_reason"),
]


@pytest.mark.parametrize(("sql", "rule"), BROKEN, ids=[one[1] for one in BROKEN])
def test_the_database_refuses_it_past_our_functions(cast, sql, rule):
    one = begun(cast)
    paid(cast, one, 1)
    handing.hand_over(draw=drawn(cast, one, 1), on=cast.today, **told(cast))
    with (
        pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as do,
    ):  # fmt: skip
        do.execute(sql)


def test_nobody_wins_twice_and_no_pot_goes_unsigned(cast):
    one = begun(cast)
    paid(cast, one, 1)
    won = drawn(cast, one, 1)
    waits = drawing.begin(arisan=one, number=2, salt=SALT, **told(cast))
    made = {"village": cast.village, "arisan": one, "at": cast.at, "on": cast.today}
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=waits.pk).update(
            seat=won.seat, word="x", signed_at=cast.at, signed_by=cast.chair.user
        )
    with pytest.raises(IntegrityError, match="signed_draw"), transaction.atomic():
        HandedOver.objects.create(draw=waits, number=9, amount_rp=1, **made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paid.objects.create(seat=won.seat, round=1, **made)


def test_the_winner_does_not_hand_herself_the_pot(cast):
    one = begun(cast)
    paid(cast, one, 1)
    draw = drawn(cast, one, 1)
    draw.seat.resident = resident_of(cast, cast.treasurer)
    draw.seat.save()
    with pytest.raises(Refused, match="another officer"):
        handing.hand_over(draw=draw, on=cast.today, **told(cast))
    assert handing.hand_over(draw=draw, on=cast.today, **told(cast, Actor(cast.chair.user)))
