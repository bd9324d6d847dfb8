"""Batalkan catatan: a line that moves the same sum back, with a reason; both stay visible."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import approving, lines
from rembuk.cash.tests import scenes
from rembuk.cash.tests.scenes import (
    LIMIT_RP,
    came,
    chair,
    paid,
    signed,
    today,
    treasurer,
    url,
    went,
)
from rembuk.ledger import months, pending, reading
from rembuk.ledger.models import Pending
from rembuk.lib.errors import Refused
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


def test_taking_back_a_large_sum_that_came_in_is_money_out_and_waits(world, purse, signed_in):
    """One person could else record a sale, take it back, and keep the money."""
    came(world, purse, LIMIT_RP)
    client = signed_in(world.rina)
    page = client.get(url(world, "take_back", 2)).content.decode()
    assert "menunggu ketua" in page
    answer = client.post(url(world, "take_back", 2), sending())
    waits = Pending.objects.get()
    assert answer.url == url(world, "asked", waits.pk)
    assert reading.line_of(purse, 2).taken_back_by is None
    held = reading.purses_of(purse.village, [purse.group_id])[purse.group_id]
    assert (held.own_rp, held.free_rp) == (1_500_000, 1_000_000)
    assert url(world, "asked", waits.pk) in client.get(url(world, "line", 2)).content.decode()
    assert client.post(url(world, "take_back", 2), sending()).status_code == 422
    assert client.post(url(world, "approve", waits.pk), sending()).status_code == 403

    client = signed_in(chair(world).user)
    page = client.get(reverse("web:today", args=[world.here.slug])).content.decode()
    assert "Uang keluar Rp500.000 menunggu Anda" in page
    assert "Pembatalan catatan no. 2" in page
    approval = {"request_id": str(uuid4()), "asked_hash": waits.asked_hash}
    client.post(url(world, "approve", waits.pk), approval)
    back = reading.line_of(purse, 3)
    assert (back.takes_back, back.out_rp) == (2, LIMIT_RP)
    assert (back.recorded_by, back.approved_by) == ("Rina Lestari", "Lastri Handayani")


def test_what_was_refused_can_be_asked_for_again_and_below_the_limit_nothing_waits(
    world, purse, signed_in
):
    for amount in (LIMIT_RP, LIMIT_RP - 1):
        came(world, purse, amount)
    client = signed_in(world.rina)
    client.post(url(world, "take_back", 3), sending())
    assert reading.line_of(purse, 3).taken_back_by == 4
    client.post(url(world, "take_back", 2), sending())
    (waits,) = Pending.objects.all()
    signed_in(chair(world).user).post(url(world, "refuse", waits.pk), sending("Uangnya ada"))
    assert reading.line_of(purse, 2).taken_back_by is None
    signed_in(world.rina).post(url(world, "take_back", 2), sending())
    assert Pending.objects.count() == 2


def test_the_chair_s_own_first_count_is_taken_back_by_two(world, purse, signed_in):
    """She counted a million herself: the treasurer asks, the chair approves."""
    client = signed_in(chair(world).user)
    assert "bendahara yang mengajukan" in client.get(url(world, "line", 1)).content.decode()
    assert client.post(url(world, "take_back_large", 1), sending()).status_code == 404
    assert client.post(url(world, "take_back", 1), sending()).status_code == 403
    signed_in(world.rina).post(url(world, "take_back", 1), sending())
    assert pending.asked_back(purse, 1).maker == world.rina


def test_what_closed_since_is_not_taken_back_on_another_day_than_was_approved(world, purse):
    """The chair approves what she read, to the day."""
    entry = came(world, purse, LIMIT_RP, on=scenes.begins())
    waits = lines.take_back(
        book=purse, number=entry.sequence, reason="Salah", signed=signed(treasurer(world)),
        today=today(),
    )  # fmt: skip
    first = scenes.begins().replace(day=1)
    period = months.begin_closing(
        book=purse, first=first, by=treasurer(world), at=timezone.now(), today=today()
    )
    months.close(period=period, by=chair(world), at=timezone.now())
    with pytest.raises(Refused, match="sudah ditutup"):
        approving.approve(
            asked=waits, asked_hash=waits.asked_hash, by=chair(world), at=timezone.now(),
            today=today(),
        )  # fmt: skip
    assert reading.line_of(purse, entry.sequence).taken_back_by is None


def test_large_money_out_that_came_back_is_recorded_by_the_chair(world, purse, signed_in):
    paid(world, purse, LIMIT_RP)
    client = signed_in(world.rina)
    assert "ketua kelompok yang bisa" in client.get(url(world, "line", 2)).content.decode()
    assert client.post(url(world, "take_back", 2), sending()).status_code == 404
    assert client.post(url(world, "take_back_large", 2), sending()).status_code == 403
    client = signed_in(chair(world).user)
    assert client.post(url(world, "take_back_large", 2), sending()).status_code == 302
    assert reading.line_of(purse, 3).recorded_by == "Lastri Handayani"


def test_who_recorded_large_money_out_does_not_say_herself_that_it_came_back(world, purse):
    entry = paid(world, purse, LIMIT_RP)
    back = {"book": purse, "number": entry.sequence, "reason": "Jumlahnya keliru"}
    with pytest.raises(Refused, match="pengurus lain"):
        lines.take_back(**back, signed=signed(treasurer(world)), today=today())
    lines.take_back(**back, signed=signed(chair(world)), today=today())


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
