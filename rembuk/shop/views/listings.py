"""The group's side of the shop window: what is shown, and putting goods in."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash.shown import WHATSAPP
from rembuk.enterprise import products
from rembuk.enterprise.models import Product
from rembuk.enterprise.photos import BYTES
from rembuk.enterprise.views.photos import private_photo, sent
from rembuk.shop import listings, motifs, photos, windows
from rembuk.shop.forms.listings import ShowForm, initial_of
from rembuk.shop.models import Listing, Photo
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.undo import offer_undo
from rembuk.web.views import address


@requires(Permission.RECORD_WORK)
@require_safe
def begin_show(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to a new product in the window; ask which group where there are several."""
    mine = [one for one in groups.seen_by(request.acting, request.village) if one.trade]
    if len(mine) == 1:
        return redirect("shop:show", request.village.slug, mine[0].pk)
    return render(request, "shop/which_group.html", {"groups": mine})


@requires(Permission.SEE_WORK)
@require_safe
def window_page(request: VillageRequest) -> HttpResponse:
    """What the group shows to everybody, and what it offers without showing it."""
    group = group_of(request)
    shown = list(listings.shown_by(group))
    shop = request.build_absolute_uri(reverse("window:shop", args=[request.village.slug]))
    text = _("%(group)s, village of %(village)s. Look and order here: %(link)s") % {
        "group": group.name, "village": request.village.name, "link": shop,
    }  # fmt: skip
    context = {
        "shop_address": shop,
        "share_url": WHATSAPP + quote(text, safe=""),
        "group": group,
        "window": windows.window_of(group),
        "shown": _with_photos(request, shown),
        "not_shown": listings.not_shown(group),
        "may_record": request.acting.may(Permission.RECORD_WORK) and not group.ended_on,
        "may_run": request.acting.may(Permission.RUN_GROUP),
        "key": key(),
    }
    return render(request, "shop/window.html", context)


@requires(Permission.RECORD_WORK)
def show(request: VillageRequest) -> HttpResponse:
    """Put a new product into the window."""
    return _show(request, None)


@requires(Permission.RECORD_WORK)
def show_product(request: VillageRequest, product_id: int) -> HttpResponse:
    """Put a product that the group offers already into the window."""
    mine = products.offered(group_of(request))
    return _show(request, get_object_or_404(mine, pk=product_id))


@requires(Permission.RECORD_WORK)
def change(request: VillageRequest, listing_id: int) -> HttpResponse:
    """Change what the window tells of a product; a photo may be added."""
    listing = _listing(request, listing_id)
    form = _form(request, listing.product, initial=initial_of(listings.showing_of(listing)))

    def work(*, listing: Listing, **typed: Any) -> None:
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        shown = form.showing(**typed)
        listings.change(listing=listing, showing=shown, today=request.today, **told)
        if form.picture:
            photos.add(listing=listing, picture=form.picture, **told)

    if request.method == "POST" and form.run(
        request, kind="shop.change", work=work, about={"listing": listing}
    ):
        messages.success(request, _("The change is saved."))
        return redirect("shop:window", *address(request))
    context = {
        "group": group_of(request),
        "listing": listing,
        "photos": photos.kept(request.village).filter(listing=listing),
        "form": form,
        "key": key(),
    }
    return render(request, "shop/show.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_POST
def take_out(request: VillageRequest, listing_id: int) -> HttpResponse:
    """Take a product out of the window."""
    listing = _listing(request, listing_id)

    def work(*, listing: Listing) -> None:
        listings.take_out(
            listing=listing, by=actor_of(request), at=timezone.now(), today=request.today
        )

    if press(request, kind="shop.take_out", work=work, about={"listing": listing}):
        told = _("%(name)s is no longer in the shop.") % {"name": listing.product.name}
        url = reverse("shop:show_again", args=address(request, listing.pk))
        offer_undo(request, done=told, url=url)
    return redirect("shop:window", *address(request))


@requires(Permission.RECORD_WORK)
@require_POST
def show_again(request: VillageRequest, listing_id: int) -> HttpResponse:
    """Undo taking a product out."""
    listing = _listing(request, listing_id)

    def work(*, listing: Listing) -> None:
        listings.show_again(listing=listing, by=actor_of(request), at=timezone.now())

    told = _("%(name)s is in the shop.") % {"name": listing.product.name}
    press(request, kind="shop.show_again", work=work, about={"listing": listing}, done=told)
    return redirect("shop:window", *address(request))


@requires(Permission.RECORD_WORK)
@require_POST
def remove_photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """Take a photo away."""
    mine = Photo.objects.of(request.village).filter(listing__product__group=request.group)
    known = mine.defer(*BYTES).select_related("listing__product")
    photo = get_object_or_404(known, pk=photo_id)  # also one that is taken away: sent twice

    def work(*, photo: Photo) -> None:
        photos.remove(photo=photo, by=actor_of(request), at=timezone.now())

    told = _("The photo is taken away.")
    press(request, kind="shop.remove_photo", work=work, about={"photo": photo}, done=told)
    return redirect("shop:change", *address(request, photo.listing_id))


@requires(Permission.SEE_WORK)
@require_safe
def characters(request: VillageRequest) -> HttpResponse:
    """Why a known character is asked about, and what the group may do."""
    context = {"group": group_of(request), "names": motifs.names(), "motifs": motifs}
    return render(request, "shop/characters.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """The small photo, for pages of the group."""
    mine = Photo.objects.of(request.village).filter(removed_at__isnull=True)
    found = get_object_or_404(mine.filter(listing__product__group=request.group), pk=photo_id)
    return private_photo(found.thumbnail)


def _show(request: VillageRequest, product: Product | None) -> HttpResponse:
    known = initial_of(listings.Showing(products.facts_of(product))) if product else {}
    form = _form(request, product, initial=known)

    def work(*, product: Product | None, **typed: Any) -> dict[str, Any]:
        listing = listings.show(
            group=group_of(request), showing=form.showing(**typed), picture=form.picture,
            product=product, by=actor_of(request), at=timezone.now(), today=request.today,
        )  # fmt: skip
        return {"name": listing.product.name}

    if request.method == "POST":
        about = {"product": product}
        outcome = form.run(request, kind="shop.show", work=work, about=about)
        if outcome:
            told = _("%(name)s is in the shop.") % {"name": outcome.facts["name"]}
            messages.success(request, told)
            return redirect("shop:window", *address(request))
    context = {"group": group_of(request), "product": product, "form": form}
    return render(request, "shop/show.html", context, status=status(form))


def _form(request: VillageRequest, product: Product | None, *, initial: Any) -> ShowForm:
    return ShowForm(*sent(request), initial=initial, unit=product.unit if product else "PIECE")


def _listing(request: VillageRequest, listing_id: int) -> Listing:
    mine = Listing.objects.of(request.village).filter(product__group=request.group)
    return get_object_or_404(mine.select_related("product"), pk=listing_id)


def _with_photos(request: VillageRequest, shown: list[Listing]) -> list[dict[str, Any]]:
    found = photos.by_listing(request.village, shown)
    return [
        {
            "listing": one, "photo": next(iter(found.get(one.pk, [])), None),
            "hidden": not one.may_be_seen(request.today),
            "to_answer": not one.character and bool(motifs.character_in(one.product.name)),
        }
        for one in shown
    ]  # fmt: skip
