"""A loan off the books: two organs agree, the allowance bears it, and she owes it still.

Siti owes Rp3 million since 31 January 2026: ten instalments of Rp330.000. She brought the first;
seven months later the loan is `macet`.
"""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from rembuk.cash import lines
from rembuk.coop import exits, members
from rembuk.ledger import posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Words
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.loans import (
    checks,
    claims,
    classes,
    instalments,
    provisions,
    recovering,
    standing,
    writing_off,
)
from rembuk.loans import held as held_words
from rembuk.loans.claims import State
from rembuk.loans.models import Recovery, WriteOff, WriteOffVote
from rembuk.loans.standing import State as Stands
from rembuk.loans.tests.scenes import signed
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

LENT, FIRST = date(2026, 1, 31), date(2026, 2, 28)
# Eight charges of Rp30.000 wait, and fines of Rp330 a day after seven days, Rp33.000 at most: five
# of them whole, then 74, 44 and 13 days.
LEFT_RP, CHARGE_RP = 2_700_000, 240_000 + 165_000 + 131 * 330
RULES = "AD pasal 31"
QUERIES = 14
UNIQUE = {
    "loans_writeoff_attempt_once", "loans_writeoffvote_both_sides", "loans_writeoffvote_two_people",
    "entry_id",
}  # fmt: skip


@pytest.fixture
def siti(lender):
    return lender.member("Siti Aminah")


@pytest.fixture
def loan(lender, siti):
    lent = lender.paid_out(siti, on=LENT)
    instalments.pay(
        book=lender.book, loan=lent, amount_rp=330_000, on=FIRST,
        signed=signed(lender.coop.by_treasurer), today=TODAY,
    )  # fmt: skip
    return lent


def proposed(lender, loan, by=None, **more):
    told = {"why": "Usahanya berhenti sejak Maret", "source": RULES} | more
    return writing_off.propose(
        book=lender.book, loan=loan, key=uuid4(), by=by or lender.coop.by_treasurer, at=NOW,
        today=TODAY, **told,
    )  # fmt: skip


def says(lender, loan, by, outcome="AGREED", note=""):
    return writing_off.vote(
        book=lender.book, loan=loan, outcome=outcome, note=note, by=by, at=NOW, today=TODAY
    )


def agreed(lender, loan):
    proposed(lender, loan)
    says(lender, loan, lender.coop.by_supervisor)
    return says(lender, loan, lender.coop.by_chair).entry


def brings(lender, loan, amount_rp, on=TODAY, by=None):
    return recovering.take_in(
        book=lender.book, loan=loan, amount_rp=amount_rp, on=on,
        signed=signed(by or lender.coop.by_treasurer), today=TODAY,
    )  # fmt: skip


def held(lender, *codes):
    now = reading.held_now(lender.book, codes)
    return [now.get(code, 0) for code in codes]


def claim_of(lender, loan):
    return claims.newest(lender.book.village, [loan])[loan.pk]


def state_of(lender, loan):
    return standing.of_application(lender.book, loan.application).state


def set_aside(lender, amount_rp):
    """Put so much into the allowance by hand."""
    plan = Plan(
        kind="OTHER", on=TODAY, moves=[Move("5204", "1309", amount_rp)], words=Words(memo="-")
    )
    posting.post(lender.book, plan, signed=signed(lender.coop.by_treasurer), today=TODAY)


# What the allowance holds -> what is charged first, what it holds afterwards.
ALLOWANCES = [(5_000_000, 0, 2_300_000), (LEFT_RP, 0, 0), (1_000_000, 1_700_000, 0)]


@pytest.mark.parametrize(("allowance_rp", "lacking_rp", "after_rp"), ALLOWANCES)
def test_the_allowance_bears_it_and_what_it_lacks_is_charged_first(
    lender, siti, loan, allowance_rp, lacking_rp, after_rp
):
    set_aside(lender, allowance_rp)
    moved = writing_off.sums(lender.book, instalments.of_loan(lender.book, loan, on=TODAY))
    assert (moved.lacking_rp, moved.allowance_after_rp) == (lacking_rp, after_rp)
    agreed(lender, loan)
    assert held(lender, siti.account("1301"), "1309", "5204", "9101") == [
        0, after_rp, allowance_rp + lacking_rp, LEFT_RP + CHARGE_RP,
    ]  # fmt: skip
    assert not classes.of_day(lender.book, TODAY).loans, "no class any more, and no provision"


