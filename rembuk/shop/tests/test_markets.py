"""Which part is sold beyond the village: of what is known, and how much nobody knows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.enterprise import products
from rembuk.enterprise.products import Facts
from rembuk.shop import markets, selling, stalls, stock, visits
from rembuk.shop.models import Movement, Reason, Stall
from rembuk.shop.stock import Noted
from rembuk.shop.visits import Row, Sheet
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import orders
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import Customer, Stage
from rembuk.workshop.orders import Line, Terms

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)


def delivered(world, sum_rp, place="", *, on=TODAY, name="SDN 1", **buyer):
    told = {"by": world.by_adi, "at": NOW, "today": on}
    made = orders.take(
        group=world.tailors, customer=Buyer(name, place=place, **buyer), terms=Terms(on),
        lines=[Line("Keset", 1, sum_rp)], **told,
    )  # fmt: skip
    orders.move(order=made, to=Stage.DELIVERED, **told)
    return made


@pytest.fixture
def keset(world):
    """Ten doormats on the shelf, Rp15,000 each."""
    facts = Facts("Keset bundar", price_rp=15_000, to_order=False)
    item = stock.item_of(products.add(group=world.tailors, facts=facts, by=world.by_adi, at=NOW))
    stock.come(item=item, reason=Reason.MADE, pieces=10, noted=Noted(world.by_adi, NOW, TODAY))
    return item


def sold_here(world, item, pieces, place):
    noted = Noted(world.by_adi, NOW, TODAY, place=place)
    return selling.sell(item=item, pieces=pieces, paid_rp=None, noted=noted, today=TODAY)


def test_what_is_known_is_divided_by_what_is_known(world, keset):
    assert markets.sold(world.tailors, until=TODAY).away_percent is None
    delivered(world, 300_000, "AWAY")
    delivered(world, 500_000, "HERE", name="Bu Sumi")
    delivered(world, 200_000, name="Pak Dul")  # nobody asked him
    delivered(world, 900_000, "AWAY", on=TODAY - timedelta(days=365), name="Dahulu")
    sold_here(world, keset, 2, "AWAY")
    sold_here(world, keset, 1, "")
    mistake = sold_here(world, keset, 4, "AWAY")
    noted = Noted(world.by_adi, NOW, TODAY)
    selling.take_back(movement=mistake, why="Keliru", noted=noted)
    told = markets.sold(world.tailors, until=TODAY)
    assert (told.away_rp, told.here_rp, told.unknown_rp) == (330_000, 500_000, 215_000)
    assert (told.known_rp, told.all_rp, told.away_percent) == (830_000, 1_045_000, 40)


def test_a_stall_counts_where_it_stands_and_is_asked_about(lastri, world, keset):
    today = timezone.localdate()
    sides = {"Toko Rejeki": "AWAY", "Warung Bu Sumi": "HERE", "Lapak": ""}
    for pieces, (name, side) in enumerate(sides.items(), start=1):
        told = {"by": world.by_adi, "at": NOW, "today": today}
        facts, agreed = stalls.Facts(name, side=side), stalls.Agreed(Decimal(0))
        stall = stalls.begin(group=world.tailors, facts=facts, agreed=agreed, **told)
        visits.settle(Sheet(stall, [Row(keset, None, delivered=pieces)], 0, today), **told)
        visits.settle(Sheet(stall, [Row(keset, None, stays=0)], 1, today), **told)
    sold = markets.sold(world.tailors, until=today)
    assert (sold.away_rp, sold.here_rp, sold.unknown_rp) == (15_000, 30_000, 45_000)
    assert (sold.at_stalls_rp, sold.away_percent) == (90_000, 33)
    at = [world.here.slug, world.tailors.pk]
    with few_queries():
        page = lastri.get(reverse("shop:markets", args=at)).content.decode()
    assert "Rp90.000 di antaranya terjual di warung" in page
    url = reverse("shop:change_stall", args=[*at, stall.pk])
    assert page.count("/change/") == page.count(url) == 1
    typed = {"request_id": uuid4(), "name": "Lapak", "side": "AWAY", "visit_days": 14}
    lastri.post(url, typed)
    shown = lastri.get(url).context["form"].initial
    assert (shown["side"], shown["phone"], shown["visit_days"]) == ("AWAY", "", 14)
    assert markets.sold(world.tailors, until=today).away_percent == 67


def test_a_known_customer_keeps_her_place_until_another_is_said(world):
    first = delivered(world, 1_000, "AWAY").customer
    delivered(world, 1_000, known=first)
    assert Customer.objects.get().place == "AWAY"
    delivered(world, 1_000, "HERE", known=first)
    assert Customer.objects.get().place == "HERE"


def test_the_database_refuses_another_place_and_a_buyer_of_what_is_not_sold(world, keset):
    delivered(world, 1_000)
    rule = "workshop_customer_place_known"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Customer.objects.update(place="MOON")
    told = {"by": world.by_adi, "at": NOW, "today": TODAY}
    stalls.begin(group=world.tailors, facts=stalls.Facts("Lapak"), agreed=None, **told)
    with pytest.raises(IntegrityError, match="shop_stall_side_known"), transaction.atomic():
        Stall.objects.update(side="MOON")
    made = Movement.objects.get()
    made.pk, made._state.adding, made.buyer_place = made.pk + 1, True, "AWAY"
    rule = "shop_movement_only_a_sale_has_a_buyer"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        made.save(force_insert=True)


def test_the_chair_says_where_a_customer_lives(lastri, world):
    today = timezone.localdate()
    made = delivered(world, 300_000, on=today)
    at = [world.here.slug, world.tailors.pk]
    page = reverse("shop:markets", args=at)
    with few_queries():
        told = lastri.get(page).content.decode()
    assert "Belum diketahui" in told
    url = reverse("shop:say_place", args=[*at, made.customer_id])
    assert url in told
    assert lastri.post(url, {"request_id": uuid4()}).status_code == 422
    told = lastri.post(url, {"request_id": uuid4(), "place": "AWAY"}, follow=True)
    assert "100 persen di luar desa" in told.content.decode()
    assert "Rp300.000 dari Rp300.000" in told.content.decode()
    assert url not in told.content.decode()


def test_a_sale_from_the_shelf_asks_where_the_buyer_lives(lastri, world, keset):
    url = reverse("shop:move", args=[world.here.slug, world.tailors.pk])
    typed = {"request_id": uuid4(), "what": "SOLD", "product": keset.product.pk, "pieces": 2}
    lastri.post(url, {**typed, "place": "AWAY"})
    assert Movement.objects.get(reason="SOLD").buyer_place == "AWAY"
