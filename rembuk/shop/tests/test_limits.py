"""How much one QRIS payment may be: dated, with its source, read again by the village."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.cash.models import ExpectedMoney
from rembuk.lib.errors import Refused
from rembuk.shop import limits
from rembuk.shop.limits import Limit
from rembuk.shop.models import QrisLimit
from rembuk.shop.tests.test_own_qris import NOW, address, send, used
from rembuk.villages.tests.counting import few_queries

TODAY = date(2026, 3, 2)
READ = Limit(20_000_000, TODAY, "bi.go.id, 2 Maret 2026", is_verified=True)


def record(world, limit=READ):
    return limits.record(village=world.here, limit=limit, by=world.by_adi, today=TODAY, at=NOW)


def test_the_limit_of_bank_indonesia_is_told_with_its_source(world):
    """PADG Bank Indonesia 24/1/PADG/2022: ten million from 1 March 2022 on."""
    known = limits.on(world.here, TODAY)
    assert (known.most_rp, known.valid_from) == (10_000_000, date(2022, 3, 1))
    assert "24/1/PADG/2022" in known.source
    assert not known.is_verified


def test_what_the_village_read_takes_its_place_from_its_day_on(world):
    record(world)
    record(world, Limit(5_000_000, date(2021, 5, 1), "Berita lama"))
    assert limits.on(world.here, TODAY) == READ
    assert limits.on(world.here, TODAY - timedelta(days=1)).most_rp == 10_000_000
    assert limits.on(world.there, TODAY).most_rp == 10_000_000


@pytest.mark.parametrize("limit", [Limit(0, TODAY, "x"), Limit(5, TODAY, " ")])
def test_a_limit_without_a_sum_or_a_source_is_refused(world, limit):
    with pytest.raises(Refused):
        record(world, limit)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"most_rp": 0}, "shop_qrislimit_is_a_sum"),
        ({"source": ""}, "shop_qrislimit_has_a_source"),
    ],
)
def test_the_database_refuses_it_too(world, wrong, rule):
    facts = {
        "village": world.here, "most_rp": 5, "valid_from": TODAY, "source": "x",
        "recorded_on": TODAY,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        QrisLimit.objects.create(**{**facts, **wrong})


def test_a_row_is_never_changed(world):
    one = record(world)
    with pytest.raises(Exception, match="append"), transaction.atomic():
        QrisLimit.objects.filter(pk=one.pk).update(source="lain")


def test_a_bill_counts_with_the_limit_the_village_read(world, chair, treasurer, client):
    used(world, chair, treasurer)
    client.force_login(chair.user)
    with few_queries():
        page = client.get(address(world, "new_bill")).content.decode()
    assert "Rp10.000.000" in page
    assert "24/1/PADG/2022" in page
    assert send(client, world, "new_bill", amount_rp="12jt", party="Bu Yuni").status_code == 422
    url = reverse("shop:record_qris_limit", args=[world.here.slug])
    typed = {
        "request_id": "6f7c1c6e-52a2-4d3c-9c6a-1a2b3c4d5e6f", "most_rp": "20jt",
        "valid_from_day": "1", "valid_from_month": "3", "valid_from_year": "2026",
        "source": "bi.go.id", "is_verified": "on",
    }  # fmt: skip
    assert client.post(url, {**typed, "source": ""}).status_code == 422
    assert client.post(url, typed).status_code == 302
    assert "Rp20.000.000" in client.get(address(world, "new_bill")).content.decode()
    assert send(client, world, "new_bill", amount_rp="12jt", party="Bu Yuni").status_code == 200
    bill = address(world, "bill", ExpectedMoney.objects.get().pk)
    assert 'role="img" aria-label="QRIS' in client.get(bill).content.decode()
