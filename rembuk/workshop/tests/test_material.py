"""Material and costs: stock never below nought, yield learned, a price the group can defend."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from rembuk.cash import expected
from rembuk.cash.expected import State
from rembuk.lib.errors import Refused
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import costs, material, orders, stages
from rembuk.workshop.customers import Buyer
from rembuk.workshop.material import Bought
from rembuk.workshop.models import MaterialMove, Operation, OtherCost, Stage
from rembuk.workshop.orders import Line, Terms
from rembuk.workshop.tests.test_work import done, member, order, said, sewing

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def perca(world, name="Kain perca", unit="KILO"):
    return material.name_material(group=world.tailors, name=name, unit=unit, **said(world))


def bought(world, one, amount_milli=10_000, cost_rp=50_000, **more):
    what = Bought(amount_milli, cost_rp, **more)
    return material.buy(material=one, bought=what, **said(world), today=TODAY)


def used(world, one, for_, amount_milli):
    return material.use(
        material=one, order=for_, amount_milli=amount_milli, **said(world), today=TODAY
    )


def stock(world):
    (one,) = material.stock(world.tailors)
    return one


def test_what_is_used_is_there_and_a_purchase_waits_for_the_treasurer(world):
    one, made = perca(world), order(world)
    move = bought(world, one, supplier="Toko Kain Maju")
    assert expected.settled_one(move.expected).state == State.WAITS
    assert (move.expected.party, move.expected.amount_rp) == ("Toko Kain Maju", 50_000)
    used(world, one, made, 7_500)
    with pytest.raises(Refused, match="tinggal 2,5 kilo"):
        used(world, one, made, 2_501)
    used(world, one, made, 2_500)
    assert stock(world).there_milli == 0


def test_a_price_nobody_knows_stays_empty_and_is_told(world):
    one, made = perca(world), order(world)
    move = bought(world, one, cost_rp=None)
    assert move.expected is None
    used(world, one, made, 5_000)
    sheet = costs.sheet(stages.standing(made), on=TODAY)
    assert (sheet.unknown, stock(world).price_rp) == (["Kain perca"], None)


def test_the_yield_is_learned_from_orders_that_are_handed_over(world):
    one = perca(world)
    bought(world, one, 100_000, 500_000)
    for kilos_milli in (10_000, 12_000, 20_000):  # for 60 pieces each: 6, 5 and 3 a kilo
        made = order(world)
        used(world, one, made, kilos_milli)
        orders.move(order=made, to=Stage.DELIVERED, **said(world), today=TODAY)
    used(world, one, order(world), 1_000)  # still in work: it says nothing yet
    assert stock(world).pieces_a_unit == Fraction(5)


def test_what_was_bought_is_taken_back_unless_it_is_used_or_paid(world):
    one, made = perca(world), order(world)
    first, second = bought(world, one), bought(world, one)
    use = used(world, one, made, 15_000)
    with pytest.raises(Refused, match="sudah dipakai"):
        material.take_back(move=first, **said(world))
    material.take_back(move=use, **said(world))
    material.take_back(move=first, **said(world))
    assert expected.settled_one(first.expected).state == State.WITHDRAWN
    with pytest.raises(Refused, match="sudah diurungkan"):
        material.take_back(move=first, **said(world))
    assert stock(world).there_milli == second.amount_milli


REFUSED = [
    ({"amount_milli": 0}, "banyaknya"),
    ({"amount_milli": 100_000_001}, "banyaknya"),
    ({"cost_rp": 0}, "di atas Rp0"),
]


@pytest.mark.parametrize(("wrong", "says"), REFUSED)
def test_what_cannot_be_bought_is_told(world, wrong, says):
    with pytest.raises(Refused, match=says):
        bought(world, perca(world), **wrong)


def test_a_material_is_named_once_and_used_in_work_only(world):
    one, made = perca(world), order(world)
    with pytest.raises(Refused, match="sudah ada"):
        perca(world, "KAIN perca")
    bought(world, one)
    orders.move(order=made, to=Stage.DELIVERED, **said(world), today=TODAY)
    with pytest.raises(Refused, match="tidak sedang dikerjakan"):
        used(world, one, made, 1_000)


def test_the_cost_of_a_piece_is_material_wages_and_the_rest(world):
    one, made = perca(world), order(world)
    bought(world, one, 10_000, 100_000)  # Rp10.000 a kilo
    used(world, one, made, 6_000)
    done(world, member(world), sewing(world, 2_000), 30, for_=made)
    costs.add_other(order=made, what="Benang", amount_rp=15_001, **said(world))
    sheet = costs.sheet(stages.standing(made), on=TODAY)
    # 30 are sewn, and 30 of 60 are still to be: both cost.
    assert [row.sum_rp for row in sheet.rows] == [60_000, 120_000, 15_001]
    assert (sheet.total_rp, sheet.floor_rp) == (195_001, 3_251)  # for 60 pieces, upward
    assert (sheet.left_rp, sheet.planned) == (60 * 85_000 - 195_001, True)
    orders.move(order=made, to=Stage.DELIVERED, **said(world), today=TODAY)
    over = costs.sheet(stages.standing(made), on=TODAY)
    assert ([row.sum_rp for row in over.rows], over.planned) == ([60_000, 60_000, 15_001], False)


def test_a_cost_written_by_mistake_is_taken_back_once(lastri, world):
    made = order(world)
    wrong = costs.add_other(order=made, what="Benang", amount_rp=15_000, **said(world))
    page = reverse("workshop:costs", args=[world.here.slug, world.tailors.pk, made.pk])
    assert "Benang" in lastri.get(page).content.decode()
    back = reverse(
        "workshop:take_back_cost", args=[world.here.slug, world.tailors.pk, made.pk, wrong.pk]
    )
    lastri.post(back, {"request_id": uuid4()})
    assert costs.sheet(stages.standing(made), on=TODAY).other == []
    wrong.refresh_from_db()
    with pytest.raises(Refused, match="sudah"):
        costs.take_back_other(cost=wrong, by=world.by_adi, at=NOW)


def test_work_without_a_rate_costs_what_nobody_knows(world):
    made = order(world)
    seam = Operation.objects.create(village=world.here, group=world.tailors, name="Bordir")
    done(world, member(world), seam, 1, for_=made)
    sheet = costs.sheet(stages.standing(made), on=TODAY)
    assert sheet.unpriced == [seam.name]


def test_before_anything_is_sewn_the_sheet_foresees_from_earlier_orders(world):
    one, before = perca(world), order(world)
    sewing(world, 2_000)
    bought(world, one, 100_000, 1_000_000)
    used(world, one, before, 6_000)
    orders.move(order=before, to=Stage.DELIVERED, **said(world), today=TODAY)
    sheet = costs.sheet(stages.standing(order(world, 30)), on=TODAY)
    assert sheet.planned
    assert [(row.how_much, row.sum_rp) for row in sheet.rows] == [
        ("3 kilo", 30_000), ("30 potong", 60_000),
    ]  # fmt: skip


def mixed(world, *lines):
    """An order of several things: what, how many."""
    return orders.take(
        group=world.tailors, customer=Buyer("Bu Sumiati"),
        lines=[Line(what, count, 85_000) for what, count in lines],
        terms=Terms(TODAY + timedelta(days=2)), **said(world), today=TODAY,
    )  # fmt: skip


def made_before(world, cloth, amount_milli, *lines):
    """An order that is handed over, and what it used."""
    before = mixed(world, *lines)
    used(world, cloth, before, amount_milli)
    orders.move(order=before, to=Stage.DELIVERED, **said(world), today=TODAY)


# What is ordered -> milli kilos foreseen, and what nobody knows the material of.
FORESEEN = [
    ([("Seragam SD", 30)], 3_000, []),
    ([("Kebaya", 4)], 8_000, []),
    ([("Seragam SD", 30), ("Kebaya", 4)], 11_000, []),
    ([("Seragam SD", 30), ("Kebaya", 4), ("Seragam SD", 10)], 12_000, []),
    ([("Bendera", 5)], 0, ["Bendera"]),
    ([("Bendera", 5), ("Seragam SD", 30)], 3_000, ["Bendera"]),
    ([("Rompi", 2)], 0, ["Rompi"]),  # made before, with uniforms: nobody knows what went into it
]


@pytest.mark.parametrize(("lines", "amount_milli", "uncounted"), FORESEEN)
def test_material_is_foreseen_for_each_thing_and_what_nobody_knows_is_named(
    world, lines, amount_milli, uncounted
):
    cloth = perca(world)
    bought(world, cloth, 100_000, 1_000_000)  # Rp10.000 a kilo
    made_before(world, cloth, 6_000, ("Seragam SD", 60))
    made_before(world, cloth, 20_000, ("Kebaya", 10))
    made_before(world, cloth, 5_000, ("Seragam SD", 10), ("Rompi", 5))
    sheet = costs.sheet(stages.standing(mixed(world, *lines)), on=TODAY)
    assert sum(row.sum_rp for row in sheet.material) == amount_milli * 10
    assert sheet.unknown == uncounted
    assert (sheet.floor_rp is None) is bool(uncounted)
    assert (sheet.left_rp is None) is bool(uncounted)


def test_what_an_order_used_itself_tells_for_one_thing_and_once_it_is_over(world):
    cloth = perca(world)
    bought(world, cloth, 100_000, 1_000_000)
    one, two = mixed(world, ("Bendera", 5)), mixed(world, ("Bendera", 5), ("Rompi", 2))
    none = mixed(world, ("Rompi", 2))
    for order_ in (one, two):
        used(world, cloth, order_, 1_000)
    found = [costs.sheet(stages.standing(each), on=TODAY).uncounted for each in (one, two, none)]
    assert found == [[], ["Bendera", "Rompi"], ["Rompi"]]
    for order_ in (two, none):
        orders.move(order=order_, to=Stage.DELIVERED, **said(world), today=TODAY)
    found = [costs.sheet(stages.standing(each), on=TODAY).uncounted for each in (two, none)]
    assert found == [[], ["Rompi"]]


def words_of(client, url):
    (page,) = PdfReader(BytesIO(client.get(url).content)).pages
    return " ".join(page.extract_text().split())


FLOOR = "di bawah ini kelompok merugi"


def test_a_floor_that_leaves_out_material_is_never_shown_as_the_floor(lastri, world):
    made = order(world)
    sewing(world, 2_000)
    page = lastri.get(address(world, "costs", made.pk)).content.decode()
    paper = words_of(lastri, f"{address(world, 'offer_pdf', made.pk)}?for=group")
    for told in (page, paper):
        assert "Bahan belum dihitung: Seragam SD" in told
        assert FLOOR not in told
    cloth = perca(world)
    bought(world, cloth)
    used(world, cloth, made, 1_000)
    page = lastri.get(address(world, "costs", made.pk)).content.decode()
    paper = words_of(lastri, f"{address(world, 'offer_pdf', made.pk)}?for=group")
    for told in (page, paper):
        assert "Bahan belum dihitung" not in told
        assert FLOOR in told


def test_a_cost_has_a_name_and_a_sum(world):
    made = order(world)
    for what, amount in ((" ", 5), ("Benang", 0)):
        with pytest.raises(Refused, match="di atas Rp0"):
            costs.add_other(order=made, what=what, amount_rp=amount, **said(world))


BROKEN = [
    (MaterialMove, {"amount_milli": 0}, "workshop_materialmove_moves_something"),
    (MaterialMove, {"kind": "USED"}, "workshop_materialmove_is_bought_or_used"),
    (MaterialMove, {"cost_rp": 0}, "workshop_materialmove_costs_something"),
    (OtherCost, {"what": ""}, "workshop_othercost_says_what"),
    (OtherCost, {"amount_rp": 0}, "workshop_othercost_costs_something"),
]


@pytest.mark.parametrize(("model", "wrong", "rule"), BROKEN)
def test_the_database_refuses_it_too(world, model, wrong, rule):
    bought(world, perca(world))
    costs.add_other(order=order(world), what="Benang", amount_rp=5, **said(world))
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.update(**wrong)


def address(world, name, *more):
    return reverse(f"workshop:{name}", args=[world.here.slug, world.tailors.pk, *more])


def press(client, url, **typed):
    answer = client.post(url, {"request_id": str(uuid4()), **typed}, follow=True)
    return answer.content.decode()


def test_the_chair_buys_uses_and_reads_the_cost(lastri, world):
    made = order(world)
    assert "Belum ada bahan" in lastri.get(address(world, "materials")).content.decode()
    press(lastri, address(world, "new_material"), name="Kain perca", unit="KILO")
    one = stock(world).material
    url = address(world, "buy_material", one.pk)
    page = press(lastri, url, amount_milli="12,5", cost_rp="125rb", supplier="Toko Kain")
    assert "Ada 12,5 kilo" in page
    assert "Isi banyaknya" in press(lastri, url, amount_milli="dua")
    url = address(world, "use_material", made.pk)
    assert "tinggal 12,5 kilo" in press(lastri, url, material=one.pk, amount_milli="13")
    assert "Rp100.000" in press(lastri, url, material=one.pk, amount_milli="10")
    page = press(lastri, address(world, "costs", made.pk), what="Benang", amount_rp="20rb")
    assert "Rp2.000" in page  # 120.000 for 60 pieces
    back = address(world, "take_back_material", MaterialMove.objects.get(kind="USED").pk)
    assert "Sudah diurungkan" in press(lastri, back)


def test_the_offer_prints_and_only_the_groups_own_tells_the_cost(lastri, world):
    made = order(world)
    sewing(world, 2_000)
    url = address(world, "offer_pdf", made.pk)
    customers, own = lastri.get(url), lastri.get(f"{url}?for=group")
    for answer in (customers, own):
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert len(own.content) > len(customers.content)
    assert len(customers.content) < 60_000


def test_the_offer_names_who_printed_it_and_her_number(lastri, chair, world):
    made = order(world)
    url = address(world, "offer_pdf", made.pk)
    for phone, told in ((None, False), ("+6281234567890", True)):
        chair.phone = phone
        chair.save(update_fields=["phone"])
        (page,) = PdfReader(BytesIO(lastri.get(url).content)).pages
        words = " ".join(page.extract_text().split())
        assert (f"{chair.name}, 0812-3456-7890" in words) is told


def test_pages_ask_few_questions(lastri, world):
    one, made = perca(world), order(world)
    bought(world, one)
    for _each in range(5):
        used(world, one, made, 100)
    for page in (address(world, "materials"), address(world, "buy_material", one.pk)):
        with few_queries():
            lastri.get(page)
    new = order(world)
    with few_queries():  # before anything was sewn or used, and after
        lastri.get(address(world, "costs", new.pk))
    with few_queries():
        lastri.get(address(world, "costs", made.pk))
