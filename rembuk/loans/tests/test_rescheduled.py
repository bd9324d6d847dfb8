"""A new schedule: Siti cannot carry the old one; the board agrees, and nothing paid is rewritten.

She owes Rp3 million since 31 January 2026, flat at 12 % a year: ten instalments of Rp330.000, of
which Rp30.000 is the charge. She brought the first and a part of the second; it is TODAY.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.cash import lines
from rembuk.ledger import reading
from rembuk.lib.errors import Refused
from rembuk.loans import (
    addenda,
    checks,
    classes,
    deals,
    instalments,
    phases,
    progress,
    rescheduling,
    standing,
)
from rembuk.loans import held as held_words
from rembuk.loans.deals import Changed, Deal
from rembuk.loans.models import (
    Class,
    Loan,
    Payment,
    Product,
    Rescheduling,
    ReschedulingBack,
    ReschedulingVote,
)
from rembuk.loans.rescheduling import Offer
from rembuk.loans.tests.scenes import signed
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

LENT, FIRST, SECOND = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)
# Rp300.000 of principal with the first, and Rp100.000 - Rp30.000 of charge with the second.
LEFT_RP = 3_000_000 - 300_000 - 70_000
WHY, RULES = "Anaknya dirawat di rumah sakit", "AD pasal 30"
QUERIES = 13


@pytest.fixture
def siti(lender):
    return lender.member("Siti Aminah")


@pytest.fixture
def loan(lender, siti):
    lent = lender.paid_out(siti, on=LENT)
    for amount_rp, on in ((330_000, FIRST), (100_000, SECOND)):
        brings(lender, lent, amount_rp, on=on)
    return lent


def brings(lender, loan, amount_rp, *, on=TODAY, settles=False):
    return instalments.pay(
        book=lender.book, loan=loan, amount_rp=amount_rp, on=on, settles=settles,
        signed=signed(lender.coop.by_treasurer), today=max(on, TODAY),
    )  # fmt: skip


def proposed(lender, loan, by=None, *, today=TODAY, **more):
    told = {"periods": 12, "percent_year": Decimal(12), "why": WHY, "source": RULES} | more
    return rescheduling.propose(
        book=lender.book, loan=loan, offer=Offer(**told), by=by or lender.coop.by_treasurer,
        at=NOW, today=today,
    )  # fmt: skip


def answered(lender, loan, by=None, *, outcome="AGREED", note="", today=TODAY):
    return rescheduling.answer(
        book=lender.book, loan=loan, outcome=outcome, note=note, by=by or lender.coop.by_chair,
        at=NOW, today=today,
    )  # fmt: skip


def agreed(lender, loan, *, today=TODAY, **more):
    proposed(lender, loan, today=today, **more)
    return answered(lender, loan, today=today)


def undone(lender, loan, reason="Salah ketik", by=None):
    return rescheduling.take_back(
        book=lender.book, loan=loan, reason=reason, by=by or lender.coop.by_chair, at=NOW,
        today=TODAY,
    )  # fmt: skip


def stands(lender, loan, *, on=TODAY):
    return instalments.of_loan(lender.book, loan, on=on)


def test_what_was_paid_stays_and_the_rest_begins_anew(lender, loan):
    before = stands(lender, loan)
    begins = rescheduling.sums(before)
    vote = agreed(lender, loan)
    found = stands(lender, loan)
    old, new = found.parts[:2], found.parts[2:]
    assert [one.row.amount_rp for one in old] == [330_000, 100_000]
    assert all(one.is_paid for one in old)
    assert [one.row.number for one in new] == list(range(3, 15))
    assert sum(one.row.principal_rp for one in new) == LEFT_RP == vote.principal_rp
    charge_rp = 12 * round(LEFT_RP / 100) + begins.charge_rp
    assert sum(one.row.interest_rp for one in new) == charge_rp
    assert not found.due
    assert found.left_rp == before.left_rp
    assert found.next is new[0]
    assert reading.held_now(lender.book, [loan.application.member.account("1301")])


def test_no_charge_is_lost_and_none_is_charged_twice(lender, loan):
    """Seven whole charges wait, and the part of the month until today."""
    before = stands(lender, loan)
    due = [one for one in before.parts if one.row.due_on <= TODAY]
    whole_rp = sum(one.owed["interest"] for one in due)
    since, until = due[-1].row.due_on, before.parts[len(due)].row.due_on
    today_rp = round(30_000 * (TODAY - since).days / (until - since).days)
    vote = agreed(lender, loan)
    assert vote.charge_rp == whole_rp + today_rp


def test_the_fine_is_forgiven_only_where_the_board_says_so(lender, loan):
    fine_rp = rescheduling.sums(stands(lender, loan)).fine_rp
    assert fine_rp > 0
    proposed(lender, loan, forgives_fine=False)
    assert answered(lender, loan).fine_rp == fine_rp
    found = stands(lender, loan)
    assert found.next.owed["fine"] == fine_rp
    assert found.next.owed_rp == found.next.row.amount_rp + fine_rp
    undone(lender, loan)
    agreed(lender, loan, forgives_fine=True)
    assert stands(lender, loan).next.owed["fine"] == 0


def test_in_the_first_months_only_the_charge(lender, loan):
    agreed(lender, loan, grace=3, percent_year=Decimal(6))
    new = stands(lender, loan).current
    assert [one.row.principal_rp for one in new[:3]] == [0, 0, 0]
    assert new[3].row.principal_rp > 0
    assert sum(one.row.principal_rp for one in new) == LEFT_RP


def test_a_new_instalment_is_paid_like_any_other(lender, loan):
    agreed(lender, loan)
    first = stands(lender, loan).next
    paid = brings(lender, loan, first.row.amount_rp)
    assert [share.row for share in paid.shares.all()] == [3]
    assert (paid.interest_rp, paid.principal_rp) == (first.row.interest_rp, first.row.principal_rp)
    assert stands(lender, loan).next.row.number == 4


def test_paying_all_of_it_back_spares_no_charge_that_waited(lender, loan):
    waits_rp = agreed(lender, loan).charge_rp
    told = progress.pay_off(stands(lender, loan))
    assert told.amount_rp == LEFT_RP + waits_rp
    brings(lender, loan, told.amount_rp, settles=True)
    assert not stands(lender, loan).left_rp
    assert standing.of_application(lender.book, loan.application).state == standing.State.SETTLED
    assert not list(checks.findings(lender.book))


def test_the_class_is_no_better_before_three_came_in_time(lender, loan):
    before = classes.judge(stands(lender, loan)).klass
    assert before != Class.CURRENT
    agreed(lender, loan)
    assert classes.judge(stands(lender, loan)).klass == before
    order = list(Class)
    seen = []
    for _ in range(3):
        part = stands(lender, loan).next
        pays_on(lender, loan, part)
        seen.append(classes.judge(stands(lender, loan, on=part.row.due_on)).klass)
    assert seen == [before, before, order[order.index(before) - 1]]


def pays_on(lender, loan, part):
    """Bring an instalment on its day, which is still to come: past the cash's own rules."""
    on, member = part.row.due_on, loan.application.member
    entry = lines.record(
        book=lender.book, signed=signed(lender.coop.by_treasurer), today=TODAY,
        money=lines.Money("CASH_IN", member.name, "loan", part.row.amount_rp, TODAY),
    )  # fmt: skip
    paid = Payment.objects.create(
        village=lender.book.village, loan=loan, entry=entry, on=on, held_rp=0, fine_rp=0,
        cash_rp=part.row.amount_rp, interest_rp=part.row.interest_rp, kept_rp=0,
        principal_rp=part.row.principal_rp, at=NOW,
    )  # fmt: skip
    paid.shares.create(
        village=lender.book.village, row=part.row.number, fine_rp=0,
        interest_rp=part.row.interest_rp, principal_rp=part.row.principal_rp,
    )  # fmt: skip


