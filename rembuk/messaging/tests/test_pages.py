"""The pages of messages: written, checked, sent by hand, printed, read."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rembuk.accounts import delivery as post
from rembuk.messaging import deliveries, privacy
from rembuk.messaging.models import Delivery, Message, State
from rembuk.messaging.tests.scenes import (
    TEXT,
    TITLE,
    announced,
    person,
    rina,
    siti,
    to,
    wati,
)


@pytest.fixture
def adi(client, world):
    client.force_login(world.adi)
    return client


def url(world, name: str, *args: object) -> str:
    return reverse(f"messaging:{name}", args=[world.here.slug, *args])


def sent(**fields: object) -> dict[str, object]:
    return {"request_id": uuid4(), **fields}


def text(response) -> str:
    return str(response.content.decode())


# --- writing -----------------------------------------------------------------------------------


def test_an_announcement_is_written_checked_and_made(world, adi):
    siti(world), wati(world), rina(world)
    page = adi.get(url(world, "messages"))
    assert f"{url(world, 'announce')}?for=all" in text(page)
    told = sent(audience="all", title=TITLE, text=TEXT)
    checked = adi.post(url(world, "announce"), told | {"step": "check"})
    assert checked.status_code == 200
    assert f"Ada kabar dari Desa Sumber Rejo tentang {TITLE}." in text(checked)
    assert not Message.objects.exists(), "checking makes nothing"
    for _time in range(2):
        made = adi.post(url(world, "announce"), told | {"step": "send"})
        assert made.url == url(world, "send", Message.objects.get().pk)
    assert Delivery.objects.count() == 3


def test_going_back_from_the_check_keeps_what_was_typed(world, adi):
    siti(world)
    told = sent(audience="all", title=TITLE, text=TEXT, step="back")
    page = text(adi.post(url(world, "announce"), told))
    assert TITLE in page
    assert TEXT in page


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"title": ""}, "check"),
        ({"text": ""}, "check"),
        ({"title": "tunggakan koperasi"}, "check"),
        ({"title": "tunggakan koperasi"}, "send"),
        ({"audience": "hamlet:Antah"}, "check"),
        ({"title": "x" * 61}, "check"),
    ],
)
def test_what_has_to_be_written_differently_is_said(world, adi, changes, step):
    siti(world)
    told = sent(audience="all", title=TITLE, text=TEXT, step=step) | changes
    answer = adi.post(url(world, "announce"), told)
    assert answer.status_code == 422
    assert 'id="errors-title"' in text(answer)
    assert not Message.objects.exists()


def test_an_unknown_circle_leads_back_to_the_choice(world, adi):
    siti(world)
    assert adi.get(url(world, "announce"), {"for": "x"}).url == url(world, "messages")


def test_a_message_is_taken_back_from_the_undo_bar(world, adi):
    siti(world)
    message = announced(world)
    adi.post(url(world, "take_back", message.pk), sent())
    message.refresh_from_db()
    assert message.withdrawn_at is not None
    row = message.deliveries.get()
    assert TEXT.split(".")[0] not in text(adi.get(url(world, "read", row.code)))


# --- sending -----------------------------------------------------------------------------------


def test_one_tap_opens_whatsapp_with_her_own_text(world, adi):
    who = siti(world)
    row = to(announced(world), who)
    page = text(adi.get(url(world, "send", row.message_id)))
    link = quote(f"http://testserver/desa/{world.here.slug}/messages/r/{row.code}/", safe="")
    assert "https://wa.me/85251234567?text=Ada%20kabar" in page
    assert link in page


def test_opened_then_sent_then_undone(world, adi):
    who = siti(world)
    row = to(announced(world), who)
    assert adi.post(url(world, "opened", row.pk)).status_code == 204
    adi.post(url(world, "sent", row.pk), sent())
    states = list(row.outcomes.order_by("pk").values_list("state", flat=True))
    assert states == ["QUEUED", "OPENED", "SENT"]
    adi.post(url(world, "undo_sent", row.pk), sent())
    assert [one.pk for one in deliveries.waiting(world.here)] == [row.pk]


def test_who_cannot_be_reached_goes_on_paper(world, adi):
    who = siti(world)
    wati(world)
    row = to(announced(world), who)
    adi.post(url(world, "not_reached", row.pk), sent(of="all"))
    slips = text(adi.get(url(world, "slips", row.message_id)))
    assert slips.count("paper-slip") == 2
    assert row.code in slips
    both = list(Delivery.objects.values_list("pk", flat=True))
    adi.post(url(world, "handed_out", row.message_id), sent(slip=both))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"PRINTED"}
    adi.post(url(world, "undo_slips", row.message_id), sent())
    assert set(Delivery.objects.values_list("state", flat=True)) == {"QUEUED"}


def test_a_slip_holds_everything_and_nothing_to_tap(world, adi):
    wati(world)
    long = " ".join(f"Kalimat nomor {number} tentang jalan dan air." for number in range(40))
    message = announced(world, title="Rapat warga. ", text=long)
    slip = text(adi.get(url(world, "slips", message.pk))).partition('class="paper-slip"')[2]
    assert "Kalimat nomor 39 tentang" in slip
    assert "tentang Rapat warga.<" in slip
    assert "ketuk" not in slip
    assert "http" not in slip.partition("<svg")[0]
    assert f"Sudah menerima ini? Beri tahu {world.adi.name}." in slip


def test_a_slip_speaks_the_language_of_its_message_whoever_prints_it(world, adi):
    wati(world)
    message = announced(world)
    adi.cookies["django_language"] = "en"
    page = text(adi.get(url(world, "slips", message.pk)))
    assert "Printed and handed out" in page, "the buttons are for who prints"
    slip = page.partition('class="paper-slip"')[2]
    assert f"Sudah menerima ini? Beri tahu {world.adi.name}." in slip
    assert "Have you got this?" not in slip


def test_slips_of_several_messages_lead_to_a_page_that_shows_them_all(world, adi):
    wati(world)
    first, second = announced(world), announced(world)
    shown = text(adi.get(reverse("web:today", args=[world.here.slug])))
    assert "2 lembar menunggu dicetak" in shown
    for message in (first, second):
        assert url(world, "slips", message.pk) not in shown


def test_what_waits_is_the_same_number_on_every_page(world, adi):
    siti(world), wati(world), rina(world)
    message = announced(world)
    pages = [
        reverse("web:today", args=[world.here.slug]), url(world, "messages"),
    ]  # fmt: skip
    for page in pages:
        shown = text(adi.get(page))
        assert "1 pesan menunggu dikirim" in shown
        assert "2 lembar menunggu dicetak" in shown
    assert "Cetak 2 lembar" in text(adi.get(url(world, "message", message.pk)))


def test_a_neighbour_is_not_told_the_hour(world, adi):
    joko = person(world, "Joko Susilo", nickname="Joko", phone="+6281200000001")
    page = text(adi.get(url(world, "send", to(announced(world), joko).message_id)))
    assert "Joko Susilo (Joko)" in page
    assert 'class="hours"' not in page


def test_the_hour_where_she_is_is_told(world, adi):
    for number, country in enumerate(["HK", "US", "GB", "AU", "SA"]):
        person(world, f"Siti {number}", phone=f"+62812000000{number}", country=country,
               status="migrant_worker")  # fmt: skip
    message = announced(world)
    page = text(adi.get(url(world, "send", message.pk)))
    assert 'class="hours"' in page, "somewhere on earth it is night"


def test_fourteen_of_twenty_have_read_it(world, adi):
    for number in range(20):
        person(world, f"Warga {number:02}", phone=f"+6281200000{number:02}")
    message = announced(world)
    for row in message.deliveries.all()[:14]:
        adi.post(url(world, "read", row.code), sent())
    page = text(adi.get(url(world, "message", message.pk)))
    assert "14" in page
    assert page.count("20") >= 1
    assert deliveries.counts([message])[message.pk] == {"CONFIRMED": 14, "QUEUED": 6}


def test_hari_ini_says_what_waits(world, adi):
    siti(world), wati(world)
    announced(world)
    today = text(adi.get(reverse("web:today", args=[world.here.slug])))
    assert url(world, "send_all") in today
    assert "1 pesan menunggu dikirim" in today


# --- reading -----------------------------------------------------------------------------------


def test_siti_reads_without_signing_in_and_says_so_once(world, client):
    who = siti(world)
    row = to(announced(world), who)
    page = client.get(url(world, "read", row.code.lower()))
    assert "balai desa" in text(page)
    assert "Yuni" not in text(page), "phones are shared"
    form = sent()
    for _time in range(2):
        client.post(url(world, "read", row.code), form)
    row.refresh_from_db()
    assert row.state == State.CONFIRMED
    assert row.outcomes.filter(state="CONFIRMED").get().by is None


def test_a_code_opens_only_in_its_own_village(world, client):
    who = siti(world)
    row = to(announced(world), who)
    there = reverse("messaging:read", args=[world.there.slug, row.code])
    assert client.get(there).status_code == 404
    assert client.get(url(world, "read", "BBBBBBBBBB")).status_code == 404


def test_codes_are_read_by_their_account_alone(world, client):
    handed = post.Delivery(
        kind=post.Kind.CODE, user=world.rina, phone="", secret="492816",
        expires_at=timezone.now() + timedelta(minutes=10),
    )  # fmt: skip
    post.hand_over(handed)
    client.force_login(world.rina)
    inbox = client.get(reverse("post:inbox"))
    assert "492816" not in text(inbox), "a list never shows it"
    address = reverse("post:open", args=[world.rina.secrets.get().pk])
    assert "492816" in text(client.post(address))
    client.force_login(world.adi)
    assert "492816" not in text(client.post(address))
    for name in ("messages", "send_all"):
        assert "492816" not in text(client.get(url(world, name)))


# --- who may, how much is asked ----------------------------------------------------------------

PAGES = [
    ("messages", False), ("announce", False), ("send_all", False), ("message", True),
    ("send", True), ("slips", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "about"), PAGES)
def test_nobody_of_another_village_or_office_gets_in(world, client, name, about):
    siti(world)
    message = announced(world)
    address = url(world, name, *([message.pk] if about else []))
    for who, allowed in ((world.dewi, {404}), (world.rina, {403}), (world.adi, {200, 302})):
        client.force_login(who)
        assert client.get(address).status_code in allowed


@pytest.mark.parametrize("name", ["opened", "sent", "not_reached", "answered", "undo_sent"])
def test_dewi_says_nothing_about_our_messages(world, client, name):
    row = to(announced_to(world), None)
    client.force_login(world.dewi)
    assert client.post(url(world, name, row.pk), sent()).status_code == 404
    assert row.outcomes.count() == 1


def announced_to(world) -> Message:
    siti(world)
    message = announced(world)
    message.deliveries.update(resident=None)
    return message


def questions(client, address: str) -> int:
    """How often a page asks the database; telling PostgreSQL the village is no question."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    frame = ("set_config", "SAVEPOINT")
    return sum(1 for one in asked if not any(word in one["sql"] for word in frame))


@pytest.mark.parametrize(("name", "about"), PAGES)
def test_pages_ask_the_database_little(world, adi, name, about):
    for number in range(25):
        person(world, f"Warga {number:02}", phone=f"+6281200000{number:02}", hamlet="Satu")
    siti(world), wati(world), rina(world)
    messages = [announced(world) for _time in range(3)]
    address = url(world, name, *([messages[0].pk] if about else []))
    assert questions(adi, address + ("?for=all" if name == "announce" else "")) <= 12


def test_no_message_shows_on_a_locked_phone_what_it_must_not(world, adi):
    """T13, on what really leaves: the text of every link that opens WhatsApp."""
    siti(world), wati(world), rina(world)
    announced(world)
    for row in Delivery.objects.select_related("message", "village"):
        assert privacy.shown_too_early(deliveries.text_of(row, site="https://x")) == ""