def test_it_is_not_forgiven_and_no_other_loan_is_lent(lender, siti, loan):
    agreed(lender, loan)
    assert state_of(lender, loan) == Stands.WRITTEN_OFF
    assert claim_of(lender, loan).left_rp == LEFT_RP + CHARGE_RP
    with pytest.raises(Refused, match="pinjaman"):
        lender.asks(siti)
    with pytest.raises(Refused, match="dihapusbukukan"):
        instalments.pay(
            book=lender.book, loan=loan, amount_rp=330_000, on=TODAY,
            signed=signed(lender.coop.by_treasurer), today=TODAY,
        )  # fmt: skip


def test_what_comes_back_is_income_with_a_receipt_and_ends_the_claim(lender, siti, loan):
    agreed(lender, loan)
    made = brings(lender, loan, 500_000)
    assert made.entry.receipt_no is not None
    line = reading.line_of(lender.book, made.entry.sequence)
    assert line is not None
    assert line.in_rp == 500_000
    left_rp = LEFT_RP + CHARGE_RP - 500_000
    assert held(lender, "4901", "9101") == [500_000, left_rp]
    with pytest.raises(Refused, match=r"2\.648\.230"):
        brings(lender, loan, left_rp + 1)
    brings(lender, loan, left_rp)
    assert held(lender, "9101") == [0]
    assert state_of(lender, loan) == Stands.SETTLED
    with pytest.raises(Refused, match="tidak sedang"):
        brings(lender, loan, 1)
    assert lender.asks(siti)


def test_who_leaves_is_told_what_is_owed_beside_the_books(lender, siti, loan):
    assert exits.owed_beside(siti) == 0
    agreed(lender, loan)
    brings(lender, loan, 200_000)
    assert exits.owed_beside(siti) == LEFT_RP + CHARGE_RP - 200_000
    members.step(
        member=siti, facts=members.Facts("LEFT", TODAY, "Pindah"), by=lender.coop.by_chair,
        at=NOW, today=TODAY,
    )  # fmt: skip
    url = reverse("coop:settle", args=[lender.book.village.slug, lender.coop.group.pk, siti.pk])
    page = opened(lender.coop.treasurer).get(url).content.decode()
    assert words.rupiah(LEFT_RP + CHARGE_RP - 200_000, language="id") in page
    assert "dihapusbukukan" in page


def test_a_recovery_taken_back_in_the_cash_is_owed_again(lender, loan):
    agreed(lender, loan)
    made = brings(lender, loan, 200_000)
    lines.take_back(
        book=lender.book, number=made.entry.sequence, reason="Salah orang",
        signed=signed(lender.coop.by_treasurer), today=TODAY,
    )  # fmt: skip
    assert claim_of(lender, loan).left_rp == LEFT_RP + CHARGE_RP
    assert held(lender, "4901", "9101") == [0, LEFT_RP + CHARGE_RP]


def test_put_back_on_the_books_it_is_as_before_and_may_be_proposed_anew(lender, siti, loan):
    agreed(lender, loan)
    money = brings(lender, loan, 200_000)

    def put_back(by, reason="Beliau mulai bekerja lagi"):
        return writing_off.take_back(
            book=lender.book, loan=loan, reason=reason, signed=signed(by), today=TODAY
        )

    chair = lender.coop.by_chair
    with pytest.raises(Refused, match="lebih dulu"):
        put_back(chair)
    lines.take_back(
        book=lender.book, number=money.entry.sequence, reason="Salah",
        signed=signed(lender.coop.by_treasurer), today=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="Anda sendiri"):
        put_back(lender.coop.by_treasurer)
    with pytest.raises(Refused, match="mengapa"):
        put_back(chair, reason=" ")
    put_back(chair)
    assert state_of(lender, loan) == Stands.RUNNING
    assert claim_of(lender, loan).state == State.TAKEN_BACK
    assert held(lender, siti.account("1301"), "1309", "5204", "9101") == [LEFT_RP, 0, 0, 0]
    assert proposed(lender, loan).attempt == 2


