"""Batalkan catatan: a line that moves the same sum back, with a reason; both stay visible."""

from __future__ import annotations

from uuid import uuid4

import pytest

from rembuk.cash.tests.scenes import LIMIT_RP, came, chair, url, went
from rembuk.ledger import reading
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries


def sending(reason="Jumlahnya keliru"):
    return {"request_id": str(uuid4()), "reason": reason}


def test_both_lines_stay_and_name_each_other(world, purse, signed_in):
    came(world, purse, 50_000)
    client = signed_in(world.rina)
    page = client.post(url(world, "take_back", 2), sending(), follow=True).content.decode()
    assert "Dibatalkan oleh catatan no. 3" in page
    assert "Ini membatalkan catatan no. 2" in client.get(url(world, "line", 3)).content.decode()
    assert "Jumlahnya keliru" in client.get(url(world, "line", 3)).content.decode()
    assert [line.balance_rp for line in reading.lines_of(purse)] == [
        1_000_000, 1_050_000, 1_000_000,
    ]  # fmt: skip
    assert "<s>" in client.get(url(world, "purse")).content.decode()
    assert AuditEntry.objects.filter(verb="cash.taken_back").count() == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_it_needs_a_reason(world, purse, signed_in, reason):
    came(world, purse, 50_000)
    response = signed_in(world.rina).post(url(world, "take_back", 2), sending(reason))
    assert response.status_code == 422
    assert "Tulis mengapa catatan ini dibatalkan" in response.content.decode()


def test_once_only_and_not_what_takes_back(world, purse, signed_in):
    came(world, purse, 50_000)
    client = signed_in(world.rina)
    client.post(url(world, "take_back", 2), sending())
    assert client.post(url(world, "take_back", 2), sending()).status_code == 422
    assert client.post(url(world, "take_back", 3), sending()).status_code == 422
    assert "take-back" not in client.get(url(world, "line", 2)).content.decode()


def test_money_that_was_spent_meanwhile_cannot_be_taken_back(world, purse, signed_in):
    came(world, purse, 400_000)
    for _each in range(3):
        went(world, purse, 400_000)
    response = signed_in(world.rina).post(url(world, "take_back", 2), sending())
    assert response.status_code == 422
    assert "hanya ada Rp200.000" in response.content.decode()


def test_a_large_line_is_taken_back_by_the_chair(world, purse, signed_in):
    came(world, purse, LIMIT_RP)
    client = signed_in(world.rina)
    assert "ketua kelompok yang bisa" in client.get(url(world, "line", 2)).content.decode()
    assert client.post(url(world, "take_back", 2), sending()).status_code == 404
    assert client.post(url(world, "take_back_large", 2), sending()).status_code == 403
    client = signed_in(chair(world).user)
    assert client.post(url(world, "take_back_large", 2), sending()).status_code == 302
    assert reading.line_of(purse, 3).recorded_by == "Lastri Handayani"


def test_nobody_takes_back_her_own_large_line(world, purse, signed_in):
    """The chair counted the opening sum herself."""
    response = signed_in(chair(world).user).post(url(world, "take_back_large", 1), sending())
    assert response.status_code == 422
    assert "pengurus lain" in response.content.decode()


def test_every_number_says_where_it_comes_from(world, purse, signed_in):
    entry = came(world, purse, 50_000)
    client = signed_in(world.rina)
    with few_queries():
        page = client.get(url(world, "line", 2)).content.decode()
    assert "Penjualan (4201) ke kas (1101)" in page
    assert entry.head[:16] in page
    with few_queries():
        page = client.get(url(world, "lines")).content.decode()
    assert "satu juta lima puluh ribu rupiah" in page


@pytest.mark.parametrize("page", ["line", "saved", "take_back"])
def test_a_number_that_is_not_there_is_not_found(world, purse, signed_in, page):
    assert signed_in(world.rina).get(url(world, page, 99)).status_code == 404
