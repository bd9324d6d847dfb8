"""Photos of a goat: added, shown, taken away."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.enterprise.pictures import Picture
from rembuk.enterprise.views.photos import JPEG, Asking, ask_photo, private_photo, take_away, there
from rembuk.herd import photos
from rembuk.herd.models import AnimalPhoto
from rembuk.herd.views.animals import animal_of, signed_by
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import address


@requires(Permission.RECORD_WORK)
def new_photo(request: VillageRequest, animal_id: int) -> HttpResponse:
    """Add a photo of a goat."""
    animal = animal_of(request, animal_id)

    def add(picture: Picture) -> AnimalPhoto:
        return photos.add(animal=animal, picture=picture, signed=signed_by(request))

    asking = Asking(
        kind="herd.new_photo", about={"animal": animal}, add=add, name=str(animal),
        back=reverse("herd:animal", args=address(request, animal.pk)), heading=_("Add a photo"),
    )  # fmt: skip
    return ask_photo(request, asking)


@requires(Permission.SEE_WORK)
@require_safe
def photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """A photo, as large as it is kept."""
    return private_photo(there(_mine(request), photo_id).picture, JPEG)


@requires(Permission.SEE_WORK)
@require_safe
def small_photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """The square photo of a page."""
    return private_photo(there(_mine(request), photo_id).thumbnail)


@requires(Permission.RECORD_WORK)
@require_POST
def remove_photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """Take a photo away."""
    one = get_object_or_404(_mine(request).select_related("animal"), pk=photo_id)

    def remove() -> None:
        photos.remove(photo=one, signed=signed_by(request))

    back = reverse("herd:animal", args=address(request, one.animal_id))
    return take_away(request, one, kind="herd.remove_photo", remove=remove, back=back)


def _mine(request: VillageRequest) -> QuerySet[AnimalPhoto]:
    return AnimalPhoto.objects.of(request.village).filter(animal__group=group_of(request))
