"""Making messages: everybody is told, each in the way she agreed to, and nothing changes later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from rembuk.lib.errors import Refused
from rembuk.messaging import deliveries, held, privacy, queue
from rembuk.messaging.channels import Channel, Outcome
from rembuk.messaging.channels.by_hand import ByHand, whatsapp_url
from rembuk.messaging.models import Delivery, DeliveryOutcome, Message, State, Way
from rembuk.messaging.tests.scenes import (
    NOW,
    TEXT,
    TITLE,
    announced,
    person,
    rina,
    siti,
    to,
    wati,
)
from rembuk.villages.models import AuditEntry

SITE = "https://rembuk.example"


def test_each_person_is_reached_in_the_way_she_agreed_to(world):
    people = {"siti": siti(world), "wati": wati(world), "rina": rina(world)}
    message = announced(world)
    ways = {name: (to(message, who).way, to(message, who).why_slip) for name, who in people.items()}
    assert ways == {
        "siti": (Way.WHATSAPP, ""),
        "wati": (Way.SLIP, "NO_PHONE"),
        "rina": (Way.SLIP, "NO_CONSENT"),
    }
    assert DeliveryOutcome.objects.filter(state=State.QUEUED).count() == 3
    told = AuditEntry.objects.get(verb="messaging.queued")
    assert told.changes == [["addressees", "", 3]]


def test_who_was_told_stays_settled(world):
    who = siti(world)
    message = announced(world)
    who.phone, who.nickname = "+6280000000", "Juni"
    who.save()
    person(world, "Joko")
    row = to(message, who)
    assert (row.name, row.phone) == ("Siti Aminah (Yuni)", "+85251234567")
    assert message.deliveries.count() == 1


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        ("all", ["Rina Lestari", "Siti Aminah (Yuni)", "Wati"]),
        ("status:migrant_worker", ["Siti Aminah (Yuni)"]),
        ("hamlet:Dusun Satu", ["Rina Lestari", "Wati"]),
    ],
)
def test_a_circle_is_who_is_in_it(world, audience, names):
    siti(world), wati(world), rina(world)
    person(world, "Melati", birth_date=date(2015, 1, 1))  # a child
    person(world, "Mbah Karto", status="deceased")
    message = announced(world, audience=audience)
    assert sorted(message.deliveries.values_list("name", flat=True)) == names


@pytest.mark.parametrize("audience", ["status:returned_migrant", "hamlet:", "one:x", "nobody", ""])
def test_nobody_to_tell_is_said(world, audience):
    siti(world)
    with pytest.raises(Refused):
        announced(world, audience=audience)
    assert not Message.objects.exists()


def test_one_person_can_be_told(world):
    who = siti(world)
    rina(world)
    message = announced(world, audience=f"one:{who.pk}")
    text = deliveries.text_of(message.deliveries.get(), site=SITE)
    assert TITLE in text
    assert message.circle_called == "satu orang"


@pytest.mark.parametrize(
    ("audience", "indonesian", "english"),
    [
        ("all", "Semua warga dewasa", "All adult residents"),
        ("status:migrant_worker", "PMI", "Migrant worker abroad"),
        ("hamlet:Dusun Satu", "Dusun Satu", "Hamlet Dusun Satu"),
    ],
)
def test_a_circle_is_told_in_the_readers_language(world, audience, indonesian, english):
    siti(world), rina(world)
    message = announced(world, audience=audience)
    assert message.circle_called.endswith(indonesian)
    with translation.override("en"):
        assert message.circle_called == english


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("tunggakan koperasi", TEXT),
        ("kegiatan anak", TEXT),
        ("NIK yang belum lengkap", TEXT),
        (TITLE, "NIK Anda 9901 0155 0190 0001 belum benar."),
        (TITLE, "   "),
    ],
)
def test_what_a_locked_phone_shows_is_refused_before_anybody_is_told(world, title, text):
    siti(world)
    with pytest.raises(Refused):
        announced(world, title=title, text=text)
    assert not Delivery.objects.exists()


def test_a_long_text_goes_as_whole_sentences_and_stands_behind_the_link(world):
    who = siti(world)
    long = "Kita berkumpul di balai desa pukul 09.00 untuk membahas jalan. " * 20
    message = announced(world, text=long)
    text = deliveries.text_of(to(message, who), site=SITE)
    assert len(text) <= 550
    assert "jalan. Selengkapnya" in text
    assert message.full_text == long


def test_the_words_of_everybody_are_clean_and_carry_her_own_link(world):
    """T13: the first 60 characters of every message, as they leave."""
    siti(world), wati(world), rina(world)
    announced(world)
    texts = [deliveries.text_of(one, site=SITE) for one in Delivery.objects.all()]
    assert len({*texts}) == 3
    for text, one in zip(texts, Delivery.objects.all(), strict=True):
        assert privacy.shown_too_early(text) == ""
        assert f"{SITE}/desa/{world.here.slug}/messages/r/{one.code}/" in text


# --- what becomes of it --------------------------------------------------------------------------


def states(delivery: Delivery) -> list[str]:
    return list(delivery.outcomes.order_by("at", "pk").values_list("state", flat=True))


def note(delivery, state, minutes=0, world=None):
    at = NOW + timedelta(minutes=minutes)
    return deliveries.note(delivery=delivery, state=state, by=world.by_adi, at=at)


@pytest.mark.parametrize(
    ("happens", "rows"),
    [
        (["OPENED", "SENT", "CONFIRMED"], ["QUEUED", "OPENED", "SENT", "CONFIRMED"]),
        (["OPENED", "OPENED"], ["QUEUED", "OPENED"]),
        (["SENT", "OPENED"], ["QUEUED", "SENT"]),
        (["SENT", "QUEUED", "SENT"], ["QUEUED", "SENT", "QUEUED", "SENT"]),
        (["CONFIRMED", "SENT"], ["QUEUED", "CONFIRMED"]),
        (["SENT", "SENT"], ["QUEUED", "SENT"]),
    ],
)
def test_every_change_is_a_row_and_the_last_counts(world, happens, rows):
    delivery = to(announced_to_siti(world), None)
    for minute, state in enumerate(happens, start=1):
        note(delivery, State(state), minute, world)
    assert states(delivery) == rows
    assert Delivery.objects.get(pk=delivery.pk).state == rows[-1]


def announced_to_siti(world) -> Message:
    siti(world)
    message = announced(world)
    message.deliveries.update(resident=None)
    return message


def test_outcomes_are_never_changed(world):
    delivery = to(announced_to_siti(world), None)
    with (
        pytest.raises(IntegrityError, match="messaging_deliveryoutcome_append_only"),
        transaction.atomic(),
    ):
        delivery.outcomes.update(state="SENT")


def test_a_number_that_does_not_answer_becomes_a_slip(world):
    siti(world), wati(world)
    message = announced(world)
    first = deliveries.waiting(world.here).get()
    deliveries.not_reached(delivery=first, why=deliveries.NOT_ON_WHATSAPP, by=world.by_adi, at=NOW)
    assert not deliveries.waiting(world.here)
    assert [one.name for one in deliveries.waiting_slips(message)] == [
        "Siti Aminah (Yuni)",
        "Wati",
    ], "by where the slips are brought to"
    assert deliveries.handed_out(message=message, by=world.by_adi, at=NOW) == 2
    assert not deliveries.waiting_slips(message)
    assert deliveries.take_back_slips(message=message, by=world.by_adi, at=NOW) == 2


def test_only_the_last_slips_are_taken_back(world):
    wati(world), rina(world)
    message = announced(world)
    first, second = deliveries.waiting_slips(message)
    for minute, one in enumerate((first, second), start=1):
        at = NOW + timedelta(minutes=minute)
        deliveries.handed_out(message=message, by=world.by_adi, at=at, only=[one.pk])
    assert deliveries.take_back_slips(message=message, by=world.by_adi, at=NOW) == 1
    assert [one.pk for one in deliveries.waiting_slips(message)] == [second.pk]


def test_paper_is_not_sent_by_whatsapp(world):
    wati(world)
    with pytest.raises(Refused):
        deliveries.sent(delivery=announced(world).deliveries.get(), by=world.by_adi, at=NOW)


def test_counts_say_how_many_have_read(world):
    siti(world), wati(world), rina(world)
    message = announced(world)
    deliveries.confirm(delivery=message.deliveries.all()[0], at=NOW)
    assert deliveries.counts([message])[message.pk] == {"CONFIRMED": 1, "QUEUED": 2}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"phone": ""}, "messaging_delivery_whatsapp_has_a_phone"),
        ({"why_slip": "NO_PHONE"}, "messaging_delivery_slip_says_why"),
        ({"way": "SLIP"}, "messaging_delivery_slip_says_why"),
    ],
)
def test_the_table_keeps_its_rules(world, change, constraint):
    delivery = to(announced_to_siti(world), None)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(**change)


def test_erasing_a_person_empties_her_rows_and_keeps_the_count(world):
    who = siti(world)
    message = announced(world)
    assert held.told(world.here, [who.pk])[0].rows
    held.erase(world.here, [who.pk], NOW)
    row = to(message, who)
    assert (row.name, row.phone, row.values) == ("", "", {})
    assert held.staying(world.here, [who.pk]) == {"messages": 1}
    assert deliveries.counts([message])[message.pk] == {"QUEUED": 1}
    assert not deliveries.waiting(world.here), "nobody is there to be told"
    assert deliveries.waiting_counts(world.here) == (0, 0)


def test_a_message_nobody_got_is_taken_back(world):
    siti(world), wati(world)
    message = announced(world)
    queue.take_back(message=message, by=world.by_adi, at=NOW)
    assert not deliveries.waiting(world.here)
    assert deliveries.waiting_counts(world.here) == (0, 0)
    with pytest.raises(Refused):
        queue.take_back(message=message, by=world.by_adi, at=NOW)


def test_what_somebody_has_is_not_taken_back(world):
    message = announced_to_siti(world)
    deliveries.sent(delivery=message.deliveries.get(), by=world.by_adi, at=NOW)
    with pytest.raises(Refused):
        queue.take_back(message=message, by=world.by_adi, at=NOW)


# --- channels ------------------------------------------------------------------------------------


class PostOffice:
    """A provider as it will be: it sends, or says why not."""

    key = "post_office"

    def deliver(self, delivery, *, text, at):
        return Outcome(State.SENT) if "Desa" in text else Outcome(State.REFUSED, why="WRONG_NUMBER")


@pytest.mark.parametrize("channel", [ByHand(), PostOffice()], ids=lambda one: one.key)
def test_every_channel_keeps_the_interface(world, channel: Channel):
    delivery = to(announced_to_siti(world), None)
    text = deliveries.text_of(delivery, site=SITE)
    outcome = channel.deliver(delivery, text=text, at=NOW)
    assert outcome.state in State.values
    deliveries.note(delivery=delivery, state=outcome.state, by=world.by_adi, at=NOW)


@pytest.mark.parametrize(
    ("phone", "text", "url"),
    [
        ("+6281234567890", "Halo", "https://wa.me/6281234567890?text=Halo"),
        ("+85251234567", "a & b?\n#1", "https://wa.me/85251234567?text=a%20%26%20b%3F%0A%231"),
    ],
)
def test_whatsapp_opens_with_the_text_filled_in(phone, text, url):
    assert whatsapp_url(phone, text) == url


def test_a_slip_opens_nothing(world):
    wati(world)
    delivery = announced(world).deliveries.get()
    assert ByHand().deliver(delivery, text="Halo", at=NOW).open_url == ""
