"""Lastri divides what the tailors earned, with four taps from Hari ini, and Rina agrees."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.looking import complaints
from tests.browser.test_people import Thumb

pytestmark = pytest.mark.browser


@pytest.fixture
def tailors(transactional_db: None) -> Any:
    """The tailors with a purse, a sale of today, three members and a rule."""
    from datetime import timedelta

    from django.utils import timezone

    from rembuk.cash.tests import scenes
    from rembuk.enterprise import members
    from rembuk.forum import meetings, resolutions
    from rembuk.forum.meetings import Facts, Somebody
    from rembuk.shares import rules
    from rembuk.villages.models import Group

    world = scenes.world()
    Group.objects.filter(pk=world.tailors.pk).update(trade=Group.Trade.SEWING)
    book = scenes.opened(world)
    scenes.came(world, book, 450_000)
    on = scenes.today() - timedelta(days=1)
    told: dict[str, Any] = {"by": world.by_adi, "at": timezone.now()}
    for name in ("Siti", "Sri", "Wati"):
        joining = members.Joining(on, name=name)
        members.join(group=world.tailors, joining=joining, today=on, **told)
    facts = Facts(on, "Bagi hasil", present=[Somebody("Siti")])
    held = meetings.record(group=world.tailors, facts=facts, today=on, **told)
    agreed = resolutions.agree(meeting=held, text="Dibagi rata", **told)
    rules.record(group=world.tailors, terms=rules.Terms(), since=on, resolution=agreed, **told)
    return world


@pytest.mark.parametrize("script", [True, False])
def test_shares_are_computed_and_proposed_with_four_taps(
    open_page: Any, tailors: Any, script: bool
) -> None:
    from django.urls import reverse

    from rembuk.cash.tests import scenes
    from rembuk.shares.models import Sharing

    chair, slug = scenes.chair(tailors).user, tailors.here.slug
    page = open_page(reverse("web:today", args=[slug]), user=chair, java_script_enabled=script)
    thumb = Thumb(page)
    thumb.tap("link", "Catat")
    thumb.tap("link", "Bagi hasil")
    thumb.tap("button", "Hitung bagian")
    expect(page.get_by_role("rowheader", name="Wati")).to_be_visible()
    expect(page.get_by_text("Rp150.000").first).to_be_visible()
    if script:  # axe is itself a script: without one it would wait for ever
        assert not complaints(page)
    thumb.tap("button", "Ajukan Rp450.000")
    expect(page.get_by_text("Sudah diajukan.")).to_be_visible()
    assert thumb.taps == 4
    one = Sharing.objects.get()
    keeper = open_page(reverse("web:today", args=[slug]), user=tailors.rina)
    keeper.get_by_role("link", name="Baca dan putuskan").first.click()
    keeper.get_by_role("button", name="Setujui Rp450.000").click()
    expect(keeper.get_by_role("button", name="Semua sudah dibayar: catat")).to_be_visible()
    assert {step.kind for step in one.steps.all()} == {"PROPOSED", "AGREED"}