def test_what_is_kept_for_her_is_used_first(lender, siti):
    lent = lender.paid_out(siti, on=LENT)
    instalments.pay(
        book=lender.book, loan=lent, amount_rp=710_000, on=FIRST,
        signed=signed(lender.coop.by_treasurer), today=TODAY,
    )  # fmt: skip
    row = proposed(lender, lent)
    assert (row.principal_rp, row.held_rp) == (2_350_000, 50_000)
    for by in (lender.coop.by_chair, lender.coop.by_supervisor):
        says(lender, lent, by)
    assert held(lender, siti.account("1301"), siti.account("2104"), "5204") == [0, 0, 2_350_000]


def test_only_a_loan_that_is_macet_with_a_reason_and_a_source(lender, loan):
    with pytest.raises(Refused, match="Macet"):
        writing_off.propose(
            book=lender.book, loan=loan, why="-", source=RULES, key=uuid4(),
            by=lender.coop.by_treasurer, at=NOW, today=date(2026, 6, 1),
        )  # fmt: skip
    for more in ({"why": " "}, {"source": ""}):
        with pytest.raises(Refused, match="alasan"):
            proposed(lender, loan, **more)
    proposed(lender, loan)
    with pytest.raises(Refused, match="sudah menunggu"):
        proposed(lender, loan)


def test_two_organs_neither_who_proposed_nor_the_borrower_nor_one_organ_twice(lender, siti, loan):
    coop = lender.coop
    own = Actor(user=siti.resident.user, office=Office.SUPERVISORY_BOARD)
    with pytest.raises(Refused, match="pinjaman Anda"):
        proposed(lender, loan, by=own)
    proposed(lender, loan)
    as_board = Actor(user=coop.treasurer, office=Office.BOARD)
    refused = [
        (own, "pinjaman Anda"), (as_board, "Anda sendiri"), (lender.by_first, "pengawas"),
    ]  # fmt: skip
    for by, sentence in refused:
        with pytest.raises(Refused, match=sentence):
            says(lender, loan, by)
    assert says(lender, loan, coop.by_chair).entry is None, "one yes moves nothing"
    with pytest.raises(Refused, match="sudah memutuskan"):
        says(lender, loan, coop.by_chair)
    with pytest.raises(Refused, match="sudah menjawab"):
        says(lender, loan, Actor(user=coop.board, office=Office.BOARD))
    assert says(lender, loan, coop.by_supervisor).entry is not None
    with pytest.raises(Refused, match="sudah diputuskan"):
        says(lender, loan, coop.by_supervisor)


def test_one_no_ends_it_with_a_reason_and_what_she_paid_since_asks_anew(lender, loan):
    coop = lender.coop
    proposed(lender, loan)
    says(lender, loan, coop.by_chair)
    instalments.pay(
        book=lender.book, loan=loan, amount_rp=10_000, on=TODAY, signed=signed(coop.by_treasurer),
        today=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="usulkan lagi"):
        says(lender, loan, coop.by_supervisor)
    with pytest.raises(Refused, match="mengapa tidak"):
        says(lender, loan, coop.by_supervisor, "REFUSED")
    says(lender, loan, coop.by_supervisor, "REFUSED", "Beliau mulai membayar lagi")
    assert claim_of(lender, loan).state == State.REFUSED
    assert state_of(lender, loan) == Stands.RUNNING
    assert proposed(lender, loan).attempt == 2


@pytest.mark.slow
def test_months_booked_before_stay_as_they_were(lender, loan):
    run = provisions.prepare(
        book=lender.book, month=date(2026, 1, 1), key=uuid4(), by=lender.coop.by_treasurer,
        at=NOW, today=TODAY,
    )  # fmt: skip
    provisions.check(book=lender.book, run=run, by=lender.coop.by_chair, at=NOW, today=TODAY)
    agreed(lender, loan)
    assert not list(checks.findings(lender.book))


