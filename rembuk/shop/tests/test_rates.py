"""What marketplaces take: dated, with a source, and how far it may be believed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rembuk.enterprise import products
from rembuk.lib.errors import Refused
from rembuk.shop import comparing, rates, stalls
from rembuk.shop.comparing import Stall
from rembuk.shop.forms.rates import PercentField
from rembuk.shop.models import Category, Channel, FeeRate
from rembuk.shop.rates import Rate, Told
from rembuk.shop.templatetags.shop import percent_bp
from rembuk.villages.tests.counting import few_queries

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)
READ = Told(Rate(750, per_order_rp=1250), TODAY, "Seller Centre, 2 Maret 2026", is_verified=True)


def record(world, told=READ, today=TODAY, **key):
    key = {"channel": "SHOPEE", "category": "HOME", **key}
    return rates.record(village=world.here, told=told, by=world.by_adi, at=NOW, today=today, **key)


def row(world, on=TODAY):
    return next(
        one
        for one in rates.table(world.here, on=on)
        if (one.channel, one.category) == (Channel.SHOPEE, Category.HOME)
    )


def test_every_channel_and_category_is_known_from_the_first_day(world):
    there = rates.table(world.here, on=TODAY)
    assert len(there) == len(Channel) * len(Category)
    assert all(one.is_ours and one.told.source and not one.told.is_verified for one in there)


def test_no_day_is_told_a_rate_of_a_later_one(world):
    """Until 10 February 2026 the ten percent of Tokopedia/TikTok were eight."""

    def of(channel, on, category="CLOTHES"):
        return [
            one.told.rate.commission_bp
            for one in rates.table(world.here, on=on)
            if (one.channel, one.category) == (channel, category)
        ]

    assert of("TIKTOK", date(2026, 2, 10)) == [800]
    assert of("TIKTOK", date(2026, 2, 11)) == [1000]
    assert of("TIKTOK", date(2026, 2, 12), "OTHER") == []
    assert of("SHOPEE", date(2025, 12, 31)) == []
    record(world, Told(Rate(500), date(2025, 6, 1), "Dibaca sendiri"), category="CLOTHES")
    assert of("SHOPEE", date(2025, 12, 31)) == [500]
    assert of("SHOPEE", date(2026, 1, 1)) == [900]


def test_what_the_village_read_takes_the_place_of_ours_from_its_day_on(world):
    later = Told(Rate(800), TODAY + timedelta(days=30), "Seller Centre", is_verified=True)
    record(world)
    record(world, later)
    assert row(world).told == READ
    assert row(world, TODAY - timedelta(days=1)).is_ours
    assert row(world, TODAY + timedelta(days=30)).told.rate.commission_bp == 800


def test_what_the_village_verified_does_not_give_way_to_hearsay(world):
    """Ours of 1 January 2026 is unverified; the village read the page itself in autumn."""
    record(world, Told(Rate(820), date(2025, 12, 1), "Seller Centre", is_verified=True))
    assert row(world).told.rate.commission_bp == 820
    record(world, Told(Rate(830), date(2025, 12, 1), "Kata tetangga"))
    assert row(world).is_ours


def test_a_correction_of_the_same_day_counts_and_the_first_stays(world):
    record(world)
    record(world, Told(Rate(700), TODAY, "Dibaca lagi"))
    assert row(world).told.rate.commission_bp == 700
    assert FeeRate.objects.count() == 2


def test_another_village_keeps_its_own(world):
    record(world)
    assert all(one.is_ours for one in rates.table(world.there, on=TODAY))


@pytest.mark.parametrize(("days", "old"), [(0, False), (180, False), (181, True)])
def test_a_table_nobody_looked_up_for_half_a_year_says_so(world, days, old):
    record(world)
    on = TODAY + timedelta(days=days)
    assert row(world, on).is_old(on=on) is old


@pytest.mark.parametrize(
    "told",
    [
        Told(Rate(750), TODAY, "  "),
        Told(Rate(9500), TODAY, "Halaman biaya"),
        Told(Rate(5000, preorder_bp=4500), TODAY, "Halaman biaya"),
    ],
)
def test_a_fee_without_source_or_without_rest_is_refused(world, told):
    with pytest.raises(Refused):
        record(world, told)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"channel": "LAPAK"}, "shop_feerate_channel_known"),
        ({"category": "FOOD"}, "shop_feerate_category_known"),
        ({"commission_bp": 10_000}, "shop_feerate_leaves_something"),
        ({"extra_cap_rp": 0}, "shop_feerate_cap_is_a_sum"),
        ({"source": ""}, "shop_feerate_has_a_source"),
    ],
)
def test_the_database_refuses_it_too(world, wrong, rule):
    facts = {
        "channel": "SHOPEE", "category": "HOME", "commission_bp": 750, "valid_from": TODAY,
        "source": "x", "recorded_on": TODAY, "village": world.here,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        FeeRate.objects.create(**{**facts, **wrong})


def test_a_row_is_never_changed(world):
    one = record(world)
    with pytest.raises(Exception, match="append"), transaction.atomic():
        FeeRate.objects.filter(pk=one.pk).update(source="lain")
    assert connection.vendor in {"sqlite", "postgresql"}


def test_one_price_through_every_channel():
    """69,000 at 6.25 % and 4 % up to 2,500 and 1,000 an order leaves 61,187: as in calc.md."""
    told = Told(Rate(625, 400, 2500, 300, 1000), TODAY, "contoh")
    market = rates.Row(Channel.SHOPEE, Category.HOME, told, is_ours=True, looked_up_on=TODAY)
    lines = comparing.compare(
        price_rp=69_000, to_order=False, stalls=[Stall("Warung Bu Tini", Fraction(15))],
        rows=[market],
    )  # fmt: skip
    assert [(one.name, one.kept.net_rp) for one in lines] == [
        ("", 69_000), ("Warung Bu Tini", 58_650), ("Shopee", 61_187),
    ]  # fmt: skip
    dearer = comparing.compare(price_rp=69_000, to_order=True, stalls=[], rows=[market])[1]
    assert dearer.kept.net_rp == 61_187 - 2070


@given(
    st.integers(1, 10**7), st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 5000),
    st.booleans(),
)  # fmt: skip
def test_from_the_lowest_price_on_as_much_stays_as_at_home(price_rp, share, extra, each, order):
    told = Told(Rate(share, extra, None, 300, each), TODAY, "contoh")
    market = rates.Row(Channel.TIKTOK, Category.OTHER, told, is_ours=True, looked_up_on=TODAY)
    asked = {"to_order": order, "stalls": [], "rows": [market]}
    home, line = comparing.compare(price_rp=price_rp, **asked)
    assert home.kept.net_rp == price_rp
    again = comparing.compare(price_rp=line.lowest_rp, **asked)[1]
    assert again.kept.net_rp >= price_rp
    below = comparing.compare(price_rp=line.lowest_rp - 1, **asked)[1]
    assert below.kept.net_rp < price_rp


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [("6,97", 697), ("6.97%", 697), ("10", 1000), ("4,5 %", 450), ("0", 0), ("", 0)],
)
def test_percents_are_read_as_people_write_them(typed, hundredths):
    assert PercentField(required=False).clean(typed) == hundredths


@given(st.integers(0, 9999))
def test_percents_are_shown_as_they_are_read(hundredths):
    field = PercentField()
    assert field.clean(field.prepare_value(hundredths)) == hundredths
    for language in ("id", "en"):
        with translation.override(language):
            assert field.clean(percent_bp(hundredths)) == hundredths


def test_the_chair_compares_and_records_what_she_read(world, lastri):
    facts = products.Facts("Keset bundar", price_rp=35_000, to_order=False)
    keset = products.add(group=world.tailors, facts=facts, by=world.by_adi, at=NOW)
    compare = reverse("shop:compare", args=[world.here.slug, world.tailors.pk])
    page = lastri.get(compare, {"product": keset.pk, "category": "HOME"}).content.decode()
    assert "Rp35.000 tinggal untuk kelompok" in page
    assert "Rp30.250 tinggal untuk kelompok" in page  # 35,000 less 10 % and 1,250
    assert "belum diperiksa" in page
    form = reverse("shop:record_fee", args=[world.here.slug, "SHOPEE", "HOME"])
    typed = {
        "request_id": uuid4(), "commission_bp": "7,5", "per_order_rp": "1250",
        "valid_from_day": "2", "valid_from_month": "3", "valid_from_year": "2026",
        "source": "Seller Centre, dibuka 2 Maret", "is_verified": "on",
    }  # fmt: skip
    assert lastri.post(form, typed).status_code == 302
    page = lastri.get(compare, {"product": keset.pk, "category": "HOME"}).content.decode()
    assert "Rp31.125 tinggal untuk kelompok" in page


def test_a_stall_stands_beside_them_with_what_it_takes_now(world, lastri):
    told = {"by": world.by_adi, "at": NOW, "today": TODAY}
    asks = [stalls.Agreed(Decimal(percent)) for percent in (10, 15)]
    stall = stalls.begin(
        group=world.tailors, facts=stalls.Facts("Warung Bu Tini"), agreed=asks[0], **told
    )
    stalls.agree(stall=stall, agreed=asks[1], **told)
    gone = stalls.begin(group=world.tailors, facts=stalls.Facts("Kios"), agreed=asks[0], **told)
    stalls.end(stall=gone, **told)
    compare = reverse("shop:compare", args=[world.here.slug, world.tailors.pk])
    page = lastri.get(compare, {"price_rp": "20.000"}).content.decode()
    assert "Warung Bu Tini" in page
    assert "Rp17.000 tinggal untuk kelompok" in page
    assert "Kios" not in page


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"category": "HOME"}, "Tulis harga"), ({"price_rp": "1.25"}, "Rp"), ({"product": "x"}, "")],
)
def test_a_comparison_without_a_price_asks_for_one(world, lastri, asked, told):
    compare = reverse("shop:compare", args=[world.here.slug, world.tailors.pk])
    answer = lastri.get(compare, asked)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_channel_nobody_knows_is_not_found(world, lastri):
    page = reverse("shop:record_fee", args=[world.here.slug, "LAPAK", "HOME"])
    assert lastri.get(page).status_code == 404


def test_the_pages_ask_few_questions(world, lastri):
    for _again in range(20):
        record(world)
    for address in (
        reverse("shop:fees", args=[world.here.slug]),
        reverse("shop:compare", args=[world.here.slug, world.tailors.pk]) + "?price_rp=35000",
    ):
        with few_queries():
            assert lastri.get(address).status_code == 200
