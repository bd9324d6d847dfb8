"""Goods come into the shop window, change, and go out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from rembuk.enterprise import products
from rembuk.enterprise.products import Facts
from rembuk.enterprise.tests.drawn import picture
from rembuk.lib.errors import Refused
from rembuk.shop import listings, motifs, photos, showing, windows
from rembuk.shop.listings import CharacterAsked, Permission, Showing
from rembuk.shop.models import Listing, Photo

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)


def told(world):
    return {"by": world.by_adi, "at": NOW}


def show(world, name="Keset bundar", *, product=None, photo=None, **answered):
    return listings.show(
        group=world.tailors, showing=Showing(Facts(name, price_rp=15_000), **answered),
        picture=photo, product=product, today=TODAY, **told(world),
    )  # fmt: skip


def test_a_product_is_shown_once_goes_out_and_comes_back(world):
    one = show(world)
    with pytest.raises(Refused, match="sudah ada di toko"):
        show(world, product=one.product)
    listings.take_out(listing=one, today=TODAY, **told(world))
    assert list(listings.not_shown(world.tailors)) == [one.product]
    again = show(world, product=one.product)
    with pytest.raises(Refused, match="sudah ada di toko"):
        listings.show_again(listing=one, **told(world))
    listings.take_out(listing=again, today=TODAY, **told(world))
    listings.show_again(listing=one, **told(world))
    assert list(listings.shown_by(world.tailors)) == [one]


def test_what_is_no_longer_offered_is_not_shown(world):
    one = show(world)
    products.end(product=one.product, today=TODAY, **told(world))
    assert not listings.shown_by(world.tailors)
    listings.take_out(listing=one, today=TODAY, **told(world))
    for refused in (
        lambda: show(world, product=one.product),
        lambda: listings.show_again(listing=one, **told(world)),
    ):
        with pytest.raises(Refused, match="tidak lagi ditawarkan"):
            refused()


CHARACTERS = [
    ("Keset Keropi", "", "Keroppi"),
    ("Keset karakter", "gambar DORAEMON lucu", "Doraemon"),
    ("Tas Hello-Kitty", "", "Hello Kitty"),
    ("Keset bundar", "perca campuran", ""),
    ("Tas telepon", "", ""),
]


@pytest.mark.parametrize(("name", "description", "expected"), CHARACTERS)
def test_a_known_character_is_seen(name, description, expected):
    assert motifs.character_in(name, description) == expected


def test_a_known_character_is_shown_only_with_an_answer(world):
    with pytest.raises(CharacterAsked, match="Keroppi"):
        show(world, "Keset Keroppi")
    assert not products.offered(world.tailors)
    one = show(world, "Keset Keroppi", character_answer="OWN_DRAWING")
    assert (one.character, one.character_answer) == ("Keroppi", "OWN_DRAWING")
    plain = Showing(Facts("Keset katak", price_rp=15_000))
    listings.change(listing=one, showing=plain, today=TODAY, **told(world))
    assert (one.character, one.character_answer) == ("", "")


def test_what_its_owner_allowed_is_shown_as_long_as_that_holds(world):
    """Who, which paper, until when: without them, and after it, buyers do not see it."""
    at = {"today": TODAY, **told(world)}
    windows.open_window(group=world.tailors, told=windows.Told("", ""), **at)
    allowed = Permission("PT Pemilik Kodok", "Surat 2 Maret 2026, dipegang Lastri", TODAY)
    for wrong in (Permission(), replace(allowed, by=" "), replace(allowed, paper=""),
                  replace(allowed, until=TODAY - timedelta(days=1))):  # fmt: skip
        with pytest.raises(CharacterAsked):
            show(world, "Keset Keroppi", character_answer="PERMITTED", permission=wrong)
    one = show(world, "Keset Keroppi", character_answer="PERMITTED", permission=allowed)
    assert list(showing.shown_to_all(world.here, today=TODAY)) == [one]
    assert not showing.shown_to_all(world.here, today=TODAY + timedelta(days=1))
    assert [one.may_be_seen(TODAY + timedelta(days=n)) for n in (0, 1)] == [True, False]
    longer = replace(listings.showing_of(one), permission=replace(allowed, until=None))
    listings.change(listing=one, showing=longer, today=TODAY, **told(world))
    assert showing.shown_to_all(world.here, today=TODAY + timedelta(days=999))


def test_five_photos_are_enough_and_a_removed_one_is_gone(world):
    one = show(world, photo=picture())
    more = [photos.add(listing=one, picture=picture(), **told(world)) for _each in range(4)]
    with pytest.raises(Refused, match="5 foto"):
        photos.add(listing=one, picture=picture(), **told(world))
    photos.remove(photo=more[0], **told(world))
    kept = Photo.objects.get(pk=more[0].pk)
    assert (bytes(kept.picture), bytes(kept.thumbnail)) == (b"", b"")
    assert photos.by_listing(world.here, [one])[one.pk][0].added_at == NOW
    assert len(photos.by_listing(world.here, [one])[one.pk]) == 4


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"until_on": date(2026, 3, 1)}, "shop_listing_ends_after_it_began"),
        ({"character": "Keroppi"}, "shop_listing_character_is_answered"),
        ({"character_answer": "PERMITTED"}, "shop_listing_character_is_answered"),
        ({"character": "K", "character_answer": "YES"}, "shop_listing_character_is_answered"),
        ({"permitted_by": "Sanrio"}, "shop_listing_permission_says_who_and_on_which_paper"),
        (
            {"character": "K", "character_answer": "PERMITTED", "permitted_by": "Sanrio"},
            "shop_listing_permission_says_who_and_on_which_paper",
        ),
    ],
)
def test_the_database_refuses_a_listing_that_cannot_be(world, wrong, rule):
    one = show(world)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Listing.objects.filter(pk=one.pk).update(**wrong)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"picture": b""}, "shop_photo_kept_has_bytes"),
        ({"removed_at": NOW}, "shop_photo_removed_is_empty"),
        ({"width": 0}, "shop_photo_has_a_size"),
        ({"picture": bytes(100_001)}, "shop_photo_is_small"),
        ({"thumbnail": bytes(6_001)}, "shop_photo_is_small"),
    ],
)
def test_the_database_refuses_a_photo_that_cannot_be(world, wrong, rule):
    one = show(world, photo=picture())
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Photo.objects.filter(listing=one).update(**wrong)
