"""A kind reminder of wajib: all who are behind in one step, each for herself, no sum, no child."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.cash import purse
from rembuk.coop import dues, held, paying, reminding
from rembuk.coop.dues import Due, Terms
from rembuk.coop.models import DuesReminder, DuesRule
from rembuk.ledger.posting import Signed
from rembuk.lib.errors import Refused
from rembuk.people import consents
from rembuk.people.models import Consent
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

BEGINS = date(2026, 8, 1)
LINK = {"link": "https://desa.example/buku", "sender": "Yanti Susilo"}


@pytest.fixture
def book(coop):
    made = purse.open_purse(
        group=coop.group, beginning=purse.Beginning(BEGINS, 0, 1_000_000),
        signed=Signed(by=coop.by_chair, at=NOW, request_id=uuid4()), today=TODAY,
    )  # fmt: skip
    terms = Terms(BEGINS, 50_000, 10_000, source="AD pasal 12")
    dues.agree(group=coop.group, terms=terms, by=coop.by_chair, at=NOW)
    return made


def reachable(coop, member, born=date(1980, 1, 1)):
    person = member.resident
    person.phone, person.birth_date = f"+6281200000{member.serial:02}", born
    person.save(update_fields=["phone", "birth_date"])
    consents.give(
        resident=person, purpose=Consent.Purpose.CONTACT, channel="SPOKEN", witness="Rina",
        given_on=TODAY,
        by=coop.world.by_adi, at=NOW,
    )  # fmt: skip


def reminded(coop, book, today=TODAY):
    return reminding.remind(book=book, by=coop.by_treasurer, at=NOW, today=today)


def test_who_is_behind_is_reminded_in_one_step_and_then_left_in_peace(coop, book):
    siti, wati, rina = (
        coop.member(name, on=BEGINS) for name in ("Siti Aminah", "Wati Ningsih", "Rina Astuti")
    )
    paid = [paying.Payment(rina, Due.WAJIB, 30_000)]  # until October: November may still come
    signed = Signed(by=coop.by_treasurer, at=NOW, request_id=uuid4())
    paying.record(book=book, payments=paid, on=TODAY, signed=signed, today=TODAY)
    coop.member("Tumini", on=TODAY)
    assert reminded(coop, book) == 2
    with pytest.raises(Refused, match="14 hari"):
        reminded(coop, book)
    after = TODAY + reminding.REST
    assert {one.member_id for one in DuesReminder.objects.all()} == {siti.pk, wati.pk}
    # November is over: two more are behind, the first two are still left in peace.
    assert reminded(coop, book, today=after - timedelta(days=1)) == 2
    assert reminded(coop, book, today=after) == 2
    assert DuesReminder.objects.filter(member__in=[siti, wati]).count() == 4
    assert any("Koperasi Sumber Rejo" in dict(row).values() for part in
               held.told(coop.group.village, [siti.resident_id]) for row in part.rows)  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        DuesReminder.objects.update(on=after)
    again = DuesReminder(village=book.village, member=siti, on=TODAY, by=coop.treasurer, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_the_message_is_hers_alone_and_says_no_sum(coop, book):
    siti, child = coop.member("Siti Aminah", on=BEGINS), coop.member("Dimas", on=BEGINS)
    quiet = coop.member("Wati Ningsih", on=BEGINS)
    reachable(coop, siti)
    reachable(coop, child, born=date(2012, 1, 1))
    reminded(coop, book)
    found = reminding.behind(book, today=TODAY)
    told = {
        one.member.pk: one.whatsapp for one in reminding.to_send(book, found, **LINK, today=TODAY)
    }
    assert told.keys() == {siti.pk, child.pk, quiet.pk}
    assert not told[child.pk]
    assert not told[quiet.pk]
    text = unquote(told[siti.pk].split("text=")[1])
    assert text.startswith("Halo, Siti Aminah.")
    assert "30.000" not in text
    assert "Wati" not in text


def test_the_treasurer_reminds_with_one_press_and_nobody_else_does(coop, book, opened):
    coop.member("Siti Aminah", on=BEGINS)
    page = reverse("coop:remind_dues", args=[coop.group.village.slug, coop.group.pk])
    client = opened(coop.treasurer)
    with few_queries():
        assert "Ingatkan 1 anggota" in client.get(page).content.decode()
    key = {"request_id": uuid4()}
    for _twice in range(2):
        said = client.post(page, key, follow=True).content.decode()
    assert DuesReminder.objects.count() == 1
    assert "secara langsung" in said
    assert client.post(page, {"request_id": uuid4()}).status_code == 422
    assert opened(coop.world.budi).get(page).status_code == 403


RULES = st.lists(st.integers(0, 5), min_size=1, max_size=12)


@given(RULES, st.integers(0, 80))
def test_open_months_are_those_that_the_sums_of_their_own_rules_leave(asked, brought_rp):
    """A rule for each month of a year; months are covered the oldest first."""
    rules = [DuesRule(since=date(2026, no, 1), wajib_rp=rp) for no, rp in enumerate(asked, start=1)]
    last = date(2026, len(asked), 28)
    found = dues.months_open(rules, since=date(2026, 1, 1), until=last, brought_rp=brought_rp)
    left = brought_rp
    for rp in asked:
        if left < rp:
            break
        left -= rp
        asked = asked[1:]
    assert found == sum(rp > 0 for rp in asked)
