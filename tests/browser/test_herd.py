"""The chair of the goats records birth, illness and death in five taps each; with script or not."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_people import Thumb

pytestmark = pytest.mark.browser


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
