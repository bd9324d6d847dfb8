"""A goat is booked once, with a deposit; it is handed over, or released and the money goes back."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import expected, lines, purse
from rembuk.cash.models import ExpectedMoney
from rembuk.herd import bookings, events, papers, sales, standing
from rembuk.herd.bookings import Wish
from rembuk.herd.models import Booking, Event, FeastDay, Kind
from rembuk.herd.tests.pens import SIGNED, TODAY, came, happened
from rembuk.herd.tests.test_sales import agreed, sold
from rembuk.ledger.posting import Signed as LedgerSigned
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.tests.counting import few_queries

UNTIL = TODAY + timedelta(days=20)


def booked(goat, *, price_rp=2_000_000, deposit_rp=500_000, **more):
    wish = Wish(
        goat, more.pop("buyer", "Masjid Al-Huda"), price_rp, TODAY,
        more.pop("keep_until", UNTIL), deposit_rp,
    )  # fmt: skip
    return bookings.book(group=goat.group, wish=wish, signed=SIGNED)


def treasurer_books(world, goats, one, on=TODAY):
    chair = Actor(user=world.budi, office="GROUP_CHAIR")
    book = purse.open_purse(
        group=goats, beginning=purse.Beginning(TODAY, 0, 5_000_000),
        signed=LedgerSigned(by=chair, at=SIGNED.at, request_id=uuid4()), today=TODAY,
    )  # fmt: skip
    signed = LedgerSigned(
        by=Actor(user=world.rina, office="TREASURER"), at=SIGNED.at, request_id=uuid4()
    )
    return expected.book(one=one, book=book, on=on, signed=signed, today=TODAY), book


def later():
    return SIGNED.at + timedelta(hours=1)


def handed_over(booking, group):
    return sales.hand_over(
        booking=booking, on=TODAY, resolution=agreed(group), knows_withdrawal=False, signed=SIGNED
    )


def test_a_booked_goat_is_sold_to_who_booked_it_for_the_rest(goats, world):
    goat = came(goats, "K1")
    booking = booked(goat)
    assert [(one.amount_rp, one.party) for one in ExpectedMoney.objects.all()] == [
        (500_000, "Masjid Al-Huda")
    ]
    with pytest.raises(Refused, match="dipesan sampai"):
        sold(goats, [goat], on=TODAY)
    treasurer_books(world, goats, booking.deposit)
    sale = handed_over(booking, goats)
    assert (sale.expected.amount_rp, sale.buyer) == (1_500_000, "Masjid Al-Huda")
    (told,) = sales.of(goats)
    (deposit,) = told.deposits
    assert (told.total_rp, deposit.settled.state) == (2_000_000, "BOOKED")
    booking.refresh_from_db()
    assert booking.sale == sale
    assert not bookings.open_of(goats)
    with pytest.raises(Refused, match="sudah selesai"):
        handed_over(booking, goats)


def test_a_deposit_taken_back_after_the_goat_is_gone_is_expected_again(karto, goats, world):
    booking = booked(came(goats, "K1"))
    line, book = treasurer_books(world, goats, booking.deposit)
    with pytest.raises(Refused, match="Tidak ada yang kurang"):
        bookings.expect_again(booking=booking, signed=SIGNED)
    sale = handed_over(booking, goats)
    signed = LedgerSigned(
        by=Actor(user=world.rina, office="TREASURER"), at=SIGNED.at, request_id=uuid4()
    )
    lines.take_back(
        book=book, number=line.sequence, reason="Uangnya palsu", signed=signed, today=TODAY
    )
    page = karto.get(address(goats, "sales")).content.decode()
    assert "Tunggu lagi Rp500.000" in page
    url = address(goats, "expect_deposit", booking.pk)
    typed = {"request_id": uuid4()}
    for _time in range(2):
        page = karto.post(url, typed, follow=True).content.decode()
    assert "uang muka Rp500.000: Menunggu bendahara" in page
    waiting = {one.pk: one.amount_rp for one in expected.waiting(goats.village, [goats.pk])}
    booking.refresh_from_db()
    assert waiting == {sale.expected_id: 1_500_000, booking.deposit_id: 500_000}
    with pytest.raises(Refused, match="Tidak ada yang kurang"):
        bookings.expect_again(booking=booking, signed=SIGNED)


def test_a_deposit_given_goes_back_when_its_sale_is_taken_back_and_it_is_released(goats, world):
    booking = booked(came(goats, "K1"))
    treasurer_books(world, goats, booking.deposit)
    sales.take_back(sale=handed_over(booking, goats), why="Pembeli batal", signed=SIGNED)
    again = bookings.open_of(goats).get()
    bookings.release(booking=again, why="Pembeli batal", refund_rp=500_000, signed=SIGNED)
    (back,) = expected.waiting(goats.village, [goats.pk])
    assert (back.way, back.amount_rp) == ("CASH_OUT", 500_000)


def test_a_deposit_the_treasurer_has_not_booked_goes_on_waiting_beside_the_rest(goats):
    booking = booked(came(goats, "K1"))
    assert bookings.left_rp(booking) == 1_500_000
    told = bookings.left_words(booking)
    assert told == "Rp1.500.000, setelah Rp500.000 dicatat bendahara"
    assert told in unquote(papers.share_address(booking, flaws=[])), (
        "who gave money reads that it counts"
    )
    sale = handed_over(booking, goats)
    waiting = {one.pk: one.amount_rp for one in expected.waiting(goats.village, [goats.pk])}
    assert waiting == {sale.expected_id: 1_500_000, booking.deposit_id: 500_000}
    expected.withdraw(one=booking.deposit, why="Tidak datang", by=SIGNED.by, at=later())
    (told,) = sales.of(goats)
    assert [deposit.is_unpaid for deposit in told.deposits] == [True]
    booking.refresh_from_db()
    bookings.expect_again(booking=booking, signed=SIGNED)
    (told,) = sales.of(goats)
    assert [deposit.is_unpaid for deposit in told.deposits] == [False]


def test_a_deposit_the_treasurer_dropped_is_told_as_nothing_given(goats):
    booking = booked(came(goats, "K1"))
    share = unquote(papers.share_address(booking, flaws=[]))
    assert "muka Rp500.000, sisa Rp1.500.000, setelah Rp500.000 dicatat" in share
    expected.withdraw(one=booking.deposit, why="Tidak datang", by=SIGNED.by, at=SIGNED.at)
    assert "uang muka Rp0, sisa Rp2.000.000" in unquote(papers.share_address(booking, flaws=[]))
    assert handed_over(booking, goats).expected.amount_rp == 2_000_000


def test_a_deposit_that_went_with_the_handing_over_is_expected_anew_with_the_booking(goats):
    booking = booked(came(goats, "K1"))
    sales.take_back(sale=handed_over(booking, goats), why="Salah kambing", signed=SIGNED)
    again = bookings.open_of(goats).get()
    assert (bookings.waiting_rp(again), bookings.left_rp(again)) == (500_000, 1_500_000)


def test_a_sale_taken_back_keeps_the_goat_for_its_buyer_again(goats):
    goat = came(goats, "K1")
    booking = booked(goat)
    sales.take_back(sale=handed_over(booking, goats), why="Salah kambing", signed=SIGNED)
    assert [one.pk for one in bookings.open_of(goats)] == [booking.pk]
    assert handed_over(bookings.open_of(goats).get(), goats).expected.amount_rp == 1_500_000
    assert standing.leaving(standing.events_of(goat)).kind == Kind.SOLD


def test_released_a_deposit_not_yet_booked_is_expected_no_more(goats):
    booking = booked(came(goats, "K1"))
    with pytest.raises(Refused, match="hanya Rp0"):
        bookings.release(booking=booking, why="Batal", refund_rp=1, signed=SIGNED)
    with pytest.raises(Refused, match="Tulis alasannya"):
        bookings.release(booking=booking, why=" ", refund_rp=0, signed=SIGNED)
    bookings.release(booking=booking, why="Pembeli pindah", refund_rp=0, signed=SIGNED)
    assert expected.settled_one(booking.deposit).state == "WITHDRAWN"
    assert ExpectedMoney.objects.count() == 1
    assert booked(booking.animal, buyer="Panitia lain").pk


def test_released_what_was_given_goes_back_as_agreed(goats, world):
    booking = booked(came(goats, "K1"))
    treasurer_books(world, goats, booking.deposit)
    with pytest.raises(Refused, match=r"hanya Rp500\.000"):
        bookings.release(booking=booking, why="Batal", refund_rp=600_000, signed=SIGNED)
    bookings.release(booking=booking, why="Batal", refund_rp=300_000, signed=SIGNED)
    assert (booking.refund.amount_rp, booking.refund.way) == (300_000, "CASH_OUT")
    assert expected.settled_one(booking.refund).state == "WAITS"


WRONG = [
    ({"buyer": " "}, "siapa pemesannya"),
    ({"price_rp": 0}, "harga di atas"),
    ({"deposit_rp": 2_000_000}, "di bawah harganya"),
    ({"keep_until": TODAY - timedelta(days=1)}, "hari ini atau hari sesudahnya"),
]


@pytest.mark.parametrize(("more", "says"), WRONG)
def test_a_booking_that_cannot_be_is_a_sentence(goats, more, says):
    with pytest.raises(Refused, match=says):
        booked(came(goats, "K1"), **more)
    assert not Booking.objects.exists()
    assert not ExpectedMoney.objects.exists()


def test_a_goat_is_booked_once_and_only_while_it_is_there(goats):
    goat, dead = came(goats, "K1"), came(goats, "K2")
    booked(goat)
    with pytest.raises(Refused, match="dipesan sampai"):
        booked(goat, buyer="Orang lain")
    booked(dead)
    happened(dead, Kind.DIED, TODAY)
    assert [(str(one.animal), one.is_gone) for one in bookings.open_of(goats)] == [
        ("K1", False), ("K2", True),
    ]  # fmt: skip
    bookings.release(booking=bookings.open_of(goats).last(), why="Mati", refund_rp=0, signed=SIGNED)
    with pytest.raises(Refused, match="tidak ada lagi di kandang"):
        booked(dead)


def test_the_database_keeps_a_goat_for_one_buyer(goats):
    goat, dead = came(goats, "K1"), came(goats, "K2")
    one = booked(goat, deposit_rp=0)
    again = Booking.objects.get(pk=one.pk)
    again.pk = one.pk + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
    happened(dead, Kind.DIED, TODAY)
    again.animal = dead
    refused = pytest.raises(IntegrityError, match="herd_booking_of_a_goat_that_is_there")
    with refused, transaction.atomic():
        again.save(force_insert=True)
    for told in ({"deposit_rp": 1}, {"price_rp": 0}, {"ended_why": "x"}, {"buyer": ""}):
        with pytest.raises(IntegrityError, match="herd_booking"), transaction.atomic():
            Booking.objects.filter(pk=one.pk).update(**told)
    with pytest.raises(IntegrityError, match="herd_booking_ends"), transaction.atomic():
        Booking.objects.filter(pk=one.pk).update(ended_at=SIGNED.at)


def test_the_database_sells_a_booked_goat_to_nobody_else(goats):
    goat, other = came(goats, "K1"), came(goats, "K2")
    sold(goats, [other], on=TODAY)
    booked(goat)
    row = Event.objects.get(kind=Kind.SOLD)
    row.pk, row.animal = row.pk + 1, goat
    refused = pytest.raises(IntegrityError, match="herd_event_sold_to_who_booked_it")
    with refused, transaction.atomic():
        row.save(force_insert=True)


def test_the_days_of_feasts_are_only_added_to(goats):
    with pytest.raises(IntegrityError, match="herd_feastday_has_a_source"), transaction.atomic():
        FeastDay.objects.create(
            village=goats.village, feast="idul_adha", hijri_year=1448, on=TODAY, source="",
            recorded_at=SIGNED.at,
        )  # fmt: skip
    row = FeastDay.objects.create(
        village=goats.village, feast="idul_adha", hijri_year=1448, on=TODAY, source="TV",
        recorded_at=SIGNED.at,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE herd_feastday SET source = 'x' WHERE id = %s", [row.pk])


def address(group, name, *more):
    return reverse(f"herd:{name}", args=[group.village.slug, group.pk, *more])


def test_the_chair_books_hands_over_and_prints(karto, goats):
    goat = came(goats, "K1", born_on=date(2024, 1, 1))
    plan = address(goats, "feast", "idul_adha")
    page = karto.get(plan).content.decode()
    assert "Perkiraan" in page
    assert "1 kambing dapat ditawarkan." in page
    until = timezone.localdate() + timedelta(days=2)
    typed = {
        "goat": goat.pk, "buyer": "Masjid Al-Huda", "price_rp": "2jt", "deposit_rp": "500rb",
        "on_which": "today", "request_id": uuid4(),
        **{f"keep_until_{part}": getattr(until, part) for part in ("day", "month", "year")},
    }  # fmt: skip
    wrong = karto.post(address(goats, "new_booking"), typed | {"buyer": ""})
    assert wrong.status_code == 422
    assert "Tulis siapa pemesannya." in wrong.content.decode()
    page = karto.post(address(goats, "new_booking"), typed, follow=True).content.decode()
    assert "Kambing sudah dipesan" in page
    assert "Menunggu bendahara" in page
    assert "menyimpan kambing K1 untuk Anda" in unquote(page)
    booking = Booking.objects.get()
    slip = karto.get(address(goats, "booking_slip", booking.pk))
    assert slip.content.startswith(b"%PDF")
    assert karto.get(address(goats, "feast_pdf", "idul_adha")).content.startswith(b"%PDF")
    today = karto.get(reverse("web:today", args=[goats.village.slug])).content.decode()
    assert "Kambing K1 disimpan sampai" in today
    over = address(goats, "hand_over_booking", booking.pk)
    page = karto.get(over).content.decode()
    assert "Catat rapat" in page
    assert "Bendahara belum mencatat uang muka Rp500.000." in page
    typed = {"resolution": agreed(goats).pk, "on_which": "today", "request_id": uuid4()}
    page = karto.post(over, typed, follow=True).content.decode()
    assert "Rp500.000 di antaranya" not in page
    assert "uang muka Rp500.000: Menunggu bendahara" in page


def test_a_booking_sent_twice_is_one_booking(karto, goats):
    goat, dead = came(goats, "K1"), came(goats, "K2")
    happened(dead, Kind.DIED, TODAY)
    until = timezone.localdate() + timedelta(days=2)
    typed = {
        "goat": goat.pk, "buyer": "Masjid Al-Huda", "price_rp": "2jt", "on_which": "today",
        "request_id": uuid4(),
        **{f"keep_until_{part}": getattr(until, part) for part in ("day", "month", "year")},
    }  # fmt: skip
    url = address(goats, "new_booking")
    once, twice = karto.post(url, typed), karto.post(url, typed)
    assert (once.status_code, twice.status_code) == (302, 302)
    assert once.url == twice.url
    never = came(goats, "K3")
    events.take_back(event=standing.events_of(never)[0], why="Keliru", signed=SIGNED)
    assert Booking.objects.count() == 1
    assert f'value="{goat.pk}"' not in karto.get(url).content.decode()
    for other, says in (
        (goat, "dipesan sampai"),
        (dead, "tidak ada lagi di kandang"),
        (never, "membetulkan"),
    ):
        again = karto.post(url, typed | {"goat": other.pk, "request_id": uuid4()})
        assert again.status_code == 422
        assert says in again.content.decode()


def test_the_plan_asks_few_questions_and_knows_its_feasts(karto, goats):
    for number in range(8):
        booked(came(goats, f"K{number}", born_on=date(2024, 1, 1)), deposit_rp=number * 1000)
    karto.get(address(goats, "feast", "idul_adha"))
    for name, more in (("feast", ["idul_adha"]), ("feast", ["idul_fitri"]), ("bookings", [])):
        with few_queries():
            assert karto.get(address(goats, name, *more)).status_code == 200
    assert karto.get(address(goats, "feast", "nyepi")).status_code == 404


def test_to_book_a_goat_of_the_plan_chooses_that_goat(karto, goats):
    goat = came(goats, "K1", born_on=date(2024, 1, 1))
    came(goats, "K2", born_on=date(2024, 1, 1))
    to = f"{address(goats, 'new_booking')}?goat={goat.pk}"
    assert f'href="{to}"' in karto.get(address(goats, "feast", "idul_adha")).content.decode()
    assert f'value="{goat.pk}" selected' in karto.get(to).content.decode()


def test_the_chair_records_the_day_and_releases(karto, goats):
    booking = booked(came(goats, "K1"))
    url = address(goats, "release_booking", booking.pk)
    assert "Berapa uang muka" not in karto.get(url).content.decode()
    page = karto.post(url, {"why": "Batal", "request_id": uuid4()}, follow=True).content.decode()
    assert "Dilepas: Batal" in page
    day = address(goats, "feast_day", "idul_adha")
    on = {"on_day": "1", "on_month": "2", "on_year": "2027"}
    typed = {**on, "source": "TV", "request_id": uuid4()}
    assert karto.post(day, typed).status_code == 422


def test_what_is_told_of_a_buyer_is_for_who_sells(world, goats, client):
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    booking = booked(came(goats, "K1"))
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office.TREASURER, group=goats)
    client.force_login(user)
    page = client.get(address(goats, "bookings")).content.decode()
    assert "K1" in page
    assert "Al-Huda" not in page
    assert client.get(address(goats, "booking", booking.pk)).status_code == 403


def test_a_booked_goat_may_die_and_the_chair_is_told(karto, goats):
    goat = came(goats, "K1")
    booked(goat)
    events.record(animal=goat, told=events.Told(Kind.DIED, TODAY, cause="BLOAT"), signed=SIGNED)
    page = karto.get(reverse("web:today", args=[goats.village.slug])).content.decode()
    assert "Kambing K1 yang dipesan tidak ada lagi di kandang" in page


def test_a_deposit_is_earned_when_its_goat_is_handed_over(goats, world):
    booking = booked(came(goats, "K1"))
    assert bookings.advances(goats, since=TODAY, until=TODAY) == 0, "it waits for the treasurer"
    treasurer_books(world, goats, booking.deposit)
    assert bookings.advances(goats, since=TODAY, until=TODAY) == 500_000
    tomorrow = TODAY + timedelta(days=1)
    assert bookings.advances(goats, since=tomorrow, until=tomorrow) == 0
    handed_over(booking, goats)
    assert bookings.advances(goats, since=TODAY, until=TODAY) == 0
