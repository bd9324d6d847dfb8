"""Rina writes the tailors' cash: what is written, what is refused, and what can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rembuk.ledger import balances, chart, ends, months, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.models import Account, Entry
from rembuk.ledger.posting import Plan, Words
from rembuk.ledger.tests.scenes import by_rina, posted, purchase, sale, signed
from rembuk.lib.errors import Refused
from rembuk.villages.tests.stories import NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)
OCTOBER = date(2026, 10, 15)


def cash(book, **when) -> int:
    return balances.balance(Account.objects.get(book=book, code=chart.CASH), **when)


def test_money_in_and_out_is_booked_with_numbers_that_have_no_gap(world, book):
    first = posted(world, book, sale(1_500_000))
    second = posted(world, book, purchase(400_000))
    assert [first.sequence, second.sequence] == [1, 2]
    assert [first.receipt_no, second.receipt_no] == [1, 2]
    assert second.previous_head == first.head
    assert cash(book) == 1_100_000


@pytest.mark.parametrize("amount", [0, -1, -5_000, 10**15 + 1, 10**18])
def test_a_sum_that_cannot_be_is_refused_and_nothing_is_written(world, book, amount):
    with pytest.raises(Refused, match="rupiah"):
        posted(world, book, sale(amount))
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("on", "says"), [(TODAY + timedelta(days=1), "belum tiba"), (date(2025, 12, 31), "mulai")]
)
def test_a_day_outside_the_book_is_refused(world, book, on, says):
    with pytest.raises(Refused, match=says):
        posted(world, book, sale(10_000, on=on))


def test_an_account_of_no_book_is_refused(world, book):
    with pytest.raises(Refused, match="9876"):
        posted(world, book, Plan(kind="X", on=TODAY, moves=[Move("1101", "9876", 5)]))


def test_a_closed_account_takes_what_counts_for_a_day_before(world, book):
    Account.objects.filter(book=book, code="4201").update(closed_on=YESTERDAY)
    with pytest.raises(Refused, match="Akun 4201 sudah ditutup"):
        posted(world, book, sale(10_000))
    posted(world, book, sale(10_000, on=YESTERDAY))


def test_a_line_without_a_paper_leaves_the_receipts_in_a_row(world, book):
    plan = sale(10_000)
    posted(world, book, plan)
    assert posted(world, book, replace(plan, receipt=False)).receipt_no is None
    assert posted(world, book, plan).receipt_no == 2


@pytest.mark.parametrize("kind", ["", "cash_in", "A\nB", "CASH IN", "_X", "A" * 25, "KAS\n"])
def test_a_kind_is_one_word(world, book, kind):
    with pytest.raises(Refused, match="huruf besar"):
        posted(world, book, replace(sale(10_000), kind=kind))


@pytest.mark.parametrize("unit", ["x\nmove 1101 4201 5 -", "-", "A B", "A" * 13, "TOKO\n"])
def test_a_unit_is_one_word_or_none(world, book, unit):
    """Otherwise one movement of a strange unit would have the same head as two movements."""
    with pytest.raises(Refused, match="unit"):
        posted(world, book, replace(sale(1), moves=[Move("1101", "4201", 1, unit)]))
    entry = posted(world, book, replace(sale(1), moves=[Move("1101", "4201", 1, "TOKO.2")]))
    assert entry.movements.get().unit == "TOKO.2"


def test_more_than_is_in_the_box_is_refused_with_what_there_is(world, book):
    posted(world, book, sale(250_000))
    with pytest.raises(Refused, match=r"Rp250\.000"):
        posted(world, book, purchase(250_001))
    posted(world, book, purchase(250_000))
    assert cash(book) == 0


def test_a_request_is_never_booked_twice(world, book):
    key = uuid4()
    posting.post(book, sale(10_000), signed=signed(world, request_id=key), today=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        posting.post(book, sale(10_000), signed=signed(world, request_id=key), today=TODAY)
    assert cash(book) == 10_000


def test_a_line_is_taken_back_once_and_both_stay(world, book):
    wrong = posted(world, book, sale(1_000_000))
    back = posting.reverse(wrong, reason="Salah ketik", signed=signed(world), today=TODAY)
    assert cash(book) == 0
    assert back.reverses == wrong
    assert back.memo == "Salah ketik"
    with pytest.raises(Refused, match="pernah dibatalkan"):
        posting.reverse(wrong, reason="Lagi", signed=signed(world), today=TODAY)
    with pytest.raises(Refused, match="membatalkan baris lain"):
        posting.reverse(back, reason="Lagi", signed=signed(world), today=TODAY)
    assert Entry.objects.count() == 2


def test_money_that_is_gone_cannot_be_taken_back(world, book):
    came = posted(world, book, sale(100_000))
    posted(world, book, purchase(60_000))
    with pytest.raises(Refused, match=r"Rp40\.000"):
        posting.reverse(came, reason="Salah", signed=signed(world), today=TODAY)


def test_taking_back_keeps_the_day_unless_its_month_is_closed(world, book):
    first = posted(world, book, sale(100_000, on=OCTOBER))
    second = posted(world, book, sale(70_000, on=OCTOBER))
    assert (
        posting.reverse(first, reason="Salah", signed=signed(world), today=TODAY).value_on
        == OCTOBER
    )
    period = months.begin_closing(
        book=book, first=date(2026, 10, 1), by=by_rina(world), at=NOW, today=TODAY
    )
    months.close(period=period, by=by_rina(world), at=NOW)
    assert (
        posting.reverse(second, reason="Salah", signed=signed(world), today=TODAY).value_on == TODAY
    )
    with pytest.raises(Refused, match="Oktober 2026"):
        posted(world, book, sale(5_000, on=OCTOBER))


def test_the_past_can_be_asked_as_it_was_known_then(world, book):
    posted(world, book, sale(100_000, on=YESTERDAY))
    known = ends.last(book).sequence
    posted(world, book, sale(30_000, on=YESTERDAY), minutes=5)
    posted(world, book, sale(7_000), minutes=6)
    assert cash(book, on=YESTERDAY) == 130_000
    assert cash(book, on=YESTERDAY, known=known) == 100_000
    assert cash(book) == 137_000
    assert ends.known_at(book, NOW, now=NOW + timedelta(days=1)) == known


def test_a_trial_balance_has_two_equal_sides_on_every_axis(world, book):
    for minutes, amount in enumerate((500_000, 20_000, 3_000)):
        posted(world, book, sale(amount, on=TODAY - timedelta(days=minutes)), minutes=minutes)
    posted(world, book, purchase(100_000), minutes=9)
    for on in (TODAY, YESTERDAY, date(2026, 1, 1)):
        for known in (None, 0, 2, 4):
            sums = balances.trial_balance(book, on=on, known=known)
            assert sum(one.debit_rp for one in sums) == sum(one.credit_rp for one in sums)
    assert {one.code: one.own_rp for one in balances.trial_balance(book)} == {
        "1101": 423_000, "4201": 523_000, "5104": 100_000,
    }  # fmt: skip


@pytest.mark.parametrize("amount", [1.5, 1000.0, True, Decimal(5000), Fraction(3, 2), float("nan")])
def test_only_whole_rupiah_go_in_whatever_compares_well(world, book, amount):
    with pytest.raises(Refused, match="rupiah"):
        posted(world, book, sale(amount))
    assert not Entry.objects.exists()


def test_words_stand_on_one_line_so_that_none_can_slip_into_another(world, book):
    words = Words(memo="Seragam\n SD ", party="Bu\r\nTini")
    entry = posted(world, book, Plan(kind="CASH_IN", on=TODAY, moves=sale(5).moves, words=words))
    assert (entry.memo, entry.party) == ("Seragam SD", "Bu Tini")
