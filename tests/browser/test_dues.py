"""The treasurer takes in a round of twenty: two taps, and one for each member."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_people import Thumb

pytestmark = pytest.mark.browser
MEMBERS = 20


@pytest.fixture
def coop(transactional_db: None) -> Any:
    """A cooperative with a rule, an open cash and twenty members who owe a month."""
    from rembuk.cash import purse
    from rembuk.coop.tests import scenes
    from rembuk.coop.tests.test_dues import BEGINS, agreed, signed
    from rembuk.villages.tests import stories

    made = scenes.coop(stories.world())
    purse.open_purse(
        group=made.group, beginning=purse.Beginning(BEGINS, 0, 10_000_000), signed=signed(made),
        today=stories.TODAY,
    )  # fmt: skip
    agreed(made)
    for number in range(MEMBERS):
        made.member(f"Anggota {number:02d}")
    return made


@pytest.mark.parametrize("script", [True, False])
def test_a_round_of_twenty_is_two_taps_and_one_a_member(
    open_page: Any, coop: Any, script: bool
) -> None:
    from rembuk.ledger.models import Entry

    url = reverse("coop:round", args=[coop.group.village.slug, coop.group.pk])
    page = open_page(url, user=coop.treasurer, java_script_enabled=script)
    thumb = Thumb(page)
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(MEMBERS)
    for number in range(MEMBERS):
        boxes.nth(number).check()
    thumb.tap("button", "Lanjut")
    expect(page.get_by_text(f"{MEMBERS} anggota membayar")).to_be_visible()
    page.get_by_role("button", name="Simpan Rp").click()
    expect(page.get_by_text(f"{MEMBERS * 2} catatan")).to_be_visible()
    assert thumb.taps + 1 == 2
    assert Entry.objects.filter(kind="CASH_IN").count() >= MEMBERS
