"""What is missing or too much stays open until somebody says how it ends."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from rembuk.cash import approving, differences
from rembuk.cash.tests.scenes import chair, closed, counted, today, url
from rembuk.ledger import checks, reading
from rembuk.ledger.models import Entry, Pending
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries

ACCOUNTS = ["1101", "1199", "4201", "4901", "5104", "5205"]


@pytest.fixture
def missing(world, purse):
    """Ten thousand rupiah are missing from a million."""
    return counted(world, purse, 990_000)


@pytest.fixture
def more(world, purse):
    """Ten thousand rupiah too much lie in the box."""
    return counted(world, purse, 1_010_000)


def sending(**more):
    sent = {"request_id": str(uuid4()), "amount_rp": "10.000", "reason": "Nota ada di laci"}
    return sent | more


def held(purse):
    found = reading.held_now(purse, ACCOUNTS)
    return {code: rp for code, rp in found.items() if rp}


def send(client, world, ending, **more):
    return client.post(url(world, "explain", ending), sending(checked="1", **more), follow=True)


@pytest.mark.parametrize(
    ("ending", "purpose", "after"),
    [
        ("found", "", {"1101": 1_000_000}),
        ("miscounted", "", {"1101": 1_000_000}),
        ("forgotten", "materials", {"1101": 990_000, "5104": 10_000}),
    ],
)
def test_what_was_missing_is_explained(world, purse, missing, signed_in, ending, purpose, after):
    page = send(signed_in(world.rina), world, ending, purpose=purpose).content.decode()
    assert "Selisihnya berkurang" in page
    assert held(purse) == after
    assert Entry.objects.filter(book=purse, kind="CASH_EXPLAINED").count() == 1


@pytest.mark.parametrize(
    ("ending", "purpose", "after"),
    [
        ("miscounted", "", {"1101": 1_000_000}),
        ("forgotten", "sale", {"1101": 1_010_000, "4201": 10_000}),
    ],
)
def test_what_was_too_much_is_explained(world, purse, more, signed_in, ending, purpose, after):
    send(signed_in(world.rina), world, ending, purpose=purpose)
    assert held(purse) == after


@pytest.mark.parametrize(
    ("counted_rp", "ending", "after"),
    [
        (990_000, "borne", {"1101": 990_000, "5205": 10_000}),
        (1_010_000, "kept", {"1101": 1_010_000, "4901": 10_000}),
        (1_010_000, "given_back", {"1101": 1_000_000}),
    ],
)
def test_what_the_group_decides_needs_the_chair(world, purse, signed_in, counted_rp, ending, after):
    counted(world, purse, counted_rp)
    page = send(signed_in(world.rina), world, ending).content.decode()
    assert "Ini dicatat setelah ketua kelompok menyetujui" in page
    waits = Pending.objects.get()
    page = signed_in(chair(world).user).get(url(world, "asked", waits.pk)).content.decode()
    assert "Penyelesaian selisih" in page
    assert "sepuluh ribu rupiah" in page
    approving.approve(
        asked=waits, asked_hash=waits.asked_hash, by=chair(world), at=timezone.now(),
        today=today(),
    )  # fmt: skip
    assert held(purse) == after
    assert AuditEntry.objects.filter(verb="cash.explanation_asked").count() == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"amount_rp": "10.001"}, "belum dijelaskan hanya Rp10.000"),
        ({"amount_rp": "0"}, "jumlah yang lebih besar"),
        ({"reason": ""}, "Tulis dari mana Anda tahu"),
        ({"purpose": ""}, "Pilih untuk apa uangnya"),
    ],
)
def test_an_explanation_says_how_much_and_how_one_knows(
    world, purse, missing, signed_in, changed, says
):
    sent = sending(purpose="materials", checked="1") | changed
    response = signed_in(world.rina).post(url(world, "explain", "forgotten"), sent)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert held(purse)["1199"] == 10_000


def test_the_check_page_reads_it_back(world, purse, missing, signed_in):
    page = signed_in(world.rina).post(url(world, "explain", "found"), sending()).content.decode()
    assert "sepuluh ribu rupiah" in page
    assert "Simpan penjelasan Rp10.000" in page


def test_two_endings_of_one_sum_are_not_both_approved(world, purse, missing, signed_in):
    for _each in range(2):
        send(signed_in(world.rina), world, "borne")
    one, other = Pending.objects.order_by("pk")
    told = {"by": chair(world), "at": timezone.now(), "today": today()}
    approving.approve(asked=one, asked_hash=one.asked_hash, **told)
    with pytest.raises(Refused, match="belum dijelaskan hanya Rp0"):
        approving.approve(asked=other, asked_hash=other.asked_hash, **told)
    assert held(purse)["5205"] == 10_000


def test_a_difference_that_is_not_there_has_no_ending(world, purse, more, signed_in):
    client = signed_in(world.rina)
    assert client.get(url(world, "explain", "borne")).status_code == 404
    assert client.get(url(world, "explain", "kept")).status_code == 200
    send(client, world, "miscounted")
    assert client.get(url(world, "explain", "kept")).status_code == 404
    assert "Tidak ada selisih" in client.get(url(world, "difference")).content.decode()


def test_after_the_day_is_closed_the_difference_still_ends(world, purse, missing, signed_in):
    closed(world, purse)
    response = send(signed_in(world.rina), world, "found")
    assert "ditutup sampai" in response.content.decode()  # today is closed: tomorrow it counts
    assert checks.check_book(purse) == []


def test_the_page_leads_to_the_endings_and_asks_little(world, purse, missing, signed_in):
    client = signed_in(world.rina)
    with few_queries():
        page = client.get(url(world, "difference")).content.decode()
    assert "Rp10.000" in page
    assert "Belum tahu" in page  # what was said at the count
    assert all(url(world, "explain", one.code) in page for one in differences.MISSING)
    with few_queries():
        assert client.get(url(world, "explain", "forgotten")).status_code == 200
    page = signed_in(chair(world).user).get(url(world, "difference")).content.decode()
    assert url(world, "explain", "found") not in page


def test_the_trail_tells_it(world, purse, missing, signed_in):
    send(signed_in(world.rina), world, "found")
    told = audit.sentence(AuditEntry.objects.get(verb="cash.explained"))
    assert told == "Bendahara menjelaskan selisih kas Jahit Melati sebesar Rp10.000"
