"""Rina asks to close the month, Lastri confirms it; opened again with a reason, sealed at last."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import days, lines, months, purse
from rembuk.cash.tests.scenes import LIMIT_RP, chair, signed, treasurer, url
from rembuk.cash.tests.scenes import closed as day_closed
from rembuk.ledger import checks, reading
from rembuk.ledger import months as ledger_months
from rembuk.ledger.models import Entry
from rembuk.lib.dates import month_end
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries

TODAY = timezone.localdate()
LAST = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)  # the month that is over
BEFORE = (LAST - timedelta(days=1)).replace(day=1)
EARLIER = (BEFORE - timedelta(days=1)).replace(day=1)
NOW = timezone.now


@pytest.fixture
def book(world):
    """A purse since three months, with a sale in the first and in the last of them."""
    beginning = purse.Beginning(EARLIER, 100_000, LIMIT_RP)
    made = purse.open_purse(
        group=world.tailors, beginning=beginning, signed=signed(chair(world)), today=TODAY
    )
    sold(world, made, 50_000, on=EARLIER + timedelta(days=3))
    sold(world, made, 70_000, on=LAST + timedelta(days=4))
    return made


def sold(world, book, amount_rp, *, on):
    money = lines.Money(way=lines.Way.IN, party="SD", purpose="sale", amount_rp=amount_rp, on=on)
    return lines.record(book=book, money=money, signed=signed(treasurer(world)), today=TODAY)


def asked_for(world, book, first):
    months.propose(book=book, first=first, by=treasurer(world), at=NOW(), today=TODAY)


def confirmed(world, book, first):
    months.confirm(book=book, first=first, by=chair(world), at=NOW(), today=TODAY)


def shut(world, book, first):
    """All of it: the days, the treasurer, the chair."""
    day = month_end(first)
    if days.is_open(book, day):
        day_closed(world, book, on=day)
    asked_for(world, book, first)
    confirmed(world, book, first)


def sending(**more):
    return {"request_id": str(uuid4()), **more}


def states(book):
    return {first: one.state.value for first, one in ledger_months.standings(book).items()}


def test_the_treasurer_asks_and_the_chair_confirms(world, book, signed_in):
    day_closed(world, book, on=month_end(EARLIER))
    client = signed_in(world.rina)
    page = client.get(url(world, "month", EARLIER)).content.decode()
    assert "Ajukan tutup bulan" in page
    assert "Semua hari yang ada catatannya sudah ditutup" in page
    client.post(url(world, "propose_month", EARLIER), sending())
    assert states(book) == {EARLIER: "CLOSING"}
    client = signed_in(chair(world).user)
    today_page = client.get(reverse("web:today", args=[world.here.slug])).content.decode()
    assert "menunggu ditutup" in today_page
    assert url(world, "month", EARLIER) in today_page
    page = client.post(url(world, "confirm_month", EARLIER), sending(), follow=True)
    assert "tidak ada lagi yang dicatat di bulan ini" in page.content.decode()
    assert states(book) == {EARLIER: "CLOSED"}
    told = [audit.sentence(one) for one in AuditEntry.objects.filter(verb__contains="month_")]
    assert {line.split()[0] for line in told} == {"Bendahara", "Ketua"}


def test_who_asked_does_not_confirm(world, book, signed_in):
    day_closed(world, book, on=month_end(EARLIER))
    months.propose(book=book, first=EARLIER, by=chair(world), at=NOW(), today=TODAY)
    client = signed_in(chair(world).user)
    page = client.get(url(world, "month", EARLIER)).content.decode()
    assert "Anda sendiri yang mengajukan" in page
    response = client.post(url(world, "confirm_month", EARLIER), sending())
    assert response.status_code == 422
    assert "tidak bisa memastikan sendiri" in response.content.decode()
    client = signed_in(world.rina)
    assert client.post(url(world, "confirm_month", EARLIER), sending()).status_code == 403


def test_months_are_closed_in_order_and_empty_ones_along_the_way(world, book):
    assert months.next_to_close(book, {}, today=TODAY) == EARLIER
    with pytest.raises(Refused, match="berurutan"):
        shut(world, book, LAST)
    shut(world, book, EARLIER)
    standings = ledger_months.standings(book)
    assert months.next_to_close(book, standings, today=TODAY) == LAST
    shut(world, book, LAST)
    assert states(book) == {EARLIER: "CLOSED", BEFORE: "CLOSED", LAST: "CLOSED"}
    standings = ledger_months.standings(book)
    assert months.next_to_close(book, standings, today=TODAY) is None


def test_the_closing_of_one_month_is_the_opening_of_the_next(world, book):
    shut(world, book, EARLIER)
    before = 0
    for first in (EARLIER, BEFORE, LAST):
        cash = months.boxes_of(book, first)[0]
        assert cash.opening_rp == before
        assert cash.closing_rp == reading.balance_of(book, "1101", on=month_end(first))
        before = cash.closing_rp
    assert before == 220_000


def test_before_it_is_closed_the_page_says_what_is_left(world, book, signed_in):
    request = {"way": lines.Way.OUT, "party": "Toko", "purpose": "wages", "amount_rp": 150_000}
    book.limit_rp = 100_000
    money = lines.Money(on=EARLIER + timedelta(days=4), **request)
    lines.ask(book=book, money=money, signed=signed(treasurer(world)), today=TODAY)
    page = signed_in(world.rina).get(url(world, "month", EARLIER)).content.decode()
    assert "1 pengajuan menunggu orang kedua" in page
    assert "Tutup dulu" in page
    assert "Ajukan tutup bulan" not in page
    with pytest.raises(Refused, match="menunggu orang kedua"):
        asked_for(world, book, EARLIER)


@pytest.mark.parametrize("first", [TODAY.replace(day=1), BEFORE])
def test_a_month_that_is_not_over_or_empty_is_not_asked_for(world, book, signed_in, first):
    response = signed_in(world.rina).post(url(world, "propose_month", first), sending())
    assert response.status_code == 422
    assert states(book) == {}


def test_an_unclosed_day_comes_first(world, book):
    with pytest.raises(Refused, match="Hitung uang dan tutup"):
        asked_for(world, book, EARLIER)


def test_a_book_that_does_not_prove_itself_is_not_closed(world, book, monkeypatch):
    day_closed(world, book, on=month_end(EARLIER))
    wrong = checks.Finding("I7", "Saldo 1101 keliru.")
    monkeypatch.setattr(checks, "_more", [lambda _book, _after: [wrong]])
    with pytest.raises(Refused, match="Saldo 1101 keliru"):
        asked_for(world, book, EARLIER)
    monkeypatch.undo()
    asked_for(world, book, EARLIER)
    monkeypatch.setattr(checks, "_more", [lambda _book, _after: [wrong]])
    with pytest.raises(Refused, match="Saldo 1101 keliru"):
        confirmed(world, book, EARLIER)
    monkeypatch.undo()


def test_the_chair_sends_it_back_with_a_reason(world, book, signed_in):
    day_closed(world, book, on=month_end(EARLIER))
    asked_for(world, book, EARLIER)
    client = signed_in(chair(world).user)
    address = url(world, "open_month_again", EARLIER)
    assert client.post(address, sending(reason="")).status_code == 422
    page = client.post(address, sending(reason="Nota listrik belum ada"), follow=True)
    assert "Bulan dikembalikan" in page.content.decode()
    assert states(book) == {EARLIER: "OPEN"}
    assert AuditEntry.objects.filter(verb="cash.month_sent_back").count() == 1
    page = signed_in(world.rina).get(url(world, "month", EARLIER)).content.decode()
    assert "Nota listrik belum ada" in page
    asked_for(world, book, EARLIER)  # once more


def test_a_closed_month_is_opened_again_the_last_one_first(world, book, signed_in):
    shut(world, book, EARLIER)
    shut(world, book, LAST)
    told = {"by": chair(world), "at": NOW(), "reason": "Ada nota tertinggal"}
    with pytest.raises(Refused, match="terakhir ditutup"):
        months.open_again(book=book, first=EARLIER, **told)
    closed = days.last_close(book)
    with pytest.raises(Refused, match="Buka lagi bulannya"):
        days.open_again(closed=closed, **told)
    client = signed_in(chair(world).user)
    sent = sending(reason="Ada nota tertinggal")
    client.post(url(world, "open_month_again", LAST), sent)
    assert states(book)[LAST] == "OPEN"
    days.open_again(closed=closed, **told)
    sold(world, book, 1_000, on=month_end(LAST))
    shut(world, book, LAST)
    assert checks.check_book(book) == []


def test_a_sealed_month_shows_its_code_and_stays(world, book, signed_in):
    shut(world, book, EARLIER)
    shut(world, book, LAST)
    client = signed_in(chair(world).user)
    client.post(url(world, "seal_month", LAST), sending())
    assert set(states(book).values()) == {"SEALED"}
    month = ledger_months.standings(book)[LAST]
    code = months.short_code(month)
    assert code.replace(" ", "") == month.digest[:8].upper()
    for page in (url(world, "months"), url(world, "month", LAST)):
        assert code in client.get(page).content.decode()
    assert client.get(url(world, "open_month_again", LAST)).status_code == 404
    response = client.post(url(world, "seal_month", LAST), sending())
    assert response.status_code == 422
    assert client.post(url(world, "seal_month", BEFORE), sending()).status_code == 422


def test_a_month_that_is_open_is_not_sealed(world, book):
    with pytest.raises(Refused, match="Tutup"):
        months.seal(book=book, first=EARLIER, by=chair(world), at=NOW())


def test_the_treasurer_is_reminded_of_the_month_when_its_days_are_closed(world, book, signed_in):
    page = reverse("web:today", args=[world.here.slug])
    client = signed_in(world.rina)
    assert "bisa ditutup" not in client.get(page).content.decode()
    day_closed(world, book, on=TODAY - timedelta(days=1))
    with few_queries():
        assert "bisa ditutup" in client.get(page).content.decode()
    asked_for(world, book, EARLIER)
    assert "bisa ditutup" not in client.get(page).content.decode()
    client = signed_in(chair(world).user)
    with few_queries():
        assert "menunggu ditutup" in client.get(page).content.decode()


def test_the_pages_ask_the_database_little(world, book, signed_in):
    shut(world, book, EARLIER)
    for user in (world.rina, chair(world).user):
        client = signed_in(user)
        for address in (
            url(world, "months"),
            url(world, "month", EARLIER),
            url(world, "month", LAST),
        ):
            with few_queries():
                assert client.get(address).status_code == 200


@pytest.mark.parametrize("first", ["2019-01", "2999-01", "9999-12"])
def test_a_month_outside_the_purse_is_not_there(world, book, signed_in, first):
    client, there = signed_in(world.rina), f"{url(world, 'months')}{first}/"
    assert client.get(there).status_code == 404
    assert client.post(f"{there}ask/", sending()).status_code == 404


def test_nothing_is_written_into_a_closed_month(world, book):
    shut(world, book, EARLIER)
    with pytest.raises(Refused):
        sold(world, book, 1_000, on=date(EARLIER.year, EARLIER.month, 28))
    assert Entry.objects.filter(book=book).count() == 3


@pytest.mark.parametrize(
    ("days_left", "said"),
    [
        (0, "Semua hari di bulan itu sudah ditutup"),
        (3, "hari sesudahnya masih boleh ada catatan baru"),
        (None, "masih boleh ada catatan baru di bulan ini"),
    ],
)
def test_while_it_waits_the_page_says_which_days_still_take_lines(
    world, book, signed_in, days_left, said
):
    if days_left is None:  # asked for, then its day was opened again
        closed = day_closed(world, book, on=month_end(EARLIER))
        asked_for(world, book, EARLIER)
        days.open_again(closed=closed, reason="Ada nota", by=chair(world), at=NOW())
    else:
        day_closed(world, book, on=month_end(EARLIER) - timedelta(days=days_left))
        asked_for(world, book, EARLIER)
    page = signed_in(world.rina).get(url(world, "month", EARLIER)).content.decode()
    assert said in page
    others = {"Semua hari di bulan itu", "masih boleh ada catatan baru di bulan ini"} - {said}
    assert not any(other in page for other in others if not said.startswith(other))
