"""Wages for pieces and money that goes back: the treasurer is asked once, and decides."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import approving, expected, lines
from rembuk.cash.expected import State
from rembuk.cash.purposes import Way
from rembuk.enterprise import owed
from rembuk.ledger import reading
from rembuk.ledger.models import Pending
from rembuk.ledger.posting import Signed
from rembuk.lib.errors import Refused
from rembuk.villages import tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests import races, stories
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import orders, payments, rates, wages, work
from rembuk.workshop.models import Payment, Wage, WorkOutput
from rembuk.workshop.tests.test_orders import NOW, TODAY, booked, open_purse, said, taken
from rembuk.workshop.tests.test_work import done, member, sewing

FIRST, LAST = TODAY.replace(day=1), TODAY.replace(day=31)


@pytest.fixture
def wati(world):
    """Wati sewed seven, and one more that was not good."""
    wati = member(world)
    done(world, wati, sewing(world), 8, rejected=1, on=TODAY)
    return wati


def asked(world, since=FIRST, until=LAST):
    return wages.ask(group=world.tailors, since=since, until=until, **said(world))


def work_back(world, pk):
    output = WorkOutput.objects.of(world.here).get(pk=pk)
    return work.take_back(output=output, by=world.by_adi, at=NOW)


def due_rp(world):
    return wages.of(world.tailors, since=FIRST, until=LAST).due_rp


def test_no_rate_is_set_for_days_whose_wages_were_asked_for(world, wati):
    asked(world)
    told = {"operation": rates.operations(world.tailors).get(), "rate_rp": 15_000}
    with pytest.raises(Refused, match="sudah diminta"):
        rates.change(**told, since=TODAY, by=world.by_adi, at=NOW)
    rates.change(**told, since=TODAY + timedelta(days=1), by=world.by_adi, at=NOW)


def test_each_piece_is_asked_for_once(world, wati):
    assert due_rp(world) == 84_000
    (wage,) = asked(world)
    money = wage.expected
    assert (wage.amount_rp, money.way, money.purpose) == (84_000, Way.OUT, "wages")
    for since, until in ((FIRST, LAST), (TODAY, TODAY), (FIRST, LAST + timedelta(days=40))):
        with pytest.raises(Refused, match="sudah diminta"):
            asked(world, since, until)
    done(world, wati, WorkOutput.objects.get().operation, 2, on=TODAY)
    assert [one.amount_rp for one in asked(world)] == [24_000]
    assert due_rp(world) == 0


def test_who_leaves_is_told_what_her_pieces_still_pay(world, wati):
    group, slug = world.tailors, world.here.slug
    month = f"{reverse('workshop:work', args=[slug, group.pk])}?month={FIRST:%Y-%m}"
    (one,) = owed.of(wati, today=TODAY)
    assert (one.amount_rp, one.url) == (84_000, month)
    assert "belum diminta" in one.told
    (wage,) = asked(world)
    (one,) = owed.of(wati, today=TODAY)
    assert (one.amount_rp, one.url) == (84_000, month)
    assert "menunggu bendahara" in one.told
    expected.withdraw(one=wage.expected, why="Salah", by=world.by_adi, at=NOW)
    assert "belum diminta" in owed.of(wati, today=TODAY)[0].told
    assert owed.of(member(world, "Sri"), today=TODAY) == []


def test_what_the_treasurer_says_no_to_is_asked_again(world, wati):
    (wage,) = asked(world)
    output = WorkOutput.objects.get()
    with pytest.raises(Refused, match="diminta membayar"):
        work.take_back(output=output, by=world.by_adi, at=NOW)
    expected.withdraw(one=wage.expected, why="Salah hitung", by=world.by_adi, at=NOW)
    assert due_rp(world) == 84_000
    (again,) = asked(world)
    output.refresh_from_db()
    assert output.wage == again
    expected.withdraw(one=again.expected, why="Salah lagi", by=world.by_adi, at=NOW)
    output.refresh_from_db()
    assert work.take_back(output=output, by=world.by_adi, at=NOW).wage is None


def test_work_without_a_wage_waits_for_one(world):
    wati = member(world)
    late = sewing(world, since=TODAY + timedelta(days=1))
    done(world, wati, late, 5, on=TODAY)
    with pytest.raises(Refused):
        asked(world)


def test_the_database_pays_no_piece_by_two_sums(world, wati):
    (one,) = asked(world)
    other = Wage.objects.get(pk=one.pk)
    other.pk, other._state.adding = one.pk + 1, True
    money = {"by": world.by_adi, "at": NOW, "today": TODAY}
    done(world, wati, WorkOutput.objects.get().operation, 2, on=TODAY)
    (other,) = wages.ask(group=world.tailors, since=FIRST, until=LAST, **money)
    mine = WorkOutput.objects.filter(wage=one)
    with pytest.raises(IntegrityError, match="workshop_workoutput_paid_once"), transaction.atomic():
        mine.update(wage=other)
    with pytest.raises(IntegrityError, match="workshop_workoutput_paid_once"), transaction.atomic():
        mine.update(wage=None)  # and by the other one after that
    rule = "workshop_workoutput_paid_for_what_counts"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        mine.update(withdrawn_at=NOW)
    for wrong, rule in (
        ({"amount_rp": 0}, "workshop_wage_of_a_sum"),
        ({"until": FIRST - timedelta(days=1)}, "workshop_wage_ends_after_it_began"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Wage.objects.filter(pk=one.pk).update(**wrong)


def test_a_booked_down_payment_goes_back_when_the_treasurer_pays_it(world):
    book, order = open_purse(world), taken(world)
    (down,) = payments.of(order)
    booked(world, book, down)
    with pytest.raises(Refused, match="lebih dari"), transaction.atomic():
        orders.call_off(order=order, why="Sekolah batal", back_rp=500_001, **said(world))
    step = orders.call_off(order=order, why="Sekolah batal", back_rp=400_000, **said(world))
    (_down, back) = payments.of(order)
    assert (back.payment.kind, back.settled.state) == (Payment.Kind.BACK, State.WAITS)
    assert payments.booked_rp(payments.of(order)) == 500_000
    booked(world, book, back)
    assert payments.booked_rp(payments.of(order)) == 100_000
    assert reading.balance_of(book, "4201") == 100_000  # less sales, no cost
    with pytest.raises(Refused, match="Bendahara sudah mencatat"):
        orders.take_back(step=step, by=world.by_adi, at=NOW)


def test_a_call_off_that_is_taken_back_takes_the_refund_along(world):
    book, order = open_purse(world), taken(world)
    booked(world, book, payments.of(order)[0])
    step = orders.call_off(order=order, why="Sekolah batal", back_rp=500_000, **said(world))
    orders.take_back(step=step, by=world.by_adi, at=NOW)
    assert payments.of(order)[1].settled.state == State.WITHDRAWN


@pytest.mark.parametrize("more", [1, 90])
def test_wages_whose_line_is_taken_back_free_their_pieces(world, wati, more):
    """Also of a large sum, whose line is that of what a second person was asked."""
    done(world, wati, WorkOutput.objects.get().operation, more, on=TODAY)
    book, (wage,) = open_purse(world), asked(world)
    booked(world, book, payments.of(taken(world, down_rp=1_700_000))[0])  # money to pay from
    signed = Signed(Actor(user=world.rina, office=Office.TREASURER), NOW, uuid4())
    made = expected.book(one=wage.expected, book=book, on=TODAY, signed=signed, today=TODAY)
    if isinstance(made, Pending):
        told = {"asked_hash": made.asked_hash, "by": world.by_adi, "at": NOW, "today": TODAY}
        made = approving.approve(asked=made, **told)
    rule = "workshop_workoutput_paid_once"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        WorkOutput.objects.update(wage=None)
    other = Signed(world.by_adi, NOW, uuid4())
    lines.take_back(
        book=book, number=made.sequence, reason="Keliru", signed=other, today=TODAY
    )  # fmt: skip
    (again,) = asked(world)
    assert {output.wage for output in WorkOutput.objects.all()} == {again}


def pressed(world, work):
    """Do it as a request does; a refusal is an answer like any other."""
    try:
        with tenancy.inside(world.here):
            return work()
    except Refused as refusal:
        return str(refusal)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pieces_are_asked_for_while_some_are_taken_back(transactional_db, tmp_path):
    world = stories.world()
    with tenancy.inside(world.here):
        wati, seam = member(world), sewing(world)
        rows = [done(world, wati, seam, 1, on=TODAY) for _piece in range(4)]

    def work(number):
        if number % 2:
            return pressed(world, partial(asked, world))
        return pressed(world, partial(work_back, world, rows[number // 2].pk))

    with races.shared_by_threads(tmp_path):
        outcomes = races.at_once(work, times=6)
    with tenancy.inside(world.here):
        asked_rp = sum(one.amount_rp for one in Wage.objects.all())
        paid = WorkOutput.objects.filter(wage__isnull=False, withdrawn_at__isnull=True).count()
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert asked_rp == 12_000 * paid


def test_the_chair_asks_for_the_wages_of_a_month(lastri, world):
    wati, seam = member(world), sewing(world)
    done(world, wati, seam, 7, on=timezone.localdate())
    at = [world.here.slug, world.tailors.pk]
    url, page = reverse("workshop:ask_wages", args=at), reverse("workshop:work", args=at)
    assert url in lastri.get(page).content.decode()
    assert "Rp84.000" in lastri.get(url).content.decode()
    month = f"?month={timezone.localdate():%Y-%m}"
    answer = lastri.post(url + month, {"request_id": uuid4()}, follow=True)
    told = answer.content.decode()
    assert "Menunggu" in told
    assert url not in told
    again = lastri.post(url + month, {"request_id": uuid4()})
    assert again.status_code == 422
    with few_queries():
        lastri.get(page)
    with few_queries():
        lastri.get(url)


def test_the_chair_says_what_goes_back(lastri, world):
    book, order = open_purse(world), taken(world, ready=timezone.localdate())
    url = reverse("workshop:call_off_order", args=[world.here.slug, world.tailors.pk, order.pk])
    assert "back_rp" not in lastri.get(url).content.decode()  # nothing is booked yet
    booked(world, book, payments.of(order)[0])
    assert 'value="500000"' in lastri.get(url).content.decode().replace(".", "")
    typed = {"request_id": uuid4(), "why": "Sekolah batal"}
    assert lastri.post(url, {**typed, "back_rp": "900rb"}).status_code == 422
    assert lastri.post(url, {**typed, "back_rp": "500rb"}, follow=True).status_code == 200
    assert payments.of(order)[1].payment.amount_rp == 500_000
