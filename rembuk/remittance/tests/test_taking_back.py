"""A transfer that went to the wrong member goes back, she is told why, and it finds its owner."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rembuk.cash import approving
from rembuk.ledger import reading
from rembuk.lib.errors import Refused
from rembuk.messaging.models import Delivery
from rembuk.remittance import checks, family, held, identifying, receipts, statements, taking_back
from rembuk.remittance.models import Credit, Identified, TakenBack
from rembuk.remittance.tests.test_divisions import GOAL, POKOK, WAJIB, booked, divided, holds
from rembuk.remittance.tests.test_divisions import make_siti as make_plain_siti
from rembuk.remittance.tests.test_receipts import DAY, lets, reached, siti, wati
from rembuk.remittance.tests.test_statements import address, identify, row, taken, unknown
from rembuk.savings.tests import scenes
from rembuk.savings.tests.scenes import LIMIT_RP
from rembuk.villages.actors import Actor
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

__all__ = ["siti", "wati"]
QUERIES = 12
REASON = "Dua angka tertukar"


def back(kept, credit, reason=REASON, by=None):
    return taking_back.take_back(
        book=kept.book, credit=credit, reason=reason, signed=kept.signed(by), today=TODAY
    )


def credit_of(kept):
    one = statements.credits_of(kept.coop.group).last()
    one.village = kept.coop.group.village
    return one


@pytest.fixture
def rina(kept, siti):
    """Rina, number 000021, whose money it really is, with a phone."""
    account = kept.account(kept.member("Rina Lestari"), kept.product(name="Sukarela Rina"))
    reached(kept, account.member.resident, "+6281234567899")
    return account


def told():
    rows = Delivery.objects.order_by("pk").select_related("message")
    return [(one.name, one.message.template, one.message.full_text) for one in rows]


def test_it_goes_back_account_by_account_and_then_to_whose_it_is(kept, siti, rina):
    divided(siti, (GOAL, 2_500, None), (WAJIB, 1_000, None))
    before = holds(kept, siti)
    booked(kept, row("TRF 000013", 90_000, DAY))
    back(kept, credit_of(kept))
    assert holds(kept, siti) == before
    assert reading.balance_of(kept.book, "2106") == 90_000
    (one,) = unknown(kept)
    assert one.before_name == siti.name
    assert one.perhaps == ()  # her number stands in it, and it is not hers
    identify(kept, one.credit, number=rina.member.number)
    assert kept.stands(rina).own_rp == 90_000
    assert reading.balance_of(kept.book, "2106") == 0
    assert unknown(kept) == []
    assert list(checks.findings(kept.book)) == []
    assert [(name, template) for name, template, _text in told()] == [
        ("Siti Aminah", "remittance_came"), ("Siti Aminah", "remittance_back"),
        ("Rina Lestari", "remittance_came"),
    ]  # fmt: skip
    assert REASON in told()[1][2]


def test_what_was_found_out_wrongly_goes_back_too_as_often_as_it_takes(kept, siti, rina):
    booked(kept, row("KIRIMAN", 40_000, DAY))
    for number in ("000013", rina.member.number, "000013"):
        (one,) = unknown(kept)
        identify(kept, one.credit, number=number)
        assert unknown(kept) == []
        back(kept, one.credit)
    assert reading.balance_of(kept.book, "2106") == 40_000
    assert [bool(one.undone_at) for one in receipts.of(siti)] == [True, True]
    assert list(checks.findings(kept.book)) == []


def test_from_the_limit_on_a_second_person_agrees_and_only_then_she_is_told(kept, siti):
    booked(kept, row("TRF 000013", LIMIT_RP, DAY))
    made = back(kept, credit_of(kept))
    assert holds(kept, siti)[2] == LIMIT_RP
    assert len(told()) == 1
    with pytest.raises(Refused, match="orang kedua"):
        back(kept, credit_of(kept))
    asked = made.asked
    asked.book = kept.book
    facts = {"asked": asked, "asked_hash": asked.asked_hash, "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match="mengajukan"):
        approving.approve(by=kept.coop.by_treasurer, **facts)
    approving.approve(by=kept.coop.by_supervisor, **facts)
    assert holds(kept, siti)[2] == 0
    assert [template for _name, template, _text in told()] == [
        "remittance_came", "remittance_back",
    ]  # fmt: skip
    with pytest.raises(Refused, match="pemilik"):
        back(kept, credit_of(kept))


def test_what_cannot_be_is_refused_and_nothing_moves(kept, siti, rina):
    booked(kept, row("TRF 000013", 90_000, DAY))
    credit = credit_of(kept)
    with pytest.raises(Refused, match="Tulis mengapa"):
        back(kept, credit, reason="  ")
    account = siti.savings.get(serial=1)
    account.member = siti
    kept.took(account, 80_000)
    with pytest.raises(Refused, match="Bicarakan dulu"):
        back(kept, credit)
    assert reading.balance_of(kept.book, "2106") == 0
    booked(kept, row("KIRIMAN", 5_000, DAY))
    with pytest.raises(Refused, match="pemilik"):
        back(kept, unknown(kept)[0].credit)


def test_her_family_hears_that_it_went_back_but_not_why(kept, siti, wati):
    lets(siti, wati)
    booked(kept, row("TRF 000013", 90_000, DAY))
    back(kept, credit_of(kept))
    (*_came, hers, familys) = told()
    assert (hers[0], familys[0]) == ("Siti Aminah", "Wati Ningsih")
    assert REASON in hers[2]
    assert REASON not in familys[2]
    assert [one.undone_at for one in receipts.shared(family.shared_with(wati)[0])] == [NOW]


def test_who_took_consent_back_hears_nothing_more(kept, siti, wati):
    lets(siti, wati)
    booked(kept, row("TRF 000013", 90_000, DAY))
    family.take_back(member=siti, by=Actor(user=siti.resident.user), at=NOW + timedelta(minutes=1))
    back(kept, credit_of(kept))
    assert [name for name, template, _text in told() if template == "remittance_back"] == [
        "Siti Aminah"
    ]


def test_two_equal_transfers_of_a_day_are_two_and_the_same_file_twice_is_one(kept, siti):
    twice = row("TRF 000013", 50_000, DAY) * 2
    booked(kept, twice)
    assert holds(kept, siti)[2] == 100_000
    assert [one.amount_rp for one in receipts.of(siti)] == [50_000, 50_000]
    made = taken(kept, twice + row("LAIN", 1_000, DAY))
    judged = statements.judge(kept.book, made, on=TODAY)
    assert [str(one.state) for one in judged.lines][1:] == ["KNOWN", "KNOWN", "NEW"]
    first, second = statements.credits_of(kept.coop.group)
    first.village = siti.village
    back(kept, first)
    assert holds(kept, siti)[2] == 50_000
    again = statements.judge(kept.book, made, on=TODAY)
    assert [str(one.state) for one in again.lines][1:] == ["KNOWN", "KNOWN", "NEW"]
    assert second.pk not in [one.credit.pk for one in unknown(kept)]


@pytest.mark.django_db
class TestEveryDivision(TestCase):
    """For all sums and divisions: what went in goes back, and nothing else moves."""

    def setUp(self):
        self.kept = scenes.savings(stories.world())
        self.siti = make_plain_siti(self.kept)

    @settings(max_examples=15, deadline=None)
    @given(st.integers(1, LIMIT_RP - 1), st.lists(st.integers(1, 3_333), min_size=3, max_size=3))
    def test_there_and_back_is_nothing(self, sum_rp, shares):
        divided(self.siti, *zip((POKOK, WAJIB, GOAL), shares, (None,) * 3, strict=True))
        before = holds(self.kept, self.siti)
        booked(self.kept, row(f"TRF 000013 {uuid4()}", sum_rp, DAY))
        assert sum(holds(self.kept, self.siti)) == sum(before) + sum_rp
        back(self.kept, credit_of(self.kept))
        assert holds(self.kept, self.siti) == before
        assert list(checks.findings(self.kept.book)) == []


ATTACKS = {
    "remittance_taken_back_has_a_reason": {"reason": ""},
    "remittance_taken_back_is_booked_or_asked": {"entry": None},
    "remittance_taken_back_once": {},
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses_what_the_rules_refuse(kept, siti, name):
    booked(kept, row("TRF 000013", 1_000, DAY), row("KIRIMAN", 2_000, DAY))
    one = back(kept, Credit.objects.select_related("village").get(member=siti))
    facts = {
        "village": siti.village, "credit": one.credit, "undoes": one.undoes, "member": siti,
        "reason": "x", "by": one.by, "at": NOW, "entry": Credit.objects.get(member=None).entry,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        TakenBack(**facts | ATTACKS[name]).save(force_insert=True)
    for attack in (
        "UPDATE remittance_takenback SET at = '2020-01-01'",
        "DELETE FROM remittance_takenback",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)


def test_a_sum_cannot_be_found_twice_past_the_rules(kept, siti):
    booked(kept, row("KIRIMAN", 2_000, DAY), row("TRF 000013", 1_000, DAY))
    one = identify(kept, unknown(kept)[0].credit)
    spare = Credit.objects.get(member=siti).entry
    facts = {"village": siti.village, "credit": one.credit, "member": siti, "reason": "x",
             "entry": spare, "by": one.by, "at": NOW}  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Identified(**facts).save(force_insert=True)
    undone = back(kept, one.credit)
    identify(kept, one.credit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identified(**facts, after=undone).save(force_insert=True)


def test_the_treasurer_takes_it_back_from_the_statement(kept, siti, opened):
    booked(kept, row("TRF 000013", 90_000, DAY))
    credit = credit_of(kept)
    client, url = opened(kept.coop.treasurer), address(kept, "take_back", credit.pk)
    with few_queries(QUERIES):
        page = client.get(address(kept, "statement", credit.row.statement_id)).content.decode()
    assert url in page
    with few_queries(QUERIES):
        assert "Siti Aminah" in client.get(url).content.decode()
    assert client.post(url, {"request_id": uuid4()}).status_code == 422
    form = {"request_id": uuid4(), "reason": REASON}
    for _twice in range(2):
        assert client.post(url, form).status_code == 302
    assert TakenBack.objects.count() == 1
    with few_queries(QUERIES):
        assert "Siti Aminah" in client.get(address(kept, "unknown")).content.decode()
    assert client.get(url).status_code == 302
    supervisor = opened(kept.coop.supervisor)
    assert supervisor.get(url).status_code in {403, 404}
    assert supervisor.post(url, form).status_code in {403, 404}
    page = opened(siti.resident.user).get(reverse("transfers:mine", args=[siti.pk]))
    assert "status" in page.content.decode()


def test_why_it_was_not_hers_goes_when_she_is_erased(kept, siti):
    booked(kept, row("TRF SITI 000013", 1_000, DAY))
    back(kept, credit_of(kept))
    ids = [siti.resident_id]
    assert REASON in str(held.told(siti.village, ids))
    held.erase(siti.village, ids, NOW)
    assert TakenBack.objects.get().reason == "-"
    assert identifying.waiting(kept.coop.group, today=TODAY)[0].credit.row.text  # not hers
