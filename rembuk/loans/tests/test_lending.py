"""Siti asks, two decide who are not of her family, two pay out, and the book says what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.cash import approving, lines
from rembuk.coop import custody, exits, trusted
from rembuk.coop.models import Licence
from rembuk.coop.trusted import Named
from rembuk.ledger import reading
from rembuk.lib.errors import Refused
from rembuk.loans import applying, contracts, deals, held, products, standing
from rembuk.loans.deals import Deal
from rembuk.loans.models import Application, Decision, Loan, Product
from rembuk.loans.standing import State
from rembuk.loans.tests.scenes import BUSINESS, signed
from rembuk.people.models import Household
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import NOW, TODAY


def state(lender, application):
    return standing.of_application(lender.book, application).state


def test_from_asking_to_the_money_in_her_hand(lender):
    siti = lender.member("Siti Aminah")
    before_rp = reading.held_now(lender.book, ["1101"])["1101"]
    application = lender.asks(siti)
    assert state(lender, application) == State.ASKED
    lender.says(application, lender.by_first)
    with pytest.raises(Refused, match="belum bisa dicairkan"):
        lender.asked_out(application)
    with pytest.raises(Refused, match="sudah memutuskan"):
        lender.says(application, lender.by_first)
    lender.says(application, lender.by_second)
    assert state(lender, application) == State.AGREED
    loan = lender.asked_out(application)
    assert state(lender, application) == State.PAYING
    lender.approve(loan)
    stands = standing.of_application(lender.book, application)
    assert (stands.state, stands.left_rp) == (State.RUNNING, 3_000_000)
    assert reading.held_now(lender.book, ["1101", "4102", siti.account("1301")]) == {
        "1101": before_rp - 2_970_000, "4102": 30_000, siti.account("1301"): 3_000_000,
    }  # fmt: skip
    assert loan.number == "PJ-0001"
    assert loan.first_due == date(2026, 12, 20)
    with pytest.raises(Refused, match="pinjaman"):
        lender.asks(siti)


def test_nobody_decides_about_her_own_or_her_familys_loan(lender):
    siti, wati = lender.member("Siti Aminah"), lender.member("Wati Ningsih")
    application = lender.asks(siti)
    own = Actor(user=siti.resident.user, office=Office.LOAN_COMMITTEE)
    with pytest.raises(Refused, match="Ini pinjaman Anda"):
        lender.says(application, own)
    her_mother = Actor(user=wati.resident.user, office=Office.LOAN_COMMITTEE)
    trusted.name(
        member=siti, named=Named("HEIR", "ibu", resident=wati.resident),
        by=lender.coop.by_chair, at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="keluarga"):
        lender.says(application, her_mother)
    other = lender.asks(wati)
    with pytest.raises(Refused, match="keluarga"):  # whoever named whom
        lender.says(other, own)


def test_who_lives_in_the_same_house_is_family(lender):
    siti, tumini = lender.member("Siti Aminah"), lender.member("Tumini")
    home = Household.objects.create(village=lender.book.village, created_at=NOW)
    for one in (siti, tumini):
        one.resident.household = home
        one.resident.save(update_fields=["household"])
    with pytest.raises(Refused, match="keluarga"):
        lender.says(
            lender.asks(siti), Actor(user=tumini.resident.user, office=Office.LOAN_COMMITTEE)
        )


def test_the_borrower_is_not_the_second_person_who_lets_the_money_go(lender):
    siti = lender.member("Siti Aminah")
    loan = lender.asked_out(lender.agreed(siti))
    with pytest.raises(Refused, match="Ini pinjaman"):
        lender.approve(loan, Actor(user=siti.resident.user, office=Office.BOARD))
    with pytest.raises(Refused, match="Yang mengajukan tidak bisa"):
        lender.approve(loan, lender.coop.by_treasurer)


def test_a_loan_to_an_officer_needs_the_supervisory_board_and_room(lender):
    chair = lender.member("Darmi Lestari")
    stories.appoint(chair.resident.user, Office.GROUP_OFFICER, group=lender.coop.group)
    application = lender.asks(chair, principal_rp=10_000)
    lender.says(application, lender.by_first)
    with pytest.raises(Refused, match="pengawas"):
        lender.says(application, lender.by_second)
    lender.says(application, lender.coop.by_supervisor)
    assert state(lender, application) == State.AGREED
    # Own capital is what the members brought: Rp160.000, of which a tenth is Rp16.000.
    other = lender.member("Tumini")
    stories.appoint(other.resident.user, Office.GROUP_OFFICER, group=lender.coop.group)
    much = lender.asks(other, principal_rp=32_001)
    with pytest.raises(Refused, match=r"32\.000"):
        lender.says(much, lender.by_first)
    stranger = lender.asks(lender.member("Wati Ningsih"))
    with pytest.raises(Refused, match="Pengawas hanya"):
        lender.says(stranger, lender.coop.by_supervisor)


def test_one_no_ends_it_and_she_may_ask_again(lender):
    siti = lender.member("Siti Aminah")
    application = lender.asks(siti)
    with pytest.raises(Refused, match="mengapa"):
        lender.says(application, lender.by_first, "REFUSED")
    lender.says(application, lender.by_first, "REFUSED", "Selesaikan dulu utang di bank")
    assert state(lender, application) == State.REFUSED
    with pytest.raises(Refused, match="sudah diputuskan"):
        lender.says(application, lender.by_second)
    assert state(lender, lender.asks(siti, principal_rp=500_000)) == State.ASKED


def test_an_income_that_does_not_carry_it_needs_a_reason(lender):
    application = lender.asks(lender.member("Siti Aminah"), income_rp=1_000_000, costs_rp=900_000)
    worked = deals.worked_out(deals.asked_for(application, on=TODAY))
    found = applying.capacity(worked, application)
    # Rp330.000 a month: a tenth of the loan and one percent of it, 33 percent of the income.
    assert (found.a_month_rp, found.percent, found.after_rp) == (330_000, 33, -230_000)
    with pytest.raises(Refused, match="mengapa"):
        lender.says(application, lender.by_first)
    lender.says(application, lender.by_first, note="Anaknya mengirim uang tiap bulan")


# What is asked -> what is said; the product allows Rp10 million within 24 months.
ASKED = [
    ({"principal_rp": 10_000_001}, "10.000.000"),
    ({"periods": 25}, "24"),
    ({"purpose": " "}, "untuk apa pinjamannya"),
]


@pytest.mark.parametrize(("told", "said"), ASKED)
def test_more_than_the_product_allows_is_refused(lender, told, said):
    with pytest.raises(Refused, match=said):
        lender.asks(lender.member("Siti Aminah"), **told)


def test_only_full_members_of_a_licensed_cooperative_borrow(lender):
    with pytest.raises(Refused, match="pokok"):
        lender.asks(lender.member("Tumini", pays=False))
    siti = lender.member("Siti Aminah")
    custody.end(
        licence=Licence.objects.get(), on=TODAY, why="Dicabut", by=lender.coop.by_chair, at=NOW,
        today=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="belum punya izin"):
        lender.asks(siti)


def test_a_rate_above_the_ceiling_is_refused_with_where_that_stands(lender):
    version = replace(BUSINESS, name="Cepat", percent_year=Decimal("24.0001"))
    with pytest.raises(Refused, match=r"24% \(Permenkop UKM 8/2023 Pasal 27"):
        products.agree(group=lender.coop.group, version=version, by=lender.coop.by_chair, at=NOW)
    at_it = replace(version, percent_year=Decimal(24))
    products.agree(group=lender.coop.group, version=at_it, by=lender.coop.by_chair, at=NOW)


def test_a_newer_version_leaves_older_loans_alone(lender):
    newer = replace(BUSINESS, since=TODAY, percent_year=Decimal(18))
    made = products.agree(group=lender.coop.group, version=newer, by=lender.coop.by_chair, at=NOW)
    every = products.of(lender.coop.group)
    assert products.offered(every, on=TODAY) == [made]
    assert products.offered(every, on=TODAY - timedelta(days=1)) == [lender.product]
    with pytest.raises(Refused, match="versi"):
        lender.asks(lender.member("Siti Aminah"))
    with pytest.raises(Refused, match="lebih baru"):
        products.agree(group=lender.coop.group, version=newer, by=lender.coop.by_chair, at=NOW)


def test_a_payout_that_was_refused_or_taken_back_left_no_loan(lender):
    siti = lender.member("Siti Aminah")
    application = lender.agreed(siti)
    loan = lender.asked_out(application)
    loan.asked.book = lender.book
    approving.refuse(asked=loan.asked, reason="Kas kurang", by=lender.coop.by_chair, at=NOW)
    assert state(lender, application) == State.AGREED
    again = lender.asked_out(application)
    assert again.number == "PJ-0002"
    lender.approve(again)
    number = Loan.objects.get(pk=again.pk).asked.resolution.entry.sequence
    lines.take_back(
        book=lender.book, number=number, reason="Salah orang", signed=signed(lender.coop.by_chair),
        today=TODAY,
    )  # fmt: skip
    assert state(lender, application) == State.AGREED


def test_what_she_owes_comes_off_what_is_hers_when_she_leaves(lender):
    siti = lender.member("Siti Aminah")
    lender.paid_out(siti, principal_rp=100_000)
    told = exits.figure(lender.book, siti, on=TODAY)
    assert [one.amount_rp for one in told.owes] == [100_000]


def test_the_contract_tells_what_it_really_costs(lender):
    application = lender.agreed(lender.member("Siti Aminah"))
    letter = contracts.letter_of(application, None, on=TODAY)
    told = dict(letter.pairs)
    worked = deals.worked_out(deals.asked_for(application, on=TODAY))
    # 12% a year flat over ten months and a fee of 1%: what goes home is less, so it costs more.
    assert 0.23 < float(worked.yearly) < 0.29
    assert contracts.percent(worked.yearly * 100) in told.values()
    assert "Rp330.000" in [cell for row in letter.parts[0].rows for cell in row]
    assert worked.cost_rp == 330_000
    made = contracts.written(lender.coop.group, application, loan=None, on=TODAY, at=NOW)
    assert made.startswith(b"%PDF")


@settings(max_examples=60, deadline=None)
@given(
    principal_rp=st.integers(10_000, 50_000_000), periods=st.integers(1, 60),
    rhythm=st.sampled_from(Product.Rhythm.values), method=st.sampled_from(Product.Method.values),
    percent=st.decimals(0, 24, places=2), multiple=st.sampled_from([1, 100, 500]),
)  # fmt: skip
def test_every_schedule_pays_back_the_loan_and_no_more(
    principal_rp, periods, rhythm, method, percent, multiple
):
    product = Product(
        rhythm=rhythm, method=method, percent_year=percent, multiple_rp=multiple, fee_tenths=5
    )
    deal = Deal(product, principal_rp, periods, TODAY)
    worked = deals.worked_out(deal)
    assert sum(row.principal_rp for row in worked.rows) == principal_rp
    assert worked.rows[-1].left_rp == 0
    assert worked.total_rp == principal_rp + worked.interest_rp
    days = [row.due_on for row in worked.rows]
    assert days == sorted(set(days))
    assert days[0] > TODAY
    assert deal.paid_out_rp + deal.fee_rp == principal_rp


# --- past our own functions ----------------------------------------------------------------------

BROKEN_PRODUCTS = [
    ({"percent_year": Decimal(25)}, "within_its_ceiling"),
    ({"name": ""}, "has_a_name"),
    ({"rhythm": "DAILY"}, "rhythm_known"),
    ({"method": "x"}, "method_known"),
    ({"most_rp": 0}, "most_is_a_sum"),
    ({"most_periods": 0}, "most_periods_count"),
    ({"multiple_rp": 7}, "multiple_known"),
    ({"fee_tenths": 101}, "fees_are_small"),
    ({"waived_percent": 101}, "parts_are_parts"),
    ({"income_percent": 0}, "income_part_is_a_part"),
    ({"source": ""}, "stands_somewhere"),
    ({"name": "Pinjaman usaha"}, "once_a_day"),
]


@pytest.mark.parametrize(("told", "constraint"), BROKEN_PRODUCTS)
def test_the_database_refuses_products_that_cannot_be(lender, told, constraint):
    row = Product.objects.get()
    row.pk, row.name = uuid4().int % 10**15, "Lain"
    for name, value in told.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save(force_insert=True)
    assert constraint in str(caught.value) or "loans_product.name" in str(caught.value)


def test_the_database_refuses_what_cannot_be(lender):
    siti = lender.member("Siti Aminah")
    loan = lender.asked_out(lender.agreed(siti))
    vote = Decision.objects.order_by("seat").first()
    broken = [
        (loan.application, {"principal_rp": 0}, "asks_for_a_sum"),
        (loan.application, {"periods": 0}, "periods_count"),
        (loan.application, {"purpose": ""}, "says_what_for"),
        (loan.application, {"income_rp": 0}, "sums_are_sums"),
        (vote, {"seat": 3}, "seat_known"),
        (vote, {"seat": 2, "by": lender.coop.chair}, "two_seats"),
        (vote, {"seat": 2}, "two_"),
        (vote, {"outcome": "X", "by": lender.coop.chair}, "outcome_known"),
        (vote, {"by": siti.resident.user}, "not_of_ones_own"),
        (loan, {"first_due": loan.on}, "is_due_afterwards"),
        (loan, {"fee_rp": -1}, "fee_is_a_sum"),
        (loan, {"serial": 0}, "serial_counts"),
    ]
    for row, told, constraint in broken:
        again = type(row)(**{
            one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields
        } | {"id": uuid4().int % 10**15})  # fmt: skip
        for name, value in told.items():
            setattr(again, name, value)
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            again.save(force_insert=True)
        said = str(caught.value)
        assert constraint in said or "UNIQUE" in said, said


@pytest.mark.parametrize("model", [Product, Application, Decision, Loan])
def test_what_was_written_is_neither_changed_nor_deleted(lender, model):
    lender.asked_out(lender.agreed(lender.member("Siti Aminah")))
    table = model._meta.db_table
    for sql in (f"UPDATE {table} SET at = at", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match=f"{table}_append_only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_her_words_go_and_the_sums_stay(lender):
    siti = lender.member("Siti Aminah")
    application = lender.asks(siti, trust="Bu RT", risk="Harga turun")
    lender.says(application, lender.by_first, note="Rajin")
    village, ids = lender.book.village, [siti.resident_id]
    assert any("Bu RT" in dict(row).values() for one in held.told(village, ids) for row in one.rows)
    held.erase(village, ids, NOW)
    application.refresh_from_db()
    assert (application.purpose, application.trust, application.risk) == ("-", "", "")
    assert Decision.objects.get().note == ""
    assert application.principal_rp == 3_000_000
    assert held.staying(village, ids) == {"loans": 1}
