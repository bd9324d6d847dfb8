"""Rina brings money to the bank and fetches it: it stays the group's, and both sides show it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from rembuk.cash import approving
from rembuk.cash.tests.scenes import LIMIT_RP, chair, closed, today, url
from rembuk.ledger import reading
from rembuk.ledger.models import Pending
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries


def typed(**facts):
    sent = {
        "request_id": str(uuid4()), "direction": "to_bank", "amount_rp": "400rb",
        "on_which": "today", "memo": "",
    }  # fmt: skip
    return sent | facts


def held(purse):
    return reading.held_now(purse, ["1101", "1102"])


def test_to_the_bank_and_back(world, purse, signed_in):
    client = signed_in(world.rina)
    page = client.post(url(world, "move"), typed()).content.decode()
    assert "empat ratus ribu rupiah" in page
    assert held(purse)["1102"] == 0
    page = client.post(url(world, "move"), typed(checked="1"), follow=True).content.decode()
    assert "Ke bank" in page
    assert "Uang sudah dipindahkan" in page
    assert "Uang keluar" not in page  # it is the group's as before
    assert held(purse) == {"1101": 600_000, "1102": 400_000}
    page = client.get(url(world, "purse")).content.decode()
    assert "Rp600.000" in page
    assert 'Di bank<br><strong class="big">Rp400.000</strong>' in page
    client.post(url(world, "move"), typed(checked="1", direction="from_bank", amount_rp="150rb"))
    assert held(purse) == {"1101": 750_000, "1102": 250_000}


def test_sent_twice_it_is_moved_once(world, purse, signed_in):
    client, sent = signed_in(world.rina), typed(checked="1")
    client.post(url(world, "move"), sent)
    assert "Sudah tercatat" in client.post(url(world, "move"), sent, follow=True).content.decode()
    assert held(purse)["1102"] == 400_000


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"direction": "from_bank"}, "hanya ada Rp0"),
        ({"amount_rp": "400.001", "direction": ""}, "Pilih dari mana ke mana"),
        ({"amount_rp": str(LIMIT_RP), "again_rp": ""}, "sekali lagi"),
        ({"amount_rp": "0"}, "jumlah yang lebih besar"),
    ],
)
def test_what_cannot_be_moved_says_what_to_do(world, purse, signed_in, changed, says):
    response = signed_in(world.rina).post(url(world, "move"), typed(checked="1") | changed)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert held(purse)["1102"] == 0


def test_from_the_limit_on_the_chair_approves(world, purse, signed_in):
    sent = typed(checked="1", amount_rp=str(LIMIT_RP), again_rp=str(LIMIT_RP))
    page = signed_in(world.rina).post(url(world, "move"), sent, follow=True).content.decode()
    assert "Ini dicatat setelah ketua" in page
    waits = Pending.objects.get()
    assert reading.purses_of(purse.village, [purse.group_id])[purse.group_id].held_rp == LIMIT_RP
    approving.approve(
        asked=waits, asked_hash=waits.asked_hash, by=chair(world), at=timezone.now(),
        today=today(),
    )  # fmt: skip
    assert held(purse) == {"1101": 500_000, "1102": 500_000}


def test_nothing_moves_on_a_closed_day(world, purse, signed_in):
    closed(world, purse)
    response = signed_in(world.rina).post(url(world, "move"), typed(checked="1"))
    assert response.status_code == 422
    assert "ditutup sampai" in response.content.decode()


def test_it_is_told_and_asks_little(world, purse, signed_in):
    client = signed_in(world.rina)
    client.post(url(world, "move"), typed(checked="1"))
    told = audit.sentence(AuditEntry.objects.get(verb="cash.moved"))
    assert told == "Bendahara memindahkan uang Jahit Melati sebesar Rp400.000: Dari kas ke bank"
    for page in ("move", "purse"):
        with few_queries():
            assert client.get(url(world, page)).status_code == 200
    assert signed_in(chair(world).user).get(url(world, "move")).status_code == 403