def test_a_day_gone_by_knows_nothing_of_it(lender, loan):
    agreed(lender, loan)
    yesterday = classes.of_day(lender.book, TODAY - timedelta(days=1), known=10_000)
    assert yesterday.loans[0].progress.since is None
    assert yesterday.loans[0].late_days > 0
    today = classes.of_day(lender.book, TODAY, known=10_000)
    assert today.loans[0].progress.since is not None


def test_once_more_where_the_first_did_not_help(lender, loan):
    """What she brought early was for days to come, which the third schedule charges itself."""
    waited_rp = agreed(lender, loan).charge_rp
    paid = brings(lender, loan, stands(lender, loan).next.row.amount_rp)
    vote = agreed(lender, loan, periods=20)
    assert (vote.from_row, vote.charge_rp) == (4, waited_rp - paid.interest_rp)
    found = stands(lender, loan)
    assert [one.row.number for one in found.parts] == list(range(1, 24))
    assert sum(one.row.principal_rp for one in found.parts) == 3_000_000


def test_a_mistake_is_undone_while_nothing_was_paid_on_it(lender, loan):
    before = [one.row for one in stands(lender, loan).parts]
    agreed(lender, loan)
    with pytest.raises(Refused, match="mengapa"):
        undone(lender, loan, " ")
    undone(lender, loan)
    assert [one.row for one in stands(lender, loan).parts] == before
    with pytest.raises(Refused, match="Buka lagi"):
        undone(lender, loan)
    agreed(lender, loan, periods=15)
    brings(lender, loan, 50_000)
    with pytest.raises(Refused, match="hari ini"):
        undone(lender, loan)


