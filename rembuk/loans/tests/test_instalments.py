"""Instalments: fine, charge, principal, the oldest first; too much is kept; paid back is paid back.

Siti owes Rp3 million over ten months: Rp330.000 each, of which Rp30.000 charge (1% flat). She took
it on 20 February 2026; the first is due on 20 March. A fine is 0.1% a day after seven days.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.cash import approving, lines
from rembuk.coop import exits
from rembuk.ledger import reading
from rembuk.lib.errors import Refused
from rembuk.loans import arrears, deals, instalments, progress, standing
from rembuk.loans.models import Loan, Payment, Product, Share
from rembuk.loans.progress import Kept, Part, Progress
from rembuk.loans.standing import State
from rembuk.loans.tests.scenes import signed
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

LENT_ON, FIRST = date(2026, 2, 20), date(2026, 3, 20)
PAY_QUERIES = 12


@pytest.fixture
def siti(lender):
    return lender.member("Siti Aminah")


@pytest.fixture
def loan(lender, siti):
    return lender.paid_out(siti, on=LENT_ON)


def pays(lender, loan, amount_rp, on, **more):
    return instalments.pay(
        book=lender.book, loan=loan, amount_rp=amount_rp, on=on,
        signed=signed(lender.coop.by_treasurer), today=TODAY, **more,
    )  # fmt: skip


def far(lender, loan, on):
    return instalments.of_loan(lender.book, loan, on=on)


def held(lender, siti, *controls):
    codes = [siti.account(one) if one in {"1301", "2104"} else one for one in controls]
    now = reading.held_now(lender.book, codes)
    return [now.get(code, 0) for code in codes]


def test_on_its_day_an_instalment_is_charge_and_principal(lender, siti, loan):
    assert far(lender, loan, FIRST).asked_rp == 330_000
    made = pays(lender, loan, 330_000, FIRST)
    assert (made.fine_rp, made.interest_rp, made.principal_rp, made.kept_rp) == (
        0, 30_000, 300_000, 0,
    )  # fmt: skip
    assert made.entry.receipt_no is not None
    assert held(lender, siti, "1301", "2104", "4101", "4103") == [2_700_000, 0, 30_000, 0]
    line = reading.line_of(lender.book, made.entry.sequence)
    assert line is not None
    assert line.in_rp == 330_000, "one line of cash, however it is shared"


# What she brings on which day -> fine, charge, principal, kept. Two are due on 30 April: 1 row
# is 41 days late, of which 34 count: 0.1% of 330.000 a day is 330, so 11.220; the second 3.
SHARED = [
    (11_219, date(2026, 4, 30), (11_219, 0, 0, 0)),
    (41_220, date(2026, 4, 30), (11_220, 30_000, 0, 0)),
    (341_220, date(2026, 4, 30), (11_220, 30_000, 300_000, 0)),
    (681_220, date(2026, 4, 30), (12_210, 69_010, 600_000, 0)),  # and of the third, the charge
    (330_000, date(2026, 3, 15), (0, 30_000, 300_000, 0)),  # a few days early is paid
    (660_000, date(2026, 3, 15), (0, 30_000, 300_000, 330_000)),  # the next one is kept
    (330_000, date(2026, 3, 27), (0, 30_000, 300_000, 0)),  # the seventh day is free of fines
    (330_330, date(2026, 3, 28), (330, 30_000, 300_000, 0)),
]


@pytest.mark.parametrize(("amount_rp", "on", "got"), SHARED)
def test_fine_then_charge_then_principal_the_oldest_first(lender, loan, amount_rp, on, got):
    made = instalments.shared(far(lender, loan, on), amount_rp)
    told = (made.of("fine"), made.of("interest"), made.of("principal"), made.kept_rp)
    assert told == got


def test_what_is_kept_pays_the_next_instalment_with_her(lender, siti, loan):
    pays(lender, loan, 400_000, date(2026, 3, 15))
    assert held(lender, siti, "2104") == [70_000]
    assert far(lender, loan, date(2026, 4, 20)).asked_rp == 260_000
    made = pays(lender, loan, 260_000, date(2026, 4, 20))
    assert (made.held_rp, made.principal_rp, made.kept_rp) == (70_000, 300_000, 0)
    assert held(lender, siti, "1301", "2104") == [2_400_000, 0]


def test_a_line_taken_back_is_an_instalment_that_never_was(lender, siti, loan):
    before = far(lender, loan, FIRST)
    made = pays(lender, loan, 330_000, FIRST)
    lines.take_back(
        book=lender.book, number=made.entry.sequence, reason="Salah orang",
        signed=signed(lender.coop.by_treasurer), today=TODAY,
    )  # fmt: skip
    after = far(lender, loan, FIRST)
    assert (after.parts, after.left_rp) == (before.parts, 3_000_000)
    assert held(lender, siti, "1301", "2104", "4101") == [3_000_000, 0, 0]
    pays(lender, loan, 330_000, FIRST)


def test_a_payout_with_instalments_is_not_taken_back(lender, loan):
    pays(lender, loan, 330_000, FIRST)
    number = Loan.objects.get().asked.resolution.entry.sequence
    with pytest.raises(Refused, match="Pinjaman anggota"):
        lines.take_back(
            book=lender.book, number=number, reason="Salah",
            signed=signed(lender.coop.by_chair), today=TODAY,
        )  # fmt: skip


def test_a_loan_that_is_paid_back_takes_no_instalment(lender, siti, loan):
    application = loan.application
    for row in deals.worked_out(deals.of_loan(loan)).rows:
        assert standing.of_application(lender.book, application).state == State.RUNNING
        on = min(row.due_on, TODAY)
        pays(lender, loan, far(lender, loan, on).asked_rp, on)
    assert standing.of_application(lender.book, application).state == State.SETTLED
    assert held(lender, siti, "1301") == [0]
    with pytest.raises(Refused, match="sudah lunas"):
        pays(lender, loan, 1, TODAY)
    assert standing.open_of(lender.book, siti) is None
    assert lender.asks(siti)


def test_paying_all_of_it_back_early_spares_her_the_charge_to_come(lender, siti, loan):
    pays(lender, loan, 330_000, FIRST)
    on = date(2026, 4, 4)  # 15 of the 31 days of the second month: half of Rp30.000, nearly
    told = progress.pay_off(far(lender, loan, on))
    assert (told.amount_rp, told.waived_rp) == (2_700_000 + 14_516, 270_000 - 14_516)
    with pytest.raises(Refused, match="Pilih 'Lunasi semuanya'"):
        pays(lender, loan, told.amount_rp, on)
    with pytest.raises(Refused, match=r"2\.714\.516"):
        pays(lender, loan, told.amount_rp - 1, on, settles=True)
    made = pays(lender, loan, told.amount_rp, on, settles=True)
    assert (made.waived_rp, made.kept_rp) == (told.waived_rp, 0)
    assert standing.of_application(lender.book, loan.application).state == State.SETTLED
    after = far(lender, loan, TODAY)
    assert (after.due, after.asked_rp, after.overdue_rp) == ([], 0, 0)
    assert held(lender, siti, "1301", "2104", "4101") == [0, 0, 44_516]


def test_neither_the_borrower_nor_yesterday_nor_before_the_last_payment(lender, siti, loan):
    own = Actor(user=siti.resident.user, office=Office.TREASURER)
    with pytest.raises(Refused, match="Ini pinjaman Anda"):
        instalments.pay(
            book=lender.book, loan=loan, amount_rp=330_000, on=FIRST, signed=signed(own),
            today=TODAY,
        )  # fmt: skip
    with pytest.raises(Refused, match="baru cair"):
        pays(lender, loan, 330_000, LENT_ON - timedelta(days=1))
    pays(lender, loan, 330_000, FIRST)
    with pytest.raises(Refused, match="lebih baru"):
        pays(lender, loan, 330_000, FIRST - timedelta(days=1))


def test_what_she_owes_at_leaving_comes_off_her_savings_and_off_the_loan(lender, siti, loan):
    pays(lender, loan, 2_900_000, date(2026, 3, 15))
    told = exits.figure(lender.book, siti, on=TODAY)
    assert sorted(one.amount_rp for one in told.has) == [50_000, 110_000, 2_570_000]
    assert [one.amount_rp for one in told.owes] == [2_700_000]
    lender.coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    one = exits.propose(
        book=lender.book, member=siti, on=TODAY, signed=signed(lender.coop.by_treasurer),
        today=TODAY,
    )  # fmt: skip
    one.asked.book = lender.book
    approving.approve(
        asked=one.asked, asked_hash=one.asked.asked_hash, by=lender.coop.by_chair, at=NOW,
        today=TODAY,
    )  # fmt: skip
    assert standing.of_application(lender.book, loan.application).state == State.SETTLED
    assert not far(lender, loan, TODAY).due


def test_arrears_are_by_name_and_the_words_to_her_hold_no_sum(lender, loan):
    assert not arrears.behind(arrears.running(lender.book, on=FIRST))
    every = arrears.running(lender.book, on=date(2026, 4, 30))
    (late,) = arrears.behind(every)
    assert late.progress.late_days == 41
    words = arrears.letter(late, officer="Yanti Susilo", group="Koperasi Sumber Rejo")
    assert "Rp" not in words
    assert "Yanti Susilo" in words[:60]
    assert not {"angsuran", "pinjaman", "utang"} & set(words[:60].lower().split())


@settings(max_examples=80, deadline=None)
@given(
    amounts=st.lists(st.integers(1, 900_000), min_size=1, max_size=8),
    gaps=st.lists(st.integers(0, 70), min_size=8, max_size=8),
    fine=st.integers(0, 20), cap=st.integers(0, 100),
)  # fmt: skip
def test_whatever_she_brings_is_shared_to_the_last_rupiah(amounts, gaps, fine, cap):
    product = Product(
        rhythm="MONTHLY", method="annuity", percent_year=18, multiple_rp=1, fee_tenths=0,
        fine_tenths=fine, fine_grace_days=3, fine_cap_percent=cap, waived_percent=50,
    )  # fmt: skip
    worked = deals.worked_out(deals.Deal(product, 2_000_000, 6, LENT_ON))
    parts, shares, held_rp, left_rp, on = [], [], 0, 2_000_000, LENT_ON
    for amount, gap in zip(amounts, gaps, strict=False):
        on += timedelta(days=gap)
        parts = [Part(row) for row in worked.rows]
        for share in shares:
            part = parts[share.row - 1]
            part.paid_fine_rp += share.fine_rp
            part.paid_interest_rp += share.interest_rp
            part.paid_principal_rp += share.principal_rp
        for part in parts:
            own = [one for one in shares if one.row == part.row.number]
            part.fine_rp = progress.fine_of(part, own, product=product, on=on)
            assert part.paid_fine_rp <= part.fine_rp, "a fine only grows"
            assert part.fine_rp <= part.row.amount_rp * cap // 100
        found = Progress(Loan(on=LENT_ON), worked, on, parts, held_rp, left_rp=left_rp)
        payoff = progress.pay_off(found)
        assert payoff.whole_rp >= left_rp
        told = instalments.shared(found, amount)
        fine_rp, interest_rp, principal_rp = map(told.of, ("fine", "interest", "principal"))
        assert fine_rp + interest_rp + principal_rp + told.kept_rp == amount + held_rp
        held_rp, left_rp = told.kept_rp, left_rp - principal_rp
        assert left_rp >= 0
        for row, got in told.shares:
            amounts_rp = {f"{name}_rp": rp for name, rp in got.items()}
            shares.append(progress.Got(on, row, **amounts_rp))
    assert Kept(left_rp, held_rp).left_rp == 2_000_000 - sum(one.principal_rp for one in shares)


# --- pages ---------------------------------------------------------------------------------------


def opened(user):
    client = Client(headers={"accept-language": "id"})
    client.force_login(user)
    return client


def place(lender, name, *more):
    group = lender.coop.group
    return reverse(f"loans:{name}", args=[group.village.slug, group.pk, *more])


def test_five_taps_from_the_day_to_the_receipt_and_twice_is_once(lender, siti, loan):
    yanti = opened(lender.coop.treasurer)
    slug = lender.book.village.slug
    record = yanti.get(reverse("web:record", args=[slug])).content.decode()  # 1: + Catat
    begin = reverse("loans:begin_payments", args=[slug])
    assert begin in record
    chosen = yanti.get(begin, follow=True)  # 2: Angsuran pinjaman
    url = place(lender, "pay_in", loan.application_id)
    assert url in chosen.content.decode()
    with few_queries(PAY_QUERIES):
        page = yanti.get(url).content.decode()  # 3: her name
    assert "Siti Aminah" in page
    form = {"request_id": uuid4(), "amount_rp": "330.000", "on_which": "today"}
    assert "Pokok" in yanti.post(url, form).content.decode()  # 4: Lanjut
    again = {**form, "checked": "1"}
    for _time in range(2):  # 5: Simpan, and once more by a nervous thumb
        saved = yanti.post(url, again, follow=True).content.decode()
    assert "Rp330.000" in saved
    assert Payment.objects.count() == 1
    own = opened(siti.resident.user)
    mine = own.get(reverse("borrowing:loans", args=[siti.pk])).content.decode()
    wrong = reverse("books:wrong", args=[siti.pk, Payment.objects.get().entry.sequence])
    assert wrong in mine
    assert own.get(wrong).status_code == 200


def test_the_page_of_a_loan_that_is_paid_back_says_so(lender, siti, loan):
    told = progress.pay_off(far(lender, loan, TODAY))
    pays(lender, loan, told.amount_rp, TODAY, settles=True)
    yanti = opened(lender.coop.treasurer)
    url = place(lender, "pay_in", loan.application_id)
    assert "sudah lunas" in yanti.get(url).content.decode()
    form = {"request_id": uuid4(), "amount_rp": "330.000", "on_which": "today", "checked": "1"}
    answer = yanti.post(url, form)
    assert answer.status_code == 422
    assert "sudah lunas" in answer.content.decode()


def test_who_is_behind_is_read_by_those_who_keep_the_money_alone(lender, loan):
    url = place(lender, "arrears")
    page = opened(lender.coop.treasurer).get(url).content.decode()
    assert "Siti Aminah" in page
    assert "https://wa.me/" in page
    assert opened(lender.coop.world.budi).get(url).status_code in {403, 404}
    yanti = opened(lender.coop.treasurer)
    today = yanti.get(reverse("web:today", args=[lender.book.village.slug])).content.decode()
    assert "Siti" not in today


# --- past our own functions ----------------------------------------------------------------------


def test_the_database_refuses_what_cannot_be(lender, loan):
    payment = pays(lender, loan, 330_000, FIRST)
    share = Share.objects.get()
    broken = [
        (payment, {"cash_rp": 0, "held_rp": 330_000}, "sums_are_sums"),
        (payment, {"kept_rp": -1, "interest_rp": 30_001}, "sums_are_sums"),
        (payment, {"principal_rp": 300_001}, "adds_up"),
        (payment, {"waived_rp": 1}, "waives_at_the_end"),
        (share, {"row": 0}, "row_counts"),
        (share, {"row": 2, "interest_rp": 0, "principal_rp": 0}, "is_something"),
        (share, {"fine_rp": -1}, "is_something"),
        (share, {}, "once_a_row"),
    ]
    for row, told, constraint in broken:
        fields = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
        again = type(row)(**(fields | {"id": uuid4().int % 10**15} | told))
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            again.save(force_insert=True)
        assert constraint in str(caught.value) or "UNIQUE" in str(caught.value)
    for table in ("loans_payment", "loans_share"):
        for sql in (f"UPDATE {table} SET village_id = village_id", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match=f"{table}_append_only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)
