"""Goats are sold by a decision, and the treasurer books the money."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import expected, purse
from rembuk.cash.models import ExpectedMoney
from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Somebody
from rembuk.herd import bookings, events, sales, standing, stockbook
from rembuk.herd.bookings import Wish
from rembuk.herd.models import Kind, Sale
from rembuk.herd.sales import Selling
from rembuk.herd.tests.pens import SIGNED, TODAY, came, happened
from rembuk.ledger.posting import Signed as LedgerSigned
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor

MAY = date(2026, 5, 20)


def agreed(group, on=date(2026, 5, 1)):
    facts = meetings.Facts(held_on=on, about="Jual kambing", present=[Somebody("Karto")])
    meeting = meetings.record(group=group, facts=facts, by=SIGNED.by, at=SIGNED.at, today=TODAY)
    return resolutions.agree(
        meeting=meeting, text="Jual dua ekor untuk Idul Adha", by=SIGNED.by, at=SIGNED.at
    )


def sold(group, goats, on=MAY, resolution=None, price_rp=1_500_001, **more):
    selling = Selling(
        on=on, buyer="Panitia kurban", prices_rp=sales.shares(price_rp, goats) if goats else {},
        resolution=resolution or agreed(group), **more,
    )  # fmt: skip
    return sales.sell(group=group, selling=selling, signed=SIGNED)


def test_a_sale_takes_goats_out_and_tells_the_treasurer(goats):
    two = [came(goats, "K1"), came(goats, "K2")]
    sold(goats, two)
    one = ExpectedMoney.objects.get()
    assert (one.amount_rp, one.party, one.memo) == (1_500_001, "Panitia kurban", "K1, K2")
    (told,) = sales.of(goats)
    assert [row.price_rp for row in told.goats] == [750_001, 750_000]
    assert (told.total_rp, told.settled.state) == (1_500_001, "WAITS")
    assert stockbook.book(goats, since=None, until=TODAY).total == 0


def test_a_dead_goat_is_not_sold_and_nothing_is_expected(goats):
    dead = came(goats, "K1")
    happened(dead, Kind.DIED, date(2026, 5, 2))
    with pytest.raises(Refused, match="tidak ada lagi di kandang"):
        sold(goats, [came(goats, "K2"), dead])
    assert not ExpectedMoney.objects.exists()
    assert not Sale.objects.exists()


def test_a_goat_booked_on_another_phone_while_the_sale_waits_its_turn_is_refused(goats):
    goat, other = came(goats, "K1"), came(goats, "K2")
    resolution = agreed(goats)
    others_turn = [goat]

    def books_meanwhile(execute, sql, params, many, context):
        if others_turn and sql.startswith("SELECT") and 'FROM "herd_animal"' in sql:
            wish = Wish(others_turn.pop(), "Masjid", 2_000_000, TODAY, TODAY)
            bookings.book(group=goats, wish=wish, signed=SIGNED)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(books_meanwhile), pytest.raises(Refused, match="dipesan"):
        sold(goats, [other, goat], on=TODAY, resolution=resolution)
    assert not others_turn
    assert not Sale.objects.exists()


def test_no_sale_without_a_decision_before_it(goats, world):
    goat = came(goats, "K1")
    with pytest.raises(Refused, match="keputusan"):
        sold(goats, [goat], resolution=agreed(goats, date(2026, 5, 21)))
    with pytest.raises(Refused, match="keputusan"):
        sold(goats, [goat], resolution=agreed(world.tailors))
    taken = agreed(goats)
    resolutions.take_back(resolution=taken, why="Batal", by=SIGNED.by, at=SIGNED.at)
    with pytest.raises(Refused, match="keputusan"):
        sold(goats, [goat], resolution=taken)
    with pytest.raises(Refused, match="Pilih kambing"):
        sold(goats, [])
    with pytest.raises(Refused, match="harga di atas"):
        sold(goats, [goat], price_rp=0)


def test_a_sale_is_taken_back_whole_until_its_money_is_in_the_purse(goats, world):
    two = [came(goats, "K1"), came(goats, "K2")]
    sale = sold(goats, two)
    sales.take_back(sale=sale, why="Pembeli batal", signed=SIGNED)
    assert expected.settled_one(sale.expected).state == "WITHDRAWN"
    assert stockbook.book(goats, since=None, until=TODAY).total == 2
    again = sold(goats, two)
    karto = Actor(user=world.budi, office="GROUP_CHAIR")
    book = purse.open_purse(
        group=goats, beginning=purse.Beginning(MAY, 0, 5_000_000),
        signed=LedgerSigned(by=karto, at=SIGNED.at, request_id=uuid4()), today=TODAY,
    )  # fmt: skip
    rina = Actor(user=world.rina, office="TREASURER")
    signed = LedgerSigned(by=rina, at=SIGNED.at, request_id=uuid4())
    expected.book(one=again.expected, book=book, on=MAY, signed=signed, today=TODAY)
    assert sales.of(goats)[0].settled.is_booked
    with pytest.raises(Refused, match="Bendahara sudah mencatat"):
        sales.take_back(sale=again, why="Batal", signed=SIGNED)


def test_the_chair_sells_on_his_phone(karto, goats):
    goat = came(goats, "K1")
    url = reverse("herd:new_sale", args=[goats.village.slug, goats.pk])
    assert "Catat rapat" in karto.get(url).content.decode()
    resolution = agreed(goats)
    typed = {
        "goats": [goat.pk], "buyer": "Panitia kurban", "total_rp": "1,5jt", "on_which": "today",
        "resolution": resolution.pk, "request_id": uuid4(),
    }  # fmt: skip
    page = karto.post(url, typed, follow=True).content.decode()
    assert "Bendahara mencatat uangnya" in page
    assert "Rp1.500.000" in page
    assert "Menunggu bendahara" in page
    sale = Sale.objects.get()
    back = reverse("herd:sale_back", args=[goats.village.slug, goats.pk, sale.pk])
    page = karto.post(back, {"why": "Batal", "request_id": uuid4()}, follow=True).content.decode()
    assert "Dibatalkan" in page
    assert timezone.localdate() == sale.sold_on


def test_a_sale_sent_twice_is_one_sale_and_what_is_gone_is_refused(karto, goats):
    goat, never = came(goats, "K1"), came(goats, "K2")
    events.take_back(event=standing.events_of(never)[0], why="Keliru", signed=SIGNED)
    url = reverse("herd:new_sale", args=[goats.village.slug, goats.pk])
    decision = agreed(goats)
    typed = {
        "goats": [goat.pk], "buyer": "Panitia kurban", "total_rp": "1,5jt", "on_which": "today",
        "resolution": decision.pk, "request_id": uuid4(),
    }  # fmt: skip
    assert karto.post(url, typed).status_code == 302
    resolutions.take_back(resolution=decision, why="Batal", by=SIGNED.by, at=SIGNED.at)
    assert karto.post(url, typed).status_code == 302  # done already, whatever became of it since
    assert Sale.objects.count() == 1
    new = typed | {"request_id": uuid4()}
    assert "Pilih keputusan rapatnya" in karto.post(url, new).content.decode()
    assert decision.text not in karto.get(url).content.decode()
    typed["resolution"] = agreed(goats).pk
    for other, says in ((goat, "tidak ada lagi di kandang"), (never, "membetulkan")):
        again = karto.post(url, typed | {"goats": [other.pk], "request_id": uuid4()})
        assert again.status_code == 422
        assert says in again.content.decode()
        assert f'value="{other.pk}"' not in karto.get(url).content.decode()


def test_the_database_wants_a_buyer(goats):
    sale = sold(goats, [came(goats, "K1")])
    sale.pk, sale.buyer = sale.pk + 1, ""
    with pytest.raises(IntegrityError), transaction.atomic():
        sale.save(force_insert=True)