def test_an_instalment_that_it_stands_on_is_not_taken_back(lender, loan):
    agreed(lender, loan)
    paid = Payment.objects.filter(loan=loan).order_by("pk")[0]

    def back():
        lines.take_back(
            book=lender.book, number=paid.entry.sequence, reason="Salah orang",
            signed=signed(lender.coop.by_treasurer), today=TODAY,
        )  # fmt: skip

    with pytest.raises(Refused, match="jadwal itu"):
        back()
    undone(lender, loan)
    back()
    assert stands(lender, loan).left_rp == LEFT_RP + 300_000


def test_it_is_refused_in_a_sentence(lender, siti, loan):
    wrong = (
        ({"percent_year": Decimal("12.5")}, "lebih mahal"), ({"grace": 12}, "sekali angsuran"),
        ({"why": " "}, "alasan"), ({"source": ""}, "alasan"),
    )  # fmt: skip
    for more, says in wrong:
        with pytest.raises(Refused, match=says):
            proposed(lender, loan, **more)
    with pytest.raises(Refused, match="Anda sendiri"):
        proposed(lender, loan, by=Actor(user=siti.resident.user, office=Office.TREASURER))
    proposed(lender, loan)
    with pytest.raises(Refused, match="dijawab dulu"):
        proposed(lender, loan)
    chair = lender.coop.by_chair
    for by, note, outcome, says in (
        (lender.coop.by_treasurer, "", "AGREED", "pengurus"),
        (lender.coop.by_supervisor, "", "AGREED", "pengurus"),
        (Actor(user=lender.coop.by_treasurer.user, office=Office.BOARD), "", "AGREED", "sendiri"),
        (Actor(user=siti.resident.user, office=Office.BOARD), "", "AGREED", "Anda sendiri"),
        (chair, " ", "REFUSED", "mengapa"),
    ):
        with pytest.raises(Refused, match=says):
            answered(lender, loan, by, outcome=outcome, note=note)
    answered(lender, loan, outcome="REFUSED", note="Kita coba bulan depan")
    assert stands(lender, loan).since is None
    with pytest.raises(Refused, match="Buka lagi"):
        answered(lender, loan)
    assert proposed(lender, loan).attempt == 2


def test_a_loan_that_is_paid_back_gets_none(lender, loan):
    brings(lender, loan, progress.pay_off(stands(lender, loan)).amount_rp, settles=True)
    with pytest.raises(Refused, match="sedang diangsur"):
        proposed(lender, loan)


def test_a_flat_charge_that_is_rounded_up_never_falls_below_nothing():
    product = Product(
        method="flat", rhythm="MONTHLY", percent_year=Decimal(24), multiple_rp=1
    )  # fmt: skip
    worked = deals.worked_out(Deal(product, 10_000, 53, TODAY, Changed(Decimal(2), 0)))
    interest = [one.interest_rp for one in worked.rows]
    assert (sum(interest), interest[0], interest[-2:]) == (883, 17, [16, 0])
    assert sum(one.principal_rp for one in worked.rows) == 10_000


