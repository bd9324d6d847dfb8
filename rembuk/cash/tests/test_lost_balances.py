"""What is kept for speed is lost: the pages show the same sums, and the check puts it back."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from rembuk.cash.tests.scenes import asked, came, chair, closed, today, typed, url, went
from rembuk.ledger import checks
from rembuk.ledger.models import Balance, Checkpoint

CHANGING = re.compile(r'name="(?:csrfmiddlewaretoken|request_id)" value="[^"]*"|nonce="[^"]*"')


@pytest.fixture
def addresses(world, purse):
    """Money came and went, the day before was closed, and something waits for Lastri."""
    closed(world, purse, on=today().replace(day=1))
    came(world, purse, 250_000)
    went(world, purse, 40_000)
    waits = asked(world, purse, 700_000)
    plain = [
        "purse", "lines", "record_in", "record_out", "count", "days", "difference", "move", "limit",
        "months", "reports",
    ]  # fmt: skip
    return [
        *(url(world, name) for name in plain),
        *(url(world, name, 2) for name in ("line", "saved", "receipt", "take_back")),
        url(world, "asked", waits.pk), url(world, "day", today()),
        url(world, "report", "cash-book"), url(world, "report", "trial-balance"),
        reverse("cash:purses", args=[world.here.slug]),
        reverse("web:today", args=[world.here.slug]),
    ]  # fmt: skip


def shown(client, addresses):
    pages = {address: client.get(address) for address in addresses}
    assert {page.status_code for page in pages.values()} == {200}
    return {address: CHANGING.sub("", page.content.decode()) for address, page in pages.items()}


@pytest.mark.tampers
@pytest.mark.parametrize("who", ["treasurer", "chair"])
def test_every_page_shows_the_same_without_kept_balances(world, purse, signed_in, addresses, who):
    client = signed_in(world.rina if who == "treasurer" else chair(world).user)
    mine = [one for one in addresses if client.get(one).status_code == 200]
    assert len(mine) >= 15
    before = shown(client, mine)
    Balance.objects.filter(account__book=purse).delete()
    Checkpoint.objects.filter(book=purse).delete()
    assert shown(client, mine) == before


def test_money_waits_until_the_balances_are_worked_out_anew(world, purse, signed_in, addresses):
    client = signed_in(world.rina)
    Balance.objects.filter(account__book=purse).delete()
    sent = typed(checked="1", resident_id="")
    refused = client.post(url(world, "record_in"), sent)
    assert refused.status_code == 422
    assert "check_books --mend" in refused.content.decode()
    call_command("check_books", "--mend")
    assert client.post(url(world, "record_in"), sent).status_code == 302
    assert checks.check_book(purse) == []
