"""Photos behind the door of a group: nobody else's browser and no store between keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.enterprise.forms.photos import Cut, OnlyPhotoForm
from rembuk.enterprise.models import KeptPhoto
from rembuk.enterprise.pictures import Picture
from rembuk.villages.access import VillageRequest, group_of
from rembuk.villages.models import VillageRow
from rembuk.web.forms import press, status
from rembuk.web.uploads import was_too_large
from rembuk.web.views import address

JPEG, WEBP = "image/jpeg", "image/webp"
P = TypeVar("P", bound=KeptPhoto)


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


@dataclass(frozen=True)
class Asking:
    """The page that adds a photo of one thing: its command, the thing, and where one goes after."""

    kind: str  # of the command, such as "herd.new_photo"
    about: Mapping[str, VillageRow]  # the thing, under the name the command keeps it by
    add: Callable[[Picture], KeptPhoto]
    back: str  # an address
    name: str  # of the thing, above the heading
    heading: str


def ask_photo(request: VillageRequest, asking: Asking) -> HttpResponse:
    """Ask for a photo and keep it."""
    form = OnlyPhotoForm(*sent(request))

    def work(**_about: Any) -> dict[str, Any]:
        assert form.picture
        return {"photo": asking.add(form.picture).pk}

    if request.method == "POST" and form.run(
        request, kind=asking.kind, work=work, about=dict(asking.about)
    ):
        messages.success(request, _("The photo is kept, for your group only."))
        return redirect(asking.back)
    context = {
        "group": group_of(request), "form": form, "about": asking.name, "back": asking.back,
        "heading": asking.heading,
    }  # fmt: skip
    return render(request, "enterprise/new_photo.html", context, status=status(form))


def there(mine: QuerySet[P], photo_id: int) -> P:
    """Return a photo of an address, unless it is taken away."""
    return get_object_or_404(mine.filter(removed_at__isnull=True), pk=photo_id)


def take_away(
    request: VillageRequest, photo: KeptPhoto, *, kind: str, remove: Callable[[], None], back: str
) -> HttpResponse:
    """Take a photo away; also one that is taken away already, for a button that is sent twice."""

    def work(**_about: Any) -> None:
        remove()

    done = _("The photo is taken away.")
    press(request, kind=kind, work=work, about={"photo": photo}, done=done)
    return redirect(back)