def test_the_night_compares_what_is_noted_with_what_is_owed(lender, loan):
    agreed(lender, loan)
    brings(lender, loan, 100_000)
    assert not list(checks.findings(lender.book))
    plan = Plan(kind="OTHER", on=TODAY, moves=[Move("9999", "9101", 1)])
    posting.post(lender.book, plan, signed=signed(lender.coop.by_treasurer), today=TODAY)
    assert [one.promise for one in checks.findings(lender.book)] == ["I23"]


# --- pages ---------------------------------------------------------------------------------------


def opened(user):
    client = Client(headers={"accept-language": "id"})
    client.force_login(user)
    return client


def place(lender, name, *more):
    group = lender.coop.group
    return reverse(f"loans:{name}", args=[group.village.slug, group.pk, *more])


def test_from_the_proposal_to_the_receipt(lender, siti, loan):
    one = loan.application_id
    yanti, hadi, marno = map(
        opened, (lender.coop.treasurer, lender.coop.chair, lender.coop.supervisor)
    )
    page, url = place(lender, "application", one), place(lender, "write_off", one)
    assert url in yanti.get(page).content.decode()
    with few_queries(QUERIES):
        shown = yanti.get(url).content.decode()
    assert "Rp2.700.000" in shown
    form = {"request_id": uuid4(), "why": "Usahanya berhenti", "source": RULES}
    assert yanti.post(url, {**form, "source": ""}).status_code == 422
    for _time in range(2):
        assert yanti.post(url, form).status_code == 302
    decide = place(lender, "decide_write_off", one)
    for client in (marno, hadi):
        today = client.get(reverse("web:today", args=[lender.book.village.slug])).content.decode()
        assert "dihapusbukukan" in today
        assert "Siti" not in today
        assert decide in client.get(page).content.decode()
        with few_queries(QUERIES):
            client.get(decide)
        client.post(decide, {"request_id": uuid4(), "outcome": "AGREED"})
    assert decide not in hadi.get(page).content.decode()
    assert state_of(lender, loan) == Stands.WRITTEN_OFF
    bring = place(lender, "recover", one)
    assert bring in yanti.get(page).content.decode()
    with few_queries(QUERIES):
        yanti.get(bring)
    money = {"request_id": uuid4(), "amount_rp": "100.000", "on_which": "today"}
    after = words.grouped(claim_of(lender, loan).left_rp - 100_000, language="id")
    assert after in yanti.post(bring, money).content.decode()
    assert "Rp100.000" in yanti.post(bring, {**money, "checked": "1"}, follow=True).content.decode()
    mine = opened(siti.resident.user).get(reverse("borrowing:loans", args=[siti.pk]))
    assert after in mine.content.decode()
    assert reverse("books:wrong", args=[siti.pk, Recovery.objects.get().entry.sequence]) in (
        mine.content.decode()
    )


def test_the_chair_puts_it_back_from_its_page(lender, loan):
    agreed(lender, loan)
    hadi = opened(lender.coop.chair)
    url = place(lender, "take_back_write_off", loan.application_id)
    assert url in hadi.get(place(lender, "application", loan.application_id)).content.decode()
    hadi.post(url, {"request_id": uuid4(), "reason": "Beliau mulai bekerja lagi"})
    assert state_of(lender, loan) == Stands.RUNNING


# --- past our own functions ----------------------------------------------------------------------


def copied(row, **told):
    fields = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    return type(row)(**(fields | {"id": uuid4().int % 10**15} | told))


