"""What she would get if she left today, and that it is set aside, promised and paid."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import approving, purse
from rembuk.coop import cards, dues, exits, held, members, paying, trusted
from rembuk.coop.dues import Due, Terms
from rembuk.coop.exits import State
from rembuk.coop.models import Exit
from rembuk.coop.trusted import Named
from rembuk.ledger import books, pending, posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.lib.errors import Refused
from rembuk.villages.tests.stories import NOW, TODAY

BEGINS = date(2026, 1, 1)


def signed(by):
    return Signed(by=by, at=NOW, request_id=uuid4())


@pytest.fixture
def book(coop):
    made = purse.open_purse(
        group=coop.group, beginning=purse.Beginning(BEGINS, 0, 500_000),
        signed=signed(coop.by_chair), today=TODAY,
    )  # fmt: skip
    terms = Terms(BEGINS, 50_000, 10_000, source="AD pasal 12", exit_days=90)
    dues.agree(group=coop.group, terms=terms, by=coop.by_chair, at=NOW)
    return made


@pytest.fixture
def siti(coop, book):
    """Siti brought 50.000 pokok and 110.000 wajib."""
    member = coop.member("Siti Aminah")
    payments = paying.as_due(dues.of_member(book, member, on=TODAY))
    paying.record(
        book=book, payments=payments, on=TODAY, signed=signed(coop.by_treasurer), today=TODAY
    )
    return member


def settled(coop, book, member):
    return exits.propose(
        book=book, member=member, on=TODAY, signed=signed(coop.by_treasurer), today=TODAY
    )


def test_while_a_settlement_waits_nothing_else_happens_to_her(coop, book, siti):
    left = coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    settled(coop, book, left)
    with pytest.raises(Refused, match="orang kedua"):
        coop.step(left, "APPLIED", on=TODAY)
    with pytest.raises(Refused, match="orang kedua"):
        members.take_back(
            step=members.steps_of(left)[-1], reason="Keliru", by=coop.by_chair, at=NOW
        )


def test_who_is_a_member_again_is_not_settled_for_the_time_she_was_not(coop, book, siti):
    left = coop.step(siti, "LEFT", on=TODAY - timedelta(days=5), reason="Pindah")
    day = TODAY - timedelta(days=3)
    coop.step(left, "APPLIED", on=TODAY)
    coop.step(left, "ADMITTED", on=TODAY)
    with pytest.raises(Refused, match="keluar"):
        exits.propose(book=book, member=left, on=day, signed=signed(coop.by_treasurer), today=TODAY)


def agreed(coop, one, today=TODAY):
    asked = one.asked
    asked.book.group = coop.group
    return approving.approve(
        asked=asked, asked_hash=asked.asked_hash, by=coop.by_chair, at=NOW, today=today
    )


def paid(coop, book, one):
    return exits.pay(book=book, exit_=one, on=TODAY, signed=signed(coop.by_treasurer), today=TODAY)


def state(book, member):
    return [(one.state, one.left_rp) for one in exits.of_members(book, [member])]


def test_the_figure_of_today_is_there_before_anybody_leaves(coop, book, siti):
    told = exits.figure(book, siti, on=TODAY)
    assert (told.gross_rp, told.refund_rp, told.still_owed_rp) == (160_000, 160_000, 0)
    assert told.pay_by == date(2027, 2, 18)


def test_who_left_is_settled_by_two_and_paid_once(coop, book, siti):
    with pytest.raises(Refused, match="Catat dulu"):
        settled(coop, book, siti)
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    one = settled(coop, book, siti)
    assert state(book, siti) == [(State.WAITS, 0)]
    with pytest.raises(Refused, match="Tidak ada yang perlu dibayar"):
        paid(coop, book, one)
    with pytest.raises(Refused, match="sudah"):
        settled(coop, book, siti)
    agreed(coop, Exit.objects.get())
    assert state(book, siti) == [(State.OWED, 160_000)]
    assert reading.held_now(book, ["3101-000013", "3102-000013", "1101"]) == {
        "1101": 160_000, "3101-000013": 0, "3102-000013": 0,
    }  # fmt: skip
    entry = paid(coop, book, one)
    assert entry.receipt_no is not None
    assert state(book, siti) == [(State.PAID, 0)]
    assert reading.held_now(book, ["1101"]) == {"1101": 0}
    with pytest.raises(Refused):
        paid(coop, book, one)


def test_the_promise_counts_from_the_day_she_left_however_late_it_is_written(coop, book, siti):
    left_on = TODAY - timedelta(days=120)
    coop.step(siti, "LEFT", on=left_on, reason="Pindah")
    one = settled(coop, book, siti)
    assert (one.left_on, one.pay_by) == (left_on, left_on + timedelta(days=90))
    agreed(coop, one)
    (stands,) = exits.of_members(book, [siti])
    assert stands.is_late(one.pay_by + timedelta(days=1))
    assert not stands.is_late(one.pay_by)


def test_one_person_alone_settles_nothing(coop, book, siti):
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    one = settled(coop, book, siti)
    with pytest.raises(Refused):
        approving.approve(
            asked=one.asked, asked_hash=one.asked.asked_hash, by=coop.by_treasurer, at=NOW,
            today=TODAY,
        )  # fmt: skip


def test_what_the_chair_refused_is_written_down_anew(coop, book, siti):
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    one = settled(coop, book, siti)
    approving.refuse(asked=one.asked, reason="Tunggu rapat", by=coop.by_chair, at=NOW)
    assert state(book, siti) == [(State.DROPPED, 0)]
    settled(coop, book, siti)
    assert [one for one, _left in state(book, siti)] == [State.WAITS, State.DROPPED]


def test_much_money_needs_a_second_person_again(coop, book, siti):
    more = paying.Payment(siti, Due.WAJIB, 400_000)
    paying.record(
        book=book, payments=[more], on=TODAY, signed=signed(coop.by_treasurer), today=TODAY
    )
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    one = settled(coop, book, siti)
    agreed(coop, one)
    asked = paid(coop, book, one)
    assert state(book, siti) == [(State.PAYING, 560_000)]
    with pytest.raises(Refused, match="menunggu orang kedua"):
        paid(coop, book, one)
    asked.book.group = coop.group
    approving.approve(
        asked=asked, asked_hash=asked.asked_hash, by=coop.by_chair, at=NOW, today=TODAY
    )
    assert state(book, siti) == [(State.PAID, 0)]


def test_what_rooms_above_hold_counts_and_debts_come_off_as_far_as_they_go(
    coop, book, siti, monkeypatch
):
    debt = siti.account("1301")
    books.open_member_account(
        book=book, control="1301", resident_id=siti.resident_id, number=siti.number, floor_rp=0
    )
    plan = Plan(kind="LENT", on=TODAY, moves=[Move(debt, "4102", 200_000)], words=Words(memo="x"))
    posting.post(book, plan, signed=signed(coop.by_treasurer), today=TODAY)
    monkeypatch.setattr(exits, "_sources", [exits.Source("1301", "Pinjaman", is_hers=False)])
    told = exits.figure(book, siti, on=TODAY)
    assert (told.refund_rp, told.deducted_rp, told.still_owed_rp) == (0, 160_000, 40_000)
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    agreed(coop, settled(coop, book, siti))
    assert state(book, siti) == [(State.PAID, 0)]
    assert reading.held_now(book, [debt]) == {debt: 40_000}


def test_the_heir_of_who_died_is_paid(coop, book, siti):
    trusted.name(
        member=siti, named=Named("HEIR", "ibu", name="Wati Ningsih"), by=coop.by_chair, at=NOW
    )
    coop.step(siti, "DIED", on=TODAY)
    one = settled(coop, book, siti)
    agreed(coop, one)
    assert paid(coop, book, one).party == "Wati Ningsih"


def test_who_brought_nothing_has_nothing_to_settle(coop, book):
    wati = coop.step(coop.member("Wati Ningsih"), "LEFT", on=TODAY, reason="Pindah")
    with pytest.raises(Refused, match="tidak ada yang perlu diselesaikan"):
        settled(coop, book, wati)


BROKEN = [
    ({"gross_rp": 0, "refund_rp": 0}, "sums_are_sums"),
    ({"deducted_rp": 1}, "adds_up"),
    ({"pay_by": date(2026, 1, 1)}, "is_paid_afterwards"),
    ({"left_on": TODAY + timedelta(days=1)}, "is_settled_afterwards"),
]


@pytest.mark.parametrize(("told", "constraint"), BROKEN)
def test_the_database_refuses_what_cannot_be(coop, book, siti, told, constraint):
    plan = Plan(kind="X", on=TODAY, moves=[Move("1101", "4901", 1)], receipt=False)
    asked = pending.propose(
        book, plan, by=coop.by_treasurer, at=NOW, request_id=uuid4(), today=TODAY
    )
    facts = {
        "village": book.village, "member": siti, "asked": asked, "left_on": TODAY, "on": TODAY,
        "gross_rp": 5, "deducted_rp": 0, "refund_rp": 5, "at": NOW, **told,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=f"coop_exit_{constraint}"), transaction.atomic():
        Exit(**facts).save(force_insert=True)


def test_the_pages_lead_from_leaving_to_paid(coop, book, siti, opened):
    place = [coop.group.village.slug, coop.group.pk]
    treasurer = opened(coop.treasurer)
    member = reverse("coop:member", args=[*place, siti.pk])
    assert "Kalau keluar hari ini" in treasurer.get(member).content.decode()
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    form = {"request_id": uuid4(), "on_which": "today"}
    url = reverse("coop:settle", args=[*place, siti.pk])
    assert "Rp160.000" in treasurer.get(url).content.decode()
    page = treasurer.post(url, form, follow=True).content.decode()
    assert "Penyelesaian anggota yang keluar" in page
    agreed(coop, Exit.objects.get(), today=timezone.localdate())
    pay = reverse("coop:pay_exit", args=[*place, Exit.objects.get().pk])
    exits_page = treasurer.get(reverse("coop:exits", args=place)).content.decode()
    assert pay in exits_page
    page = treasurer.post(pay, {**form, "request_id": uuid4()}, follow=True).content.decode()
    assert "Siti Aminah" in page
    assert "Dibayar" in treasurer.get(reverse("coop:exits", args=place)).content.decode()


def test_a_settlement_is_told_and_stays_without_a_name(coop, book, siti):
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    settled(coop, book, siti)
    village, ids = coop.group.village, [siti.resident_id]
    rows = [dict(row) for section in held.told(village, ids) for row in section.rows]
    assert any("Rp160.000" in row.values() for row in rows)
    assert held.staying(village, ids) == {"coop_register": 1, "coop_exits": 1}


def test_only_what_is_owed_still_is_asked_for_on_the_treasurers_day(coop, book, siti):
    village, group = coop.group.village, coop.group.pk
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    one = settled(coop, book, siti)
    assert not exits.open_of(village, group).exists()
    agreed(coop, one)
    assert exits.open_of(village, group).get() == one
    paid(coop, book, one)
    assert not exits.open_of(village, group).exists()


def test_a_cooperative_with_nothing_to_say_asks_nothing(coop, book, opened, monkeypatch):
    asked = []
    monkeypatch.setattr(cards.doubts, "waiting", spy(asked, cards.doubts.waiting))
    monkeypatch.setattr(exits, "standings", spy(asked, exits.standings))
    today = reverse("web:today", args=[coop.group.village.slug])
    assert opened(coop.treasurer).get(today).status_code == 200
    assert asked == ["waiting"], "the rows are named, and never counted"


def spy(asked, work):
    def asks(*args):
        asked.append(work.__name__)
        return work(*args)

    return asks
