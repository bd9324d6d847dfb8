"""What stands in a group's window, as channels and marketplaces read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.shop import channels, photos, showing, stock
from rembuk.shop.channels import Limits, Product
from rembuk.shop.filling import Goods
from rembuk.shop.models import Listing, Photo, Weight
from rembuk.villages.models import Group

CHANNELS: dict[str, tuple[str, Limits]] = {
    "meta": ("Facebook, Instagram, WhatsApp", channels.META_LIMITS),
    "google": ("Google", channels.GOOGLE_LIMITS),
}
TEXTS = {
    "title": gettext_lazy("the name"),
    "description": gettext_lazy("the description"),
    "brand": gettext_lazy("the name of the group"),
}


class Addresses(Protocol):
    """Whole addresses that everybody can open."""

    def page(self, listing: Listing) -> str:
        """Return the address of a product's page."""

    def photo(self, photo: Photo) -> str:
        """Return the address of a photo."""


@dataclass(frozen=True)
class Feed:
    """What goes out, what stays behind for lack of a price or a photo, and what Meta may refuse."""

    products: list[Product]
    left_out: list[tuple[str, str]]  # name of the product, why
    small: list[tuple[str, str]]  # name of the product, size of its largest photo in pixels


def feed(*, group: Group, listings: Sequence[Listing], addresses: Addresses, today: date) -> Feed:
    """Return what a group shows as its channels read it; what they would refuse stays out."""
    shown = photos.by_listing(group.village, listings)
    gone = showing.sold_out(group.village, listings, today=today)
    told = Feed([], [], [])
    for one in listings:
        pictures = shown.get(one.pk, [])
        if why := _why_not(one, pictures):
            told.left_out.append((one.product.name, why))
        else:
            first = _first_for_meta(pictures)
            if _side(first) < channels.META_PICTURE_PX:
                told.small.append((one.product.name, str(first)))
            product = _product(group, one, first, addresses)
            if one.product_id in gone:
                product = replace(product, availability=channels.OUT_OF_STOCK)
            told.products.append(product)
    return told


def cut(products: Iterable[Product]) -> list[tuple[str, str, str]]:
    """Return what a channel cuts short: name of the product, channel, which texts."""
    return [
        (one.title, name, ", ".join(str(TEXTS.get(field, field)) for field in fields))
        for one in products
        for name, limits in CHANNELS.values()
        if (fields := channels.cut(one, limits))
    ]


def goods(
    *, group: Group, listings: Sequence[Listing], addresses: Addresses, today: date
) -> list[Goods]:
    """Return what a group shows as a marketplace's file asks for it.

    How many there are is told where the stock is recorded; who sews to order knows it herself.
    """
    shown, weights = photos.by_listing(group.village, listings), weights_of(group)
    kept = [one.product for one in listings if not one.product.to_order]
    counts = stock.available(group.village, kept, today=today) if kept else {}
    return [
        Goods(
            name=one.product.name,
            code=str(one.product_id),
            description=one.description,
            price_rp=one.product.price_rp,
            stock=counts.get(one.product_id),
            weight_g=weights.get(one.product_id),
            photos=[addresses.photo(photo) for photo in shown.get(one.pk, [])],
        )
        for one in listings
    ]


def weights_of(group: Group) -> dict[int, int]:
    """Return what a group's products weigh, in grams, by product."""
    rows = Weight.objects.of(group.village).filter(product__group=group)
    return dict(rows.values_list("product", "grams"))


def _side(photo: Photo) -> int:
    return min(photo.width, photo.height)


def _first_for_meta(pictures: Sequence[Photo]) -> Photo:
    """Return the first photo that is large enough for Meta, or the largest there is."""
    enough = (one for one in pictures if _side(one) >= channels.META_PICTURE_PX)
    return next(enough, None) or max(pictures, key=_side)


def _why_not(listing: Listing, pictures: Sequence[Photo]) -> str:
    if listing.product.price_rp is None:
        return _("its price is not told")
    return "" if pictures else _("it has no photo")


def _product(group: Group, listing: Listing, photo: Photo, addresses: Addresses) -> Product:
    return Product(
        id=str(listing.product_id),
        title=listing.product.name,
        description=listing.description or listing.product.name,
        availability=channels.IN_STOCK,
        condition=channels.NEW,
        price=f"{listing.product.price_rp} IDR",
        link=addresses.page(listing),
        image_link=addresses.photo(photo),
        brand=group.name,
    )
