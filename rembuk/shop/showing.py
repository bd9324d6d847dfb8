"""What everybody sees of a village's shop: nothing but goods, and how to reach the group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.shop import listings, motifs, photos, stock, windows
from rembuk.shop.models import CharacterAnswer, Listing, Photo, Window
from rembuk.villages.models import Village


@dataclass(frozen=True)
class Good:
    """One product as everybody sees it."""

    listing: Listing
    photo: Photo | None
    sold_out: bool


@dataclass(frozen=True)
class Stand:
    """What one group shows."""

    window: Window
    goods: Sequence[Good]


def shown_to_all(village: Village, *, today: date) -> QuerySet[Listing]:
    """Return what stands in open windows, group by group, the newest first.

    What needs its owner's permission stands there as long as that holds (Listing.may_be_seen).
    """
    open_groups = windows.open_windows(village).values("group")
    there = listings.now_shown(village).filter(product__group__in=open_groups)
    holds = Q(permitted_until__isnull=True) | Q(permitted_until__gte=today)
    there = there.filter(
        ~Q(character_answer=CharacterAnswer.PERMITTED) | (~Q(permitted_by="") & holds)
    )
    # Renamed since it was put in: the question about a character was never answered.
    named = there.filter(character="").values_list("pk", "product__name")
    there = there.exclude(pk__in=[pk for pk, name in named if motifs.character_in(name)])
    return there.order_by("product__group__name", "product__group_id", "-since_on", "-pk")


def photos_to_all(village: Village, *, today: date) -> QuerySet[Photo]:
    """Return the photos of what stands in open windows."""
    shown = shown_to_all(village, today=today).order_by().values("pk")
    there = Photo.objects.of(village).filter(removed_at__isnull=True, listing__in=shown)
    return there.order_by("pk")


def stands(village: Village, page: Iterable[Listing], *, today: date) -> list[Stand]:
    """Return a page of goods by group, each with its first photo: four queries."""
    there = {window.group_id: window for window in windows.open_windows(village)}
    mine = list(page)
    found = photos.by_listing(village, mine)
    gone = sold_out(village, mine, today=today)
    return [
        Stand(
            there[group],
            [
                Good(one, next(iter(found.get(one.pk, [])), None), one.product_id in gone)
                for one in goods
            ],
        )
        for group, goods in groupby(mine, key=lambda one: one.product.group_id)
    ]


def sold_out(village: Village, listed: Iterable[Listing], *, today: date) -> set[int]:
    """Return the products that are kept in stock, and of which nothing is free.

    Where no stock was ever recorded nobody knows: those are not among them.
    """
    return {pk for pk, pieces in free_now(village, listed, today=today).items() if not pieces}


def free_now(village: Village, listed: Iterable[Listing], *, today: date) -> dict[int, int]:
    """Return how many pieces are free of the products that are kept in stock, where one knows."""
    kept = [one.product for one in listed if not one.product.to_order]
    return stock.available(village, kept, today=today) if kept else {}


def price_told(listing: Listing) -> str:
    """Write the price of one: 'Rp15.000 per potong'."""
    product = listing.product
    if not product.price_rp:
        return _("Price by agreement")
    price = words.rupiah(product.price_rp, language=get_language() or "id")
    return _("%(price)s a %(unit)s") % {"price": price, "unit": product.get_unit_display()}


def whatsapp_address(window: Window, *, listing: Listing | None = None, link: str) -> str:
    """Return the address that opens WhatsApp with a text to the group; '' without a number."""
    if not window.whatsapp:
        return ""
    if listing is None:
        text = _("Hello %(group)s, I saw your shop: %(link)s") % {
            "group": window.group.name, "link": link,
        }  # fmt: skip
    else:
        text = _("Hello %(group)s, I would like to order: %(name)s (%(price)s). %(link)s") % {
            "group": window.group.name, "name": listing.product.name,
            "price": price_told(listing), "link": link,
        }  # fmt: skip
    return f"https://wa.me/{window.whatsapp.lstrip('+')}?text={quote(text)}"
