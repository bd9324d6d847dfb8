"""Rina closes the day when box and book agree; Lastri opens it again with a reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from rembuk.cash import approving, counting, days, lines, shown
from rembuk.cash.models import DayClose, DayOpening
from rembuk.cash.tests.scenes import (
    asked,
    begins,
    came,
    chair,
    closed,
    counted,
    opened,
    signed,
    today,
    treasurer,
    typed,
    url,
    went,
)
from rembuk.cash.tests.test_counting import copied, notes
from rembuk.ledger import checks, posting, reading
from rembuk.ledger.models import Movement
from rembuk.ledger.posting import Plan
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries

YESTERDAY = timedelta(days=1)


def sending(**more):
    return {"request_id": str(uuid4()), **more}


def open_again(world, close, reason="Ada nota tertinggal"):
    close = days.last_close(close.book)
    return days.open_again(closed=close, reason=reason, by=chair(world), at=close.at)


def test_the_day_is_closed_with_the_count(world, purse, signed_in):
    came(world, purse, 50_000)
    sent = notes(1_050_000, checked="close", seen_rp="1050000", reason="")
    page = signed_in(world.rina).post(url(world, "count"), sent, follow=True).content.decode()
    assert "hari ditutup" in page
    close = DayClose.objects.get()
    assert (close.opening_rp, close.in_rp, close.out_rp) == (0, 1_050_000, 0)
    assert (close.since_on, close.value_on) == (begins(), today())
    told = audit.sentence(AuditEntry.objects.get(verb="cash.day_closed"))
    assert told.startswith("Bendahara menutup kas Jahit Melati tanggal ")
    assert told.endswith("dengan isi Rp1.050.000")


def test_a_day_begins_with_what_the_one_before_ended_with(world, purse):
    first = closed(world, purse, on=today() - YESTERDAY)
    went(world, purse, 40_000)
    second = closed(world, purse)
    assert (second.opening_rp, second.out_rp) == (first.closing_rp, 40_000)
    assert second.since_on == today()
    assert checks.check_book(purse) == []


def test_a_small_difference_is_booked_and_the_day_closed_at_once(world, purse, signed_in):
    sent = notes(995_000, checked="close", seen_rp="1000000", reason="Belum tahu")
    signed_in(world.rina).post(url(world, "count"), sent)
    assert DayClose.objects.get().closing_rp == 995_000
    assert checks.check_book(purse) == []


@pytest.mark.parametrize("what", ["money", "difference"])
def test_a_day_is_closed_only_after_all_that_waits_is_decided(world, purse, signed_in, what):
    waits = asked(world, purse) if what == "money" else counted(world, purse, 900_000).pending
    client = signed_in(world.rina)
    page = client.post(url(world, "count"), notes(1_000_000)).content.decode()
    assert "dan tutup hari" not in page
    if what == "money":
        counted(world, purse, 1_000_000)
        page = client.post(url(world, "close_day", today()), sending())
        assert page.status_code == 422
        assert "menunggu orang kedua" in page.content.decode()
    approving.approve(
        asked=waits, asked_hash=waits.asked_hash, by=chair(world), at=waits.made_at, today=today()
    )
    if what == "money":
        counted(world, purse, 300_000)
    client.post(url(world, "close_day", today()), sending())
    assert DayClose.objects.count() == 1


def test_what_was_written_after_the_count_is_counted_first(world, purse, signed_in):
    counted(world, purse, 1_000_000)
    came(world, purse, 5_000)
    response = signed_in(world.rina).post(url(world, "close_day", today()), sending())
    assert response.status_code == 422
    assert "Hitung uangnya lagi" in response.content.decode()


@pytest.mark.parametrize("write", [came, asked, counted, went])
def test_nothing_lands_on_a_closed_day(world, purse, write):
    closed(world, purse)
    amount = 600_000 if write is asked else 1_000
    with pytest.raises(Refused, match="ditutup sampai"):
        write(world, purse, amount)


def test_that_a_day_is_closed_is_said_before_the_check_page(world, purse, signed_in):
    client, sent = signed_in(world.rina), typed()
    page = client.post(url(world, "record_in"), sent)
    assert "Sudah benar?" in page.content.decode()
    client.post(url(world, "record_in"), sent | {"checked": "1"})
    closed(world, purse)
    page = client.post(url(world, "record_in"), typed())
    assert page.status_code == 422
    assert page.content.decode().count("ditutup sampai") == 2  # above, and beside the date
    # What was recorded before the day was closed is still found, not refused.
    page = client.post(url(world, "record_in"), sent | {"checked": "1"}, follow=True)
    assert "Sudah tercatat" in page.content.decode()


def test_nothing_lands_before_a_closed_day_either(world, purse):
    closed(world, purse, on=today() - YESTERDAY)
    with pytest.raises(Refused, match="ditutup sampai"):
        came(world, purse, 1_000, on=begins())
    assert came(world, purse, 1_000).value_on == today()


def test_taking_a_line_of_a_closed_day_back_counts_for_today(world, purse):
    sale = came(world, purse, 1_000, on=today() - YESTERDAY)
    closed(world, purse, on=today() - YESTERDAY)
    told = {"number": sale.sequence, "reason": "Salah tulis", "today": today()}
    back = lines.take_back(book=purse, signed=signed(treasurer(world)), **told)
    assert back.value_on == today()
    assert checks.check_book(purse) == []


def test_the_chair_opens_the_last_closed_day_again(world, purse, signed_in):
    closed(world, purse)
    assert signed_in(world.rina).get(url(world, "open_day_again", today())).status_code == 403
    client = signed_in(chair(world).user)
    sent = sending(reason="")
    page = client.post(url(world, "open_day_again", today()), sent)
    assert page.status_code == 422
    client.post(url(world, "open_day_again", today()), sent | {"reason": "Ada nota tertinggal"})
    assert DayOpening.objects.get().by == chair(world).user
    assert "Ada nota tertinggal" in client.get(url(world, "days")).content.decode()
    told = audit.sentence(AuditEntry.objects.get(verb="cash.day_opened_again"))
    assert told.endswith("Ada nota tertinggal")
    came(world, purse, 1_000)
    closed(world, purse)  # counted anew
    assert checks.check_book(purse) == []


def test_who_opens_a_day_reads_which_days_open_with_it(world, purse, signed_in):
    """One count closed all days since the last close; to open it again opens them all."""
    closed(world, purse)
    client = signed_in(chair(world).user)
    since, until = (words.plain_day(one, language="id") for one in (begins(), today()))
    page = client.get(url(world, "open_day_again", today())).content.decode()
    assert f"dari {since} sampai {until}" in page


def test_only_the_last_closed_day_is_opened_again(world, purse):
    first = closed(world, purse, on=today() - YESTERDAY)
    closed(world, purse)
    told = {"reason": "Ada nota tertinggal", "by": chair(world), "at": first.at}
    with pytest.raises(Refused, match="terakhir ditutup"):
        days.open_again(closed=first, **told)
    with pytest.raises(Refused, match="Tulis mengapa"):
        days.open_again(closed=days.last_close(purse), **told | {"reason": " ya "})


def test_the_treasurer_finds_an_unclosed_day_on_today(world, purse, signed_in):
    client, page = signed_in(world.rina), reverse("web:today", args=[world.here.slug])
    came(world, purse, 10_000, on=today() - YESTERDAY)
    with few_queries(12):
        shown = client.get(page).content.decode()
    assert "belum ditutup" in shown
    assert url(world, "day", today() - YESTERDAY) in shown
    closed(world, purse, on=today() - YESTERDAY)
    came(world, purse, 10_000)  # today is not over
    assert "belum ditutup" not in client.get(page).content.decode()


@pytest.mark.parametrize("days_before", [0, 1, 5])
def test_the_page_of_a_day_shows_its_lines_and_asks_little(world, purse, signed_in, days_before):
    on = today() - timedelta(days=days_before)
    came(world, purse, 30_000, on=on)
    if on < today():
        closed(world, purse, on=today() - YESTERDAY)
    for address in (url(world, "day", on), url(world, "days")):
        client = signed_in(world.rina)
        with few_queries():
            assert client.get(address).status_code == 200
    page = client.get(url(world, "day", on)).content.decode()
    assert "Rp1.030.000" in page


def test_the_passbook_shows_where_a_day_was_closed(world, purse, signed_in):
    came(world, purse, 10_000, on=today() - timedelta(days=4))
    closed(world, purse, on=today() - timedelta(days=3))
    came(world, purse, 20_000, on=today() - timedelta(days=2))
    closed(world, purse, on=today() - YESTERDAY)
    open_again(world, closed(world, purse))
    rows = shown.rows(reading.lines_of(purse), days.closes_since(purse, begins()))
    assert [row.close and row.close.closing_rp for row in rows] == [1_030_000, 1_010_000, None]
    assert (
        shown.rows(reading.lines_of(purse), days.closes_since(purse, begins()), goes_on=True)[
            0
        ].close
        is None
    )
    client = signed_in(world.rina)
    for page in ("purse", "lines"):
        with few_queries():
            text = client.get(url(world, page)).content.decode()
        assert text.count("Ditutup") >= 2
        assert url(world, "day", today() - YESTERDAY) in text


@pytest.mark.parametrize("on", ["2019-01-01", "2999-01-01"])
def test_a_day_outside_the_purse_is_not_there(world, purse, signed_in, on):
    for page in ("", "count/", "close/"):
        address = f"{url(world, 'days')}{on}/{page}"
        assert signed_in(world.rina).get(address).status_code == 404


# --- past our own functions ----------------------------------------------------------------------


@pytest.mark.tampers
def test_the_database_lets_nothing_land_on_a_closed_day(world, purse):
    closed(world, purse)
    plan = counting.plan_of(today(), 1_000, reason="lewat belakang")
    with pytest.raises(IntegrityError, match="cash_entry_day_is_open"), transaction.atomic():
        posting.post(
            purse, Plan(plan.kind, plan.on, plan.moves), signed=signed(treasurer(world)),
            today=today(),
        )  # fmt: skip


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({}, "cash_dayclose_after_the_last|count_id"),
        ({"in_rp": 5}, "cash_dayclose_(opening_and_moves_are_closing|after_the_last)"),
    ],
)
def test_the_database_closes_no_day_twice(world, purse, changed, name):
    close = closed(world, purse)
    with pytest.raises(IntegrityError, match=name):
        copied(close, **changed)


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"in_rp": 5}, "cash_dayclose_opening_and_moves_are_closing"),
        ({"closing_rp": 5, "in_rp": 5}, "cash_dayclose_is_what_was_counted"),
        ({"opening_rp": -5, "in_rp": 1_000_005}, "cash_dayclose_nothing_below_zero"),
        ({"since_on": "2999-01-01"}, "cash_dayclose_from_earlier_on"),
    ],
)
def test_the_database_closes_no_day_that_does_not_add_up(world, purse, changed, name):
    close = closed(world, purse)
    open_again(world, close)
    again = counted(world, purse, 1_000_000)
    with pytest.raises(IntegrityError, match=name):
        copied(close, count_id=again.pk, **changed)


@pytest.mark.tampers
def test_the_database_opens_only_the_last_closed_day(world, purse):
    first = closed(world, purse, on=today() - YESTERDAY)
    second = closed(world, purse)
    opening = open_again(world, second)
    closed(world, purse)
    with pytest.raises(IntegrityError, match="cash_dayopening_of_the_last"):
        copied(opening, close_id=first.pk)
    with pytest.raises(IntegrityError, match="cash_dayopening_append_only"), transaction.atomic():
        DayOpening.objects.filter(pk=opening.pk).update(reason="lain")


@pytest.mark.tampers
def test_a_closed_day_that_is_no_longer_what_it_was_is_found(world, purse):
    close = closed(world, purse)
    opening = open_again(world, close)
    again = counted(world, purse, 1_000_000)
    with transaction.atomic():
        # Opening and moves changed together: it adds up in itself, but not with the movements.
        copied(close, count_id=again.pk, opening_rp=400_000, in_rp=600_000)
        assert [one.promise for one in checks.check_book(purse)] == ["I14"]
        transaction.set_rollback(True)
    assert opening.close_id == close.pk
    assert Movement.objects.filter(book=purse).count() == 1
    assert reading.balance_of(purse, "1101") == 1_000_000
    assert connection.in_atomic_block


def test_a_table_from_elsewhere_does_not_land_on_a_closed_day(world, purse, tmp_path, capsys):
    closed(world, purse, on=today() - YESTERDAY)
    file = tmp_path / "buku.csv"
    head = "sequence,value_on,kind,debit,credit,amount_rp"
    line = f"1,{today() - YESTERDAY},CASH_IN,1101,4201,5000"
    file.write_text(f"{head}\n{line}\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_book", world.here.slug, world.tailors.name, str(file))
    told = capsys.readouterr().err
    assert f"{file}, baris (line) 2: " in told
    assert "ditutup" in told
    assert reading.totals(purse)[0] == 1


# What happened, in days before today: written, and the last closed day -> what the page says.
SAID = [
    ((), None, "Belum ada catatan, jadi belum ada hari yang perlu ditutup"),
    ((3,), None, "Belum ditutup sejak"),
    ((3,), 3, "Sesudah itu belum ada catatan, jadi tidak ada hari yang perlu ditutup"),
    ((3,), 0, "termasuk hari ini: kas dan buku cocok"),
    ((3, 1), 2, "Belum ditutup sejak"),
    ((3, 0), 1, "Belum ditutup sejak"),
]


@pytest.mark.parametrize(("written", "until", "said"), SAID)
def test_the_days_page_says_how_far_the_cash_is_closed(world, signed_in, written, until, said):
    """Never that a day to come is open."""
    book = opened(world, counted_rp=0)
    for before in written:
        on = today() - timedelta(days=before)
        if until is not None and before < until:
            closed(world, book, on=today() - timedelta(days=until))
        came(world, book, 10_000, on=on)
    if until is not None and days.closed_until(book) is None:
        closed(world, book, on=today() - timedelta(days=until))
    page = signed_in(world.rina).get(url(world, "days")).content.decode()
    assert said in page
    assert words.plain_day(today() + timedelta(days=1), language="id") not in page
    assert ("Hitung uang dan tutup hari" in page) == (until != 0)
