"""Siti agreed to messages: what Rina records about her is told to her, once, also taken back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from rembuk.cash import approving, lines, telling
from rembuk.cash.models import LineTold
from rembuk.cash.tests.scenes import (
    LIMIT_RP,
    came,
    chair,
    out,
    signed,
    today,
    treasurer,
    typed,
    url,
)  # fmt: skip
from rembuk.ledger import posting
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Words
from rembuk.messaging import deliveries
from rembuk.messaging.models import Delivery, Message, Way
from rembuk.people import consents
from rembuk.people.models import Consent, Resident
from rembuk.villages.models import Group


@pytest.fixture
def siti(world):
    """She has a phone; whether she agreed is for each test to say."""
    Resident.objects.filter(name="Siti Aminah").update(phone="+6281200000009", nickname="Yuni")
    return Resident.objects.get(name="Siti Aminah")


def agrees(world, who):
    consents.give(
        resident=who, purpose=Consent.Purpose.CONTACT, channel=Consent.Channel.PAPER,
        given_on=today(), by=world.by_adi, at=timezone.now(),
    )  # fmt: skip


def test_what_is_recorded_is_told_and_the_page_says_so(world, purse, siti, signed_in):
    agrees(world, siti)
    client = signed_in(world.rina)
    sent = typed(party="siti aminah", checked="1", resident_id=str(siti.pk))
    page = client.post(url(world, "record_in"), sent, follow=True).content.decode()
    assert "Siti Aminah dikabari" in page
    (one,) = Delivery.objects.of(world.here)
    assert (one.resident, one.way) == (siti, Way.WHATSAPP)
    said = deliveries.text_of(one, site="https://desa.example")
    for part in ("Terima kasih, Yuni", "Rp50.000", "lima puluh ribu rupiah", "kas Jahit Melati",
                 "Kuitansi no. 1", "Rina Lestari"):  # fmt: skip
        assert part in said
    assert "Penjualan" in one.message.full_text
    assert "Siti" not in one.message.full_text + str(one.message.values)
    client.post(url(world, "record_in"), sent)  # the same form once more
    assert Message.objects.count() == LineTold.objects.count() == 1


def test_what_moves_no_cash_is_written_and_told_to_nobody(world, purse, siti):
    """What a group owes her becomes hers to fetch: no line of the cash, so no message about one."""
    agrees(world, siti)
    debt = [Move("5202", "2110", 50_000)]
    plan = Plan(kind="OWED", on=today(), moves=debt, words=Words(resident_id=siti.pk))
    entry = posting.post(purse, plan, signed=signed(treasurer(world)), today=today())
    assert not telling.tell(entry, by=treasurer(world), at=timezone.now())
    assert not Message.objects.exists()


@pytest.mark.parametrize("what", ["no consent", "no phone", "nobody known"])
def test_who_did_not_agree_or_has_no_phone_is_not_told(world, purse, siti, signed_in, what):
    if what != "no consent":
        agrees(world, siti)
    if what == "no phone":
        Resident.objects.filter(pk=siti.pk).update(phone="")
    known = "" if what == "nobody known" else str(siti.pk)
    sent = typed(party="Siti Aminah", checked="1", resident_id=known)
    page = signed_in(world.rina).post(url(world, "record_in"), sent, follow=True)
    assert "Uang masuk tercatat" in page.content.decode()
    assert "dikabari" not in page.content.decode()
    assert not Message.objects.exists()


def test_what_is_taken_back_is_told_too(world, purse, siti):
    agrees(world, siti)
    entry = came(world, purse, 50_000, party=siti.name, resident_id=siti.pk)
    lines.take_back(
        book=purse, number=entry.sequence, reason="Salah", signed=signed(treasurer(world)),
        today=today(),
    )  # fmt: skip
    first, second = Message.objects.order_by("queued_at", "pk")
    assert (first.template, second.template) == ("cash_in", "cash_taken_back")


def test_money_out_is_told_when_it_is_paid_and_not_while_it_waits(world, purse, siti):
    agrees(world, siti)
    money = out(LIMIT_RP, party=siti.name, resident_id=siti.pk)
    asked = lines.ask(book=purse, money=money, signed=signed(treasurer(world)), today=today())
    assert not Message.objects.exists()
    approving.approve(
        asked=asked, asked_hash=asked.asked_hash, by=chair(world), at=timezone.now(),
        today=today(),
    )  # fmt: skip
    assert [one.template for one in Message.objects.all()] == ["cash_out"]


def test_a_group_whose_name_a_locked_phone_must_not_show_still_records(world, purse, siti):
    agrees(world, siti)
    Group.objects.filter(pk=world.tailors.pk).update(name="Pinjam")
    purse.group.refresh_from_db()
    assert came(world, purse, 50_000, party=siti.name, resident_id=siti.pk).sequence == 2
    assert not Message.objects.exists()
