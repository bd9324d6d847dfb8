"""What the tailors sell, as a rule and as their chair sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.enterprise import products
from rembuk.enterprise.models import Product
from rembuk.enterprise.products import Facts
from rembuk.lib.errors import Refused
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)


def add(world, name="Keset bundar", **facts):
    facts = Facts(name, **facts)
    return products.add(group=world.tailors, facts=facts, by=world.by_adi, at=NOW)


def address(world, name, *more):
    return reverse(f"enterprise:{name}", args=[world.here.slug, world.tailors.pk, *more])


def sell(client, world, **typed):
    form = {"request_id": uuid4(), "unit": "PIECE", **typed}
    return client.post(address(world, "add_product"), form, follow=True)


def test_a_name_is_offered_once_and_may_come_back(world):
    one = add(world)
    with pytest.raises(Refused):
        add(world, " keset BUNDAR ")
    products.end(product=one, by=world.by_adi, at=NOW, today=TODAY)
    again = add(world)
    with pytest.raises(Refused):
        products.offer_again(product=one, by=world.by_adi, at=NOW)
    products.end(product=again, by=world.by_adi, at=NOW, today=TODAY)
    products.offer_again(product=one, by=world.by_adi, at=NOW)
    assert list(products.offered(world.tailors)) == [one]
    assert list(products.ended(world.tailors)) == [again]


@pytest.mark.parametrize("facts", [Facts(" "), Facts("Keset", price_rp=0), Facts("K", price_rp=-1)])
def test_a_product_has_a_name_and_costs_something(world, facts):
    with pytest.raises(Refused):
        products.add(group=world.tailors, facts=facts, by=world.by_adi, at=NOW)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"name": ""}, "enterprise_product_has_a_name"),
        ({"price_rp": 0}, "enterprise_product_costs_something"),
        ({"unit": "BOX"}, "enterprise_product_unit_known"),
    ],
)
def test_the_database_refuses_it_too(world, wrong, rule):
    one = add(world)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Product.objects.filter(pk=one.pk).update(**wrong)


def test_the_chair_sells_changes_and_takes_out(lastri, world):
    assert "Belum ada yang ditawarkan" in lastri.get(address(world, "products")).content.decode()
    page = sell(lastri, world, name="Seragam SD", price_rp="85rb").content.decode()
    assert "Rp85.000 per potong" in page
    one = Product.objects.get()
    typed = {"request_id": uuid4(), "unit": "SET", "name": "Seragam SD", "price_rp": ""}
    page = lastri.post(address(world, "change_product", one.pk), typed, follow=True)
    assert "Harga menurut kesepakatan" in page.content.decode()
    ended = lastri.post(
        address(world, "end_product", one.pk), {"request_id": uuid4()}, follow=True
    ).content.decode()
    again = address(world, "offer_product_again", one.pk)
    assert "Seragam SD tidak ditawarkan lagi." in ended
    assert again in ended
    lastri.post(again, {"request_id": uuid4()})
    one.refresh_from_db()
    assert one.ended_on is None


def test_what_is_typed_stays_where_it_cannot_be_saved(lastri, world):
    add(world)
    answer = sell(lastri, world, name="Keset bundar", price_rp="12.500")
    assert answer.status_code == 422
    assert "sudah ditawarkan" in answer.content.decode()
    assert 'value="12.500"' in answer.content.decode()


def test_the_page_asks_few_questions(lastri, world):
    for number in range(30):
        add(world, f"Keset {number}")
    with few_queries():
        lastri.get(address(world, "products"))


@pytest.mark.parametrize(("office", "status"), [("GROUP_MEMBER", 403), ("GROUP_OFFICER", 200)])
def test_members_read_and_officers_record(world, client, office, status):
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office(office), group=world.tailors)
    client.force_login(user)
    assert client.get(address(world, "products")).status_code == 200
    assert client.get(address(world, "add_product")).status_code == status
