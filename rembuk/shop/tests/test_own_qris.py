"""Whose QRIS it is: two people read the name before a bill carries it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.cash import expected
from rembuk.cash.models import ExpectedMoney
from rembuk.lib.errors import Refused
from rembuk.shop import own_qris, qris
from rembuk.shop.models import OwnQris
from rembuk.shop.tests.test_qris import GOOD, changed
from rembuk.villages.tests.counting import few_queries

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)
OTHER = changed("MELATI", "MAWARI")


def used(world, chair, treasurer, text=GOOD):
    one = own_qris.propose(group=world.tailors, text=text, by=chair, at=NOW)
    return own_qris.agree(one=one, by=treasurer, at=NOW)


def address(world, name, *more):
    return reverse(f"shop:{name}", args=[world.here.slug, world.tailors.pk, *more])


def send(client, world, name, *more, **typed):
    typed = {"request_id": uuid4(), **typed}
    return client.post(address(world, name, *more), typed, follow=True)


def test_a_qris_is_used_when_a_second_person_agreed(world, chair, treasurer):
    one = own_qris.propose(group=world.tailors, text=GOOD, by=chair, at=NOW)
    assert own_qris.in_use(world.tailors) is None
    with pytest.raises(Refused):
        own_qris.agree(one=one, by=chair, at=NOW)
    own_qris.agree(one=one, by=treasurer, at=NOW)
    assert own_qris.in_use(world.tailors) == one
    with pytest.raises(Refused):
        own_qris.agree(one=one, by=treasurer, at=NOW)


def test_another_one_takes_the_place_of_the_first_when_it_is_agreed(world, chair, treasurer):
    first = used(world, chair, treasurer)
    with pytest.raises(Refused):
        own_qris.propose(group=world.tailors, text=GOOD, by=chair, at=NOW)
    second = own_qris.propose(group=world.tailors, text=OTHER, by=chair, at=NOW)
    assert own_qris.in_use(world.tailors) == first
    own_qris.agree(one=second, by=treasurer, at=NOW)
    first.refresh_from_db()
    assert first.ended_at == NOW
    assert own_qris.in_use(world.tailors) == second


def test_a_proposal_gives_way_to_a_newer_one_and_to_a_no(world, chair, treasurer):
    first = own_qris.propose(group=world.tailors, text=GOOD, by=chair, at=NOW)
    second = own_qris.propose(group=world.tailors, text=OTHER, by=chair, at=NOW)
    assert own_qris.waiting(world.tailors) == second
    with pytest.raises(Refused):
        own_qris.agree(one=first, by=treasurer, at=NOW)
    own_qris.turn_down(one=second, by=treasurer, at=NOW)
    assert own_qris.waiting(world.tailors) is None
    with pytest.raises(Refused):
        own_qris.stop(one=second, by=chair, at=NOW)


def test_the_database_refuses_it_too(world, chair, treasurer):
    one = used(world, chair, treasurer)
    wrong = [
        ({"text": "https://contoh.example"}, "shop_ownqris_is_a_qris"),
        ({"merchant_name": ""}, "shop_ownqris_says_who_is_paid"),
        ({"agreed_by": chair.user}, "shop_ownqris_agreed_by_another"),
        ({"agreed_at": None}, "shop_ownqris_agreed_at_a_time"),
    ]
    for change, rule in wrong:
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            OwnQris.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnQris.objects.create(
            village=world.here, group=world.tailors, text=GOOD, merchant_name="X", city="Y",
            proposed_at=NOW, agreed_at=NOW,
        )  # fmt: skip


def test_chair_proposes_treasurer_agrees_and_a_bill_is_made(world, chair, client):
    client.force_login(chair.user)
    page = send(client, world, "propose_qris", text=GOOD).content.decode()
    assert "JAHIT MELATI" in page
    assert "Ya, ini milik kelompok" not in page
    client.force_login(world.rina)
    today = client.get(reverse("web:today", args=[world.here.slug])).content.decode()
    assert "JAHIT MELATI" in today
    one = OwnQris.objects.get()
    page = send(client, world, "agree_to_qris", one.pk).content.decode()
    assert "Sedang dipakai" in page
    client.force_login(chair.user)
    bill = send(client, world, "new_bill", amount_rp="70rb", party="Bu Yuni", memo="2 keset")
    page = bill.content.decode()
    assert "tujuh puluh ribu rupiah" in page
    assert 'role="img"' in page
    assert "lunas" not in page.lower()
    money = ExpectedMoney.objects.get()
    assert (money.amount_rp, money.party, money.source) == (70_000, "Bu Yuni", "shop.qris")
    assert expected.settled_one(money).state == expected.State.WAITS


def test_the_picture_says_what_the_page_says(world, chair, treasurer, client):
    pil = pytest.importorskip("PIL.Image")
    used(world, chair, treasurer)
    client.force_login(chair.user)
    send(client, world, "new_bill", amount_rp="85.000", party="Bu Yuni")
    money = ExpectedMoney.objects.get()
    picture = client.get(address(world, "bill_picture", money.pk))
    assert picture["Content-Type"] == "image/png"
    assert min(pil.open(io.BytesIO(picture.content)).size) >= 400
    expected.withdraw(one=money, why="Batal", by=chair, at=NOW)
    assert client.get(address(world, "bill_picture", money.pk)).status_code == 404
    page = client.get(address(world, "bill", money.pk)).content.decode()
    assert 'role="img" aria-label="QRIS' not in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (GOOD.replace("MELATI", "MELATA"), "angka periksanya tidak cocok"),
        (GOOD[:80], "terpotong"),
        ("", "Tempel teks QRIS"),
    ],
)
def test_what_is_typed_stays_where_it_cannot_be_saved(world, chair, client, typed, told):
    client.force_login(chair.user)
    answer = send(client, world, "propose_qris", text=typed)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert typed in answer.content.decode()
    assert not OwnQris.objects.exists()


def test_a_sum_above_what_qris_takes_is_not_billed(world, chair, treasurer, client):
    used(world, chair, treasurer)
    client.force_login(chair.user)
    answer = send(client, world, "new_bill", amount_rp="12jt", party="Bu Yuni")
    assert answer.status_code == 422
    assert "paling banyak Rp10.000.000" in answer.content.decode()
    assert not ExpectedMoney.objects.exists()


def test_without_a_qris_a_bill_leads_to_the_page_that_asks_for_one(world, chair, client):
    client.force_login(chair.user)
    page = client.get(address(world, "new_bill"), follow=True).content.decode()
    assert "Belum ada QRIS" in page


def test_the_pages_ask_few_questions(world, chair, treasurer, client):
    used(world, chair, treasurer)
    own_qris.propose(group=world.tailors, text=OTHER, by=chair, at=NOW)
    client.force_login(chair.user)
    send(client, world, "new_bill", amount_rp="70rb", party="Bu Yuni")
    money = ExpectedMoney.objects.get()
    for name, more in (("qris", []), ("new_bill", []), ("bill", [money.pk])):
        with few_queries():
            client.get(address(world, name, *more))


def test_a_bill_of_the_qris_is_what_was_agreed(world, chair, treasurer):
    one = used(world, chair, treasurer)
    assert qris.read(one.text).with_amount(70_000, most_rp=70_000).count("540570000") == 1
