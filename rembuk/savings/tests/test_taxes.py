"""The tax of a month: Siti's slip, what goes to the state, and the number that proves it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.cash import lines
from rembuk.ledger import posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Words
from rembuk.lib.errors import Refused
from rembuk.savings import runs, slips, statetax
from rembuk.savings.models import StateReceipt, TaxPayment, TaxSlip
from rembuk.savings.models.products import Control
from rembuk.savings.statetax import State
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
NTPN = "99AB12CD34EF56GH"
QUERIES = 12


def text(response):
    return response.content.decode()


def booked(kept, month):
    """A month's interest, worked out by Rina, checked by the chair, in the book."""
    run = runs.prepare(
        book=kept.book, month=month, key=uuid4(), by=kept.coop.by_treasurer, at=NOW, today=TODAY
    )
    runs.check(book=kept.book, run=run, by=kept.coop.by_chair, at=NOW)
    runs.book_on(book=kept.book, run=run, at=NOW, today=TODAY)
    return run


@pytest.fixture
def january(kept):
    """Siti earned above the limit in two accounts together, Wati did not."""
    voluntary, goal = kept.product(rate_bp=900), kept.product(Control.GOAL, rate_bp=900)
    siti, wati = kept.member("Siti Aminah"), kept.member("Wati Ningsih")
    for one, version, rupiah in (
        (siti, voluntary, 30_000_000), (siti, goal, 20_000_000), (wati, voluntary, 40_000_000),
    ):  # fmt: skip
        kept.brought(kept.account(one, version), rupiah)
    return booked(kept, JANUARY)


def paid(kept, run, on=date(2026, 2, 9), by=None):
    return statetax.pay(book=kept.book, run=run, on=on, signed=kept.signed(by), today=TODAY)


def test_each_member_has_one_slip_also_without_tax(kept, january):
    assert slips.issue_on(january, at=NOW) == 0
    assert slips.issue_on(january, at=NOW) == 0
    told = {
        one.member.name: (one.number, one.interest_rp, one.tax_rp) for one in slips.of_run(january)
    }
    assert told == {
        "Siti Aminah": ("BP-2026-00001", 271_233, 27_123),
        "Wati Ningsih": ("BP-2026-00002", 216_986, 0),
    }
    assert reading.held_now(kept.book, ["2108"])["2108"] == 27_123
    february = booked(kept, FEBRUARY)
    slips.issue_on(february, at=NOW)
    assert [one.number for one in slips.of_run(february)] == ["BP-2026-00003", "BP-2026-00004"]


# What one member earned in a month -> the tax: the cliff of PP 15/2009.
CLIFF = [(239_999, 0), (240_000, 0), (240_001, 24_000), (250_000, 25_000)]


@pytest.mark.parametrize(("interest_rp", "tax_rp"), CLIFF)
def test_one_rupiah_above_the_limit_all_of_it_is_taxed(kept, january, interest_rp, tax_rp):
    assert int(runs.tax_of(january).on(interest_rp)) == tax_rp


def test_before_all_of_the_month_is_booked_there_is_no_slip(kept, january):
    run = runs.prepare(
        book=kept.book, month=FEBRUARY, key=uuid4(), by=kept.coop.by_treasurer, at=NOW, today=TODAY
    )
    with pytest.raises(Refused, match="Bukukan dulu"):
        slips.issue_on(run, at=NOW)
    with pytest.raises(Refused, match="Bukukan dulu"):
        paid(kept, run)


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_the_slips_go_on_without_a_gap(kept, monkeypatch):
    monkeypatch.setattr(runs, "A_BATCH", 2)
    product = kept.product()
    for place, name in enumerate(("Siti", "Wati", "Tumini", "Sarmi", "Kartini"), start=1):
        kept.brought(kept.account(kept.member(name), product), place * 1_000_000)
    run = booked(kept, JANUARY)
    create, calls = TaxSlip.objects.bulk_create, []

    def dies(rows, **how):
        made = create(rows, **how)
        calls.append(made)
        if len(calls) == 2:
            raise KeyboardInterrupt  # the power goes after the second batch was written
        return made

    manager = type(TaxSlip.objects)
    monkeypatch.setattr(manager, "bulk_create", lambda _self, rows, **how: dies(rows, **how))
    with pytest.raises(KeyboardInterrupt):
        slips.issue_on(run, at=NOW)
    monkeypatch.undo()
    assert [one.serial for one in slips.of_run(run)] == [1, 2]
    assert slips.issue_on(run, at=NOW) == 0
    assert [one.serial for one in slips.of_run(run)] == [1, 2, 3, 4, 5]
    assert len({one.member_id for one in slips.of_run(run)}) == 5


def test_the_tax_is_paid_once_and_owed_again_when_taken_back(kept, january):
    due = statetax.of_run(january)
    assert (due.state, due.tax_rp, due.by_day) == (State.OWED, 27_123, date(2026, 2, 10))
    assert not due.is_late(date(2026, 2, 10))
    assert due.is_late(date(2026, 2, 11))
    with pytest.raises(Refused, match="setelah bulannya"):
        paid(kept, january, on=date(2026, 1, 31))
    entry = paid(kept, january).entry
    assert (entry.party, reading.held_now(kept.book, ["2108"])["2108"]) == ("Kas negara", 0)
    with pytest.raises(Refused, match="sudah disetor"):
        paid(kept, january)
    lines.take_back(
        book=kept.book, number=entry.sequence, reason="Salah hari", today=TODAY,
        signed=kept.signed(kept.coop.by_chair),
    )  # fmt: skip
    assert statetax.of_run(january).state == State.OWED
    assert paid(kept, january).entry.sequence > entry.sequence


