"""Look-alikes, consents, history and rights: usable by everybody, whole without script."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from rembuk.accounts.models import User
from rembuk.people import consents, merging, national_ids, rights
from rembuk.people.models import Merge, Resident
from rembuk.people.tests.scenes import NOW, TODAY, resident, siti, step
from rembuk.villages.tests import stories
from tests.browser.looking import complaints, picture


@pytest.fixture
def world(transactional_db):
    return stories.world()


@pytest.fixture
def twins(world) -> tuple[Resident, Resident]:
    """Siti twice, with everything that can hang on a record."""
    one = siti(world)
    step(world, one, "DEPARTURE", date(2020, 3, 1), agency="PT Melati Jaya")
    for purpose, witness in (("CONTACT", "Pak Budi"), ("STORY", "Wati")):
        given = consents.give(
            resident=one, purpose=purpose, channel="SPOKEN", witness=witness,
            given_on=date(2026, 1, 5), by=world.by_adi, at=NOW,
        )  # fmt: skip
    consents.withdraw(consent=given, withdrawn_on=TODAY, by=world.by_adi, at=NOW)
    national_ids.read(resident=one, by=world.by_adi, at=NOW)
    rights.ask_correction(resident=one, said="RT saya 005, bukan 003.", by=world.by_adi, at=NOW)
    other = resident(world, "Siti Aminah", hamlet="Dusun Satu", phone="+6285550001111")
    return one, other


def at(world, name: str, *args: object) -> str:
    return reverse(f"people:{name}", args=[world.here.slug, *args])


@pytest.mark.looks
def test_empty_and_wrong_pages_are_usable_too(open_page, world):
    who = siti(world, national_id="")
    page = open_page(at(world, "duplicates"), user=world.adi)
    found = complaints(page)
    site = page.url.split("/desa/")[0]
    page.goto(site + at(world, "corrections"))
    found += complaints(page)
    page.goto(site + at(world, "resident_erase", who.pk))
    page.get_by_label("Ketik nama lengkapnya").fill("Siti")
    page.get_by_role("button", name="Hapus data ini").click()
    expect(page.get_by_text("Belum ada yang dihapus").first).to_be_visible()
    found += complaints(page)
    assert found == []


@pytest.mark.looks
def test_my_data_is_usable_by_siti(open_page, world, twins):
    mine = User.objects.create_user("siti", "sawah-hijau-99", name="Siti Aminah")
    Resident.objects.filter(pk=twins[0].pk).update(user=mine)
    page = open_page(reverse("mine:data"), user=mine)
    found = complaints(page)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 780})
        picture(page, "rights-my-data")
    page.get_by_role("link", name="Ini keliru").click()
    expect(page.get_by_role("heading", name="Ini keliru")).to_be_visible()
    found += complaints(page)
    assert found == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_records_are_joined_and_parted_again(open_page, world, twins, script):
    page = open_page(at(world, "duplicates"), user=world.adi, java_script_enabled=script)
    page.get_by_role("link", name="Siti Aminah dan Siti Aminah").click()
    page.get_by_label("0855-5000-1111").check()
    page.get_by_role("button", name="Lihat yang akan pindah").click()
    expect(page.get_by_text("0855-5000-1111")).to_be_visible()
    page.get_by_role("button", name="Gabungkan dua catatan ini").click()
    expect(page.get_by_text("sekarang menjadi satu")).to_be_visible()
    assert Resident.objects.get(pk=twins[0].pk).phone == "+6285550001111"
    page.get_by_role("button", name="Urungkan").first.click()
    expect(page.get_by_text("Catatan kembali menjadi dua")).to_be_visible()
    assert Resident.objects.get(pk=twins[0].pk).phone == "+6281234567890"
    assert hasattr(Merge.objects.get(), "undo")
    assert merging.final_record(twins[1]).pk == twins[1].pk
