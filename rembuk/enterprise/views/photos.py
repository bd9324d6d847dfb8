"""Photos behind the door of a group: nobody else's browser and no store between keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from rembuk.enterprise.forms.photos import Cut
from rembuk.enterprise.models import KeptPhoto
from rembuk.villages.access import VillageRequest
from rembuk.web.uploads import was_too_large
from rembuk.web.views import address

JPEG, WEBP = "image/jpeg", "image/webp"


@dataclass(frozen=True)
class Frame:
    """A photo on a page: where its bytes are, and where it is taken away ("" for who may not)."""

    photo: KeptPhoto
    small_url: str
    whole_url: str
    remove_url: str


def frames(
    request: VillageRequest, photos: Iterable[KeptPhoto], *, room: str, may_remove: bool
) -> list[Frame]:
    """Return photos for a page; the room has the addresses photo, small_photo, remove_photo."""
    return [
        Frame(
            photo=one,
            small_url=reverse(f"{room}:small_photo", args=address(request, one.pk)),
            whole_url=reverse(f"{room}:photo", args=address(request, one.pk)),
            remove_url=(
                reverse(f"{room}:remove_photo", args=address(request, one.pk)) if may_remove else ""
            ),
        )
        for one in photos
    ]


def sent(request: VillageRequest) -> tuple[Any, Any]:
    """Return what was typed and chosen, for a PhotoForm; two times None for a fresh page."""
    if request.method != "POST":
        return None, None
    files = request.FILES  # read first: only then is a cut file known
    return request.POST, Cut(dict(files.lists())) if was_too_large(request) else files


def private_photo(data: bytes | memoryview[int], kind: str = WEBP) -> HttpResponse:
    """Return the bytes of a photo that only this browser may keep, for a day."""
    headers = {"Cache-Control": "private, max-age=86400"}
    return HttpResponse(bytes(data), content_type=kind, headers=headers)
