"""The chair of the goats records birth, illness and death in five taps each; with script or not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_people import Thumb

pytestmark = pytest.mark.browser
KEY = "key => { document.querySelector('main input[name=request_id]').value = key }"


@pytest.fixture
def herd(transactional_db: None) -> Any:
    """A doe and the chair who keeps her."""
    from rembuk.herd.tests.pens import came
    from rembuk.villages.models import Group
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    world = stories.world()
    goats = Group.objects.create(
        village=world.here, kind=Group.Kind.BUSINESS, trade=Group.Trade.GOATS, name="Kambing Maju"
    )
    karto = stories.user("karto", "Karto Wiryo")
    stories.appoint(karto, Office.GROUP_CHAIR, group=goats)
    return goats, karto, came(goats, "KMB-1")


def test_birth_illness_and_death_are_five_taps_each(open_page: Any, herd: Any) -> None:
    from rembuk.herd.models import Event

    goats, karto, doe = herd
    for button, said in (("Lahir", "1 betina, 1 jantan"), ("Sakit", ""), ("Mati", "Penyakit")):
        today = f"/desa/{goats.village.slug}/today/"
        page = open_page(today, user=karto, java_script_enabled=button != "Lahir")
        thumb = Thumb(page)
        thumb.tap("link", "Kambing", exact=True)
        thumb.tap("link", "KMB-1", exact=True)
        thumb.tap("link", button, exact=True)
        if said:
            thumb.choose(said)
        else:
            thumb.type("Apa yang terlihat?", "Batuk")
        thumb.tap("button", "Simpan")
        expect(page.get_by_role("heading", name="KMB-1")).to_be_visible()
        assert thumb.taps <= 5
    kinds = set(Event.objects.filter(animal=doe).values_list("kind", flat=True))
    assert {"KIDDED", "ILL", "DIED"} <= kinds


def test_what_is_typed_without_a_signal_arrives_once(
    open_page: Any, herd: Any, troubles: list[str]
) -> None:
    from rembuk.herd.models import Event, Kind

    goats, karto, doe = herd
    address = reverse("herd:weight", args=[goats.village.slug, goats.pk, doe.pk])
    page = open_page(address, user=karto, service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.get_by_label("Berat dalam kilogram").fill("23,5")
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Isian Anda masih di sini")).to_be_visible()
    assert not Event.objects.filter(kind=Kind.WEIGHED).exists()
    page.context.set_offline(False)
    page.goto(page.url)  # the phone was put away meanwhile: the draft is offered
    page.get_by_role("button", name="Lanjutkan catatan tadi").click()
    key = page.locator("main input[name=request_id]").input_value()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="KMB-1")).to_be_visible()
    page.go_back()  # and is sent once more by a thumb that is not sure
    page.locator("main input[name=request_id]").evaluate(
        "(field, key) => { field.value = key }", key
    )
    page.get_by_label("Berat dalam kilogram").fill("23,5")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="KMB-1")).to_be_visible()
    assert [row.kg for row in Event.objects.filter(kind=Kind.WEIGHED)] == [Decimal("23.5")]
    troubles.clear()  # Chromium notes each request that found no network


@pytest.mark.parametrize("name", ["correct_animal", "take_back", "sale_back"])
def test_what_is_corrected_is_kept_on_the_phone_too(open_page: Any, herd: Any, name: str) -> None:
    from rembuk.herd.models import Event
    from rembuk.herd.tests.test_sales import sold

    goats, karto, doe = herd
    about = {"correct_animal": doe.pk, "take_back": Event.objects.get(animal=doe).pk}
    if name == "sale_back":
        about[name] = sold(goats, [doe]).pk
    address = reverse(f"herd:{name}", args=[goats.village.slug, goats.pk, about[name]])
    page = open_page(address, user=karto)
    label = "Ciri-cirinya apa?" if name == "correct_animal" else "Mengapa dibatalkan?"
    page.get_by_label(label).fill("Tanduk kiri patah")
    page.goto(page.url)
    page.get_by_role("button", name="Lanjutkan catatan tadi").click()
    expect(page.get_by_label(label)).to_have_value("Tanduk kiri patah")