def test_from_the_limit_on_a_second_person_agrees(kept, january):
    kept.book.limit_rp = 20_000
    payment = paid(kept, january)
    assert statetax.of_run(january).state == State.WAITS
    with pytest.raises(Refused, match="Catat dulu setorannya"):
        statetax.prove(run=january, ntpn=NTPN, by=kept.coop.by_treasurer, at=NOW)
    kept.approved(payment.asked)
    assert statetax.of_run(january).state == State.PAID


# What is typed -> why it is not the state's number.
NUMBERS = [("99AB", "16 huruf"), ("99AB12CD34EF56G!", "16 huruf"), ("", "16 huruf")]


@pytest.mark.parametrize(("typed", "why"), NUMBERS)
def test_the_number_of_the_state_has_sixteen_signs(kept, january, typed, why):
    paid(kept, january)
    with pytest.raises(Refused, match=why):
        statetax.prove(run=january, ntpn=typed, by=kept.coop.by_treasurer, at=NOW)


def test_the_number_proves_one_month(kept, january):
    paid(kept, january)
    statetax.prove(run=january, ntpn="99ab 12cd 34ef 56gh", by=kept.coop.by_treasurer, at=NOW)
    due = statetax.of_run(january)
    assert (due.state, due.ntpn) == (State.PROVED, NTPN)
    with pytest.raises(Refused, match="sudah punya nomor"):
        statetax.prove(run=january, ntpn=NTPN, by=kept.coop.by_treasurer, at=NOW)
    february = booked(kept, FEBRUARY)
    assert list(statetax.unfinished(kept.coop.group)) == [february]
    paid(kept, february, on=date(2026, 3, 5))
    with pytest.raises(Refused, match="bulan lain"):
        statetax.prove(run=february, ntpn=NTPN, by=kept.coop.by_treasurer, at=NOW)


def test_the_database_refuses_what_cannot_be(kept, january):
    slips.issue_on(january, at=NOW)
    slip = TaxSlip.objects.get(serial=1)
    payment = paid(kept, january)
    other = posting.post(
        kept.book,
        Plan(kind="CASH_OUT", on=TODAY, moves=[Move("2108", "1101", 5)], words=Words(memo="x")),
        signed=kept.signed(), today=TODAY,
    )  # fmt: skip
    village, stranger = january.village, kept.member("Tumini")
    same = {"village": village, "group": kept.coop.group, "run": january, "year": 2026, "at": NOW}
    told = {"village": village, "run": january, "on": TODAY, "at": NOW}
    broken = [
        (TaxSlip(member=slip.member, serial=9, interest_rp=5, tax_rp=0, **same), "taxslip|UNIQUE"),
        (TaxSlip(member=stranger, serial=9, interest_rp=5, tax_rp=0, **same), "of_what_is_booked"),
        (TaxPayment(entry=other, **told), "once_a_month|of_the_tax_withheld"),
        (TaxPayment(**told), "booked_or_asked|once_a_month"),
        (StateReceipt(village=village, payment=payment, ntpn="12", at=NOW), "sixteen_signs"),
    ]  # fmt: skip
    for row, constraint in broken:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save(force_insert=True)


def test_rina_issues_pays_and_proves_and_siti_reads_her_own_slip(kept, january, opened):
    place = [kept.coop.group.village.slug, kept.coop.group.pk, january.pk]
    rina = opened(kept.coop.treasurer)
    there = reverse("savings:tax", args=place)
    assert "Setor pajak jasa simpanan Januari 2026" in text(
        rina.get(reverse("web:today", args=place[:1]))
    )
    page = rina.post(
        reverse("savings:issue_slips", args=place), {"request_id": uuid4()}, follow=True
    )
    assert "sudah punya bukti potong" in text(page)
    with few_queries(QUERIES):
        page = text(rina.get(there))
    for told in ("Rp27.123", "BP-2026-00001", "Wati Ningsih", "10 Februari 2026", "PP 15/2009"):
        assert told in page
    typed = {"request_id": uuid4(), "on_which": "today", "ntpn": "123"}
    answer = rina.post(reverse("savings:pay_tax", args=place), typed)
    assert answer.status_code == 422
    assert not TaxPayment.objects.exists()
    rina.post(reverse("savings:pay_tax", args=place), typed | {"request_id": uuid4(), "ntpn": ""})
    assert "Catat NTPN" in text(rina.get(there))
    number = {"request_id": uuid4(), "ntpn": NTPN}
    page = rina.post(reverse("savings:prove_tax", args=place), number, follow=True)
    assert NTPN in text(page)
    slip = TaxSlip.objects.get(serial=1)
    assert rina.get(reverse("savings:slip", args=[*place[:2], slip.pk])).content[:4] == b"%PDF"
    siti = slip.member.resident
    siti.user = stories.user("siti", "Siti Aminah")
    siti.save(update_fields=["user"])
    hers = opened(siti.user)
    with few_queries(QUERIES):
        page = text(hers.get(reverse("goals:slips", args=[slip.member_id])))
    assert "BP-2026-00001" in page
    own = reverse("goals:slip", args=[slip.member_id, slip.pk])
    assert hers.get(own).content[:4] == b"%PDF"
    of_wati = TaxSlip.objects.get(serial=2)
    assert hers.get(reverse("goals:slip", args=[slip.member_id, of_wati.pk])).status_code == 404
    assert hers.get(reverse("goals:slips", args=[of_wati.member_id])).status_code == 404
