"""Money out from the limit on: Rina asks, Lastri decides, and both stand on the line."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import approving, lines
from rembuk.cash.tests.scenes import (
    LIMIT_RP,
    asked,
    chair,
    out,
    signed,
    today,
    treasurer,
    typed,
    url,
)  # fmt: skip
from rembuk.ledger import reading
from rembuk.ledger.models import Pending
from rembuk.lib.errors import Refused
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.reading import main_of


def held(purse):
    return reading.purses_of(purse.village, [purse.group_id])[purse.group_id]


def sending(waits, **more):
    return {"request_id": str(uuid4()), "asked_hash": waits.asked_hash, **more}


@pytest.mark.parametrize(("amount", "waits"), [(LIMIT_RP - 1, 0), (LIMIT_RP, 1)])
def test_from_the_limit_on_it_waits(world, purse, signed_in, amount, waits):
    sent = typed(
        purpose="materials", amount_rp=str(amount), again_rp=str(amount), checked="1",
        resident_id="",
    )  # fmt: skip
    page = signed_in(world.rina).post(url(world, "record_out"), sent, follow=True)
    assert Pending.objects.count() == waits
    assert ("menunggu" in main_of(page)) == bool(waits)
    assert held(purse).free_rp == 1_000_000 - amount


def test_the_chair_finds_it_on_today_and_approves(world, purse, signed_in):
    waits, client = asked(world, purse), signed_in(chair(world).user)
    page = client.get(reverse("web:today", args=[world.here.slug])).content.decode()
    assert "Uang keluar Rp700.000 menunggu Anda" in page
    assert url(world, "asked", waits.pk) in page
    page = client.get(url(world, "asked", waits.pk)).content.decode()
    assert "tujuh ratus ribu rupiah" in page
    page = client.post(url(world, "approve", waits.pk), sending(waits), follow=True)
    assert "Uang keluar tercatat" in page.content.decode()
    line = reading.line_of(purse, 2)
    assert (line.recorded_by, line.approved_by) == ("Rina Lestari", "Lastri Handayani")
    assert AuditEntry.objects.filter(verb="cash.approved").count() == 1
    assert "Lastri Handayani" in client.get(url(world, "line", 2)).content.decode()


def test_approved_twice_it_is_booked_once(world, purse, signed_in):
    waits, client = asked(world, purse), signed_in(chair(world).user)
    assert client.post(url(world, "approve", waits.pk), sending(waits)).status_code == 302
    again = client.post(url(world, "approve", waits.pk), sending(waits))
    assert again.status_code == 422
    assert held(purse).own_rp == 300_000


def test_something_else_than_what_was_read_is_not_approved(world, purse, signed_in):
    waits, client = asked(world, purse), signed_in(chair(world).user)
    sent = sending(waits, asked_hash="0" * 64)
    assert client.post(url(world, "approve", waits.pk), sent).status_code == 422
    assert held(purse).own_rp == 1_000_000


def test_who_asked_may_not_approve(world, purse, signed_in):
    waits = asked(world, purse)
    client = signed_in(world.rina)
    assert client.post(url(world, "approve", waits.pk), sending(waits)).status_code == 403


@pytest.mark.parametrize(
    ("who", "page", "button", "told"),
    [
        ("chair", "refuse", "Tolak Rp700.000", "Ditolak oleh Lastri Handayani"),
        ("rina", "withdraw", "Tarik kembali Rp700.000", "Ditarik kembali oleh Rina Lestari"),
    ],
)
def test_refused_or_withdrawn_with_a_reason_the_money_is_free(
    world, purse, signed_in, who, page, button, told
):
    waits = asked(world, purse)
    client = signed_in(chair(world).user if who == "chair" else world.rina)
    assert button in client.get(url(world, page, waits.pk)).content.decode()
    sent = {"request_id": str(uuid4()), "reason": ""}
    assert client.post(url(world, page, waits.pk), sent).status_code == 422
    client.post(url(world, page, waits.pk), sent | {"reason": "Terlalu mahal"})
    assert held(purse).free_rp == 1_000_000
    page = client.get(url(world, "asked", waits.pk)).content.decode()
    assert f"{told}: Terlalu mahal" in page
    assert "Menunggu sampai" not in page


def test_what_was_approved_says_by_whom_and_leads_to_its_line(world, purse, signed_in):
    waits = asked(world, purse)
    signed_in(chair(world).user).post(url(world, "approve", waits.pk), sending(waits))
    client = signed_in(world.rina)
    page = client.get(url(world, "asked", waits.pk)).content.decode()
    assert "Disetujui oleh Lastri Handayani" in page
    line = Pending.objects.get(pk=waits.pk).resolution.entry.sequence
    assert url(world, "entry", line) in page
    assert "Menunggu sampai" not in page


def test_what_waited_too_long_is_not_approved(world, purse):
    waits = asked(world, purse)
    with pytest.raises(Refused, match="terlalu lama"):
        approving.approve(
            asked=waits, asked_hash=waits.asked_hash, by=chair(world), at=timezone.now(),
            today=today() + timedelta(days=15),
        )  # fmt: skip


def test_what_nobody_decided_in_time_no_longer_holds_its_money(world, purse, signed_in):
    waits = asked(world, purse)  # Rp700,000 of the million
    later = today() + timedelta(days=15)
    for _ in range(2):  # together more than what is free beside the request
        lines.record(
            book=purse, money=out(499_000, on=later), signed=signed(treasurer(world)), today=later
        )
    assert held(purse).free_rp == 2_000
    assert Pending.objects.get(pk=waits.pk).resolution.outcome == "EXPIRED"
    page = signed_in(world.rina).get(url(world, "asked", waits.pk)).content.decode()
    assert "Catat lagi kalau masih perlu" in page


@pytest.mark.parametrize("page", ["asked", "refuse"])
def test_the_pages_ask_the_database_little(world, purse, signed_in, page):
    waits, client = asked(world, purse), signed_in(chair(world).user)
    with few_queries():
        assert client.get(url(world, page, waits.pk)).status_code == 200


def test_who_asked_reads_on_today_that_it_was_refused_and_why(world, purse, signed_in):
    waits = asked(world, purse)
    approving.refuse(
        asked=waits, reason="Tunggu rapat hari Sabtu", by=chair(world), at=timezone.now()
    )
    page = reverse("web:today", args=[world.here.slug])
    told = signed_in(world.rina).get(page).content.decode()
    assert "Ditolak: Rp700.000" in told
    assert "Lastri Handayani: Tunggu rapat hari Sabtu" in told
    assert url(world, "asked", waits.pk) in told
    assert "Ditolak" not in signed_in(chair(world).user).get(page).content.decode()


def test_what_was_refused_leaves_today_once_who_asked_has_read_it(world, purse, signed_in):
    """Not when the chair looks at it, and not by itself: only when Rina has opened it."""
    waits = asked(world, purse)
    here, page = url(world, "asked", waits.pk), reverse("web:today", args=[world.here.slug])
    signed_in(world.rina).get(here)  # nothing is refused yet
    approving.refuse(
        asked=waits, reason="Tunggu rapat hari Sabtu", by=chair(world), at=timezone.now()
    )
    signed_in(chair(world).user).get(here)
    rina = signed_in(world.rina)
    assert "Ditolak: Rp700.000" in rina.get(page).content.decode()
    for _again in range(2):
        assert "Tunggu rapat" in rina.get(here).content.decode()
        assert "Ditolak: Rp700.000" not in rina.get(page).content.decode()


def test_who_asked_tells_the_chair_by_whatsapp_and_goes_back(world, purse, signed_in):
    """One tap: her number, who asks, how much in words, until when, and the page to read it on."""
    lastri = chair(world).user
    lastri.phone = "+628990000077"
    lastri.save()
    waits, client = asked(world, purse), signed_in(world.rina)
    with few_queries():
        page = html.unescape(client.get(url(world, "asked", waits.pk)).content.decode())
    assert "Beri tahu ketua lewat WhatsApp" in page
    assert "Kembali ke kas" in page
    (address,) = re.findall(r'href="(https://wa.me/[^"]+)"', page)
    assert address.startswith("https://wa.me/628990000077?text=Halo%2C%20Lastri")
    text = unquote(address.split("text=")[1])
    for told in ("Rp700.000 (tujuh ratus ribu rupiah)", "Jahit Melati", "Rina"):
        assert told in text
    assert url(world, "asked", waits.pk) in text
    assert "Rp" not in text[:60]


def test_without_her_number_who_asked_chooses_whom_to_send_it_to(world, purse, signed_in):
    waits = asked(world, purse)
    page = signed_in(world.rina).get(url(world, "asked", waits.pk)).content.decode()
    assert 'href="https://wa.me/?text=Halo' in page


@pytest.mark.parametrize("who", ["chair", "decided"])
def test_nobody_else_is_asked_to_tell_the_chair(world, purse, signed_in, who):
    waits = asked(world, purse)
    if who == "decided":
        approving.refuse(asked=waits, reason="Nanti", by=chair(world), at=timezone.now())
    client = signed_in(chair(world).user if who == "chair" else world.rina)
    page = client.get(url(world, "asked", waits.pk)).content.decode()
    assert "https://wa.me/" not in page
    assert ("Kembali ke kas" in page) == (who == "decided")
