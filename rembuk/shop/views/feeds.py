"""Where else goods are shown: addresses that channels read, and files of marketplaces."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.lib.tables import XLSX
from rembuk.shop import channels, feeds, filled_files, listings, showing, windows
from rembuk.shop.forms.files import FillForm
from rembuk.shop.models import FilledFile, Listing, Photo
from rembuk.villages.access import ID_MAX, VillageRequest, actor_of, group_of, public, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.uploads import was_too_large
from rembuk.web.views import address

KEPT = "public, max-age=900"  # channels read once an hour at most


class _Whole:
    """Addresses of one village as somebody outside opens them."""

    def __init__(self, request: VillageRequest) -> None:
        self.request = request

    def page(self, listing: Listing) -> str:
        return self._whole("good", listing.pk)

    def photo(self, photo: Photo) -> str:
        return self._whole("picture", photo.pk)

    def feed(self, group: Group, name: str) -> str:
        return self._whole(name, group.pk)

    def _whole(self, name: str, pk: int) -> str:
        path = reverse(f"window:{name}", args=[self.request.village.slug, pk])
        return self.request.build_absolute_uri(path)


@requires(Permission.SEE_WORK)
@require_safe
def channels_page(request: VillageRequest) -> HttpResponse:
    """The addresses that channels read, what goes out, and what stays behind."""
    group, whole = group_of(request), _Whole(request)
    window = windows.window_of(group)
    told = feeds.feed(
        group=group, listings=_seen(request), addresses=whole,
        today=request.today,
    )  # fmt: skip
    context = {
        "group": group,
        "is_open": window is not None and window.opened_on is not None,
        "feed": told,
        "cut": feeds.cut(told.products),
        "least": channels.META_PICTURE_PX,
        "meta": whole.feed(group, "meta"),
        "google": whole.feed(group, "google"),
        "schema": whole.feed(group, "schema_org"),
    }
    return render(request, "shop/channels.html", context)


@public
@require_safe
def meta(request: VillageRequest, shop_id: int) -> HttpResponse:
    """The goods of a group as Facebook, Instagram and WhatsApp read them."""
    limits = channels.META_LIMITS
    goods = [channels.fitted(one, limits) for one in _feed(request, shop_id).products]
    return _csv(channels.meta_file(goods))


@public
@require_safe
def google(request: VillageRequest, shop_id: int) -> HttpResponse:
    """The goods of a group as Google reads them."""
    limits = channels.GOOGLE_LIMITS
    goods = [channels.fitted(one, limits) for one in _feed(request, shop_id).products]
    return _csv(channels.google_file(goods))


@public
@require_safe
def schema_org(request: VillageRequest, shop_id: int) -> HttpResponse:
    """The goods of a group as search engines read them."""
    told = channels.schema_org_list(_feed(request, shop_id).products)
    headers = {"Cache-Control": KEPT}
    return JsonResponse(told, content_type="application/ld+json", headers=headers)


@requires(Permission.RECORD_WORK)
def fill_file(request: VillageRequest) -> HttpResponse:
    """Send a marketplace's own file, and have the group's goods written into it."""
    group, sent = group_of(request), request.method == "POST"
    shown = _seen(request)
    files = request.FILES if sent else None  # read first: only then is a cut file known
    form = FillForm(
        request.POST if sent else None, files, offered=[one.product for one in shown],
        weights=feeds.weights_of(group), too_large=sent and was_too_large(request),
    )  # fmt: skip

    def work(*, group: Group, file: Any, **_weights: Any) -> dict[str, Any]:
        filled_files.weigh(group=group, grams=form.grams())
        goods = feeds.goods(
            group=group, listings=shown, addresses=_Whole(request), today=request.today
        )
        one = filled_files.make(
            group=group, name=file.name, data=file.read(), goods=goods, by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip
        return {"file": one.pk}

    outcome = sent and form.run(request, kind="shop.fill_file", work=work, about={"group": group})
    if outcome:
        return redirect("shop:filled_file", *address(request, outcome.facts["file"]))
    context = {"group": group, "form": form, "files": filled_files.kept(group), "shown": shown}
    return render(request, "shop/fill_file.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_safe
def filled_file(request: VillageRequest, file_id: int) -> HttpResponse:
    """What went where in a filled file, and what the seller still writes."""
    one = get_object_or_404(filled_files.kept(group_of(request)), pk=file_id)
    return render(request, "shop/filled_file.html", {"group": group_of(request), "one": one})


@requires(Permission.RECORD_WORK)
@require_safe
def download_file(request: VillageRequest, file_id: int) -> HttpResponse:
    """The filled file itself."""
    mine = FilledFile.objects.of(request.village).filter(group=request.group)
    one = get_object_or_404(mine.exclude(content=b""), pk=file_id)
    name = _("filled-%(number)s.xlsx") % {"number": one.pk}
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(one.content), content_type=XLSX, headers=headers)


def _feed(request: VillageRequest, shop_id: int) -> feeds.Feed:
    there = windows.open_windows(request.village).filter(group=min(shop_id, ID_MAX)).first()
    if there is None:
        raise Http404
    shown = showing.shown_to_all(request.village, today=request.today).filter(
        product__group=there.group
    )
    return feeds.feed(
        group=there.group, listings=list(shown), addresses=_Whole(request), today=request.today
    )


def _csv(text: str) -> HttpResponse:
    headers = {"Cache-Control": KEPT}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _seen(request: VillageRequest) -> list[Listing]:
    """What the group shows, and everybody may see."""
    shown = listings.shown_by(group_of(request))
    return [one for one in shown if one.may_be_seen(request.today)]
