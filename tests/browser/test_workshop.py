"""Lastri takes an order with eight taps, and writes down finished pieces with four."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.looking import complaints
from tests.browser.test_people import Thumb

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def tailors(transactional_db: None) -> Any:
    """The tailors with a chair, a member, a product with its price, and one kind of work."""
    from rembuk.enterprise import members, products
    from rembuk.enterprise.members import Joining
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories
    from rembuk.workshop import rates

    world = stories.world()
    world.tailors.trade = "SEWING"
    world.tailors.save()
    chair = stories.user("lastri", "Lastri Handayani")
    stories.appoint(chair, Office.GROUP_CHAIR, group=world.tailors)
    today, by = timezone.localdate(), {"by": world.by_adi, "at": timezone.now()}
    members.join(group=world.tailors, joining=Joining(today, name="Wati"), today=today, **by)
    facts = products.Facts("Seragam SD", price_rp=85_000)
    products.add(group=world.tailors, facts=facts, **by)
    rates.begin(group=world.tailors, name="Jahit", rate_rp=12_000, since=today, **by)
    return world, chair


def order(world: Any) -> Any:
    from rembuk.workshop import orders
    from rembuk.workshop.customers import Buyer

    today = timezone.localdate()
    return orders.take(
        group=world.tailors, customer=Buyer("SDN 1"), lines=[orders.Line("Seragam SD", 60, 85_000)],
        terms=orders.Terms(today + timedelta(days=2)), by=world.by_adi, at=timezone.now(),
        today=today,
    )  # fmt: skip


@pytest.mark.parametrize("script", [True, False])
def test_an_order_is_taken_with_eight_taps(open_page: Any, tailors: Any, script: bool) -> None:
    from rembuk.workshop.models import Order

    world, chair = tailors
    home = reverse("web:today", args=[world.here.slug])
    thumb = Thumb(open_page(home, user=chair, java_script_enabled=script))
    thumb.tap("link", "Catat")
    thumb.tap("link", "Pesanan baru")
    thumb.type("Siapa yang memesan?", "SDN 1 Sumber Rejo")
    thumb.type("Barang apa?", "Seragam SD")
    thumb.type("Berapa?", "20")
    thumb.type("Uang muka (DP)", "500rb")
    thumb.tap("button", "Lanjut")
    expect(thumb.page.get_by_text("satu juta tujuh ratus ribu rupiah")).to_be_visible()
    thumb.tap("button", "Simpan pesanan Rp1.700.000")
    expect(thumb.page.get_by_role("heading", name="SDN 1 Sumber Rejo")).to_be_visible()
    assert thumb.taps <= 8
    assert Order.objects.get().down_payment_rp == 500_000


@pytest.mark.parametrize("script", [True, False])
def test_pieces_are_written_down_with_four_taps(open_page: Any, tailors: Any, script: bool) -> None:
    from rembuk.workshop.models import WorkOutput

    world, chair = tailors
    order(world)
    home = reverse("web:today", args=[world.here.slug])
    thumb = Thumb(open_page(home, user=chair, java_script_enabled=script))
    thumb.tap("link", "Catat hasil kerja")
    thumb.choose("Wati")
    thumb.type("Berapa potong?", "20")
    thumb.tap("button", "Simpan hasil kerja")
    expect(thumb.page.get_by_text("Wati: 20 potong tercatat.")).to_be_visible()
    assert thumb.taps == 4
    assert WorkOutput.objects.get().pieces == 20


@pytest.mark.looks
@pytest.mark.parametrize("name", ["order", "record_output", "costs", "add_sizes", "add_class"])
def test_pages_of_an_order_are_usable(open_page: Any, tailors: Any, name: str) -> None:
    world, chair = tailors
    path = reverse(f"workshop:{name}", args=[world.here.slug, world.tailors.pk, order(world).pk])
    assert not complaints(open_page(path, user=chair))