def refuses(row, constraint):
    """SQLite names the columns of a unique constraint, and no name."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        row.save(force_insert=True)
    said = str(caught.value)
    assert constraint in said or (constraint in UNIQUE and "UNIQUE" in said)


def test_the_database_wants_both_organs_before_anything_is_booked(lender, loan):
    row = proposed(lender, loan)
    vote = says(lender, loan, lender.coop.by_chair)
    (payment,) = loan.payments.all()
    other = lender.coop.supervisor.pk
    alike = {"side": "OVERSIGHT", "by_id": other}
    refuses(copied(vote, **alike), "booked_by_both")
    refuses(
        copied(vote, **alike, outcome="REFUSED", maker_id=lender.coop.board.pk),
        "maker_is_who_proposed",
    )
    refuses(copied(vote, **alike, outcome="REFUSED", entry_id=payment.entry_id), "what_is_agreed")
    refuses(copied(row, attempt=2, key=uuid4()), "one_at_a_time")
    money = Recovery(
        village=lender.book.village, write_off=row, entry=payment.entry, on=TODAY, amount_rp=1,
        at=NOW,
    )  # fmt: skip
    refuses(money, "of_what_is_written_off")
    says(lender, loan, lender.coop.by_supervisor, "REFUSED", "Belum")
    refuses(copied(row, key=uuid4()), "loans_writeoff_attempt_once")
    for told, constraint in (
        ({"why": ""}, "has_a_reason"), ({"source": ""}, "has_a_source"),
        ({"held_rp": -1}, "sums_are_sums"), ({"principal_rp": 0}, "sums_are_sums"),
    ):  # fmt: skip
        refuses(copied(row, attempt=2, key=uuid4(), **told), f"loans_writeoff_{constraint}")
    again = proposed(lender, loan)
    first = says(lender, loan, lender.coop.by_chair, "REFUSED", "Belum")
    refuses(copied(first, **alike), "none_after_a_no")
    assert claim_of(lender, loan).write_off == again


def test_her_words_go_and_the_sums_stay(lender, siti, loan):
    proposed(lender, loan)
    says(lender, loan, lender.coop.by_chair, note="Kasihan")
    ids, village = [siti.resident_id], lender.book.village
    words_of_hers = str([section.rows for section in held_words.told(village, ids)])
    assert "Usahanya berhenti" in words_of_hers
    assert "Kasihan" in words_of_hers
    held_words.erase(village, ids, NOW)
    assert WriteOff.objects.get().why == held_words.ERASED
    assert not WriteOffVote.objects.get().note


# What one vote would say, beside that of the chair -> the constraint that refuses it.
VOTES = [
    ({"side": "OTHER"}, "side_known"),
    ({"outcome": "PERHAPS"}, "outcome_known"),
    ({"side": "BOARD"}, "both_sides"),
    ({"by": "chair"}, "two_people"),
    ({"by": "treasurer"}, "by_another"),
    ({"by": "siti"}, "not_of_ones_own"),
]


@pytest.mark.parametrize(("told", "constraint"), VOTES)
def test_the_database_refuses_a_vote_that_cannot_be(lender, siti, loan, told, constraint):
    proposed(lender, loan)
    vote = says(lender, loan, lender.coop.by_chair)
    coop = lender.coop
    people = {
        "chair": coop.chair, "treasurer": coop.treasurer, "siti": siti.resident.user,
        "supervisor": coop.supervisor,
    }  # fmt: skip
    told = {"by": "supervisor", "side": "OVERSIGHT", "outcome": "REFUSED"} | told
    again = copied(vote, by_id=people[told.pop("by")].pk, **told)
    refuses(again, f"loans_writeoffvote_{constraint}")


def test_the_database_refuses_what_cannot_be(lender, loan):
    agreed(lender, loan)
    money = brings(lender, loan, 100_000)
    row, vote = WriteOff.objects.get(), WriteOffVote.objects.get(entry__isnull=False)
    refuses(copied(row, attempt=2, key=uuid4()), "loans_writeoff_one_at_a_time")
    refuses(copied(vote, side="BOARD", by_id=lender.coop.board.pk), "entry_id")
    refuses(copied(money, entry_id=vote.entry_id, amount_rp=0), "loans_recovery_is_a_sum")
    refuses(copied(money), "entry_id")
    for table in ("loans_writeoff", "loans_writeoffvote", "loans_recovery"):
        for sql in (f"UPDATE {table} SET village_id = village_id", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match=f"{table}_append_only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)