@given(
    principal=st.integers(10_000, 9_000_000), charge=st.integers(0, 900_000),
    periods=st.integers(1, 60), percent=st.integers(0, 24), row=st.integers(1, 90),
    method=st.sampled_from(["flat", "annuity", "declining_equal_principal"]), data=st.data(),
)  # fmt: skip
def test_a_new_schedule_adds_up_to_the_rupiah(
    principal, charge, periods, percent, row, method, data
):
    grace = data.draw(st.integers(0, periods - 1))
    product = Product(method=method, rhythm="MONTHLY", percent_year=Decimal(24), multiple_rp=1)
    deal = Deal(product, principal, periods, TODAY, Changed(Decimal(percent), grace))
    worked = phases.laid_out(deal, charge_rp=charge, from_row=row)
    assert sum(one.principal_rp for one in worked.rows) == principal
    assert sum(one.carried_rp for one in worked.rows) == charge
    assert all(one.interest_rp >= one.carried_rp >= 0 for one in worked.rows)
    assert [one.number for one in worked.rows] == list(range(row, row + periods))
    assert not any(one.principal_rp for one in worked.rows[:grace])


# --- pages --------------------------------------------------------------------------------------


def page(loan, name, village):
    return reverse(f"loans:{name}", args=[village.slug, loan.group_id, loan.application_id])


def test_from_the_loans_page_to_the_new_schedule(lender, siti, loan):
    village = lender.book.village
    treasurer, chair = opened(lender.coop.treasurer), opened(lender.coop.chair)
    here = page(loan, "application", village)
    assert "Usulkan jadwal baru" in text(treasurer.get(here))
    url = page(loan, "reschedule", village)
    typed = {
        "periods": "12", "grace": "0", "percent_year": "12", "fine": "FORGIVEN", "why": WHY,
        "source": RULES, "request_id": str(uuid4()),
    }  # fmt: skip
    dearer = treasurer.post(url, typed | {"percent_year": "15"})
    assert dearer.status_code == 422
    assert "lebih mahal" in text(dearer)
    looked = text(treasurer.post(url, typed))
    assert "Sudah benar?" in looked
    assert not Rescheduling.objects.exists()
    told = text(treasurer.post(url, typed | {"checked": "1"}, follow=True))
    assert "menunggu pengurus" in told
    with few_queries(QUERIES):
        asked = text(chair.get(here))
    assert WHY in asked
    decide = page(loan, "decide_schedule", village)
    sent = {"outcome": "AGREED", "request_id": str(uuid4())}
    for _time in range(2):
        assert chair.post(decide, sent).status_code == 302
    assert ReschedulingVote.objects.count() == 1
    with few_queries(QUERIES):
        assert "Berlaku sejak" in text(treasurer.get(here))
    paper = treasurer.get(page(loan, "addendum", village))
    assert paper["Content-Type"] == "application/pdf"
    back = page(loan, "take_back_schedule", village)
    chair.post(back, {"reason": "Salah ketik", "request_id": str(uuid4())}, follow=True)
    assert ReschedulingBack.objects.count() == 1
    assert treasurer.get(page(loan, "addendum", village)).status_code == 404


def test_she_reads_it_and_prints_it_herself(lender, siti, loan):
    agreed(lender, loan)
    hers = opened(siti.resident.user)
    told = text(hers.get(reverse("borrowing:loans", args=[siti.pk])))
    assert WHY in told
    paper = reverse("borrowing:addendum", args=[siti.pk, loan.application_id])
    assert hers.get(paper)["Content-Type"] == "application/pdf"
    letter = addenda.letter_of(
        rescheduling.of_loan(lender.book.village, Loan.objects.get(pk=loan.pk))[0],
        stands(lender, loan),
    )  # fmt: skip
    assert len(letter.parts[0].rows) == 12


def test_the_board_sees_it_waiting_on_its_first_page(lender, loan):
    proposed(lender, loan)
    home = reverse("web:today", args=[lender.book.village.slug])
    assert "jadwal baru" in text(opened(lender.coop.chair).get(home)).lower()
    assert "jadwal baru" not in text(opened(lender.coop.supervisor).get(home)).lower()


