"""Orders as rules: asked for, ordered, sewn, handed over, paid when Rina has booked it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.cash import expected, lines, purse
from rembuk.cash.expected import State
from rembuk.enterprise import products
from rembuk.ledger.posting import Signed
from rembuk.lib.errors import Refused
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry
from rembuk.villages.permissions import Office
from rembuk.workshop import customers, orders, payments, stages
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import Customer, Order, OrderLine, OrderStep, Payment, Stage
from rembuk.workshop.orders import Line, Terms

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
READY = date(2026, 3, 20)
UNIFORMS = [Line("Seragam SD", 20, 85_000, "M")]


def said(world, **more: Any) -> dict[str, Any]:
    return {"by": world.by_adi, "at": NOW, "today": TODAY, **more}


def taken(world, *, down_rp=500_000, name="SDN 1 Sumber Rejo", ready=READY, things=UNIFORMS):
    terms = Terms(ready, down_rp)
    return orders.take(
        group=world.tailors, customer=Buyer(name), lines=things, terms=terms, **said(world)
    )


def asked(world, name="Bu Sumiati", **more):
    things = [Line("Kebaya", 1)]
    return orders.enquire(
        group=world.tailors, customer=Buyer(name), lines=things, **said(world, **more)
    )


def moved(world, order, *steps):
    for step in steps:
        orders.move(order=order, to=step, **said(world))
    return order


def handed_over(world, order, *, paid_rp):
    orders.move(order=order, to=Stage.DELIVERED, paid_rp=paid_rp, **said(world))
    return order


def open_purse(world):
    rina = Actor(user=world.rina, office=Office.TREASURER)
    signed = Signed(by=rina, at=NOW, request_id=uuid4())
    beginning = purse.Beginning(date(2026, 1, 1), 0, 5_000_000)
    return purse.open_purse(group=world.tailors, beginning=beginning, signed=signed, today=TODAY)


def booked(world, book, told):
    """Rina books money that was expected."""
    rina = Actor(user=world.rina, office=Office.TREASURER)
    signed = Signed(by=rina, at=NOW, request_id=uuid4())
    one = told.payment.expected
    return expected.book(one=one, book=book, on=TODAY, signed=signed, today=TODAY)


def test_an_order_goes_from_asking_to_handing_over(world):
    order = asked(world)
    assert stages.stage_of(order) == Stage.ENQUIRY
    (line,) = order.lines.all()
    terms = Terms(READY, 0, {line.pk: 250_000})
    orders.offer(order=order, terms=terms, **said(world))
    orders.place(order=order, terms=Terms(READY, 100_000), **said(world))
    moved(world, order, Stage.CUTTING, Stage.SEWING, Stage.FITTING, Stage.SEWING, Stage.DELIVERED)
    one = stages.standing(order)
    assert [step.kind for step in one.steps] == [
        "ENQUIRY", "OFFER", "ORDERED", "CUTTING", "SEWING", "FITTING", "SEWING", "DELIVERED",
    ]  # fmt: skip
    assert (one.stage, one.total_rp, one.pieces) == (Stage.DELIVERED, 250_000, 1)


def test_it_is_paid_when_rina_has_booked_all_of_it(world):
    book = open_purse(world)
    order = taken(world)
    moved(world, order, Stage.SEWING)
    orders.pay(order=order, amount_rp=200_000, **said(world))
    handed_over(world, order, paid_rp=1_000_000)
    told = payments.of(order)
    assert [(one.payment.kind, one.payment.amount_rp) for one in told] == [
        ("DOWN", 500_000), ("PART", 200_000), ("REST", 1_000_000),
    ]  # fmt: skip
    assert payments.booked_rp(told) == 0
    for one in told:
        booked(world, book, one)
    assert payments.booked_rp(payments.of(order)) == 1_700_000
    assert payments.sums_of(order).left_rp == 0


def test_a_down_payment_is_earned_when_the_order_is_handed_over(world):
    book, order = open_purse(world), taken(world)
    told = {"since": TODAY, "until": TODAY}
    assert payments.advances(world.tailors, **told) == 0
    booked(world, book, payments.of(order)[0])
    assert payments.advances(world.tailors, **told) == 500_000
    handed_over(world, order, paid_rp=0)
    assert payments.advances(world.tailors, **told) == 0


def test_what_rina_takes_back_is_left_to_pay_again(world):
    book = open_purse(world)
    order = taken(world)
    entry = booked(world, book, payments.of(order)[0])
    assert payments.sums_of(order).left_rp == 1_200_000
    rina = Actor(user=world.rina, office=Office.TREASURER)
    lines.take_back(
        book=book, number=entry.sequence, reason="Uangnya palsu.",
        signed=Signed(by=rina, at=NOW, request_id=uuid4()), today=TODAY,
    )  # fmt: skip
    assert payments.sums_of(order).left_rp == 1_700_000


# What happened to an order, and whether the next step may follow.
FOLLOWS = [
    ([], Stage.DELIVERED, True),
    ([Stage.FITTING], Stage.CUTTING, True),
    ([Stage.SEWING], Stage.SEWING, False),
    ([Stage.DELIVERED], Stage.SEWING, False),
]


@pytest.mark.parametrize(("before", "to", "may"), FOLLOWS)
def test_which_step_may_follow_which(world, before, to, may):
    order = moved(world, taken(world), *before)
    if may:
        moved(world, order, to)
        assert stages.stage_of(order) == to
    else:
        with pytest.raises(Refused, match="buka lagi"):
            moved(world, order, to)


def test_an_enquiry_is_not_sewn_and_a_call_off_says_why(world):
    order = asked(world)
    with pytest.raises(Refused):
        moved(world, order, Stage.SEWING)
    with pytest.raises(Refused, match="Tulis mengapa"):
        orders.call_off(order=order, why=" ", **said(world))
    orders.call_off(order=order, why="Terlalu mahal", **said(world))
    with pytest.raises(Refused):
        orders.place(order=order, terms=Terms(READY), **said(world))


def test_an_offer_is_changed_until_it_is_ordered(world):
    order = asked(world)
    (line,) = order.lines.all()
    for price in (250_000, 225_000):
        orders.offer(order=order, terms=Terms(READY, 0, {line.pk: price}), **said(world))
    assert stages.standing(order).total_rp == 225_000
    orders.place(order=order, terms=Terms(READY), **said(world))
    with pytest.raises(Refused, match="buka lagi"):
        orders.offer(order=order, terms=Terms(READY, 0, {line.pk: 1}), **said(world))


def test_calling_off_lets_nobody_expect_what_is_not_booked(world):
    book = open_purse(world)
    order = taken(world)
    booked(world, book, payments.of(order)[0])
    orders.pay(order=order, amount_rp=100_000, **said(world))
    orders.call_off(order=order, why="Sekolah tutup", **said(world))
    states = [one.settled.state for one in payments.of(order)]
    assert states == [State.BOOKED, State.WITHDRAWN]


def test_the_last_step_is_taken_back_with_the_money_it_brought(world):
    order = handed_over(world, moved(world, taken(world), Stage.SEWING), paid_rp=1_200_000)
    done = stages.standing(order).last
    orders.take_back(step=done, by=world.by_adi, at=NOW)
    assert stages.stage_of(order) == Stage.SEWING
    assert [one.settled.state for one in payments.of(order)] == [State.WAITS, State.WITHDRAWN]
    with pytest.raises(Refused, match="bukan langkah terakhir"):
        orders.take_back(step=done, by=world.by_adi, at=NOW)
    handed_over(world, order, paid_rp=1_200_000)
    assert sum(one.payment.amount_rp for one in payments.of(order) if one.counts) == 1_700_000


def test_an_order_called_off_by_mistake_stands_as_before(world):
    """What waited is expected again; what she had booked stays, what goes back does not."""
    book, order = open_purse(world), taken(world)
    booked(world, book, payments.of(order)[0])
    orders.pay(order=order, amount_rp=100_000, **said(world))
    dropped = orders.pay(order=order, amount_rp=70_000, **said(world)).expected
    expected.withdraw(one=dropped, why="Tidak jadi", by=world.by_adi, at=NOW)
    for _time in range(2):
        step = orders.call_off(order=order, why="Keliru", back_rp=500_000, **said(world))
        assert payments.sums_of(order).left_rp == 1_700_000
        orders.take_back(step=step, by=world.by_adi, at=NOW)
    told = payments.of(order)
    assert [(one.payment.amount_rp, one.settled.state) for one in told if one.counts] == [
        (500_000, State.BOOKED), (100_000, State.WAITS),
    ]  # fmt: skip
    assert payments.sums_of(order).left_rp == 1_100_000


def test_a_step_whose_money_is_booked_stays(world):
    book = open_purse(world)
    order = handed_over(world, taken(world), paid_rp=1_200_000)
    booked(world, book, payments.of(order)[1])
    with pytest.raises(Refused, match="Bendahara sudah mencatat"):
        orders.take_back(step=stages.standing(order).last, by=world.by_adi, at=NOW)


def test_how_it_began_is_not_taken_back(world):
    with pytest.raises(Refused, match="awal pesanan"):
        orders.take_back(step=stages.standing(asked(world)).last, by=world.by_adi, at=NOW)


REFUSED = [
    ({"name": " "}, "siapa yang memesan"),
    ({"things": []}, "apa yang dipesan"),
    ({"things": [Line(" ", 1, 5)]}, "apa yang dipesan"),
    ({"things": [Line("K", 0, 5)]}, "berapa banyak"),
    ({"things": [Line("K", 100_001, 5)]}, "berapa banyak"),
    ({"things": [Line("K", 1, -5)]}, "di atas Rp0"),
    ({"things": [Line("K", 1)]}, "Isi harga"),
    ({"down_rp": 1_700_001}, "lebih kecil"),
    ({"down_rp": -1}, "lebih kecil"),
    ({"ready": TODAY - timedelta(days=1)}, "hari sesudahnya"),
]


@pytest.mark.parametrize(("told", "says"), REFUSED)
def test_what_cannot_be_ordered_is_told_and_leaves_nothing(world, told, says):
    with pytest.raises(Refused, match=says):
        taken(world, **told)
    assert not Order.objects.exists()
    assert not Payment.objects.exists()


def test_numbers_are_counted_in_each_group(world):
    first, second = taken(world), asked(world)
    there = orders.enquire(
        group=world.weavers_there, customer=Buyer("Siti"), lines=[Line("Sarung", 1)],
        **said(world, by=REMBUK),
    )  # fmt: skip
    assert (first.number, second.number, there.number) == (1, 2, 1)


def test_a_product_gives_name_and_price(world):
    facts = products.Facts("Seragam SD", price_rp=85_000)
    uniform = products.add(group=world.tailors, facts=facts, by=world.by_adi, at=NOW)
    order = taken(world, things=[Line("apa saja", 2, product=uniform)], down_rp=0)
    (line,) = order.lines.all()
    assert (line.what, line.price_rp, line.total_rp) == ("Seragam SD", 85_000, 170_000)
    assert payments.of(order) == []


def test_more_than_is_left_is_not_asked_for(world):
    order = taken(world)
    with pytest.raises(Refused, match="lebih dari sisanya"):
        orders.pay(order=order, amount_rp=1_200_001, **said(world))


def test_what_is_not_paid_when_it_is_handed_over_stays_owed_until_it_is(world):
    order = handed_over(world, taken(world), paid_rp=0)
    (owed,) = payments.unpaid(world.tailors)
    sums = owed.sums
    assert (sums.left_rp, sums.waiting_rp, sums.booked_rp) == (1_200_000, 500_000, 0)
    orders.pay(order=order, amount_rp=1_200_000, **said(world))
    assert payments.unpaid(world.tailors) == []
    assert not payments.sums_of(order).is_paid, "the treasurer has booked nothing"
    never_came = payments.of(order)[1].payment.expected
    expected.withdraw(one=never_came, why="Belum datang", by=world.by_adi, at=NOW)
    assert [owed.one.order.pk for owed in payments.unpaid(world.tailors)] == [order.pk]


def test_what_was_paid_before_or_after_is_no_part_of_the_handing_over(world):
    order = taken(world)
    orders.pay(order=order, amount_rp=100_000, **said(world))
    later = {**said(world), "at": NOW + timedelta(minutes=1)}
    step = orders.move(order=order, to=Stage.DELIVERED, paid_rp=300_000, **later)
    orders.pay(order=order, amount_rp=200_000, **{**later, "at": NOW + timedelta(minutes=2)})
    orders.take_back(step=step, by=world.by_adi, at=NOW + timedelta(minutes=3))
    assert payments.sums_of(order).waiting_rp == 500_000 + 100_000 + 200_000


def test_a_down_payment_expected_anew_goes_with_the_step_it_came_with(world):
    order = asked(world)
    (line,) = order.lines.all()
    terms = Terms(READY, 100_000, {line.pk: 250_000})
    orders.place(order=order, terms=terms, **said(world))
    later = {**said(world), "at": NOW + timedelta(minutes=1)}
    off = orders.call_off(order=order, why="Keliru", **later)
    orders.take_back(step=off, by=world.by_adi, at=NOW + timedelta(minutes=2))
    ordered = stages.standing(order).last
    orders.take_back(step=ordered, by=world.by_adi, at=NOW + timedelta(minutes=3))
    assert [one for one in payments.of(order) if one.counts] == []
    orders.place(order=order, terms=terms, **said(world))
    assert payments.sums_of(order).waiting_rp == 100_000


def test_more_than_is_left_is_not_paid_when_it_is_handed_over(world):
    order = taken(world)
    with pytest.raises(Refused, match="lebih dari sisanya"):
        handed_over(world, order, paid_rp=1_200_001)


def test_another_day_is_promised_and_the_old_one_is_kept(world):
    order = taken(world)
    orders.promise(order=order, ready_on=date(2026, 4, 1), **said(world))
    told = sentence(AuditEntry.objects.get(verb="workshop.order_promised"))
    assert "1 April 2026" in told
    with pytest.raises(Refused):
        orders.promise(order=order, ready_on=TODAY - timedelta(days=1), **said(world))
    with pytest.raises(Refused):
        orders.promise(order=asked(world), ready_on=READY, **said(world))


def test_late_ones_stand_first_and_those_without_a_day_last(world):
    near = taken(world, ready=TODAY + timedelta(days=2), name="Bu Guru")
    far = taken(world, ready=TODAY + timedelta(days=30), name="Bu Lurah")
    late = taken(world, name="Bu Bidan")
    Order.objects.filter(pk=late.pk).update(begun_on=date(2026, 1, 1), ready_on=date(2026, 2, 1))
    moved(world, taken(world, name="Bu Dukuh"), Stage.DELIVERED)
    asked(world)
    book = stages.book(world.tailors)
    assert [one.order for one in book.in_work] == [late, near, far]
    assert [one.is_late(TODAY) for one in book.in_work] == [True, False, False]
    assert [one.stage for one in book.asked] == [Stage.ENQUIRY]
    soon = stages.due(world.tailors, until=TODAY + timedelta(days=3))
    assert [one.order for one in soon] == [late, near]
    assert [one.stage for one in stages.over(world.tailors)] == ["DELIVERED"]


def test_who_ordered_before_is_found_again(world):
    first = asked(world, name="Bu Sumiati")
    same = customers.meet(world.tailors, Buyer(known=first.customer, phone="0812-3456-7890"))
    assert (same, same.phone) == (first.customer, "+6281234567890")
    assert customers.meet(world.tailors, Buyer("bu sumiati", "081234567890")) == same
    assert (
        customers.meet(world.tailors, Buyer("Bu Sumiati")) != same
    )  # a name alone says too little
    with pytest.raises(Refused, match="nomor HP"):
        customers.meet(world.tailors, Buyer("Bu Sumiati", "12"))
    assert [one.pk for one in customers.alike(world.tailors, "sumi")][:1] == [same.pk]


def test_what_is_held_of_a_person_is_told_and_erased(world):
    from rembuk.workshop import held

    wati = residents.register(
        village=world.here, facts=ResidentFacts(name="Wati", phone="+6281234567890"),
        by=world.by_adi, at=NOW,
    )  # fmt: skip
    order = orders.enquire(
        group=world.tailors, customer=Buyer(resident=wati), lines=[Line("Kebaya", 1)],
        note="Ukuran besar", **said(world),
    )  # fmt: skip
    assert order.customer.phone == "+6281234567890"
    (section,) = held.told(world.here, [wati.pk])
    assert dict(section.rows[0])["Apa"] == "1 Kebaya"
    held.erase(world.here, [wati.pk], NOW)
    kept = Order.objects.select_related("customer").get()
    assert (kept.note, kept.customer.resident, kept.customer.phone) == ("", None, "")
    assert "Wati" not in kept.customer.name


BROKEN = [
    (Customer, {"name": ""}, "workshop_customer_has_a_name"),
    (Order, {"number": 0}, "workshop_order_has_a_number"),
    (Order, {"down_payment_rp": -1}, "workshop_order_down_payment_not_below_zero"),
    (Order, {"ready_on": date(2026, 1, 1)}, "workshop_order_ready_after_it_began"),
    (OrderLine, {"what": ""}, "workshop_orderline_says_what"),
    (OrderLine, {"quantity": 0}, "workshop_orderline_at_least_one"),
    (OrderLine, {"price_rp": 0}, "workshop_orderline_costs_something"),
    (OrderStep, {"kind": "LOST"}, "workshop_orderstep_kind_known"),
    (OrderStep, {"kind": "CANCELLED"}, "workshop_orderstep_called_off_with_a_reason"),
    (Payment, {"amount_rp": 0}, "workshop_payment_of_a_sum"),
    (Payment, {"kind": "TIP"}, "workshop_payment_kind_known"),
]


@pytest.mark.parametrize(("model", "wrong", "rule"), BROKEN)
def test_the_database_refuses_what_cannot_be(world, model, wrong, rule):
    taken(world)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.update(**wrong)


def test_no_two_orders_have_one_number_past_our_functions(world):
    taken(world)
    second = taken(world)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workshop_order SET number = 1 WHERE id = %s", [second.pk])


@settings(max_examples=15, deadline=None)
@given(choices=st.lists(st.integers(0, len(orders.MOVES) + 2), max_size=8))
@pytest.mark.django_db(transaction=False)
def test_whatever_happens_the_money_adds_up(choices):
    """Any walk through the steps, forth and back: what is expected never exceeds the price."""
    from rembuk.villages.tests import stories

    with transaction.atomic():
        world = stories.world()
        order = taken(world, down_rp=300_000)
        acts = [
            *(lambda step=step: moved(world, order, step) for step in orders.MOVES),
            lambda: orders.pay(order=order, amount_rp=400_000, **said(world)),
            lambda: handed_over(world, order, paid_rp=250_000),
            lambda: orders.take_back(
                step=stages.standing(order).last, by=world.by_adi, at=NOW
            ),
        ]  # fmt: skip
        for choice in choices:
            try:
                with transaction.atomic():
                    acts[choice]()
            except Refused:
                pass
            expected_rp = sum(o.payment.amount_rp for o in payments.of(order) if o.counts)
            one = stages.standing(order)
            assert expected_rp <= one.total_rp
            sums = payments.sums_of(order)
            assert sums.left_rp == one.total_rp - expected_rp == one.total_rp - sums.waiting_rp
            owes = one.stage == Stage.DELIVERED and sums.left_rp
            told_unpaid = [owed.one.order.pk for owed in payments.unpaid(world.tailors)]
            assert told_unpaid == ([order.pk] if owes else [])
        transaction.set_rollback(True)
