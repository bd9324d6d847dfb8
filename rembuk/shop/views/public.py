"""The village's shop, open to everybody: no signing in, no script, few bytes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.shop import asking, photos, showing, windows
from rembuk.shop.forms.public import OrderForm
from rembuk.shop.models import Listing, Photo
from rembuk.villages.access import ID_MAX, VillageRequest, anybody, public
from rembuk.villages.actors import REMBUK
from rembuk.web.forms import status
from rembuk.workshop import telling

A_PAGE = 50
KEPT = "public, max-age=31536000, immutable"


@anybody
@require_safe
def shops_page(request: HttpRequest) -> HttpResponse:
    """The villages whose groups sell to everybody."""
    return render(request, "shop/public/shops.html", {"villages": windows.villages_that_sell()})


@public
@require_safe
def shop_page(request: VillageRequest) -> HttpResponse:
    """Everything the village's groups show."""
    listed = showing.shown_to_all(request.village, today=request.today).select_related(
        "product__group"
    )
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    stands = showing.stands(request.village, page.object_list, today=request.today)
    first = next((good.photo for stand in stands for good in stand.goods if good.photo), None)
    context = {
        "page": page,
        "stands": stands,
        "address": _absolute(request, reverse("window:shop", args=[request.village.slug])),
        "share_title": _("Shop of %(village)s village") % {"village": request.village.name},
        "share_text": _("What the groups of the village make and sell, straight from the makers."),
        "share_photo": first,
        "share_photo_url": _photo_address(request, first),
    }
    return render(request, "shop/public/shop.html", context)


@public
@require_safe
def good_page(request: VillageRequest, listing_id: int) -> HttpResponse:
    """One product: its photos, price, words, and how to order it."""
    listing = _listing(request, listing_id)
    window = windows.window_of(listing.product.group)
    assert window, "what everybody sees stands in an open window"
    window.group = listing.product.group
    price = showing.price_told(listing)
    free = showing.free_now(request.village, [listing], today=request.today)
    kept = list(photos.kept(request.village).filter(listing=listing))
    first = next(iter(kept), None)
    slug = request.village.slug
    address = _absolute(request, reverse("window:good", args=[slug, listing.pk]))
    context = {
        "listing": listing,
        "group": listing.product.group,
        "price": price,
        "sold_out": free.get(listing.product_id) == 0,
        "in_stock": bool(free.get(listing.product_id)),
        "photos": kept,
        "share_type": "product",
        "share_title": f"{listing.product.name} · {listing.product.group.name}",
        "share_text": " · ".join(filter(None, (price, listing.description))),
        "share_photo": first,
        "share_photo_url": _photo_address(request, first),
        "address": address,
        "may_order": asking.may_order(window.group),
        "whatsapp": showing.whatsapp_address(window, listing=listing, link=address),
    }
    return render(request, "shop/public/good.html", context)


@public
@require_safe
def picture(request: VillageRequest, photo_id: int) -> HttpResponse:
    """The large photo, for share cards and a closer look."""
    return _bytes(_photo(request, photo_id).picture, "image/jpeg")


@public
@require_safe
def medium(request: VillageRequest, photo_id: int) -> HttpResponse:
    """The photo on the page of its product."""
    return _bytes(_photo(request, photo_id).medium, "image/webp")


@public
@require_safe
def thumbnail(request: VillageRequest, photo_id: int) -> HttpResponse:
    """The square photo of lists."""
    return _bytes(_photo(request, photo_id).thumbnail, "image/webp")


@public
def order(request: VillageRequest, listing_id: int) -> HttpResponse:
    """Order by a form: it stands in the group's order book, and the group answers."""
    listing = _listing(request, listing_id)
    if not asking.may_order(listing.product.group):
        raise Http404
    form = OrderForm(request.POST or None)

    def work(*, listing: Listing, **typed: Any) -> dict[str, Any]:
        made = asking.order(
            listing=listing, asked=form.asked(**typed), at=timezone.now(), today=request.today
        )
        code = telling.code_of(made)
        path = reverse("workshop:status", args=[request.village.slug, made.pk, code])
        return {"number": made.number, "path": path}

    about = {"listing": listing}
    context: dict[str, Any] = {
        "listing": listing,
        "price": showing.price_told(listing),
        "form": form,
        "address": _absolute(request, reverse("window:good", args=[
            request.village.slug, listing.pk])),
        "share_title": _("Order: %(name)s") % {"name": listing.product.name},
        "share_text": showing.price_told(listing),
    }  # fmt: skip
    if request.method == "POST":
        context["done"] = form.run(
            request, kind="shop.order", work=work, about=about, village=request.village, by=REMBUK
        )
    return render(request, "shop/public/order.html", context, status=status(form))


def _listing(request: VillageRequest, listing_id: int) -> Listing:
    if listing_id > ID_MAX:
        raise Http404
    mine = showing.shown_to_all(request.village, today=request.today).select_related(
        "product__group"
    )
    return get_object_or_404(mine, pk=listing_id)


def _photo(request: VillageRequest, photo_id: int) -> Photo:
    if photo_id > ID_MAX:
        raise Http404
    return get_object_or_404(
        showing.photos_to_all(request.village, today=request.today), pk=photo_id
    )


def _bytes(data: bytes | memoryview, kind: str) -> HttpResponse:
    return HttpResponse(bytes(data), content_type=kind, headers={"Cache-Control": KEPT})


def _photo_address(request: VillageRequest, photo: Photo | None) -> str:
    if photo is None:
        return ""
    return _absolute(request, reverse("window:picture", args=[request.village.slug, photo.pk]))


def _absolute(request: VillageRequest, address: str) -> str:
    return request.build_absolute_uri(address)
