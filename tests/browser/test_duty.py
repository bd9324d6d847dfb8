"""A member marks her turn with one tap, and asks to swap one with five at most."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.looking import complaints
from tests.browser.test_people import Thumb

pytestmark = pytest.mark.browser


@pytest.fixture
def herd(transactional_db: None) -> Any:
    """The goat keepers with a roster in force since this morning, two a day."""
    from rembuk.duty.tests import scenes

    kept = scenes.herd()
    kept.today, kept.at = timezone.localdate(), timezone.now()
    kept.agree(people_a_day=2)
    kept.roster(days=10, first_on=kept.today)
    return kept


def keeper_of_today(herd: Any) -> Any:
    from rembuk.duty import records

    turn = records.turns_of(herd.group).filter(on=herd.today).first()
    assert turn is not None
    assert turn.holder.resident is not None
    return turn.holder.resident.user


@pytest.mark.parametrize("script", [True, False])
def test_my_turn_is_marked_with_one_tap(open_page: Any, herd: Any, script: bool) -> None:
    from rembuk.duty.models import Mark

    today = reverse("web:today", args=[herd.world.here.slug])
    page = open_page(today, user=keeper_of_today(herd), java_script_enabled=script)
    thumb = Thumb(page)
    thumb.tap("button", "Sudah")
    expect(page.get_by_text("sudah selesai. Terima kasih.")).to_be_visible()
    assert thumb.taps == 1
    assert Mark.objects.get().kind == Mark.Kind.DONE


def test_a_turn_is_offered_for_swapping_with_five_taps(open_page: Any, herd: Any) -> None:
    from rembuk.duty.models import Swap

    today = reverse("web:today", args=[herd.world.here.slug])
    user = keeper_of_today(herd)
    page = open_page(today, user=user)
    thumb = Thumb(page)
    thumb.tap("link", "Lihat jadwal")
    page.get_by_role("link", name=user.name, exact=True).first.click()
    thumb.tap("link", "Tukar")
    page.get_by_role("radio").first.check()
    thumb.tap("button", "Kirim")
    expect(page.get_by_text("Berlaku bila keduanya setuju")).to_be_visible()
    assert thumb.taps + 2 == 5
    assert Swap.objects.get().asker.name == user.name


@pytest.mark.looks
@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("name", ["week", "month", "fairness"])
def test_the_roster_is_usable(open_page: Any, herd: Any, name: str, width: int) -> None:
    address = reverse(f"duty:{name}", args=[herd.world.here.slug, herd.group.pk])
    page = open_page(address, user=herd.users["Joko"], width=width)
    assert not complaints(page)
