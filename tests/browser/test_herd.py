"""The chair of the goats records birth, illness and death in five taps each; with script or not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
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
    told = (("Lahir induk melahirkan", "1 betina, 1 jantan"), ("Sakit", ""), ("Mati", "Penyakit"))
    for button, said in told:
        today = f"/desa/{goats.village.slug}/today/"
        page = open_page(today, user=karto, java_script_enabled=button in {"Sakit", "Mati"})
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


def weighed_without_signal(open_page: Any, herd: Any) -> Any:
    """Karto weighs a goat where there is no signal: the note waits on his phone."""
    goats, karto, doe = herd
    address = reverse("herd:weight", args=[goats.village.slug, goats.pk, doe.pk])
    page = open_page(address, user=karto, service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.get_by_label("Berat dalam kilogram").fill("23,5")
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Catatan ini menunggu di HP ini")).to_be_visible()
    expect(page.get_by_text("Menunggu sinyal: 1 catatan")).to_be_visible()
    return page


def weights() -> list[Decimal | None]:
    from rembuk.herd.models import Event, Kind

    return [row.kg for row in Event.objects.filter(kind=Kind.WEIGHED)]


def test_what_has_no_signal_goes_by_itself_and_once(
    open_page: Any, herd: Any, troubles: list[str]
) -> None:
    page = weighed_without_signal(open_page, herd)
    key = page.locator("main input[name=request_id]").input_value()
    assert weights() == []
    stale = page.evaluate("Object.keys(localStorage).find(k => k.startsWith('waiting:'))")
    note = page.evaluate("k => JSON.parse(localStorage[k])", stale)
    today = timezone.localdate()  # 'Today' stays the day on which it was written
    sent = dict(note["values"])
    parts = [int(sent[f"on_parts_{part}"]) for part in ("day", "month", "year")]
    assert (sent["on_which"], parts) == ("other", [today.day, today.month, today.year])
    page.context.set_offline(False)
    expect(page.get_by_text("Sudah terkirim setelah ada sinyal")).to_be_visible()
    expect(page.get_by_role("heading", name="KMB-1")).to_be_visible()  # on, as after any sending
    expect(page.locator("#waiting")).to_have_count(0)
    page.go_back()  # and is sent once more by a thumb that is not sure
    page.locator("main input[name=request_id]").evaluate(
        "(field, key) => { field.value = key }", key
    )
    page.get_by_label("Berat dalam kilogram").fill("23,5")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="KMB-1")).to_be_visible()
    assert weights() == [Decimal("23.5")]
    troubles.clear()  # Chromium notes each request that found no network


def test_a_lost_answer_and_a_new_sign_in_make_it_once(
    open_page: Any, herd: Any, troubles: list[str]
) -> None:
    goats, karto, doe = herd
    page = open_page(
        reverse("herd:weight", args=[goats.village.slug, goats.pk, doe.pk]), user=karto
    )
    page.get_by_label("Berat dalam kilogram").fill("23,5")

    def lose(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/weight/**", lose)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Menunggu sinyal: 1 catatan")).to_be_visible()
    page.unroute_all()
    [cookie] = [c for c in page.context.cookies() if c["name"] == "csrftoken"]
    page.context.add_cookies([{**cookie, "value": "z" * 32}])  # as after signing in anew
    page.goto(page.url.split("/desa/")[0] + "/help/")  # reopened elsewhere: it goes from any page
    expect(page.get_by_text("Sudah terkirim setelah ada sinyal")).to_be_visible()
    assert weights() == [Decimal("23.5")]
    troubles.clear()


def test_what_waits_is_never_sent_for_somebody_else(
    open_page: Any, herd: Any, troubles: list[str]
) -> None:
    from django.conf import settings

    from rembuk.villages.tests import stories
    from tests.browser.conftest import _session

    page = weighed_without_signal(open_page, herd)
    sent = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    [cookie] = [c for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME]
    other = _session(stories.user("tari", "Tari"))
    page.context.add_cookies([{**cookie, "value": other}])  # Tari signed in on this phone meanwhile
    with page.expect_response("**/weight/**"):  # asked whose page it is ...
        page.context.set_offline(False)
    page.goto(page.url.split("/desa/")[0] + "/help/")
    expect(page.locator("#waiting")).to_have_count(0)  # ... and it is nothing of Tari's
    assert (sent, weights()) == ([], [])
    page.context.add_cookies([cookie])
    page.reload()
    expect(page.get_by_text("Sudah terkirim setelah ada sinyal")).to_be_visible()
    assert weights() == [Decimal("23.5")]
    troubles.clear()


def test_what_names_no_day_is_looked_at_before_it_goes_on_a_later_one(
    open_page: Any, herd: Any, troubles: list[str]
) -> None:
    page = weighed_without_signal(open_page, herd)
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find(k => k.startsWith('waiting:'));
          const note = JSON.parse(localStorage[key]);
          localStorage[key] = JSON.stringify({ ...note, at: note.at - 864e5, dated: false });
        }"""
    )
    page.context.set_offline(False)
    page.goto(page.url.split("/desa/")[0] + "/help/")
    page.get_by_text("Menunggu sinyal: 1 catatan").click()
    expect(page.get_by_text("Ditulis pada hari lain")).to_be_visible()
    page.get_by_role("button", name="Buka catatan").click()
    expect(page.get_by_label("Berat dalam kilogram")).to_have_value("23,5")
    assert weights() == []
    page.locator("main").get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="KMB-1")).to_be_visible()
    expect(page.locator("#waiting")).to_have_count(0)
    assert weights() == [Decimal("23.5")]
    troubles.clear()  # Chromium notes each request that found no network


def test_what_waits_can_be_opened_mended_and_dropped(
    open_page: Any, herd: Any, troubles: list[str]
) -> None:
    page = weighed_without_signal(open_page, herd)
    page.get_by_role("button", name="Catat satu lagi di sini").click()
    page.get_by_label("Berat dalam kilogram").fill("240")  # a slip of the thumb
    page.get_by_role("button", name="Simpan").click()
    page.get_by_text("Menunggu sinyal: 2 catatan").click()
    page.get_by_role("button", name="Kirim sekarang").first.click()
    expect(page.get_by_text("Catatan ini menunggu di HP ini")).to_be_visible()
    page.get_by_role("button", name="Buang").first.click()
    page.context.set_offline(False)
    said = page.locator("[data-said]")
    expect(said).to_be_visible()
    told = said.inner_text()
    page.get_by_role("button", name="Lihat dan betulkan").click()
    expect(page.locator(".errors")).to_contain_text(told)
    expect(page.get_by_label("Berat dalam kilogram")).to_have_value("240")
    page.get_by_label("Berat dalam kilogram").fill("24")
    page.locator("main").get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="KMB-1")).to_be_visible()
    expect(page.locator("#waiting")).to_have_count(0)
    assert weights() == [Decimal(24)]
    troubles.clear()


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