def opened(user):
    client = Client(headers={"accept-language": "id"})
    client.force_login(user)
    return client


def text(response):
    return response.content.decode()


# --- what the database refuses ------------------------------------------------------------------


def said_no(statement, values=()):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(statement, values)
    return str(refused.value)


VOTE = "UPDATE loans_reschedulingvote SET {change}"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        # A database names one of the two it offends.
        ({"periods": 0}, "loans_rescheduling_(periods_count|pays_principal)"),
        ({"periods": 121}, "loans_rescheduling_periods_count"),
        ({"percent_year": -1}, "loans_rescheduling_rate_is_a_rate"),
        ({"grace": 12}, "loans_rescheduling_pays_principal"),
        ({"why": ""}, "loans_rescheduling_has_a_reason"),
        ({"source": ""}, "loans_rescheduling_has_a_source"),
        ({"attempt": 1}, "attempt"),
        ({}, "loans_rescheduling_one_at_a_time"),
    ],
)
def test_the_database_refuses_a_proposal(lender, loan, change, name):
    first = proposed(lender, loan)
    if change:
        answered(lender, loan, outcome="REFUSED", note="Belum")
    told = {one.attname: getattr(first, one.attname) for one in Rescheduling._meta.concrete_fields}
    told |= {"id": first.pk + 1, "attempt": 2} | change
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        Rescheduling(**told).save(force_insert=True)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"outcome": "YES"}, "loans_reschedulingvote_outcome_known"),
        ({"klass": "baik"}, "loans_reschedulingvote_class_known"),
        ({"principal_rp": 0}, "loans_reschedulingvote_sums_are_sums"),
        ({"from_row": 0}, "loans_reschedulingvote_sums_are_sums"),
        ({"by": "maker"}, "loans_reschedulingvote_by_another"),
        ({"by": "borrower"}, "loans_reschedulingvote_not_of_ones_own"),
        ({"maker": "chair"}, "loans_reschedulingvote_maker_is_who_proposed"),
    ],
)
def test_the_database_refuses_an_answer(lender, siti, loan, change, name):
    told = proposed(lender, loan)
    who = {
        "maker": told.by, "chair": lender.coop.by_chair.user, "borrower": siti.resident.user,
    }  # fmt: skip
    row = {
        "village": lender.book.village, "rescheduling": told, "outcome": "AGREED",
        "principal_rp": 1, "charge_rp": 0, "fine_rp": 0, "from_row": 3, "klass": "macet",
        "maker": told.by, "borrower": siti.resident.user, "on": TODAY, "at": NOW,
        "by": who["chair"],
    }  # fmt: skip
    row |= {key: who.get(value, value) for key, value in change.items()}
    if change.get("maker") == "chair":
        row["by"] = lender.first
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        ReschedulingVote.objects.create(**row)


def test_the_database_undoes_only_what_was_agreed_and_keeps_all_of_it(lender, loan):
    proposed(lender, loan)
    vote = answered(lender, loan, outcome="REFUSED", note="Belum")
    told = {
        "village": lender.book.village, "vote": vote, "on": TODAY, "at": NOW,
        "by": lender.coop.by_chair.user,
    }  # fmt: skip
    for reason, name in (("", "has_a_reason|of_what_was_agreed"), ("Salah", "of_what_was_agreed")):
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            ReschedulingBack.objects.create(**told, reason=reason)
    for table in ("rescheduling", "reschedulingvote"):
        said = said_no(f"DELETE FROM loans_{table}")
        assert f"loans_{table}_append_only" in said


def test_what_is_kept_of_her_is_told_and_her_words_go(lender, siti, loan):
    agreed(lender, loan)
    undone(lender, loan)
    village, ids = lender.book.village, [siti.resident_id]
    rows = held_words.told(village, ids)[2].rows
    assert WHY in str(rows)
    assert "Salah ketik" in str(rows)
    held_words.erase(village, ids, NOW)
    assert WHY not in str(held_words.told(village, ids)[2].rows)
