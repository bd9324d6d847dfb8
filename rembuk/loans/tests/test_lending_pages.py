"""The pages: Siti asks on her own phone, the committee answers, the treasurer pays out."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rembuk.coop import trusted
from rembuk.coop.trusted import Named
from rembuk.loans.models import Application, Decision, Loan, Product
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW

OWN_QUERIES = 12  # who she is and where, her book, what she asked for, what is offered
LOAN_QUERIES = 12  # the door, the book, the application among all of hers, family, offices


@pytest.fixture
def siti(lender):
    return lender.member("Siti Aminah")


def opened(user):
    client = Client(headers={"accept-language": "id"})
    client.force_login(user)
    return client


def text(response):
    return response.content.decode()


def typed(lender, **more):
    return {
        "request_id": uuid4(), "product": lender.product.pk, "principal_rp": "3jt",
        "periods": "10", "purpose": "Mesin obras", "income_rp": "4jt", "costs_rp": "2jt",
        "debts_rp": "0", "own_rp": "0", "trust": "", "security": "", "risk": "",
    } | more  # fmt: skip


def place(lender, name, *more):
    group = lender.coop.group
    return reverse(f"loans:{name}", args=[group.village.slug, group.pk, *more])


def test_she_sees_what_it_costs_before_she_sends_and_twice_is_once(lender, siti):
    phone = opened(siti.resident.user)
    book = text(phone.get(reverse("books:book", args=[siti.pk])))
    assert reverse("borrowing:loans", args=[siti.pk]) in book
    url = reverse("borrowing:apply", args=[siti.pk])
    form = typed(lender)
    page = text(phone.post(url, form))
    assert "Rp330.000" in page
    assert not Application.objects.exists()
    for _again in range(2):
        phone.post(url, form | {"checked": "1"})
    assert Application.objects.count() == 1
    own = reverse("borrowing:loans", args=[siti.pk])
    with few_queries(OWN_QUERIES):
        page = text(phone.get(own))
    assert "Menunggu komite" in page
    assert url not in page, "one at a time"
    again = phone.post(url, typed(lender) | {"checked": "1"})
    assert again.status_code == 422
    assert "masih punya pinjaman" in text(again)


def test_whom_she_named_reads_and_asks_for_nothing(lender, siti):
    wati = lender.coop.resident("Wati Ningsih")
    wati.user = stories.user("wati", "Wati Ningsih")
    wati.save(update_fields=["user"])
    named = Named("CONTACT", "ibu", resident=wati)
    trusted.name(member=siti, named=named, by=lender.coop.by_chair, at=NOW)
    lender.asks(siti)
    phone = opened(wati.user)
    assert "Mesin obras" in text(phone.get(reverse("borrowing:loans", args=[siti.pk])))
    assert phone.post(reverse("borrowing:apply", args=[siti.pk]), typed(lender)).status_code == 404
    stranger = opened(lender.member("Tumini").resident.user)
    assert stranger.get(reverse("borrowing:loans", args=[siti.pk])).status_code == 404


def test_the_committee_decides_and_the_treasurer_pays_out(lender, siti):
    application = lender.asks(siti, risk="Pesanan sepi")
    page, decide = place(lender, "application", application.pk), place(
        lender, "decide", application.pk
    )  # fmt: skip
    for user in (lender.first, lender.second):
        client = opened(user)
        today = text(client.get(reverse("web:today", args=[lender.book.village.slug])))
        assert "Seorang anggota menunggu jawaban pinjaman" in today
        assert "Siti" not in today, "a debt is no news"
        with few_queries(LOAN_QUERIES):
            told = text(client.get(page))
        assert "Pesanan sepi" in told
        assert decide in told
        client.post(decide, {"request_id": uuid4(), "outcome": "AGREED", "note": ""})
        assert decide not in text(client.get(page))
    assert Decision.objects.count() == 2
    treasurer = opened(lender.coop.treasurer)
    url = place(lender, "pay_out", application.pk)
    form = {"request_id": uuid4(), "on_which": "today"}
    assert "Rp2.970.000" in text(treasurer.get(url))
    answer = treasurer.post(url, form, follow=True)
    assert "menunggu" in text(answer)
    assert text(treasurer.post(url, form, follow=True)) == text(answer) or Loan.objects.count() == 1
    asked = Loan.objects.get().asked
    chair = opened(lender.coop.chair)
    told = text(
        chair.get(
            reverse("cash:asked", args=[lender.book.village.slug, lender.coop.group.pk, asked.pk])
        )
    )
    assert "Rp2.970.000" in told, "what leaves the cash, not the whole loan"
    pdf = treasurer.get(place(lender, "contract", application.pk))
    assert pdf["Content-Type"] == "application/pdf"
    own = opened(siti.resident.user)
    mine = reverse("borrowing:contract", args=[siti.pk, application.pk])
    assert own.get(mine).content.startswith(b"%PDF")


def test_who_does_not_keep_or_decide_reads_no_loan(lender, siti):
    application = lender.asks(siti)
    for user in (lender.coop.world.budi, lender.coop.world.adi, siti.resident.user):
        for name, more in (("loans", ()), ("application", (application.pk,))):
            assert opened(user).get(place(lender, name, *more)).status_code in {403, 404}


def test_the_board_records_a_product_and_a_rate_too_high_stays_typed(lender):
    chair = opened(lender.coop.chair)
    form = {
        "request_id": uuid4(), "name": "Pinjaman panen", "rhythm": "HARVEST",
        "method": "annuity", "rate": "2,5", "per": "month", "most_rp": "5jt",
        "most_periods": "6", "multiple_rp": "1", "income_percent": "30", "fee": "0,5",
        "fine": "0,1", "fine_grace_days": "7", "fine_cap_percent": "10", "waived_percent": "100",
        "since_which": "today", "source": "AD pasal 20",
    }  # fmt: skip
    answer = chair.post(place(lender, "agree_product"), form)
    assert answer.status_code == 422
    assert "30% setahun di atas batas 24% (Permenkop UKM 8/2023 Pasal 27)" in text(answer)
    assert 'value="2,5"' in text(answer)
    told = {**form, "request_id": uuid4(), "rate": "2", "fee": "0,55"}
    assert "satu angka di belakang koma" in text(chair.post(place(lender, "agree_product"), told))
    told = {**form, "request_id": uuid4(), "rate": "2"}
    page = text(chair.post(place(lender, "agree_product"), told, follow=True))
    assert "Pinjaman panen" in page
    made = Product.objects.get(name="Pinjaman panen")
    assert (made.percent_year, made.fee_tenths, made.fine_tenths) == (24, 5, 1)


def test_an_officer_writes_for_a_member_and_a_slip_of_one_digit_finds_nobody(lender, siti):
    chair = opened(lender.coop.chair)
    url = place(lender, "apply_for")
    slip = siti.number[:-1] + str((int(siti.number[-1]) + 1) % 10)
    answer = chair.post(url, typed(lender, number=slip))
    assert answer.status_code == 422
    assert "angka demi angka" in text(answer)
    chair.post(url, typed(lender, number=siti.number) | {"checked": "1"})
    assert Application.objects.get().member == siti
